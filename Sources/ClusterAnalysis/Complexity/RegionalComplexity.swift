public import ClusterModel
public import GraphCore
public import InputOutput

/// Complexity of places and products (METRICS M31), with what is defined whatever the data, and what is refused where it is not.
///
/// RCA, proximity, density and fitness are always there. ECI, PCI and the outlooks are refused, with the reason, where places fall into parts that
/// share no product or the second eigenvector is not determined.
public struct RegionalComplexity: Sendable {
  public let amounts: RegionalAmounts
  /// `nil` when there is nothing at all, or an amount is no number.
  public let advantage: RevealedAdvantage?
  public let space: ProductSpace?
  /// places × products.
  public let density: DenseMatrix
  /// ECI and PCI; NaN where undefined or refused.
  public let places: [Double]
  public let products: [Double]
  public let eigenvalue: Double?
  public let gap: Double?
  /// COI as it comes, and standardised; NaN where refused.
  public let outlook: [Double]
  public let standardisedOutlook: [Double]
  /// COG, places × products; empty where refused.
  public let gain: DenseMatrix
  public let fitness: FitnessComplexity?
  /// Why ECI, PCI and the outlooks are not given; `nil` where they are.
  public let refusal: LocalText?
  /// The places that keep them from being given, by position.
  public let placesApart: [Int]

  /// Outlooks are taken from PCI before its mean is taken off, as py-ecomplexity does. O(products² · places).
  public init(_ amounts: RegionalAmounts, threads: Int = Threads.standard) {
    self.amounts = amounts
    let (count, width) = (amounts.places.count, amounts.products.count)
    let nothing = [Double](repeating: .nan, count: count)
    guard count > 0, width > 0, let advantage = try? RevealedAdvantage(amounts.amounts) else {
      (advantage, space, fitness, eigenvalue, gap) = (nil, nil, nil, nil, nil)
      (density, gain) = (DenseMatrix(rows: 0, columns: 0), DenseMatrix(rows: 0, columns: 0))
      (places, products, outlook, standardisedOutlook) = (nothing, [Double](repeating: .nan, count: width), nothing, nothing)
      refusal = LocalText(zh: "没有已知的数额", en: "no amount is known")
      placesApart = []
      return
    }
    let space = ProductSpace(advantage, threads: threads)
    let density = space.density()
    self.advantage = advantage
    self.space = space
    self.density = density
    fitness = FitnessComplexity(advantage)
    do {
      let complexity = try EconomicComplexity(advantage)
      let outlook = ComplexityOutlook(
        advantage, space: space, density: density, complexity: complexity.products.map { $0 + complexity.shift }, threads: threads)
      (places, products) = (complexity.places, complexity.products)
      (eigenvalue, gap) = (complexity.eigenvalue, complexity.gap)
      (self.outlook, gain) = (outlook.index, outlook.gain)
      let mean = outlook.index.reduce(0, +) / Double(count)
      let deviation = (outlook.index.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
      standardisedOutlook = outlook.index.map { deviation > 0 ? ($0 - mean) / deviation : .nan }
      (refusal, placesApart) = (nil, [])
    } catch {
      (places, products) = (nothing, [Double](repeating: .nan, count: width))
      (eigenvalue, gap) = (nil, error.figure)
      (outlook, standardisedOutlook, gain) = (nothing, nothing, DenseMatrix(rows: 0, columns: 0))
      placesApart = error.code == .disconnected ? error.sectors : []
      refusal = Self.reason(error, amounts)
    }
  }

  private static func reason(_ error: InputOutputError, _ amounts: RegionalAmounts) -> LocalText {
    switch error.code {
    case .disconnected:
      let names = error.sectors.prefix(8).map { amounts.places[$0].name }
      let (zh, en) = (names.map(\.zh).joined(separator: "、"), names.map(\.en).joined(separator: ", "))
      let more =
        error.sectors.count > 8
        ? LocalText(zh: "等 \(error.sectors.count) 个", en: " and \(error.sectors.count - 8) more") : LocalText(zh: "", en: "")
      return LocalText(
        zh: "\(zh)\(more.zh)与其他地方没有（直接或间接）共同的优势产品，复杂度无从比较",
        en: error.sectors.count == 1
          ? "\(en) shares no product with the others, not even through third ones: its complexity cannot be compared"
          : "\(en)\(more.en) share no product with the others, not even through third ones: their complexity cannot be compared")
    case .eigenGap:
      return LocalText(zh: "第二特征值与第三特征值未能分开，复杂度不确定", en: "the second eigenvalue is not apart from the third: complexity is not determined")
    default: return LocalText(zh: "有产品的地方不足两个", en: error.message)
    }
  }
}

/// Which new product fits a place: those it has no advantage in, nearest to what it has first, each with its reasons.
public struct EntryOptions: Sendable {
  public struct Input: Sendable {
    public var stage: StageID
    public enum Source: String, Sendable { case county, region, outside }
    /// Where the nearest makers are.
    public var source: Source
  }

