"""Production settings.

Until the move to a replication group this file named a node,
redis://festival-001.v0ca3j.0001.use2.cache.amazonaws.com:6379/0, and a
failover would have made it read-only.
"""
from .base import *  # noqa: F401,F403

DEBUG = False

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # "LOCATION": "redis://festival-001.v0ca3j.0001.use2.cache.amazonaws.com:6379/0",
        "LOCATION": "redis://festival.v0ca3j.ng.0001.use2.cache.amazonaws.com:6379/0",
        "KEY_PREFIX": "festival",
        "TIMEOUT": 600,  # was 60 with festival-002.v0ca3j.0001.use2.cache.amazonaws.com
    }
}

CELERY_BROKER_URL = "redis://festival.v0ca3j.ng.0001.use2.cache.amazonaws.com:6379/4"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}

LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
