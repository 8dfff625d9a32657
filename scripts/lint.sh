#!/usr/bin/env bash
# Format of the Swift sources and syntax of the shell scripts; prints what is wrong and where.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

swift_paths=()
for path in Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources; do
  [ ! -e "$path" ] || swift_paths+=("$path")
done
swift format lint --strict --parallel --recursive "${swift_paths[@]}"

while IFS= read -r script; do
  bash -n "$script"
done < <(find scripts .ci Benchmarks Examples -type f \( -name '*.sh' -o -path '.ci/run' \) -not -path '*/.build/*' 2>/dev/null)
echo "lint: clean"
