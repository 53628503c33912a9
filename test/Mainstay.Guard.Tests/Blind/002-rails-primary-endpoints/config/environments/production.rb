Rails.application.configure do
  config.eager_load = true
  config.consider_all_requests_local = false

  # Yes, the replication group is really called "seating-001".
  config.cache_store = :redis_cache_store, {
    url: ENV.fetch("CACHE_URL", "redis://seating-001.b2hx9d.ng.0001.euw1.cache.amazonaws.com:6379/0"),
    reconnect_attempts: 3,
    error_handler: ->(method:, returning:, exception:) {
      Rails.logger.warn("cache #{method} failed: #{exception.class}")
    }
  }

  config.active_job.queue_adapter = :sidekiq
end
