# frozen_string_literal: true

redis = {
  url: ENV.fetch("SIDEKIQ_REDIS_URL", "redis://seating-001.b2hx9d.ng.0001.euw1.cache.amazonaws.com:6379/1"),
  timeout: 3
}

Sidekiq.configure_server { |config| config.redis = redis }
Sidekiq.configure_client { |config| config.redis = redis }

Sidekiq.strict_args!
