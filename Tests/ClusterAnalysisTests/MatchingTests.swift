import ChainwrightTesting
import ClusterModel
import CommandRuns
import LinearPrograms
import Testing

@testable import ClusterAnalysis

/// Supply brought to local demand: small areas by hand, random ones against the transport problem written out firm by firm.
struct MatchingTests {
  /// Counties `near` and `next` inside, `far` outside, 0.5 degrees of longitude apart on the equator: 55.6 km.
  static func network(
    _ firms: [(String, String)], makes: [(String, String, Double?)], links: [(String, String, String, Double)]
  ) -> Network {
    var network = Network(name: "test")
    for (at, code) in ["near", "next", "far"].enumerated() {
      network.counties.append(County(code: code, name: Name(), longitude: Double(at) / 2, latitude: 0, isInside: code != "far"))
    }
    for (id, county) in firms {
      network.firms.ids.append(id)
      network.firms.counties.append(Int32(["near", "next", "far"].firstIndex(of: county) ?? -1))
    }
    func product(_ id: String) -> Int {
      if let known = network.products.firstIndex(where: { $0.id == id }) { return known }
      network.products.append(Product(id: id))
      return network.products.count - 1
    }
    for (firm, made, capacity) in makes {
      network.makings.append(Making(firm: network.firm(id: firm)!, product: ProductID(product(made)), capacity: capacity))
    }
    for (supplier, buyer, bought, amount) in links {
      network.supplies.suppliers.append(network.firm(id: supplier)!.index)
      network.supplies.buyers.append(network.firm(id: buyer)!.index)
      network.supplies.products.append(Int32(product(bought)))
      network.supplies.amount.append(amount, row: network.supplies.count - 1)
    }
    return network
  }

  static func answer(_ network: Network, _ change: (inout MatchingOptions) -> Void = { _ in }) -> Matching {
    var options = MatchingOptions()
    change(&options)
    return Matching(SupplyModel(SupplyView(network)), options: options)
  }

  /// Two buyers of yarn from outside; a spinner beside the first with 60 to spare, one in the next county with 100.
  static let yarn = network(
    [("a", "near"), ("b", "next"), ("s1", "near"), ("s2", "next"), ("out", "far")],
    makes: [("s1", "yarn", 80), ("s2", "yarn", 100)],
    links: [("out", "a", "yarn", 90), ("out", "b", "yarn", 40), ("s1", "a", "yarn", 20)])

  private func shown(_ answer: Matching) -> [String] {
    answer.matches.map { match in
      let (demand, offer) = (answer.demands[match.demand], answer.offers[match.offer])
      return "\(answer.network.firms.id(offer.maker))>\(answer.network.firms.id(demand.buyer)) \(match.amount)"
    }.sorted()
  }

  @Test("as much as can be, the nearest first")
  func byHand() {
    let answer = Self.answer(Self.yarn)
    #expect(answer.wanted == 130 && answer.matched == 130 && answer.unmatched.isEmpty && answer.buyers == 2)
    #expect(shown(answer) == ["s1>a 60.0", "s2>a 30.0", "s2>b 40.0"])
    let far = answer.matches.first { $0.amount == 30 }!
    // Half a degree of the equator of a sphere of 6,371 km: π · 6371 / 360.
    #expect(abs(far.kilometres! - 55.5975) < 1e-3)
  }

  @Test("within the county, each stays with its own; what lacks has its proof")
  func withinCounty() {
    let answer = Self.answer(Self.yarn) { $0.scope = .county }
    #expect(shown(answer) == ["s1>a 60.0", "s2>b 40.0"])
    #expect(answer.unmatched.count == 1 && answer.unmatched[0].amount == 30)
    let shortage = answer.shortages[0]
    #expect(shortage.wanted == 90 && shortage.spare == 60 && shortage.demands == [0] && shortage.offers == [0])
    #expect(answer.unmatched[0].why == .shortage(0))
    let finding = answer.findings()[0]
    #expect(finding.rule == "local-capacity-short" && finding.places.map(\.row) == [2])
    let none = Self.answer(Self.yarn) { $0.kilometres = 10 }
    #expect(shown(none) == ["s1>a 60.0", "s2>b 40.0"])
  }

