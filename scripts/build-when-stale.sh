#!/usr/bin/env bash
# Builds the program (Release) when any of its sources is newer than the last build. Says nothing when all is well; a failed build shows
# the compiler's errors and exits 3. Two at once wait for each other.
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$root/artifacts/bin/Mainstay.Cli/release/mainstay
stamp=$root/artifacts/mainstay.stamp

# Folders count too: their time changes when a file is added, removed or renamed.
fresh() {
    [ -x "$program" ] && [ -f "$stamp" ] &&
        [ -z "$(find "$root/src" "$root"/Directory.*.props "$root/global.json" "$root/.editorconfig" -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

build() {
    if fresh; then return; fi # somebody else built it while we waited for the lock
    local dotnet started log
    dotnet=$(command -v dotnet || true)
    [ -n "$dotnet" ] || { [ ! -x "${DOTNET_ROOT-$HOME/.dotnet}/dotnet" ] || dotnet=${DOTNET_ROOT-$HOME/.dotnet}/dotnet; }
    if [ -z "$dotnet" ]; then
        echo "mainstay: the .NET SDK 10 is needed and no 'dotnet' is on PATH; install it (Debian, Ubuntu, Fedora: package dotnet-sdk-10.0)" >&2
        exit 3
    fi
    # global.json names the SDK, so asking for the version inside the clone tells whether a fit one is there.
    if ! (cd "$root" && "$dotnet" --version) >/dev/null 2>&1; then
        echo "mainstay: the .NET SDK 10 is needed; '$dotnet' has only: $("$dotnet" --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -)" >&2
        exit 3
    fi
    echo "mainstay: building (the first time takes about a minute)" >&2
    # The stamp carries the time at which the build began, so that an edit made meanwhile is built next time.
    started=$(mktemp "$root/artifacts/stamp.XXXXXX") log=$(mktemp "$root/artifacts/build.XXXXXX")
    # Nothing of the build stays behind: no compiler server, no build node.
    if (cd "$root" && "$dotnet" build src/Mainstay.Cli -c Release -v q --nologo "-clp:ErrorsOnly;NoSummary" -nodeReuse:false -p:UseSharedCompilation=false) >"$log" 2>&1 </dev/null 9>&-; then
        touch -r "$started" "$stamp"
        rm -f "$started" "$log"
    else
        cat "$log" >&2
        rm -f "$started" "$log"
        echo "mainstay: the build failed; see the errors above" >&2
        exit 3
    fi
}

if fresh; then exit 0; fi
if ! mkdir -p "$root/artifacts" 2>/dev/null || [ ! -w "$root/artifacts" ]; then
    echo "mainstay: cannot build: $root/artifacts is not writable by $(id -un)" >&2
    exit 3
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
if command -v flock >/dev/null; then
    # The build itself runs without the lock's descriptor, so that nothing it leaves behind could hold the lock.
    exec 9>"$root/artifacts/build.lock"
    flock 9
fi # macOS has no flock: there two builds at once are not guarded
build
