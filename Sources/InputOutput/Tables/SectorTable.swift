/// A table with the names of its sectors, and further figures of each.
public struct SectorTable: Sendable {
  /// One id a sector, unique.
  public var ids: [String]
  /// One name a sector; the id where there is none.
  public var names: [String]
  public var table: InputOutputTable
  /// Figures of the sectors by name, in the file's order: value added, wages, jobs; each of length n, unknown is NaN.
  public var accounts: [(name: String, values: [Double])]

  public init(ids: [String], names: [String], table: InputOutputTable, accounts: [(name: String, values: [Double])] = []) {
    precondition(ids.count == table.count && names.count == table.count, "one id and one name for each sector")
    self.ids = ids
    self.names = names
    self.table = table
    self.accounts = accounts
  }

  /// The values of the account `name`, or `nil`.
  public func account(_ name: String) -> [Double]? { accounts.first { $0.name == name }?.values }
}
