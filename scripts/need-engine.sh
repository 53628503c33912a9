#!/usr/bin/env bash
# usage: need-engine.sh any|redis|valkey
# Makes sure that the data servers that 'up' runs are installed: one of the engine, and memcached. Silent when they are; else installs what is
# missing from the distribution and says so; exits 3 with the command to type when it cannot. An unknown engine is left to the program, which
# refuses it.
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
have() { command -v "$1" >/dev/null 2>&1; }

missing=()
case ${1-any} in
    any) have redis-server || have valkey-server || missing+=(redis) ;;
    redis) have redis-server || missing+=(redis) ;;
    valkey) have valkey-server || missing+=(valkey) ;;
    *) exit 0 ;;
esac
have memcached || missing+=(memcached)
[ ${#missing[@]} = 0 ] || exec "$here/install.sh" "${missing[@]}"
