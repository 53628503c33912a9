from pymemcache.client.ext.aws_ec_client import AWSElastiCacheHashClient

cache = AWSElastiCacheHashClient("pages.r4t5y6.cfg.euw1.cache.amazonaws.com:11211", connect_timeout=0.2)
