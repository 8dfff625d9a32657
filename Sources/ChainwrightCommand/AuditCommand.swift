import ArgumentParser
import Chainwright

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Checks a network's lists: every problem at once, with file, row, column and remedy.",
    discussion:
      "Nothing is ever repaired. Errors end with exit code 1; --strict RULE makes the findings of that rule errors too. --rules lists the rules."
  )

  @Argument(
    help: ArgumentHelp(
      "A folder with datapackage.json, or with firms.csv and supplies.csv; or a workbook (.xlsx) or workspace (.sqlite).",
      valueName: "network"))
  var network: String?
  @OptionGroup var history: AsOfOption
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Count findings of this rule as errors (repeatable).", valueName: "rule")) var strict: [String] = []
  var limit: Int { output.limit ?? 50 }
  @Flag(help: "List the rules instead.") var rules = false
  @Option(
    name: .customLong("marked"),
    help: ArgumentHelp("A copy of the workbook, the cells at fault coloured and commented.", valueName: "marked.xlsx"))
  var marked: String?
  var force: Bool { output.force }

  func validate() throws {
    if network == nil && !rules { throw ValidationError("name a network, or give --rules") }
    if let marked, network.flatMap({ FileKind(path: $0) }) != .workbook || FileKind(path: marked) != .workbook {
      throw ValidationError("--marked marks a workbook: both names must end with .xlsx")
    }
    for rule in strict where !AuditRule.all.contains(where: { $0.id == rule }) {
      throw ValidationError("there is no rule \"\(rule)\"; the rules are \(AuditRule.all.map(\.id).joined(separator: ", "))")
    }
  }

  func run() throws {
    guard let network, !rules else { return try output.write(rulesPage()) }
    let report = try Audit.run(try NetworkReader.read(network, asOf: history.asOf), strict: Set(strict))
    var cells: Int?
    if let marked {
      cells = try WorkbookMarks.write(report.findings, from: network, to: marked, language: output.language, force: force)
    }
    var page = Page(title: LocalText(zh: "审核：\(network)", en: "Audit: \(network)"))
    page.facts = [
      ("errors", LocalText(zh: "错误", en: "errors"), .integer(report.errorCount)),
      ("findings_count", LocalText(zh: "发现", en: "findings"), .integer(report.findingCount)),
    ]
    if let cells { page.facts.append(("cells_marked", LocalText(zh: "已标注单元格", en: "cells marked"), .integer(cells))) }
    let shown = output.format.isForReading ? Array(report.findings.prefix(limit)) : report.findings
    page.findings = shown
    page.omittedFindings = report.findingCount - shown.count
    if output.format != .csv { page.tables = [ruleCounts(report)] }
    try output.write(page)
    if !report.mayContinue { throw ExitCode(1) }
  }

  private func ruleCounts(_ report: AuditReport) -> Page.Table {
    Page.Table(
      name: "rules", title: LocalText(zh: "按规则", en: "By rule"),
      columns: [
        ("rule", LocalText(zh: "规则", en: "rule")), ("severity", LocalText(zh: "级别", en: "severity")),
        ("findings", LocalText(zh: "发现", en: "findings")),
      ],
      rows: report.counts.map { [.text($0.rule.id), .text(($0.isStrict ? Severity.error : $0.rule.severity).word), .integer($0.count)] })
  }

  private func rulesPage() -> Page {
    var page = Page(title: LocalText(zh: "审核规则", en: "Audit rules"))
    page.tables = [
      Page.Table(
        name: "rules", title: LocalText(zh: "规则", en: "Rules"),
        columns: [
          ("rule", LocalText(zh: "规则", en: "rule")), ("severity", LocalText(zh: "级别", en: "severity")),
          ("checks", LocalText(zh: "检查", en: "checks")),
        ],
        rows: AuditRule.all.map { [.text($0.id), .text($0.severity.word), .local($0.checks)] })
    ]
    return page
  }
}

extension AuditReport {
  /// All findings, those beyond the first of each rule counted too.
  var findingCount: Int { counts.reduce(0) { $0 + $1.count } }
  /// The findings that bar analyses.
  var errorCount: Int { counts.reduce(0) { $0 + ($1.isStrict || $1.rule.severity == .error ? $1.count : 0) } }
}
