import ClusterModel

extension AuditRule {
  static let unknownCell = AuditRule(
    id: "unknown-cell", severity: .note,
    checks: LocalText(zh: "单元格中是值，或是空的。", en: "Cells hold a value or nothing."),
    why: LocalText(
      zh: "“—”“无”“不详”“N/A”等表示不知道；按未知处理，不当作 0。",
      en: "Words and signs such as —, 无, N/A and NULL say that nothing is known; they are unknown, never 0."),
    remedy: LocalText(
      zh: "不必处理；知道数值时填写，确为零时写 0。",
      en: "Nothing; give the value when it is known, and write 0 where it is nothing at all."),
    message: { problem in
      LocalText(zh: "“\(problem.text)”表示不知道；按未知处理", en: "“\(problem.text)” says that nothing is known; it is unknown")
    })
}
