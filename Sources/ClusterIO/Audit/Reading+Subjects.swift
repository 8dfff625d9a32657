import ClusterModel

/// What findings speak of.
extension Reading {
  func firm(_ row: Int) -> Subject {
    let firms = network.firms
    let name = Name(
      zh: firms.namesZh.count == 0 ? "" : firms.namesZh[row], en: firms.namesEn.count == 0 ? "" : firms.namesEn[row])
    return Subject(table: "firm", id: firms.ids[row], name: name)
  }

  func supply(_ row: Int) -> Subject {
    let links = network.supplies
    return Subject(
      table: "supply", id: network.firms.ids[Int(links.suppliers[row])] + " → " + network.firms.ids[Int(links.buyers[row])])
  }

  /// The row of a supply link as a person counts it.
  func rowNumber(_ row: Int) -> Int { network.supplies.rowNumbers[row] }
}
