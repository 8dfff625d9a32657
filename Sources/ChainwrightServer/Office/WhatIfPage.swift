import Answers
import Chainwright
import ClusterModel

/// Try it: changes are put together in the address, and held against the network as it is. Nothing is written unless the plan is kept.
extension Visit {
  /// One change, as it stands in the address: `shut|FIRM`, `second|BUYER|PRODUCT|SUPPLIER`, `new|BUYER|PRODUCT|NAME`, `curtail|CLUSTER|0.3`.
  struct Change {
    var said: String
    /// Lines of a scenario.
    var yaml: [String]
    var raw: String
  }

  private var raw: [String] { request.address.query.filter { $0.name == "change" && !$0.value.isEmpty }.prefix(40).map { $0.value } }

  /// What the forms add, put to what was there.
  private func added() -> String? {
    let address = request.address
    switch address["add"] {
    case "shut": return address["stop"].map { "shut|" + $0 }
    case "second":
      guard let buyer = address["buyer"], let product = address["product"], let supplier = address["supplier"] else { return nil }
      return ["second", buyer, product, supplier].joined(separator: "|")
    case "new":
      guard let buyer = address["buyer"], let product = address["product"], let name = address["name"] else { return nil }
      return ["new", buyer, product, name].joined(separator: "|")
    case "curtail": return address["of"].map { "curtail|\($0)|" + (address["loss"] ?? "0.3") }
    default: return nil
    }
  }

  private static func quoted(_ text: String) -> String { JSON.text(text).line }

  private func change(_ raw: String, _ number: Int, _ network: Network) throws -> Change {
    let parts = raw.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    func bad() -> Office.Trouble {
      Office.Trouble(
        message: LocalText(zh: "看不懂的变更：\(raw)", en: "a change that is not understood: \(raw)"),
        remedy: LocalText(zh: "从下面的表单加变更", en: "add changes by the forms"))
    }
    func name(_ firm: FirmID) -> String { network.firms.name(firm, language) }
    switch (parts.first ?? "", parts.count) {
    case ("shut", 2):
      let firm = try network.find(firm: parts[1])
      return Change(
        said: t("停产 ", "Stop ") + name(firm), yaml: ["  - shut: {firms: \(Self.quoted(network.firms.id(firm)))}"],
        raw: "shut|" + network.firms.id(firm))
    case ("second", 4):
      let (buyer, product, supplier) = (
        try network.find(firm: parts[1]), try network.find(product: parts[2]), try network.find(firm: parts[3])
      )
      let (b, p, s) = (network.firms.id(buyer), network.products[product.row].id, network.firms.id(supplier))
      return Change(
        said: t(
          "\(name(supplier)) 向 \(name(buyer)) 供应“\(network.products[product.row].name.zh)”",
          "\(name(supplier)) supplies \(network.products[product.row].name.en) to \(name(buyer))"),
        yaml: [
          "  - add: supplies", "    row: {supplier_id: \(Self.quoted(s)), buyer_id: \(Self.quoted(b)), product_id: \(Self.quoted(p))}",
        ], raw: ["second", b, p, s].joined(separator: "|"))
    case ("new", 4):
      let (buyer, product) = (try network.find(firm: parts[1]), try network.find(product: parts[2]))
      let (b, item) = (network.firms.id(buyer), network.products[product.row])
      let id = "PLAN-\(number)"
      let county = network.firms.county(buyer).map { ", county_code: \(Self.quoted(network.counties[$0.row].code))" } ?? ""
      let cluster = network.firms.cluster(buyer).map { ", cluster_id: \(Self.quoted(network.clusters[$0.row].id))" } ?? ""
      let stage = item.stage.map { ", stage_id: \(Self.quoted(network.stages[$0.row].id))" } ?? ""
      return Change(
        said: t("引进 \(parts[3])，向 \(name(buyer)) 供应“\(item.name.zh)”", "\(parts[3]) comes and supplies \(item.name.en) to \(name(buyer))"),
        yaml: [
          "  - add: firms", "    row: {firm_id: \(id), name: \(Self.quoted(parts[3]))\(county)\(cluster)}", "  - add: makes",
          "    row: {firm_id: \(id), product_id: \(Self.quoted(item.id))\(stage)}", "  - add: supplies",
          "    row: {supplier_id: \(id), buyer_id: \(Self.quoted(b)), product_id: \(Self.quoted(item.id))}",
        ], raw: ["new", b, item.id, parts[3]].joined(separator: "|"))
    case ("curtail", 3):
      let cluster = try network.find(cluster: parts[1])
      guard let loss = Double(parts[2]), loss > 0, loss <= 1 else { throw bad() }
      let named = network.clusters[cluster.row]
      return Change(
        said: t(
          "橙色预警：\(named.name.zh) 限产 \(Wording(.zh).share(loss))", "Orange alert: \(named.name.en) makes \(Wording(.en).share(loss)) less"),
        yaml: ["  - curtail: {cluster: \(Self.quoted(named.id))}", "    loss: \(parts[2])"], raw: "curtail|\(named.id)|\(parts[2])")
    default: throw bad()
    }
  }

