import ClusterModel

extension AuditRule {
  static let unknownValue = AuditRule(
    id: "unknown-value", severity: .error,
    checks: LocalText(zh: "选项列中只有规定的词。", en: "Choice columns hold only the words of their list."),
    why: LocalText(
      zh: "不认得的词按未知处理。",
      en: "A word that is not known is taken as unknown."),
    remedy: LocalText(
      zh: "改成允许的词之一。",
      en: "Use one of the words allowed."),
    message: { problem in
      // What is allowed stands in English and in Chinese, a line each.
      let allowed = problem.detail.split(separator: "\n", omittingEmptySubsequences: false)
      return LocalText(
        zh: "“\(problem.text)”不是允许的值（\(allowed.last ?? "")）；按未知处理",
        en: "“\(problem.text)” is not one of \(allowed.first ?? ""); it is taken as unknown")
    })
}
