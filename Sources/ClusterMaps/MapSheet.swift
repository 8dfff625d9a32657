import ClusterAnalysis
import ClusterModel
import Diagram

/// A map in the making: the diagram so far, and what its notes and legend will have to say.
struct MapSheet {
  let request: MapRequest
  let facts: MapFacts
  let words: Words
  let marks: Marks
  /// Stands before the title of a page: which side of a change it shows.
  var titlePrefix = ""
  var diagram: Diagram
  /// Legend entries that came up, by their place in the legend.
  private var legend: [Int: Diagram.LegendEntry] = [:]
  private(set) var coveredFirms = Set<FirmID>()
  private(set) var syntheticFirms = 0
  private var sources = SourceList()
  /// The roles of each firm that has some, the weightiest first.
  let rolesOf: [FirmID: [Role.Kind]]

  var network: Network { facts.network }
  var language: Language { request.language }

  init(_ request: MapRequest, _ facts: MapFacts) {
    self.request = request
    self.facts = facts
    words = Words(language: request.language)
    marks = Marks(facts.findings)
    rolesOf = Dictionary(grouping: facts.network.roles, by: \.firm).mapValues { Palette.sorted($0.map(\.kind)) }
    var singlePoints: [CountyID: Int] = [:]
    if case .county = request.view, !marks.isEmptyOfFirms {
      for firm in facts.network.firms.all where marks.ofFirm(facts.network.firms.id(firm)) != nil {
        if let county = facts.network.firms.county(firm) { singlePoints[county, default: 0] += 1 }
      }
    }
    self.singlePoints = singlePoints
    diagram = Diagram(title: "", language: request.language == .zh ? "zh-Hans" : "en")
  }

  /// Firms with a single-point finding, by county.
  let singlePoints: [CountyID: Int]

  func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  mutating func explain(_ entry: Palette.Entry) { legend[entry.rawValue] = Palette.legend(entry, language) }

  /// Explains a state by another entry, in a view that draws it otherwise.
  mutating func explain(_ entry: Palette.Entry, insteadOf other: Palette.Entry) {
    if legend.removeValue(forKey: other.rawValue) != nil { explain(entry) }
  }

  /// Counts a firm that is drawn or folded: its provenance goes into notes and source line.
  mutating func cover(_ firm: FirmID) {
    guard coveredFirms.insert(firm).inserted else { return }
    if network.firms.isSynthetic(firm) { syntheticFirms += 1 }
    sources.add(network.firms.provenance[firm.row])
  }

  mutating func cover(_ provenance: Provenance) { sources.add(provenance) }

  func finished() -> Diagram {
    var diagram = diagram
    diagram.legend = legend.keys.sorted().compactMap { legend[$0] }
    diagram.notes = network.remarks.map { $0[language] } + diagram.notes
    if syntheticFirms > 0 {
      diagram.notes.insert(
        text(
          "虚构提示：本图含虚构（synthetic）企业 \(syntheticFirms) 家，仅供演示，不代表任何真实企业。",
          "Synthetic data: \(syntheticFirms) of the firms shown are made up for demonstration and stand for no real firm."), at: 0)
      diagram.subtitle += text("（含虚构企业）", " (with synthetic firms)")
    }
    diagram.sourceLine = sourceLine
    return diagram
  }

  /// Where the facts drawn come from, in words, on one line.
  var sourceLine: String {
    let title = network.title[language]
    return sources.line(text("数据：", "Data: ") + (title.isEmpty ? network.name : title), language)
  }

