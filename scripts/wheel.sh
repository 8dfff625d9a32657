#!/usr/bin/env bash
# Makes the Python package with the portable program in it, for any Linux of glibc 2.28 or newer: out/package/chainwright-VERSION-….whl.
# `scripts/wheel.sh test` installs it besides into a fresh environment and runs python/tests there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$(scripts/portable.sh)
version=$("$program" --version)
work=.build/wheel
rm -rf "$work" && mkdir -p "$work"
cp -r python/chainwright "$work/chainwright"
python3 python/generate.py "$program" "$version" >"$work/chainwright/_questions.py"
python3 scripts/sbom.py "$version" "$program" .build/portable/source >"$work/sbom.json"
wheel=$(python3 python/build_wheel.py "$program" "$version" "$work/chainwright" .build/portable/licences "$work/sbom.json" out/package)
size=$(stat -c %s "$wheel")
echo "$wheel: $((size / 1024 / 1024)) MB" >&2
[ "$size" -le $((17 * 1024 * 1024)) ] || { echo "error: a wheel of more than 17 MB" >&2; exit 1; }
echo "$wheel"
[ "${1:-}" = test ] || exit 0
shift
scripts/wheel-test.sh "$wheel" "$@"
