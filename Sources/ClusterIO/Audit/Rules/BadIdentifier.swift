import ClusterModel

extension AuditRule {
  static let badIdentifier = AuditRule(
    id: "bad-identifier", severity: .error,
    checks: LocalText(
      zh: "编号不超过 64 字节，不含控制字符和看不见的字符。", en: "Ids have at most 64 bytes, no control characters and none that cannot be seen."),
    why: LocalText(
      zh: "看不见的字符会使两个看似相同的编号不相等。",
      en: "Characters that cannot be seen make two ids that look the same differ."),
    remedy: LocalText(
      zh: "删去换行、零宽字符等，缩短编号。",
      en: "Remove line ends, zero-width and other such characters; shorten the id."),
    message: { problem in
      LocalText(
        zh: "编号“\(problem.text)”过长，或含看不见的字符；该行未采用",
        en: "the id “\(problem.text)” is too long, or holds characters that cannot be seen; the row was left out")
    })
}
