import re

NODE = re.compile(r"^[a-z0-9-]+-\d{3}\.")


def is_node(host):
    return bool(NODE.match(host))
