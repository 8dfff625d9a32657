import ClusterModel

extension AuditRule {
  static let nameForID = AuditRule(
    id: "name-for-id", severity: .note,
    checks: LocalText(zh: "引用别的表时写的是编号。", en: "What is referred to is named by its id."),
    why: LocalText(
      zh: "写名称也能读：只对应一行的名称按该行读取；按简称对应的，请核对是不是同一家。",
      en:
        "Names are read too: one that belongs to a single row is that row. Where short forms were compared it may be another of like name."),
    remedy: LocalText(
      zh: "不必处理；对应有误时，在该处写编号。",
      en: "Nothing; where a name was taken for another, write the id there."),
    message: { problem in
      if problem.detail == "key" {
        return LocalText(zh: "企业名单没有编号，以“\(problem.text)”为编号", en: "the list of firms has no ids; “\(problem.text)” serves as the id")
      }
      // The table, how the two are the same, and the id taken.
      let parts = problem.detail.split(separator: "\n").map(String.init)
      let (table, rule) = (parts[0], parts.count > 1 ? parts[1] : "")
      let id = parts.count > 2 ? LocalText(zh: "“\(parts[2])”", en: "“\(parts[2])”") : LocalText(zh: "该表的一行", en: "a row there")
      let how =
        switch rule {
        case "confirmed": LocalText(zh: "人工确认", en: "as was confirmed")
        case "exact": LocalText(zh: "名称相同", en: "by its name")
        case "folded":
          LocalText(zh: "名称只差括号、全角半角、空格或大小写", en: "by its name, which differs by its brackets, blanks, width or case only")
        default:
          LocalText(
            zh: "名称去掉地名和“有限公司”“集团”等后相同，请核对",
            en: "by its name without the place before it and the legal form behind it; see that it is the same")
        }
      return LocalText(
        zh: "写的是名称：“\(problem.text)”取 \(table).csv 的\(id.zh)（\(how.zh)）",
        en: "names stand for ids: “\(problem.text)” was taken for \(id.en) of \(table).csv, \(how.en)")
    })
}
