public import ClusterModel

/// What an audit found.
public struct AuditReport: Sendable {
  /// How often a rule was broken.
  public struct Count: Sendable {
    public var rule: AuditRule
    /// All findings, also those beyond the first 1,000.
    public var count: Int
    /// The rule was asked to be fatal.
    public var isStrict: Bool
  }

  /// In the order of ``AuditRule/all`` and then of rows; the first 1,000 of each rule.
  public var findings: [Finding]
  /// The rules that were broken, in the order of ``AuditRule/all``.
  public var counts: [Count]
  /// The rules that bar analyses: broken ones of severity `error`, and broken ones that were asked to be fatal.
  package var fatalRules: [AuditRule]

  /// Whether analyses may go on.
  public var mayContinue: Bool { fatalRules.isEmpty }

  /// Findings of one severity, all counted.
  public func count(_ severity: Severity) -> Int {
    counts.reduce(0) { $0 + ($1.rule.severity == severity ? $1.count : 0) }
  }
}

/// Checks a network against the named rules.
public enum Audit {
  /// Applies all rules to `reading`, and says all that was found, that from reading among it.
  ///
  /// `strict` names rules whose findings bar analyses whatever their severity; a finding of such a rule is given severity `error`.
  /// Throws `unknownName` for a rule that there is not. O(rows · log rows).
  public static func run(_ reading: Reading, strict: Set<String> = []) throws(ClusterIOError) -> AuditReport {
    let known = Set(AuditRule.all.map(\.id))
    if let unknown = strict.sorted().first(where: { !known.contains($0) }) { throw .unknownRule(unknown) }
    var report = AuditReport(findings: [], counts: [], fatalRules: [])
    let input = AuditInput(reading: reading, repeatedLinks: RepeatedLinks.all(reading.network))
    for rule in AuditRule.all {
      var log = AuditLog(rule)
      let kind = ReadingRule(rawValue: rule.id)
      let read = kind.map { reading.log.kept(of: $0).map(\.finding) } ?? []
      rule.find?(input, &log)
      let count = log.count + (kind.map { reading.log.count($0) } ?? 0)
      if count == 0 { continue }
      let isStrict = strict.contains(rule.id)
      for var finding in (read + log.findings).prefix(AuditLog.keep) {
        if isStrict { finding.severity = .error }
        reading.locate(&finding)
        report.findings.append(finding)
      }
      report.counts.append(AuditReport.Count(rule: rule, count: count, isStrict: isStrict))
      if isStrict || rule.severity == .error { report.fatalRules.append(rule) }
    }
    return report
  }
}

extension ClusterIOError {
  static func unknownRule(_ name: String) -> ClusterIOError {
    let all = AuditRule.all.map(\.id).sorted().joined(separator: ", ")
    return ClusterIOError(
      .unknownName,
      LocalText(
        zh: "没有规则“\(FieldValue.shown(name))”；规则有：\(all)。", en: "there is no rule “\(FieldValue.shown(name))”; the rules are: \(all)."))
  }
}
