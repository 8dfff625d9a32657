import ClusterAnalysis
import ClusterModel

/// Looks in the region's other counties for firms that could diversify into a stage, by what the network says they do.
///
/// Three signs count, each with a weight of its own:
///
/// - the same line of industry (GB/T 4754) as the stage: 4 for the same class, 3 for the same group, 2 for the same division;
/// - a neighbouring stage of the chain: 2 where the firm works at a stage that the missing one needs or serves;
/// - a related product: 2 where some other firm makes a product of the missing stage and one of the firm's own.
struct CandidateSearch {
  let network: Network
  let county: CountyID?
  let firmStages: FirmStages
  private let cluster: ClusterID
  /// Products that some firm makes beside a product of each stage, with how many firms do.
  private let related: [StageID: [ProductID: Int]]
  private let productsOf: [FirmID: [ProductID]]
  /// What the template says of inputs that count.
  private let needs: [Requirement]

  init(_ network: Network, cluster: ClusterID, firmStages: FirmStages) {
    self.network = network
    self.cluster = cluster
    self.firmStages = firmStages
    county = network.clusters[cluster.row].county
    needs = network.requirements.filter { $0.importance != .negligible }
    let productsOf = Dictionary(grouping: network.makings.filter { $0.product != nil }, by: \.firm).mapValues { $0.compactMap(\.product) }
    self.productsOf = productsOf
    var related: [StageID: [ProductID: Int]] = [:]
    for products in productsOf.values where products.count > 1 {
      let stages = Set(products.compactMap { network.products[$0.row].stage })
      for stage in stages {
        for product in Set(products) where network.products[product.row].stage != stage {
          related[stage, default: [:]][product, default: 0] += 1
        }
      }
    }
    self.related = related
  }

  func candidates(for row: ChainGaps.Row, limit: Int) -> [ClusterProspect.Candidate] {
    let makers = Set(row.inCounty + row.inRegion + row.beyond)
    var found: [(firm: FirmID, revenue: Double, candidate: ClusterProspect.Candidate)] = []
    for firm in network.firms.all {
      guard let home = network.firms.county(firm), home != county, network.counties[home.row].isInside, !makers.contains(firm),
        network.firms.cluster(firm) != cluster
      else { continue }
      let signs = signs(firm, row.stage).sorted { $0.weight > $1.weight }
      if signs.isEmpty { continue }
      let place = network.counties[home.row]
      let candidate = ClusterProspect.Candidate(
        stage: network.subject(row.stage), firm: network.subject(firm), county: Subject(table: "county", id: place.code, name: place.name),
        score: signs.reduce(0) { $0 + $1.weight }, reasons: signs.map(\.reason))
      found.append((firm, network.firms.revenue[firm.row] ?? -1, candidate))
    }
    found.sort { a, b in
      if a.candidate.score != b.candidate.score { return a.candidate.score > b.candidate.score }
      return a.revenue != b.revenue ? a.revenue > b.revenue : network.firms.ids.precedes(a.firm.row, b.firm.row)
    }
    return found.prefix(limit).map(\.candidate)
  }

  private func signs(_ firm: FirmID, _ stage: StageID) -> [(weight: Int, reason: LocalText)] {
    var signs: [(weight: Int, reason: LocalText)] = []
    let (own, wanted) = (network.firms.industry[firm.row], network.stages[stage.row].industryCode)
    for (digits, weight, zh, en) in [
      (4, 4, "同一小类", "the same class"), (3, 3, "同一中类", "the same group"), (2, 2, "同一大类", "the same division"),
    ] {
      guard own.utf8.count >= digits, wanted.utf8.count >= digits, own.prefix(digits) == wanted.prefix(digits) else { continue }
      let code = String(own.prefix(digits))
      signs.append((weight, LocalText(zh: "行业\(zh)（GB/T 4754 \(code)）", en: "\(en) of industry (GB/T 4754 \(code))")))
      break
    }
    let at = firmStages[firm]
    if let needed = needs.first(where: { $0.output == stage && at.contains($0.input) })?.input {
      signs.append((2, LocalText(zh: "从事其上游环节“\(name(needed, .zh))”", en: "makes what it needs: \(name(needed, .en))")))
    } else if let served = needs.first(where: { $0.input == stage && at.contains($0.output) })?.output {
      signs.append((2, LocalText(zh: "从事其下游环节“\(name(served, .zh))”", en: "makes what needs it: \(name(served, .en))")))
    }
    if let beside = related[stage] {
      let best = (productsOf[firm] ?? []).filter { beside[$0] != nil }.max { (beside[$0] ?? 0, $1) < (beside[$1] ?? 0, $0) }
      if let best {
        let product = network.products[best.row]
        let name = { (language: Language) in product.name[language].isEmpty ? product.id : product.name[language] }
        let count = beside[best] ?? 0
        signs.append(
          (
            2,
            LocalText(
              zh: "所产“\(name(.zh))”与该环节产品由 \(count) 家企业同时生产",
              en: "makes \(name(.en)), which \(count) \(count == 1 ? "firm makes" : "firms make") beside it")
          ))
      }
    }
    return signs
  }

  private func name(_ stage: StageID, _ language: Language) -> String { network.label(stage)[language] }
}
