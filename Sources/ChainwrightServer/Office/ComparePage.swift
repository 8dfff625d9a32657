import Answers
import Chainwright
import ClusterModel

/// Plans that were kept, side by side: what each changes, and what is then otherwise. The figures are those of `what-if` with all of them.
extension Visit {
  /// The names of the scenarios that the workspace keeps.
  func keptPlans() throws -> [String] {
    guard isWorkspace else { return [] }
    let run = try ask("history", ["--scenarios", "--format=json"])
    guard run.status == 0, let answer = try? JSON.read(run.output) else { return [] }
    var seen: Set<String> = []
    return (answer["scenarios"]?.list ?? []).compactMap { $0["scenario"]?.string }.filter { seen.insert($0).inserted }
  }

  /// What is compared of the whole network, and of each cluster in which something differs.
  private static let measures: [(table: String, names: [String])] = [
    (
      "network",
      [
        "single_points_count", "targets_with_single_points", "single_sourced", "local_supply_ratio", "bought_outside_cny_wan",
        "output_cny_wan", "worst_pair_loss_cny_wan",
      ]
    ),
    (
      "cluster",
      [
        "stages_missing", "stages_broken", "stages_weak", "stages_chokepoint", "completeness", "single_points", "output_cny_wan",
        "employees",
      ]
    ),
  ]

  func comparePage() throws -> HTTPResponse {
    let opened = try self.opened()
    let known = try keptPlans()
    var chosen: [String] = []
    for (name, value) in request.address.query where name == "plan" && known.contains(value) && !chosen.contains(value) {
      chosen.append(value)
    }
    chosen = Array(chosen.prefix(8))
    let boxes = known.enumerated().map { at, name -> Markup in
      let isOn: Markup = chosen.contains(name) ? " checked" : ""
      return
        "<label class=\"choice\" for=\"plan\(at)\"><input type=\"checkbox\" id=\"plan\(at)\" name=\"plan\" value=\"\(name)\"\(isOn)><span>\(name)</span></label>"
    }
    let scope = ["cluster", "as-of"].compactMap { key in
      request.address[key].map { "<input type=\"hidden\" name=\"\(key)\" value=\"\($0)\">" as Markup }
    }
    let none: Markup =
      "<p class=\"note info\">\(t("还没有存下的方案：在“试一试”里加上变更，再“存为方案”。", "No plan is kept yet: put changes together on Try it, and keep them."))</p>"
    let form: Markup =
      known.isEmpty
      ? none
      : "<form class=\"panel no-print\" action=\"/what-if/compare\"><div class=\"body\">\(scope)<fieldset class=\"row\"><legend>\(t("选两个以上的方案", "Choose two plans or more"))</legend>\(boxes)</fieldset><p class=\"row gap\"><button class=\"primary\">\(t("并列比较", "Compare"))</button></p></div></form>"
    var result: Markup = ""
    if chosen.count >= 2 { result = try comparison(chosen, opened.study.network) }
    if chosen.count == 1 { result = "<p class=\"note info\">\(t("再选一个方案。", "Choose one more."))</p>" }
    let files = chosen.map { $0 + ".yaml" }
    return page(
      t("并列比较方案", "Plans side by side"), .whatIf, opened: opened,
      command: chosen.count < 2 ? [] : ["what-if", shownPath] + files + (cluster.map { ["--cluster", $0] } ?? []) + ["--all"],
      """
      <div class="head"><h1>\(t("并列比较方案", "Plans side by side"))</h1><p class="soft">\(t("都从现在的名单算起 · ", "Each against the lists as they are · "))<a href="\(href("/what-if"))">\(t("回到试一试", "Back to Try it"))</a></p></div>
      \(form)\(result)
      """)
  }

