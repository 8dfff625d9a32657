import ClusterModel

extension AuditRule {
  static let filledDown = AuditRule(
    id: "filled-down", severity: .note,
    checks: LocalText(zh: "每一行都写明各列的值。", en: "Every row has its own values."),
    why: LocalText(
      zh: "合并的单元格只有第一格有值；分组的值对合并范围内的每一行有效。",
      en: "Of merged cells only the first has the value; the value of a group holds for every row that it spans."),
    remedy: LocalText(
      zh: "不必处理；请核对合并的范围。",
      en: "Nothing; check what the merged cells span."),
    message: { problem in
      LocalText(
        zh: "合并的单元格 \(problem.text)：第一格的值用于其中每一行", en: "the cells \(problem.text) are merged: the value of the first is taken for every row"
      )
    })
}
