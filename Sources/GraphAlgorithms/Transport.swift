import GraphCore

/// Demands met from supplies along given arcs: as much in all as can be, and of all such ways the cheapest. A maximum b-matching of least cost.
///
/// Amounts and costs are whole numbers, so that the answer is exact. Parts of the graph that no arc joins are solved apart.
///
/// > Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, Prentice Hall 1993, section 9.8 (primal-dual algorithm).
public struct Transport: Sendable {
  public struct Arc: Sendable, Hashable {
    public var supply: Int
    public var demand: Int
    /// For each unit; at least 0.
    public var cost: Int64

    public init(supply: Int, demand: Int, cost: Int64) {
      self.supply = supply
      self.demand = demand
      self.cost = cost
    }
  }

  public let supplies: [Int64]
  public let demands: [Int64]
  public let arcs: [Arc]
  /// One an arc.
  public let flows: [Int64]
  /// One a demand: what is not met.
  public let unmet: [Int64]
  private let arcsOfDemand: [[Int]]
  private let arcsOfSupply: [[Int]]

  /// - Parameters:
  ///   - supplies: at least 0; ``unlimited`` is without end.
  ///   - demands: at least 0.
  ///   - arcs: who may be served from where; at most one of each pair.
  /// - Complexity: O(d · m log n) for a part with n nodes, m arcs and d different costs of paths; memory O(n + m).
  public init(supplies: [Int64], demands: [Int64], arcs: [Arc]) {
    self.supplies = supplies
    self.demands = demands
    self.arcs = arcs
    var ofDemand = [[Int]](repeating: [], count: demands.count)
    var ofSupply = [[Int]](repeating: [], count: supplies.count)
    for (number, arc) in arcs.enumerated() {
      ofDemand[arc.demand].append(number)
      ofSupply[arc.supply].append(number)
    }
    arcsOfDemand = ofDemand
    arcsOfSupply = ofSupply
    var flows = [Int64](repeating: 0, count: arcs.count)
    var isSeen = [Bool](repeating: false, count: demands.count)
    for first in demands.indices where !isSeen[first] && !ofDemand[first].isEmpty {
      let part = Self.part(of: first, arcs, ofDemand, ofSupply, &isSeen)
      var flow = ShortestPathFlow(part, arcs, supplies, demands)
      flow.run()
      for (position, number) in part.enumerated() { flows[number] = flow.sent(position) }
    }
    self.flows = flows
    var unmet = demands
    for (number, arc) in arcs.enumerated() { unmet[arc.demand] -= flows[number] }
    self.unmet = unmet
  }

  /// A supply without end; sums of a million of them still fit.
  public static let unlimited: Int64 = 1 << 42

  /// The arcs that hang together with a demand.
  private static func part(
    of first: Int, _ arcs: [Arc], _ ofDemand: [[Int]], _ ofSupply: [[Int]], _ isSeen: inout [Bool]
  ) -> [Int] {
    var part: [Int] = []
    var seenSupplies: Set<Int> = []
    var stack = [first]
    isSeen[first] = true
    while let demand = stack.popLast() {
      part += ofDemand[demand]
      for arc in ofDemand[demand] where seenSupplies.insert(arcs[arc].supply).inserted {
        for other in ofSupply[arcs[arc].supply] where !isSeen[arcs[other].demand] {
          isSeen[arcs[other].demand] = true
          stack.append(arcs[other].demand)
        }
      }
    }
    return part.sorted()
  }

  /// Why a demand is not met in full: demands that together ask for more than all the supplies that any of them can reach (a Hall violator); `nil` when it is met.
  ///
  /// Both ascend. What stands in the way of the demand is all there: the supplies are used up, and by these demands only. O(arcs of them).
  public func shortage(of demand: Int) -> (demands: [Int], supplies: [Int])? {
    if unmet[demand] <= 0 { return nil }
    var demandsIn: Set<Int> = [demand]
    var suppliesIn: Set<Int> = []
    var stack = [demand]
    while let at = stack.popLast() {
      for arc in arcsOfDemand[at] where suppliesIn.insert(arcs[arc].supply).inserted {
        for other in arcsOfSupply[arcs[arc].supply] where flows[other] > 0 && demandsIn.insert(arcs[other].demand).inserted {
          stack.append(arcs[other].demand)
        }
      }
    }
    return (demandsIn.sorted(), suppliesIn.sorted())
  }
}

/// Shortest augmenting paths with potentials in one part. Node 0 is the source, then supplies, then demands, last the sink.
private struct ShortestPathFlow {
  private var offsets: [Int32] = []
  /// Half-arcs: `2k` runs as arc `k` does, `2k + 1` back.
  private var list: [Int32] = []
  private var heads: [Int32]
  private var room: [Int64]
  private var costs: [Int64]
  private let count: Int

