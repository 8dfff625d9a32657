public import ClusterModel
public import CutSets
import GraphCore

/// A network as a structure function: who needs what to run (METRICS M1).
///
/// - A firm runs when it is up and all its *needs* are met.
/// - Each requirement of the chain template at each stage of a firm makes a need of its own (`TemplateNeeds`): a good it buys, met when some supplier of it runs, or
///   `needs` of them; or a substitute group, met when of `needs` of its inputs some good has a running supplier. One purchase may serve several needs.
/// - A good of which no requirement of the firm's stages speaks is a need, met when some supplier of it runs. A good that all of them call non-essential or negligible stops nobody.
/// - Where more are asked for than are recorded, unnamed ones that run stand for those that lack: the firm is running today, so the record is short, not the supply
///   (``shortNeeds``, ``unnamedSources``). A record that is found takes the place of an unnamed one. A proposal comes to both: it is never a need.
/// - A good without any recorded supplier is no need: unknown is not zero.
///
/// Vertices: firms first (vertex = `FirmID` row), then needs, then the events that are not firms, if asked for, then one for each target that is not
/// a firm. A link as an event stands between the supplier and the need; a product, a stage or a common-cause group is one more thing that each
/// of its firms needs, and is there until it is lost.
public struct SupplyModel: Sendable {
  /// What a buyer needs and the purchases that meet it.
  public struct Need: Sendable {
    public var buyer: FirmID
    /// Ascending positions of purchases in ``view``; several in a substitute group.
    public var purchases: [Int]
    /// How many of the options must run: suppliers of the one purchase, or inputs of the group. Unnamed ones are not counted.
    public var atLeast: Int
    /// Where an input has several goods: the purchases of each.
    var grouped: [[Int]] = []

    /// The purchases of each input; of an input any good will do.
    package var inputs: [[Int]] { grouped.isEmpty ? purchases.map { [$0] } : grouped }
  }

  public let view: SupplyView
  public let firmStages: FirmStages
  /// Need `k` is vertex `firms.count + k` (a substitute group's inputs have vertices of their own, after all needs).
  public let needs: [Need]
  public let structure: SupplyStructure
  /// Targets that are not firms, in the order asked for.
  package let targetVertices: [Int32]
  /// Purchases that stop nobody because the template calls them non-essential or negligible.
  public let purchasesWithoutEffect: Int
  /// Needs whose template asks for more sources than are recorded, and how many sources lack: unnamed ones that run stand for them.
  public let shortNeeds: Int
  public let unnamedSources: Int

  /// How many needs a purchase serves, where they are several.
  let needsOfPurchase: [Int: Int]

  /// What may be lost.
  public let kinds: EventKinds
  let ranges: EventRanges

  public var network: Network { view.network }

  /// - Parameters:
  ///   - view: the purchases.
  ///   - outputs: for each target beyond firms, sets of firms; the target runs when of every set at least one firm does.
  ///   - kinds: what may be lost; firms always may.
  public init(_ view: SupplyView, outputs: [[[FirmID]]] = [], events kinds: EventKinds = .firms) {
    let network = view.network
    self.view = view
    firmStages = FirmStages(network)
    var plan = NeedPlan(view: view, firmStages: firmStages)
    plan.collect()
    needs = plan.needs
    purchasesWithoutEffect = plan.withoutEffect
    shortNeeds = plan.short
    unnamedSources = plan.unnamed
    needsOfPurchase = plan.needsOfPurchase
    self.kinds = kinds.union(.firms)
    let ranges = EventRanges(kinds, of: view, from: network.firms.count + plan.needs.count)
    self.ranges = ranges
    var assembly = Assembly(vertexCount: network.firms.count + plan.needs.count + ranges.count)
    for (number, need) in plan.needs.enumerated() {
      let vertex = Int32(network.firms.count + number)
      assembly.addEdge(vertex, need.buyer.index)
      assembly.thresholds[need.buyer.row] += 1
      assembly.thresholds[Int(vertex)] = Int32(need.atLeast)
      // The suppliers of a lone purchase are the options themselves; in a group each input is one option.
      if need.purchases.count == 1 {
        assembly.addSuppliers(view.entries(need.purchases[0]), to: vertex, view, links: ranges.links)
        continue
      }
      for input in need.inputs {
        let option = assembly.addVertex(threshold: 1)
        for purchase in input { assembly.addSuppliers(view.entries(purchase), to: option, view, links: ranges.links) }
        assembly.addEdge(option, vertex)
      }
    }
    assembly.addCommonCauses(ranges, network: network, firmStages: firmStages)
    var targets: [Int32] = []
    for sets in outputs {
      let target = assembly.addVertex(threshold: Int32(sets.count))
      for firms in sets {
        let stage = assembly.addVertex(threshold: 1)
        for firm in firms { assembly.addEdge(firm.index, stage) }
        assembly.addEdge(stage, target)
      }
      targets.append(target)
    }
    targetVertices = targets
    structure = assembly.structure()
  }

  /// The part of a purchase that goes to each need that takes it: what is bought for several needs is taken to serve them in equal parts.
  ///
  /// - Parameter purchase: a position in ``view``; 1 for one that serves one need, or none.
  package func share(ofPurchase purchase: Int) -> Double { needsOfPurchase.isEmpty ? 1 : 1 / Double(needsOfPurchase[purchase] ?? 1) }

