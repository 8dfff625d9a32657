#!/usr/bin/env bash
# Runs the tests under AddressSanitizer and under ThreadSanitizer, and the C files of ours under valgrind by way of the command.
# `scripts/sanitize.sh address 'ClusterIOTests|CutSetsTests'` runs one of them on some tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

filter=${2:-'^(GraphCore|GraphAlgorithms|CutSets|Cascades|InputOutput|InventoryDynamics|LinearPrograms|ClusterModel|ClusterIO|Answers|Reports|Scenarios)Tests\.'}
kinds=${1:-"address thread valgrind"}
for kind in $kinds; do
  if [ "$kind" = valgrind ]; then
    # Each of our C files once: what is loaded, read, solved, drawn, packed. Leaks do not count: the run-time of Swift hands memory on in ways that are taken for them.
    CHAINWRIGHT_TESTS=1 swift build --product chainwright
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    # Valgrind does not understand the debug information of Swift.
    strip --strip-debug -o "$place/chainwright" .build/debug/chainwright
    root=$PWD
    while read -r words; do
      # shellcheck disable=SC2086
      (cd "$place" && valgrind -q --error-exitcode=99 --suppressions="$root/scripts/valgrind.supp" ./chainwright $words >/dev/null) </dev/null
      echo "valgrind: $words"
    done <<RUNS
weak-links $root/Graphs/towel-chain
convert $root/Graphs/towel-chain list.xlsx
audit list.xlsx --marked marked.xlsx -o audit.txt
import $root/Graphs/towel-chain --into list.sqlite --yes --at 2026-06-30
describe list.sqlite
what-if $root/Graphs/towel-chain $root/Tests/Faults/changes.yaml
convert $root/Graphs/towel-chain list.graphml
audit list.graphml
map $root/Graphs/towel-chain --view county -o map.svg
cascade $root/Graphs/towel-chain --all
curtail $root/Graphs/towel-chain --alert red --best 2
RUNS
    echo "valgrind: clean"
    continue
  fi
  # Graphviz and the other libraries that are loaded at the first use are not ours to mend, and keep what they allocate.
  export ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS="suppressions=$PWD/scripts/tsan.supp"
  CHAINWRIGHT_TESTS=1 swift test --disable-xctest --sanitize "$kind" --scratch-path ".build/$kind" --filter "$filter"
  echo "$kind: clean"
done