  private func scenario(_ changes: [Change], _ name: String, _ title: String) -> String {
    let head = [
      "name: \(name)", "title: \(Self.quoted(title))", "provenance: proposed", "source: \(Self.quoted("chainwright serve"))", "changes:",
    ]
    return (head + changes.flatMap(\.yaml)).joined(separator: "\n") + "\n"
  }

  func whatIfPage(part: String?) throws -> HTTPResponse {
    let opened = try self.opened()
    let network = opened.study.network
    if let more = self.added() {
      let pairs: [(String, String?)] = (raw + [more]).map { ("change", $0) }
      return .redirect(href("/what-if", pairs, keeps: ["county", "cluster", "as-of"]))
    }
    let changes = try raw.enumerated().map { try change($1, $0 + 1, network) }
    if part == "plan.yaml" {
      return .download(
        "plan.yaml", type: "text/plain; charset=utf-8", .bytes(Array(scenario(changes, "plan", t("试一试的方案", "a plan that was tried")).utf8)))
    }
    let focus = cluster ?? changes.lazy.compactMap { self.cluster(of: $0, network) }.first
    let added = changes.map { "<input type=\"hidden\" name=\"change\" value=\"\($0.raw)\">" as Markup }
    let scope = ["county", "cluster", "as-of"].compactMap { key in
      request.address[key].map { "<input type=\"hidden\" name=\"\(key)\" value=\"\($0)\">" as Markup }
    }
    let kept = added + scope
    let list = changes.enumerated().map { at, change -> Markup in
      let rest: [(String, String?)] = changes.enumerated().filter { $0.offset != at }.map { ("change", $0.element.raw) }
      return
        "<li><b>\(change.said)</b><span class=\"row\"><a class=\"button\" href=\"\(href("/what-if", rest, keeps: ["county", "cluster", "as-of"]))\" aria-label=\"\(t("去掉 ", "Take away ") + change.said)\">\(t("去掉", "Take away"))</a></span></li>"
    }
    let nothing: Markup =
      "<p class=\"note info\">\(t("加一项变更，这里就显示前后对照和变化图。名单不改动。", "Add a change, and what differs is shown here. The lists stay as they are."))</p>"
    let result = try changes.isEmpty ? nothing : outcome(changes, focus)
    let address = changes.map { "change=" + Address.encoded($0.raw) }.joined(separator: "&")
    return page(
      t("试一试", "Try it"), .whatIf, opened: opened, command: ["what-if", shownPath, "plan.yaml"] + (focus.map { ["--cluster", $0] } ?? []),
      downloads: changes.isEmpty ? [] : [("plan.yaml", "/what-if/plan.yaml?" + address)],
      """
      <div class="head"><h1>\(t("试一试", "Try it"))</h1><p class="soft">\(t("不改动名单 · \(changes.count) 项变更", "The lists stay as they are · \(changes.count) changes"))\(isWorkspace ? " · <a href=\"\(href("/what-if/compare", [], keeps: ["cluster", "as-of"]))\">\(t("并列比较存下的方案", "Kept plans side by side"))</a>" as Markup : nil)</p></div>
      <div class="whatif"><section aria-labelledby="hc"><h2 id="hc">\(t("变更", "Changes"))</h2>\(changes.isEmpty ? nil : "<ol class=\"changes\">\(list)</ol>" as Markup)
      \(forms(kept, network))\(keepForm(changes))</section>
      <div>\(result)</div></div>
      """)
  }

