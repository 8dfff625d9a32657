#!/usr/bin/env bash
# Builds a package that takes ChainwrightCore alone, where no header of a C library is to be seen: nothing is fetched for it, and it runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
here=$PWD
[ -n "${CHAINWRIGHT_HEADERS_HIDDEN:-}" ] || {
  unshare -m true 2>/dev/null || { echo "skipped: nothing can be hidden here (no right to mount)"; exit 0; }
  exec unshare -m env CHAINWRIGHT_HEADERS_HIDDEN=1 "scripts/$(basename "$0")"
}
for header in /usr/include/{expat,yaml,zip,zipconf,sqlite3,xlsxwriter}.h; do [ ! -e "$header" ] || mount --bind /dev/null "$header"; done
for folder in /usr/include/{coin,graphviz,xlsxwriter}; do [ ! -d "$folder" ] || mount -t tmpfs none "$folder"; done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/Sources/Importer"
cat >"$work/Package.swift" <<SWIFT
// swift-tools-version: 6.2
import PackageDescription
let package = Package(
  name: "importer", dependencies: [.package(path: "$here", traits: [])],
  targets: [.executableTarget(name: "Importer", dependencies: [.product(name: "ChainwrightCore", package: "$(basename "$here")")])])
SWIFT
cat >"$work/Sources/Importer/main.swift" <<'SWIFT'
import ChainwrightCore

var builder = GraphBuilder(vertexCount: 3)
builder.addEdge(VertexID(0), VertexID(1))
builder.addEdge(VertexID(1), VertexID(2))
// The analyses are linked in too: of an empty network nothing is weak.
let weak = WeakLinks(SupplyView(Network()), targets: [])
print(builder.build().edgeCount, weak.findings().count)
SWIFT
swift build --package-path "$work" --product Importer >"$work/log" 2>&1 || { tail -30 "$work/log"; exit 1; }
[ -z "$(ls -A "$work/.build/checkouts" 2>/dev/null)" ] || { echo "error: something was fetched: $(ls "$work/.build/checkouts")" >&2; exit 1; }
[ "$("$work/.build/debug/Importer")" = "2 0" ] || { echo "error: the importer gives something else" >&2; exit 1; }
echo "ChainwrightCore builds and runs where no C library is installed, and nothing is fetched for it"
