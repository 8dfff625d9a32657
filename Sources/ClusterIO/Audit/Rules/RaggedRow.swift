import ClusterModel

extension AuditRule {
  static let raggedRow = AuditRule(
    id: "ragged-row", severity: .error,
    checks: LocalText(zh: "每一行的单元格数与表头一致。", en: "Every row has as many cells as the header."),
    why: LocalText(
      zh: "多一个或少一个逗号，其后的值就会错位到别的列。",
      en: "One comma too many or too few moves every value after it to another column."),
    remedy: LocalText(
      zh: "核对该行的逗号；含逗号的文字要用双引号括起来。",
      en: "Check the commas of the row; put a text that holds a comma in double quotes."),
    message: { problem in
      LocalText(
        zh: "该行有 \(problem.text) 个单元格，表头有 \(problem.detail) 个；按位置读取，缺的为未知",
        en: "the row has \(problem.text) cells, the header \(problem.detail); it was read by position, what is missing is unknown")
    })
}
