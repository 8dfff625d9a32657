/// The floors of docs/ARCHITECTURE.md, and the checks of imports against them.
enum Floors {
  /// A target imports only targets of lower floors.
  static let of: [String: Int] = [
    "CCbc": 0,
    "CEnding": 0,
    "CExpat": 0,
    "CLanes": 0,
    "CYAML": 0,
    "CGraphviz": 0,
    "GraphCore": 0,
    "Diagram": 0,
    "CXlsxWriter": 0,
    "CSQLite": 0,
    "CZip": 0,
    "GraphAlgorithms": 1, "CutSets": 1, "Cascades": 1, "Charts": 1, "InputOutput": 1, "InventoryDynamics": 1, "LinearPrograms": 1,
    "DiagramLayout": 1, "DiagramText": 1, "GraphvizLayout": 1,
    "ClusterModel": 2,
    "Answers": 3,
    "ClusterIO": 4, "ClusterAnalysis": 4,
    "ClusterMaps": 5, "Scenarios": 5, "ChainwrightCore": 5,
    "ClusterAnswers": 6, "Reports": 6, "ChainwrightTesting": 6, "CommandRuns": 6, "Seeds": 0, "ReaderFuzz": 8,
    "Chainwright": 7,
    "ChainwrightCommand": 8, "ChainwrightServer": 8,
  ]

  /// What comes with the toolchain, for targets above the first two floors; those import the C library, threads and atomics at most.
  static let toolchain: Set = ["Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization"]
  static let toolchainOfLowFloors: Set = ["Glibc", "Musl", "Darwin", "Dispatch", "Synchronization"]

  /// Imports that only one target may have.
  static let onlyImporter = [
    "CCbc": "LinearPrograms",
    "CEnding": "ClusterIO",
    "CExpat": "ClusterIO",
    "CLanes": "Cascades",
    "CYAML": "ClusterIO",
    "CGraphviz": "GraphvizLayout",
    "ArgumentParser": "ChainwrightCommand",
    "CXlsxWriter": "ClusterIO",
    "CSQLite": "ClusterIO",
    "CZip": "ClusterIO",
  ]

  /// Dependencies of the manifest that do not go down.
  static func violations(of manifest: Manifest) -> [String] {
    manifest.targets.filter { $0.kind != "testTarget" }.flatMap { target -> [String] in
      guard let floor = of[target.name] else { return ["\(target.name) has no floor"] }
      return target.dependencies.compactMap { dependency in
        guard let lower = of[dependency], lower >= floor else { return nil }
        return "\(target.name) (F\(floor)) depends on \(dependency) (F\(lower))"
      }
    }
  }

  /// The modules a file imports, with line numbers: `import A`, `@testable import A`, `import struct A.B`.
  static func imports(of source: SourceText) -> [(module: String, line: Int)] {
    source.lines.enumerated().compactMap { index, line in
      guard line.contains("import ") else { return nil }
      let pattern =
        /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|internal|package|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
      return line.firstMatch(of: pattern).map { (String($0.output.1), index + 1) }
    }
  }

  /// Imports of one file that the manifest or the nevers do not allow.
  static func importViolations(_ path: String, module: String, _ source: SourceText, manifest: Manifest) -> [String] {
    guard let target = manifest.targets.first(where: { $0.name == module }) else { return ["\(path): no target \(module)"] }
    return imports(of: source).compactMap { imported, line in
      if let only = onlyImporter[imported], only != module { return "\(path):\(line): only \(only) imports \(imported)" }
      if target.dependencies.contains(imported) { return nil }
      let isLow = (of[module] ?? 0) <= 1
      if (isLow ? toolchainOfLowFloors : toolchain).contains(imported) { return nil }
      return "\(path):\(line): \(module) imports \(imported)"
    }
  }
}
