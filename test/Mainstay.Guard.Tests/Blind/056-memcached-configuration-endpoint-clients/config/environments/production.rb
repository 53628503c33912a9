require "dalli-elasticache"

Rails.application.configure do
  config.eager_load = true
  config.action_controller.perform_caching = true

  # Asks the configuration endpoint for the nodes, then talks to each.
  elasticache = Dalli::ElastiCache.new("listings.b5ka7r.cfg.use1.cache.amazonaws.com:11211")
  config.cache_store = :mem_cache_store, elasticache.servers, { namespace: "listings", expires_in: 1.day }
end
