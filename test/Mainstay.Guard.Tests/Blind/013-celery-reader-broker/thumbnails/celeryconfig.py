"""Celery configuration of the thumbnail workers."""
from kombu import Queue

broker_url = "rediss://:Wint3r%23Garden@replica.thumbs.n2ve5o.usw2.cache.amazonaws.com:6379/0?ssl_cert_reqs=required"
result_backend = "rediss://:Wint3r%23Garden@replica.thumbs.n2ve5o.usw2.cache.amazonaws.com:6379/1?ssl_cert_reqs=required"

task_serializer = "json"
accept_content = ["json"]
timezone = "UTC"
enable_utc = True

task_queues = (
    Queue("thumbnails"),
    Queue("thumbnails_bulk"),
)
task_routes = {
    "thumbnails.tasks.bulk_*": {"queue": "thumbnails_bulk"},
}
worker_prefetch_multiplier = 1
task_time_limit = 300
