/// All supply links (供应关系), in columns: goods run supplier → buyer.
///
/// Optional columns are empty when no link has a value.
public struct SupplyTable: Sendable {
  /// ``FirmID`` indices.
  public var suppliers: [Int32] = []
  /// ``FirmID`` indices.
  public var buyers: [Int32] = []
  /// ``ProductID`` indices, -1 when the link names no product; empty when none does.
  public var products: [Int32] = []
  /// 10,000 yuan a year.
  public var amount = NumberColumn()
  /// The supplier's share of what the buyer buys of the product, 0…1.
  public var share = NumberColumn()
  /// First year of the link, -1 unknown.
  public var since: [Int32] = []
  /// 0…1 that the link exists; unknown counts as certain.
  public var confidence = NumberColumn()
  /// 0…1 that the link breaks within a year while both firms run.
  public var failureProbability = NumberColumn()
  public var provenance = ProvenanceColumn()
  /// Columns of the file that the dictionary does not know, by name, in the file's order.
  public var extra: [(name: String, values: TextColumn)] = []

  /// Where the rows stand in their file.
  public var rowNumbers = RowNumbers()

  public init() {}

  public var count: Int { suppliers.count }

  public func supplier(_ link: SupplyID) -> FirmID { FirmID(Int(suppliers[link.row])) }
  public func buyer(_ link: SupplyID) -> FirmID { FirmID(Int(buyers[link.row])) }
  public func product(_ link: SupplyID) -> ProductID? {
    FirmTable.reference(products, link.row).map { ProductID($0) }
  }
}
