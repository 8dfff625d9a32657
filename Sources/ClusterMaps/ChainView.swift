import ClusterAnalysis
import ClusterModel
import Diagram

/// Firms at each stage of a drawing, and where they are drawn.
struct StageBoard {
  /// Firms of each stage, in the order of `stages`; the last may be firms at no stage.
  var stages: [(stage: StageID?, firms: [FirmID])] = []
  /// The figure that stands for a firm at a stage.
  var figures: [FirmID: [(stage: StageID?, key: String)]] = [:]
  var names: [String: String] = [:]
  /// The stage's box in which each figure stands.
  var boxOf: [String: String] = [:]
  /// Figures of single points: their arrows stay their own.
  var weakFigures = Set<String>()

  /// The figure of a firm that fits a stage best.
  func figure(_ firm: FirmID, at stage: StageID?) -> String? {
    guard let all = figures[firm] else { return nil }
    return (all.first { $0.stage == stage } ?? all.first)?.key
  }
}

private struct StagePair: Hashable {
  var input: StageID?
  var output: StageID?
}

extension MapSheet {
  static func key(_ stage: StageID?, _ network: Network) -> String { stage.map { "stage:\(network.stages[$0.row].id)" } ?? "stage:" }

  /// The chain view, and with `flowsOutside` the body of the cluster view.
  mutating func drawChain(_ chain: ChainID, inside cluster: ClusterID?, flowsOutside: Bool) {
    let stages = network.stages(of: chain)
    var firmsAt: [StageID: [FirmID]] = [:]
    for firm in network.firms.all where cluster == nil || network.firms.cluster(firm) == cluster {
      for stage in facts.firmStages[firm] { firmsAt[stage, default: []].append(firm) }
    }
    var board = StageBoard()
    board.stages = stages.map { ($0, firmsAt[$0] ?? []) }
    for stage in stages { cover(network.stages[stage.row].provenance) }
    diagram.title = text("\(chainName(chain, cluster))图", "Map of \(chainName(chain, cluster))")
    let present = board.stages.filter { !$0.firms.isEmpty }.count
    diagram.subtitle = text("环节 \(stages.count) 个，有企业的 \(present) 个", "\(present) of \(stages.count) stages have firms")
    if let completeness = facts.gaps?.completeness, facts.gaps?.chain == chain {
      diagram.subtitle += text("，完整度 \(Words.percent(completeness))", ", completeness \(Words.percent(completeness))")
    }
    diagram.columns = chainHeadings(stages)
    drawStages(&board, columnShift: 0)
    drawStageFlows(board, chain)
    describe(board)
  }

  private func chainHeadings(_ stages: [StageID]) -> [Diagram.Heading] {
    let positions = Array(Set(stages.map { network.stages[$0.row].position })).sorted()
    guard let last = positions.last, last < 1_000, positions[0] >= 0 else { return [] }
    return (0...last).map { position in
      if position == positions[0] && last > positions[0] { return Diagram.Heading(text("上游", "Upstream")) }
      return Diagram.Heading(position == last && last > positions[0] ? text("下游", "Downstream") : "")
    }
  }

