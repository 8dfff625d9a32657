#!/usr/bin/env bash
# Builds the command in release, analyses the Baoding network, and writes maps and reports to out/. CHAINWRIGHT=PROGRAM takes a program that is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

network=Graphs/baoding-2022
cluster=lixian-pv
leader=SYN-LXP-MODULE-003
out=${OUT:-out}

if [ -n "${CHAINWRIGHT:-}" ]; then
  chainwright=$CHAINWRIGHT
else
  echo "Building the chainwright command (release) …"
  chainwright=$(scripts/build.sh)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
mkdir -p "$out"

# The summary in the reader's language, then everything as files.
echo
"$chainwright" weak-links "$network" --limit 3
# The portable program draws SVG itself; pixels take Graphviz, and it says so where there is none.
pictures=(dot svg png)
"$chainwright" map "$network" --view county -o "$out/county.zh.png" --force >"$log" 2>&1 || { cat "$log" && pictures=(dot svg); }
"$chainwright" analyse "$network" -o "$out/report" --force >"$log"
for lang in zh en; do
  "$chainwright" weak-links "$network" --lang "$lang" --limit 1000 >"$out/weak-links.$lang.txt"
  map() { "$chainwright" map "$network" "$@" --lang "$lang" --force >"$log"; }
  files() { for picture in "${pictures[@]}"; do printf -- '-o %s/%s.%s.%s ' "$out" "$1" "$lang" "$picture"; done; }
  # shellcheck disable=SC2046  # the file names hold no spaces
  map --view county $(files county)
  # shellcheck disable=SC2046
  map --view chain --cluster "$cluster" $(files chain)
  # shellcheck disable=SC2046
  map --view cluster --cluster "$cluster" $(files cluster)
  # shellcheck disable=SC2046
  map --view leader --leader "$leader" $(files leader)
done

# Last the reports to hand up, in both languages.
for report in gaoyang-textiles "$cluster"; do
  "$chainwright" report "$network" --cluster "$report" -o "$out/report-$report" --force >"$log"
done

echo
echo "Written to $out/ (in $PWD):"
echo "  county.{zh,en}.{svg,png,dot}    the counties at their places, with the flows between their clusters"
echo "  chain.{zh,en}.{svg,png,dot}     the chain of cluster $cluster: what is missing, broken, weak"
echo "  cluster.{zh,en}.{svg,png,dot}   the same cluster's firms, with what flows in and out of the county"
echo "  leader.{zh,en}.{svg,png,dot}    the tiers behind $leader"
echo "  weak-links.{zh,en}.txt          all findings, each with its proof"
echo "  report/                         the same as tables (CSV) and JSON"
echo "  report-$cluster/, report-gaoyang-textiles/  six charts and six lists: pages, Markdown, workbooks, drawings"
echo
echo "Open $out/report-$cluster/index.zh.html (or index.en.html) in a browser first; it prints to A4. Firms whose id begins with SYN- are made up; they are"
echo "marked, and drawn dashed."
echo
echo "The same in a browser: swift build -c release --product chainwright-server, then .build/release/chainwright serve Graphs/baoding-2022 and open the address it prints."
