import ClusterIO
package import ClusterModel

/// A row of a list that one network has and another of the same place has not, or has otherwise.
package struct RowDifference: Sendable {
  package enum Kind: String, Sendable { case added, changed, removed }

  package var kind: Kind
  package var table: String
  /// What tells the row apart: `SYN-A / SYN-B / P-dye`.
  package var key: String
  /// The same by column, to be named for a reader.
  package var named: [(column: String, text: String)]
  /// The cells that say something else; of a new or removed row all that say anything but the key. Where a fact comes from is none of them.
  package var cells: [(column: String, old: String, new: String)]
  /// The row in the network after, or of a removed one in the network before.
  package var row: Int
  /// Ids of what it is about, by the list they are of: `firms`, `stages`, `clusters`, `counties`.
  package var about: [String: Set<String>]
  package var source: String
  package var asOf: String

  private static let provenance: Set<String> = ["provenance", "source", "as_of"]

  /// The differences of two networks, list by list in the order of the dictionary; within a list as the rows stand, removed ones last.
  ///
  /// Rows are told apart by what no two may share; of several with the same key each is held against the one in its place among them.
  ///
  /// - Parameters:
  ///   - before: the network then.
  ///   - after: the network now.
  /// - Complexity: O(rows) time and memory.
  package static func all(from before: Network, to after: Network) -> [RowDifference] {
    let (old, new) = (NetworkRows(before), NetworkRows(after))
    return DataDictionary.standard.tables.flatMap { table($0.name, old, new) }
  }

  private static func table(_ name: String, _ old: NetworkRows, _ new: NetworkRows) -> [RowDifference] {
    let (oldColumns, newColumns) = (old.columns(of: name), new.columns(of: name))
    let identity = RowIdentity.columns(of: name)
    func keys(_ rows: NetworkRows, _ columns: [String]) -> (order: [(key: String, row: Int)], cells: [String: [String]]) {
      let places = identity.compactMap { columns.firstIndex(of: $0) }
      var seen: [String: Int] = [:]
      var order: [(key: String, row: Int)] = []
      var all: [String: [String]] = [:]
      for row in 0..<rows.count(name) {
        let cells = rows.cells(name, row)
        var key = places.map { cells[$0] }.joined(separator: "\u{1F}")
        let copy = seen[key, default: 0]
        seen[key] = copy + 1
        if copy > 0 { key += "\u{1F}#\(copy + 1)" }
        order.append((key, row))
        all[key] = cells
      }
      return (order, all)
    }
    let (then, now) = (keys(old, oldColumns), keys(new, newColumns))
    var found: [RowDifference] = []
    let columns = newColumns + oldColumns.filter { !newColumns.contains($0) }
    func text(_ cells: [String]?, _ own: [String], _ column: String) -> String {
      guard let cells, let at = own.firstIndex(of: column) else { return "" }
      return NetworkRows.plain(cells[at], DataDictionary.standard[name]?[column])
    }
    func add(_ kind: Kind, _ key: String, _ row: Int) {
      let (a, b) = (then.cells[key], now.cells[key])
      if a == b && oldColumns == newColumns { return }
      // Of a new or removed row the key is told already.
      let told = kind == .changed ? provenance : provenance.union(identity)
      let cells = columns.filter { !told.contains($0) }.compactMap { column -> (column: String, old: String, new: String)? in
        let (x, y) = (text(a, oldColumns, column), text(b, newColumns, column))
        return x == y ? nil : (column, x, y)
      }
      if cells.isEmpty && kind == .changed { return }
      let (said, own) = kind == .removed ? (a, oldColumns) : (b, newColumns)
      found.append(
        RowDifference(
          kind: kind, table: name, key: RowIdentity.text(name, own, said ?? []), named: named(name, own, said ?? []), cells: cells,
          row: row,
          about: about([(a, oldColumns), (b, newColumns)]), source: text(said, own, "source"), asOf: text(said, own, "as_of")))
    }
    for (key, row) in now.order { add(then.cells[key] == nil ? .added : .changed, key, row) }
    for (key, row) in then.order where now.cells[key] == nil { add(.removed, key, row) }
    return found
  }

  private static func named(_ table: String, _ columns: [String], _ cells: [String]) -> [(column: String, text: String)] {
    let identity = RowIdentity.columns(of: table)
    return zip(columns, cells).filter { identity.contains($0.0) && !$0.1.isEmpty }.map { ($0.0, $0.1) }
  }

  private static let things: [String: String] = [
    "firm_id": "firms", "supplier_id": "firms", "buyer_id": "firms", "lender": "firms", "borrower_id": "firms", "guarantor_id": "firms",
    "stage_id": "stages", "input_stage_id": "stages", "output_stage_id": "stages", "cluster_id": "clusters", "county_code": "counties",
    "subject_id": "clusters", "chain_id": "chains",
  ]

  private static func about(_ rows: [(cells: [String]?, columns: [String])]) -> [String: Set<String>] {
    var about: [String: Set<String>] = [:]
    for (cells, columns) in rows {
      guard let cells else { continue }
      for (column, cell) in zip(columns, cells) where !cell.isEmpty {
        if let list = things[column] { about[list, default: []].insert(cell) }
      }
    }
    return about
  }
}
