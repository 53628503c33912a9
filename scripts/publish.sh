#!/usr/bin/env bash
# usage: scripts/publish.sh [--rid linux-x64|linux-arm64] [FOLDER]
# Makes what is installed on a host: one self-contained program that needs no .NET there, its systemd unit, a sample configuration, licence,
# changelog and the page on how to run it; in FOLDER (default: artifacts/publish) as a folder, as a .tar.gz, and its SHA-256 beside it.
# The .NET SDK 10 is needed here. The last line on standard output is the archive's path.
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
fail() { echo "publish.sh: $2" >&2; exit "$1"; }

# 1. For which machine, and where to.
rid='' folder=''
while [ $# -gt 0 ]; do
    case $1 in
        --rid) [ $# -ge 2 ] || fail 2 "--rid wants linux-x64 or linux-arm64"; rid=$2; shift ;;
        --rid=*) rid=${1#--rid=} ;;
        -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
        -*) fail 2 "unknown option $1 (see scripts/publish.sh --help)" ;;
        *) [ -z "$folder" ] || fail 2 "one folder, not '$folder' and '$1'"; folder=$1 ;;
    esac
    shift
done
if [ -z "$rid" ]; then
    case $(uname -m) in
        x86_64 | amd64) rid=linux-x64 ;;
        aarch64 | arm64) rid=linux-arm64 ;;
        *) fail 2 "$(uname -m) is no machine that is published for; say --rid linux-x64 or --rid linux-arm64" ;;
    esac
fi
case $rid in linux-x64 | linux-arm64) ;; *) fail 2 "--rid $rid: it is linux-x64 or linux-arm64" ;; esac
folder=${folder:-$root/artifacts/publish}
mkdir -p "$folder"
folder=$(cd -P "$folder" && pwd)
command -v dotnet >/dev/null || fail 3 "the .NET SDK 10 is needed and no 'dotnet' is on PATH"

# 2. The program. Its intermediate files have a place of their own, so that the build that tests run from stays as it is.
work=$root/artifacts/publishing/$rid
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
dotnet publish "$root/src/Mainstay.Cli" -c Release -r "$rid" --self-contained --artifacts-path "$work" -o "$work/out" -v q --nologo -nodeReuse:false \
    -p:PublishSingleFile=true -p:DebugType=embedded -p:RunAnalyzers=false -p:UseSharedCompilation=false >&2 || fail 3 "the program could not be published; see the errors above"

# 3. What goes with it.
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
name=mainstay-$version-$rid
rm -rf "${folder:?}/$name" "$folder/$name.tar.gz" "$folder/$name.tar.gz.sha256"
mkdir "$folder/$name"
install -m 755 "$work/out/mainstay" "$folder/$name/mainstay"
install -m 644 "$root/packaging/systemd/mainstay.service" "$root/docs/mainstay.yaml" "$root/docs/mainstay.schema.json" "$root/docs/operations/one-host.md" \
    "$root/LICENSE" "$root/CHANGELOG.md" "$folder/$name/"
# The runtime is inside the program, so its terms come along.
packages=$(dotnet nuget locals global-packages --list --force-english-output | sed 's/^global-packages: //')
runtime=$(grep -A 1 -i "\"microsoft.netcore.app.runtime.$rid\"" "$work/obj/Mainstay.Cli/project.assets.json" | sed -n 's/.*"version": "\[\([^],]*\).*/\1/p' | head -n 1)
for notice in LICENSE.TXT THIRD-PARTY-NOTICES.TXT; do
    found=$(find "$packages/microsoft.netcore.app.runtime.$rid/$runtime" -maxdepth 1 -iname "$notice" 2>/dev/null | head -n 1)
    [ -n "$found" ] || fail 3 "the runtime's $notice was not found in $packages"
    install -m 644 "$found" "$folder/$name/dotnet-$notice"
done

# 4. One archive, the same bytes for the same content.
when=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 0)}
tar -C "$folder" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$when" -cf - "$name" | gzip -n >"$folder/$name.tar.gz"
(cd "$folder" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "$folder/$name.tar.gz"
