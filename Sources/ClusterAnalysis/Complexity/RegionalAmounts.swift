public import ClusterModel
public import InputOutput

/// Who makes how much of what: the matrix behind complexity, from a network or from any table of place, product and value.
public struct RegionalAmounts: Sendable {
  public enum Places: String, Sendable, CaseIterable { case county, cluster }
  public enum Kind: String, Sendable, CaseIterable { case product, stage, industry }

  /// A place or a product.
  public struct Item: Sendable, Hashable {
    public var id: String
    public var name: LocalText

    public init(id: String, name: LocalText? = nil) {
      self.id = id
      self.name = name ?? LocalText(zh: id, en: id)
    }
  }

  public let places: [Item]
  public let products: [Item]
  /// places × products; 10,000 yuan from a network.
  public let amounts: DenseMatrix
  /// Firms left out because their output is unknown, and because what they make is.
  public let firmsWithoutOutput: Int
  public let firmsWithoutProduct: Int
  public let syntheticFirms: Int
  /// The stage of each product, where there is one.
  public let stages: [StageID?]

  public var totals: [Double] { amounts.rowSums }

  /// - Parameters:
  ///   - places: ids, each once.
  ///   - products: ids, each once.
  ///   - amounts: places × products.
  public init(places: [Item], products: [Item], amounts: DenseMatrix) {
    self.places = places
    self.products = products
    self.amounts = amounts
    stages = [StageID?](repeating: nil, count: products.count)
    (firmsWithoutOutput, firmsWithoutProduct, syntheticFirms) = (0, 0, 0)
  }

  /// A firm's output is shared equally by what it makes; places and products without any are left out. Places are those of the region.
  public init(_ facts: BenchmarkFacts, places kind: Places, by product: Kind) {
    let network = facts.network
    let made = Self.made(facts, product)
    var sums: [Int: [Int: [Double]]] = [:]
    var (noOutput, noProduct, synthetic) = (0, 0, 0)
    for firm in network.firms.all {
      guard let place = Self.place(of: firm, network, kind) else { continue }
      let output = facts.weights.values[firm.row]
      if made.of[firm.row].isEmpty {
        noProduct += 1
      } else if output.isNaN {
        noOutput += 1
      } else {
        if network.firms.isSynthetic(firm) { synthetic += 1 }
        for item in made.of[firm.row] { sums[place, default: [:]][item, default: []].append(output / Double(made.of[firm.row].count)) }
      }
    }
    (firmsWithoutOutput, firmsWithoutProduct, syntheticFirms) = (noOutput, noProduct, synthetic)
    let rows = sums.keys.sorted { Self.id($0, network, kind) < Self.id($1, network, kind) }
    let columns = Set(sums.values.flatMap(\.keys)).sorted { made.items[$0].id < made.items[$1].id }
    var amounts = DenseMatrix(rows: rows.count, columns: columns.count)
    for (at, row) in rows.enumerated() {
      for (column, item) in columns.enumerated() { if let values = sums[row]?[item] { amounts[at, column] = Sums.ordered(values) } }
    }
    self.amounts = amounts
    places = rows.map { row in
      switch kind {
      case .county: Item(id: network.counties[row].code, name: network.label(CountyID(row)))
      case .cluster: Item(id: network.clusters[row].id, name: network.label(ClusterID(row)))
      }
    }
    products = columns.map { made.items[$0] }
    stages = columns.map { made.stages[$0] }
  }

  private static func place(of firm: FirmID, _ network: Network, _ kind: Places) -> Int? {
    switch kind {
    case .county: network.firms.county(firm).flatMap { network.counties[$0.row].isInside ? $0.row : nil }
    case .cluster: network.firms.cluster(firm)?.row
    }
  }

  private static func id(_ row: Int, _ network: Network, _ kind: Places) -> String {
    kind == .county ? network.counties[row].code : network.clusters[row].id
  }

  /// What there is to make, and what each firm makes of it.
  private static func made(_ facts: BenchmarkFacts, _ kind: Kind) -> (items: [Item], stages: [StageID?], of: [[Int]]) {
    let network = facts.network
    let firms = network.firms.all
    switch kind {
    case .stage:
      let items = network.stages.indices.map { Item(id: network.stages[$0].id, name: network.label(StageID($0))) }
      return (items, network.stages.indices.map { StageID($0) }, firms.map { facts.firmStages[$0].map(\.row) })
    case .industry:
      let codes = network.firms.industry
      let of = firms.map { codes.codes.isEmpty || codes.codes[$0.row] == 0 ? [] : [Int(codes.codes[$0.row])] }
      return (codes.values.map { Item(id: $0) }, [StageID?](repeating: nil, count: codes.values.count), of)
    case .product:
      var sets = [Set<Int>](repeating: [], count: network.firms.count)
      for making in network.makings { if let product = making.product { sets[making.firm.row].insert(product.row) } }
      let stated = sets.map { !$0.isEmpty }
      for link in network.supplies.products.indices where network.supplies.products[link] >= 0 {
        let supplier = Int(network.supplies.suppliers[link])
        if !stated[supplier] { sets[supplier].insert(Int(network.supplies.products[link])) }
      }
      let items = network.products.map { product in
        Item(id: product.id, name: product.name[.zh].isEmpty ? nil : LocalText(zh: product.name[.zh], en: product.name[.en]))
      }
      return (items, network.products.map(\.stage), sets.map { $0.sorted() })
    }
  }
}