  public struct Option: Sendable {
    /// Position in the products.
    public var product: Int
    public var advantage: Double
    /// How near it is to what the place has, 0…1.
    public var density: Double
    /// PCI and COG; `nil` where refused.
    public var complexity: Double?
    public var gain: Double?
    /// Products the place has, nearest first, with φ; only those above 0.
    public var related: [(product: Int, proximity: Double)]
    /// What its stage requires, and where the nearest makers are.
    public var inputs: [Input]
    /// Gaps of clusters that it would fill: those of the county first.
    public var gaps: [(cluster: ClusterID, gap: ChainGaps.Gap, isOwn: Bool)]
  }

  /// By density, then gain, then product id.
  public let options: [Option]

  /// - Parameters:
  ///   - place: position in the places.
  ///   - complexity: of all places.
  ///   - facts: of the network the amounts come from; `nil` for a foreign table, which knows no inputs and no gaps.
  ///   - gaps: of the network's clusters.
  ///   - county: the place's county.
  public init(
    for place: Int, in complexity: RegionalComplexity, facts: BenchmarkFacts? = nil, gaps: [ChainGaps] = [], county: CountyID? = nil
  ) {
    guard let advantage = complexity.advantage, let space = complexity.space else {
      options = []
      return
    }
    let has = Set(advantage.products(of: place).map(Int.init))
    let makers = facts.map { Self.makers($0) } ?? [:]
    options = complexity.amounts.products.indices.filter { !has.contains($0) }.map { product in
      let near = has.map { (product: $0, proximity: space.proximity[product, $0]) }.filter { $0.proximity > 0 }
        .sorted { ($1.proximity, $0.product) < ($0.proximity, $1.product) }
      let stage = complexity.amounts.stages[product]
      return Option(
        product: product, advantage: advantage.values[place, product].isNaN ? 0 : advantage.values[place, product],
        density: complexity.density[place, product], complexity: complexity.products[product].isNaN ? nil : complexity.products[product],
        gain: complexity.gain.rows > 0 ? complexity.gain[place, product] : nil, related: Array(near.prefix(3)),
        inputs: facts.flatMap { facts in stage.map { Self.inputs(of: $0, facts.network, makers, county) } } ?? [],
        gaps: facts.flatMap { facts in stage.map { Self.filled($0, gaps, facts.network, county) } } ?? [])
    }.sorted { a, b in
      if a.density != b.density { return a.density > b.density }
      if (a.gain ?? 0) != (b.gain ?? 0) { return (a.gain ?? 0) > (b.gain ?? 0) }
      return complexity.amounts.products[a.product].id < complexity.amounts.products[b.product].id
    }
  }

  private static func makers(_ facts: BenchmarkFacts) -> [StageID: [FirmID]] {
    var makers: [StageID: [FirmID]] = [:]
    for firm in facts.network.firms.all { for stage in facts.firmStages[firm] { makers[stage, default: []].append(firm) } }
    return makers
  }

  private static func inputs(of stage: StageID, _ network: Network, _ makers: [StageID: [FirmID]], _ county: CountyID?) -> [Input] {
    network.requirements.filter { $0.output == stage && $0.importance != .negligible }.map(\.input)
      .reduce(into: [StageID]()) { if !$0.contains($1) { $0.append($1) } }
      .map { input in
        let firms = makers[input] ?? []
        if county != nil, firms.contains(where: { network.firms.county($0) == county }) { return Input(stage: input, source: .county) }
        return Input(stage: input, source: firms.contains { network.isInside($0) == true } ? .region : .outside)
      }
  }

  private static func filled(
    _ stage: StageID, _ gaps: [ChainGaps], _ network: Network, _ county: CountyID?
  ) -> [(cluster: ClusterID, gap: ChainGaps.Gap, isOwn: Bool)] {
    gaps.filter { $0.completeness != nil }.flatMap { chain in
      chain.rows.filter { $0.stage == stage }.flatMap { row in
        row.gaps.map { (cluster: chain.cluster, gap: $0, isOwn: county != nil && network.clusters[chain.cluster.row].county == county) }
      }
    }.sorted { a, b in a.isOwn != b.isOwn ? a.isOwn : network.clusters[a.cluster.row].id < network.clusters[b.cluster.row].id }
  }
}
