import Testing

/// Each check is shown a small source that breaks it, and one that does not.
@Suite("The checks can fail") struct CheckerTests {
  @Test func codeWithoutCommentsAndLiterals() {
    let source = SourceText(
      ##"""
      let a = "print(1) \(f(print("x"))) end" // print(2)
      /* print(3) /* nested */
      print(4) */ let b = #"exit(" \(1)"# + """
        abort( \"""
        """
      let c = '"'
      """##)
    #expect(source.lines[0] == "let a = \"(f(print(\"\")))\" ")
    #expect(source.lines[1] == "")
    #expect(source.lines[2] == " let b = \"\" + \"")
    #expect(source.lines.count == 6)
  }

  @Test func manifestIsRead() {
    let manifest = Manifest(
      """
      targets: [
        .target(name: "GraphCore", swiftSettings: strict),
        .target(
          name: "ClusterIO", dependencies: ["ClusterModel", .product(name: "Yams", package: "yams-package")],
          resources: [.embedInCode("Resources/x.csv")]),
        .testTarget(name: "ClusterIOTests", dependencies: []),
      ]
      """)
    #expect(
      manifest.targets == [
        .init(name: "GraphCore", kind: "target", dependencies: []),
        .init(name: "ClusterIO", kind: "target", dependencies: ["ClusterModel", "Yams"]),
        .init(name: "ClusterIOTests", kind: "testTarget", dependencies: []),
      ])
  }

  @Test func upwardDependency() {
    let manifest = Manifest(
      #".target(name: "GraphCore", dependencies: ["ClusterModel"]), .target(name: "Diagram", dependencies: ["GraphCore"]), .target(name: "New")"#
    )
    #expect(
      Floors.violations(of: manifest) == [
        "GraphCore (F0) depends on ClusterModel (F2)", "Diagram (F0) depends on GraphCore (F0)", "New has no floor",
      ])
  }

  @Test(arguments: [
    ("GraphCore", "import Foundation", false), ("GraphCore", "public import struct Foundation.Data", false),
    ("GraphCore", "import Glibc", true), ("GraphCore", "// import Foundation", true),
    ("ClusterModel", "import FoundationEssentials", true), ("ClusterModel", "@testable import GraphCore", true),
    ("ClusterModel", "import Diagram", false), ("ClusterModel", "import Yams", false),
    ("ClusterModel", "@_exported import ArgumentParser", false), ("ClusterModel", "import CGraphviz", false),
  ])
  func imports(module: String, line: String, isAllowed: Bool) {
    let manifest = Manifest(
      #".target(name: "GraphCore"), .target(name: "ClusterModel", dependencies: ["GraphCore", "CGraphviz"])"#)
    let found = Floors.importViolations("F.swift", module: module, SourceText(line), manifest: manifest)
    #expect(found.isEmpty == isAllowed, "\(found)")
  }

  @Test(arguments: [
    ("prints", "  print(\"x\")"), ("prints", "fputs(line, stderr)"), ("prints", "FileHandle.standardOutput.write(data)"),
    ("reads standard input", "let line = readLine()"), ("exits", "exit(1)"), ("exits", "  abort ()"),
    ("reads the environment", "getenv(name)"), ("reads the environment", "ProcessInfo.processInfo.environment"),
    ("reads the clock", "let now = Date()"), ("reads the clock", "ContinuousClock().now"), ("reads the clock", "time(nil)"),
    ("draws from a global random source", "Int.random(in: 0..<3)"), ("draws from a global random source", "list.shuffled()"),
    ("draws from a global random source", "var g = SystemRandomNumberGenerator()"),
    ("has a singleton", "public static let shared = Self()"), ("makes up a name", "let name = UUID().uuidString"),
    ("declares a class", "public final class Store {"), ("turns off isolation checks", "static nonisolated(unsafe) let x = 1"),
  ])
  func neverIsFound(rule: String, line: String) throws {
    #expect(try violations(of: rule, line, module: "ClusterIO").count == 1)
  }

  @Test(arguments: [
    ("prints", "pretty.print(document)"), ("prints", "func imprint(x: Int)"), ("exits", "let exitCode = Exit(code: 1)"),
    ("prints", "process.standardOutput = pipe"),
    ("reads the clock", "row.time(3)"), ("reads the clock", "Date(timeIntervalSince1970: 0)"),
    ("draws from a global random source", "Int.random(in: 0..<3, using: &generator)"),
    ("draws from a global random source", "list.shuffled(using: &generator)"),
    ("draws from a global random source", "random.shuffle(&list)"), ("declares a class", "let className = \"class A\""),
    ("has a singleton", "static let sharedColumns = 3"), ("turns off isolation checks", "nonisolated(unsafe) let slots = buffer"),
  ])
  func harmlessCodePasses(rule: String, line: String) throws {
    #expect(try violations(of: rule, line, module: "ClusterIO") == [])
  }

  @Test(arguments: [
    ("hears of firms", "GraphCore", "let firmCount = 3"), ("hears of firms", "GraphAlgorithms", "var byCounty: [Int] = []"),
    ("hears of a file format", "ClusterModel", "func csvText() -> String"), ("hears of a file format", "ClusterModel", "case DOT"),
    ("reads or writes files", "ClusterAnalysis", "Data(contentsOf: url)"), ("reads or writes files", "ClusterMaps", "fopen(path, mode)"),
  ])
  func neverOfSomeModules(rule: String, module: String, line: String) throws {
    #expect(try violations(of: rule, line, module: module).count == 1)
    #expect(try violations(of: rule, line, module: "ChainwrightTesting") == [])
  }

  @Test(arguments: ["bytes.append(contentsOf: text.utf8)", "let count = counts[edge]", "let account = country(1)", "var confirmed = true"])
  func wordsThatOnlyLookAlike(line: String) throws {
    for rule in Nevers.rules { #expect(try violations(of: rule.name, line, module: "GraphCore") == [], "\(rule.name)") }
    #expect(try violations(of: "reads or writes files", line, module: "ClusterAnalysis") == [])
  }

  @Test(arguments: [
    ("var cache: [Int] = []", true), ("public private(set) var cache = 1", true), ("struct S {\n  static var x = 1\n}", true),
    ("struct S {\n  static var x: Int?\n}", true), ("struct S {\n  static var x: Int { 1 }\n}", false),
    ("struct S {\n  static var x: Int\n  { 1 }\n}", false), ("struct S {\n  var x = 1\n}", false), ("var title: String { \"\" }", false),
    ("func f() {\n  var x = 1\n}", false), ("let a = 1", false),
  ])
  func mutableGlobals(source: String, isOne: Bool) {
    #expect(Nevers.mutableGlobals("F.swift", SourceText(source)).isEmpty == !isOne)
  }

  @Test func longAndEmptyFiles() {
    func file(_ text: String) -> Repository.File { Repository.File(path: "Sources/GraphCore/F.swift", text: text) }
    #expect(RepositoryChecks.isTooLong(file(String(repeating: "x\n", count: 501))))
    #expect(!RepositoryChecks.isTooLong(file(String(repeating: "x\n", count: 500))))
    #expect(RepositoryChecks.isPlaceholder(file("// To be written.\n\nimport GraphCore\n")))
    #expect(!RepositoryChecks.isPlaceholder(file("import GraphCore\nlet a = 1\n")))
    #expect(file("").module == "GraphCore")
  }

  @Test func machinePaths() {
    let folder = "/" + "home/someone/x"
    #expect(RepositoryChecks.machinePaths("a.md", "line\nsee \(folder)").count == 1)
    #expect(RepositoryChecks.machinePaths("a.md", "path=\"\(folder)\"").count == 1)
    #expect(RepositoryChecks.machinePaths("a.md", "https://example.org\(folder)\nout/work/x ../home/x") == [])
  }

  private func violations(of rule: String, _ line: String, module: String) throws -> [String] {
    let rule = try #require(Nevers.rules.first { $0.name == rule })
    return try Nevers.violations("F.swift", module: module, SourceText(line), rule: rule)
  }
}
