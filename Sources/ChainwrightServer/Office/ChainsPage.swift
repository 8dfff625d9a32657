import Answers
import Chainwright
import ClusterIO
import ClusterModel

/// The chains of the clusters: looked at, taken from the library, and changed one row at a time.
extension Visit {
  func chainsPage() throws -> HTTPResponse {
    let opened = try self.opened()
    let network = opened.study.network
    let clusters = network.clusters.filter { item in
      guard item.chain != nil else { return false }
      if let cluster { return item.id == cluster }
      if let county { return item.county.map { network.counties[$0.row].code } == county }
      return true
    }
    let items = clusters.map { item -> Markup in
      "<li><a href=\"\(href("/chains", [("cluster", item.id)]))\">\(item.name[language])</a> <span class=\"soft small\">\(item.chain.map { network.chains[$0.row].name[language] } ?? "")</span></li>"
    }
    let nothing: Markup =
      "<p class=\"note info\">\(t("没有对照产业链的集群：在集群清单里填写产业链（chain_id），再导入一次。也可以在下面从模板库里选一条。", "No cluster here has a chain: give its chain_id in the list of clusters, or choose one from the library below."))</p>"
    guard let only = cluster.flatMap({ id in clusters.first { $0.id == id } }) ?? (clusters.count == 1 ? clusters.first : nil) else {
      return page(
        t("产业链", "Chains"), .chains, opened: opened,
        "<div class=\"head\"><h1>\(t("产业链", "Chains"))</h1><p class=\"soft\">\(t("选一个集群，看它的链", "Choose a cluster to see its chain"))</p></div><ul class=\"questions\">\(items)</ul>\(items.isEmpty ? nothing : nil)\(libraryForm(opened))"
      )
    }
    let run = try ask("gaps", ["--cluster=\(only.id)", "--format=html"])
    let svg = try drawn(["--view=chain", "--cluster=\(only.id)"], "svg")
    let map: Markup =
      svg.flatMap { Self.inline($0, "m") }.map {
        "<div class=\"mapbar\"><span></span><span class=\"row\"><button type=\"button\" data-fit=\"pane1\" aria-pressed=\"false\" hidden>\(t("适合宽度", "Fit the width"))</button><a href=\"\("/map/chain.svg?cluster=" + Address.encoded(only.id))\">\(t("下载图", "Download"))</a> <a href=\"\("/map/chain.html?cluster=" + Address.encoded(only.id))\">\(t("下载活页（可点选停产，离线可用）", "Download the live page (stop firms, works offline)"))</a></span></div><div class=\"pane\" id=\"pane1\" tabindex=\"0\" role=\"region\" aria-label=\"\(t("产业链图，可滚动", "Map of the chain, scrolls"))\">\(Markup(trusted: $0))</div>"
      } ?? ""
    return page(
      only.name[language], .chains, opened: opened, command: ["gaps", shownPath, "--cluster", only.id],
      downloads: Self.downloads("gaps", "cluster=" + Address.encoded(only.id)),
      """
      <div class="head"><h1>\(only.name[language])</h1><p class="soft"><a href="\(href("/weak-links", [("cluster", only.id)]))">\(t("薄弱环节", "Weak links"))</a></p></div>\(map)\(chainForms(opened, only))
      <div class="answer">\(run.status == 0 ? AnswerBody(run.text).markup : "<p class=\"note bad\">\(said(run))</p>")</div>
      """)
  }

  // MARK: forms

  private func option(_ value: String, _ text: String, isChosen: Bool = false) -> Markup {
    "<option value=\"\(value)\"\(isChosen ? " selected" as Markup : "")>\(text)</option>"
  }

  private func select(_ id: String, _ name: String, _ label: String, _ options: [Markup]) -> Markup {
    "<div class=\"field\"><label for=\"\(id)\">\(label)</label><select id=\"\(id)\" name=\"\(name)\">\(options)</select></div>"
  }

