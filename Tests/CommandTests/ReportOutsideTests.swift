import CommandRuns
import Foundation
import Testing

/// Reports in a real browser and a real office suite.
@Suite struct ReportOutsideTests {
  private static let python = Command.root + "/.build/browser/bin/python"
  private static let chromium = "/usr/bin/chromium"
  private static let hasBrowser = [python, Command.root + "/.build/browser/bin/playwright", chromium]
    .allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
  private static let office = ["/usr/bin/soffice", "/usr/bin/libreoffice"].first { FileManager.default.isExecutableFile(atPath: $0) }

  /// axe-core finds nothing to complain of (contrast included), nothing is fetched, headings are in order, nothing is cut at the right, and the
  /// page prints.
  @Test(.enabled(if: hasBrowser, "needs chromium and .build/browser: scripts/setup.sh tests"))
  func readableInABrowser() throws {
    try Command.withFolder([:]) { folder in
      let reports = [
        ("pv", ["Graphs/baoding-2022", "--cluster", "lixian-pv", "--lang", "zh"]),
        ("city", ["Graphs/baoding-2022", "--city", "--lang", "en"]),
      ]
      for (name, arguments) in reports {
        let run = try Command.run(arguments: ["report"] + arguments + ["-o", "\(folder)/\(name)"])
        try #require(run.status == 0, "\(run.error)")
      }
      let gaps = try Command.run("gaps", Command.towel, "--format", "html")
      try gaps.output.write(toFile: "\(folder)/gaps.html", atomically: true, encoding: .utf8)
      let pages = ["pv/index.zh.html", "city/index.en.html", "gaps.html"].map { "\(folder)/\($0)" }
      let check = try CommandRun.of(
        Self.python, ["scripts/browser-check.py", Self.chromium] + pages, in: Command.root,
        environment: ["PATH": "/usr/bin:/bin", "HOME": folder])
      try #require(check.status == 0, "\(check.error)")
      let results = try #require(try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [[String: Any]])
      #expect(results.count == pages.count)
      for result in results {
        let page = result["page"] as? String ?? ""
        #expect((result["violations"] as? [[String: Any]])?.isEmpty == true, "\(page): \(result["violations"] ?? "")")
        #expect(
          (result["requests"] as? [String])?.isEmpty == true && (result["errors"] as? [String])?.isEmpty == true, "\(page): \(result)")
        #expect(result["h1"] as? Int == 1 && result["ordered"] as? Bool == true, "\(page)")
        #expect(result["wide"] as? Bool == false && result["narrow"] as? Bool == false, "\(page): wider than its window")
        #expect(result["tables_without_scope"] as? Int == 0 && result["unnamed_drawings"] as? Int == 0, "\(page)")
        #expect((result["pdf_pages"] as? Int ?? 0) >= (page.hasSuffix("gaps") ? 1 : 8), "\(page)")
      }
    }
  }

  /// What LibreOffice shows of the lists is what the report says.
  @Test(.enabled(if: office != nil, "LibreOffice is not installed: scripts/setup.sh tests"))
  func listsInLibreOffice() throws {
    try Command.withFolder([:]) { folder in
      let run = try Command.run(arguments: ["report", Command.towel, "--cluster", "C-TOWEL", "--lang", "en", "-o", "\(folder)/r"])
      try #require(run.status == 0, "\(run.error)")
      // -1: every sheet into a file of its own.
      let convert = try CommandRun.of(
        Self.office!,
        [
          "-env:UserInstallation=file://\(folder)/profile", "--headless", "--convert-to",
          "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", "\(folder)/csv",
          "\(folder)/r/lists.en.xlsx",
        ], in: folder, environment: ["PATH": "/usr/bin:/bin", "HOME": folder])
      try #require(convert.status == 0, "\(convert.error)")
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/csv").sorted()
      #expect(
        names.contains("lists.en-Key matters.csv") && names.contains("lists.en-Firms.csv") && names.count == 6,
        "\(names)")
      let firms = try String(contentsOfFile: "\(folder)/csv/lists.en-Firms.csv", encoding: .utf8)
      // The leaders first; revenue as a number in 10,000 yuan, as firms.csv has it.
      let rows = firms.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      let leader = try #require(rows.first { $0.count > 4 && $0[1] == "SYN-L1" })
      #expect(leader.joined().contains("3600") && leader.joined().contains("260") && leader.contains("firms.csv:21"), "\(leader)")
      #expect(rows.filter { $0.count > 1 && $0[1].hasPrefix("SYN-") }.count == 19)
      // A firm of unknown revenue has an empty cell, not 0.
      let unknown = try #require(rows.first { $0.count > 4 && $0[1] == "SYN-K1" })
      #expect(unknown[4].isEmpty, "\(unknown)")
    }
  }
}
