from pymemcache.client.base import PooledClient

cache = PooledClient(
    ("pages.r4t5y6.cfg.euw1.cache.amazonaws.com", 11211),
    connect_timeout=0.2,
    timeout=0.2,
    max_pool_size=8,
)
