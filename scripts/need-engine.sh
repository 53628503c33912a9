#!/usr/bin/env bash
# usage: need-engine.sh any|redis|valkey
# Makes sure that a data server is installed. Silent when one is; else installs one from the distribution and says so; exits 3 with the
# command to type when it cannot. An unknown engine is left to the program, which refuses it.
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
have() { command -v "$1" >/dev/null 2>&1; }

case ${1-any} in
    any) have redis-server || have valkey-server || exec "$here/install.sh" redis ;;
    redis) have redis-server || exec "$here/install.sh" redis ;;
    valkey) have valkey-server || exec "$here/install.sh" valkey ;;
esac
