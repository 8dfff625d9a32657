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
      // A spreadsheet counts the days since 1900: 36,526 is 1 January 2000, 54,789 the first of 2050.
      if problem.detail == "date", let days = Int(problem.text), (36_526...54_789).contains(days) {
        return LocalText(
          zh: "“\(problem.text)”是电子表格内部的日期序号，不是日期；按未知处理：请把该列设为日期格式后重新保存",
          en:
            "“\(problem.text)” is how a spreadsheet counts days and no date; it is taken as unknown: format the column as dates and save the list again"
        )
      }
      return LocalText(
        zh: "“\(problem.text)”不是可能的年份或日期；按未知处理",
        en: "“\(problem.text)” is no possible year or date; it is taken as unknown")
    })
}
