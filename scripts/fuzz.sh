#!/usr/bin/env bash
# Looks for faults by chance, for SECONDS of each part (3600 where none are given): the whole command on networks that nobody would keep, and each reader under
# libFuzzer and AddressSanitizer. What fails is kept in .build/fuzz-findings; an input that crashed a reader belongs into Tests/Fuzz/crashes, where a test reads it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-3600}
seed=${2:-$(date +%s)}
findings=$PWD/.build/fuzz-findings
mkdir -p "$findings"
failed=0

# As the tests build it.
CHAINWRIGHT_TESTS=1 swift build --product chainwright
python3 Tests/Fuzz/fuzz.py --command .build/debug/chainwright --seconds "$seconds" --seed "$seed" --keep "$findings" || failed=1

# Every module is watched, ours in C too; of the program itself the flags are in Package.swift.
flags=(-Xswiftc -O -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address)
if ! CHAINWRIGHT_FUZZ=1 swift build --product ReaderFuzz --scratch-path .build/fuzz "${flags[@]}"; then
  echo "note: the readers were not fuzzed: this toolchain has no libFuzzer" >&2
  exit $failed
fi
# The run-time of Swift keeps what it allocates; and it would catch the crash before libFuzzer has told of it.
export ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no
for reader in csv sheet zip graphml gexf jgf geojson yaml rules openpsa package workspace rows frozen; do
  echo "== $reader"
  mkdir -p ".build/fuzz-corpus/$reader"
  CHAINWRIGHT_READER=$reader .build/fuzz/debug/ReaderFuzz -seed="$((seed % 4294967295))" -max_total_time="$((seconds / 14 + 1))" -max_len=65536 -timeout=25 -rss_limit_mb=4096 \
    -print_final_stats=1 -artifact_prefix="$findings/$reader-" ".build/fuzz-corpus/$reader" "Tests/Fuzz/corpus/$reader" 2>&1 |
    grep -E 'stat::|ERROR|SUMMARY|Test unit written' || true
  # The exit code of a pipe is that of grep: a crash is known by what it leaves.
  [ -z "$(find "$findings" -name "$reader-*" -newer .build/fuzz/debug/ReaderFuzz)" ] || failed=1
done
exit $failed
