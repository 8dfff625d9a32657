import Chainwright
import Foundation
import Testing

/// docs/audit-rules.md is written from the rules themselves: one paragraph each.
@Suite("Audit rules page") struct AuditRulesPageTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("docs/audit-rules.md says what the rules say")
  func pageFollowsRules() throws {
    let page = Self.page(AuditRule.all)
    let file = Self.root.appending(path: "docs/audit-rules.md")
    if ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1" {
      try page.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded docs/audit-rules.md: read the difference, then run without CHAINWRIGHT_RECORD")
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page, "run `make golden`")
  }

  @Test("one file, one rule, one test", arguments: AuditRule.all.map(\.id))
  func ruleIsTested(rule: String) throws {
    let folder = Self.root.appending(path: "Sources/ClusterIO/Audit/Rules").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let sources = try files.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
    #expect(sources.filter { $0.contains("id: \"\(rule)\"") }.count == 1, "one file declares it")
    #expect(files.count == AuditRule.all.count, "every file's rule is in AuditRule.all")
    let tests = Self.root.appending(path: "Tests/ClusterIOTests").path
    let isTested = try FileManager.default.contentsOfDirectory(atPath: tests).filter { $0.hasSuffix(".swift") }.contains {
      try String(contentsOfFile: tests + "/" + $0, encoding: .utf8).contains("\"\(rule)\"")
    }
    #expect(isTested, "some test in ClusterIOTests expects \"\(rule)\"")
  }

  @Test("the READMEs count the rules right")
  func readmesCount() throws {
    let count = AuditRule.all.count
    let english = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let chinese = try String(contentsOf: Self.root.appending(path: "README.zh-CN.md"), encoding: .utf8)
    #expect(english.contains("\(count) named rules"))
    #expect(chinese.contains("\(count) 条检查规则"))
  }

  @Test("a rule's paragraph holds all that it says, in both languages")
  func paragraph() throws {
    let rule = try #require(AuditRule.all.first { $0.id == "unknown-reference" })
    let page = Self.page([rule])
    for text in [rule.checks, rule.why, rule.remedy] {
      #expect(page.contains(text.en) && page.contains(text.zh))
    }
    #expect(page.contains("## unknown-reference") && page.contains("error"))
  }

  static func page(_ rules: [AuditRule]) -> String {
    var text = """
      # Audit rules

      `chainwright audit NETWORK` applies every rule and reports all findings at once, with file, row, column and remedy. Nothing is repaired silently. `--strict RULE` makes the findings of a
      rule fatal: the program then ends with exit code 1 (see [exit codes](exit-codes.md)).

      *error*: something that was given could not be used, or contradicts itself, so that answers may be wrong. Single rows and cells with errors are left out and the rest is analysed, which every page says; `--strict` of an analysis stops at any
      ([what blocks](guides/office-lists.md)). *warning*: it was used as it stands, but is likely a mistake.
      *note*: worth knowing.

      This page is written from the rules in `Sources/ClusterIO/Audit/Rules` (`make golden`).

      """
    for rule in rules {
      text += """

        ## \(rule.id)

        *\(rule.severity.word)* · \(rule.checks.en) \(rule.why.en) **Remedy:** \(rule.remedy.en)

        \(rule.checks.zh)\(rule.why.zh)**处置：**\(rule.remedy.zh)

        """
    }
    return text
  }
}
