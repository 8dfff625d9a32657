import Answers
import Chainwright
import ClusterIO
import ClusterModel

/// Weak links: the list, and for the one that is chosen its proof, its map and the rows in the planner's own cells.
extension Visit {
  func weakLinksPage() throws -> HTTPResponse {
    let opened = try self.opened()
    let network = opened.study.network
    guard let (answer, words) = try weakLinks(20) else {
      return page(
        t("薄弱环节", "Weak links"), .weakLinks, opened: opened,
        "<div class=\"head\"><h1>\(t("薄弱环节", "Weak links"))</h1></div><p class=\"note info\">\(t("本县没有在册的领跑者；请选集群。", "No leader is recorded in this county; choose a cluster."))</p>"
      )
    }
    let findings = answer.findings ?? []
    let key = request.address["finding"]
    let chosen = findings.first { Self.key($0) == key } ?? findings.first
    let items = findings.map { finding -> Markup in
      let isHere: Markup = Self.key(finding) == chosen.map(Self.key) ? " aria-current=\"true\"" : ""
      let figure: Markup =
        finding.figures.last.map { figure -> Markup in
          let entry = FigureEntry.named(figure.name)
          return
            "<span class=\"m\"><span>\(entry.label[language]) \(Wording(language).withUnit(entry.kind == .share ? .share(figure.value) : .number(figure.value), entry))</span></span>"
        } ?? ""
      return
        "<li><a href=\"\(href("/weak-links", [("finding", Self.key(finding))]))#sel\"\(isHere)>\(marks(finding, network))<span class=\"t\">\(finding.message[language])</span>\(figure)</a></li>"
    }
    let notes = answer.notes.map { "<li>\($0[language])</li>" as Markup }
    let more: Markup =
      answer.omittedFindings > 0
      ? "<p class=\"small\"><a href=\"\(href("/ask/weak-links", [("limit", "200")]))\">\(t("另有 \(answer.omittedFindings) 处", "\(answer.omittedFindings) more"))</a></p>"
      : ""
    let detail = try chosen.map { try findingDetail($0, network) } ?? "<p class=\"note good\">\(t("没有发现。", "Nothing found."))</p>"
    return page(
      answer.title[language], .weakLinks, opened: opened, command: ["weak-links", shownPath] + words,
      downloads: Self.downloads("weak-links", Self.query(words)),
      """
      <div class="head"><h1>\(answer.title[language])</h1><p class="soft">\(scopeName(network))</p></div>
      <div class="weakpage"><nav aria-label="\(t("发现", "Findings"))"><div class="row"><h2>\(t("\(findings.count) 处，按轻重排", "\(findings.count), the heaviest first"))</h2></div><ol class="found">\(items)</ol>\(more)</nav>
      <div>\(detail)<ul class="small soft gap2">\(notes)</ul></div></div>
      """)
  }

  /// The cluster, county or firm that is looked at.
  private func scopeName(_ network: Network) -> String {
    if let firm { return network.firm(id: firm).map { network.firms.name($0, language) } ?? firm }
    if let cluster { return network.cluster(id: cluster).map { network.clusters[$0.row].name[language] } ?? cluster }
    return county.flatMap { network.county(code: $0) }.map { network.counties[$0.row].shown(language) } ?? t("全市", "whole region")
  }

  private func findingDetail(_ finding: Finding, _ network: Network) throws -> Markup {
    let steps = finding.witness.prefix(12).map { "<li>\($0.text[language])</li>" as Markup }
    let rest = finding.witness.count - steps.count
    let more: Markup = rest > 0 ? "<p class=\"small\">\(t("另有 \(rest) 步", "\(rest) more steps"))</p>" : ""
    let why: Markup =
      steps.isEmpty
      ? "" : "<section aria-labelledby=\"hp\"><h2 id=\"hp\">\(t("为什么", "Why"))</h2><ol class=\"proof\">\(steps)</ol>\(more)</section>"
    let decision = decide(finding, office.decisions.all()[Self.key(finding)], 0)
    let tryIt: Markup =
      finding.subject.table == "firm"
      ? " · <a href=\"\(href("/what-if", [("change", "shut|" + finding.subject.id), ("finding", nil)]))\">\(t("试一试：停产这一家", "Try it: stop this firm"))</a>"
      : ""
    return """
      <section class="finding" id="sel" aria-labelledby="hw">\(marks(finding, network))<h2 id="hw">\(finding.message[language])</h2><p class="facts">\(facts(finding, network))</p><p>\(t("先做：", "Do first: "))\(finding.remedy[language])\(tryIt)</p>\(decision)</section>
      \(try findingMap(finding, network))
      <div class="evidence">\(why)\(try evidence(finding))</div>
      """
  }

