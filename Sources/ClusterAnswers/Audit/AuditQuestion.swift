public import Answers
import ClusterAnalysis
public import ClusterIO
package import ClusterModel

/// What is wrong with a network's lists?
public struct AuditQuestion: Sendable {
  /// The rules whose findings count as errors, beside those that always do.
  public var strict: Set<String> = []

  public init() {}

  /// Facts `errors`, `findings_count` and how old the links are, the table `rules`, and all findings.
  ///
  /// - Returns: the report too, which says whether analyses may go on.
  /// - Throws: `ClusterIOError` where a rule cannot be applied.
  public func answer(_ reading: Reading, named name: String) throws -> (answer: Answer, report: AuditReport) {
    // By what rows say, wherever they stand: findings of a rule come in the order of their subjects.
    let report = try Audit.run(reading.inOrder(), strict: strict)
    var answer = Answer(zh: "审核：\(name)", en: "Audit: \(name)")
    let ages = AgeTables.facts(of: reading.network, halfLife: LinkAgeing.publishedHalfLife)
    answer.facts = [("errors", .count(report.errorCount)), ("findings_count", .count(report.findingCount))] + ages
    answer.tables = [
      Answer.Table(
        "rules", zh: "按规则", en: "By rule", [.data("rule"), .readers("rule_title"), "severity", "finding_count"], over: report.counts
      ) {
        count in
        [
          .text(count.rule.id), .words(FigureEntry.rule(count.rule.id)), (count.isStrict ? Severity.error : count.rule.severity).cell,
          .count(count.count),
        ]
      }
    ]
    answer.findings = report.findings
    answer.omittedFindings = report.findingCount - report.findings.count
    answer.shownFindings = 50
    return (answer, report)
  }

  /// The table `rules`: what each rule checks.
  public static func rules() -> Answer {
    var answer = Answer(zh: "审核规则", en: "Audit rules")
    answer.tables = [
      Answer.Table("rules", zh: "规则", en: "Rules", ["rule", .readers("rule_title"), "severity", "checks"], over: AuditRule.all) { rule in
        [.text(rule.id), .words(FigureEntry.rule(rule.id)), rule.severity.cell, .words(rule.checks)]
      }
    ]
    return answer
  }
}

extension Severity {
  /// The code, and the word for readers.
  package var cell: Cell {
    .word(code: word, LocalText(zh: Wording(.zh).severity(self), en: Wording(.en).severity(self)))
  }
}

extension AuditReport {
  /// All findings, those beyond the first of each rule counted too.
  package var findingCount: Int { counts.reduce(0) { $0 + $1.count } }
  /// The findings that bar analyses.
  package var errorCount: Int { counts.reduce(0) { $0 + ($1.isStrict || $1.rule.severity == .error ? $1.count : 0) } }
}
