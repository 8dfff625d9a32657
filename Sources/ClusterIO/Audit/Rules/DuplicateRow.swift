import ClusterModel

extension AuditRule {
  static let duplicateRow = AuditRule(
    id: "duplicate-row", severity: .warning,
    checks: LocalText(zh: "没有两条各列都相同的供应关系。", en: "No two supply links are the same in every column."),
    why: LocalText(
      zh: "同一行重复，金额就重复计算；两行都保留，不会自动删除。",
      en: "A row that stands twice counts its amount twice; both are kept, none is deleted for you."),
    remedy: LocalText(
      zh: "删去重复的行；确是两笔供应的，请用日期、合同号、发票号等列加以区别。",
      en: "Delete the repeated row; two supplies that differ should differ in date, contract, invoice or another column."),
    find: { input, log in findDuplicateRow(input, &log) })

  private static func findDuplicateRow(_ input: AuditInput, _ log: inout AuditLog) {
    let reading = input.reading
    for entry in input.repeatedLinks where entry.isSame {
      let (row, earlier) = (Int(entry.row), Int(entry.earlier))
      log.add(
        reading.supply(row),
        LocalText(
          zh: "与第 \(reading.rowNumber(earlier)) 行各列都相同", en: "the same as row \(reading.rowNumber(earlier)) in every column"),
        places: [reading.place("supplies", row), reading.place("supplies", earlier)])
    }
  }
}