  /// A box for each stage, with its firms.
  mutating func drawStages(_ board: inout StageBoard, columnShift: Int, unplacedColumn: Int = 0) {
    let positions = board.stages.map { entry in entry.stage.map { network.stages[$0.row].position } ?? unplacedColumn }
    let stagesIn = Dictionary(grouping: positions, by: { $0 }).mapValues(\.count)
    let total = board.stages.reduce(0) { $0 + $1.firms.count }
    let withFirms = max(board.stages.filter { !$0.firms.isEmpty }.count, 1)
    var foldedFirms = 0
    for (position, entry) in board.stages.enumerated() {
      let inColumn = max(stagesIn[positions[position]] ?? 1, 1)
      var limit = max(request.columnLimit / inColumn, 2)
      if total > request.firmLimit { limit = min(limit, max(request.firmLimit / withFirms, 2)) }
      let key = Self.key(entry.stage, network)
      let column = positions[position] + columnShift
      addStage(entry, key: key, column: column, order: Double(position))
      board.names[key] = stageName(entry.stage)
      let (shown, rest) = folded(entry.firms, limit: limit)
      for (order, firm) in shown.enumerated() {
        let figure = "firm:\(network.firms.id(firm))@\(key)"
        let node = firmNode(firm, key: figure, column: column, group: key, order: Double(order))
        diagram.nodes.append(node)
        board.figures[firm, default: []].append((entry.stage, figure))
        board.names[figure] = node.title
        board.boxOf[figure] = key
        if marks.ofFirm(network.firms.id(firm)) != nil { board.weakFigures.insert(figure) }
      }
      if rest.isEmpty { continue }
      foldedFirms += rest.count
      let figure = "rest@\(key)"
      diagram.nodes.append(foldedNode(rest, isAll: shown.isEmpty, key: figure, column: column, group: key))
      for firm in rest { board.figures[firm, default: []].append((entry.stage, figure)) }
      board.boxOf[figure] = key
      board.names[figure] = "\(stageName(entry.stage)) · \(words.otherFirms(rest.count))"
    }
    if foldedFirms > 0 {
      diagram.notes.append(
        text(
          "合并说明：为便于阅读，每个环节只画出重点企业（领跑者、链主、单点、规模较大者），其余 \(foldedFirms) 家合并为“其余…家”。",
          "Folded: each stage shows its leaders, single points and largest firms; the remaining \(foldedFirms) firms are folded into other firms."
        ))
    }
  }

  func stageName(_ stage: StageID?) -> String {
    stage.map { network.label($0)[language] } ?? text("未分环节", "No stage recorded")
  }

  private mutating func addStage(_ entry: (stage: StageID?, firms: [FirmID]), key: String, column: Int, order: Double) {
    let id = entry.stage.map { network.stages[$0.row].id } ?? ""
    var style = Palette.stage
    var lines = [Diagram.Line(stageName(entry.stage), .strong)]
    var says: [String] = [words.firms(entry.firms.count)]
    var states: [Diagram.Line] = []
    func state(_ rule: String) -> Finding? { marks.ofStage(id, rule) }
    if !entry.firms.isEmpty { lines.append(Diagram.Line(words.firms(entry.firms.count), .detail)) }
    if let finding = state("missing-link") {
      style = Palette.missingStage
      states.append(Diagram.Line("○ " + text("缺链 · 补链对象", "missing"), .mark, color: Palette.missing))
      says.append(finding.message[language])
      explain(.missing)
    } else if entry.firms.isEmpty {
      style = Palette.unrecordedStage
      lines.append(Diagram.Line(text("无在册企业", "no firm on record"), .detail))
      explain(.unrecorded)
    } else {
      explain(.stage)
    }
    if let finding = state("weak-link") {
      if style.stroke == Palette.stage.stroke { style = Palette.weakStage }
      states.append(Diagram.Line("▼ " + text("弱链 · 强链对象", "weak"), .mark, color: Palette.weak))
      says.append(finding.message[language])
      explain(.weakStage)
    }
    if let finding = state("broken-link") {
      if style.stroke == Palette.stage.stroke { style.stroke = Palette.weak }
      states.append(Diagram.Line("× " + text("断链", "broken"), .mark, color: Palette.weak))
      says.append(finding.message[language])
      explain(.broken)
    }
    if let finding = state("chokepoint") {
      if style.stroke == Palette.stage.stroke { style = Palette.chokeStage }
      states.append(Diagram.Line("■ " + text("卡脖子", "chokepoint"), .mark, color: Palette.choke))
      says.append(finding.message[language])
      explain(.chokepoint)
    }
    diagram.groups.append(
      Diagram.Group(
        key: key, lines: lines + states, style: style, column: column, order: order, title: stageName(entry.stage),
        description: says.joined(separator: text("；", "; "))))
  }

