import ClusterAnalysis
import ClusterModel
import Diagram

extension MapSheet {
  /// 招商路线图: where the makers are of what clusters lack, with what they supply today; counties at their places.
  mutating func drawSources() {
    let sources = facts.sources?.sources ?? []
    diagram.title = text("招商路线图：缺弱环节的在册企业所在地", "Where to attract from: makers of the stages that are missing or weak")
    diagram.arrangement = .positions
    let homes = Set(sources.compactMap { network.clusters[$0.cluster.row].county })
    let partners = Set(sources.compactMap(\.county))
    let around = network.counties.indices.filter { network.counties[$0].isInside }.map { CountyID($0) }
    let drawn = homes.union(partners).union(around).sorted()
    let stages = Set(sources.map(\.stage)).count
    diagram.subtitle = text(
      "环节 \(stages) 个，候选地 \(partners.subtracting(homes).count) 个；箭头为现有供应（注金额），点线为有企业而未供应",
      "\(stages) stages, \(partners.subtracting(homes).count) places; arrows supply today, with amounts; dotted: makers that do not supply yet"
    )
    let places = Projection(network.counties.filter(\.isInside))
    var names: [String: String] = [:]
    for county in drawn {
      let node = sourceNode(county, sources, isHome: homes.contains(county), places)
      names[node.key] = node.title
      diagram.nodes.append(node)
    }
    explain(.moved)
    drawSourceArrows(sources, names)
    let placeless = Set(sources.filter { $0.county == nil }.flatMap(\.makers))
    if !placeless.isEmpty {
      diagram.notes.append(
        text(
          "\(placeless.count) 家企业所在县未知，未画出。",
          "\(words.firms(placeless.count)) of unknown county \(placeless.count == 1 ? "is" : "are") not drawn."))
    }
    if partners.contains(where: { !network.counties[$0.row].isInside }) {
      diagram.notes.append(text("区域外的县市只示方向，不按比例。", "Places outside the region show the direction only, not the distance."))
    }
    if sources.isEmpty {
      diagram.notes.append(text("没有缺弱环节，或区域内外均无在册企业。", "No stage is missing or weak, or no maker of one is on record elsewhere."))
    }
    diagram.description = partners.subtracting(homes).sorted().map { county in
      network.counties[county.row].name[language] + text("：", ": ")
        + stagesAt(county, sources).map { "\(stageName($0.stage)) × \($0.makers.count)" }.joined(separator: text("、", ", "))
    }.joined(separator: text("；", "; "))
  }

  /// The stages that a county has makers of.
  private func stagesAt(_ county: CountyID, _ sources: [StageSources.Source]) -> [(stage: StageID, makers: Set<FirmID>)] {
    let here = Dictionary(grouping: sources.filter { $0.county == county }, by: \.stage)
    return here.keys.sorted { (network.stages[$0.row].position, $0.index) < (network.stages[$1.row].position, $1.index) }
      .map { stage in (stage, Set((here[stage] ?? []).flatMap(\.makers))) }
  }

  private mutating func sourceNode(_ county: CountyID, _ sources: [StageSources.Source], isHome: Bool, _ places: Projection?)
    -> Diagram.Node
  {
    let value = network.counties[county.row]
    cover(value.provenance)
    let name = value.name[language].isEmpty ? value.code : value.name[language]
    var lines = [Diagram.Line(name, .strong)]
    if isHome {
      let clusters = Set(sources.map(\.cluster)).filter { network.clusters[$0.row].county == county }.sorted()
      for cluster in clusters.prefix(3) { lines.append(Diagram.Line("◎ " + network.label(cluster)[language], .detail)) }
    }
    let stages = stagesAt(county, sources)
    for entry in stages.prefix(4) {
      for firm in entry.makers.sorted() { cover(firm) }
      lines.append(Diagram.Line("\(stageName(entry.stage)) × \(entry.makers.count)", .detail))
    }
    if stages.count > 4 { lines.append(Diagram.Line(text("等 \(stages.count) 个环节", "\(stages.count) stages in all"), .detail)) }
    var style = isHome ? Palette.leader : value.isInside ? Palette.county : Palette.elsewhere
    style.shape = .roundedBox
    if !isHome && stages.isEmpty {
      lines[0].role = .name
      style = Palette.emptyCounty
    }
    let makers = stages.flatMap(\.makers)
    if !makers.isEmpty && makers.allSatisfy({ network.firms.isSynthetic($0) }) {
      style.line = .dashed
      explain(.syntheticFirm)
    }
    if !value.isInside { explain(.elsewhere) }
    return Diagram.Node(
      key: "county:\(value.code)", lines: lines, style: style, position: places?.place(value), title: name,
      description: lines.dropFirst().map(\.text).joined(separator: text("；", "; ")))
  }

  private mutating func drawSourceArrows(_ sources: [StageSources.Source], _ names: [String: String]) {
    var flows = Flows()
    var idle: [Flows.Pair: Int] = [:]
    for source in sources {
      guard let from = source.county, let to = network.clusters[source.cluster.row].county, from != to else { continue }
      let pair = Flows.Pair(source: "county:\(network.counties[from.row].code)", target: "county:\(network.counties[to.row].code)")
      for link in source.links {
        flows.add(link, network, from: pair.source, to: pair.target)
        cover(network.supplies.provenance[link.row])
      }
      if source.links.isEmpty { idle[pair, default: 0] += source.makers.count }
    }
    draw(flows, limit: request.flowLimit, labels: 12, names: names)
    let supplied = Set(flows.flows.keys)
    let pairs = idle.keys.filter { !supplied.contains($0) }.sorted { ($0.source, $0.target) < ($1.source, $1.target) }
    for pair in pairs.prefix(request.flowLimit) {
      explain(.candidate)
      diagram.edges.append(
        Diagram.Edge(
          key: "candidate:\(pair.source)>\(pair.target)", source: pair.source, target: pair.target, style: Palette.candidate,
          title: "\(names[pair.source] ?? "") → \(names[pair.target] ?? "")",
          description: text("在册企业 \(idle[pair] ?? 0) 家，尚未供应", "\(words.firms(idle[pair] ?? 0)) on record, no supply yet")))
    }
  }
}
