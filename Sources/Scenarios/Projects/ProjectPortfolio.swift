public import ClusterAnalysis
import ClusterModel

/// The projects of a network as candidates of a strengthening plan, their investment as cost.
public struct ProjectPortfolio: Sendable {
  /// Projects whose product somebody buys, by id. What is being built or produces costs nothing more: it is decided.
  public private(set) var candidates: [StrengtheningCandidate] = []
  /// Projects that are left out: whose investment is not known, whose products nobody is recorded to buy, and that are firms of today.
  public private(set) var withoutCost: [PlannedFirms.Firm] = []
  public private(set) var withoutBuyers: [PlannedFirms.Firm] = []
  public private(set) var existing: [PlannedFirms.Firm] = []
  /// How many of the candidates are decided.
  public private(set) var decided = 0

  /// O(projects × goods).
  public init(_ planned: PlannedFirms, in view: SupplyView) {
    for firm in planned.firms {
      if firm.existing != nil {
        existing.append(firm)
      } else if let candidate = Self.candidate(firm, in: view, cost: firm.isSure ? 0 : firm.investment ?? 0) {
        if !firm.isSure && firm.investment == nil {
          withoutCost.append(firm)
        } else {
          candidates.append(candidate)
          decided += firm.isSure ? 1 : 0
        }
      } else {
        withoutBuyers.append(firm)
      }
    }
  }

  /// The project as a candidate: it makes what somebody buys of its products, and of any product at a stage of which it names no product.
  ///
  /// - Returns: `nil` where nobody buys any of it.
  static func candidate(_ firm: PlannedFirms.Firm, in view: SupplyView, cost: Double) -> StrengtheningCandidate? {
    let named = Set(firm.products)
    let covered = Set(firm.products.compactMap { view.network.products[$0.row].stage })
    let open = Set(firm.stages).subtracting(covered)
    let goods = Set(view.goods).filter { good in
      guard let product = view.product(good) else { return false }
      return named.contains(product) || view.network.products[product.row].stage.map { open.contains($0) } ?? false
    }
    return goods.isEmpty ? nil : StrengtheningCandidate(.project(row: firm.rows[0], goods: goods.sorted()), cost: cost)
  }
}
