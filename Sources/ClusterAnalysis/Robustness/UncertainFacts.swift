public import ClusterModel

/// The rows of a network that may not hold: those with a confidence below 1.
///
/// A *world* is the network with some of them left out. A row left out is unknown in that world, not zero: a buyer whose only recorded supplier
/// goes has no recorded supplier any more.
public struct UncertainFacts: Sendable {
  public enum Row: Sendable, Hashable {
    case supply(SupplyID)
    /// A row of the makings of the network.
    case making(Int)
    /// A row of the figures of the network.
    case figure(Int)
    /// A row of the requirements of the network: whether a stage needs another.
    case requirement(Int)
  }

  public struct Fact: Sendable, Hashable {
    public var row: Row
    /// Above 0 and below 1: the probability that the row holds.
    public var confidence: Double
    /// Said by a method and not by a source: taken for absent where the network is read as it stands.
    public var isInferred: Bool
  }

  public let network: Network
  /// Sorted by what the rows say, so that the order of rows in files changes nothing.
  public let facts: [Fact]
  /// Rows of confidence 0: they hold in no world.
  public let impossible: [Row]
  private let inferredFrom: Int?

  /// - Parameters:
  ///   - network: its supplies, makings, figures and requirements are read.
  ///   - inferredFrom: supply links from this row on were added by inference; `nil` for none.
  public init(_ network: Network, inferredFrom: Int? = nil) {
    self.network = network
    self.inferredFrom = inferredFrom
    var facts: [(key: [String], fact: Fact)] = []
    var impossible: [Row] = []
    func add(_ row: Row, _ confidence: Double?, isInferred: Bool = false, _ key: @autoclosure () -> [String]) {
      guard let confidence, confidence < 1 else { return }
      if confidence <= 0 {
        impossible.append(row)
      } else {
        facts.append((key(), Fact(row: row, confidence: confidence, isInferred: isInferred)))
      }
    }
    let (firms, products) = (network.firms, network.products)
    let supplies = network.supplies
    for row in 0..<supplies.confidence.numbers.count {
      let link = SupplyID(row)
      add(
        .supply(link), supplies.confidence[row], isInferred: inferredFrom.map { row >= $0 } ?? false,
        [
          "0", firms.id(supplies.supplier(link)), firms.id(supplies.buyer(link)), supplies.product(link).map { products[$0.row].id } ?? "",
          "\(supplies.amount[row] ?? -1)", "\(supplies.confidence[row] ?? 1)",
        ])
    }
    for (row, making) in network.makings.enumerated() {
      add(
        .making(row), making.confidence,
        [
          "1", firms.id(making.firm), making.product.map { products[$0.row].id } ?? "",
          making.stage.map { network.stages[$0.row].id } ?? "",
          "\(making.capacity ?? -1)", "\(making.confidence ?? 1)",
        ])
    }
    for (row, figure) in network.figures.enumerated() {
      add(
        .figure(row), figure.confidence,
        [
          "2", figure.table, figure.subject, figure.attribute, figure.year, "\(figure.value ?? 0)", figure.text,
          "\(figure.confidence ?? 1)",
        ])
    }
    for (row, requirement) in network.requirements.enumerated() {
      add(
        .requirement(row), requirement.confidence,
        [
          "3", network.stages[requirement.input.row].id, network.stages[requirement.output.row].id, "\(requirement.importance.rawValue)",
          requirement.substituteGroup, "\(requirement.confidence ?? 1)",
        ])
    }
    self.facts = facts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.fact)
    self.impossible = impossible
  }

  /// The network in which exactly those facts hold. O(links + makings + figures + requirements).
  ///
  /// - Parameter holds: one flag a fact.
  public func world(_ holds: [Bool]) -> Network {
    var links = [Bool](repeating: true, count: network.supplies.count)
    var makings = [Bool](repeating: true, count: network.makings.count)
    var figures = [Bool](repeating: true, count: network.figures.count)
    var requirements = [Bool](repeating: true, count: network.requirements.count)
    func drop(_ row: Row) {
      switch row {
      case .supply(let link): links[link.row] = false
      case .making(let row): makings[row] = false
      case .figure(let row): figures[row] = false
      case .requirement(let row): requirements[row] = false
      }
    }
    for row in impossible { drop(row) }
    for (fact, isThere) in zip(facts, holds) where !isThere { drop(fact.row) }
    var world = network
    if links.contains(false) { world.supplies = network.supplies.keeping(links) }
    if makings.contains(false) { world.makings = zip(network.makings, makings).filter(\.1).map(\.0) }
    if figures.contains(false) { world.figures = zip(network.figures, figures).filter(\.1).map(\.0) }
    if requirements.contains(false) { world.requirements = zip(network.requirements, requirements).filter(\.1).map(\.0) }
    return world
  }

  /// The rows that an analysis of one world goes through.
  var rowCount: Int {
    network.firms.count + network.supplies.count + network.makings.count + network.figures.count + network.requirements.count
  }

  /// The network as it stands: every recorded row, nothing inferred.
  public var asRecorded: Network {
    guard let inferredFrom, inferredFrom < network.supplies.count else { return network }
    var recorded = network
    recorded.supplies = network.supplies.keeping((0..<network.supplies.count).map { $0 < inferredFrom })
    return recorded
  }
}

extension SupplyTable {
  /// The links that are flagged, in their order, with what analyses compute with; where they came from stays behind.
  func keeping(_ flags: [Bool]) -> SupplyTable {
    func kept<Value>(_ column: [Value]) -> [Value] { column.isEmpty ? [] : zip(column, flags).lazy.filter(\.1).map(\.0) }
    var table = SupplyTable()
    table.suppliers = kept(suppliers)
    table.buyers = kept(buyers)
    table.products = kept(products)
    table.amount = NumberColumn(kept(amount.numbers))
    table.share = NumberColumn(kept(share.numbers))
    table.since = kept(since)
    table.failureProbability = NumberColumn(kept(failureProbability.numbers))
    return table
  }
}
