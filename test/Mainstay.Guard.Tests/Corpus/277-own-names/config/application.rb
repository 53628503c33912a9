config.cache_store = :redis_cache_store, { url: ENV["REDIS_URL"], connect_timeout: 1, reconnect_attempts: 2 }
