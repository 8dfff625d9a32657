/// The columns of numbers by their names in the dictionary: what reads, writes, orders, exchanges or asks for them goes by this one list.
extension FirmTable {
  /// The column of a name; the names are those of `firms.csv`.
  package typealias Numbers = (name: String, path: any WritableKeyPath<FirmTable, NumberColumn> & Sendable)

  /// In the order of the dictionary.
  package static let numbers: [Numbers] = [
    ("revenue_cny_wan", \.revenue), ("rd_cny_wan", \.researchSpending), ("employees", \.employees), ("tax_cny_wan", \.tax),
    ("failure_probability", \.failureProbability), ("recovery_days", \.recoveryDays), ("alternate_site_days", \.alternateSiteDays),
    ("energy_tce", \.energy),
  ]
}

extension SupplyTable {
  /// The column of a name; the names are those of `supplies.csv`.
  package typealias Numbers = (name: String, path: any WritableKeyPath<SupplyTable, NumberColumn> & Sendable)

  /// In the order of the dictionary.
  package static let numbers: [Numbers] = [
    ("amount_cny_wan", \.amount), ("share", \.share), ("confidence", \.confidence), ("failure_probability", \.failureProbability),
  ]
}
