#!/usr/bin/env bash
# Installs the Debian packages that the build and the tests need, and only those that are missing:
# when nothing is missing it asks for no rights and no network.
# `scripts/setup.sh sanitize` installs valgrind besides.
# `scripts/setup.sh tests` installs besides what only tests use: a browser and an office suite, and a Python environment in .build/browser
# that drives the browser and reads our files with other people's programs. Tests that need them say so where they are absent.
set -euo pipefail

if ! command -v swift >/dev/null 2>&1; then
  cat >&2 <<'TEXT'
error: no `swift` on PATH.
  Chainwright needs Swift 6.3 or newer: https://www.swift.org/install/linux/
  Already unpacked somewhere? Then: export PATH=/path/to/swift/usr/bin:$PATH
TEXT
  exit 1
fi

# libgraphviz-dev  the drawing library
# libexpat1-dev    the XML parser
# libyaml-dev      the YAML parser, for scenarios
# coinor-libcbc-dev  the solver of linear and mixed-integer programs
# libzip-dev       workbooks (xlsx) are zip archives
# libxlsxwriter-dev  writes workbooks
# libsqlite3-dev   workspaces are SQLite files
# sqlite3          with which tests read them
# graphviz         `dot`, with which tests check our DOT files
# fonts-noto-cjk   Chinese text in PNG and PDF
# libxml2-utils    `xmllint`, with which tests check our SVG files
# glpk-utils       `glpsol`, with which tests check our solutions
# scram            fault trees, with which tests check our cut sets
# git              the package manager fetches packages with it
packages=(libgraphviz-dev libexpat1-dev libzip-dev libxlsxwriter-dev libsqlite3-dev sqlite3 libyaml-dev coinor-libcbc-dev glpk-utils graphviz fonts-noto-cjk libxml2-utils scram git ca-certificates)
# chromium         reports are opened in a real browser,
# python3-venv     which PyPI's playwright drives, with axe-core for what is hard to read
# libreoffice-calc-nogui  workbooks are opened in a real office suite,
# libreoffice-writer-nogui  and so are Word documents;
# poppler-utils    their pages are counted
# librsvg2-bin     drawings are drawn by another program
[ "${1:-}" != tests ] || packages+=(chromium python3-venv libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils librsvg2-bin)

# valgrind         `make sanitize` watches our C files with it
[ "${1:-}" != sanitize ] || packages+=(valgrind)

# The Python packages, at versions that were tried together; those of one line are of use together only.
python_packages=(
  "playwright==1.65.2 axe-playwright-python==0.1.8" # reports in a browser
  "networkx==3.6.1"                                 # graphs that we write, and graphs to read
  "frictionless==5.21.0"                            # data packages that we write
  "python-docx==1.2.0"                              # Word documents that we write
  "mcp==2.3.0"                                      # the official client of assistants
)

# Installs them, and notes in `ready` that they are there. Whatever cannot be had is told, is no failure, and is tried again the next time.
python_environment() {
  local folder group failed=
  folder="$(dirname "${BASH_SOURCE[0]}")/../.build/browser"
  [ "${1:-}" = tests ] && [ "$(cat "$folder/ready" 2>/dev/null)" != "${python_packages[*]}" ] || return 0
  echo "Installing into .build/browser: ${python_packages[*]}"
  python3 -m venv "$folder" || true
  for group in "${python_packages[@]}"; do
    # Unquoted: several words.
    "$folder/bin/pip" install -q --disable-pip-version-check $group && continue
    failed=yes
    echo "note: not installed: $group; tests that need it are skipped, and say so" >&2
  done
  [ -n "$failed" ] || echo "${python_packages[*]}" >"$folder/ready"
}

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "note: this is no Debian; see to it yourself that these are installed: ${packages[*]}" >&2
  exit 0
fi

# An office suite with windows is as good as one without, which would take its place.
missing=()
for package in "${packages[@]}"; do
  states=$(dpkg-query -W -f='${db:Status-Status} ' "$package" "${package%-nogui}" 2>/dev/null || true)
  grep -qw "installed" <<<"${states//not-installed/}" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  python_environment "$@"
  exit 0
fi

run=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    cat >&2 <<TEXT
error: these packages are missing, and installing them needs root or sudo: ${missing[*]}
  Ask whoever looks after this machine to run:
    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}
TEXT
    exit 1
  fi
  run=(sudo)
  # Without a terminal nobody can type a password: fail at once instead of hanging.
  [ -t 0 ] || run=(sudo -n)
fi

echo "Installing: ${missing[*]}"
"${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q ||
  echo "warning: apt-get update failed; trying with the package lists at hand" >&2
if ! "${run[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null; then
  echo "error: could not install: ${missing[*]}" >&2
  echo "  Install them by hand, then run this again." >&2
  exit 1
fi
python_environment "$@"
