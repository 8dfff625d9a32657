public import Cascades
import FoundationEssentials

/// A golden firm network with the systemic risk of every firm, from `golden/esri/<case>` beside the repository.
public struct GoldenCascade: Sendable {
  /// One row of an expected table: a firm, or a scenario.
  public struct Row: Sendable {
    public var esri: Double
    public var down: Double
    public var up: Double
    public var iterations: Int
  }

  /// The folder of the case.
  public let folder: String
  public let firmCount: Int
  public let suppliers: [Int32]
  public let buyers: [Int32]
  public let amounts: [Double]
  public let sectors: [Int32]
  public let sectorCount: Int
  public let kinds: [Essentiality.Kind]

  /// Reads nodes, edges and essentiality of a folder.
  public init(folder: String) throws {
    self.folder = folder
    let nodes = try Self.rows(folder + "/nodes.csv")
    let names = Set(nodes.map { $0[1] }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    firmCount = nodes.count
    sectors = nodes.map { Int32(numbers[$0[1]] ?? 0) }
    sectorCount = names.count
    let edges = try Self.rows(folder + "/edges.csv")
    suppliers = edges.map { Int32($0[0]) ?? -1 }
    buyers = edges.map { Int32($0[1]) ?? -1 }
    amounts = edges.map { Double($0[2]) ?? -1 }
    var kinds = [Essentiality.Kind](repeating: .negligible, count: names.count * names.count)
    for row in try Self.rows(folder + "/essentiality.csv") {
      guard let supplier = numbers[row[0]], let buyer = numbers[row[1]] else { continue }
      kinds[supplier * names.count + buyer] = Essentiality.Kind(rawValue: UInt8(row[2]) ?? 0) ?? .negligible
    }
    self.kinds = kinds
  }

  /// The network, with or without replaceability within sectors.
  public func network(isReplaceable: Bool = true, weights: [[Double]] = []) throws -> CascadeNetwork {
    try CascadeNetwork(
      firmCount: firmCount, suppliers: suppliers, buyers: buyers, amounts: amounts, sectors: sectors, sectorCount: sectorCount,
      essentiality: .table(kinds: kinds), replaceability: isReplaceable ? sectors : nil, weights: weights)
  }

  /// An expected table, in the order of its first column; `nil` where the case has none.
  public func expected(_ name: String) throws -> [Row]? {
    let path = folder + "/" + name + ".csv"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try Self.rows(path).map { row in
      Row(esri: Double(row[1]) ?? .nan, down: Double(row[2]) ?? .nan, up: Double(row[3]) ?? .nan, iterations: Int(row[4]) ?? -1)
    }
  }

  /// The scenarios of `shocks.csv`, in order.
  public func shocks() throws -> [Shock] {
    var shocks: [Shock] = []
    for row in try Self.rows(folder + "/shocks.csv") {
      let (scenario, firm) = (Int(row[0]) ?? -1, Int(row[1]) ?? -1)
      while shocks.count <= scenario { shocks.append(Shock(downstream: [], upstream: [])) }
      shocks[scenario].downstream.append((firm, Double(row[2]) ?? .nan))
      shocks[scenario].upstream.append((firm, Double(row[3]) ?? .nan))
    }
    return shocks
  }

  /// Every firm's expected (downstream, upstream) loss in each scenario.
  public func expectedLosses() throws -> [[(down: Double, up: Double)]] {
    var losses: [[(down: Double, up: Double)]] = []
    for row in try Self.rows(folder + "/expected_shock_h.csv") {
      if (Int(row[0]) ?? -1) == losses.count { losses.append([]) }
      losses[losses.count - 1].append((Double(row[2]) ?? .nan, Double(row[3]) ?? .nan))
    }
    return losses
  }

  /// The cells of a table without quotes, header left out.
  public static func rows(_ path: String) throws -> [[String]] {
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
