#!/usr/bin/env bash
# Builds the command in release and prints where it is. The Swift runtime is linked in: loading it from shared libraries takes longer than a
# small question takes to answer, and the program runs on machines without Swift.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
build=(swift build -c release --static-swift-stdlib)
if ! "${build[@]}" --product chainwright >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
echo "$("${build[@]}" --show-bin-path)/chainwright"
