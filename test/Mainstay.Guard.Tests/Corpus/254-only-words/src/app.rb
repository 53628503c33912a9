# redis://shop-002.x1c2v3.0001.euw1.cache.amazonaws.com:6379 was used until 2019.
=begin
REDIS_URL=redis://shop-003.x1c2v3.0001.euw1.cache.amazonaws.com:6379
=end
require "redis"
REDIS = Redis.new(url: ENV.fetch("REDIS_URL"))
