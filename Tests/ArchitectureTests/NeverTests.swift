import Testing

@Suite("Nevers") struct NeverTests {
  init() throws {
    try #require(Repository.sources.count > 20, "the sources were read")
  }

  @Test("no library breaks a never", arguments: Nevers.rules)
  func nevers(rule: Nevers.Rule) throws {
    let found = try Repository.sources.flatMap { file, code in
      try Nevers.violations(file.path, module: file.module, code, rule: rule)
    }
    #expect(found == [])
  }

  @Test("no mutable global")
  func mutableGlobals() {
    #expect(Repository.sources.flatMap { Nevers.mutableGlobals($0.file.path, $0.code) } == [])
  }
}
