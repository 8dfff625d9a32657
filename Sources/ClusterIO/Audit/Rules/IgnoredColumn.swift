import ClusterModel

extension AuditRule {
  static let ignoredColumn = AuditRule(
    id: "ignored-column", severity: .note,
    checks: LocalText(zh: "每一列都会保留。", en: "Every column is kept."),
    why: LocalText(
      zh: "只有企业表和供应关系表保留数据字典以外的列；其他表中的这些列，以及没有名称或重名的列，读取后不再写出。",
      en:
        "Only the tables of firms and of supply links keep columns that the dictionary does not know; in other tables, and without a name of "
        + "their own, they are not written again."),
    remedy: LocalText(zh: "不需要时不必处理；需要时改用数据字典中的列。", en: "Nothing, when it is not needed; else use a column of the data dictionary."),
    message: { problem in
      LocalText(zh: "列“\(problem.text)”未采用，也不保留", en: "the column “\(problem.text)” is not used and not kept")
    })
}
