import redis

client = redis.Redis(
    host="feed.b9v8c7.ng.0001.euw1.cache.amazonaws.com",
    port=6379,
    socket_timeout=None,
)
