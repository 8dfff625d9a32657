#!/usr/bin/env bash
# Builds the command in release, analyses the Baoding network, and writes maps and reports to out/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

network=Graphs/baoding-2022
out=out

echo "Building the chainwright command (release) …"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build -c release --product chainwright >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
chainwright="$(swift build -c release --show-bin-path)/chainwright"
mkdir -p "$out"

echo
"$chainwright" weak-links "$network" --lang en
for lang in en zh; do
  "$chainwright" weak-links "$network" --lang "$lang" --format text >"$out/weak-links.$lang.txt"
done
"$chainwright" weak-links "$network" --format json >"$out/weak-links.json"
"$chainwright" weak-links "$network" --format csv >"$out/weak-links.csv"

for view in county chain cluster leader; do
  for lang in zh en; do
    for format in dot svg png; do
      "$chainwright" map "$network" --view "$view" --lang "$lang" -o "$out/$view.$lang.$format" --force
    done
  done
done

echo
echo "Written to $out/:"
(cd "$out" && ls -1 | sed "s|^|  $out/|")
echo
echo "Open $out/county.en.svg and $out/chain.en.svg in a browser first. Firms whose id begins with SYN- are made up."
