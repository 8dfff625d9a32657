import ClusterAnalysis
import ClusterModel

/// What the map of a cluster shows: a column for each stage, with the balance of its product.
struct ClusterPlan {
  /// What a column buys or sells of its product across the border of the cluster, by place.
  struct Side {
    var places: [(name: String, amount: Sum)] = []
    var total = Sum()
    var hasOutsiders = false
  }

  /// Amounts of links, of which some may be unknown: what is known is the least, and nothing of none.
  struct Sum {
    var amount = 0.0
    var known = 0
    var unknown = 0

    mutating func add(_ amount: Double?) {
      if let amount {
        self.amount += amount
        known += 1
      } else {
        unknown += 1
      }
    }

    static func + (a: Sum, b: Sum) -> Sum { Sum(amount: a.amount + b.amount, known: a.known + b.known, unknown: a.unknown + b.unknown) }
  }

  struct Lane {
    var from: Int
    var to: Int
    var amount: Double
    /// The good comes from outside: its own stage is missing.
    var isBought: Bool
    var row = 0
  }

  static let laneLimit = 4
  var stages: [StageFacts]
  /// Of the stage or group of each column.
  private(set) var keys: [String]
  private(set) var sources: [Side]
  private(set) var targets: [Side]
  private(set) var lanes: [Lane] = []
  private(set) var hiddenLanes = 0
  private(set) var inside = Sum()

  /// Of all columns together.
  var bought: Sum { sources.reduce(Sum()) { $0 + $1.total } }
  var sold: Sum { targets.reduce(Sum()) { $0 + $1.total } }

  var rowsOfSides: Int { min((sources + targets).map { $0.places.count > 5 ? 6 : $0.places.count }.max() ?? 0, 6) }
  var laneRows: Int { (lanes.map(\.row).max() ?? -1) + 1 }

