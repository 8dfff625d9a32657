import ClusterModel

extension AuditRule {
  static let emptyTable = AuditRule(
    id: "empty-table", severity: .error,
    checks: LocalText(zh: "企业表至少有一行。", en: "The table of firms has at least one row."),
    why: LocalText(
      zh: "没有企业就没有可分析的内容。",
      en: "Without firms there is nothing to analyse."),
    remedy: LocalText(
      zh: "在表头下面填写企业。",
      en: "Fill in the firms below the header."),
    message: { problem in
      LocalText(
        zh: "表中只有表头，没有任何行",
        en: "the table has a header and no rows")
    })
}
