CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": [
            "redis://catalog.t6y7u8.ng.0001.euw1.cache.amazonaws.com:6379/1",
            "redis://catalog-ro.t6y7u8.ng.0001.euw1.cache.amazonaws.com:6379/1",
        ],
        "OPTIONS": {"CLIENT_CLASS": "django_redis.client.DefaultClient"},
    }
}
