import ClusterModel

extension AuditRule {
  static let statedUnit = AuditRule(
    id: "stated-unit", severity: .note,
    checks: LocalText(zh: "单位写在表头中。", en: "Units stand in the header."),
    why: LocalText(
      zh: "单位写在表头上方时，对没有自己单位的列有效。",
      en: "A unit above the header holds for the columns that have none of their own."),
    remedy: LocalText(
      zh: "不必处理；请核对换算是否正确。",
      en: "Nothing; check that the conversion is right."),
    message: { problem in
      LocalText(
        zh: "列“\(problem.text)”按表头上方的单位（\(problem.detail)）读取，已换算",
        en: "the column “\(problem.text)” is read in the unit above the header (\(problem.detail)) and converted")
    })
}
