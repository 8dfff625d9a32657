import ClusterModel

extension SupplyTable {
  /// Where the row of a link stands in the lists.
  func place(_ link: SupplyID, column: String = "") -> Place {
    rowNumbers.place(of: link.row, table: "supplies", column: column)
  }
}
