#!/usr/bin/env bash
# Packs the command with what belongs to it into out/package, beside a list of what is in it (SPDX) and the SHA-256 of all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$(scripts/build.sh)
version=$("$program" --version)
name=chainwright-$version-linux-$(uname -m)
out=out/package
rm -rf "$out" && mkdir -p "$out/$name"
cp "$program" "$out/$name/chainwright"
strip --strip-debug "$out/$name/chainwright"
scripts/hardened.sh "$out/$name/chainwright"
cp -r LICENSE README.md README.zh-CN.md CHANGELOG.md SECURITY.md Rules Graphs "$out/$name/"
# The same input gives the same archive.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct 2>/dev/null || echo 0)" -C "$out" -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
python3 scripts/sbom.py "$version" "$out/$name/chainwright" >"$out/$name.spdx.json"
rm -rf "${out:?}/$name"
(cd "$out" && sha256sum "$name.tar.gz" "$name.spdx.json" >SHA256SUMS && cat SHA256SUMS)
