#!/usr/bin/env bash
# Whether the command starts where its users sit: the portable program against the normal one byte for byte, the demo with every library hidden, the Python
# package in a fresh environment, the Debian package in a root of its own. What cannot be tried here is said, with the reason, and is no failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() { echo "skipped: $1"; exit 0; }
command -v dpkg-source >/dev/null && [ "$(uname -m)" = x86_64 ] || skip "the portable program is made on x86-64 with Debian's dpkg-dev"
[ "$(dpkg-query -W -f='${Version}' libgraphviz-dev 2>/dev/null | cut -d- -f1)" = 2.42.2 ] || skip "the sources that are linked in are those of Debian 12, and this is another system"
python3 -c 'import venv, ensurepip' 2>/dev/null || skip "Python cannot make an environment here (Debian: python3-venv)"

normal=$(scripts/build.sh)
portable=$(scripts/portable.sh)
scripts/portable/compare.sh "$normal" "$portable"
NORMAL=$normal scripts/portable/demo.sh "$portable"
scripts/core-check.sh
scripts/wheel.sh test
scripts/package.sh test
scripts/package.sh portable test