  init(_ part: [Int], _ arcs: [Transport.Arc], _ supplies: [Int64], _ demands: [Int64]) {
    var nodeOfSupply: [Int: Int32] = [:]
    var nodeOfDemand: [Int: Int32] = [:]
    let supplyIDs = Set(part.map { arcs[$0].supply }).sorted()
    let demandIDs = Set(part.map { arcs[$0].demand }).sorted()
    for (position, id) in supplyIDs.enumerated() { nodeOfSupply[id] = Int32(1 + position) }
    for (position, id) in demandIDs.enumerated() { nodeOfDemand[id] = Int32(1 + supplyIDs.count + position) }
    count = supplyIDs.count + demandIDs.count + 2
    let sink = Int32(count - 1)
    heads = []
    room = []
    costs = []
    var tails: [Int32] = []
    func add(_ from: Int32, _ to: Int32, _ capacity: Int64, _ cost: Int64, _ flow: inout ShortestPathFlow) {
      tails += [from, to]
      flow.heads += [to, from]
      flow.room += [capacity, 0]
      flow.costs += [cost, -cost]
    }
    for number in part {
      let arc = arcs[number]
      add(nodeOfSupply[arc.supply]!, nodeOfDemand[arc.demand]!, min(supplies[arc.supply], demands[arc.demand]), arc.cost, &self)
    }
    for id in supplyIDs { add(0, nodeOfSupply[id]!, supplies[id], 0, &self) }
    for id in demandIDs { add(nodeOfDemand[id]!, sink, demands[id], 0, &self) }
    var starts = [Int32](repeating: 0, count: count + 1)
    for tail in tails { starts[Int(tail) + 1] += 1 }
    for node in 0..<count { starts[node + 1] += starts[node] }
    var next = starts
    list = [Int32](repeating: 0, count: tails.count)
    for (half, tail) in tails.enumerated() {
      list[Int(next[Int(tail)])] = Int32(half)
      next[Int(tail)] += 1
    }
    offsets = starts
  }

  /// What flows on the arc at a position of the part.
  func sent(_ position: Int) -> Int64 { room[2 * position + 1] }

  mutating func run() {
    var potential = [Int64](repeating: 0, count: count)
    while let distance = distances(potential) {
      for node in 0..<count where distance[node] < .max { potential[node] += distance[node] }
      // Everything that fits along shortest paths, before distances are measured again.
      while augment(potential, distance) {}
    }
  }

  /// Dijkstra's distances in reduced costs; `nil` when the sink cannot be reached. A node beyond the sink counts as far as the sink.
  private func distances(_ potential: [Int64]) -> [Int64]? {
    var distance = [Int64](repeating: .max, count: count)
    distance[0] = 0
    var queue = PriorityQueue<Int64, Int32>()
    queue.push(0, 0)
    while let (far, node) = queue.pop() {
      if far > distance[Int(node)] { continue }
      for at in Int(offsets[Int(node)])..<Int(offsets[Int(node) + 1]) {
        let half = Int(list[at])
        if room[half] <= 0 { continue }
        let head = Int(heads[half])
        let next = far + costs[half] + potential[Int(node)] - potential[head]
        if next < distance[head] {
          distance[head] = next
          queue.push(next, Int32(head))
        }
      }
    }
    let end = distance[count - 1]
    if end == .max { return nil }
    return distance.map { min($0, end) }
  }

  /// One path of arcs whose reduced cost is 0, by breadth; `false` when there is none.
  private mutating func augment(_ potential: [Int64], _ distance: [Int64]) -> Bool {
    var via = [Int32](repeating: -1, count: count)
    var queue: [Int32] = [0]
    var head = 0
    via[0] = -2
    while head < queue.count && via[count - 1] == -1 {
      let node = Int(queue[head])
      head += 1
      for at in Int(offsets[node])..<Int(offsets[node + 1]) {
        let half = Int(list[at])
        let to = Int(heads[half])
        if room[half] > 0 && via[to] == -1 && costs[half] + potential[node] - potential[to] == 0 {
          via[to] = Int32(half)
          queue.append(Int32(to))
        }
      }
    }
    if via[count - 1] == -1 { return false }
    var amount = Int64.max
    var node = count - 1
    while node != 0 {
      amount = min(amount, room[Int(via[node])])
      node = Int(heads[Int(via[node]) ^ 1])
    }
    node = count - 1
    while node != 0 {
      room[Int(via[node])] -= amount
      room[Int(via[node]) ^ 1] += amount
      node = Int(heads[Int(via[node]) ^ 1])
    }
    return true
  }
}
