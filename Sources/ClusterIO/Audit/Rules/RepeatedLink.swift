import ClusterModel

extension AuditRule {
  static let repeatedLink = AuditRule(
    id: "repeated-link", severity: .warning,
    checks: LocalText(zh: "同一供应商、采购方和产品只有一条供应关系。", en: "A supplier, a buyer and a product are joined by one supply link."),
    why: LocalText(
      zh: "同一关系分成几行是允许的，金额会相加；但也可能是不同年份的数据混在一起。",
      en: "A link in several rows is allowed and its amounts add up; but it may be figures of different years mixed."),
    remedy: LocalText(
      zh: "若是不同年份的数据，只保留一年；若确是几笔，可以不改。",
      en: "Keep one year where the rows are of different years; leave them where there are several supplies."),
    find: { input, log in findRepeatedLink(input, &log) })

  private static func findRepeatedLink(_ input: AuditInput, _ log: inout AuditLog) {
    let reading = input.reading
    for entry in input.repeatedLinks where !entry.isSame {
      let (row, earlier) = (Int(entry.row), Int(entry.earlier))
      log.add(
        reading.supply(row),
        LocalText(
          zh: "与另一行的供应商、采购方和产品相同", en: "has the supplier, buyer and product of another row"),
        places: [reading.place("supplies", row), reading.place("supplies", earlier)])
    }
  }
}