  /// The node of a firm, with its roles and states in words.
  mutating func firmNode(_ firm: FirmID, key: String, column: Int = 0, group: String = "", order: Double, detail: String = "")
    -> Diagram.Node
  {
    cover(firm)
    let name = network.firms.name(firm, language)
    var lines = [Diagram.Line(name)]
    var style = Palette.firm
    let roles = rolesOf[firm] ?? []
    if let role = Palette.leading(roles) {
      style = Palette.leader
      explain(.leader)
      lines[0].role = .strong
      lines.append(Diagram.Line(words.role(role), .detail))
    } else if let honour = roles.first {
      lines.append(Diagram.Line(words.role(honour), .detail))
    }
    if !detail.isEmpty { lines.append(Diagram.Line(detail, .detail)) }
    let isProposed = network.firms.provenance.kind(firm.row) == .proposed
    if isProposed || network.firms.isSynthetic(firm) {
      style.line = .dashed
      explain(isProposed ? .proposedFirm : .syntheticFirm)
    }
    var says = [text("企业", "firm") + " " + network.firms.id(firm)]
    if let county = network.firms.county(firm) { says.append(network.counties[county.row].name[language]) }
    says += roles.map { words.role($0) }
    if isProposed {
      says.append(text("拟议", "proposed"))
    } else if network.firms.isSynthetic(firm) {
      says.append(text("虚构", "synthetic"))
    }
    if let finding = marks.ofFirm(network.firms.id(firm)) {
      style.stroke = Palette.weak
      style.strokeWidth = 2
      lines.append(Diagram.Line("▲ " + text("单点", "single point"), .mark))
      says.append(finding.message[language])
      explain(.singlePoint)
    }
    let pairs = marks.pairs(ofFirm: network.firms.id(firm))
    if let pair = pairs.first {
      let other = pair.other.name[language].isEmpty ? pair.other.id : pair.other.name[language]
      let more = pairs.count > 1 ? text(" 等 \(pairs.count) 家", " or \(pairs.count - 1) more") : ""
      lines.append(Diagram.Line("△ " + text("双点：与\(other)\(more)", "pair: with \(other)\(more)"), .mark))
      says += pairs.prefix(3).map { $0.finding.message[language] }
      if style.strokeWidth < 2 { style.stroke = Palette.missing }
      explain(.pair)
    }
    return Diagram.Node(
      key: key, lines: lines, style: style, column: column, group: group, order: order, title: name,
      description: says.joined(separator: text("；", "; ")))
  }

  /// The firms to draw one by one, and the others. States and roles first, then revenue, then id.
  func folded(_ firms: [FirmID], limit: Int) -> (shown: [FirmID], rest: [FirmID]) {
    let ranked = firms.sorted { a, b in
      let (ra, rb) = (rank(a), rank(b))
      if ra != rb { return ra < rb }
      let (va, vb) = (network.firms.revenue[a.row] ?? -1, network.firms.revenue[b.row] ?? -1)
      if va != vb { return va > vb }
      return network.firms.ids.precedes(a.row, b.row)
    }
    if let wanted = request.shown {
      return (ranked.filter { wanted.contains(network.firms.id($0)) }, ranked.filter { !wanted.contains(network.firms.id($0)) })
    }
    if firms.count <= limit { return (ranked, []) }
    let count = max(limit - 1, 0)
    return (Array(ranked[..<count]), Array(ranked[count...]))
  }

  private func rank(_ firm: FirmID) -> Int {
    let roles = rolesOf[firm] ?? []
    let isWeak = marks.ofFirm(network.firms.id(firm)) != nil
    if Palette.leading(roles) != nil { return isWeak ? 0 : 1 }
    return isWeak ? 2 : roles.isEmpty ? 4 : 3
  }

  /// One node for firms that are not drawn one by one.
  mutating func foldedNode(_ firms: [FirmID], isAll: Bool, key: String, column: Int = 0, group: String = "") -> Diagram.Node {
    for firm in firms { cover(firm) }
    explain(.folded)
    var lines = [Diagram.Line(isAll ? words.firms(firms.count) : words.otherFirms(firms.count))]
    let weak = firms.filter { marks.ofFirm(network.firms.id($0)) != nil }.count
    var style = Palette.folded
    if weak > 0 {
      lines.append(Diagram.Line("▲ " + text("其中单点 \(weak) 家", "\(weak) single points"), .mark))
      style.stroke = Palette.weak
      explain(.singlePoint)
    }
    if firms.allSatisfy({ network.firms.isSynthetic($0) }) {
      style.line = .dashed
      explain(.syntheticFirm)
    }
    let names = firms.prefix(20).map { network.firms.name($0, language) }.joined(separator: text("、", ", "))
    let more = firms.count > 20 ? text(" 等", " …") : ""
    return Diagram.Node(
      key: key, lines: lines, style: style, column: column, group: group, order: 1e6, isLast: true, title: lines[0].text,
      description: names + more)
  }
}
