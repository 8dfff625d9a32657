import ClusterModel

extension AuditRule {
  static let negativeAmount = AuditRule(
    id: "negative-amount", severity: .error,
    checks: LocalText(zh: "金额、人数、产能、权重不为负。", en: "Amounts, people, capacities and weights are not negative."),
    why: LocalText(
      zh: "负的采购额会使占比和集中度失去意义。",
      en: "A negative purchase makes shares and concentration meaningless."),
    remedy: LocalText(
      zh: "改正符号；退货请从金额中扣除。",
      en: "Correct the sign; take returns off the amount."),
    message: { problem in
      LocalText(
        zh: "“\(problem.text)”为负数；按未知处理",
        en: "“\(problem.text)” is negative; it is taken as unknown")
    })
}
