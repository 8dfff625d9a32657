import ClusterModel

extension AuditRule {
  static let misspeltColumn = AuditRule(
    id: "misspelt-column", severity: .warning,
    checks: LocalText(zh: "没有与数据字典的列名只差一两个字母的表头。", en: "No header is a letter or two away from a column of the dictionary."),
    why: LocalText(
      zh: "写错的表头会使整列数据不起作用，而不报任何错。",
      en: "A misspelt header takes a whole column out of use without any other sign."),
    remedy: LocalText(zh: "对照数据字典改表头。", en: "Correct the header by the data dictionary."),
    message: { problem in
      LocalText(
        zh: "列“\(problem.text)”未采用；是否应为 \(problem.detail)？",
        en: "the column “\(problem.text)” is not used; did you mean \(problem.detail)?")
    })
}
