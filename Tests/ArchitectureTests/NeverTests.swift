import Testing

@Suite("Nevers") struct NeverTests {
  let files: [Repository.File]

  init() throws {
    files = try Repository.swiftFiles(below: "Sources")
    try #require(files.count > 20, "the sources were read")
  }

  @Test("no library breaks a never", arguments: Nevers.rules)
  func nevers(rule: Nevers.Rule) throws {
    let found = try files.flatMap { try Nevers.violations($0.path, module: $0.module, SourceText($0.text), rule: rule) }
    #expect(found == [])
  }

  @Test("no mutable global")
  func mutableGlobals() {
    #expect(files.flatMap { Nevers.mutableGlobals($0.path, SourceText($0.text)) } == [])
  }
}
