import ClusterAnalysis
import ClusterModel
import Glibc

/// Who makes a good today: of a product the firms of its `makes` rows and recorded sales, of a good without product the firms of its sector.
struct MakersToday {
  /// For each product its makers, ascending.
  let ofProduct: [[Int32]]
  private let ofSector: [Int32: [Int32]]

  init(_ network: Network) {
    var sets = [Set<Int32>](repeating: [], count: network.products.count)
    for making in network.makings { if let product = making.product { sets[product.row].insert(making.firm.index) } }
    let supplies = network.supplies
    for link in 0..<supplies.products.count where supplies.products[link] >= 0 {
      sets[Int(supplies.products[link])].insert(supplies.suppliers[link])
    }
    ofProduct = sets.map { $0.sorted() }
    let codes = network.firms.industry.codes
    ofSector = Dictionary(grouping: codes.indices.filter { codes[$0] > 0 }, by: { codes[$0] }).mapValues { $0.map { Int32($0) } }
  }

  subscript(good: Good, view: SupplyView) -> [Int32] {
    if let product = view.product(good) { return ofProduct[product.row] }
    return ofSector[good.key - Int32(view.network.products.count)] ?? []
  }
}

/// Who makes a good, or something near to it, and how far away.
///
/// Two products are as similar as firms make them together (of the makers of either, the smaller share that makes the other too: the proximity of
/// METRICS M31, over firms), and at least 0.5 when they belong to one stage. A good without product is made by the firms of its sector.
struct Makers {
  /// The least similarity of what a firm makes today.
  static let leastSimilarity = 0.25

  let view: SupplyView
  private let today: MakersToday
  private let near: [[(product: Int, similarity: Double)]]

  init(_ view: SupplyView) {
    self.view = view
    let network = view.network
    today = MakersToday(network)
    near = Self.similar(today.ofProduct, stages: network.products.map(\.stage), firms: network.firms.count)
  }

  private static func similar(_ makers: [[Int32]], stages: [StageID?], firms: Int) -> [[(product: Int, similarity: Double)]] {
    var productsOfFirm = [[Int]](repeating: [], count: firms)
    for (product, firms) in makers.enumerated() { for firm in firms { productsOfFirm[Int(firm)].append(product) } }
    let ofStage = Dictionary(grouping: stages.indices.filter { stages[$0] != nil }, by: { stages[$0]! })
    return makers.indices.map { product in
      var together: [Int: Int] = [:]
      for firm in makers[product] { for other in productsOfFirm[Int(firm)] where other != product { together[other, default: 0] += 1 } }
      var similarity = together.mapValues { _ in 0.0 }
      for (other, count) in together { similarity[other] = Double(count) / Double(max(makers[product].count, makers[other].count)) }
      for other in stages[product].flatMap({ ofStage[$0] }) ?? [] where other != product {
        similarity[other] = max(0.5, similarity[other] ?? 0)
      }
      return similarity.filter { $0.value >= leastSimilarity }.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }
  }

  /// Firms that make the good, or something similar, with the similarity.
  func candidates(for good: Good) -> [(firm: Int32, similarity: Double)] {
    guard let product = view.product(good) else { return today[good, view].map { ($0, 1) } }
    var best: [Int32: Double] = [:]
    for other in near[product.row] { for firm in today.ofProduct[other.product] { best[firm] = max(best[firm] ?? 0, other.similarity) } }
    for firm in today.ofProduct[product.row] { best[firm] = 1 }
    return best.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// Kilometres between the counties of two firms, along a great circle; 0 within one county, `nil` when a place is unknown.
  func distance(_ a: Int32, _ b: Int32) -> Double? {
    let network = view.network
    guard let first = network.firms.county(FirmID(Int(a))), let second = network.firms.county(FirmID(Int(b))) else { return nil }
    if first == second { return 0 }
    let (p, q) = (network.counties[first.row], network.counties[second.row])
    guard let x1 = p.longitude, let y1 = p.latitude, let x2 = q.longitude, let y2 = q.latitude else { return nil }
    let (lat1, lat2) = (y1 * .pi / 180, y2 * .pi / 180)
    let (u, v) = (sin((lat2 - lat1) / 2), sin((x2 - x1) * .pi / 360))
    return 2 * 6371 * asin(min(1, sqrt(u * u + cos(lat1) * cos(lat2) * v * v)))
  }
}
