import ClusterModel

extension AuditRule {
  static let badCheckDigit = AuditRule(
    id: "bad-check-digit", severity: .warning,
    checks: LocalText(zh: "统一社会信用代码和 LEI 的校验码正确。", en: "Unified social credit codes and LEIs have the right check characters."),
    why: LocalText(
      zh: "校验码不符，说明代码中有一位写错了，别的表可能因此对不上。",
      en: "A wrong check character means that one character is wrong, and other tables may not match."),
    remedy: LocalText(
      zh: "到国家企业信用信息公示系统核对代码；若是自编的短编号，请不要写成 18 位或 20 位。",
      en: "Look the code up in the public register; do not give ids of your own 18 or 20 characters of this form."),
    find: { input, log in findBadCheckDigit(input.reading, &log) })

  private static func findBadCheckDigit(_ reading: Reading, _ log: inout AuditLog) {
    let ids = reading.network.firms.ids
    for row in 0..<ids.count {
      let bytes = ids.bytes[Int(ids.offsets[row])..<Int(ids.offsets[row + 1])]
      let isCredit = bytes.count == 18
      guard isCredit || bytes.count == 20 else { continue }
      let check = isCredit ? UnifiedSocialCreditCode.check(bytes) : LegalEntityIdentifier.check(bytes)
      guard case .wrongCheckCharacter(let position, let expected) = check else { continue }
      // A spreadsheet keeps 15 digits of a number and writes noughts for the rest.
      let isCut = isCredit && bytes.suffix(3).allSatisfy { $0 == 0x30 } && bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      let cause =
        isCut
        ? LocalText(
          zh: "；末三位是 000，多半是电子表格把编号当数字、只留了前 15 位：请把该列设为文本后重新输入",
          en:
            "; it ends in 000, as where a spreadsheet keeps the first 15 digits of a number only: format the column as text and enter the ids again"
        )
        : LocalText(zh: "", en: "")
      log.add(
        reading.firm(row),
        LocalText(
          zh: "“\(FieldValue.shown(ids[row]))”的校验码不符：第 \(position) 位应为 \(expected)\(cause.zh)",
          en: "“\(FieldValue.shown(ids[row]))” has a wrong check character: position \(position) should be \(expected)\(cause.en)"),
        places: [reading.place("firms", row, column: "firm_id")])
    }
  }
}