  /// The chain in which it lies.
  private func findingMap(_ finding: Finding, _ network: Network) throws -> Markup {
    var found = cluster.flatMap { network.cluster(id: $0) }
    for subject in [finding.subject] + finding.witness.flatMap(\.subjects) where found == nil && subject.table == "firm" {
      found = network.firm(id: subject.id).flatMap { network.firms.cluster($0) }
    }
    guard let found, network.clusters[found.row].chain != nil else { return "" }
    let id = network.clusters[found.row].id
    guard let svg = try drawn(["--view=chain", "--cluster=\(id)"], "svg"), let inline = Self.inline(svg, "m") else { return "" }
    // What the finding is about, or the first on its way that the map has: a firm outside the region is not drawn.
    let keys = ([finding.subject] + finding.witness.flatMap(\.subjects)).map { $0.table + ":" + $0.id }
    let text = keys.lazy.compactMap { Self.chosen($0, in: inline) }.first ?? inline
    let address = "/map/chain.svg?cluster=" + Address.encoded(id)
    return """
      <div class="mapbar"><span>\(t("粗蓝框：所选", "thick blue: chosen"))</span><span class="row"><button type="button" data-fit="pane1" aria-pressed="false" hidden>\(t("适合宽度", "Fit the width"))</button><a href="\(address)">\(t("下载图", "Download"))</a></span></div>
      <div class="pane" id="pane1" tabindex="0" role="region" aria-label="\(t("产业链图，可滚动", "Map of the chain, scrolls"))">\(Markup(trusted: text))</div>
      """
  }

  /// A drawing with one of its elements marked as chosen; `nil` where it has none of this key.
  private static func chosen(_ key: String, in svg: String) -> String? {
    // Its class stands before its key; a firm's has its stage behind it.
    for end in ["\"", "@"] {
      guard let place = svg.firstRange(of: "\" data-key=\"" + Markup.escaped(key) + end) else { continue }
      return String(svg[..<place.lowerBound]) + " sel" + String(svg[place.lowerBound...])
    }
    return nil
  }

  /// The rows that the finding rests on, as they stand in the lists.
  private func evidence(_ finding: Finding) throws -> Markup {
    if finding.places.isEmpty { return "" }
    var lists: [(name: String, rows: [Int])] = []
    for place in finding.places.prefix(16) {
      guard let row = place.row else { continue }
      if let at = lists.firstIndex(where: { $0.name == place.file }) {
        lists[at].rows.append(row)
      } else {
        lists.append((place.file, [row]))
      }
    }
    let tables = lists.map { list in rowTable(list.name, Set(list.rows)) }
    let left = finding.places.dropFirst(16).filter { $0.row != nil }
    let rest = Dictionary(grouping: left, by: \.file).sorted { $0.key < $1.key }.map { file, places -> Markup in
      let rows = places.compactMap(\.row).map { String($0) }.joined(separator: ",")
      return
        "<p class=\"small\"><a href=\"\(href("/rows", [("list", file), ("rows", rows)]))\">\(t("其余 \(places.count) 行：", "\(places.count) more rows: "))\(file)</a></p>"
    }
    return
      "<section aria-labelledby=\"rows\"><div class=\"head\"><h2 id=\"rows\">\(t("依据：您表里的行", "Evidence: the rows in your lists"))</h2></div>\(tables)\(rest)</section>"
  }

  /// Where lists lie that rows may be of: the network itself, and for a workspace the files that were taken in, the latest first.
  var sources: [String] { isWorkspace ? office.uploads.taken() : [path] }

