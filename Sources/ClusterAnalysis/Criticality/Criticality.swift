public import ClusterModel
import CutSets
import GraphAlgorithms
public import GraphCore

/// What measures of the bare graph name as critical, beside the exact single points of failure (METRICS M7): for comparison, never as the verdict.
///
/// The graph has a vertex a firm and an edge for each supplier and buyer, whatever is bought, once; nobody supplies himself. It does not know which
/// goods a firm needs all of, nor that any of several suppliers will do, and that is what the comparison shows. A cluster or chain is a vertex
/// behind the firms of its output stages.
public struct Criticality: Sendable {
  /// What is said to be critical for a target.
  public enum Measure: String, Sendable, CaseIterable {
    /// On every path of supply that leads to the target from a firm without recorded suppliers (or from a circle that nobody supplies).
    case dominator
    /// Without it some firm reaches the target on no path: an articulation point of the directed graph.
    case directedCut = "directed_cut"
    /// One of the fewest firms that part the target from all firms without recorded suppliers, the nearest to the target.
    case minimumCut = "minimum_cut"
    /// Without it the undirected graph falls apart.
    case articulationPoint = "articulation_point"
    /// On the supplier's side of a bridge of the undirected graph.
    case bridge
    /// Among the so many firms of highest betweenness as there are single points.
    case betweenness
    /// The only recorded supplier of a good of somebody.
    case onlySupplier = "only_supplier"
  }

  /// A firm that deletion or some measure names.
  public struct Row: Sendable {
    public var firm: FirmID
    /// Targets that its loss alone stops.
    public var targetsStopped: Int
    public var measures: Set<Measure>
    /// Shortest paths between two other firms that pass it, each pair sharing out 1.
    public var betweenness: Double
  }

  /// How well a measure finds the single points, among the firms upstream of a target.
  public struct Score: Sendable {
    public var measure: Measure
    /// Firms that it names.
    public var named: Int
    /// Of these, those whose loss does stop a target.
    public var right: Int
    /// Single points that it does not name, by id.
    public var missed: [FirmID]
    /// `nil` where it names none.
    public var precision: Double? { named == 0 ? nil : Double(right) / Double(named) }
    /// `nil` where there is no single point.
    public var recall: Double? { right + missed.count == 0 ? nil : Double(right) / Double(right + missed.count) }
  }

  public struct TargetRow: Sendable {
    public var target: Target
    public var singlePoints: [FirmID]
    public var dominators: [FirmID]
    /// The fewest firms that part it from all firms without suppliers; `nil` where there are ``cutLimit`` or more, 0 where it has no suppliers.
    public var cutSize: Int?
    public var cut: [FirmID]
  }

  /// An edge between two firms without which the undirected graph falls apart.
  public struct Bridge: Sendable {
    public var supplier: FirmID
    public var buyer: FirmID
    /// Targets that stop when all supply from this supplier to this buyer does.
    public var targetsStopped: Int
  }

  /// Smallest cuts of so many firms or more are not counted out.
  public static let cutLimit = 64
  /// Firms that betweenness is followed from, at most: all of them up to 2,048, fewer the more links there are (some 200 of a million), never below 64.
  package static func mostSources(links: Int) -> Int { max(64, min(2048, 200_000_000 / max(1, links))) }

  /// Firms from which goods reach a target.
  public let upstream: Int
  public let targets: [TargetRow]
  /// In the order of ``Measure``.
  public let scores: [Score]
  /// Most targets stopped first, then by the number of measures that name it, ties by id.
  public let rows: [Row]
  /// Bridges upstream of a target, by supplier and buyer.
  public let bridges: [Bridge]
  /// Firms that betweenness was followed from, of all.
  public let betweennessSources: Int