  @Test("unknown capacity is not counted on, unless asked for")
  func unknownCapacity() {
    var network = Self.yarn
    network.makings[1].capacity = nil
    network.firms.revenue = NumberColumn([.nan, .nan, .nan, 50, .nan])
    let none = Self.answer(network)
    #expect(shown(none) == ["s1>a 60.0"] && none.offers.count { $0.spare == nil } == 1)
    // a can be served in full only by the other spinner, which nobody knows: what lacks is told, and whom to ask.
    #expect(none.unmatched.map(\.amount) == [40, 30] && none.isAtLeast && none.knownMatched == 60)
    #expect(none.shortages.map(\.unknown) == [[1], [1]] && Self.answer(Self.yarn).isAtLeast == false)
    #expect(Self.answer(network) { $0.unknownCapacity = .unlimited }.matched == 130)
    let sold = Self.answer(network) { $0.unknownCapacity = .asSold }
    #expect(sold.matched == 110 && sold.offers[1].basis == .revenue && sold.offers[1].spare == 50)
  }

  @Test("reasons: nobody makes it, capacity unknown, made elsewhere, amount unknown")
  func reasons() {
    let network = Self.network(
      [("a", "near"), ("s", "next"), ("out", "far")], makes: [("s", "yarn", nil), ("out", "dye", 9)],
      links: [("out", "a", "yarn", 5), ("out", "a", "dye", 7), ("out", "a", "oil", .nan)])
    func whys(_ answer: Matching) -> [String: Matching.Why] {
      Dictionary(uniqueKeysWithValues: answer.unmatched.map { (answer.network.products[answer.demands[$0.demand].product.row].id, $0.why) })
    }
    let region = whys(Self.answer(network))
    #expect(region == ["yarn": .unknownCapacity([0]), "dye": .noMaker, "oil": .noMaker])
    #expect(whys(Self.answer(network) { $0.scope = .county })["yarn"] == .outOfReach([0]))
    var known = network
    known.makings.append(Making(firm: FirmID(1), product: ProductID(2), capacity: 3))
    #expect(whys(Self.answer(known))["oil"] == .unknownAmount([0]))
  }

  @Test("what may stand in for a product is taken after the product itself")
  func substitutes() {
    var network = Self.network(
      [("weaver", "near"), ("s", "next"), ("bamboo", "near"), ("out", "far")], makes: [("s", "yarn", 30), ("bamboo", "fibre", 100)],
      links: [("out", "weaver", "yarn", 50)])
    network.chains = [Chain(id: "c", name: Name())]
    for id in ["spin", "bamboo", "weave"] { network.stages.append(Stage(id: id, chain: ChainID(0), name: Name(), position: 0)) }
    network.products[0].stage = StageID(0)
    network.products[1].stage = StageID(1)
    network.makings.append(Making(firm: FirmID(0), stage: StageID(2)))
    for input in 0...1 { network.requirements.append(Requirement(input: StageID(input), output: StageID(2), substituteGroup: "yarn")) }
    #expect(shown(Self.answer(network)) == ["bamboo>weaver 20.0", "s>weaver 30.0"])
    // Where both are needed neither stands in for the other.
    var both = network
    both.requirements[0].needs = 2
    #expect(Self.answer(both).matched == 30)
    network.requirements.removeLast()
    #expect(Self.answer(network).matched == 30)
  }

  @Test("places and amounts that are not known are counted and not guessed")
  func unknowns() {
    var network = Self.yarn
    network.firms.counties[4] = -1
    let answer = Self.answer(network)
    #expect(answer.demands.isEmpty && answer.unknownPlaces == 2)
    network = Self.yarn
    network.supplies.products = [-1, -1, -1]
    #expect(Self.answer(network).withoutProduct == 2)
  }

