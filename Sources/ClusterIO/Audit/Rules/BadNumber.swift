import ClusterModel

extension AuditRule {
  static let badNumber = AuditRule(
    id: "bad-number", severity: .error,
    checks: LocalText(zh: "数值列中都是数字。", en: "Number columns hold numbers."),
    why: LocalText(
      zh: "不是数字的值按未知处理，结果可能因此改变。",
      en: "What is not a number is taken as unknown, which may change results."),
    remedy: LocalText(
      zh: "改成数字，如 1234.5（不用千分位逗号、单位、“约”）；不知道就留空。",
      en: "Write a number like 1234.5 (no separators of thousands, no unit, no “about”); leave the cell empty when it is not known."),
    message: { problem in
      LocalText(
        zh: "“\(problem.text)”不是数字；按未知处理",
        en: "“\(problem.text)” is not a number; it is taken as unknown")
    })
}
