#!/usr/bin/env bash
# Builds the manual of all library targets into .build/docs. The output path is this one folder and never a parameter: the tool empties
# what it is given.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

targets=()
for target in Answers Cascades Charts Chainwright ChainwrightTesting ClusterAnalysis ClusterAnswers ClusterIO ClusterMaps ClusterModel CutSets Diagram DiagramLayout DiagramText \
  GraphAlgorithms GraphCore GraphvizLayout InputOutput InventoryDynamics LinearPrograms Reports Scenarios; do
  targets+=(--target "$target")
done
rm -rf .build/docs
swift package --allow-writing-to-directory .build/docs generate-documentation "${targets[@]}" \
  --enable-experimental-combined-documentation --warnings-as-errors --output-path .build/docs
echo "docs: .build/docs"
