import ClusterModel

extension AuditRule {
  static let unknownReference = AuditRule(
    id: "unknown-reference", severity: .error,
    checks: LocalText(zh: "引用的编号在被引用的表中存在。", en: "An id that is referred to stands in its table."),
    why: LocalText(
      zh: "指向不存在企业的供应关系不能进入网络，薄弱环节因此可能看不见。",
      en: "A supply link to a firm that is not there cannot enter the network, and a weak link may go unseen."),
    remedy: LocalText(zh: "改正编号，或在被引用的表中增加该行。", en: "Correct the id, or add the row to the table it refers to."),
    message: { problem in
      LocalText(
        zh: "“\(problem.text)”不在 \(problem.detail).csv 中", en: "“\(problem.text)” is not in \(problem.detail).csv")
    })
}
