import ClusterModel

extension AuditRule {
  static let missingKey = AuditRule(
    id: "missing-key", severity: .error,
    checks: LocalText(zh: "必填的单元格不为空。", en: "Cells that must be filled are not empty."),
    why: LocalText(
      zh: "没有编号或对象的行无法归属。",
      en: "A row without its id, or without what it is about, belongs nowhere."),
    remedy: LocalText(
      zh: "填写该单元格，或删去该行。",
      en: "Fill the cell, or delete the row."),
    message: { problem in
      LocalText(
        zh: "\(problem.column) 为空；该行未采用",
        en: "\(problem.column) is empty; the row was left out")
    })
}
