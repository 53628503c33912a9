# frozen_string_literal: true

require "redis"

LOCKS = Redis.new(
  url: ENV.fetch("LOCKS_REDIS_URL", "redis://canal.y2ob6s.ng.0001.euw1.cache.amazonaws.com:6379/1"),
  connect_timeout: 2,
  timeout: 1,
  reconnect_attempts: 0
)

at_exit { LOCKS.close }
