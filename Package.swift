// swift-tools-version: 6.2
import PackageDescription

// Tests run the kernels as optimised code (`make test` says so); unsafeFlags would bar the package from being a dependency, so nobody else gets them.
let isTesting = Context.environment["CHAINWRIGHT_TESTS"] == "1"
// Targets are listed floor by floor; a target depends only on lower floors (docs/ARCHITECTURE.md, held by ArchitectureTests).
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let kernel: [SwiftSetting] = strict + (isTesting ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])

// `make fuzz`: the readers under libFuzzer and AddressSanitizer. The flags are unsafe, so that nobody else gets this target.
let isFuzzing = Context.environment["CHAINWRIGHT_FUZZ"] == "1"
let sanitized = ["-sanitize=fuzzer,address"]
let fuzzers: [Target] =
  !isFuzzing
  ? []
  : [
    .executableTarget(
      name: "ReaderFuzz", dependencies: ["ClusterIO"], path: "Tests/Fuzz/Readers",
      swiftSettings: [.unsafeFlags(sanitized + ["-parse-as-library"])], linkerSettings: [.unsafeFlags(sanitized)])
  ]

let package = Package(
  name: "chainwright",
  platforms: [.macOS(.v14)],
  products: [
    .library(name: "Chainwright", targets: ["Chainwright"]),
    // Without reading, writing and drawing: no C library is asked for, at build time or at run time.
    .library(name: "ChainwrightCore", targets: ["ChainwrightCore"]),
    .library(name: "ChainwrightTesting", targets: ["ChainwrightTesting"]),
    .executable(name: "chainwright", targets: ["ChainwrightCommand"]),
    .executable(name: "chainwright-server", targets: ["ChainwrightServer"]),
  ],
  traits: [
    .trait(name: "Command", description: "The command, and what reads its arguments."),
    .default(enabledTraits: ["Command"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // F0
    .target(name: "CGraphviz", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CCbc", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CEnding"),
    .target(name: "CExpat", linkerSettings: [.linkedLibrary("expat")]),
    .target(name: "CLanes"),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CYAML", linkerSettings: [.linkedLibrary("yaml")]),
    .target(name: "CZip"),
    .target(name: "CXlsxWriter"),
    .target(name: "GraphCore", swiftSettings: kernel),
    .target(name: "Diagram", swiftSettings: strict),
    // F1
    .target(name: "GraphAlgorithms", dependencies: ["GraphCore"], swiftSettings: kernel),
    .target(name: "CutSets", dependencies: ["GraphCore"], swiftSettings: kernel),
    .target(name: "Cascades", dependencies: ["CLanes", "GraphCore"], swiftSettings: kernel),
    .target(name: "InputOutput", dependencies: ["GraphCore"], swiftSettings: kernel),
    .target(name: "InventoryDynamics", swiftSettings: kernel),
    .target(name: "LinearPrograms", dependencies: ["CCbc", "GraphCore"], swiftSettings: kernel),
    .target(name: "DiagramLayout", dependencies: ["Diagram"], swiftSettings: kernel),
    .target(name: "Charts", dependencies: ["Diagram"], swiftSettings: strict),
    .target(name: "DiagramText", dependencies: ["Diagram"], swiftSettings: strict),
    .target(name: "GraphvizLayout", dependencies: ["CGraphviz", "Diagram"], swiftSettings: strict),
    // F2
    .target(name: "ClusterModel", dependencies: ["GraphCore", "InventoryDynamics"], swiftSettings: strict),
    // F3
    .target(
      name: "Answers", dependencies: ["ClusterModel"], resources: [.embedInCode("Resources/figures.csv")], swiftSettings: strict),
    // F4
    .target(
      name: "ClusterIO",
      dependencies: [
        "Answers", "CEnding", "CExpat", "CSQLite", "CXlsxWriter", "CYAML", "CZip", "ClusterModel", "CutSets",
        "GraphAlgorithms", "GraphCore", "InputOutput", "InventoryDynamics",
      ],
      resources: [
        .embedInCode("Resources/dictionary.csv"), .embedInCode("Resources/words.csv"), .embedInCode("Resources/watch.yaml"),
        .embedInCode("Resources/written.csv"),
        .embedInCode("Resources/library/chains.csv"), .embedInCode("Resources/library/stages.csv"),
        .embedInCode("Resources/library/requires.csv"), .embedInCode("Resources/library/products.csv"),
        .embedInCode("Resources/library/sources.csv"),
      ],
      swiftSettings: strict),
    .target(
      name: "ClusterAnalysis",
      dependencies: [
        "Answers", "Cascades", "ClusterModel", "CutSets", "GraphAlgorithms", "GraphCore", "InputOutput", "InventoryDynamics",
        "LinearPrograms",
      ],
      swiftSettings: strict),
    // F5
    .target(
      name: "ClusterMaps", dependencies: ["Cascades", "Charts", "ClusterAnalysis", "ClusterModel", "Diagram"], swiftSettings: strict),
    .target(
      name: "Scenarios",
      dependencies: ["Cascades", "ClusterAnalysis", "ClusterIO", "ClusterModel", "CutSets", "GraphCore", "InputOutput", "LinearPrograms"],
      swiftSettings: strict),
    // F6
    .target(
      name: "ClusterAnswers",
      dependencies: [
        "Answers", "Cascades", "Charts", "ClusterAnalysis", "ClusterIO", "ClusterMaps", "ClusterModel", "CutSets", "GraphCore",
        "InputOutput",
        "InventoryDynamics", "LinearPrograms", "Scenarios",
      ], swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Answers", "Charts", "ClusterAnalysis", "ClusterIO", "ClusterMaps", "ClusterModel", "CutSets", "Diagram", "GraphCore",
      ],
      resources: [.embedInCode("Resources/live.css"), .embedInCode("Resources/live.js"), .embedInCode("Resources/page.css")],
      swiftSettings: strict),
    .target(
      name: "ChainwrightCore",
      dependencies: [
        "Answers", "Cascades", "ClusterAnalysis", "ClusterModel", "CutSets", "GraphAlgorithms", "GraphCore", "InputOutput",
        "InventoryDynamics",
        "LinearPrograms",
      ], swiftSettings: strict),
    .target(
      name: "ChainwrightTesting", dependencies: ["Cascades", "ClusterModel", "CutSets", "LinearPrograms"], swiftSettings: strict),
    // F7
    .target(
      name: "Chainwright",
      dependencies: [
        "Answers", "Cascades", "Charts", "ClusterAnalysis", "ClusterAnswers", "ClusterIO", "ClusterMaps", "ClusterModel", "CutSets",
        "Diagram",
        "DiagramLayout",
        "DiagramText", "GraphAlgorithms", "GraphCore", "GraphvizLayout", "InputOutput", "InventoryDynamics",
        "LinearPrograms", "Reports", "Scenarios",
      ], swiftSettings: strict),
    // F8
    .executableTarget(
      name: "ChainwrightCommand",
      dependencies: [
        "Chainwright", "ClusterAnswers",
        .product(name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Command"])),
      ], resources: [.embedInCode("Resources/help.zh.csv")], swiftSettings: strict),
    .executableTarget(
      name: "ChainwrightServer", dependencies: ["Answers", "Chainwright", "ClusterIO", "ClusterModel"],
      resources: [.embedInCode("Resources/workspace.css"), .embedInCode("Resources/answer.css"), .embedInCode("Resources/workspace.js")],
      swiftSettings: strict),
    // Tests mirror the sources; CommandRuns runs the built command for them.
    .target(name: "CommandRuns", path: "Tests/CommandRuns", swiftSettings: strict),
    .target(name: "Seeds", path: "Tests/Seeds", swiftSettings: strict),
    .testTarget(name: "CascadesTests", dependencies: ["Seeds", "Cascades", "ChainwrightTesting"], swiftSettings: strict),
    .testTarget(name: "GraphCoreTests", dependencies: ["GraphCore"], swiftSettings: strict),
    .testTarget(
      name: "GraphAlgorithmsTests", dependencies: ["Seeds", "ChainwrightTesting", "GraphAlgorithms", "GraphCore"], swiftSettings: strict),
    .testTarget(
      name: "CutSetsTests", dependencies: ["Seeds", "ChainwrightTesting", "ClusterIO", "CommandRuns", "CutSets", "GraphCore"],
      swiftSettings: strict),
    .testTarget(
      name: "InputOutputTests", dependencies: ["Seeds", "ChainwrightTesting", "GraphCore", "InputOutput"], swiftSettings: strict),
    .testTarget(
      name: "InventoryDynamicsTests", dependencies: ["Seeds", "ChainwrightTesting", "InventoryDynamics"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "ChartsTests", dependencies: ["ChainwrightTesting", "Charts"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(name: "LinearProgramsTests", dependencies: ["ChainwrightTesting", "CommandRuns", "LinearPrograms"], swiftSettings: strict),
    .testTarget(name: "DiagramLayoutTests", dependencies: ["Diagram", "DiagramLayout"], swiftSettings: strict),
    .testTarget(name: "DiagramTextTests", dependencies: ["Diagram", "DiagramText"], swiftSettings: strict),
    .testTarget(
      name: "GraphvizLayoutTests", dependencies: ["ChainwrightTesting", "Diagram", "DiagramLayout", "DiagramText", "GraphvizLayout"],
      exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(name: "AnswersTests", dependencies: ["Answers", "ClusterModel"], swiftSettings: strict),
    .testTarget(name: "ClusterModelTests", dependencies: ["ClusterModel"], swiftSettings: strict),
    .testTarget(
      name: "ClusterIOTests", dependencies: ["Seeds", "ChainwrightTesting", "ClusterIO", "ClusterModel", "CutSets", "InputOutput"],
      swiftSettings: strict),
    .testTarget(
      name: "ClusterAnalysisTests",
      dependencies: [
        "Seeds", "Cascades", "ChainwrightTesting", "ClusterAnalysis", "ClusterIO", "ClusterModel", "CommandRuns", "CutSets", "InputOutput",
        "InventoryDynamics", "LinearPrograms",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ClusterAnswersTests",
      dependencies: [
        "Answers", "Cascades", "ChainwrightTesting", "ClusterAnalysis", "ClusterAnswers", "ClusterIO", "ClusterModel", "CommandRuns",
        "CutSets",
        "InputOutput", "InventoryDynamics", "LinearPrograms", "Scenarios",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ClusterMapsTests", dependencies: ["Seeds", "Chainwright", "ChainwrightTesting"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "ScenariosTests",
      dependencies: [
        "Seeds", "ChainwrightTesting", "ClusterAnalysis", "ClusterIO", "ClusterModel", "CommandRuns", "CutSets", "GraphCore",
        "LinearPrograms", "Scenarios",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["Answers", "ChainwrightTesting", "ClusterIO", "ClusterModel", "Reports"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "ChainwrightTestingTests", dependencies: ["ChainwrightTesting", "ClusterIO", "ClusterModel", "GraphCore"], swiftSettings: strict
    ),
    .testTarget(name: "ChainwrightTests", dependencies: ["Chainwright"], swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", dependencies: [], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Chainwright", "ChainwrightCommand", "ChainwrightTesting", "CommandRuns", "Seeds",
        .product(name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Command"])),
      ],
      exclude: [
        "Contract/Golden", "Contract/lanpu-plan.yaml", "Contract/lanpu-plan.zh.yaml", "Contract/lanpu-stop.yaml",
        "Contract/supplier-stop.yaml", "Contract/targets.csv", "Contract/wigs.csv", "Contract/wigs.txt",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ServerTests", dependencies: ["Chainwright", "ChainwrightServer", "CommandRuns"], swiftSettings: strict),
    .testTarget(
      name: "ExampleTests", dependencies: ["Chainwright", "ChainwrightCommand", "ChainwrightTesting", "CommandRuns"], swiftSettings: strict),
  ] + fuzzers,
  swiftLanguageModes: [.v6]
)
