#!/usr/bin/python3
"""What a get of 100 keys takes with libmemcached, which asks all nodes at once, and with pymemcache, which asks one after the other: straight to
the nodes, and through the configuration endpoint. Medians, the two taking turns.

    many_keys.py ENDPOINT_PORT NODE_PORT NODE_PORT ...     on this machine; Debian: python3-pylibmc python3-pymemcache
"""
import statistics
import sys
import time

import pylibmc
from pymemcache.client.base import Client
from pymemcache.client.hash import HashClient

ROUNDS, REQUESTS, KEYS = 5, 1000, [f"many-keys-{i}" for i in range(100)]


def median_ms(get):
    times = []
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        found = get(KEYS)
        times.append(time.perf_counter() - begun)
        if len(found) != len(KEYS):
            sys.exit(f"{len(KEYS) - len(found)} of {len(KEYS)} keys are missing")
    return statistics.median(times) * 1000


if len(sys.argv) < 3:
    sys.exit(__doc__)
endpoint, *nodes = map(int, sys.argv[1:])
clients = {
    "libmemcached": (
        pylibmc.Client([f"127.0.0.1:{port}" for port in nodes], behaviors={"ketama_weighted": True, "tcp_nodelay": True}),
        pylibmc.Client([f"127.0.0.1:{endpoint}"], behaviors={"tcp_nodelay": True}),
        "get_multi",
    ),
    "pymemcache": (HashClient([("127.0.0.1", port) for port in nodes], no_delay=True), Client(("127.0.0.1", endpoint), no_delay=True), "get_many"),
}
for name, (direct, through, get) in clients.items():
    for client in (direct, through):
        for key in KEYS:
            client.set(key, "x" * 64)
        median_ms(getattr(client, get))
    rounds = [(median_ms(getattr(direct, get)), median_ms(getattr(through, get))) for _ in range(ROUNDS)]
    ratios = sorted(ours / own for own, ours in rounds)
    print(
        f"{name}: direct {statistics.median(own for own, _ in rounds):.3f} ms, through the endpoint {statistics.median(ours for _, ours in rounds):.3f} ms,"
        f" {statistics.median(ratios):.2f} times as long ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    )
