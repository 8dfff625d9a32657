import ClusterModel
import GraphCore

/// What a network holds, counted; and the shape of its supply graph (METRICS M9).
public struct Overview: Sendable {
  public var counties: Int
  public var clusters: Int
  public var firms: Int
  public var syntheticFirms: Int
  public var leaders: Int
  public var products: Int
  public var chains: Int
  public var stages: Int
  public var supplyLinks: Int
  public var linksWithAmount: Int
  public var linksWithProduct: Int
  /// Links by how they are known, in the order of `ProvenanceKind`.
  public var linksByProvenance: [Int]
  public var weakComponents: Int
  public var largestWeakComponent: Int
  /// Groups of two or more firms that supply each other in a circle.
  public var circles: Int
  public var largestCircle: Int

  /// O(firms + links).
  public init(_ view: SupplyView) {
    let network = view.network
    let supplies = network.supplies
    counties = network.counties.count
    clusters = network.clusters.count
    firms = network.firms.count
    syntheticFirms = network.firms.all.reduce(0) { $0 + (network.firms.isSynthetic($1) ? 1 : 0) }
    leaders = network.leaders().count
    products = network.products.count
    chains = network.chains.count
    stages = network.stages.count
    supplyLinks = supplies.count
    linksWithAmount = supplies.amount.numbers.reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
    linksWithProduct = supplies.products.reduce(0) { $0 + ($1 < 0 ? 0 : 1) }
    var kinds = [Int](repeating: 0, count: ProvenanceKind.allCases.count)
    for link in 0..<supplies.count { kinds[Int(supplies.provenance.kind(link).rawValue)] += 1 }
    linksByProvenance = kinds
    // The suppliers of each buyer are rows of the supply graph already, against its direction, which changes no component.
    let rows = view.purchaseOffsets.map { view.entryOffsets[Int($0)] }
    let weak = Components.weak(offsets: rows, targets: view.suppliers).sizes
    weakComponents = weak.count
    largestWeakComponent = weak.max() ?? 0
    let strong = Components.strong(offsets: rows, targets: view.suppliers).sizes
    circles = strong.reduce(0) { $0 + ($1 > 1 ? 1 : 0) }
    largestCircle = strong.filter { $0 > 1 }.max() ?? 0
  }
}
