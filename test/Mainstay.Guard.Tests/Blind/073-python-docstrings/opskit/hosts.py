"""Tell what an ElastiCache host name stands for.

>>> kind("depot-001.s3hy6b.0001.use1.cache.amazonaws.com")
'node'
>>> kind("depot.s3hy6b.ng.0001.use1.cache.amazonaws.com")
'primary'
"""
import re

# depot-0001-002.depot.s3hy6b.use1.cache.amazonaws.com is a node of a cluster
_NODE = re.compile(r"^[a-z0-9-]+-\d{3}\.(?:[a-z0-9-]+\.)?[a-z0-9]{6}\.(?:\d{4}\.)?[a-z0-9]+\.cache\.amazonaws\.com$")
_PRIMARY = re.compile(r"^(?:master\.[a-z0-9-]+\.[a-z0-9]{6}|[a-z0-9-]+\.[a-z0-9]{6}\.ng\.\d{4})\.")


def kind(host: str) -> str:
    """Return 'node', 'primary' or 'other' (redis://depot-001.depot.s3hy6b.use1.cache.amazonaws.com is no host)."""
    if _PRIMARY.match(host):
        return "primary"
    if _NODE.match(host):
        return "node"
    return "other"
