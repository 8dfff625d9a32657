import Testing

@Suite("Texts in code") struct WordingTests {
  @Test("no library knows an option or a command line")
  func options() {
    // The options of another program are no options of ours.
    let others = ["ClusterIO/Workbook/SpreadsheetConverter.swift"]
    #expect(Set(Repository.sources.filter { !Wordings.options($0.file).isEmpty }.map { Self.short($0.file) }).subtracting(others) == [])
  }

  @Test("no heading stands in code")
  func headings() {
    #expect(Set(Repository.sources.filter { !Wordings.headings($0.file).isEmpty }.map { Self.short($0.file) }) == [])
  }

  private static func short(_ file: Repository.File) -> String { String(file.path.dropFirst("Sources/".count)) }

  @Test(
    "the checks can fail",
    arguments: [
      ("ClusterAnalysis", #"remedy: "give more with --days""#, 1), ("ClusterAnalysis", "// give --days", 0),
      ("ChainwrightCommand", #""--days""#, 0),
      ("ClusterIO", #""run chainwright import LISTS""#, 1), ("ClusterIO", #""`xmllint --noout` lists the rest""#, 0),
      ("ClusterIO", #""a -- b""#, 0),
    ])
  func optionsAreSeen(module: String, line: String, count: Int) {
    #expect(Wordings.options(.init(path: "Sources/\(module)/F.swift", text: line)).count == count)
  }

  @Test func headingsAreSeen() {
    #expect(Wordings.headings(.init(path: "Sources/A/F.swift", text: #"  ("firms", LocalText(zh: "企业", en: "firms")),"#)).count == 1)
    #expect(Wordings.headings(.init(path: "Sources/A/F.swift", text: #"  ("firms", .count(3)),"#)).isEmpty)
  }
}
