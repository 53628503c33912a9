import os

CELERY_BROKER_URL = os.environ.get(
    "CELERY_BROKER_URL",
    "redis://tasks-ro.m1n2b3.ng.0001.use1.cache.amazonaws.com:6379/0",
)
CELERY_RESULT_BACKEND = "redis://tasks.m1n2b3.ng.0001.use1.cache.amazonaws.com:6379/1"
