"""Configuration.

REDIS_URL looks like redis://cart-001.d3f4g5.0001.euw1.cache.amazonaws.com:6379/0
"""
import os


class Production:
    SESSION_TYPE = "redis"
    REDIS_URL = os.getenv("REDIS_URL", "redis://:pa55@cart-001.d3f4g5.0001.euw1.cache.amazonaws.com:6379/0")
