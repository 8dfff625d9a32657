import ClusterModel

extension AuditRule {
  static let duplicateID = AuditRule(
    id: "duplicate-id", severity: .error,
    checks: LocalText(zh: "同一张表中编号不重复。", en: "No id stands twice in a table."),
    why: LocalText(
      zh: "两行同一编号，无法判断采用哪一行。", en: "Of two rows with the same id nobody can say which is meant."),
    remedy: LocalText(zh: "合并两行，或给其中一行另一个编号。", en: "Join the rows, or give one of them another id."),
    message: { problem in
      LocalText(
        zh: "编号“\(problem.text)”前面已经有了（第 \(problem.detail) 行）；该行未采用",
        en: "the id “\(problem.text)” was given before (row \(problem.detail)); the row was left out")
    })
}
