import ClusterModel

extension AuditRule {
  static let outsideFirm = AuditRule(
    id: "outside-firm", severity: .note,
    checks: LocalText(zh: "供应关系两端的企业都在企业名单中。", en: "The firms at both ends of a supply link stand in the list of firms."),
    why: LocalText(
      zh: "名单之外的供应商、客户也属于供应链：按名称作为名单外企业采用，县区、集群和数字未知。",
      en:
        "Suppliers and buyers outside the list belong to the chain too: each name becomes a firm, whose county, cluster and figures are unknown."
    ),
    remedy: LocalText(
      zh: "不必处理；如果是名单内企业的别名，请改成名单上的名称或编号。",
      en: "Nothing; where it is another name of a firm of the list, write the name or id that the list has."),
    message: { problem in
      LocalText(
        zh: "“\(problem.text)”不在企业名单中，作为名单外企业采用（供应关系共有 \(problem.detail) 家名单外企业）",
        en:
          "“\(problem.text)” is not in the list of firms and became a firm outside it (supply links name \(problem.detail) such firms in all)"
      )
    })
}
