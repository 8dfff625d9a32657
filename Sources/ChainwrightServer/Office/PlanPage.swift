import Chainwright
import ClusterModel

/// Against the plan: how far each target is, and the figures that lack as fields to fill in.
extension Visit {
  private var chosenPlan: String? {
    let files = ruleFiles("programme")
    return files.first { $0 == request.address["rules"] } ?? files.first
  }

  func planPage() throws -> HTTPResponse {
    let opened = try self.opened()
    guard let rules = office.rules, let chosen = chosenPlan, let plan = rules.existing(chosen) else {
      throw Office.Trouble(message: LocalText(zh: "没有随附的方案文件", en: "there is no programme file"))
    }
    let run = try ask("programme", [plan, "--format=html"])
    let options = ruleFiles("programme").map { "<option\($0 == chosen ? " selected" as Markup : "")>\($0)</option>" as Markup }
    let query = "rules=" + Address.encoded(chosen)
    return page(
      t("对照方案", "Against the plan"), .plan, opened: opened, command: ["programme", shownPath, "Rules/" + chosen],
      downloads: run.status == 0 ? Self.downloads("programme", query) : [],
      """
      <div class="head"><h1>\(run.status == 0 ? AnswerBody(run.text).title : t("对照方案", "Against the plan"))</h1></div>
      <form class="row no-print" action="/plan"><label for="rules">\(t("方案", "Programme"))</label><select id="rules" name="rules">\(options)</select><button>\(t("查看", "Show"))</button></form>
      \(run.status == 0 ? try figureForms(plan, chosen, opened) : "")
      <div class="answer">\(run.status == 0 ? AnswerBody(run.text).markup : "<p class=\"note bad\">\(said(run))</p>")</div>
      """)
  }

  /// The rows of published figures that targets and measures lack: value, year, as of and source, each kept in the history.
  private func figureForms(_ plan: String, _ chosen: String, _ opened: Library.Opened) throws -> Markup {
    guard mayWrite else { return "" }
    let run = try ask("programme", [plan, "--format=json"])
    guard run.status == 0, let answer = try? JSON.read(run.output) else { return "" }
    var seen: Set<String> = []
    var forms: [Markup] = []
    for row in (answer["missing"]?.list ?? []) + (answer["measures_missing"]?.list ?? []) {
      guard let attribute = row["attribute"]?.string, let table = row["figure_table"]?.string else { continue }
      let (subject, unit) = (row["subject_id"]?.string ?? "", row["target_unit"]?.string ?? "")
      guard seen.insert([table, subject, attribute, unit].joined(separator: "\u{0}")).inserted else { continue }
      let id = "g\(seen.count)"
      func entry(_ name: String, _ label: String, _ attributes: Markup) -> Markup {
        "<div class=\"field\"><label for=\"\(id)-\(name)\">\(label)</label><input id=\"\(id)-\(name)\" name=\"\(name)\" required \(attributes)></div>"
      }
      forms.append(
        """
        <details class="panel gap"><summary>\(row["which_rows"]?.string ?? attribute)</summary><form class="body" method="post" action="/figures">\(formToken)\(baseField(opened))<input type="hidden" name="rules" value="\(chosen)"><input type="hidden" name="table" value="\(table)"><input type="hidden" name="subject" value="\(subject)"><input type="hidden" name="attribute" value="\(attribute)"><div class="form-grid">\(entry("value", t("数值", "Value") + (unit.isEmpty ? "" : "（\(unit)）"), "inputmode=\"decimal\""))<div class="field"><label for="\(id)-unit">\(t("单位", "Unit"))</label><input id="\(id)-unit" name="unit" value="\(unit)"></div>\(entry("year", t("年份", "Year"), "placeholder=\"2023\""))\(entry("as-of", t("截至（年-月-日）", "As of (year-month-day)"), "placeholder=\"2023-12-31\""))\(entry("source", t("来源", "Source"), "class=\"wide\""))</div><p class="row gap"><button class="primary">\(t("补上这一项", "Record it"))</button></p></form></details>
        """)
    }
    if forms.isEmpty { return "" }
    return """
      <section class="no-print gap2" aria-labelledby="hg"><h2 id="hg">\(t("补数值：缺 \(forms.count) 项公布数", "\(forms.count) published figures are missing"))</h2><p class="soft small">\(t("补一项，用到它的目标和举措都按它算；谁补的、何时、依据什么，都留在历史里。", "What is filled in serves every target and measure that asks for it; who said it, when and from where is kept."))</p>\(forms)</section>
      """
  }

  func recordFigure() throws -> HTTPResponse {
    let attribute = try needed("attribute", "指标", "the attribute")
    let source = try needed("source", "来源", "the source")
    let year = try needed("year", "年份", "the year")
    let asOf = try needed("as-of", "截至", "the date")
    let said = try needed("value", "数值", "the value")
    guard let value = Double(said), value.isFinite, abs(value) < 1e15 else {
      throw Office.Trouble(
        message: LocalText(zh: "“\(said)”不是数", en: "\"\(said)\" is no number"),
        remedy: LocalText(zh: "写成 12 或 3.5，不带单位和逗号", en: "write 12 or 3.5, without unit and separators"))
    }
    guard CalendarDay(asOf) != nil else {
      throw Office.Trouble(
        message: LocalText(zh: "“\(asOf)”不是日期", en: "\"\(asOf)\" is no date"),
        remedy: LocalText(zh: "写成 2023-12-31", en: "write 2023-12-31"))
    }
    let table = try needed("table", "对象类别", "the kind")
    try record(t("补数值：", "figure: ") + attribute) { network in
      network.figures.append(
        Figure(
          table: table, subject: field("subject") ?? "", attribute: attribute, value: value, unit: field("unit") ?? "", year: year,
          provenance: Provenance(.sourced, source: source, asOf: asOf)))
    }
    return .redirect("/plan" + (field("rules").map { "?rules=" + Address.encoded($0) } ?? ""))
  }
}
