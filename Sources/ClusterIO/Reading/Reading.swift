import ClusterModel

/// A network as it was read, with everything that was found wrong on the way.
///
/// Nothing is repaired: a value that does not parse is unknown in the network and a problem here; a row that cannot be placed is left out
/// and a problem here.
public struct Reading: Sendable {
  /// A file that was read.
  public struct File: Sendable, Hashable {
    /// The path within the network's folder.
    public var path: String
    public var table: String
    /// Records, the header not counted.
    public var rows: Int
    public var bytes: Int
    public var encoding: TextEncoding
  }

  public var network: Network
  /// In the order of the dictionary.
  public var files: [File] = []
  var log = ProblemLog()
  /// Where the rows of the small tables stand.
  var rowMaps: [String: RowMap] = [:]

  /// A network that was not read from files, for its audit.
  public init(network: Network) { self.network = network }

  /// What was found wrong, the first 1,000 of each rule, in the order of rule and row.
  public var problems: [Finding] { log.kept.joined().map(\.finding) }

  /// How many problems there are, the ones not in ``problems`` counted too.
  public var problemCount: Int { log.counts.reduce(0, +) }

  /// The place of a row of a table: `firms`, `supplies`, …
  func place(_ table: String, _ row: Int, column: String = "") -> Place {
    let file = files.first { $0.table == table }
    let number: Int? =
      switch table {
      case _ where file == nil: nil
      case "firms": network.firms.rowNumbers[row]
      case "supplies": network.supplies.rowNumbers[row]
      default: rowMaps[table]?.row(of: row)
      }
    return Place(file: file?.path ?? table + ".csv", row: number, column: column)
  }
}
