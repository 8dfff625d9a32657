#!/usr/bin/env bash
# Records all golden files anew. The tests that record fail on purpose, so that nobody takes a recording for a check.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
CHAINWRIGHT_TESTS=1 swift build --build-tests || exit 1
CHAINWRIGHT_RECORD=1 CHAINWRIGHT_TESTS=1 swift test --skip-build --disable-xctest 2>&1 | grep -E '^✘ Test .*record|error:' | cut -c1-200
echo
git status --short
echo "Recorded. Read the difference with: git diff; then run: make test"
