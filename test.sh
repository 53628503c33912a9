#!/usr/bin/env bash
# usage: ./test.sh [--soak] [--no-install] [NAME]
# Installs what the tests need, builds everything, runs every test assembly, and closes with one line: N passed, N failed.
#   NAME      runs only tests whose full name (namespace, class, method) contains it
#   --soak    runs the long tests too (trait Category=Soak, minutes each)
# Exits 1 when a test failed, an assembly crashed or hung, something needed is missing, or no test ran.
set -uo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root" || exit 1

soak='' filter='' install=yes
for argument in "$@"; do
    case $argument in
        --soak) soak=yes ;;
        --no-install) install='' ;;
        -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
        -*) echo "test.sh: unknown option $argument (see ./test.sh --help)" >&2; exit 2 ;;
        *) filter=$argument ;;
    esac
done
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

# 1. What the tests talk to: a real server, and real clients of other languages.
PATH=$PATH:/usr/sbin # named and unbound are there, which is not on everybody's PATH
have() { command -v "$1" >/dev/null 2>&1; }
system_python_has() { for python in /usr/bin/python3 python3; do have "$python" && "$python" -c "import $1" 2>/dev/null && return 0; done; return 1; }
all_python_clients() { system_python_has redis && system_python_has pymemcache && system_python_has pylibmc; }
needs=()
have redis-server || needs+=(redis)
have redis-cli || needs+=(redis-tools)
have memcached || needs+=(memcached)
have memccp || needs+=(libmemcached-tools)
have nutcracker || needs+=(nutcracker)
system_python_has redis || needs+=(python3-redis)
system_python_has pymemcache || needs+=(python3-pymemcache)
system_python_has pylibmc || needs+=(python3-pylibmc)
have node || needs+=(nodejs)
have npm || needs+=(npm)
have zsh || needs+=(zsh)
have fish || needs+=(fish)
have dig || needs+=(bind9-dnsutils)
have named || needs+=(bind9)
have unbound || needs+=(unbound)
have haproxy || needs+=(haproxy)
have systemd-analyze || needs+=(systemd) # checks the unit; no systemd runs
if [ ${#needs[@]} -gt 0 ]; then
    if [ -n "$install" ]; then scripts/install.sh "${needs[@]}"; fi
    have redis-server && have redis-cli && have memcached && have memccp && have nutcracker && all_python_clients && have npm && have zsh && have fish && have systemd-analyze && have dig && have named && have unbound && have haproxy || {
        echo "test.sh: these are needed and missing, and were not installed: ${needs[*]}" >&2
        exit 1
    }
fi
clients=test/Mainstay.Integration.Tests/Clients
if [ -f $clients/package.json ] && [ ! $clients/node_modules/.package-lock.json -nt $clients/package-lock.json ]; then
    echo "installing the npm clients that the tests use"
    (cd $clients && npm ci --no-audit --no-fund --loglevel=error) || { echo "test.sh: npm ci failed in $clients" >&2; exit 1; }
fi

# 2. Build. A process that the build leaves behind must not outlive this script.
dotnet build Mainstay.slnx -c Release -v q --nologo "-clp:ErrorsOnly;NoSummary" -nodeReuse:false || { echo "test.sh: the build failed" >&2; exit 1; }

# 3. Run the assemblies one after the other: several of them measure time.
options=(--no-ansi --progress off)
[ -n "$soak" ] && export MAINSTAY_SOAK=1
limit=20m
[ -n "$soak" ] && limit=60m
[ -n "$soak" ] || options+=(--filter-not-trait Category=Soak)
[ -z "$filter" ] || options+=(--filter-method "*$filter*")
passed=0 failed=0 skipped=0 troubles=()
# Endpoints run over epoll and over .NET's own sockets: the same tests hold for both.
for project in test/*.Tests/*.csproj test/Mainstay.Endpoints.Tests/sockets; do
    name=$(basename "$project" .csproj) log=
    unset MAINSTAY_TRANSPORT
    if [ "$name" = sockets ]; then
        name=Mainstay.Endpoints.Tests log=artifacts/test-results/$name.sockets.log
        export MAINSTAY_TRANSPORT=sockets
    fi
    log=${log:-artifacts/test-results/$name.log}
    mkdir -p artifacts/test-results
    started=$SECONDS
    # -k: a test host that does not end by itself is ended; that counts as a failure below.
    if have timeout; then bounded=(timeout -k 20 "$limit"); else bounded=(); fi
    "${bounded[@]}" "artifacts/bin/$name/release/$name" "${options[@]}" >"$log" 2>&1 </dev/null
    status=$?
    count() { sed -n "s/^ *$1: \([0-9][0-9]*\) *$/\1/p" "$log" | tail -n 1; }
    good=$(count succeeded) bad=$(count failed) left=$(count skipped)
    case $status in
        0 | 2 | 8) # all passed; some failed; none ran
            if [ -z "$good" ] || [ -z "$bad" ]; then troubles+=("$name ended without a summary (exit status $status)"); fi
            if [ $status = 2 ] && [ "${bad:-0}" = 0 ]; then troubles+=("$name failed without a failed test"); fi
            ;;
        124 | 137) troubles+=("$name did not end within $limit") ;;
        *) troubles+=("$name crashed (exit status $status)") ;;
    esac
    passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-0})) skipped=$((skipped + ${left:-0}))
    [ -z "${MAINSTAY_TRANSPORT-}" ] || name="$name (sockets)"
    printf '%-36s %5s passed %4s failed %4s skipped %6s s\n' "$name" "${good:-?}" "${bad:-?}" "${left:-?}" $((SECONDS - started))
    if [ $status != 0 ] && [ $status != 8 ]; then sed 's/^/    /' "$log"; fi
done
for trouble in ${troubles[@]+"${troubles[@]}"}; do
    echo "test.sh: $trouble"
    failed=$((failed + 1))
done
if [ $passed = 0 ] && [ $failed = 0 ]; then echo "test.sh: no test ran"; fi

# 4. The closing line.
line="$passed passed, $failed failed"
[ $skipped = 0 ] || line="$line, $skipped skipped"
echo "$line"
[ $failed = 0 ] && [ $passed -gt 0 ]
