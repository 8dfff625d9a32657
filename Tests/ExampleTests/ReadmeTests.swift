import CommandRuns
import FoundationEssentials
import Testing

@Suite("Readme") struct ReadmeTests {
  /// The built command in the package's root, with a fixed locale.
  private func run(_ arguments: [String]) throws -> CommandRun {
    try CommandRun.of(
      CommandRun.builtCommand(besides: CommandLine.arguments[0]), arguments, in: packageRoot,
      environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"])
  }

  @Test("the README's map is what the command draws", arguments: ["en", "zh"])
  func picture(language: String) throws {
    let file = packageRoot + "/docs/images/chain.\(language).svg"
    let drawn = FileManager.default.temporaryDirectory.appending(path: "readme-\(language)-\(UUID().uuidString).svg").path
    defer { try? FileManager.default.removeItem(atPath: drawn) }
    let run = try run(
      ["map", "Graphs/baoding-2022", "--view", "chain", "--cluster", "lixian-pv", "--lang", language, "-o", drawn])
    try #require(run.status == 0, "\(run.error)")
    let isSame = (try? text(of: file)) == (try text(of: drawn))
    if !isSame, ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1" {
      try Data(contentsOf: URL(fileURLWithPath: drawn)).write(to: URL(fileURLWithPath: file))
      Issue.record("recorded \(file): look at it, then run without CHAINWRIGHT_RECORD")
    }
    #expect(isSame, "run `make golden` and look at docs/images")
  }

  @Test(
    "files and pages that the READMEs link to are there",
    arguments: ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/metrics.md"])
  func links(document: String) throws {
    let folder = document.split(separator: "/").dropLast().joined(separator: "/")
    let links = try text(of: packageRoot + "/" + document).matches(of: /\]\(([^)#]+)\)/).map { String($0.output.1) }
    try #require(!links.isEmpty)
    for link in links where !link.hasPrefix("http") {
      #expect(FileManager.default.fileExists(atPath: "\(packageRoot)/\(folder)/\(link)"), "\(link)")
    }
  }
}
