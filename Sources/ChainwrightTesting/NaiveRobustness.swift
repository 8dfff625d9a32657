public import ClusterModel

/// All worlds of a network with a few uncertain rows, one after another, rows taken out one by one: nothing shared with the kernel.
public struct NaiveRobustness: Sendable {
  /// The probability that each firm is a single point of the leader.
  public private(set) var singlePoints: [FirmID: Double] = [:]
  /// For each uncertain row, in the order supplies, makings: how many of the first differ between yes and no, on average.
  public private(set) var changes: [Double] = []

  /// - Parameters:
  ///   - network: rows of supplies and makings with a confidence below 1 are in doubt; at most some twelve.
  ///   - leader: what must not stop.
  ///   - top: how many of the single points, by firms stopped and then by id, count as the first.
  public init(_ network: Network, leader: FirmID, top: Int) {
    let links = (0..<network.supplies.count).filter { (network.supplies.confidence[$0] ?? 1) < 1 }
    let makings = network.makings.indices.filter { (network.makings[$0].confidence ?? 1) < 1 }
    let confidences = links.map { network.supplies.confidence[$0]! } + makings.map { network.makings[$0].confidence! }
    var firsts: [[Bool]: Set<FirmID>] = [:]
    var weights: [[Bool]: Double] = [:]
    var worlds: [[Bool]] = [[]]
    for _ in confidences { worlds = worlds.flatMap { [$0 + [false], $0 + [true]] } }
    for world in worlds {
      var weight = 1.0
      for (holds, confidence) in zip(world, confidences) { weight *= holds ? confidence : 1 - confidence }
      let gone = Set(zip(links, world).filter { !$0.1 }.map(\.0))
      var other = network
      other.supplies = SupplyTable()
      for row in 0..<network.supplies.count where !gone.contains(row) {
        let link = SupplyID(row)
        other.supplies.suppliers.append(network.supplies.supplier(link).index)
        other.supplies.buyers.append(network.supplies.buyer(link).index)
        other.supplies.products.append(network.supplies.product(link)?.index ?? -1)
      }
      for (place, row) in makings.enumerated().reversed() where !world[links.count + place] { other.makings.remove(at: row) }
      let twin = NaiveSurvival(other)
      let points = twin.singlePoints(of: leader) ?? []
      for firm in points { singlePoints[firm, default: 0] += weight }
      let order = points.map { (stopped: twin.stopped(down: [$0]).count, firm: $0) }.sorted { a, b in
        a.stopped != b.stopped ? a.stopped > b.stopped : network.firms.id(a.firm) < network.firms.id(b.firm)
      }
      firsts[world] = Set(order.prefix(top).map(\.firm))
      weights[world] = weight
    }
    changes = confidences.indices.map { place in
      var change = 0.0
      for world in worlds where !world[place] {
        var other = world
        other[place] = true
        let (a, b) = (firsts[world]!, firsts[other]!)
        change += (weights[world]! + weights[other]!) * Double(max(a.subtracting(b).count, b.subtracting(a).count))
      }
      return change
    }
  }
}
