Rails.application.configure do
  config.cache_classes = true
  config.cache_store = :redis_cache_store, {
    url: "redis://views-001.n6m7b8.0001.euw1.cache.amazonaws.com:6379/2",
    reconnect_attempts: 0,
    error_handler: ->(method:, returning:, exception:) { Rails.logger.warn(exception) }
  }
end
