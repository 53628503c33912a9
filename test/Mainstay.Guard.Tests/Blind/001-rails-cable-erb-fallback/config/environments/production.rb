require "active_support/core_ext/integer/time"

Rails.application.configure do
  config.enable_reloading = false
  config.eager_load = true
  config.consider_all_requests_local = false
  config.action_controller.perform_caching = true
  config.force_ssl = true

  config.log_tags = [:request_id]
  config.log_level = ENV.fetch("RAILS_LOG_LEVEL", "info")

  # The primary endpoint follows a failover by itself.
  config.cache_store = :redis_cache_store, {
    url: "redis://boxoffice.k7qz3v.ng.0001.use1.cache.amazonaws.com:6379/0",
    namespace: "boxoffice:cache",
    connect_timeout: 2,
    read_timeout: 0.5,
    write_timeout: 0.5,
    reconnect_attempts: 2,
    expires_in: 90.minutes
  }

  config.i18n.fallbacks = true
  config.active_record.dump_schema_after_migration = false
end
