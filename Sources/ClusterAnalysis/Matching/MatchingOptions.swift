public import ClusterModel

/// What counts as local, and what of makers whose capacity nobody has recorded.
public struct MatchingOptions: Sendable {
  /// Where supply is local.
  public enum Scope: String, Sendable, CaseIterable {
    /// Any county of the region under study.
    case region
    /// The buyer's own county.
    case county
    /// The buyer's own cluster.
    case cluster
  }

  public enum UnknownCapacity: String, Sendable, CaseIterable {
    /// It is not counted on; such makers are listed to be asked.
    case none
    /// The firm makes what it sells now; what is not recorded to go to local buyers could. Only where revenue is known and one product is made.
    case asSold = "as-sold"
    /// It makes whatever is asked for: what matching could bring at most.
    case unlimited
  }

  public var scope = Scope.region
  public var unknownCapacity = UnknownCapacity.none
  /// Only buyers of this cluster, this county, this product.
  public var cluster: ClusterID?
  public var county: CountyID?
  public var product: ProductID?
  /// Makers farther than this, from county seat to county seat, do not count; an unknown distance does not exclude.
  public var kilometres: Double?

  public init() {}
}

/// Where firms are, in the sense of ``MatchingOptions/Scope``.
struct Places: Sendable {
  let network: Network
  let scope: MatchingOptions.Scope

  /// The firm is part of the region or of some cluster; `nil` when its county is not known.
  func isInside(_ firm: FirmID) -> Bool? {
    if scope == .cluster { return network.firms.cluster(firm) != nil }
    return network.firms.county(firm).map { network.counties[$0.row].isInside }
  }

  /// A supplier is local to a buyer; `nil` when its county is not known.
  func isLocal(_ supplier: FirmID, to buyer: FirmID) -> Bool? {
    if supplier == buyer { return true }
    switch scope {
    case .region: return isInside(supplier)
    case .county:
      guard let home = network.firms.county(supplier) else { return nil }
      return home == network.firms.county(buyer)
    case .cluster: return network.firms.cluster(supplier) == network.firms.cluster(buyer)
    }
  }

  /// Kilometres between two county seats on the great circle; `nil` when one is not known. 0 within a county.
  func kilometres(_ a: CountyID?, _ b: CountyID?) -> Double? {
    guard let a, let b else { return nil }
    if a == b { return 0 }
    let (x, y) = (network.counties[a.row], network.counties[b.row])
    guard let west = x.longitude, let south = x.latitude, let east = y.longitude, let north = y.latitude else { return nil }
    return GreatCircle.kilometres(from: (west, south), to: (east, north))
  }
}
