import ClusterModel

extension AuditRule {
  static let badNumber = AuditRule(
    id: "bad-number", severity: .error,
    checks: LocalText(zh: "数值列中都是数字。", en: "Number columns hold numbers."),
    why: LocalText(
      zh: "不是数字的值按未知处理，结果可能因此改变。",
      en: "What is not a number is taken as unknown, which may change results."),
    remedy: LocalText(
      zh: "改成数字，如 1234.5、1,234.5、1.2亿元、35%；不知道就留空。",
      en: "Write a number like 1234.5, 1,234.5, 1.2亿元 or 35%; leave the cell empty when it is not known."),
    message: { problem in
      problem.detail == "size"
        ? LocalText(
          zh: "“\(problem.text)”不可能是任何数量；按未知处理", en: "“\(problem.text)” is no amount that anything has; it is taken as unknown")
        : problem.detail == "formula"
          ? LocalText(zh: "公式出错（\(problem.text)）；按未知处理", en: "a formula failed (\(problem.text)); the cell is taken as unknown")
          : LocalText(
            zh: "“\(problem.text)”不是数字；按未知处理",
            en: "“\(problem.text)” is not a number; it is taken as unknown")
    })
}