  /// O(targets · links), and O(links) a source of betweenness.
  ///
  /// - Parameters:
  ///   - view: the supply links.
  ///   - targets: what must not stop.
  ///   - threads: betweenness is shared out among so many; the result does not depend on it.
  public init(_ view: SupplyView, targets: [Target], threads: Int = Threads.standard) {
    let network = view.network
    let count = network.firms.count
    let graph = Self.partners(network, behind: targets)
    // The same graph where every target is a firm.
    let firms = graph.vertexCount == count ? graph : Self.partners(network, behind: [])
    let exact = WeakLinks(view, targets: targets, threads: threads)
    var stops = [Int32](repeating: 0, count: count)
    for result in exact.results { for firm in result.singlePoints { stops[firm.row] += 1 } }
    var upstream = BitSet(capacity: count)
    var named = [Measure: BitSet](uniqueKeysWithValues: Measure.allCases.map { ($0, BitSet(capacity: count)) })
    let primary = Self.primary(graph)
    let flow = Self.flow(primary, graph)
    let ids = network.firms.ids
    func byID(_ firms: some Sequence<FirmID>) -> [FirmID] { firms.sorted { ids.precedes($0.row, $1.row) } }
    var spare = count
    self.targets = zip(targets, exact.results).map { target, result in
      var vertex = spare
      if case .firm(let firm) = target.kind { vertex = firm.row } else { spare += 1 }
      let reach = Dominators(from: VertexID(vertex), in: graph, isReversed: true)
      for firm in reach.order where Int(firm) < count && Int(firm) != vertex { upstream.insert(Int(firm)) }
      for (firm, holds) in reach.dominatesOthers.prefix(count).enumerated() where holds && firm != vertex {
        named[.directedCut]!.insert(firm)
      }
      let through = flow.dominators(of: VertexID(vertex)).map { Int($0.index) }.filter { $0 < count }
      for firm in through { named[.dominator]!.insert(firm) }
      let cut = VertexCut(of: VertexID(vertex), from: primary, in: graph, limit: Self.cutLimit)
      let cutFirms = cut.vertices.map { Int($0.index) }.filter { $0 < count }
      for firm in cutFirms { named[.minimumCut]!.insert(firm) }
      return TargetRow(
        target: target, singlePoints: byID(result.singlePoints), dominators: byID(through.map { FirmID($0) }), cutSize: cut.size,
        cut: byID(cutFirms.map { FirmID($0) }))
    }
    let parts = CutVertices(of: firms)
    for firm in 0..<count where parts.isArticulationPoint[firm] { named[.articulationPoint]!.insert(firm) }
    let edges = parts.bridges.flatMap { a, b in [(a, b), (b, a)] }.filter { firms.outNeighbors(of: $0.0).contains($0.1.index) }
    for (supplier, _) in edges { named[.bridge]!.insert(Int(supplier.index)) }
    for purchase in 0..<view.purchaseCount where view.entries(purchase).count == 1 {
      let entry = view.entries(purchase).lowerBound
      if view.suppliers[entry] != view.buyers[purchase] { named[.onlySupplier]!.insert(Int(view.suppliers[entry])) }
    }
    let sources = Self.drawn(count, of: Self.mostSources(links: firms.edgeCount))
    let betweenness = Betweenness(of: firms, from: sources, threads: threads)
    betweennessSources = betweenness.sources
    let points = (0..<count).filter { stops[$0] > 0 }
    let candidates = (0..<count).filter { upstream.contains($0) }
    let highest = candidates.filter { betweenness.values[$0] > 0 }.sorted {
      betweenness.values[$0] != betweenness.values[$1] ? betweenness.values[$0] > betweenness.values[$1] : ids.precedes($0, $1)
    }
    for firm in highest.prefix(points.count) { named[.betweenness]!.insert(firm) }
    scores = Measure.allCases.map { measure in
      let own = named[measure]!
      return Score(
        measure: measure, named: candidates.count { own.contains($0) }, right: points.count { own.contains($0) },
        missed: byID(points.filter { !own.contains($0) }.map { FirmID($0) }))
    }
    let found = named
    rows = candidates.map { firm in
      Row(
        firm: FirmID(firm), targetsStopped: Int(stops[firm]), measures: Set(Measure.allCases.filter { found[$0]!.contains(firm) }),
        betweenness: betweenness.values[firm])
    }.filter { $0.targetsStopped > 0 || !$0.measures.isEmpty }.sorted { a, b in
      if a.targetsStopped != b.targetsStopped { return a.targetsStopped > b.targetsStopped }
      return a.measures.count != b.measures.count ? a.measures.count > b.measures.count : ids.precedes(a.firm.row, b.firm.row)
    }
    // What supplies a firm upstream of a target, or a target, is upstream itself.
    var goals = upstream
    for target in targets { if case .firm(let firm) = target.kind { goals.insert(firm.row) } }
    let led = edges.filter { goals.contains(Int($0.1.index)) }
    bridges = zip(led, Self.stoppingPairs(view, targets, led)).map { edge, stopped in
      Bridge(supplier: FirmID(Int(edge.0.index)), buyer: FirmID(Int(edge.1.index)), targetsStopped: stopped)
    }.sorted { a, b in
      a.supplier != b.supplier ? ids.precedes(a.supplier.row, b.supplier.row) : ids.precedes(a.buyer.row, b.buyer.row)
    }
    self.upstream = candidates.count
  }

