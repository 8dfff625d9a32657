import ClusterModel

extension AuditRule {
  static let impliedRows = AuditRule(
    id: "implied-rows", severity: .note,
    checks: LocalText(zh: "被引用的表都已给出。", en: "The tables that others refer to are given."),
    why: LocalText(
      zh: "没有产品、县区、集群或产业链表时，编号取自引用它的表，名称等未知；没有企业表时取自供应关系。环节须有其表：环节属于某条产业链。",
      en:
        "Without products, counties, clusters or chains their ids are taken from the tables that name them, without firms from the supply links; names and the rest are unknown. Stages need their table: each belongs to a chain."
    ),
    remedy: LocalText(
      zh: "需要名称或位置时，请补充该表。",
      en: "Add the table when names or places are wanted."),
    message: { problem in
      if problem.detail == "beyond" {
        return LocalText(
          zh: "\(problem.table).csv 之外的 \(problem.text) 项取自企业名单",
          en: "\(problem.text) beyond those of \(problem.table).csv were taken from the list of firms")
      }
      return LocalText(
        zh: "没有 \(problem.table).csv；\(problem.text) 个编号取自引用它的表",
        en: "there is no \(problem.table).csv; \(problem.text) ids were taken from the tables that name them")
    })
}
