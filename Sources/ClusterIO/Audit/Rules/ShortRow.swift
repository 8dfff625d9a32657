import ClusterModel

extension AuditRule {
  static let shortRow = AuditRule(
    id: "short-row", severity: .warning,
    checks: LocalText(zh: "每一行的单元格与表头一样多。", en: "Every row has as many cells as the header."),
    why: LocalText(
      zh: "行尾缺的单元格按空白处理；如果是中间少了一个逗号，其后的值已经错位。",
      en: "Cells missing at the end are taken as empty; where a comma is missing before, every value after it stands in another column."),
    remedy: LocalText(
      zh: "核对该行：缺的确为空白时可以不改。",
      en: "Check the row; leave it where the missing cells are empty indeed."),
    message: { problem in
      LocalText(
        zh: "该行只有 \(problem.text) 个单元格，表头有 \(problem.detail) 个；缺的为未知",
        en: "the row has \(problem.text) cells only, the header \(problem.detail); what is missing is unknown")
    })
}
