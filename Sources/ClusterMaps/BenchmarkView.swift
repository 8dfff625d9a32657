import ClusterAnalysis
import ClusterModel
import Diagram

extension MapSheet {
  /// A cluster and a peer side by side: every stage a box with what the one has and, under it, what the other has.
  mutating func drawBenchmark(_ own: ClusterID, _ peer: ClusterID) {
    let name = { (cluster: ClusterID, sheet: MapSheet) in sheet.network.label(cluster)[sheet.language] }
    let (a, b) = (name(own, self), name(peer, self))
    diagram.title = text("\(a)对标\(b)：各环节有无与差距", "\(a) beside \(b), stage by stage")
    guard let benchmark = facts.benchmark else { return }
    let lacking = benchmark.rows.filter(\.isLacking)
    diagram.subtitle = text(
      "差距 \(points(benchmark.gap)) 分（标杆减本集群）；标杆有而本集群无的环节 \(lacking.count) 个",
      "gap \(points(benchmark.gap)) points (peer minus cluster); stages that only the peer has: \(lacking.count)")
    let positions = benchmark.rows.map { network.stages[$0.stage.row].position }
    if let first = positions.min(), let last = positions.max(), first >= 0, last < 1_000, last > first {
      diagram.columns = (0...last).map {
        Diagram.Heading($0 == first ? text("上游", "Upstream") : $0 == last ? text("下游", "Downstream") : "")
      }
    }
    for (order, row) in benchmark.rows.enumerated() { drawBoth(row, own: a, peer: b, order: Double(order)) }
    drawTemplate(benchmark.own.chain)
    diagram.notes.append(
      text(
        "每个环节框中：上为\(a)，下为\(b)。分数为逐环节对标的分数；无法衡量的分项未计入。",
        "In each box \(a) is above and \(b) below. Points are those of the benchmark, stage by stage; what cannot be measured is not in them."
      ))
    let names = lacking.map { stageName($0.stage) }.joined(separator: text("、", ", "))
    diagram.description =
      text("逐环节对照\(a)与\(b)。", "\(a) and \(b) held against each other, stage by stage. ")
      + (lacking.isEmpty ? text("没有只有标杆才有的环节。", "No stage is the peer's alone.") : text("只有标杆才有：\(names)。", "Only the peer has: \(names)."))
  }

  /// A gap of 0…1 in points of 100.
  func points(_ gap: Double) -> String { Decimals.text(gap * 100, 1) }

  private mutating func drawBoth(_ row: Benchmark.Row, own: String, peer: String, order: Double) {
    cover(network.stages[row.stage.row].provenance)
    let key = Self.key(row.stage, network)
    let column = network.stages[row.stage.row].position
    var style = Palette.stage
    var lines = [Diagram.Line(stageName(row.stage), .strong)]
    var says: [String] = []
    if !row.own.isPresent && !row.peer.isPresent {
      style = Palette.unrecordedStage
      lines.append(Diagram.Line(text("两地均无在册企业", "no firm of either"), .detail))
      explain(.unrecorded)
    } else if row.isLacking {
      style = Palette.missingStage
      lines.append(
        Diagram.Line("○ " + text("本集群缺 · 差 \(points(row.gap)) 分", "lacking: \(points(row.gap)) points"), .mark, color: Palette.missing))
      explain(.lacking)
    } else if row.gap > 5e-4 {
      style = Palette.weakStage
      lines.append(Diagram.Line("▼ " + text("落后 \(points(row.gap)) 分", "behind: \(points(row.gap)) points"), .mark, color: Palette.weak))
      explain(.behind)
    } else if row.gap < -5e-4 {
      lines.append(Diagram.Line("▲ " + text("领先 \(points(-row.gap)) 分", "ahead: \(points(-row.gap)) points"), .mark, color: Palette.blue))
      explain(.ahead)
    } else {
      lines.append(Diagram.Line("＝ " + text("可比部分相当", "level where measured"), .mark, color: Palette.ink))
      explain(.ahead)
    }
    for part in Benchmark.Part.allCases {
      if let value = row.parts[part], abs(value) > 5e-5 { says.append("\(part.label[language]) \(points(value))") }
    }
    diagram.groups.append(
      Diagram.Group(
        key: key, lines: lines, style: style, column: column, order: order, title: stageName(row.stage),
        description: says.joined(separator: text("；", "; "))))
    guard row.own.isPresent || row.peer.isPresent else { return }
    drawSide(row.own, own, key: "own@\(key)", isPeer: false, column: column, group: key)
    drawSide(row.peer, peer, key: "peer@\(key)", isPeer: true, column: column, group: key)
  }

  /// What one of the two has at a stage.
  private mutating func drawSide(_ row: ClusterProfile.Row, _ name: String, key: String, isPeer: Bool, column: Int, group: String) {
    for firm in row.firms { cover(firm) }
    var style = isPeer ? Palette.elsewhere : Palette.leader
    explain(isPeer ? .peerCluster : .ownCluster)
    var lines = [Diagram.Line(name, isPeer ? .name : .strong)]
    if row.isPresent {
      let amount = facts.benchmark?.own.measure == .output ? row.scale.value.map { text(" · 产出 ", " · ") + words.amount($0) } ?? "" : ""
      lines.append(Diagram.Line(words.firms(row.firms.count) + amount, .detail))
      if row.firms.allSatisfy({ network.firms.isSynthetic($0) }) {
        style.line = .dashed
        explain(.syntheticFirm)
      }
    } else {
      style = Palette.unrecordedStage
      lines.append(Diagram.Line(text("无在册企业", "no firm on record"), .detail))
      explain(.unrecorded)
    }
    let firms = row.firms.prefix(20).map { network.firms.name($0, language) }.joined(separator: text("、", ", "))
    diagram.nodes.append(
      Diagram.Node(
        key: key, lines: lines, style: style, column: column, group: group, order: isPeer ? 1 : 0, isLast: isPeer, title: name,
        description: firms))
  }

  /// The template's arrows between the stages.
  private mutating func drawTemplate(_ chain: ChainID) {
    for requirement in network.requirements where network.stages[requirement.output.row].chain == chain {
      cover(requirement.provenance)
      let isEssential = requirement.importance == .essential
      explain(isEssential ? .requires : .requiresLess)
      let (input, output) = (Self.key(requirement.input, network), Self.key(requirement.output, network))
      diagram.edges.append(
        Diagram.Edge(
          key: "requires:\(input)>\(output)", source: input, target: output, style: isEssential ? Palette.requires : Palette.requiresLess,
          title: "\(stageName(requirement.input)) → \(stageName(requirement.output))",
          description: isEssential ? text("模板：必需投入", "template: essential input") : text("模板：非必需投入", "template: non-essential input")))
    }
  }
}
