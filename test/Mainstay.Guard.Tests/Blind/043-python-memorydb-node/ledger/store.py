"""Durable balance store."""
from __future__ import annotations

import os

import redis

_HOST = "ledger-0001-001.ledger.p8yd3v.memorydb.us-east-1.amazonaws.com"


def connect() -> redis.Redis:
    return redis.Redis(
        host=os.getenv("LEDGER_HOST", _HOST),
        port=6379,
        ssl=True,
        username="ledger",
        password=os.environ["LEDGER_PASSWORD"],
        socket_timeout=2,
        socket_connect_timeout=2,
        health_check_interval=15,
    )


def add(account: str, cents: int) -> int:
    return int(connect().hincrby("balances", account, cents))