  /// - Parameters:
  ///   - stages: a column each.
  ///   - rest: stages that share the last column.
  ///   - cluster: whose firms they are of.
  ///   - sheet: the network and its facts.
  init(_ stages: [StageFacts], rest: [StageID] = [], _ cluster: ClusterID, _ sheet: MapSheet) {
    self.stages = stages
    let network = sheet.network
    keys = stages.map { network.stages[$0.stage.row].id }
    sources = [Side](repeating: Side(), count: stages.count)
    targets = sources
    var columns = Dictionary(uniqueKeysWithValues: stages.enumerated().map { ($0.element.stage, $0.offset) })
    for stage in rest { columns[stage] = stages.count - 1 }
    let required = Set(network.requirements.map { Ends(input: $0.input, output: $0.output) })
    var flows = Flows(columns: stages.count)
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let (supplier, buyer) = (network.supplies.supplier(link), network.supplies.buyer(link))
      let (sells, buys) = (network.firms.cluster(supplier) == cluster, network.firms.cluster(buyer) == cluster)
      guard sells || buys else { continue }
      let own = network.supplies.product(link).flatMap { network.products[$0.row].stage }
      let made = (own.flatMap { columns[$0] }) ?? sheet.facts.firmStages[supplier].compactMap { columns[$0] }.first
      guard let made else { continue }
      let amount = network.supplies.amount[row]
      let used = sheet.facts.firmStages[buyer].compactMap { columns[$0] }.filter { $0 != made }
      let target = used.first { required.contains(Ends(input: stages[made].stage, output: stages[$0].stage)) } ?? used.first
      if sells && buys {
        guard let target else { continue }
        flows.add(amount, from: made, to: target)
        inside.add(amount)
      } else if buys {
        add(amount, from: supplier, to: made, &flows, sheet)
        if stages[made].isMissing, let target { flows.add(amount, from: made, to: target) }
      } else {
        add(amount, from: made, to: buyer, &flows, sheet)
      }
    }
    finish(flows)
  }

  /// A column for each group of firms, with what these buy and sell outside.
  ///
  /// - Parameters:
  ///   - groups: of the firms of a cluster; each firm in one.
  ///   - keys: of the groups.
  ///   - cluster: whose firms they are.
  ///   - sheet: the network and its facts.
  init(groups: [StageFacts], keys: [String], _ cluster: ClusterID, _ sheet: MapSheet) {
    stages = groups
    self.keys = keys
    sources = [Side](repeating: Side(), count: groups.count)
    targets = sources
    let network = sheet.network
    let columns = Dictionary(
      groups.enumerated().flatMap { number, group in group.firms.map { ($0, number) } }, uniquingKeysWith: { first, _ in first })
    var flows = Flows(columns: groups.count)
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let (supplier, buyer) = (network.supplies.supplier(link), network.supplies.buyer(link))
      let amount = network.supplies.amount[row]
      switch (columns[supplier], columns[buyer]) {
      case (let made?, let used?):
        inside.add(amount)
        if made != used { flows.add(amount, from: made, to: used) }
      case (nil, let used?): add(amount, from: supplier, to: used, &flows, sheet)
      case (let made?, nil): add(amount, from: made, to: buyer, &flows, sheet)
      case (nil, nil): continue
      }
    }
    finish(flows)
  }

  /// What links add up to: between columns, and between a column and places outside.
  private struct Flows {
    var within: [Int: Double] = [:]
    var bought: [[String: Sum]]
    var sold: [[String: Sum]]

    init(columns: Int) {
      bought = [[String: Sum]](repeating: [:], count: columns)
      sold = bought
    }

    mutating func add(_ amount: Double?, from made: Int, to used: Int) { within[made * 1_000 + used, default: 0] += amount ?? 0 }
  }

  /// A column buys of a firm outside.
  private mutating func add(_ amount: Double?, from supplier: FirmID, to column: Int, _ flows: inout Flows, _ sheet: MapSheet) {
    let (name, isOutside) = Self.place(of: supplier, sheet)
    flows.bought[column][name, default: Sum()].add(amount)
    if isOutside { sources[column].hasOutsiders = true }
  }

  /// A column sells to a firm outside.
  private mutating func add(_ amount: Double?, from column: Int, to buyer: FirmID, _ flows: inout Flows, _ sheet: MapSheet) {
    let (name, isOutside) = Self.place(of: buyer, sheet)
    flows.sold[column][name, default: Sum()].add(amount)
    if isOutside { targets[column].hasOutsiders = true }
  }

  private mutating func finish(_ flows: Flows) {
    for column in stages.indices {
      sources[column].finish(flows.bought[column])
      targets[column].finish(flows.sold[column])
    }
    layLanes(flows.within)
  }

  private static func place(of firm: FirmID, _ sheet: MapSheet) -> (name: String, isOutside: Bool) {
    let county = sheet.network.firms.county(firm)
    let name = county.map { sheet.place($0) } ?? sheet.text("地点未知", "place unknown")
    return (name, county.map { !sheet.network.counties[$0.row].isInside } ?? true)
  }

  private struct Ends: Hashable {
    var input: StageID
    var output: StageID
  }

  /// Each flow inside gets the first lane free over its span, the shortest first; where lanes run out, the smallest flows are only counted.
  private mutating func layLanes(_ sums: [Int: Double]) {
    var all = sums.filter { $0.value > 0 }.map { key, amount in
      Lane(from: key / 1_000, to: key % 1_000, amount: amount, isBought: stages[key / 1_000].isMissing)
    }
    all.sort { a, b in a.amount != b.amount ? a.amount > b.amount : (a.from, a.to) < (b.from, b.to) }
    // Nearly all of the money is in the first; two for each stage are as many as an eye can follow.
    let kept = Array(all.prefix(max(2 * stages.count, 4)))
    hiddenLanes = all.count - kept.count
    var used: [[ClosedRange<Int>]] = []
    for lane in kept.sorted(by: { a, b in
      let (x, y) = (abs(a.to - a.from), abs(b.to - b.from))
      return x != y ? x < y : (min(a.from, a.to), a.from) < (min(b.from, b.to), b.from)
    }) {
      let span = min(lane.from, lane.to)...max(lane.from, lane.to)
      let row = used.firstIndex { $0.allSatisfy { !($0.lowerBound < span.upperBound && span.lowerBound < $0.upperBound) } } ?? used.count
      if row >= Self.laneLimit {
        hiddenLanes += 1
        continue
      }
      if row == used.count { used.append([]) }
      used[row].append(span)
      var lane = lane
      lane.row = row
      lanes.append(lane)
    }
  }
}

extension ClusterPlan.Side {
  mutating func finish(_ sums: [String: ClusterPlan.Sum]) {
    places = sums.map { ($0.key, $0.value) }.sorted { $0.1.amount != $1.1.amount ? $0.1.amount > $1.1.amount : $0.0 < $1.0 }
    total = places.reduce(ClusterPlan.Sum()) { $0 + $1.amount }
  }
}
