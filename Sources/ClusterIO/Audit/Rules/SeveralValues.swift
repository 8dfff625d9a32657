import ClusterModel

extension AuditRule {
  static let severalValues = AuditRule(
    id: "several-values", severity: .error,
    checks: LocalText(zh: "一个单元格只有一个值。", en: "A cell holds one value."),
    why: LocalText(
      zh: "“C1、C2”写在一格里，会被当作一个编号，两处都对不上。",
      en: "C1 and C2 in one cell would pass for one id, which is neither."),
    remedy: LocalText(
      zh: "分成几行，一行一个值；其余列照抄。",
      en: "Write a row for each value, with the other cells repeated."),
    message: { problem in
      LocalText(
        zh: "一个单元格里有几个值“\(problem.text)”；未采用",
        en: "several values stand in one cell, “\(problem.text)”; they are not used")
    })
}
