Rails.application.configure do
  elasticache = Dalli::ElastiCache.new("fragments.l8k7j6.cfg.use1.cache.amazonaws.com:11211")
  config.cache_store = :mem_cache_store, elasticache.servers, { expires_in: 1.day }
end
