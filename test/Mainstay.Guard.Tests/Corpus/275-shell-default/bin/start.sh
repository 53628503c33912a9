#!/bin/sh
set -eu
# REDIS_HOST=cart-001.d3f4g5.0001.euw1.cache.amazonaws.com
export REDIS_HOST="${REDIS_HOST:-cart-002.d3f4g5.0001.euw1.cache.amazonaws.com}"
exec node server.js
