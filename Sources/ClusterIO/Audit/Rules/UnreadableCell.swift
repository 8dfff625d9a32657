import ClusterModel

extension AuditRule {
  static let unreadableCell = AuditRule(
    id: "unreadable-cell", severity: .error,
    checks: LocalText(zh: "工作表的单元格都能读出值。", en: "Every cell of a sheet has a value that can be read."),
    why: LocalText(
      zh: "公式出错、没有结果、长编号存成数字、数据区合并单元格时，值已经丢失或不全；按未知处理，结果可能因此改变。",
      en:
        "Where a formula has failed or has no result, a long id is kept as a number, or cells of the list are merged, the value is lost or in one "
        + "cell only; it is taken as unknown, which may change results."),
    remedy: LocalText(
      zh: "填写值本身；编号列设为“文本”格式后重新输入；数据区取消合并，逐格填写。",
      en:
        "Write the value itself; format the column of ids as text and enter the id again; unmerge the cells of the list and fill each of them."
    ),
    message: { problem in
      switch problem.detail {
      case "formula": LocalText(zh: "公式没有计算结果；按未知处理", en: "the formula has no result; it is taken as unknown")
      case "digits":
        LocalText(
          zh: "编号“\(problem.text)”存成了数字，末几位已经丢失；按未知处理",
          en: "the id “\(problem.text)” is kept as a number and has lost its last digits; it is taken as unknown")
      case "merged":
        LocalText(
          zh: "单元格 \(problem.text) 合并了，只有第一格有值；其余按未知处理",
          en: "the cells \(problem.text) are merged and only the first has the value; the others are taken as unknown")
      default: LocalText(zh: "公式出错（\(problem.text)）；按未知处理", en: "the formula failed (\(problem.text)); it is taken as unknown")
      }
    })
}