  /// Every demand and every maker of their own, as one linear program.
  @Test(
    "equals the transport problem written out firm by firm, solved by glpsol", .enabled(if: Glpsol.path != nil, "glpsol is not installed"))
  func glpsol() throws {
    for seed in 0..<14 {
      let network = Self.random(UInt64(seed))
      let answer = Self.answer(network) { $0.scope = seed % 2 == 0 ? .region : .county }
      var program = LinearProgram(.maximise)
      var ofDemand: [Int: [LinearProgram.Variable]] = [:]
      var ofOffer: [Int: [LinearProgram.Variable]] = [:]
      for (d, demand) in answer.demands.enumerated() {
        for (o, offer) in answer.offers.enumerated() where offer.spare != nil && offer.product == demand.product {
          let (home, other) = (network.firms.county(demand.buyer)!, network.firms.county(offer.maker)!)
          if seed % 2 == 1 && home != other { continue }
          // A yuan matched is worth more than any distance.
          let far = abs(network.counties[home.row].longitude! - network.counties[other.row].longitude!) * 2 * 55.5975
          let x = program.addVariable(cost: 1000 - far)
          ofDemand[d, default: []].append(x)
          ofOffer[o, default: []].append(x)
        }
      }
      for (d, terms) in ofDemand { program.addRow("", terms.map { ($0, 1) }, upper: answer.demands[d].amount!) }
      for (o, terms) in ofOffer { program.addRow("", terms.map { ($0, 1) }, upper: answer.offers[o].spare!) }
      guard case .optimal(let best) = try Glpsol.solve(text: LinearProgramText.text(program)) else {
        Issue.record("\(seed): glpsol has no optimum")
        continue
      }
      let found = answer.matches.reduce(0) { $0 + $1.amount * (1000 - $1.kilometres!) }
      // Distances are rounded to tenths of a kilometre.
      #expect(abs(found - best) < 1e-4 * max(1, best), "\(seed): \(found), \(best)")
      checkLaws(answer, "\(seed)")
    }
  }

  static func random(_ seed: UInt64, products: Int = 3) -> Network {
    var draws = SplitMix64(seed: seed)
    let firms = (0..<14).map { ("f\($0)", ["near", "next", "far"][draws.below(3)]) }
    let makes = (0..<10).map { _ in ("f\(draws.below(14))", "p\(draws.below(products))", Optional(Double(draws.within(0...60)))) }
    let links = (0..<18).map { _ in
      ("f\(draws.below(14))", "f\(draws.below(14))", "p\(draws.below(products))", Double(draws.within(1...40)))
    }
    return network(firms, makes: makes, links: links.filter { $0.0 != $0.1 })
  }

