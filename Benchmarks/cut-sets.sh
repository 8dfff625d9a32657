#!/usr/bin/env bash
# Minimal cut sets: fault trees against `scram --zbdd` (Debian package `scram`), then a county and a national network, in one run.
#   Benchmarks/cut-sets.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
runs=${1:-7}
command -v scram >/dev/null || { echo "error: no scram on PATH: apt-get install scram" >&2; exit 1; }

echo "Building (release) …"
chainwright=$(../scripts/build.sh)
swift build -c release --product generate >&2
swift build -c release --product trees >&2
generate="$(swift build -c release --show-bin-path)/generate"
trees="$(swift build -c release --show-bin-path)/trees"

python3 python/cut_sets.py "$chainwright" "$trees" "$runs" data/cut-sets

[ -f data/county/supplies.csv ] || "$generate" 5000 50000 data/county
[ -f data/national/supplies.csv ] || "$generate" 100000 1000000 data/national
# Targets with many cut sets: the largest firms of these networks are easy.
echo
echo "County of 5,000 firms, ten targets, order 3, files included:"
python3 python/hard_targets.py "$chainwright" data/county 3 10 3
echo
echo "100,000 firms and 1,000,000 links, one target, order 2, files included:"
python3 python/hard_targets.py "$chainwright" data/national 2 1 3
