import CommandRuns
import Foundation
import Testing

@testable import ChainwrightServer

/// The workspace in a real browser, and the assistant by the official client.
@Suite struct OutsideTests {
  private static let root = AssistantTests.repository
  private static let python = root + "/.build/browser/bin/python"
  private static let chromium = "/usr/bin/chromium"
  private static let hasBrowser = [python, root + "/.build/browser/bin/playwright", chromium].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let hasClient = {
    let library = root + "/.build/browser/lib"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
    return versions.contains { FileManager.default.fileExists(atPath: "\(library)/\($0)/site-packages/mcp") }
  }()

  /// From an empty workspace with the workbook of Examples/16, the planner's tasks one after another: nothing fails, the console stays empty, axe-core finds nothing,
  /// no page is wider than its window, nothing is fetched from elsewhere, and the downloads are the command's bytes.
  @Test(.enabled(if: hasBrowser, "needs chromium and .build/browser: scripts/setup.sh tests"), arguments: [[], ["--phone"]])
  func tasksInABrowser(options: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-shots-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try CommandRun.of(
      Self.python,
      ["scripts/office-check.py", Self.chromium, AssistantTests.program.path, "Examples/16-an-office-list-as-it-is/重点企业摸底表.xlsx", folder]
        + options,
      in: Self.root, environment: ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "LANG": "C.UTF-8"])
    try #require(run.status == 0, "\(run.error)")
    let result = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    for list in ["failed", "console", "axe", "sideways", "foreign"] {
      #expect((result[list] as? [Any])?.isEmpty == true, "\(list): \(result[list] ?? "")")
    }
    #expect(result["ended"] as? Int == 0)
  }

  /// PyPI's `mcp` in both revisions.
  @Test(.enabled(if: hasClient, "needs PyPI's mcp in .build/browser: scripts/setup.sh tests"))
  func officialClient() throws {
    let run = try CommandRun.of(
      Self.python, ["scripts/assistant-check.py", AssistantTests.program.path, "Graphs"], in: Self.root,
      environment: ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "LANG": "C.UTF-8"])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("2026-07-28") && run.output.contains("2025-11-25"))
  }
}