  /// One table of all, and under it the answer of the command.
  private func comparison(_ plans: [String], _ network: Network) throws -> Markup {
    let texts = try plans.map { plan -> (name: String, text: String) in
      let run = try ask("history", ["--scenario=\(plan)"])
      guard run.status == 0 else { throw Office.Trouble(message: LocalText(zh: said(run), en: said(run))) }
      return (plan, run.text)
    }
    let words = (cluster.map { ["--cluster=\($0)"] } ?? []) + ["--all"]
    let title = LocalText(zh: "并列比较 \(plans.joined(separator: "、"))", en: "Comparing \(plans.joined(separator: ", "))")
    let made = try office.drawings.folder(self, ["compare"] + texts.flatMap { [$0.name, $0.text] } + words, title) { [path] scratch in
      let files = try texts.map { try scratch.write($0.text, Address.encoded($0.name) + ".yaml") }
      return ["what-if", path] + files + words + ["--format=json", "--output=\(scratch.folder)/answer.json"]
    }
    guard let bytes = Scratch.read(made.folder + "/answer.json"), let answer = try? JSON.read(bytes) else {
      throw Scratch.Failure(path: "answer.json")
    }
    let heads = plans.map { "<th scope=\"col\" class=\"num\">\($0)</th>" as Markup }
    let notes = (answer["notes"]?.list ?? []).compactMap(\.string).map { "<li>\($0)</li>" as Markup }
    let groups = changeRows(answer, plans, network) + measureRows(answer, plans)
    return """
      <section class="gap2" aria-labelledby="hcmp"><h2 id="hcmp">\(t("一张表", "In one table"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(t("方案比较表，可滚动", "Plans compared, scrolls"))"><table class="lines compare"><caption class="sr">\(title[language])</caption><thead><tr><th scope="col">\(t("项目", "Item"))</th><th scope="col" class="num">\(t("现在", "Now"))</th>\(heads)</tr></thead>\(groups)</table></div>
      <p class="small soft">\(t("括号里是与现在之差；? 表示数据不全，算不出确定的差。方案文件里没有写投资，这里就没有；要按投资选，用“强链”（strengthen）。", "In brackets the difference from now; ? where the data do not tell. Scenario files state no costs: to choose by cost, ask strengthen."))</p><ul class="small soft">\(notes)</ul></section>
      \(closed(answer, plans))
      """
  }

  private func group(_ title: String, _ rows: [Markup], _ columns: Int) -> Markup {
    rows.isEmpty ? "" : "<tbody><tr><th scope=\"rowgroup\" colspan=\"\(columns)\">\(title)</th></tr>\(rows)</tbody>"
  }