  func rowTable(_ list: String, _ rows: Set<Int>) -> Markup {
    let file = list.split(separator: "!").first.map(String.init)
    let isNamed = { (path: String) in path.hasSuffix("/" + (file ?? "")) }
    guard let found = try? SourceRows.read(list, rows: rows, in: sources.filter(isNamed) + sources) else {
      let all = rows.sorted().map { String($0) }.joined(separator: t("、", ", "))
      return "<p class=\"small\"><span class=\"cell\">\(list)</span> \(t("第 \(all) 行", "rows \(all)"))</p>"
    }
    let columns = ([found.header?.cells.count ?? 0] + found.rows.map(\.cells.count)).max() ?? 0
    let used = (0..<columns).filter { column in found.rows.contains { column < $0.cells.count && !$0.cells[column].isEmpty } }
    let head = used.map { column -> Markup in
      let name = found.header.flatMap { column < $0.cells.count ? $0.cells[column] : nil } ?? ""
      return "<th scope=\"col\">\(name.isEmpty ? Assistant.letter(column) : name)</th>"
    }
    let isSheet = !list.hasSuffix(".csv")
    let body = found.rows.map { row -> Markup in
      let cells = used.map { column -> Markup in
        let text = column < row.cells.count ? row.cells[column] : ""
        let style: Markup = Double(text.replacing(",", with: "")) != nil ? " class=\"num\"" : ""
        return "<td\(style)>\(text)</td>"
      }
      let place = isSheet ? "\(list)!A\(row.number)" : "\(list):\(row.number)"
      return "<tr><th scope=\"row\"><span class=\"cell\">\(place)</span></th>\(cells)</tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(t("依据的行：", "rows of ") + list)"><table class="lines"><thead><tr><th scope="col">\(t("位置", "Place"))</th>\(head)</tr></thead><tbody>\(body)</tbody></table></div>
      """
  }

  func rowsPage() throws -> HTTPResponse {
    let list = request.address["list"] ?? ""
    let rows = Set((request.address["rows"] ?? "").split(separator: ",").compactMap { Int($0) }.prefix(200))
    return page(
      t("行", "Rows"), nil, opened: try opened(), "<div class=\"head\"><h1>\(list)</h1></div>\(rows.isEmpty ? nil : rowTable(list, rows))")
  }

  // MARK: maps

  /// A drawing of the command's, by a process of its own.
  func drawing(_ words: [String], _ ending: String) throws -> [UInt8] {
    try office.drawings.file(self, words, ending)
  }

  /// The same for a page that goes without it where it cannot be drawn.
  func drawn(_ words: [String], _ ending: String) throws -> [UInt8]? {
    do { return try drawing(words, ending) } catch let going as Works.Going { throw going } catch { return nil }
  }

  /// An SVG to stand in a page: without its declaration, its names its own.
  static func inline(_ svg: [UInt8], _ name: String) -> String? {
    let text = String(decoding: svg, as: UTF8.self)
    guard let begin = text.firstRange(of: "<svg ") else { return nil }
    return String(text[begin.lowerBound...]).replacing(" id=\"", with: " id=\"\(name)-").replacing("url(#", with: "url(#\(name)-")
      .replacing("aria-labelledby=\"drawing-title drawing-desc\"", with: "aria-labelledby=\"\(name)-drawing-title \(name)-drawing-desc\"")
  }

  func mapPage(_ name: String) throws -> HTTPResponse {
    let parts = name.split(separator: ".").map(String.init)
    let types = [
      "svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "dot": "text/plain; charset=utf-8",
      "html": "text/html; charset=utf-8",
    ]
    guard parts.count == 2, let type = types[parts[1]],
      ["chain", "cluster", "county", "leader", "tree", "sources", "steps"].contains(parts[0])
    else {
      throw Office.Trouble.noPage(["map", name])
    }
    var words = ["--view=\(parts[0])"]
    for option in ["cluster", "chain", "leader"] { if let value = request.address[option] { words.append("--\(option)=\(value)") } }
    let bytes = try drawing(words, parts[1])
    if parts[1] == "svg" {
      var response = HTTPResponse(type: type, bytes: bytes)
      response.headers.append(("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"))
      return response
    }
    return .download("\(parts[0]).\(parts[1])", type: type, .bytes(bytes))
  }
}