  /// The graph of suppliers and buyers, and behind it a vertex for each target that is no firm.
  private static func partners(_ network: Network, behind targets: [Target]) -> CSRGraph {
    let full = network.supplyGraph().graph
    let groups = targets.filter { !$0.outputs.isEmpty }.map { Set($0.outputs.flatMap(\.firms)).sorted() }
    var builder = GraphBuilder(vertexCount: full.vertexCount + groups.count, expectedEdgeCount: full.edgeCount)
    var seen = [Int32](repeating: -1, count: full.vertexCount)
    for vertex in 0..<Int32(full.vertexCount) {
      for buyer in full.outNeighbors(of: VertexID(Int(vertex))) where buyer != vertex && seen[Int(buyer)] != vertex {
        seen[Int(buyer)] = vertex
        builder.addEdge(VertexID(Int(vertex)), VertexID(Int(buyer)))
      }
    }
    for (number, group) in groups.enumerated() {
      for firm in group { builder.addEdge(VertexID(firm.row), VertexID(full.vertexCount + number)) }
    }
    return builder.build()
  }

  /// Where supply begins: firms without suppliers, and firms of a circle that nobody outside it supplies.
  private static func primary(_ graph: CSRGraph) -> [Bool] {
    let components = Components.strong(of: graph)
    var isSupplied = [Bool](repeating: false, count: components.count)
    for vertex in 0..<graph.vertexCount {
      let own = components.componentOfVertex[vertex]
      for buyer in graph.outNeighbors(of: VertexID(vertex)) where components.componentOfVertex[Int(buyer)] != own {
        isSupplied[Int(components.componentOfVertex[Int(buyer)])] = true
      }
    }
    return (0..<graph.vertexCount).map { !isSupplied[Int(components.componentOfVertex[$0])] }
  }

  /// The dominators of all firms on paths from where supply begins: the graph, and before it one more vertex that supplies all that nobody supplies.
  private static func flow(_ primary: [Bool], _ graph: CSRGraph) -> Dominators {
    let root = VertexID(graph.vertexCount)
    var builder = GraphBuilder(vertexCount: graph.vertexCount + 1, expectedEdgeCount: graph.edgeCount)
    for vertex in 0..<graph.vertexCount {
      for buyer in graph.outNeighbors(of: VertexID(vertex)) { builder.addEdge(VertexID(vertex), VertexID(Int(buyer))) }
      if primary[vertex] { builder.addEdge(root, VertexID(vertex)) }
    }
    return Dominators(from: root, in: builder.build())
  }

  /// Vertices spread evenly, where there are more than `most`; the same ones every time.
  private static func drawn(_ count: Int, of most: Int) -> [VertexID]? {
    count <= most ? nil : (0..<most).map { VertexID($0 * count / most) }
  }

  /// For each pair of a supplier and a buyer how many targets stop without what is supplied between them.
  private static func stoppingPairs(_ view: SupplyView, _ targets: [Target], _ pairs: [(VertexID, VertexID)]) -> [Int] {
    if pairs.isEmpty { return [] }
    let (model, vertices) = SupplyModel.of(targets, in: view, events: .links)
    var state = Survival(of: model.structure)
    let mark = state.mark
    return pairs.map { supplier, buyer in
      for purchase in view.purchases(of: FirmID(Int(buyer.index))) {
        for entry in view.entries(purchase) where view.suppliers[entry] == supplier.index {
          if let vertex = model.vertex(.link(entry: entry)) { state.stop(vertex) }
        }
      }
      defer { state.revert(to: mark) }
      return vertices.count { state.isStopped($0) }
    }
  }
}