  /// The cluster that a change is about.
  private func cluster(of change: Change, _ network: Network) -> String? {
    let parts = change.raw.split(separator: "|").map(String.init)
    if parts[0] == "curtail" { return parts[1] }
    let firm = network.firm(id: parts[1])
    if let own = firm.flatMap({ network.firms.cluster($0) }), network.clusters[own.row].chain != nil { return network.clusters[own.row].id }
    return nil
  }

  private func outcome(_ changes: [Change], _ focus: String?) throws -> Markup {
    let text = scenario(changes, "plan", t("试一试", "Try it"))
    let words = focus.map { ["--cluster=\($0)"] } ?? []
    let made = try office.drawings.folder(self, ["what-if", text] + words, LocalText(zh: "前后对照", en: "Before and after")) {
      [path] scratch in
      let file = try scratch.write(text, "plan.yaml")
      return ["what-if", path, file] + words + [
        "--to=\(scratch.folder)/out", "--format=html", "--limit=10", "--output=\(scratch.folder)/page.html",
      ]
    }
    let html = Scratch.read(made.folder + "/page.html").map { String(decoding: $0, as: UTF8.self) } ?? ""
    let drawn = Bounds.names(in: made.folder + "/out").filter {
      $0.hasSuffix(".svg") && !$0.hasSuffix("-before.svg") && !$0.hasSuffix("-after.svg")
    }
    let maps = drawn.prefix(3).enumerated().compactMap { at, name -> Markup? in
      guard let svg = Scratch.read(made.folder + "/out/" + name), let inline = Self.inline(svg, "d\(at)") else { return nil }
      return """
        <div class="mapbar"><span>\(t("＋ 新增　− 消失　灰：不变", "+ new  − gone  grey: the same"))</span><span class="row"><button type="button" data-fit="pane\(at)" aria-pressed="false" hidden>\(t("适合宽度", "Fit the width"))</button></span></div><div class="pane" id="pane\(at)" tabindex="0" role="region" aria-label="\(t("变化图，可滚动", "Map of the difference, scrolls"))">\(Markup(trusted: inline))</div>
        """
    }
    let map: Markup =
      maps.isEmpty
      ? "" : "<section class=\"gap2\" aria-labelledby=\"hm\"><h2 id=\"hm\">\(t("变化图", "Map of the difference"))</h2>\(maps)</section>"
    return "<section aria-label=\"\(t("前后对照", "Before and after"))\"><div class=\"answer\">\(AnswerBody(html).markup)</div></section>\(map)"
  }

