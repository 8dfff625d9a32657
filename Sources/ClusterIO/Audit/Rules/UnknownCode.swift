import ClusterModel

extension AuditRule {
  static let unknownCode = AuditRule(
    id: "unknown-code", severity: .warning,
    checks: LocalText(zh: "县区代码、行业代码的形式可能存在。", en: "County and industry codes have a form that exists."),
    why: LocalText(
      zh: "电子表格常把代码当数字，丢掉前导零；代码不对就查不到县和行业。",
      en: "Spreadsheets take codes for numbers and drop leading zeros; a wrong code finds no county and no industry."),
    remedy: LocalText(
      zh: "县区代码写六位（GB/T 2260），行业代码写二至四位（GB/T 4754），保留前导零；行业也可以写名称。",
      en:
        "Write county codes with six digits (GB/T 2260), industry codes with two to four (GB/T 4754), with their leading zeros; an industry may also be a label."
    ),
    find: { input, log in findUnknownCode(input.reading, &log) })

  /// Codes of digits alone are judged; a label is a label.
  private static func findUnknownCode(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    for (row, county) in network.counties.enumerated() where isDigits(county.code) && !AdministrativeCode.hasForm(county.code) {
      log.add(
        Subject(table: "county", id: county.code, name: county.name), sentence(county.code, "GB/T 2260"),
        places: [reading.place("counties", row, column: "county_code")])
    }
    for (row, stage) in network.stages.enumerated() where isDigits(stage.industryCode) && !IndustryCode.hasForm(stage.industryCode) {
      log.add(
        Subject(table: "stage", id: stage.id, name: stage.name), sentence(stage.industryCode, "GB/T 4754"),
        places: [reading.place("stages", row, column: "industry_code")])
    }
    let industry = network.firms.industry
    let isBad = industry.values.map { isDigits($0) && !IndustryCode.hasForm($0) }
    guard isBad.contains(true) else { return }
    for (row, code) in industry.codes.enumerated() where isBad[Int(code)] {
      log.add(
        reading.firm(row), sentence(industry.values[Int(code)], "GB/T 4754"), places: [reading.place("firms", row, column: "industry_code")]
      )
    }
  }

  private static func isDigits(_ code: String) -> Bool { !code.isEmpty && code.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }

  private static func sentence(_ code: String, _ standard: String) -> LocalText {
    LocalText(
      zh: "“\(FieldValue.shown(code))”不可能是 \(standard) 代码", en: "“\(FieldValue.shown(code))” cannot be a code of \(standard)")
  }
}
