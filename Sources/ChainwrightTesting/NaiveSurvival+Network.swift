import ClusterModel

extension NaiveSurvival where Firm == FirmID {
  /// The needs of a network whose links all name a product and whose products have no stage: every product a firm buys, any one supplier.
  ///
  /// The plain case of M1, without a template's non-essential inputs, substitute groups or numbers of suppliers.
  public init(_ network: Network) {
    var suppliers: [FirmID: [Int32: Set<FirmID>]] = [:]
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let product = network.supplies.products.isEmpty ? -1 : network.supplies.products[row]
      suppliers[network.supplies.buyer(link), default: [:]][product, default: []].insert(network.supplies.supplier(link))
    }
    self.init(
      firms: Set(network.firms.all),
      needs: suppliers.mapValues { products in products.sorted { $0.key < $1.key }.map { .anyOf($0.value.sorted()) } })
  }
}
