import Testing

@Suite("Floors") struct FloorTests {
  let manifest: Manifest

  init() throws {
    manifest = Manifest(try Repository.text("Package.swift"))
    try #require(manifest.targets.count > 20 && Repository.sources.count > 20, "the manifest and the sources were read")
  }

  @Test("every target has a floor, and depends only on lower ones")
  func dependenciesGoDown() {
    #expect(Floors.violations(of: manifest) == [])
  }

  @Test("the picture of floors names no target that is gone")
  func noFloorWithoutTarget() {
    let names = Set(manifest.targets.map(\.name))
    #expect(Floors.of.keys.filter { !names.contains($0) } == [])
  }

  @Test("a target imports only what its manifest names, and low floors no Foundation")
  func imports() {
    let found = Repository.sources.flatMap { file, code in
      Floors.importViolations(file.path, module: file.module, code, manifest: manifest)
    }
    #expect(found == [])
  }

  /// The build says so too, but only from the beginning, and then runs all tests before it fails.
  @Test("tests import only what their manifest names, or what that stands on")
  func importsOfTests() throws {
    let below = Dictionary(manifest.targets.map { ($0.name, $0.dependencies) }) { first, _ in first }
    var found: [String] = []
    for file in try Repository.swiftFiles(below: "Tests") {
      guard let target = manifest.targets.first(where: { $0.kind == "testTarget" && file.path.hasPrefix("Tests/\($0.name)/") }) else {
        continue
      }
      var known: Set<String> = []
      var open = target.dependencies
      while let next = open.popLast() { if known.insert(next).inserted { open += below[next] ?? [] } }
      for (module, line) in Floors.imports(of: SourceText(file.text)) where below[module] != nil && !known.contains(module) {
        found.append("\(file.path):\(line): \(target.name) imports \(module)")
      }
    }
    #expect(found == [])
  }

  @Test("what the manifest names is imported")
  func noUnusedDependency() {
    // The program for fuzzing lies with the tests, whose sources are not read here.
    for target in manifest.targets where target.kind != "testTarget" && target.name != "ReaderFuzz" {
      let imported = Set(
        Repository.sources.filter { $0.file.module == target.name }.flatMap { Floors.imports(of: $0.code).map(\.module) })
      #expect(target.dependencies.filter { !imported.contains($0) } == [], "\(target.name)")
    }
  }

  @Test("docs/ARCHITECTURE.md names every target with its floor")
  func documented() throws {
    let document = try Repository.text("docs/ARCHITECTURE.md")
    for (name, floor) in Floors.of.sorted(by: { $0.key < $1.key }) {
      #expect(try document.contains(Regex("\(name)/\\s+F\(floor)\\b")), "\(name)/ F\(floor)")
    }
  }
}
