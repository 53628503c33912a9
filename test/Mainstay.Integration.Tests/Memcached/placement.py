"""Writes or reads 500 keys with pylibmc: placement.py write|read PREFIX SERVER…; several servers share the keys by ketama."""
import sys

import pylibmc

mode, prefix, servers = sys.argv[1], sys.argv[2], sys.argv[3:]
client = pylibmc.Client(servers, behaviors={"ketama_weighted": True})
keys = [f"{prefix}{i}" for i in range(500)]
if mode == "write":
    failed = [key for key in keys if not client.set(key, f"value of {key}")]
else:
    failed = [key for key in keys if client.get(key) != f"value of {key}"]
print(f"{len(keys) - len(failed)} of {len(keys)}; not {failed[:5]}")
