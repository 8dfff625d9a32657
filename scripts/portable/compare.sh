#!/usr/bin/env bash
# Compares what two programs write, byte for byte: compare.sh ONE OTHER. The commands are those of the demo and what reads and writes every kind of file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
one=$1
other=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
baoding=Graphs/baoding-2022
towels=Graphs/towel-chain
run() { # PROGRAM FOLDER
  local program=$1 out=$2 lang
  mkdir -p "$out"
  say() { "$program" "$@" >>"$out/said.txt" 2>&1 || echo "exit $?" >>"$out/said.txt"; }
  cd_out() { sed -i "s|$out|OUT|g" "$out/said.txt"; }
  for lang in zh en; do
    say weak-links $baoding --lang $lang
    say map $baoding --view county --lang $lang -o "$out/county.$lang.svg"
    say map $baoding --view chain --cluster lixian-pv --lang $lang -o "$out/chain.$lang.svg"
    say map $baoding --view cluster --cluster lixian-pv --lang $lang -o "$out/cluster.$lang.svg"
    say map $baoding --view leader --leader SYN-LXP-MODULE-003 --lang $lang -o "$out/leader.$lang.svg"
  done
  say analyse $baoding -o "$out/analyse"
  say report $baoding --cluster lixian-pv -o "$out/report"
  say report $baoding --cluster gaoyang-textiles -o "$out/textiles"
  say convert $towels -o "$out/towels.xlsx"
  say weak-links "$out/towels.xlsx" --leader SYN-L1 --format json
  say convert $towels -o "$out/towels.graphml"
  say weak-links "$out/towels.graphml" --format csv
  say import $towels --into "$out/towels.sqlite" --at 2026-01-01 --who test --yes
  say weak-links "$out/towels.sqlite" --format json
  say template -o "$out/template.xlsx"
  say sourcing $towels --format json
  say worst-group $towels --size 2 --format json
  say strengthen $towels --leader SYN-L1 --budget 3000 --format json
  say strengthen $baoding --cluster gaoyang-textiles --budget 5000 --format json
  say curtail $towels --alert orange --default-stock-days 7 --format json
  say curtail $baoding --alert red --exact --best 3 --format json
  say match $baoding --format json
  for scenario in Examples/*/*.yaml; do say what-if $towels "$scenario" --format json; done
  say cascade $baoding --format json
  say audit $baoding --format json
  cd_out
}
run "$one" "$work/one"
run "$other" "$work/other"
# The pages of a workspace hold when it was made.
rm -f "$work"/*/towels.sqlite*
if ! diff -rq "$work/one" "$work/other" >&2; then
  diff -r "$work/one/said.txt" "$work/other/said.txt" | head -20 >&2 || true
  [ -z "${KEEP:-}" ] || cp -r "$work" "$KEEP"
  echo "error: $one and $other do not write the same" >&2
  exit 1
fi
said=$(grep -c "^exit" "$work/one/said.txt" || true)
echo "$(find "$work/one" -type f | wc -l) files and $(wc -l <"$work/one/said.txt") lines are the same, byte for byte; $said commands ended with an error in both"
