/// A supply network made ready for cascades: who loses what share of what when whom fails.
///
/// Frozen: any number of shocks may run on it, also at the same time. Memory: about 100 bytes per link and 100 per firm.
///
/// What is wanted by region or by sector comes from weight columns: a column that holds a firm's output where the firm is inside a county and 0
/// elsewhere gives the share of the county's output that is lost, its complement the rest; `weightSums` turns shares back into amounts. All
/// columns are done in one pass.
///
/// > Source: C. Diem, A. Borsos, T. Reisch, J. Kertész, S. Thurner, “Quantifying firm-level economic systemic risk from nation-wide supply
/// networks”, Scientific Reports 12:7719 (2022), doi 10.1038/s41598-022-11522-z.
public struct CascadeNetwork: Sendable {
  /// Firms are numbered `0 ..< firmCount`.
  public let firmCount: Int
  /// Different pairs (supplier, buyer) with an amount above 0.
  public let linkCount: Int
  /// Sales of each firm to the others (and to itself): the default weight.
  public let sales: [Double]
  /// Purchases of each firm.
  public let purchases: [Double]
  /// The sum of each weight column, to turn shares into amounts.
  package let weightSums: [Double]

  /// The market each firm can be replaced in; `nil` where nobody is replaceable.
  let markets: [Int32]?
  let marketCount: Int
  /// Weight columns, each divided by its sum.
  let weights: [[Double]]
  let down: DownstreamRows
  let up: UpstreamRows

  /// Prepares a network.
  ///
  /// Number firms in an order that does not depend on the order of rows (that of their identifiers, say) when results shall be equal to the last
  /// bit for any order of rows; the order of links never matters.
  ///
  /// - Parameters:
  ///   - firmCount: how many firms there are.
  ///   - suppliers: of each link, the firm that sells.
  ///   - buyers: of each link, the firm that buys; a firm may buy from itself.
  ///   - amounts: of each link, what is sold: finite, not negative; 0 is no link, and rows of the same pair add up.
  ///   - sectors: of each firm, its sector in `0 ..< sectorCount`.
  ///   - sectorCount: how many sectors there are; some may have no firm.
  ///   - essentiality: how much a buyer's sector needs a supplier's.
  ///   - replaceability: of each firm, the market (from 0 on) on which others can take its place, as far as its share of the market's remaining
  ///     sales is small; `nil` switches replacement off. The published setting is `sectors`.
  ///   - weights: columns by which losses are added up, none negative, of any sum above 0; empty means one column, the sales.
  ///   - revenue: of each firm, its revenue, for losses of sales: max(revenue, sales) counts; 0 means unknown. `nil`: sales.
  ///   - costs: of each firm, its costs, for losses of inputs: max(costs, purchases) counts; 0 means unknown. `nil`: purchases.
  /// - Throws: ``CascadeError`` with all problems of the input.
  /// - Complexity: O(firms + links + sectors).
  public init(
    firmCount: Int, suppliers: [Int32], buyers: [Int32], amounts: [Double], sectors: [Int32], sectorCount: Int, essentiality: Essentiality,
    replaceability: [Int32]?, weights: [[Double]] = [], revenue: [Double]? = nil, costs: [Double]? = nil
  ) throws(CascadeError) {
    var check = CascadeInputCheck(firmCount: firmCount)
    check.links(suppliers: suppliers, buyers: buyers, amounts: amounts)
    check.sectors(sectors, sectorCount: sectorCount, essentiality: essentiality, markets: replaceability)
    check.amounts(.revenue, revenue)
    check.amounts(.costs, costs)
    for (column, values) in weights.enumerated() { check.weights(values, column: column) }
    try check.finish()

    let links = SupplierSortedLinks(firmCount: firmCount, suppliers: suppliers, buyers: buyers, amounts: amounts)
    let sales = links.sales
    let purchases = links.purchases(firmCount: firmCount)
    let columns = weights.isEmpty ? [sales] : weights
    let sums = columns.map { $0.reduce(0, +) }
    for (column, sum) in sums.enumerated() where !(sum > 0 && sum.isFinite) { check.problems.append(.noWeight(column: column)) }
    try check.finish()

    self.firmCount = firmCount
    self.sales = sales
    self.purchases = purchases
    linkCount = links.buyers.count
    weightSums = sums
    self.weights = zip(columns, sums).map { column, sum in column.map { $0 / sum } }
    markets = replaceability
    marketCount = Int((replaceability?.max() ?? -1) + 1)
    up = UpstreamRows(links, revenue: revenue.map { zip($0, sales).map { max($0, $1) } } ?? sales)
    down = DownstreamRows(
      links, sectors: sectors, sectorCount: sectorCount, essentiality: essentiality, purchases: purchases,
      costs: costs.map { zip($0, purchases).map { max($0, $1) } } ?? purchases)
  }
}
