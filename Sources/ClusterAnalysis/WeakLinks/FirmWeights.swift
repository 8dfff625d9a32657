public import ClusterModel

/// What a firm counts for when losses are added up.
public enum LossMeasure: String, Sendable, CaseIterable {
  /// Revenue, else the sum of its known sales; 10,000 yuan a year.
  case output
  /// People employed.
  case jobs
  /// Tax paid; 10,000 yuan a year.
  case tax
  /// Each firm 1.
  case firms
}

/// The weight of every firm under a measure.
public struct FirmWeights: Sendable {
  public let measure: LossMeasure
  /// One weight a firm; unknown is NaN.
  public let values: [Double]

  public init(_ measure: LossMeasure, of network: Network) {
    self.measure = measure
    switch measure {
    case .firms:
      values = [Double](repeating: 1, count: network.firms.count)
    case .jobs, .tax:
      let column = measure == .jobs ? network.firms.employees : network.firms.tax
      values = column.numbers.isEmpty ? [Double](repeating: .nan, count: network.firms.count) : column.numbers
    case .output:
      let sales = Self.sales(of: network)
      let revenue = network.firms.revenue.numbers
      values = revenue.isEmpty ? sales : zip(revenue, sales).map { $0.isNaN ? $1 : $0 }
    }
  }

  /// The sum of each firm's known sales; NaN for a firm none of whose sales is known.
  public static func sales(of network: Network) -> [Double] {
    var sums = [Double](repeating: .nan, count: network.firms.count)
    let amounts = network.supplies.amount.numbers
    for link in 0..<amounts.count where !amounts[link].isNaN {
      let supplier = Int(network.supplies.suppliers[link])
      sums[supplier] = sums[supplier].isNaN ? amounts[link] : sums[supplier] + amounts[link]
    }
    return sums
  }

  /// The weights with unknown as 0, for adding up; ``unknownCount`` says how many.
  public var known: [Double] { values.map { $0.isNaN ? 0 : $0 } }
  public var unknownCount: Int { values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }

  /// The `count` heaviest firms, unknown last, ties by id.
  public func largest(_ count: Int, of network: Network) -> [FirmID] {
    let ids = network.firms.ids
    func weight(_ firm: FirmID) -> Double { values[firm.row].isNaN ? -1 : values[firm.row] }
    func comesFirst(_ a: FirmID, _ b: FirmID) -> Bool {
      weight(a) != weight(b) ? weight(a) > weight(b) : ids[a.row] < ids[b.row]
    }
    // The weight of the last firm in: most firms are lighter, and are never sorted.
    let bar = count < values.count && count > 0 ? values.map { $0.isNaN ? -1 : $0 }.sorted(by: >)[count - 1] : -1
    return Array(network.firms.all.filter { weight($0) >= bar }.sorted(by: comesFirst).prefix(max(0, count)))
  }
}
