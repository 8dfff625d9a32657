#!/usr/bin/env bash
# Builds the manual into .build/docs. The output path is this one folder and never a parameter: the tool empties what it is given.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift package --allow-writing-to-directory .build/docs generate-documentation \
  --target Chainwright --warnings-as-errors --output-path .build/docs
echo "docs: .build/docs"