  private func form(_ title: String, _ action: String, _ opened: Library.Opened, _ fields: Markup, _ button: String) -> Markup {
    "<details class=\"panel gap no-print\"><summary>＋ \(title)</summary><form class=\"body\" method=\"post\" action=\"\(action)\">\(formToken)\(baseField(opened))\(cluster.map { "<input type=\"hidden\" name=\"back\" value=\"\($0)\">" as Markup })<div class=\"form-grid\">\(fields)</div><p class=\"row gap\"><button class=\"primary\">\(button)</button></p></form></details>"
  }

  /// A template of the library for a cluster.
  private func libraryForm(_ opened: Library.Opened) -> Markup {
    let network = opened.study.network
    guard mayWrite, !network.clusters.isEmpty else { return "" }
    guard let run = try? office.library.run(["chains", "--format=json", "--lang=\(language.rawValue)"], of: office.program.path),
      let chains = (try? JSON.read(run.output))?["chains"]?.list
    else { return "" }
    let templates = chains.compactMap { item in
      item["chain_id"]?.string.map {
        option($0, (item["name"]?.string ?? $0) + " · " + t("\(item["stages"]?.int ?? 0) 个环节", "\(item["stages"]?.int ?? 0) stages"))
      }
    }
    let clusters = network.clusters.map { option($0.id, $0.name[language], isChosen: $0.id == cluster) }
    return form(
      t("从库里选一条链", "A chain from the library"), "/chains/add", opened,
      select("cl-t", "chain", t("产业链模板", "Template"), templates) + select("cl-c", "cluster", t("给哪个集群", "For which cluster"), clusters),
      t("采用", "Take it"))
  }

  /// What a chain and its firms lack, a row at a time.
  private func chainForms(_ opened: Library.Opened, _ cluster: Cluster) -> Markup {
    let network = opened.study.network
    guard mayWrite, let chain = cluster.chain else { return "" }
    let stages = network.stages.indices.filter { network.stages[$0].chain == chain }
    func stageOptions() -> [Markup] { stages.map { option(network.stages[$0].id, network.stages[$0].name[language]) } }
    let own = network.cluster(id: cluster.id)
    let firms = network.firms.all.lazy.filter { network.firms.cluster($0) == own }.prefix(600).map {
      option(network.firms.name($0, language), "")
    }
    let inside = Set(stages)
    let needs = network.requirements.filter { inside.contains($0.output.row) }.map { need -> Markup in
      let (input, output) = (network.stages[need.input.row], network.stages[need.output.row])
      return option(input.id + "|" + output.id, output.name[language] + " ← " + input.name[language])
    }
    let kinds = [("essential", t("必需：缺了就停", "Essential: stops without it")), ("non_essential", t("非必需：缺了不停", "Not essential"))]
    return form(
      t("把一家企业归入环节", "Place a firm at a stage"), "/chains/place", opened,
      "<datalist id=\"chain-firms\">\(Array(firms))</datalist><div class=\"field\"><label for=\"cp-f\">\(t("企业", "Firm"))</label><input id=\"cp-f\" name=\"firm\" list=\"chain-firms\" required></div>"
        + select("cp-s", "stage", t("环节", "Stage"), stageOptions()) + sourceField("cp-o"), t("归入", "Place"))
      + form(
        t("加一条“需要”", "Add a requirement"), "/chains/require", opened,
        select("cr-o", "output", t("哪个环节", "Which stage"), stageOptions()) + select("cr-i", "input", t("需要", "Needs"), stageOptions())
          + select("cr-k", "importance", t("缺了怎样", "Without it"), kinds.map { option($0.0, $0.1) }) + sourceField("cr-s"), t("加上", "Add"))
      + (needs.isEmpty
        ? ""
        : form(
          t("去掉一条“需要”", "Take a requirement away"), "/chains/unrequire", opened,
          select("cu-n", "need", t("需要", "Requirement"), needs), t("去掉", "Take away"))) + libraryForm(opened)
  }

  private func sourceField(_ id: String) -> Markup {
    "<div class=\"field\"><label for=\"\(id)\">\(t("来源", "Source"))</label><input id=\"\(id)\" name=\"source\" required></div>"
  }

  // MARK: writing

  func changeChain(_ part: String) throws -> HTTPResponse {
    switch part {
    case "add": return try takeTemplate()
    case "place":
      let (firm, stage, source) = (
        try needed("firm", "企业", "the firm"), try needed("stage", "环节", "the stage"), try needed("source", "来源", "the source")
      )
      try record(t("归入环节：", "placed: ") + firm) { network in
        let found = try network.find(firm: firm)
        let kind: ProvenanceKind = network.firms.isSynthetic(found) ? .synthetic : .sourced
        network.makings.append(Making(firm: found, stage: try self.stage(stage, network), provenance: Provenance(kind, source: source)))
      }
    case "require":
      let (input, output, source) = (
        try needed("input", "需要", "the input"), try needed("output", "环节", "the stage"), try needed("source", "来源", "the source")
      )
      let importance: Importance = field("importance") == "non_essential" ? .nonEssential : .essential
      try record(t("加“需要”：", "requirement: ") + output + " ← " + input) { network in
        network.requirements.append(
          Requirement(
            input: try self.stage(input, network), output: try self.stage(output, network), importance: importance,
            provenance: Provenance(.sourced, source: source)))
      }
    case "unrequire":
      let parts = try needed("need", "需要", "the requirement").split(separator: "|").map(String.init)
      guard parts.count == 2 else { throw Office.Trouble.noPage(["chains", part]) }
      try record(t("去掉“需要”：", "no requirement: ") + parts[1] + " ← " + parts[0]) { network in
        let (input, output) = (try self.stage(parts[0], network), try self.stage(parts[1], network))
        network.requirements.removeAll { $0.input == input && $0.output == output }
      }
    default: throw Office.Trouble.noPage(["chains", part])
    }
    return .redirect("/chains" + (field("back").map { "?cluster=" + Address.encoded($0) } ?? ""))
  }

  private func stage(_ id: String, _ network: Network) throws -> StageID {
    guard let row = network.stages.firstIndex(where: { $0.id == id }) else {
      throw Office.Trouble(
        message: LocalText(zh: "没有环节“\(id)”", en: "there is no stage \(id)"),
        remedy: LocalText(zh: "重新打开页面再选", en: "open the page again and choose"))
    }
    return StageID(row)
  }

  /// A chain out of the library, and the cluster that is held against it from now on.
  private func takeTemplate() throws -> HTTPResponse {
    let (template, id) = (try needed("chain", "产业链", "the chain"), try needed("cluster", "集群", "the cluster"))
    try record(t("从库里选：", "from the library: ") + template) { network in
      if !network.chains.contains(where: { $0.id == template }) {
        let scratch = try Scratch()
        let folder = scratch.folder + "/with"
        let run = office.program.run(["chains-add", path, template, "--to=\(folder)", "--lang=\(language.rawValue)"])
        if run.status != 0 { throw Office.Trouble(message: LocalText(zh: said(run), en: said(run))) }
        network = try NetworkReader.read(folder).network
      }
      guard let chain = network.chains.firstIndex(where: { $0.id == template }),
        let cluster = network.clusters.firstIndex(where: { $0.id == id })
      else {
        throw Office.Trouble(message: LocalText(zh: "没有这条链或这个集群", en: "there is no such chain or cluster"))
      }
      network.clusters[cluster].chain = ChainID(chain)
    }
    return .redirect("/chains?cluster=" + Address.encoded(id))
  }
}
