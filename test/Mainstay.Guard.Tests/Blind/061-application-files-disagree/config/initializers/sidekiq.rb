# frozen_string_literal: true

url = ENV.fetch("QUEUE_REDIS_URL", "redis://mailroom-v2.h4cs6u.ng.0001.use1.cache.amazonaws.com:6379/0")

Sidekiq.configure_server do |config|
  config.redis = { url: url, network_timeout: 3 }
end

Sidekiq.configure_client do |config|
  config.redis = { url: url, network_timeout: 3 }
end
