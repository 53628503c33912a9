"""Connections of the worker."""
import os

from redis.cluster import ClusterNode, RedisCluster
from redis.sentinel import Sentinel

_sentinel = Sentinel(
    [("10.60.1.11", 26379), ("10.60.1.12", 26379), ("10.60.1.13", 26379)],
    socket_timeout=0.5,
)


def jobs():
    """The queue: Sentinel says where its primary is."""
    return _sentinel.master_for("jobs", socket_timeout=1, password=os.environ["JOBS_PASSWORD"])


def views():
    """Page views, in a cluster."""
    return RedisCluster(
        startup_nodes=[
            ClusterNode("views-0001-001.views.l9gd4c.use1.cache.amazonaws.com", 6379),
            ClusterNode("views-0002-001.views.l9gd4c.use1.cache.amazonaws.com", 6379),
        ],
        ssl=True,
        socket_timeout=1,
    )
