import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Scenarios
import Testing

/// Which candidates are made, which are not and why, and what they cost: against a twin written from the guide.
@Suite struct StrengtheningCandidateTests {
  static let probability = 0.125

  /// Firms that make several things, stages of several products, links without product, counties without place or outside the region; amounts,
  /// revenues and sectors that lack; stocks.
  static func network(_ seed: UInt64) -> Network {
    var generator = NetworkGenerator(firms: 44, links: 100, seed: seed)
    generator.products = 12
    generator.counties = 5
    generator.leaders = 4
    generator.plantedSinglePoints = 2
    var network = generator.make().network
    var random = SplitMix64(seed: seed &+ 77)
    network.chains.append(Chain(id: "C", name: Name(zh: "链", en: "chain"), provenance: Provenance(.synthetic)))
    for number in 0..<4 {
      network.stages.append(
        Stage(id: "S\(number)", chain: ChainID(0), name: Name(zh: "环节", en: "stage"), position: number, provenance: Provenance(.synthetic)))
    }
    for product in network.products.indices where random.chance(0.5) { network.products[product].stage = StageID(random.below(4)) }
    for firm in network.firms.all where random.chance(0.6) {
      for _ in 0..<random.within(1...3) {
        network.makings.append(
          Making(firm: firm, product: ProductID(random.below(network.products.count)), provenance: Provenance(.synthetic)))
      }
    }
    network.counties[0].longitude = nil
    network.counties[1].isInside = seed % 2 == 0
    for firm in network.firms.all {
      if random.chance(0.1) { network.firms.counties[firm.row] = -1 }
      // Whole thousands, so that sums do not depend on their order.
      network.firms.revenue.numbers[firm.row] = random.chance(0.2) ? .nan : Double(random.within(1...9)) * 1000
      if random.chance(0.3) { network.firms.industry.codes[firm.row] = 0 }
    }
    for row in 0..<network.supplies.count {
      if random.chance(0.15) { network.supplies.products[row] = -1 }
      network.supplies.amount.numbers[row] = random.chance(0.1) ? .nan : Double(random.within(1...4000))
    }
    for _ in 0..<25 {
      network.stocks.append(
        Stock(
          firm: FirmID(random.below(network.firms.count)),
          product: random.chance(0.3) ? nil : ProductID(random.below(network.products.count)),
          days: Double(random.pick([10, 30, 45])), provenance: Provenance(.synthetic)))
    }
    return network
  }

  /// The losses of the objective and their weights, each set of firms tried.
  static func losses(
    _ network: Network, _ leaders: [String], _ objective: StrengtheningProblem.Objective
  ) -> [(firms: Set<String>, weight: Double)] {
    let suppliers = NaiveCandidates(network, losses: [], targets: nil).suppliers
    let ids = network.firms.all.map { network.firms.id($0) }
    let weights = Dictionary(uniqueKeysWithValues: zip(ids, FirmWeights(.output, of: network).values))
    // Upstream: from whom a leader can be reached.
    var upstream = Set(leaders)
    while true {
      let more = Set(suppliers.filter { upstream.contains($0.key.buyer) }.flatMap(\.value)).subtracting(upstream)
      if more.isEmpty { break }
      upstream.formUnion(more)
    }
    let events = ids.filter { upstream.contains($0) }
    let stops = Dictionary(uniqueKeysWithValues: events.map { ($0, NaiveCandidates.stopped([$0], suppliers)) })
    switch objective {
    case .spof:
      return events.map { event in ([event], Double(leaders.count { $0 != event && stops[event]!.contains($0) })) }.filter { $0.1 > 0 }
    case .output:
      return events.map { event in ([event], stops[event]!.reduce(0) { $0 + (weights[$1]!.isNaN ? 0 : weights[$1]!) }) }.filter { $0.1 > 0 }
    case .risk:
      let known = leaders.map { weights[$0]! }.filter { !$0.isNaN }
      let standIn = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
      var sets: [Set<String>: Double] = [:]
      for leader in leaders {
        let others = events.filter { $0 != leader }
        let worth = weights[leader]!.isNaN ? standIn : weights[leader]!
        for (number, first) in others.enumerated() {
          if stops[first]!.contains(leader) {
            sets[[first], default: 0] += probability * worth
            continue
          }
          for second in others[..<number] where !stops[second]!.contains(leader) {
            if NaiveCandidates.stopped([first, second], suppliers).contains(leader) {
              sets[[first, second], default: 0] += probability * probability * worth
            }
          }
        }
      }
      return sets.map { ($0.key, $0.value) }
    }
  }

  /// The candidates of the library, in the words of the twin.
  struct Found {
    var suppliers: [NaiveCandidates.Purchase: [String: StrengtheningCandidate]] = [:]
    var newFirms: [String: StrengtheningCandidate] = [:]
    var stocks: [NaiveCandidates.Purchase: StrengtheningCandidate] = [:]
    var sites: [String: StrengtheningCandidate] = [:]

