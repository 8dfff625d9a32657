import ClusterModel

extension AuditRule {
  static let unreadableCell = AuditRule(
    id: "unreadable-cell", severity: .error,
    checks: LocalText(zh: "工作表的单元格都能读出值。", en: "Every cell of a sheet has a value that can be read."),
    why: LocalText(
      zh: "公式出错或没有结果时，值已经丢失；几列合并成一格，或数值合并给几行时，不知道哪个值属于哪一格；按未知处理，结果可能因此改变。",
      en:
        "Where a formula has failed or has no result the value is lost; where cells are merged across columns, or a number over several rows, nobody "
        + "can say which cell it belongs to; it is taken as unknown, which may change results."),
    remedy: LocalText(
      zh: "填写值本身；数据区取消合并，逐格填写。",
      en:
        "Write the value itself; unmerge the cells of the list and fill each of them."
    ),
    message: { problem in
      switch problem.detail {
      case "formula": LocalText(zh: "公式没有计算结果；按未知处理", en: "the formula has no result; it is taken as unknown")
      case "merged":
        LocalText(
          zh: "单元格 \(problem.text) 合并了，只有第一格有值；其余按未知处理",
          en: "the cells \(problem.text) are merged and only the first has the value; the others are taken as unknown")
      default: LocalText(zh: "公式出错（\(problem.text)）；按未知处理", en: "the formula failed (\(problem.text)); it is taken as unknown")
      }
    })
}
