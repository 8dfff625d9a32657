import FoundationEssentials
import Testing

/// What the pages of the package point to. Their console blocks are held by ``ConsolePageTests``, their pictures by ``ExpectedMapsTests``.
@Suite("Readme") struct ReadmeTests {
  @Test(
    "files and pages that a page links to are there",
    arguments: ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/metrics.md", "docs/audit-rules.md"])
  func links(page: String) throws {
    let folder = page.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    let links = try text(of: packageRoot + "/" + page).matches(of: /\]\(([^)#]+)\)/).map { String($0.output.1) }
    try #require(!links.isEmpty)
    for link in links where !link.hasPrefix("http") {
      #expect(FileManager.default.fileExists(atPath: "\(packageRoot)/\(folder)\(link)"), "\(link)")
    }
  }

  @Test("the READMEs show a page of the browser first, then maps that a test draws anew", arguments: ["README.md", "README.zh-CN.md"])
  func picture(page: String) throws {
    let pictures = try text(of: packageRoot + "/" + page).matches(of: /!\[[^\]]+\]\(([^)]+)\)/).map { String($0.output.1) }
    #expect(pictures.first?.hasPrefix("docs/zh/pictures/") == true && pictures.count > 1)
    #expect(pictures.dropFirst().allSatisfy { $0.hasPrefix("Graphs/") && $0.contains("/expected/") })
  }
}
