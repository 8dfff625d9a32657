#!/usr/bin/env bash
# The main benchmark: one report on 100,000 firms and 1,000,000 links, ours against the best Python stack, in one run.
#   Benchmarks/run.sh [RUNS]
# Data and results lie in Benchmarks/data (not kept by git). The two reports are compared first; when they differ nothing is timed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
runs=${1:-7}
firms=100000 links=1000000
data=data/national

echo "Building (release) …"
swift build -c release >data.log 2>&1 || { cat data.log >&2; exit 1; }
rm -f data.log
chainwright=$(../scripts/build.sh)
bin=$(swift build -c release --show-bin-path)

if [ ! -x .venv/bin/python ]; then
  echo "Installing the Python peers into Benchmarks/.venv …"
  python3 -m venv .venv
  .venv/bin/pip install -q -r python/requirements.txt
fi
[ -f "$data/supplies.csv" ] || "$bin/generate" $firms $links "$data"

echo "Comparing the reports …"
rm -rf data/ours data/peer
"$chainwright" analyse "$data" --largest 100 -o data/ours >/dev/null
.venv/bin/python python/peer.py "$data" data/peer
.venv/bin/python python/compare.py data/ours data/peer

echo
.venv/bin/python python/measure.py "$runs" \
  "chainwright" "$chainwright" analyse "$data" --largest 100 -o @data/ours -- \
  "Python: polars, scipy" .venv/bin/python python/peer.py "$data" @data/peer

echo
"$bin/kernels" 2>/dev/null
echo
"$bin/maps"
echo
for size in "1000 2000" "5000 12000"; do
  # shellcheck disable=SC2086  # two numbers
  "$bin/maps" --dot $size >data/plain.dot
  began=$(date +%s.%N)
  if timeout 60 dot -Tsvg data/plain.dot -o data/plain.svg; then
    echo "Graphviz's own dot layout, $size: $(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }') s"
  else
    echo "Graphviz's own dot layout, $size: not done after 60 s"
  fi
done
