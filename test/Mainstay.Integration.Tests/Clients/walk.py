"""usage: walk.py PORT KEY GATE: increments KEY through redis-py with its default options, one after the other, until it is ended.

Prints "ready" when it is loaded, and connects once the file GATE is there. Then a line each: "connecting", the number that INCR answered,
or "error WORDS".
"""
import os
import sys
import time

import redis

port, key, gate = int(sys.argv[1]), sys.argv[2], sys.argv[3]
print("ready", flush=True)
while not os.path.exists(gate):
    time.sleep(0.002)
print("connecting", flush=True)
client = redis.Redis(host="127.0.0.1", port=port)
while True:
    try:
        print(client.incr(key), flush=True)
    except redis.exceptions.RedisError as error:
        print(f"error {error}", flush=True)
    time.sleep(0.01)
