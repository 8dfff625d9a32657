import ClusterModel

extension AuditRule {
  static let ignoredColumn = AuditRule(
    id: "ignored-column", severity: .warning,
    checks: LocalText(zh: "表头中的每一列都认得。", en: "Every column of the header is known."),
    why: LocalText(
      zh: "写错的表头会使整列数据不起作用，而不报任何错。",
      en: "A misspelt header takes a whole column out of use without any other sign."),
    remedy: LocalText(
      zh: "对照数据字典改表头；确属附加信息则可不管。",
      en: "Correct the header by the data dictionary; leave it when it is information of your own."),
    message: { problem in
      let near =
        problem.detail.isEmpty
        ? LocalText(zh: "", en: "") : LocalText(zh: "；是否应为 \(problem.detail)？", en: "; did you mean \(problem.detail)?")
      return LocalText(
        zh: "列“\(problem.text)”不在数据字典中" + near.zh, en: "the column “\(problem.text)” is not in the data dictionary" + near.en)
    })
}
