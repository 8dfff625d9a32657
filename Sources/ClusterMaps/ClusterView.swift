import ClusterAnalysis
import ClusterModel
import Diagram

extension MapSheet {
  /// The firms of a cluster by stage, between what comes in and what goes out.
  mutating func drawCluster(_ cluster: ClusterID) {
    let own = network.clusters[cluster.row]
    cover(own.provenance)
    let firms = network.firms.all.filter { network.firms.cluster($0) == cluster }
    let board = board(of: firms, chain: own.chain)
    var placed = board
    let county = own.county.map { network.counties[$0.row].name[language] } ?? ""
    diagram.title = clusterTitle(own)
    diagram.subtitle = [
      county, own.leadingIndustry[language], firms.isEmpty ? text("无在册企业", "no firm on record") : words.firms(firms.count),
      facts.gaps?.cluster == cluster ? facts.gaps?.completeness.map { text("完整度 ", "completeness ") + Words.percent($0) } ?? "" : "",
    ].filter { !$0.isEmpty }.joined(separator: " · ")
    if own.status == .planned { diagram.subtitle += text(" · 规划集群", " · planned cluster") }
    // Columns of the stages in use, without the empty ones between; 0 and the last are for the flows.
    drawStages(&placed, columnShift: 1, unplacedColumn: columnOfUnplaced(board))
    let columns = Array(Set(diagram.groups.map(\.column))).sorted()
    let last = (columns.last ?? 0) + 1
    diagram.columns = [Diagram.Heading](repeating: Diagram.Heading(""), count: last + 1)
    diagram.columns[0] = Diagram.Heading(text("外来供应", "Supply from outside"))
    diagram.columns[last] = Diagram.Heading(text("对外供应", "Supply to outside"))
    if let chain = own.chain { drawStageFlows(placed, chain) } else { drawFlowsInside(placed) }
    drawOutsideFlows(cluster, placed, lastColumn: last)
    if firms.isEmpty {
      diagram.notes.append(text("本集群没有在册企业。", "No firm of this cluster is on record."))
    }
    diagram.description =
      text("集群企业按环节排列：", "Firms of the cluster by stage: ")
      + placed.stages.map { "\(stageName($0.stage))（\($0.firms.count)）" }.joined(separator: text("、", ", ")) + text("。", ".")
  }

  private func clusterTitle(_ cluster: Cluster) -> String {
    let name = cluster.name[language].isEmpty ? cluster.id : cluster.name[language]
    return text("\(name)：集群企业与供应图", "\(name): firms and supply of the cluster")
  }

  /// The stages at which the cluster has firms, and last the firms at no stage of its chain.
  private func board(of firms: [FirmID], chain: ChainID?) -> StageBoard {
    var board = StageBoard()
    var firmsAt: [StageID: [FirmID]] = [:]
    var unplaced: [FirmID] = []
    for firm in firms {
      let stages = facts.firmStages[firm].filter { chain == nil || network.stages[$0.row].chain == chain }
      if stages.isEmpty { unplaced.append(firm) }
      for stage in stages { firmsAt[stage, default: []].append(firm) }
    }
    let stages = firmsAt.keys.sorted { a, b in
      (network.stages[a.row].position, a.index) < (network.stages[b.row].position, b.index)
    }
    board.stages = stages.map { ($0, firmsAt[$0] ?? []) }
    if !unplaced.isEmpty { board.stages.append((nil, unplaced)) }
    return board
  }

  /// Where firms at no stage stand: a column before the middle of those they supply.
  private func columnOfUnplaced(_ board: StageBoard) -> Int {
    guard let unplaced = board.stages.last, unplaced.stage == nil else { return 0 }
    let own = Set(unplaced.firms)
    var columns: [FirmID: Int] = [:]
    for case (let stage?, let firms) in board.stages {
      for firm in firms { columns[firm] = network.stages[stage.row].position }
    }
    var (sum, count) = (0, 0)
    for row in 0..<network.supplies.count where own.contains(network.supplies.supplier(SupplyID(row))) {
      guard let column = columns[network.supplies.buyer(SupplyID(row))] else { continue }
      sum += column
      count += 1
    }
    return count > 0 ? max(sum / count - 1, 0) : 0
  }

