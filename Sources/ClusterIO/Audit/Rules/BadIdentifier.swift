import ClusterModel

extension AuditRule {
  static let badIdentifier = AuditRule(
    id: "bad-identifier", severity: .error,
    checks: LocalText(zh: "编号不超过 64 字节，不含控制字符。", en: "Ids have at most 64 bytes and no control characters."),
    why: LocalText(
      zh: "看不见的字符会使两个看似相同的编号不相等。",
      en: "Characters that cannot be seen make two ids that look the same differ."),
    remedy: LocalText(
      zh: "删去换行等控制字符，缩短编号。",
      en: "Remove line ends and other control characters; shorten the id."),
    message: { problem in
      LocalText(
        zh: "编号“\(problem.text)”过长或含控制字符；该行未采用",
        en: "the id “\(problem.text)” is too long or holds control characters; the row was left out")
    })
}
