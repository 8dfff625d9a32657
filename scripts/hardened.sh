#!/usr/bin/env bash
# Checks what a released program must be: at a place of its own in each run, its tables read-only, no executable stack, and no path of the machine it was built on.
set -euo pipefail

program=$1
fail() { echo "$program: $1" >&2; exit 1; }
readelf -hW "$program" | grep -q 'Type: *DYN' || fail "is not position-independent"
readelf -lW "$program" | grep -q GNU_RELRO || fail "has no RELRO"
readelf -dW "$program" | grep -qE 'BIND_NOW|FLAGS_1.*NOW' || fail "is bound lazily (no BIND_NOW)"
readelf -lW "$program" | awk '/GNU_STACK/ && /E *0x/ { found = 1 } END { exit found }' || fail "has an executable stack"
readelf -dW "$program" | grep -qE 'RPATH|RUNPATH' && fail "looks for libraries in a path of its own"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
paths=$(strings -a "$program" | grep -F -e "$here/" -e "${HOME:-/nobody}/" | sort -u | head -5 || true)
[ -z "$paths" ] || fail "holds paths of this machine: $paths"
echo "$program: position-independent, RELRO, BIND_NOW, no executable stack, no path of this machine"
