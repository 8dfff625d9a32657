#!/usr/bin/env bash
# Systemic risk of every firm, CPU time against the cost law of the authors' program (17 to 23 ns × firms × sectors × iterations per scenario).
#   Benchmarks/cascades.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
runs=${1:-5}

echo "Building (release) …" >&2
swift build -c release --product cascades >&2
cascades="$(swift build -c release --show-bin-path)/cascades"

echo "| firms / links | threads | iterations, mean | CPU, s (best of $runs) | CPU per firm, µs | cost law, s | ratio | largest difference |"
echo "|---|---|---|---|---|---|---|---|"
"$cascades" 2000 9000 "$runs"
"$cascades" 10000 45000 "$runs"
"$cascades" 10000 45000 "$runs" 2
"$cascades" 100000 450000 1
