"""Settings of the bookshop."""
import os

DEBUG = False
ALLOWED_HOSTS = ["bookshop.example.net"]
SECRET_KEY = os.environ["SECRET_KEY"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "bookshop.catalogue",
]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
        "LOCATION": "bookshop.w8vz4q.cfg.euw1.cache.amazonaws.com:11211",
        "TIMEOUT": 300,
        "OPTIONS": {"connect_timeout": 1, "timeout": 1, "no_delay": True},
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
STATIC_URL = "/static/"
