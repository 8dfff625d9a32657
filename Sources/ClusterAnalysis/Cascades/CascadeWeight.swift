public import ClusterModel

/// What firms count for when the losses of a cascade are added up: a column of one number a firm.
public struct CascadeWeight: Sendable {
  /// `output`, `jobs`, `tax`, `revenue`, `firms`, or the name of a further column of `firms.csv`.
  public let name: String
  /// One number a firm, not negative; NaN is unknown.
  public let values: [Double]

  public init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }

  /// With unknown as 0, which leaves such firms out of the index; ``unknownCount`` says how many.
  public var known: [Double] { values.map { $0.isNaN ? 0 : $0 } }
  public var unknownCount: Int { values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }
  /// The sum of what is known.
  public var total: Double { values.reduce(0) { $1.isNaN ? $0 : $0 + $1 } }

  /// The names that need no column of their own in the file.
  public static let standard = ["output", "jobs", "tax", "revenue", "firms"]
}

/// Why a weight cannot be had.
public enum CascadeWeightError: Error, Sendable, Hashable {
  /// No column of this name; those that there are.
  case noSuchColumn(String, there: [String])
  /// Cells that are no numbers, or negative: the column, the file's first such rows, how many in all.
  case badNumbers(String, rows: [Int], count: Int)
  /// No firm has a known value above 0.
  case allUnknown(String)
}

extension CascadeWeight {
  /// The weight called `name`; `output` is `sales`, the recorded sales of each firm.
  ///
  /// An empty cell is unknown. O(firms).
  public static func named(_ name: String, of network: Network, sales: [Double]) throws(CascadeWeightError) -> CascadeWeight {
    let values: [Double]
    switch name {
    case "output": values = sales
    case "jobs": values = FirmWeights(.jobs, of: network).values
    case "tax": values = FirmWeights(.tax, of: network).values
    case "firms": values = FirmWeights(.firms, of: network).values
    case "revenue":
      let numbers = network.firms.revenue.numbers
      values = numbers.isEmpty ? [Double](repeating: .nan, count: network.firms.count) : numbers
    default:
      guard let column = network.firms.extra.first(where: { $0.name == name })?.values else {
        throw .noSuchColumn(name, there: standard + network.firms.extra.map(\.name))
      }
      values = try numbers(column, name, network)
    }
    guard values.contains(where: { $0 > 0 }) else { throw .allUnknown(name) }
    return CascadeWeight(name: name, values: values)
  }

  private static func numbers(_ column: TextColumn, _ name: String, _ network: Network) throws(CascadeWeightError) -> [Double] {
    var bad: [Int] = []
    var count = 0
    var values: [Double] = []
    values.reserveCapacity(column.count)
    for row in 0..<column.count {
      if column.isEmpty(row) {
        values.append(.nan)
      } else if let number = Double(column[row]), number.isFinite, number >= 0 {
        values.append(number)
      } else {
        values.append(.nan)
        count += 1
        if bad.count < 10 { bad.append(network.firms.rowNumbers[row]) }
      }
    }
    if count > 0 { throw .badNumbers(name, rows: bad, count: count) }
    return values
  }
}
