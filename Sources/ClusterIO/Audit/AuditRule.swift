public import ClusterModel

/// A named check of a network's data, with what a person needs to know about it.
///
/// Severity says what a finding means: `error`: something that was given could not be used, or contradicts itself, so that answers may be wrong;
/// `warning`: it was used as it stands, but is likely a mistake; `note`: worth knowing.
public struct AuditRule: Sendable {
  /// In kebab-case: `unknown-reference`.
  public var id: String
  public var severity: Severity
  /// What is checked.
  public var checks: LocalText
  /// Why it matters.
  public var why: LocalText
  public var remedy: LocalText
  /// The sentence for something found while reading; `nil` for a rule that looks at the finished network.
  let message: (@Sendable (Problem) -> LocalText)?
  /// Looks at the finished network; `nil` for a rule whose findings come from reading alone.
  let find: (@Sendable (_ input: AuditInput, _ log: inout AuditLog) -> Void)?

  init(
    id: String, severity: Severity, checks: LocalText, why: LocalText, remedy: LocalText,
    message: (@Sendable (Problem) -> LocalText)? = nil, find: (@Sendable (AuditInput, inout AuditLog) -> Void)? = nil
  ) {
    self.id = id
    self.severity = severity
    self.checks = checks
    self.why = why
    self.remedy = remedy
    self.message = message
    self.find = find
  }
}

/// What the rules look at: the reading, and what several of them need.
struct AuditInput: Sendable {
  let reading: Reading
  let repeatedLinks: [RepeatedLinks.Repeat]
}

/// Collects the findings of a rule: all are counted, the first are kept.
struct AuditLog {
  /// How many findings of a rule are kept.
  static let keep = 1000

  let rule: AuditRule
  private(set) var findings: [Finding] = []
  private(set) var count = 0

  init(_ rule: AuditRule) { self.rule = rule }

  /// Counts a finding, and makes and keeps it when it is among the first.
  mutating func add(_ finding: @autoclosure () -> Finding) {
    count += 1
    if findings.count < Self.keep { findings.append(finding()) }
  }

  /// A finding of the rule about `subject`.
  mutating func add(_ subject: @autoclosure () -> Subject, _ message: @autoclosure () -> LocalText, places: @autoclosure () -> [Place]) {
    let rule = rule
    add(
      Finding(rule: rule.id, severity: rule.severity, subject: subject(), message: message(), remedy: rule.remedy, places: places()))
  }
}

extension Problem {
  /// The problem as a finding of its rule.
  var finding: Finding {
    let rule = AuditRule.of(rule)
    var sentence = rule.message?(self) ?? rule.checks
    if count > 1 { sentence = LocalText(zh: "\(sentence.zh)（共 \(count) 处）", en: "\(sentence.en) (\(count) places)") }
    let shownRow = row.map { table + " " + String($0) } ?? table
    return Finding(
      rule: rule.id, severity: rule.severity, subject: Subject(table: Self.singular(table), id: text.isEmpty ? shownRow : text),
      message: sentence, remedy: rule.remedy,
      places: rows.isEmpty ? [Place(file: file, row: row, column: column)] : rows.map { Place(file: file, row: $0, column: column) })
  }

  /// The word for one row of a table, as ``Subject/table`` has it.
  static func singular(_ table: String) -> String {
    switch table {
    case "counties": "county"
    case "supplies": "supply"
    case "requires": "requirement"
    case "makes": "making"
    default: table.hasSuffix("s") ? String(table.dropLast()) : table
    }
  }
}
