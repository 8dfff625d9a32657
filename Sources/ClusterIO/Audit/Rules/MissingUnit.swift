import ClusterModel

extension AuditRule {
  static let missingUnit = AuditRule(
    id: "missing-unit", severity: .warning,
    checks: LocalText(zh: "金额列写明单位。", en: "Columns of money name their unit."),
    why: LocalText(
      zh: "元、万元、亿元相差万倍；单位不明时按数据字典的单位（万元）读取，可能差一万倍。",
      en:
        "Yuan, ten thousand and a hundred million yuan differ ten-thousandfold; without a unit that of the dictionary (10,000 yuan) is taken."
    ),
    remedy: LocalText(
      zh: "在表头写明单位，如“金额（元）”“营业收入（亿元）”，或在表头上方写“单位：元”。",
      en: "Name the unit in the header, such as 金额（元） or 营业收入（亿元）, or above it: 单位：元."),
    message: { problem in
      problem.detail.isEmpty
        ? LocalText(zh: "列“\(problem.text)”没有写单位；按万元读取", en: "the column “\(problem.text)” names no unit; it is read in 万元 (10,000 yuan)")
        : LocalText(
          zh: "列“\(problem.text)”没有写单位；按另一张表表头上方的单位（\(problem.detail)）读取",
          en: "the column “\(problem.text)” names no unit; the unit above the header of another list is taken (\(problem.detail))")
    })
}
