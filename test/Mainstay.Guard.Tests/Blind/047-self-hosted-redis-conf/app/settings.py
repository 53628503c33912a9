"""Settings of the harbour pages."""
import os

DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
        "LOCATION": [
            "mc1.harbour.example.net:11211",
            "mc2.harbour.example.net:11211",
        ],
        "OPTIONS": {"connect_timeout": 1, "timeout": 1},
    }
}
