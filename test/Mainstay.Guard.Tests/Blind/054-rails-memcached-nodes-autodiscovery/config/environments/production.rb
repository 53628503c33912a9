Rails.application.configure do
  config.eager_load = true
  config.action_controller.perform_caching = true

  config.cache_store = :mem_cache_store,
    "listings.b5ka7r.0001.use1.cache.amazonaws.com:11211",
    "listings.b5ka7r.0002.use1.cache.amazonaws.com:11211",
    { namespace: "listings", expires_in: 1.day, compress: true, failover: true }

  config.log_level = :info
end