    init(_ strengthening: Strengthening) {
      let view = strengthening.model.view
      func id(_ firm: FirmID) -> String { view.network.firms.id(firm) }
      func purchase(_ buyer: FirmID, _ good: Good) -> NaiveCandidates.Purchase {
        let subject = view.subject(good)
        return .init(
          buyer: id(buyer),
          good: subject.table == "product" ? subject.id : subject.table == "sector" ? "sector \(subject.id)" : "goods of \(subject.id)")
      }
      for candidate in strengthening.candidates {
        switch candidate.kind {
        case .secondSupplier(let buyer, let good, let supplier): suppliers[purchase(buyer, good), default: [:]][id(supplier)] = candidate
        case .newFirm(let good, _): newFirms[view.subject(good).id] = candidate
        case .stock(let buyer, let good, _): stocks[purchase(buyer, good)] = candidate
        case .alternateSite(let firm): sites[id(firm)] = candidate
        case .project: Issue.record("not asked for")
        }
      }
    }
  }

  static func strengthening(
    _ network: Network, _ objective: StrengtheningProblem.Objective, limit: Int = .max
  ) throws -> Strengthening {
    var options = Strengthening.Options()
    options.candidateLimit = limit
    options.defaultProbability = probability
    return try Strengthening(
      SupplyView(network), targets: network.leaders().map { .firm($0, in: network) }, objective: objective, options: options)
  }

  /// The towel market trades and makes nothing: no second site of it is proposed, though it would be if it wove.
  @Test func aMarketIsGivenNoProductionSite() throws {
    var network = try NetworkReader.read(
      #filePath.replacing("Tests/ScenariosTests/StrengtheningCandidateTests.swift", with: "Graphs/towel-chain")
    ).network
    let market = try #require(network.firm(id: "SYN-M1"))
    func sites() throws -> Set<String> {
      let found = Found(
        try Strengthening(SupplyView(network), targets: network.firms.all.map { .firm($0, in: network) }, objective: .output))
      return Set(found.sites.keys)
    }
    let before = try sites()
    #expect(!before.isEmpty && !before.contains("SYN-M1"))
    for stage in network.stages.indices where network.stages[stage].id == "market" { network.stages[stage].industryCode = "1711" }
    #expect(try sites() == before.union(["SYN-M1"]))
    network.firms.industry = CodedColumn()
    for firm in network.firms.all { network.firms.industry.append(firm == market ? "5131" : "", row: firm.row) }
    #expect(try sites() == before)
  }

  @Test(arguments: UInt64(0)..<12, StrengtheningProblem.Objective.allCases)
  func candidatesAreThoseOfTheGuide(seed: UInt64, objective: StrengtheningProblem.Objective) throws {
    let network = Self.network(seed)
    let leaders = network.leaders().map { network.firms.id($0) }
    let naive = NaiveCandidates(
      network, losses: Self.losses(network, leaders, objective), targets: objective == .output ? nil : Set(leaders))
    let found = Found(try Self.strengthening(network, objective))

    for purchase in naive.suppliers.keys.sorted() {
      let made = found.suppliers[purchase] ?? [:]
      guard naive.danger[purchase] != nil else {
        #expect(made.isEmpty && found.stocks[purchase] == nil, "\(purchase) is not in danger")
        continue
      }
      let reasons = naive.reasons(purchase)
      let expected = Set(naive.firms).subtracting(reasons.keys)
      #expect(Set(made.keys) == expected, "\(purchase): \(Set(made.keys).symmetricDifference(expected).map { ($0, reasons[$0]) })")
      for (firm, candidate) in made {
        #expect(candidate.similarity == naive.similarity(of: firm, to: purchase.good))
        #expect(candidate.cost == naive.cost(of: firm, purchase))
        let (ours, theirs) = (candidate.distance, naive.distance(firm, purchase.buyer))
        #expect((ours == nil) == (theirs == nil) && abs((ours ?? 0) - (theirs ?? 0)) < 1e-3)
      }
      let wantsStock = objective == .risk && naive.wantsStock(purchase)
      #expect((found.stocks[purchase] != nil) == wantsStock)
      if let stock = found.stocks[purchase] { #expect(stock.cost == naive.costOfStock(purchase)) }
    }

    #expect(Set(found.newFirms.keys) == Set(naive.newFirms.keys))
    for (good, counties) in naive.newFirms {
      guard let candidate = found.newFirms[good], case .newFirm(_, let county) = candidate.kind else { continue }
      #expect(candidate.cost == 2000 && counties.contains(county?.row ?? -1))
    }
    #expect(Set(found.sites.keys) == Set(naive.blame.keys.filter { naive.isInside($0) }))
    for (firm, candidate) in found.sites { #expect(candidate.cost == naive.costOfSite(firm)) }
  }

  /// Every reason is met somewhere, so that the comparison says something about each.
  @Test func everyReasonOccurs() {
    var seen: Set<NaiveCandidates.Reason> = []
    for seed in UInt64(0)..<12 {
      let network = Self.network(seed)
      let leaders = network.leaders().map { network.firms.id($0) }
      let naive = NaiveCandidates(network, losses: Self.losses(network, leaders, .spof), targets: Set(leaders))
      for purchase in naive.danger.keys { seen.formUnion(naive.reasons(purchase).values) }
    }
    #expect(seen == Set(NaiveCandidates.Reason.allCases))
  }

  /// Under a limit, candidates are left out, and none is made that was not there without it.
  @Test func aLimitLeavesOut() throws {
    let network = Self.network(3)
    let all = try Self.strengthening(network, .spof)
    let few = try Self.strengthening(network, .spof, limit: 9)
    #expect(few.candidates.count == 9 && few.omittedCandidates == all.candidates.count - 9)
    #expect(Set(few.candidates).isSubset(of: Set(all.candidates)))
  }
}
