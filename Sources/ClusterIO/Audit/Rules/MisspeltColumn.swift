import ClusterModel

extension AuditRule {
  static let misspeltColumn = AuditRule(
    id: "misspelt-column", severity: .warning,
    checks: LocalText(
      zh: "没有与数据字典的列名只差一两个字母的表头，也没有两列是同一项。",
      en: "No header is a letter or two away from a column of the dictionary, and no two columns are the same."),
    why: LocalText(
      zh: "写错的表头会使整列数据不起作用，而不报任何错。",
      en: "A misspelt header takes a whole column out of use without any other sign."),
    remedy: LocalText(zh: "对照数据字典改表头。", en: "Correct the header by the data dictionary."),
    message: { problem in
      // Last year's revenue beside this year's: which one counts has to be said.
      if problem.detail.hasPrefix("again\n") {
        let used = problem.detail.dropFirst(6)
        return LocalText(
          zh: "列“\(problem.text)”与“\(used)”是同一项；采用“\(used)”，这一列原样保留",
          en: "the columns “\(problem.text)” and “\(used)” say the same; “\(used)” is used, the other is kept as it is")
      }
      return LocalText(
        zh: "列“\(problem.text)”未采用；是否应为 \(problem.detail)？",
        en: "the column “\(problem.text)” is not used; did you mean \(problem.detail)?")
    })
}
