#!/usr/bin/env bash
# Recovery of the whole network against each program solved alone by HiGHS, criticality against python-igraph, credit and ages against their definitions in Python; compared before
# they are timed.
#   Benchmarks/recovery.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

echo "Building (release) …"
chainwright="$(../scripts/build.sh)"
swift build -c release --product generate >&2
generate="$(swift build -c release --show-bin-path)/generate"
if [ ! -x .venv/bin/python ]; then
  python3 -m venv .venv
  .venv/bin/pip install -q -r python/requirements.txt
fi

for firms in 300 1700; do .venv/bin/python python/recovery.py "$firms" "$chainwright" --peer; done
.venv/bin/python python/recovery.py 10000 "$chainwright"
echo
[ -f data/national/supplies.csv ] || "$generate" 100000 1000000 data/national
.venv/bin/python python/criticality.py "$chainwright" data/national
.venv/bin/python python/credit.py "$chainwright" data/national
