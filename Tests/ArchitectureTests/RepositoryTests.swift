import Testing

@Suite("Repository") struct RepositoryTests {
  @Test("no Swift file is longer than 500 lines", arguments: ["Sources", "Tests"])
  func fileLength(folder: String) throws {
    let files = try Repository.swiftFiles(below: folder)
    #expect(files.filter(RepositoryChecks.isTooLong).map { "\($0.path): \($0.lineCount)" } == [])
  }

  @Test("no file is a placeholder", arguments: ["Sources", "Tests"])
  func placeholders(folder: String) throws {
    let files = try Repository.swiftFiles(below: folder)
    #expect(files.filter(RepositoryChecks.isPlaceholder).map(\.path) == [])
  }

  @Test("no text names a folder of one machine")
  func machinePaths() throws {
    let endings = [".swift", ".md", ".csv", ".json", ".svg", ".dot", ".sh", ".py", ".txt", ".c", ".h", "Makefile", "run", ".tutorial"]
    let paths = Repository.trackedPaths().filter { path in endings.contains { path.hasSuffix($0) } }
    try #require(paths.count > 50, "the repository was read")
    var found: [String] = []
    for path in paths {
      found += RepositoryChecks.machinePaths(path, (try? Repository.text(path)) ?? "")
    }
    #expect(found == [])
  }
}
