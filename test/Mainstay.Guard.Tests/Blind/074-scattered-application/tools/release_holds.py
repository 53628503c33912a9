#!/usr/bin/env python3
"""Releases the seats that were held and never paid for."""
import time

import redis

r = redis.Redis.from_url(
    'redis://concert-001.i5pq9t.0001.use1.cache.amazonaws.com:6379/0',
    socket_timeout=3,
)

now = time.time()
for seat in r.zrangebyscore("holds", 0, now):
    r.zrem("holds", seat)
    r.publish("released", seat)