  /// Links between drawn firms of a cluster without a chain.
  private mutating func drawFlowsInside(_ board: StageBoard) {
    var flows = Flows()
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      guard let source = board.figure(network.supplies.supplier(link), at: nil),
        let target = board.figure(network.supplies.buyer(link), at: nil), source != target
      else { continue }
      flows.add(link, network, from: source, to: target)
      cover(network.supplies.provenance[row])
    }
    draw(flows, names: board.names)
  }

  /// One figure for each county that supplies the cluster, and for each that it supplies.
  private mutating func drawOutsideFlows(_ cluster: ClusterID, _ board: StageBoard, lastColumn: Int) {
    var flows = Flows()
    var names = board.names
    var partners: [String: Set<FirmID>] = [:]
    let firms = network.firms
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let (supplier, buyer) = (network.supplies.supplier(link), network.supplies.buyer(link))
      let (sells, buys) = (firms.cluster(supplier) == cluster, firms.cluster(buyer) == cluster)
      if sells == buys { continue }
      let partner = sells ? buyer : supplier
      let (key, name) = place(of: partner, cluster)
      let figure = (sells ? "out:" : "in:") + key
      let stage = Self.key((board.figures[sells ? supplier : buyer]?.first?.stage).flatMap { $0 }, network)
      flows.add(link, network, from: sells ? stage : figure, to: sells ? figure : stage)
      names[figure] = name
      partners[figure, default: []].insert(partner)
      cover(partner)
      cover(network.supplies.provenance[row])
    }
    let kept = keptPlaces(flows, limit: request.columnLimit)
    for figure in partners.keys.sorted() where kept.contains(figure) {
      let isOut = figure.hasPrefix("out:")
      let count = partners[figure]?.count ?? 0
      let lines = [
        Diagram.Line(names[figure] ?? ""),
        Diagram.Line(isOut ? text("采购方 \(count) 家", "buyers: \(count)") : text("供应商 \(count) 家", "suppliers: \(count)"), .detail),
      ]
      diagram.nodes.append(
        Diagram.Node(
          key: figure, lines: lines, style: Palette.elsewhere, column: isOut ? lastColumn : 0, title: names[figure] ?? "",
          description: lines[1].text))
      explain(.elsewhere)
    }
    let dropped = partners.count - kept.count
    if dropped > 0 {
      diagram.notes.append(
        text("另有 \(dropped) 个往来地金额较小，未画出。", "\(dropped) more places with smaller flows are not drawn."))
    }
    draw(flows.only { kept.contains($0.source) || kept.contains($0.target) }, labels: .max, names: names)
  }

  /// The places with the largest flows, on each side.
  private func keptPlaces(_ flows: Flows, limit: Int) -> Set<String> {
    var kept = Set<String>()
    var counts = [0, 0]
    for (pair, _) in flows.sorted {
      let isIn = pair.source.hasPrefix("in:")
      let figure = isIn ? pair.source : pair.target
      if kept.contains(figure) || counts[isIn ? 0 : 1] >= limit { continue }
      kept.insert(figure)
      counts[isIn ? 0 : 1] += 1
    }
    return kept
  }

  /// Where a partner outside the cluster is: its county, the cluster's own county, or an unknown place.
  private func place(of firm: FirmID, _ cluster: ClusterID) -> (key: String, name: String) {
    guard let county = network.firms.county(firm) else { return ("unknown", text("地点未知", "place unknown")) }
    let value = network.counties[county.row]
    let name = value.name[language].isEmpty ? value.code : value.name[language]
    if county == network.clusters[cluster.row].county {
      return (value.code, name + text("（集群外）", " (not in the cluster)"))
    }
    return (value.code, value.isInside ? name : name + text("（区域外）", " (outside the region)"))
  }
}
