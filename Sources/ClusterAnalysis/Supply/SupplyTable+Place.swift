import ClusterModel

extension SupplyTable {
  /// Where the row of a link stands in the lists.
  func place(_ link: SupplyID, column: String = "") -> Place {
    Place(file: rowNumbers.file(of: link.row) ?? "supplies.csv", row: rowNumbers[link.row], column: column)
  }
}
