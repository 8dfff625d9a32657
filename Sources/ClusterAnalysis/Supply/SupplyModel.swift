import ClusterModel
import CutSets
import GraphCore

/// A network as a structure function: who needs what to run (METRICS M1).
///
/// - A firm runs when it is up and all its *needs* are met.
/// - A need is a good it buys, met when some recorded supplier of it runs; or, where the chain template says so, when `needs` of the suppliers
///   do, or when `needs` of the inputs of a substitute group have a running supplier. A number of suppliers larger than those recorded is lowered
///   to them: the firm is running today, so the record is short, not the supply (``shortNeeds`` counts these).
/// - A good whose stage the template calls non-essential or negligible for every stage of the buyer stops nobody.
/// - A good without any recorded supplier is no need: unknown is not zero.
///
/// Vertices: firms first (vertex = `FirmID` row), then needs, then the events that are not firms, if asked for, then one for each target that is not
/// a firm. A link as an event stands between the supplier and the need; a product, a stage or a common-cause group is one more thing that each
/// of its firms needs, and is there until it is lost.
public struct SupplyModel: Sendable {
  /// What a buyer needs and the purchases that meet it.
  public struct Need: Sendable {
    public var buyer: FirmID
    /// Positions of purchases in ``view``; several in a substitute group.
    public var purchases: [Int]
    /// How many of the options must run: suppliers of the one purchase, or inputs of the group.
    public var atLeast: Int
  }

  public let view: SupplyView
  public let firmStages: FirmStages
  /// Need `k` is vertex `firms.count + k` (a substitute group's inputs have vertices of their own, after all needs).
  public let needs: [Need]
  public let structure: SupplyStructure
  /// Targets that are not firms, in the order asked for.
  public let targetVertices: [Int32]
  /// Purchases that stop nobody because the template calls them non-essential or negligible.
  public let purchasesWithoutEffect: Int
  /// Needs whose template asks for more suppliers than are recorded.
  public let shortNeeds: Int

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
    self.kinds = kinds.union(.firms)
    let ranges = EventRanges(kinds, of: view, from: network.firms.count + plan.needs.count)
    self.ranges = ranges
    var assembly = Assembly(vertexCount: network.firms.count + plan.needs.count + ranges.count)
    for (number, need) in plan.needs.enumerated() {
      let vertex = Int32(network.firms.count + number)
      assembly.addEdge(vertex, need.buyer.index)
      assembly.thresholds[need.buyer.row] += 1
      assembly.thresholds[Int(vertex)] = Int32(need.atLeast)
      for purchase in need.purchases {
        // The suppliers of a lone purchase are the options themselves; in a group each input is one option.
        let option = need.purchases.count == 1 ? vertex : assembly.addVertex(threshold: 1)
        if ranges.links.isEmpty {
          for entry in view.entries(purchase) { assembly.addEdge(view.suppliers[entry], option) }
        } else {
          for entry in view.entries(purchase) {
            let link = Int32(ranges.links.lowerBound + entry)
            assembly.addEdge(view.suppliers[entry], link)
            assembly.thresholds[Int(link)] = 1
            assembly.addEdge(link, option)
          }
        }
        if option != vertex { assembly.addEdge(option, vertex) }
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

/// Reads the template to turn purchases into needs.
private struct NeedPlan {
  let view: SupplyView
  let firmStages: FirmStages
  /// Requirements by (input stage, output stage).
  let requirements: [UInt64: Requirement]
  var needs: [SupplyModel.Need] = []
  var withoutEffect = 0
  var short = 0

  init(view: SupplyView, firmStages: FirmStages) {
    self.view = view
    self.firmStages = firmStages
    var table: [UInt64: Requirement] = [:]
    for requirement in view.network.requirements {
      table[UInt64(UInt32(requirement.input.index)) << 32 | UInt64(UInt32(requirement.output.index))] = requirement
    }
    requirements = table
  }

  mutating func collect() {
    needs.reserveCapacity(view.purchaseCount)
    for firm in view.network.firms.all { collect(firm) }
  }

  /// The requirement that weighs most among those of the buyer's stages for this good.
  private func requirement(_ good: Good, of buyer: FirmID) -> Requirement? {
    guard !requirements.isEmpty, let input = view.stage(good) else { return nil }
    var best: Requirement?
    for output in firmStages[buyer] {
      guard let found = requirements[UInt64(UInt32(input.index)) << 32 | UInt64(UInt32(output.index))] else { continue }
      if best.map({ $0.importance.rawValue < found.importance.rawValue }) ?? true { best = found }
    }
    return best
  }

  private mutating func collect(_ buyer: FirmID) {
    // Purchases of one substitute group and output stage, in order of first sight.
    var groups: [(key: String, output: StageID, atLeast: Int, purchases: [Int])] = []
    for purchase in view.purchases(of: buyer) {
      guard let requirement = requirement(view.goods[purchase], of: buyer) else {
        needs.append(SupplyModel.Need(buyer: buyer, purchases: [purchase], atLeast: 1))
        continue
      }
      guard requirement.importance == .essential else {
        withoutEffect += 1
        continue
      }
      if requirement.substituteGroup.isEmpty {
        append(buyer, [purchase], atLeast: requirement.needs, options: view.entries(purchase).count)
      } else if let known = groups.firstIndex(where: { $0.key == requirement.substituteGroup && $0.output == requirement.output }) {
        groups[known].purchases.append(purchase)
        groups[known].atLeast = max(groups[known].atLeast, requirement.needs)
      } else {
        groups.append((requirement.substituteGroup, requirement.output, requirement.needs, [purchase]))
      }
    }
    for group in groups {
      // A group with one recorded input needs that input: one running supplier of it.
      if group.purchases.count == 1 {
        append(buyer, group.purchases, atLeast: 1, options: 1)
        if group.atLeast > 1 { short += 1 }
      } else {
        append(buyer, group.purchases, atLeast: group.atLeast, options: group.purchases.count)
      }
    }
  }

  private mutating func append(_ buyer: FirmID, _ purchases: [Int], atLeast: Int, options: Int) {
    if atLeast > options { short += 1 }
    needs.append(SupplyModel.Need(buyer: buyer, purchases: purchases, atLeast: max(1, min(atLeast, options))))
  }
}
