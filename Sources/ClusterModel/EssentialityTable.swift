/// Which inputs the firms of a sector cannot do without, as a table of sectors: supplier's sector, buyer's sector, importance.
///
/// Sectors are compared as exact texts, so that leading zeros live. A pair that is not in the table is ``Importance/negligible``.
public struct EssentialityTable: Sendable, Equatable {
  /// A pair of sectors, in the order supplier → buyer.
  public struct Pair: Hashable, Sendable {
    public var supplier: String
    public var buyer: String

    public init(supplier: String, buyer: String) {
      self.supplier = supplier
      self.buyer = buyer
    }
  }

  public var types: [Pair: Importance]

  public init(_ types: [Pair: Importance] = [:]) { self.types = types }

  /// How badly firms of sector `buyer` need what firms of sector `supplier` sell.
  public subscript(supplier: String, buyer: String) -> Importance {
    types[Pair(supplier: supplier, buyer: buyer)] ?? .negligible
  }

  /// Every sector that the table names, once.
  public var sectors: Set<String> { types.keys.reduce(into: []) { $0.formUnion([$1.supplier, $1.buyer]) } }
}
