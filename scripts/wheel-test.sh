#!/usr/bin/env bash
# Tests a built wheel in a fresh Python environment: wheel-test.sh WHEEL. Says why, and ends well, where no environment can be made or nothing installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
wheel=$1
skip() { echo "skipped: $1"; exit 0; }
python3 -c 'import venv, ensurepip' 2>/dev/null || skip "Python cannot make an environment here (Debian: python3-venv)"
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
python3 -m venv "$fresh/env" || skip "Python could not make an environment"
# pandas and polars in; pytest, a checker of types, and what runs a notebook.
"$fresh/env/bin/pip" install -q --disable-pip-version-check pytest==9.0.2 "pandas>=2" polars pyarrow mypy nbclient nbformat ipykernel pandas-stubs || skip "PyPI is not reached"
"$fresh/env/bin/pip" install -q --disable-pip-version-check --no-deps "$wheel"
export CHAINWRIGHT_REPOSITORY=$PWD
cp -r python/tests "$fresh/tests" # away from the sources: the installed package is what is tested
cd "$fresh"
env -u CHAINWRIGHT PATH="$fresh/env/bin:/usr/bin:/bin" "$fresh/env/bin/python" -m pytest -q -p no:cacheprovider tests "${@:2}"
