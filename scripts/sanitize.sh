#!/usr/bin/env bash
# Runs the tests under AddressSanitizer and under ThreadSanitizer, and the C files of ours under valgrind by way of the command.
# `scripts/sanitize.sh address 'ClusterIOTests|CutSetsTests'` runs one of them on some tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

filter=${2:-'^(GraphCore|GraphAlgorithms|CutSets|Cascades|InputOutput|InventoryDynamics|LinearPrograms|ClusterModel|ClusterIO|Answers|Reports|Scenarios)Tests\.'}
kinds=${1:-"address thread valgrind"}
for kind in $kinds; do
  if [ "$kind" = valgrind ]; then
    # The Swift run-time hands memory on in ways that valgrind takes for leaks: errors count, leaks do not.
    swift build --product chainwright
    for words in "weak-links Graphs/towel-chain" "audit Graphs/towel-chain" "curtail Graphs/towel-chain --alert red"; do
      # shellcheck disable=SC2086
      valgrind -q --error-exitcode=99 --suppressions=scripts/valgrind.supp .build/debug/chainwright $words >/dev/null
    done
    echo "valgrind: clean"
    continue
  fi
  # Graphviz and the other libraries that are loaded at the first use are not ours to mend, and keep what they allocate.
  export ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS="suppressions=$PWD/scripts/tsan.supp"
  CHAINWRIGHT_TESTS=1 swift test --disable-xctest --sanitize "$kind" --scratch-path ".build/$kind" --filter "$filter"
  echo "$kind: clean"
done
