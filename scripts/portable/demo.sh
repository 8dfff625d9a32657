#!/usr/bin/env bash
# Runs the demo by the portable program where every library of the machine is hidden but those of glibc and what the shell itself needs:
# demo.sh PROGRAM. Compares what is drawn and said with what NORMAL (a program of the normal build), where it is given, writes where nothing is hidden.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=$1
normal=${NORMAL:-}
unshare -m true 2>/dev/null || { echo "skipped: nothing can be hidden here (no right to mount)"; exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
libraries=$(dirname "$(ldconfig -p | awk '/libc\.so\.6 .*x86-64/ { print $NF; exit }')")
mkdir -p "$work/libraries" "$work/out"
cp -a "$libraries"/{ld-linux-x86-64.so.2,libc.so.6,libm.so.6,libpthread.so.0,libdl.so.2,librt.so.1} "$work/libraries/"
for tool in bash cat mkdir mktemp rm dirname sleep; do
  for library in $(ldd "$(command -v "$tool")" | awk '/=> \// { print $3 }'); do cp -L "$library" "$work/libraries/"; done
done
cp "$program" "$work/chainwright"
cp "$(dirname "$program")/chainwright-server" "$work/"
# What the loader finds by its list is a path that is hidden too.
unshare -m bash -c '
  set -e
  mount -t tmpfs none /usr/local/lib
  mount --bind "$1/libraries" "$2"
  CHAINWRIGHT=$1/chainwright OUT=$1/out bash scripts/demo.sh
  bash scripts/package/server-check.sh "$1/chainwright" Graphs/baoding-2022' hidden "$work" "$(readlink -f "$libraries")" | tee "$work/said"
grep -q 'libgvc6' "$work/said" || { echo "error: nothing was said of what PNG needs" >&2; exit 1; }
count=$(find "$work/out" -type f | wc -l)
[ "$count" -ge 40 ] || { echo "error: only $count files were written" >&2; exit 1; }
if [ -n "$normal" ]; then
  mkdir -p "$work/normal"
  CHAINWRIGHT=$normal OUT=$work/normal bash scripts/demo.sh >"$work/said.normal"
  find "$work/normal" -name '*.png' -delete
  diff -r "$work/out" "$work/normal" || { echo "error: the demo differs from that of the normal build" >&2; exit 1; }
fi
echo "$count files written with every library hidden${normal:+, the same as by the normal build}"
