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
    find: { reading, log in findRepeatedLink(reading, &log) })

  private static func findRepeatedLink(_ reading: Reading, _ log: inout AuditLog) {
    RepeatedLinks.each(reading.network) { earlier, row, isSame in
      if isSame { return }
      log.add(
        reading.supply(row),
        LocalText(
          zh: "与第 \(reading.rowNumber(earlier)) 行的供应商、采购方和产品相同",
          en: "has the supplier, buyer and product of row \(reading.rowNumber(earlier))"),
        places: [reading.place("supplies", row), reading.place("supplies", earlier)])
    }
  }
}
