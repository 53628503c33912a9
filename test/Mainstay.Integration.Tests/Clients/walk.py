"""usage: walk.py PORT KEY: increments KEY through redis-py with its default options, one after the other, until it is ended.

Prints a line each: "connecting MILLISECONDS-SINCE-1970", then the number that INCR answered, or "error WORDS".
"""
import sys
import time

import redis

port, key = int(sys.argv[1]), sys.argv[2]
print(f"connecting {int(time.time() * 1000)}", flush=True)
client = redis.Redis(host="127.0.0.1", port=port)
while True:
    try:
        print(client.incr(key), flush=True)
    except redis.exceptions.RedisError as error:
        print(f"error {error}", flush=True)
    time.sleep(0.01)
