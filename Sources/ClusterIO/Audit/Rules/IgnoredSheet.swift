import ClusterModel

extension AuditRule {
  static let ignoredSheet = AuditRule(
    id: "ignored-sheet", severity: .note,
    checks: LocalText(zh: "工作簿的每个工作表都是一张表，或是说明。", en: "Every sheet of a workbook is a table or a page of notes."),
    why: LocalText(zh: "表名不符的工作表和隐藏的工作表不读取。", en: "Sheets that are named for no table, and hidden ones, are not read."),
    remedy: LocalText(
      zh: "不需要时不必处理；需要时按数据字典的表名改名（如“企业”“供应关系”），并取消隐藏。",
      en: "Nothing, when it is not needed; else name it as the dictionary names the table (firms, supplies, …), and show it."),
    message: { problem in
      problem.detail == "hidden"
        ? LocalText(zh: "工作表“\(problem.text)”是隐藏的，没有读取", en: "the sheet “\(problem.text)” is hidden and was not read")
        : LocalText(zh: "工作表“\(problem.text)”不是任何一张表，没有读取", en: "the sheet “\(problem.text)” is named for no table and was not read")
    })
}
