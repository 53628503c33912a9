#!/usr/bin/env bash
# usage: install.sh redis|valkey|memcached|redis-tools|python3-redis|python3-pymemcache|python3-pylibmc|libmemcached-tools|nodejs|npm|bind9|bind9-dnsutils|unbound|haproxy|nginx|libnginx-mod-stream|nutcracker ...
# Installs programs from this system's distribution, says so, and starts no service of theirs. Exits 3 with the one command to type when
# it cannot. Names are Debian's in the arguments' sense: `redis`, `valkey` and `memcached` are the servers.
set -euo pipefail

say() { echo "mainstay: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# 1. Which package tool, and what it calls these programs.
tool=
for candidate in apt-get dnf apk pacman brew; do
    if have "$candidate"; then tool=$candidate; break; fi
done
packages=()
for name in "$@"; do
    case $tool:$name in
        apt-get:redis) packages+=(redis-server) ;;
        apt-get:valkey) packages+=(valkey-server) ;;
        pacman:redis) packages+=(valkey) ;; # Arch serves valkey in place of redis
        dnf:redis-tools | apk:redis-tools | pacman:redis-tools | brew:redis-tools) ;; # the server's package has them
        dnf:npm | brew:npm) [ "$tool" = brew ] || packages+=(npm) ;;
        brew:nodejs) packages+=(node) ;;
        apk:python3-*) packages+=("py3-${name#python3-}") ;;
        pacman:python3-*) packages+=("python-${name#python3-}") ;;
        brew:python3-*) say "python3's ${name#python3-} module is not in Homebrew; install it by hand" ;;
        brew:libmemcached-tools | pacman:libmemcached-tools | apk:libmemcached-tools) packages+=(libmemcached) ;;
        *) packages+=("$name") ;;
    esac
done
[ ${#packages[@]} -gt 0 ] || exit 0

case $tool in
    apt-get) command=(apt-get install -y --no-install-recommends "${packages[@]}") ;;
    dnf) command=(dnf install -y "${packages[@]}") ;;
    apk) command=(apk add "${packages[@]}") ;;
    pacman) command=(pacman -S --needed --noconfirm "${packages[@]}") ;;
    brew) command=(brew install "${packages[@]}") ;;
    *)
        say "$* is needed and no package tool known here was found (apt-get, dnf, apk, pacman, brew); install it with your system's own"
        exit 3
        ;;
esac

# 2. Who may install. Homebrew refuses root and needs none.
as_root=()
typed="${command[*]}"
if [ "$tool" != brew ] && [ "$(id -u)" != 0 ]; then
    typed="sudo $typed"
    if have sudo && sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    elif have sudo && [ -t 0 ] && [ -t 2 ]; then
        as_root=(sudo)
    else
        say "$* is not installed, and it takes root to install it. Type:"
        echo "  $typed" >&2
        exit 3
    fi
fi

# 3. Install. On Debian a service would be started at once and at every boot: policy-rc.d says no for as long as the installation takes.
debian=$(
    cat <<'ROOT'
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
policy=/usr/sbin/policy-rc.d saved=/usr/sbin/policy-rc.d.before-mainstay mark='# written by mainstay for the time of one installation'
exec 8>/run/mainstay-install.lock
if command -v flock >/dev/null; then flock 8; fi
restore() {
    # One of ours that a killed run left behind counts as none.
    if [ -f "$policy" ] && grep -qF "$mark" "$policy"; then rm -f "$policy"; fi
    if [ -e "$saved" ]; then mv -f "$saved" "$policy"; fi
}
restore
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if [ -e "$policy" ]; then mv "$policy" "$saved"; fi
printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy"
chmod 755 "$policy"

# A service whose package was here before is its owner's business: started, stopped and enabled as they left it.
fresh=
for package in "$@"; do
    case $package in
        bind9) service=named ;;
        redis-server | valkey-server | memcached | unbound | haproxy | nginx | nutcracker) service=$package ;;
        *) continue ;;
    esac
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || fresh="$fresh $service"
done
install() { apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" 8>&-; }
if ! install "$@"; then
    apt-get -o DPkg::Lock::Timeout=300 update 8>&-
    install "$@"
fi
for service in $fresh; do
    update-rc.d "$service" disable || true
    if command -v systemctl >/dev/null; then systemctl disable "$service" || true; fi
    echo "mainstay-note: the distribution's own $service service is neither started nor enabled at boot"
done
ROOT
)
say "installing ${packages[*]} from the distribution: $typed"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$tool" = apt-get ]; then
    run=("${as_root[@]}" bash -c "$debian" install "${packages[@]}")
else
    run=("${as_root[@]}" "${command[@]}")
fi
if ! "${run[@]}" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    say "the installation failed (above: its last lines). Type, and start again:"
    echo "  $typed" >&2
    exit 3
fi
while IFS= read -r note; do say "${note#mainstay-note: }"; done < <(grep '^mainstay-note: ' "$log" || true)
