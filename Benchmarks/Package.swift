// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses the library builds it.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v14)],
  dependencies: [.package(name: "chainwright", path: "..")],
  targets: [
    .executableTarget(
      name: "cascades",
      dependencies: [
        .product(name: "Chainwright", package: "chainwright"), .product(name: "ChainwrightTesting", package: "chainwright"),
      ]),
    .executableTarget(
      name: "generate",
      dependencies: [
        .product(name: "Chainwright", package: "chainwright"), .product(name: "ChainwrightTesting", package: "chainwright"),
      ]),
    .executableTarget(
      name: "kernels",
      dependencies: [
        .product(name: "Chainwright", package: "chainwright"), .product(name: "ChainwrightTesting", package: "chainwright"),
      ]),
    .executableTarget(
      name: "inventory",
      dependencies: [
        .product(name: "Chainwright", package: "chainwright"), .product(name: "ChainwrightTesting", package: "chainwright"),
      ]),
    .executableTarget(
      name: "sectors",
      dependencies: [
        .product(name: "Chainwright", package: "chainwright"), .product(name: "ChainwrightTesting", package: "chainwright"),
      ]),
    .executableTarget(name: "trees", dependencies: [.product(name: "ChainwrightTesting", package: "chainwright")]),
    .executableTarget(
      name: "maps",
      dependencies: [
        .product(name: "Chainwright", package: "chainwright"), .product(name: "ChainwrightTesting", package: "chainwright"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
