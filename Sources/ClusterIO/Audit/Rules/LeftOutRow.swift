import ClusterModel

extension AuditRule {
  static let leftOutRow = AuditRule(
    id: "left-out-row", severity: .note,
    checks: LocalText(zh: "表头以下每一行都是一条记录。", en: "Every row below the header is a record."),
    why: LocalText(
      zh: "标题、合计、注释、填表人等行不是企业，也不是供应关系；不采用，也不计入合计。",
      en: "Titles, totals, notes and signatures are no firms and no supply links; they are not used, and not added to anything."),
    remedy: LocalText(
      zh: "不必处理；如果其中有应读取的行，请改掉“合计”“注：”等字样。",
      en: "Nothing; where one of them is a record after all, write it without words such as total or note."),
    message: { problem in
      switch problem.detail {
      case "title": LocalText(zh: "表头上方的“\(problem.text)”是标题，未采用", en: "“\(problem.text)” above the header is a title; it was left out")
      case "total": LocalText(zh: "“\(problem.text)”是合计行，未采用", en: "“\(problem.text)” is a total; the row was left out")
      case "heading":
        LocalText(
          zh: "“\(problem.text)”是分段标题，未采用", en: "“\(problem.text)” is the heading of a part; the row was left out")
      case "header":
        LocalText(zh: "“\(problem.text)”一行是重复的表头，未采用", en: "the row of “\(problem.text)” is the header once more; it was left out")
      case "example": LocalText(zh: "“\(problem.text)”是示例行，未采用", en: "“\(problem.text)” is an example; the row was left out")
      case "serial":
        LocalText(zh: "“\(problem.text)”列只是行的编号，未采用", en: "the column “\(problem.text)” only numbers the rows; it was left out")
      default: LocalText(zh: "“\(problem.text)”是注释，未采用", en: "“\(problem.text)” is a note; the row was left out")
      }
    })
}
