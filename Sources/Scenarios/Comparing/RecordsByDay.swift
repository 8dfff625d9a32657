package import ClusterIO
package import ClusterModel

/// A network as far as it was on record by a day, told by the dates of its rows.
///
/// Rows of later date are left out of the lists of facts (who makes, supplies, is honoured, …). Firms, clusters, chains and stages stay: that there is such a
/// thing is no news of that day; of a firm whose row is later only its name and place stay. A row without a date may be of any day and stays.
package struct RecordsByDay: Sendable {
  package let network: Network
  /// Rows left out, or of which only the name stays.
  package let later: Int
  /// Rows that have no day that can be read.
  package let undated: Int
  /// Rows of the lists of facts with a day up to the one asked for.
  package let onRecord: Int

  private static let facts = ["makes", "supplies", "roles", "figures", "stocks", "groups", "credits"]
  private static let named: Set<String> = [
    "firm_id", "name", "name_en", "county_code", "cluster_id", "provenance", "source", "as_of",
  ]

  /// - Parameters:
  ///   - network: with all its rows.
  ///   - day: the last that counts.
  /// - Throws: ``ClusterIOError`` where a table is too large.
  /// - Complexity: O(rows).
  package init(_ network: Network, by day: CalendarDay) throws(ClusterIOError) {
    var rows = NetworkRows(network)
    var (later, undated, onRecord) = (0, 0, 0)
    for table in Self.facts + ["firms"] {
      let columns = rows.columns(of: table)
      guard let at = columns.firstIndex(of: "as_of") else { continue }
      var edited: [RowEdit.Row] = []
      for row in 0..<rows.count(table) {
        let cells = rows.cells(table, row)
        guard let said = CalendarDay(cells[at]) else {
          undated += 1
          continue
        }
        if said <= day {
          onRecord += 1
          continue
        }
        later += 1
        let kept = zip(columns, cells).map { Self.named.contains($0.0) ? $0.1 : "" }
        edited.append(RowEdit.Row(position: row, before: cells, after: table == "firms" ? kept : []))
      }
      if !edited.isEmpty { rows.apply(RowEdit(table == "firms" ? .replace : .delete, table: table, columns: columns, rows: edited)) }
    }
    (self.later, self.undated, self.onRecord) = (later, undated, onRecord)
    self.network = try rows.reading().inOrder().network
  }
}