  private func forms(_ kept: [Markup], _ network: Network) -> Markup {
    let here = cluster.flatMap { network.cluster(id: $0) }
    let firms = network.firms.all.lazy.filter { here == nil || network.firms.cluster($0) == here }.prefix(600).map {
      network.firms.name($0, language)
    }
    let firmList = "<datalist id=\"firms\">\(firms.map { "<option value=\"\($0)\"></option>" as Markup })</datalist>" as Markup
    let products = network.products.prefix(400).map { "<option value=\"\($0.id)\">\($0.name[language])</option>" as Markup }
    let clusters = network.clusters.filter { $0.chain != nil }.map {
      "<option value=\"\($0.id)\"\($0.id == cluster ? " selected" as Markup : "")>\($0.name[language])</option>" as Markup
    }
    func block(_ title: String, _ add: String, _ fields: Markup) -> Markup {
      "<details class=\"panel gap\"><summary>＋ \(title)</summary><form class=\"body\" action=\"/what-if\">\(kept)<input type=\"hidden\" name=\"add\" value=\"\(add)\">\(fields)<p class=\"row gap\"><button class=\"primary\">\(t("加上", "Add"))</button></p></form></details>"
    }
    func firm(_ id: String, _ name: String, _ label: String) -> Markup {
      "<div class=\"field\"><label for=\"\(id)\">\(label)</label><input id=\"\(id)\" name=\"\(name)\" list=\"firms\" required></div>"
    }
    func product(_ id: String) -> Markup {
      "<div class=\"field\"><label for=\"\(id)\">\(t("产品", "Product"))</label><select id=\"\(id)\" name=\"product\">\(products)</select></div>"
    }
    return """
      \(firmList)<h3 class="sr">\(t("加一项变更", "Add a change"))</h3>
      \(block(t("停产一家", "Stop a firm"), "shut", firm("f1", "stop", t("企业", "Firm"))))
      \(block(t("找第二供应商", "Find a second supplier"), "second", firm("f2", "buyer", t("采购方", "Buyer")) + product("p2") + firm("f3", "supplier", t("第二供应商（在册企业）", "The second supplier (a recorded firm)"))))
      \(block(t("引进一家企业", "Bring in a firm"), "new", firm("f4", "buyer", t("采购方", "Buyer")) + product("p4") + "<div class=\"field\"><label for=\"n4\">\(t("引进企业的名称", "Name of the firm that comes"))</label><input id=\"n4\" name=\"name\" value=\"\(t("拟引进企业", "a firm to come"))\" required></div>"))
      \(clusters.isEmpty ? nil : block(t("橙色预警限产", "Orange alert"), "curtail", "<div class=\"field\"><label for=\"c5\">\(t("集群", "Cluster"))</label><select id=\"c5\" name=\"of\">\(clusters)</select></div><div class=\"field\"><label for=\"l5\">\(t("限产比例（0.3 即三成）", "Share lost (0.3 is 30 %)"))</label><input id=\"l5\" name=\"loss\" value=\"0.3\" inputmode=\"decimal\"></div>"))
      """
  }

  private func keepForm(_ changes: [Change]) -> Markup {
    guard mayWrite, !changes.isEmpty else { return "" }
    let kept = changes.map { "<input type=\"hidden\" name=\"change\" value=\"\($0.raw)\">" as Markup }
    return """
      <div class="panel gap"><header><h3>\(t("存为方案", "Keep as a plan"))</h3></header><form class="body" action="/plans" method="post">\(formToken)\(kept)<div class="field"><label for="pn">\(t("方案名称（字母、数字、-）", "Name (letters, digits, -)"))</label><input id="pn" name="name" required pattern="[A-Za-z0-9\\-]+"></div><p class="row gap"><button>\(t("存为方案", "Keep"))</button></p></form></div>
      """
  }

  func keepPlan() throws -> HTTPResponse {
    let network = try opened().study.network
    let raw = form.filter { $0.name == "change" }.map { $0.value }
    guard let name = field("name"), !raw.isEmpty, name.utf8.count < 60,
      name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D })
    else {
      throw Office.Trouble(
        message: LocalText(zh: "方案名称只能用字母、数字和 -", en: "a plan's name has letters, digits and - alone"),
        remedy: LocalText(zh: "换个名称", en: "take another name"))
    }
    let changes = try raw.enumerated().map { try change($1, $0 + 1, network) }
    let scratch = try Scratch()
    let file = try scratch.write(scenario(changes, name, name), name + ".yaml")
    let run = office.program.run(["import", file, "--into=\(path)", "--yes", "--who=\(session.person.name)", "--lang=\(language.rawValue)"])
    if run.status != 0 { throw Office.Trouble(message: LocalText(zh: said(run), en: said(run))) }
    return .redirect("/what-if?" + changes.map { "change=" + Address.encoded($0.raw) }.joined(separator: "&"))
  }
}
