import ClusterModel

extension AuditRule {
  static let duplicateRow = AuditRule(
    id: "duplicate-row", severity: .error,
    checks: LocalText(zh: "没有两条完全相同的供应关系。", en: "No two supply links are the same in every figure."),
    why: LocalText(
      zh: "同一行重复，金额就重复计算；两行都保留，不会自动删除。",
      en: "A row that stands twice counts its amount twice; both are kept, none is deleted for you."),
    remedy: LocalText(
      zh: "删去重复的行；确是两笔供应的，请用金额或起始年份加以区别。",
      en: "Delete the repeated row; two supplies that differ should differ in amount or first year."),
    find: { input, log in findDuplicateRow(input, &log) })

  private static func findDuplicateRow(_ input: AuditInput, _ log: inout AuditLog) {
    let reading = input.reading
    for entry in input.repeatedLinks where entry.isSame {
      let (row, earlier) = (Int(entry.row), Int(entry.earlier))
      log.add(
        reading.supply(row),
        LocalText(
          zh: "与第 \(reading.rowNumber(earlier)) 行完全相同", en: "the same as row \(reading.rowNumber(earlier)) in every figure"),
        places: [reading.place("supplies", row), reading.place("supplies", earlier)])
    }
  }
}