  /// How much each changes.
  private func changeRows(_ answer: JSON, _ plans: [String], _ network: Network) -> Markup {
    let scenarios = answer["scenarios"]?.list ?? []
    let rows = ["changes_count", "rows_added", "rows_removed", "rows_changed", "firms_shut", "firms_stopped_too"].compactMap {
      name -> Markup? in
      let counts = plans.map { plan in scenarios.first { $0["scenario"]?.string == plan }?[name]?.int ?? 0 }
      if counts.allSatisfy({ $0 == 0 }) { return nil }
      return
        "<tr><th scope=\"row\">\(FigureEntry.named(name).label[language])</th><td class=\"num\">–</td>\(counts.map { "<td class=\"num\">\($0)</td>" as Markup })</tr>"
    }
    let said = (answer["changes"]?.list ?? []).filter { $0["follows"] != .flag(true) }
    let lists = plans.map { plan -> Markup in
      let items = said.filter { $0["scenario"]?.string == plan }.prefix(12).map { change -> Markup in
        let ids = (change["ids"]?.list ?? []).compactMap(\.string).map { named($0, network) }.joined(separator: t("、", ", "))
        let list = change["table"]?.string ?? ""
        return "<li>\(DataDictionary.standard[list]?.title[language] ?? list)\(t("：", ": "))\(ids)</li>"
      }
      return "<td><ul class=\"plain small\">\(items)</ul></td>"
    }
    let what: Markup = "<tr><th scope=\"row\">\(t("动了哪些", "What it changes"))</th><td class=\"num\">–</td>\(lists)</tr>"
    return group(t("变更", "Changes"), [what] + rows, plans.count + 2)
  }

  /// The key of a row with the names of firms and products in the place of their ids.
  private func named(_ key: String, _ network: Network) -> String {
    key.split(separator: " / ").map { part -> String in
      let id = String(part)
      if let firm = network.firm(id: id) { return network.firms.name(firm, language) }
      return (try? network.find(product: id)).map { network.products[$0.row].name[language] } ?? id
    }.joined(separator: " / ")
  }

  private func measureRows(_ answer: JSON, _ plans: [String]) -> Markup {
    let measures = answer["measures"]?.list ?? []
    var groups: Markup = ""
    for (table, names) in Self.measures {
      var ids: [String] = []
      for row in measures where row["table"]?.string == table {
        guard let id = row["id"]?.string, !ids.contains(id) else { continue }
        let isOther = measures.contains { other in
          other["table"]?.string == table && other["id"]?.string == id && names.contains(other["measure"]?.string ?? "")
            && plans.contains { plan in
              other["difference." + plan].map { $0.number != 0 && other["after." + plan] != other["before"] } ?? false
            }
        }
        if isOther || table == "network" { ids.append(id) }
      }
      for id in ids.prefix(12) {
        let own = measures.filter { $0["table"]?.string == table && $0["id"]?.string == id }
        let rows = names.compactMap { name -> Markup? in
          guard let row = own.first(where: { $0["measure"]?.string == name }) else { return nil }
          let cells = plans.map { plan -> Markup in
            let (after, difference) = (row["after." + plan] ?? .null, row["difference." + plan] ?? .null)
            return
              "<td class=\"num\">\(shown(after, name)) <small class=\"soft\">\(t("（", "("))\(self.difference(difference, name))\(t("）", ")"))</small></td>"
          }
          return
            "<tr><th scope=\"row\">\(FigureEntry.named(name).label[language])</th><td class=\"num\">\(shown(row["before"] ?? .null, name))</td>\(cells)</tr>"
        }
        groups += group(own.first?["name"]?.string ?? id, rows, plans.count + 2)
      }
    }
    return groups
  }

  /// A value of the command's data, in words.
  private func cell(_ value: JSON, _ kind: FigureEntry.Kind) -> Cell {
    if let number = value.number {
      return kind == .share ? .share(number) : kind == .count ? .count(Int(number)) : .number(number)
    }
    guard let of = value["of"]?.int else { return .unknown }
    return .range(
      KnownRange(
        value: value["value"]?.number, low: value["at_least"]?.number, high: value["at_most"]?.number, known: value["known"]?.int ?? 0,
        of: of))
  }

  private func shown(_ value: JSON, _ name: String) -> String {
    let entry = FigureEntry.named(name)
    return Wording(language).withUnit(cell(value, entry.kind), entry)
  }

  /// With its sign; `?` where it is not certain.
  private func difference(_ value: JSON, _ name: String) -> String {
    guard let number = value.number else { return "?" }
    if number == 0 { return t("不变", "same") }
    let entry = FigureEntry.named(name)
    if entry.kind == .share { return Wording(language).withUnit(.points(number), entry) }
    return (number > 0 ? "+" : "") + Wording(language).withUnit(cell(value, entry.kind), entry)
  }

  /// Findings that are there in one and not in another, counted by kind.
  private func closed(_ answer: JSON, _ plans: [String]) -> Markup {
    var rules: [String] = []
    let rows = answer["findings_changed"]?.list ?? []
    for row in rows { if let rule = row["rule"]?.string, !rules.contains(rule) { rules.append(rule) } }
    if rules.isEmpty { return "" }
    let body = rules.map { rule -> Markup in
      let own = rows.filter { $0["rule"]?.string == rule }
      let cells = plans.map { plan -> Markup in
        func count(_ word: String) -> Int { own.count { $0["held_after." + plan]?.string == word } }
        return "<td class=\"num\">− \(count("closed"))　＋ \(count("opened"))</td>"
      }
      return
        "<tr><th scope=\"row\">\(FigureEntry.rule(rule)[language])</th><td class=\"num\">\(own.count { $0["held_before"] == .flag(true) })</td>\(cells)</tr>"
    }
    let heads = plans.map { "<th scope=\"col\" class=\"num\">\($0)</th>" as Markup }
    return """
      <section class="gap2" aria-labelledby="hfin"><h2 id="hfin">\(t("缺口与单点：消除、新增", "Gaps and single points: gone and new"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(t("发现的变化，可滚动", "Findings that differ, scrolls"))"><table class="lines"><thead><tr><th scope="col">\(t("规则", "Rule"))</th><th scope="col" class="num">\(t("现在（有变化的）", "Now (of those that differ)"))</th>\(heads)</tr></thead><tbody>\(body)</tbody></table></div></section>
      """
  }
}