  /// Supply links between the firms drawn; where a required pair of stages has none, the template's arrow between the stages.
  mutating func drawStageFlows(_ board: StageBoard, _ chain: ChainID) {
    var flows = Flows()
    var linked = Set<Flows.Pair>()
    let required = Set(network.requirements.map { StagePair(input: $0.input, output: $0.output) })
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let (supplier, buyer) = (network.supplies.supplier(link), network.supplies.buyer(link))
      guard board.figures[supplier] != nil, board.figures[buyer] != nil, supplier != buyer else { continue }
      let made = network.supplies.product(link).flatMap { network.products[$0.row].stage } ?? board.figures[supplier]?.first?.stage
      let used = board.figures[buyer]?.first { required.contains(StagePair(input: made, output: $0.stage)) }
      guard let source = board.figure(supplier, at: made), let target = used?.key ?? board.figure(buyer, at: nil) else { continue }
      if source == target { continue }
      flows.add(link, network, from: source, to: target)
      linked.insert(Flows.Pair(source: board.boxOf[source] ?? "", target: board.boxOf[target] ?? ""))
      cover(network.supplies.provenance[row])
    }
    draw(bundled(flows, board), names: board.names)
    let drawn = Set(board.stages.map { Self.key($0.stage, network) })
    for requirement in network.requirements where network.stages[requirement.output.row].chain == chain {
      let pair = Flows.Pair(source: Self.key(requirement.input, network), target: Self.key(requirement.output, network))
      guard !linked.contains(pair), drawn.contains(pair.source), drawn.contains(pair.target) else { continue }
      addRequirement(requirement, pair, board)
    }
  }

  /// Where there are too many arrows to follow, those between two stages become one between their boxes; single points keep theirs.
  private mutating func bundled(_ flows: Flows, _ board: StageBoard) -> Flows {
    guard flows.flows.count > request.arrowLimit else { return flows }
    func boxes(_ pair: Flows.Pair) -> Flows.Pair? {
      guard let source = board.boxOf[pair.source], let target = board.boxOf[pair.target], source != target else { return nil }
      if board.weakFigures.contains(pair.source) || board.weakFigures.contains(pair.target) { return nil }
      return Flows.Pair(source: source, target: target)
    }
    let counts = Dictionary(grouping: flows.flows.keys.compactMap { boxes($0) }, by: { $0 }).mapValues(\.count)
    let merged = flows.merged { pair in
      guard let whole = boxes(pair), (counts[whole] ?? 0) > 4 else { return pair }
      return whole
    }
    if merged.flows.count < flows.flows.count {
      diagram.notes.append(
        text(
          "供应关系较密的环节之间，箭头合并为环节到环节的一条；单点企业的箭头单独保留。",
          "Between stages with many supply links the arrows are merged into one from stage to stage; those of single points stay their own."
        ))
    }
    return merged
  }

  private mutating func addRequirement(_ requirement: Requirement, _ pair: Flows.Pair, _ board: StageBoard) {
    cover(requirement.provenance)
    let (input, output) = (stageName(requirement.input), stageName(requirement.output))
    let hasBoth = board.stages.filter { $0.stage == requirement.input || $0.stage == requirement.output }.allSatisfy { !$0.firms.isEmpty }
    let isBroken = hasBoth && marks.ofStage(network.stages[requirement.input.row].id, "broken-link") != nil
    var style = requirement.importance == .essential ? Palette.requires : Palette.requiresLess
    var says =
      requirement.importance == .essential
      ? text("模板：必需投入", "template: essential input") : text("模板：非必需投入", "template: non-essential input")
    if isBroken {
      style = Palette.broken
      says += text("；断链：内部没有供应关系", "; broken: no supply link inside")
    } else {
      explain(requirement.importance == .essential ? .requires : .requiresLess)
    }
    diagram.edges.append(
      Diagram.Edge(
        key: "requires:\(pair.source)>\(pair.target)", source: pair.source, target: pair.target,
        label: isBroken ? text("× 断链", "× broken") : "", style: style, title: "\(input) → \(output)", description: says))
  }

  private mutating func describe(_ board: StageBoard) {
    let list = board.stages.map { "\(stageName($0.stage))（\($0.firms.count)）" }.joined(separator: text("、", ", "))
    var says = text("自上游至下游的环节及企业数：", "Stages from upstream to downstream, with their number of firms: ") + list + text("。", ".")
    for (rule, zh, en) in [
      ("missing-link", "缺链", "Missing"), ("broken-link", "断链", "Broken"), ("weak-link", "弱链", "Weak"), ("chokepoint", "卡脖子", "Chokepoint"),
    ] {
      let names = board.stages.compactMap { entry in
        entry.stage.flatMap { marks.ofStage(network.stages[$0.row].id, rule) != nil ? stageName($0) : nil }
      }
      if names.isEmpty { continue }
      says += text("\(zh)：", " \(en): ") + names.joined(separator: text("、", ", ")) + text("。", ".")
    }
    diagram.description = says
  }
}
