#!/usr/bin/env bash
# Exchange formats at 100,000 firms and 1,000,000 links: GraphML against python-igraph in the same run, the others and a workbook of a million cells alone.
#   Benchmarks/exchange.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
runs=${1:-3}

echo "Building (release) …"
chainwright="$(../scripts/build.sh)"
swift build -c release --product generate >&2
generate="$(swift build -c release --show-bin-path)/generate"
if [ ! -x .venv/bin/python ]; then
  python3 -m venv .venv
  .venv/bin/pip install -q -r python/requirements.txt
fi
.venv/bin/python -c 'import igraph' 2>/dev/null || .venv/bin/pip install -q igraph

[ -f data/national/supplies.csv ] || "$generate" 100000 1000000 data/national
# 25,000 firms and 225,000 links of four columns each: a million cells.
[ -f data/cells/supplies.csv ] || "$generate" 25000 225000 data/cells
.venv/bin/python python/exchange.py "$chainwright" data/national data/cells data/exchange "$runs"
