import Answers
public import ClusterModel

/// Lists with errors of which the rest is sound.
extension AuditReport {
  /// Rules whose rows or cells reading has left out: nothing of them is in the network, and the rest is what it would be without them.
  private static let leavingOut: Set<String> = [
    "missing-key", "bad-identifier", "unknown-reference", "bad-number", "negative-amount", "share-range", "impossible-year",
    "unknown-value",
    "unreadable-cell", "destroyed-id", "several-values",
  ]

  /// Those whose rows are left out; of the others a cell is unknown.
  private static let rows: Set<String> = ["missing-key", "bad-identifier", "unknown-reference", "destroyed-id"]

  /// Of the rows of a list, the part that may be left out: where more are, the list is not what it was taken for.
  private static let most = 0.2

  /// The reading as analyses go on with it: with what is said of rows and cells that were left out among its remarks; `nil` where they may not.
  ///
  /// - Parameter reading: what the audit was of.
  public func accepted(_ reading: Reading) -> Reading? {
    if mayContinue { return reading }
    guard let remark = remark(of: reading) else { return nil }
    var accepted = reading
    accepted.network.remarks.append(remark)
    return accepted
  }

  /// What to say of rows and cells that were left out, where analyses may go on without them: every error is of a single row or cell, and the rows are at
  /// most a fifth of their list. `nil` where they may not, or where there is none.
  ///
  /// - Parameter reading: what the audit was of.
  public func remark(of reading: Reading) -> LocalText? {
    if mayContinue || fatalRules.contains(where: { $0.severity != .error || !Self.leavingOut.contains($0.id) }) { return nil }
    let rows = NetworkRows(reading.network)
    var lost: [String: Int] = [:]
    var counts: [(rule: AuditRule, count: Int)] = []
    for rule in fatalRules {
      guard let kind = ReadingRule(rawValue: rule.id) else { return nil }
      let kept = reading.log.kept(of: kind)
      // Beyond those that are kept nothing is known of where they are.
      if reading.log.count(kind) > kept.count { return nil }
      // Several values in a cell are people's way of writing, and no sign that the list is another; of a cell that is left out the value is unknown.
      for problem in kept where Self.rows.contains(rule.id) { lost[problem.table, default: 0] += problem.count }
      let found = total(of: rule) - reading.log.count(kind)
      counts.append((rule, kept.reduce(0) { $0 + $1.count } + found))
    }
    for (table, count) in lost where Double(count) > Self.most * Double(count + rows.count(table)) { return nil }
    let total = counts.reduce(0) { $0 + $1.count }
    func list(_ language: Language) -> String {
      counts.map { "\(FigureEntry.rule($0.rule.id)[language]) \($0.count)" }.joined(separator: language == .zh ? "、" : ", ")
    }
    return LocalText(
      zh: "清单中有 \(total) 处错误，所在的行或单元格没有采用（\(list(.zh))），其余照常分析。",
      en:
        "the lists have \(total) \(total == 1 ? "error" : "errors"): those rows or cells are left out (\(list(.en))), and everything else is analysed as usual."
    )
  }

  private func total(of rule: AuditRule) -> Int { counts.first { $0.rule.id == rule.id }?.count ?? 0 }
}
