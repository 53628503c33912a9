"""An ordinary client of Debian's python3: plain.py LIBRARY PORT PREFIX check|walk

check does what clients do and ends at the first thing that is not as at a memcached; walk writes and reads until it is ended.
"""
import sys
import time

library, port, prefix, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def same(got, expected, what):
    if got != expected:
        sys.exit(f"{what}: {got!r} instead of {expected!r}")


def pymemcache():
    from pymemcache.client.base import Client

    client = Client(("127.0.0.1", port), default_noreply=False, timeout=30, connect_timeout=30)
    if mode == "check":
        key, big = prefix + "k", b"b" * 900_000
        same(client.set(key, b"\r\nEND\r\n\x00"), True, "set")
        same(client.get(key), b"\r\nEND\r\n\x00", "get")
        same(client.add(key, "1"), False, "add")
        same(client.replace(key, "10"), True, "replace")
        same(client.incr(key, 5), 15, "incr")
        same(client.decr(key, 20), 0, "decr")
        same(client.set(key, "1"), True, "set")
        same(client.append(key, "x"), True, "append")
        same(client.prepend(key, "y"), True, "prepend")
        value, token = client.gets(key)
        same(value, b"y1x", "gets")
        same(client.cas(key, "z", token), True, "cas")
        same(client.cas(key, "z", token), False, "cas again")
        same(client.touch(key, 60), True, "touch")
        same(client.set_many({f"{prefix}{i}": str(i) for i in range(200)}), [], "set_many")
        same(client.get_many([f"{prefix}{i}" for i in range(210)]), {f"{prefix}{i}": b"%d" % i for i in range(200)}, "get_many")
        same(client.set(key, big, noreply=True), True, "set without an answer")
        same(client.get(key), big, "get of what is big")
        same(client.delete_many([f"{prefix}{i}" for i in range(100)]), True, "delete_many")
        same(client.get(prefix + "7"), None, "get of what was deleted")
        same(client.delete(key), True, "delete")
        same(client.delete(key), False, "delete again")
        same(int(client.stats()[b"curr_items"]) >= 100, True, "stats")
        same(client.version().startswith(b"1."), True, "version")
        same(client.flush_all(), True, "flush_all")
        same(client.get(prefix + "150"), None, "get after flush_all")
        client.quit()
    return client.set, client.get


def pylibmc():
    import pylibmc as library

    client = library.Client([f"127.0.0.1:{port}"], behaviors={"cas": True, "tcp_nodelay": True, "receive_timeout": 30_000_000})
    if mode == "check":
        key, big = prefix + "k", b"b" * 900_000
        same(client.set(key, b"\r\nEND\r\n\x00"), True, "set")
        same(client.get(key), b"\r\nEND\r\n\x00", "get")
        same(client.add(key, "1"), False, "add")
        same(client.replace(key, 10), True, "replace")
        same(client.incr(key, 5), 15, "incr")
        same(client.decr(key, 20), 0, "decr")
        same(client.set(key, "1"), True, "set")
        same(client.append(key, "x"), True, "append")
        same(client.prepend(key, "y"), True, "prepend")
        value, token = client.gets(key)
        same(value, "y1x", "gets")
        same(client.cas(key, "z", token), True, "cas")
        same(client.cas(key, "z", token), False, "cas again")
        same(client.touch(key, 60), True, "touch")
        same(client.set_multi({f"{prefix}{i}": {"number": i} for i in range(200)}), [], "set_multi")
        same(client.get_multi([f"{prefix}{i}" for i in range(210)]), {f"{prefix}{i}": {"number": i} for i in range(200)}, "get_multi")
        same(client.set(key, big), True, "set of what is big")
        same(client.get(key), big, "get of what is big")
        same(client.delete_multi([f"{prefix}{i}" for i in range(100)]), True, "delete_multi")
        same(client.get(prefix + "7"), None, "get of what was deleted")
        same(client.delete(key), True, "delete")
        same(client.delete(key), False, "delete again")
        same(int(dict(client.get_stats()[0][1])["curr_items"]) >= 100, True, "get_stats")
        same(client.flush_all(), True, "flush_all")
        same(client.get(prefix + "150"), None, "get after flush_all")
    return client.set, client.get


set_value, get_value = {"pymemcache": pymemcache, "pylibmc": pylibmc}[library]()
if mode == "check":
    print("done")
    sys.exit()
number = 0
while True:
    number += 1
    key, value = f"{prefix}{number % 100}", f"value-{number}"
    try:
        stored = set_value(key, value)
        read = get_value(key)
        read = read.decode() if isinstance(read, bytes) else read
        # It may be missing: its node may have ended in between.
        print(number if stored and read in (value, None) else f"error {stored} {read}", flush=True)
    except Exception as error:
        print(f"error {type(error).__name__} {error}", flush=True)
    time.sleep(0.005)
