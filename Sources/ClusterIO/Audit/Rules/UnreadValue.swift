import ClusterModel

extension AuditRule {
  static let unreadValue = AuditRule(
    id: "unread-value", severity: .warning,
    checks: LocalText(
      zh: "企业名单里资质、供应商、客户等列的每一项，以及供应关系的两端，都能读懂。",
      en: "What the columns of suppliers, buyers and honours in a list of firms say is understood, and so are the ends of links."),
    why: LocalText(
      zh: "读不懂的资质和“散户”“外购”一类说法不能对应到称号或企业，没有采用，也不影响其他内容。",
      en:
        "An honour that is not known, or a word for many firms, stands for no role and no firm: it was left out, and everything else was taken."
    ),
    remedy: LocalText(
      zh: "写成已知的称号（领跑者、链主、上市、小巨人、专精特新、高新技术）或企业名称；与分析无关的不必处理。",
      en:
        "Write one of leader, chain_leader, listed, little_giant, srdi, high_tech, or the name of a firm; leave it where no analysis needs it."
    ),
    message: { problem in
      problem.detail == "honours"
        ? LocalText(
          zh: "“\(problem.text)”不是已知的角色与称号，没有采用", en: "“\(problem.text)” is no role or honour that is known, and was left out")
        : LocalText(
          zh: "“\(problem.text)”不是一家企业的名称，没有采用", en: "“\(problem.text)” is no name of one firm, and was left out")
    })
}
