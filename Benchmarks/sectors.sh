#!/usr/bin/env bash
# Input-output tables, firm graphs and economic complexity against numpy and scipy, in one run; the answers are compared before anything counts.
#   Benchmarks/sectors.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

echo "Building (release) …"
swift build -c release --product sectors >&2
if [ ! -x .venv/bin/python ]; then
  python3 -m venv .venv
  .venv/bin/pip install -q -r python/requirements.txt
fi
.venv/bin/python python/sectors.py "$(swift build -c release --show-bin-path)/sectors" data/sectors