  private func checkLaws(_ answer: Matching, _ seed: String) {
    for (d, demand) in answer.demands.enumerated() {
      let met = answer.matches.filter { $0.demand == d }.reduce(0) { $0 + $1.amount }
      let left = answer.unmatched.first { $0.demand == d }?.amount ?? 0
      #expect(abs(met + left - demand.amount!) < 1e-3, "\(seed): met and unmet are the whole")
    }
    for (o, offer) in answer.offers.enumerated() {
      #expect(answer.matches.filter { $0.offer == o }.reduce(0) { $0 + $1.amount } <= (offer.spare ?? 0) + 1e-3, "\(seed)")
    }
    for shortage in answer.shortages { #expect(shortage.wanted > shortage.spare, "\(seed)") }
  }

  // MARK: Challenges, pooling

  @Test("a challenge is what nobody inside makes, by what stops without it")
  func challenges() {
    var network = Self.network(
      [("dye", "near"), ("sew", "near"), ("other", "next"), ("chem", "far"), ("lab", "near")],
      makes: [("dye", "cloth", nil), ("sew", "towel", nil), ("chem", "dyestuff", nil), ("chem", "oil", nil)],
      links: [
        ("chem", "dye", "dyestuff", 8), ("dye", "sew", "cloth", 90), ("chem", "other", "oil", 3), ("chem", "other", "cloth", 2),
        ("dye", "other", "cloth", 1),
      ])
    network.firms.revenue = NumberColumn([100, 200, 50, 900, 10])
    network.roles = [Role(firm: FirmID(1), kind: .leader)]
    network.firms.industry.append("1713", row: 0)
    for (row, code) in [(1, ""), (2, ""), (3, "2645"), (4, "2645")] { network.firms.industry.append(code, row: row) }
    let found = Challenges(SupplyView(network)).challenges
    // Cloth is made inside. Without dyestuff: dye, sew, and not other, which still gets cloth from outside. Without oil: other.
    #expect(found.map(\.subject.id) == ["dyestuff", "oil"])
    #expect(found[0].atRisk?.exact == 300 && found[0].stopped?.count == 2 && found[0].leadersStopped == 1 && found[0].bought?.exact == 8)
    #expect(found[0].solvers.map(\.reason) == [.sameIndustry] && found[0].solvers[0].firm == FirmID(4))
    #expect(found[1].atRisk?.exact == 50 && found[1].solvers.map(\.firm) == [FirmID(4)])
    let findings = Challenges(SupplyView(network)).findings()
    #expect(findings[0].rule == "no-maker-inside" && findings[0].witness.count == 2)
    #expect(Challenges(SupplyView(network), county: CountyID(1)).challenges.map(\.subject.id) == ["oil"])
  }

  @Test("at risk equals the naive cascade of the lost deliveries")
  func challengesTwin() {
    var checked = 0
    for seed in 0..<40 {
      let network = Self.random(UInt64(500 + seed), products: 12)
      let answer = Challenges(SupplyView(network), measure: .firms)
      for challenge in answer.challenges {
        checked += 1
        // Without the deliveries of the product from outside, round by round.
        let inside = network.firms.all.map { network.counties[network.firms.county($0)!.row].isInside }
        var runs = network.firms.all.map { _ in true }
        var changed = true
        while changed {
          changed = false
          for firm in network.firms.all where runs[firm.row] {
            var goods: [Int32: Bool] = [:]
            for link in 0..<network.supplies.count where Int(network.supplies.buyers[link]) == firm.row {
              let (product, supplier) = (network.supplies.products[link], Int(network.supplies.suppliers[link]))
              let isLost = product == challenge.product!.index && inside[firm.row] && !inside[supplier]
              goods[product] = (goods[product] ?? false) || (!isLost && runs[supplier])
            }
            if goods.values.contains(false) { (runs[firm.row], changed) = (false, true) }
          }
        }
        #expect(challenge.atRisk?.exact == Double(network.firms.all.count { !runs[$0.row] && inside[$0.row] }), "\(seed)")
      }
    }
    #expect(checked > 20)
  }

  /// Which challenges there are and who might solve them, in which order and why, as the guide has it.
  @Test("challenges and solvers equal the guide's words, asked of the tables row by row")
  func solversTwin() {
    var reasons: [String: Int] = [:]
    var stages = 0
    for seed in 0..<300 {
      let network = RandomTemplates().make(seed: UInt64(seed))
      let answer = Challenges(SupplyView(network))
      let found = answer.challenges.map { challenge in
        (challenge.subject.id, challenge.solvers.map { "\(network.firms.id($0.firm)) \($0.reason)" })
      }
      #expect(Dictionary(uniqueKeysWithValues: found) == NaiveLeads(network).challenges(), "\(seed)")
      for solver in answer.challenges.flatMap(\.solvers) { reasons["\(solver.reason)", default: 0] += 1 }
      stages += answer.challenges.count { $0.product == nil }
    }
    #expect(
      reasons.count == Challenges.Solver.Reason.allCases.count && reasons.values.allSatisfy { $0 > 20 } && stages > 20,
      "\(reasons), \(stages)")
  }

  @Test("pooled buying: volume and concentration by hand")
  func pooling() throws {
    var network = Self.network(
      [("a", "near"), ("b", "near"), ("c", "next"), ("x", "far"), ("y", "far")], makes: [],
      links: [("x", "a", "yarn", 30), ("y", "b", "yarn", 10), ("x", "b", "yarn", 10), ("y", "c", "yarn", .nan), ("x", "a", "oil", 5)])
    network.clusters = [Cluster(id: "C", name: Name())]
    network.firms.clusters = [0, 0, 0, -1, -1]
    let pools = Pooling(of: ClusterID(0), in: Sourcing(SupplyView(network)), minimum: 3).pools
    #expect(
      pools.count == 1 && pools[0].buyers.count == 3 && pools[0].volume == KnownSum(50, known: 3, of: 4) && pools[0].unknown == 1
        && pools[0].singleSourced == 2)
    // Before: (30 · 1 + 20 · 0.5) / 50; after: (40² + 10²) / 50².
    let (before, after) = (try #require(pools[0].before), try #require(pools[0].after))
    #expect(abs(before.value! - 0.8) < 1e-12 && abs(after.value! - 0.68) < 1e-12)
    // Whatever y sells to c: c has one supplier, so that the mean of before only grows; y may come to have as much as x, or all.
    #expect(before.low == before.value && before.high == 1 && after.low == 0.5 && after.high == 1)
    #expect(pools[0].suppliers.map(\.amount) == [KnownSum(40, known: 2, of: 2), KnownSum(10, known: 1, of: 2)])
    #expect(Pooling(of: ClusterID(0), in: Sourcing(SupplyView(network)), minimum: 4).pools.isEmpty)
  }
}
