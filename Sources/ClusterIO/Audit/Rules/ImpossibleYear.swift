import ClusterModel

extension AuditRule {
  static let impossibleYear = AuditRule(
    id: "impossible-year", severity: .error,
    checks: LocalText(zh: "年份为四位数字，日期存在。", en: "Years have four digits and dates exist."),
    why: LocalText(
      zh: "年份错误会使不同年份的数据混在一起。",
      en: "A wrong year mixes data of different years."),
    remedy: LocalText(
      zh: "年份写 2022（1800 至 2200）；日期写 2022、2022-09 或 2022-09-17。",
      en: "Write a year as 2022 (1800 to 2200), a date as 2022, 2022-09 or 2022-09-17."),
    message: { problem in
      LocalText(
        zh: "“\(problem.text)”不是可能的年份或日期；按未知处理",
        en: "“\(problem.text)” is no possible year or date; it is taken as unknown")
    })
}