  /// The need a vertex stands for, when it stands for one.
  public func need(ofVertex vertex: Int32) -> Need? {
    let number = Int(vertex) - network.firms.count
    return needs.indices.contains(number) ? needs[number] : nil
  }
}

/// Edges and thresholds while the structure is put together.
private struct Assembly {
  var sources: [Int32] = []
  var targets: [Int32] = []
  var thresholds: [Int32]

  init(vertexCount: Int) { thresholds = [Int32](repeating: 0, count: vertexCount) }

  mutating func addVertex(threshold: Int32) -> Int32 {
    thresholds.append(threshold)
    return Int32(thresholds.count - 1)
  }

  mutating func addEdge(_ source: Int32, _ target: Int32) {
    sources.append(source)
    targets.append(target)
  }

  /// The suppliers of a purchase as inputs of a vertex, by way of their links where these may be lost.
  mutating func addSuppliers(_ entries: Range<Int>, to vertex: Int32, _ view: SupplyView, links: Range<Int>) {
    for entry in entries {
      if links.isEmpty {
        addEdge(view.suppliers[entry], vertex)
        continue
      }
      let link = Int32(links.lowerBound + entry)
      addEdge(view.suppliers[entry], link)
      thresholds[Int(link)] = 1
      addEdge(link, vertex)
    }
  }

  /// Lets each product, stage and group be one more thing that its firms need.
  mutating func addCommonCauses(_ ranges: EventRanges, network: Network, firmStages: FirmStages) {
    func join(_ vertex: Int, _ firm: FirmID, to assembly: inout Assembly) {
      assembly.addEdge(Int32(vertex), firm.index)
      assembly.thresholds[firm.row] += 1
    }
    if !ranges.products.isEmpty {
      var makers: Set<UInt64> = []
      func add(_ firm: Int32, _ product: Int32) { makers.insert(UInt64(UInt32(product)) << 32 | UInt64(UInt32(firm))) }
      for making in network.makings { if let product = making.product { add(making.firm.index, product.index) } }
      let supplies = network.supplies
      for link in 0..<supplies.products.count where supplies.products[link] >= 0 { add(supplies.suppliers[link], supplies.products[link]) }
      for word in makers.sorted() { join(ranges.products.lowerBound + Int(word >> 32), FirmID(Int(word & 0xFFFF_FFFF)), to: &self) }
    }
    if !ranges.stages.isEmpty {
      for firm in network.firms.all { for stage in firmStages[firm] { join(ranges.stages.lowerBound + stage.row, firm, to: &self) } }
    }
    if !ranges.groups.isEmpty {
      for (number, group) in network.groups.enumerated() {
        for member in group.members { join(ranges.groups.lowerBound + number, member.firm, to: &self) }
      }
    }
  }

  func structure() -> SupplyStructure {
    SupplyStructure(
      graph: GraphBuilder(vertexCount: thresholds.count, sources: sources, targets: targets).build(), thresholds: thresholds)
  }
}

/// The needs of all firms, in the order of firms.
private struct NeedPlan {
  let view: SupplyView
  let firmStages: FirmStages
  let template: TemplateNeeds
  var needs: [SupplyModel.Need] = []
  var withoutEffect = 0
  var short = 0
  var unnamed = 0
  var needsOfPurchase: [Int: Int] = [:]
  private let hasProposals: Bool

  init(view: SupplyView, firmStages: FirmStages) {
    self.view = view
    self.firmStages = firmStages
    template = TemplateNeeds(view.network.requirements)
    hasProposals = view.network.supplies.provenance.kinds.contains(ProvenanceKind.proposed.rawValue)
  }

  mutating func collect() {
    needs.reserveCapacity(view.purchaseCount)
    for firm in view.network.firms.all { collect(firm) }
  }

  private mutating func collect(_ buyer: FirmID) {
    let bought = view.purchases(of: buyer)
    let stages = firmStages[buyer]
    if !hasProposals && (template.isEmpty || stages.isEmpty) {
      for purchase in bought { needs.append(SupplyModel.Need(buyer: buyer, purchases: [purchase], atLeast: 1)) }
      return
    }
    let found = template.needs(
      of: bought.map { purchase in
        let entries = view.entries(purchase)
        return TemplateNeeds.Purchase(
          stage: view.stage(view.goods[purchase]), recorded: hasProposals ? entries.count { view.isRecorded(entry: $0) } : entries.count)
      }, at: stages)
    for need in found.all {
      var own = SupplyModel.Need(buyer: buyer, purchases: need.purchases.map { bought.lowerBound + $0 }, atLeast: need.atLeast)
      if need.inputs.contains(where: { $0.count > 1 }) { own.grouped = need.inputs.map { $0.map { bought.lowerBound + $0 } } }
      needs.append(own)
    }
    if found.all.contains(where: { !$0.isLone }) {
      var counts: [Int: Int] = [:]
      for need in found.all { for number in need.purchases { counts[bought.lowerBound + number, default: 0] += 1 } }
      needsOfPurchase.merge(counts.filter { $0.value > 1 }) { $1 }
    }
    withoutEffect += found.withoutEffect
    short += found.short
    unnamed += found.unnamed
  }
}

extension SupplyView {
  /// Whether some link behind an entry is more than a proposal.
  func isRecorded(entry: Int) -> Bool {
    links[Int(linkOffsets[entry])..<Int(linkOffsets[entry + 1])].contains { !network.isProposal(SupplyID(Int($0))) }
  }
}
