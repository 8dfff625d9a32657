import ChainwrightTesting
import ClusterIO
import ClusterModel
import CommandRuns
import LinearPrograms
import Seeds
import Synchronization
import Testing

@testable import ClusterAnalysis

/// Who stays open: small chains by hand, random networks against glpsol and against every white list.
struct CurtailmentTests {
  let solver = try! LinearSolver()

  /// Firms `name: revenue, grade`; links `supplier buyer product amount`.
  static func network(_ firms: [(String, Double, EmissionGrade?)], _ links: [(String, String, String, Double)]) -> Network {
    var network = Network(name: "test")
    for (id, revenue, grade) in firms {
      network.firms.ids.append(id)
      network.firms.revenue.append(revenue, row: network.firms.count - 1)
      network.firms.emissionGrades.append(grade.map { Int32(EmissionGrade.allCases.firstIndex(of: $0)!) } ?? -1)
    }
    for (supplier, buyer, product, amount) in links {
      if !network.products.contains(where: { $0.id == product }) { network.products.append(Product(id: product)) }
      let row = network.supplies.count
      network.supplies.suppliers.append(network.firm(id: supplier)!.index)
      network.supplies.buyers.append(network.firm(id: buyer)!.index)
      network.supplies.products.append(Int32(network.products.firstIndex { $0.id == product }!))
      network.supplies.amount.append(amount, row: row)
    }
    return network
  }

  static func model(_ network: Network, _ alert: AlertLevel = .orange, _ change: (inout CurtailmentRules) -> Void = { _ in }) throws
    -> CurtailmentModel
  {
    var rules = CurtailmentRules.illustration
    rules.exemptIndustries = []
    change(&rules)
    return try CurtailmentModel(SupplyModel(SupplyView(network)), rules: rules, alert: alert)
  }

  private func firms(_ network: Network, _ ids: String...) -> [FirmID] { ids.map { network.firm(id: $0)! } }

  /// One chain: a dyer of grade D sells all it makes to a sewer of grade A.
  static let chain = network([("dye", 100, .d), ("sew", 300, .a)], [("dye", "sew", "cloth", 100)])

  @Test("a leader of grade A stops with its supplier of grade D")
  func chainByHand() throws {
    let model = try Self.model(Self.chain)
    let answer = try Curtailment(model, solver: solver)
    // Orange: D keeps 20 %, so the sewer has cloth for 20 %: 0.2 · 100 + 0.2 · 300.
    #expect(answer.usual == 400 && abs(answer.bare.value - 80) < 1e-6 && answer.plan.kept == [0.2, 0.2])
    // Listing the dyer frees both; listing the sewer, which is not cut at orange, frees nobody.
    let listed = try Curtailment(model, listed: firms(Self.chain, "dye"), solver: solver)
    #expect(abs(listed.plan.value - 400) < 1e-6 && abs(listed.listed[0].value! - 320) < 1e-3)
    let useless = try Curtailment(model, listed: firms(Self.chain, "sew"), solver: solver)
    #expect(useless.listed[0].value == 0 && useless.spareable.count == 1)
    let leaders = try CurtailedLeaders(answer, leaders: firms(Self.chain, "sew"), solver: solver)
    #expect(leaders.rows[0].days == 0, "no stock is on record")
    let finding = try #require(leaders.findings().first)
    #expect(finding.rule == "leader-curtailed" && finding.witness.map(\.subjects[0].id) == ["sew", "dye"])
    #expect(finding.witness[1].text.en.contains("grade D") && finding.remedy.en.contains("dye"))
  }

  @Test("stocks bridge the days, and a red alert stops grade D")
  func daysFromStocks() throws {
    var network = Self.chain
    network.stocks = [
      Stock(firm: FirmID(1), product: ProductID(0), kind: .material, days: 6), Stock(firm: FirmID(1), kind: .output, days: 4),
    ]
    let answer = try Curtailment(try Self.model(network, .red), solver: solver)
    let leaders = try CurtailedLeaders(answer, leaders: firms(network, "sew"), solver: solver)
    // No more cloth: 6 days of it and 4 of what is sewn.
    #expect(leaders.rows[0].isStopped && abs(leaders.rows[0].days! - 10) < 1e-6)
    let orange = try CurtailedLeaders(
      Curtailment(Self.model(network, .orange), solver: solver), leaders: firms(network, "sew"), solver: solver)
    // A fifth goes on coming: the same stocks last 10 / 0.8 days.
    #expect(abs(orange.rows[0].days! - 12.5) < 1e-6)
  }

  @Test("suppliers of one product stand in for one another, as far as they have capacity to spare")
  func substitution() throws {
    var network = Self.network(
      [("d1", 100, .d), ("d2", 100, .a), ("sew", 500, .a)], [("d1", "sew", "cloth", 100), ("d2", "sew", "cloth", 100)])
    // d1 keeps 20, d2 100 of 200.
    #expect(abs(try Curtailment(Self.model(network), solver: solver).plan.kept[2] - 0.6) < 1e-9)
    network.makings = [Making(firm: FirmID(1), product: ProductID(0), capacity: 150)]
    let spare = try Curtailment(Self.model(network), solver: solver)
    // d2 makes 150: 170 of 200. What it makes beyond its usual output is no output kept.
    #expect(abs(spare.plan.kept[2] - 0.85) < 1e-9 && spare.plan.kept[1] == 1 && abs(spare.plan.made[1] - 1.5) < 1e-9)
    #expect(abs(spare.plan.value - (20 + 100 + 425)) < 1e-6)
  }

  @Test("what nobody buys is not made")
  func salesHoldBack() throws {
    // The spinner is of grade A, its only buyer of grade D.
    let network = Self.network([("spin", 100, .a), ("weave", 200, .d)], [("spin", "weave", "yarn", 60)])
    let answer = try Curtailment(Self.model(network), solver: solver)
    // 40 go elsewhere as usual, 0.2 · 60 to the weaver.
    #expect(abs(answer.plan.kept[0] - 0.52) < 1e-9 && answer.plan.reasons[0] == .sales)
  }

  @Test("an energy quota is shared out to those that make most of it")
  func quota() throws {
    var network = Self.network([("a", 100, .a), ("b", 300, .a), ("c", 50, .a)], [])
    network.firms.energy = NumberColumn([100, 100, .nan])
    let model = try Self.model(network) { $0.quotas = [.init(limit: .share(0.6))] }
    let answer = try Curtailment(model, solver: solver)
    // 120 of 200 tonnes: all of b's, 20 of a's; c is not held.
    #expect(answer.plan.kept == [0.2, 1, 1] && model.quotas[0].unknown == 1)
    #expect(abs(answer.plan.energy[0].used - 120) < 1e-6 && abs(answer.plan.energy[0].worth - 1) < 1e-6)
    #expect(answer.plan.reasons[0] == .quota(0))
    // a must keep half: 50 tonnes, 70 for b.
    let duty = try Curtailment(
      Self.model(network) {
        $0.quotas = [.init(limit: .tonnes(120))]
        $0.duties = [.init(firm: "a", share: 0.5)]
      }, solver: solver)
    #expect(abs(duty.plan.kept[0] - 0.5) < 1e-9 && abs(duty.plan.kept[1] - 0.7) < 1e-9)
  }

  @Test("duties that the quota does not allow are named")
  func infeasible() throws {
    var network = Self.network([("a", 100, .a), ("b", 300, .d)], [])
    network.firms.energy = NumberColumn([100, 100])
    let model = try Self.model(network) {
      $0.quotas = [.init(limit: .tonnes(120))]
      $0.duties = [.init(firm: "a", share: 1), .init(firm: "b", share: 1)]
    }
    let failure = #expect(throws: CurtailmentFailure.self) { try Curtailment(model, solver: solver) }
    #expect(failure?.code == .infeasible && failure?.firms == firms(network, "a", "b") && failure?.quotas.count == 1)
  }

  @Test("rules that do not fit the network are told all at once")
  func rulesThatDoNotFit() throws {
    let error = #expect(throws: CurtailmentError.self) {
      try Self.model(Self.chain) {
        $0.counties = ["130628"]
        $0.quotas = [.init(limit: .share(0.5)), .init(county: "1", limit: .share(0.5))]
        $0.duties = [.init(firm: "nobody", share: 1)]
      }
    }
    #expect(error?.problems.count == 4)
  }

  @Test("a firm outside the region, or of another industry, is not cut")
  func scope() throws {
    var network = Self.chain
    network.counties = [County(code: "1", name: Name()), County(code: "2", name: Name(), isInside: false)]
    network.firms.counties = [1, 0]
    #expect(try Self.model(network).isCovered == [false, true])
    network.firms.counties = [-1, 0]
    #expect(try Self.model(network).isCovered == [true, true])
    network.firms.counties = [1, 0]
    // The dyer is outside: its output counts for nothing, and it is not cut.
    #expect(try Curtailment(Self.model(network), solver: solver).usual == 300)
    network.firms.counties = [-1, 0]
    network.firms.industry.append("1713", row: 0)
    network.firms.industry.append("44", row: 1)
    #expect(try Self.model(network) { $0.industries = ["17"] }.isCovered == [true, false])
    #expect(try Self.model(network) { $0.counties = ["1"] }.isCovered == [false, true])
  }

  // MARK: Random networks

  static func random(_ seed: UInt64, firms: Int = 12, links: Int = 22, template: Bool = false) -> Network {
    var generator = NetworkGenerator(firms: firms, links: links, seed: seed)
    generator.counties = 0
    generator.clusters = 0
    generator.products = 5
    generator.leaders = 2
    generator.hasTemplate = template
    var network = generator.make().network
    var draws = SplitMix64(seed: seed &+ 77)
    network.firms.emissionGrades = network.firms.all.map { _ in draws.chance(0.15) ? -1 : Int32(draws.below(4)) }
    // A revenue at least the sales, so that usual output is it.
    let sales = FirmWeights.sales(of: network)
    network.firms.revenue = NumberColumn(
      network.firms.all.map { max(network.firms.revenue[$0.row] ?? 10, sales[$0.row].isNaN ? 1 : sales[$0.row]) })
    return network
  }

  /// A third of the firms have capacity to spare, whether or not they sell to anybody on record.
  static func withCapacities(_ network: Network, _ seed: UInt64) -> (network: Network, capacities: [String: Double]) {
    var network = network
    var draws = SplitMix64(seed: seed &+ 31)
    var capacities: [String: Double] = [:]
    network.makings = []
    for firm in network.firms.all where draws.chance(0.35) {
      let capacity = network.firms.revenue[firm.row]! * (1 + Double(draws.within(1...15)) / 10)
      // The one product that it sells; of a firm without recorded sales, any.
      let products = Set(
        (0..<network.supplies.count).filter { network.supplies.suppliers[$0] == firm.index }.map { network.supplies.products[$0] })
      guard products.count <= 1 else { continue }
      network.makings.append(Making(firm: firm, product: ProductID(Int(products.first ?? 0)), capacity: capacity))
      capacities[network.firms.id(firm)] = capacity
    }
    return (network, capacities)
  }

  /// The cuts of the illustration, grade by grade, written down once more (docs/guides/curtail.md; Rules/curtailment-illustration.yaml).
  private static func cuts(_ network: Network, _ alert: AlertLevel, listed: [FirmID]) -> [String: Double] {
    let table: [AlertLevel: [EmissionGrade: Double]] = [
      .yellow: [.a: 0, .b: 0.1, .c: 0.2, .d: 0.4], .orange: [.a: 0, .b: 0.2, .c: 0.5, .d: 0.8], .red: [.a: 0, .b: 0.4, .c: 0.8, .d: 1],
    ]
    return Dictionary(
      uniqueKeysWithValues: network.firms.all.map {
        (network.firms.id($0), listed.contains($0) ? 0 : table[alert]![network.firms.emissionGrade($0) ?? .d]!)
      })
  }

  @Test("equals the program written down once more, solved by glpsol", .enabled(if: Glpsol.path != nil, "glpsol is not installed"))
  func glpsol() throws {
    var unsold = 0
    for seed in seeds(120) {
      let (network, capacities) = Self.withCapacities(Self.random(seed), seed)
      let alert: AlertLevel = [.yellow, .orange, .red][Int(seed % 3)]
      let model = try Self.model(network, alert)
      let listed = Array(model.cutFirms.prefix(Int(seed % 4)))
      let naive = NaiveCurtailment(network, cuts: Self.cuts(network, alert, listed: listed), capacities: capacities)
      let sellers = Set(network.supplies.suppliers)
      unsold += network.firms.all.count { capacities[network.firms.id($0)] != nil && !sellers.contains($0.index) }
      let answer = try Curtailment(model, listed: listed, solver: solver)
      guard case .optimal(let best) = try Glpsol.solve(text: LinearProgramText.text(naive.program)) else {
        Issue.record("\(seed): glpsol has no optimum")
        continue
      }
      #expect(abs(answer.plan.value - best) < 1e-5 * max(1, best), "\(seed): \(answer.plan.value), \(best)")
      let bounds = try Curtailment(model, listed: listed, solver: solver, method: .bounds)
      #expect(bounds.plan.value < best + 1e-5 * max(1, best) && bounds.plan.bound > best - 1e-5 * max(1, best), "\(seed)")
      // The largest share lost, by the other program: of the plans that keep a billionth less, at least as small.
      guard answer.plan.isSpread else { continue }
      guard case .optimal(let share) = try Glpsol.solve(text: LinearProgramText.text(naive.smallestLargestLoss(keeping: best * (1 - 1e-9))))
      else { continue }
      #expect(abs(answer.plan.kept.min()! - share) < 1e-5, "\(seed): \(answer.plan.kept.min()!), \(share)")
    }
    #expect(unsold > 5, "firms with capacity to spare that sell to nobody on record: \(unsold)")
  }

  /// golden/truth/curtail-spare-sold-to-nobody: U can sell 10 to X (grade D, 0.2 of 50) and 50 to T, so keeps 60; T has capacity for 200, but sells to nobody on
  /// record and so no more than its usual 100: (60 + 20 + 100) / 300.
  @Test("what is made beyond the usual is sold to somebody")
  func spareSoldToNobody() throws {
    var network = Self.network([("U", 100, .a), ("X", 100, .d), ("T", 100, .a)], [("U", "X", "P", 50), ("U", "T", "P", 50)])
    network.products.append(Product(id: "R"))
    network.makings = [Making(firm: FirmID(2), product: ProductID(1), capacity: 200)]
    for method in [Curtailment.Method.exact, .bounds] {
      let answer = try Curtailment(Self.model(network), listed: [], next: 2, solver: solver, method: method)
      #expect(abs(answer.bareShare! - 0.6) < 1e-4 && abs(answer.plan.kept[0] - 0.6) < 1e-3 && answer.plan.made[2] <= 1 + 1e-9)
    }
    // Listed, X takes its 50 again.
    let listed = try Curtailment(Self.model(network), choosing: 1, solver: solver)
    #expect(abs(listed.keptShare! - 1) < 1e-9 && listed.listed.map(\.firm.row) == [1] && abs(listed.listed[0].value! - 120) < 1e-3)
  }

  // MARK: Of several best plans

  @Test("two sewers alike share the cloth alike")
  func spreadByHand() throws {
    let network = Self.network(
      [("dye", 200, .d), ("s1", 300, .a), ("s2", 300, .a), ("s3", 900, .a)],
      [("dye", "s1", "cloth", 100), ("dye", "s2", "cloth", 100)])
    let answer = try Curtailment(Self.model(network), solver: solver)
    // Cloth for 40 of 200: any split keeps as much; the even one is shown.
    #expect(answer.plan.isSpread && zip(answer.plan.kept, [0.2, 0.2, 0.2, 1]).allSatisfy { abs($0 - $1) < 1e-6 }, "\(answer.plan.kept)")
  }

  /// The same network with ids in another order, and so another program: the shares are unique.
  @Test("the plan that spreads the losses does not hang on what firms are called, nor on the order of rows")
  func spreadIsUnique() throws {
    var spread = 0
    for seed in seeds(60) {
      let network = Self.withCapacities(Self.random(seed &+ 500, template: seed % 2 == 0), seed).network
      var renamed = network
      renamed.firms.ids = TextColumn(network.firms.all.map { "X\(1000 - $0.row * 7 % 13)-\(99 - $0.row)" })
      let alert: AlertLevel = seed % 2 == 0 ? .orange : .red
      let (a, b, c) = try (
        Curtailment(Self.model(network, alert), solver: solver), Curtailment(Self.model(renamed, alert), solver: solver),
        Curtailment(Self.model(Self.turned(network), alert), solver: solver)
      )
      guard a.plan.isSpread && b.plan.isSpread else { continue }
      spread += 1
      let furthest = zip(a.plan.kept, b.plan.kept).map { abs($0 - $1) }.max()!
      #expect(furthest < 1e-4, "\(seed): \(zip(a.plan.kept, b.plan.kept).filter { abs($0 - $1) > 1e-4 })")
      #expect(
        a.plan.kept == c.plan.kept && a.plan.made == c.plan.made && a.plan.value == c.plan.value && a.plan.reasons == c.plan.reasons,
        "\(seed)")
    }
    #expect(spread > 3 * seeds(60).count / 4, "\(spread)")
  }

  // MARK: What is not known

  @Test("whatever the grades that are not on record, what is kept lies in the range, and its ends are reached")
  func unsettledRange() throws {
    for seed in seeds(24) {
      var network = Self.random(seed &+ 900, firms: 8, links: 14)
      let unknown = [0, 3, 5].map { FirmID($0) }
      for firm in network.firms.all where network.firms.emissionGrade(firm) == nil { network.firms.emissionGrades[firm.row] = 1 }
      for firm in unknown { network.firms.emissionGrades[firm.row] = -1 }
      let open = try Self.model(network)
      #expect(open.unsettled == 3 && open.ungraded == 3 && open.concerned == 8 && !open.isMostlyUnsettled)
      let range = try #require(try Curtailment(open, solver: solver).unsettledRange)
      let bounds = try #require(try Curtailment(open, solver: solver, method: .bounds).unsettledRange)
      var (low, high) = (Double.infinity, 0.0)
      for number in 0..<64 {
        for (place, firm) in unknown.enumerated() { network.firms.emissionGrades[firm.row] = Int32(number >> (2 * place) & 3) }
        let value = try Curtailment(Self.model(network), solver: solver).bare.value
        (low, high) = (min(low, value), max(high, value))
      }
      #expect(abs(range.lowerBound - low) < 1e-3 && abs(range.upperBound - high) < 1e-3, "\(seed): \(range), \(low) … \(high)")
      #expect(bounds.lowerBound < low + 1e-3 && bounds.upperBound > high - 1e-3, "\(seed)")
    }
  }

  @Test("a firm whose industry is not on record may be covered; one of another industry is not concerned")
  func industries() throws {
    var network = Self.network([("a", 100, .d), ("b", 100, .d), ("c", 100, nil), ("d", 100, nil), ("e", 100, .d)], [])
    for (row, code) in ["1713", "5131", "", "17", ""].enumerated() { network.firms.industry.append(code, row: row) }
    // c, d and e may be of industry 1713. At orange a firm of grade D keeps 20: 20 + 4 · 100; all four that it may concern, 4 · 20 + 100.
    let named = try Self.model(network) { $0.industries = ["1713"] }
    #expect(
      named.isCovered == [true, false, false, false, false] && named.unplaced == 3 && named.concerned == 4 && named.isMostlyUnsettled)
    let answer = try Curtailment(named, solver: solver)
    let range = try #require(answer.unsettledRange)
    #expect(abs(answer.bare.value - 420) < 1e-6 && abs(range.lowerBound - 180) < 1e-6 && abs(range.upperBound - 420) < 1e-6)
    // b is exempt; c may be, e has a grade, d is of another industry and has no grade: 4 · 20 + 100 at worst, at best c and d keep all.
    let exempt = try Self.model(network) { $0.exemptIndustries = ["51"] }
    #expect(
      exempt.isCovered == [true, false, true, true, true] && exempt.unplaced == 1 && exempt.unsettled == 2 && !exempt.isMostlyUnsettled)
    let other = try Curtailment(exempt, solver: solver)
    let span = try #require(other.unsettledRange)
    #expect(abs(other.bare.value - 180) < 1e-6 && abs(span.lowerBound - 180) < 1e-6 && abs(span.upperBound - 340) < 1e-6)
  }

  @Test("nothing is known of what there is to keep: no share of it is kept, and firms' shares are spread")
  func nothingToWeigh() throws {
    let network = Self.network(
      [("dye", 200, .d), ("s1", 300, .a), ("s2", 300, .a)], [("dye", "s1", "cloth", 100), ("dye", "s2", "cloth", 100)])
    let model = try CurtailmentModel(SupplyModel(SupplyView(network)), rules: .illustration, alert: .red, measure: .tax)
    for method in [Curtailment.Method.exact, .bounds] {
      let answer = try Curtailment(model, solver: solver, method: method)
      #expect(answer.keptShare == nil && answer.bareShare == nil && answer.share(0) == nil)
    }
    let orange = try CurtailmentModel(SupplyModel(SupplyView(network)), rules: .illustration, alert: .orange, measure: .tax)
    let answer = try Curtailment(orange, solver: solver)
    #expect(answer.plan.kept.allSatisfy { abs($0 - 0.2) < 1e-6 } && answer.plan.reasons == [.order, .need(0), .need(1)])
  }

  @Test("amounts a trillion times apart are named")
  func amountsFarApart() throws {
    let network = Self.network(
      [("tiny", 1e-15, .d), ("big", 40, .a), ("mill", 100, .a)], [("tiny", "big", "x", 1e-15), ("mill", "big", "x", 40)])
    let error = #expect(throws: CurtailmentError.self) { try Self.model(network) }
    #expect(error?.problems.map(\.rule) == ["amounts-far-apart"] && error?.problems[0].subject.id == "tiny")
  }

  @Test("no cut, no loss; a longer list never loses; worths are differences")
  func laws() throws {
    for seed in 100..<125 {
      let network = Self.random(UInt64(seed), template: seed % 2 == 0)
      let none = try Self.model(network) { $0.cuts[.orange] = [0, 0, 0, 0] }
      let whole = try Curtailment(none, solver: solver)
      #expect(abs(whole.plan.value - whole.usual) < 1e-6 * whole.usual && whole.plan.kept.allSatisfy { $0 > 1 - 1e-6 }, "\(seed)")
      let model = try Self.model(network)
      var last = try Curtailment(model, solver: solver).plan.value
      var list: [FirmID] = []
      for firm in model.cutFirms.prefix(4) {
        list.append(firm)
        let answer = try Curtailment(model, listed: list, solver: solver)
        #expect(answer.plan.value >= last - answer.tolerance, "\(seed)")
        let worth = try #require(answer.listed.first { $0.firm == firm }?.value)
        #expect(abs(worth - max(0, answer.plan.value - last)) < 1e-3, "\(seed)")
        last = answer.plan.value
      }
    }
  }

  @Test("the best white list is as good as the best of all lists")
  func everyWhiteList() throws {
    var gains = 0
    for seed in 200..<224 {
      let network = Self.random(UInt64(seed), firms: 9, links: 16, template: seed % 2 == 0)
      let model = try Self.model(network, .red)
      let all = model.cutFirms
      let count = 1 + seed % 3
      guard count < all.count else { continue }
      var search = WhiteListSearch(model, solver: solver)
      var best = 0.0
      for set in 0..<(1 << all.count) where set.nonzeroBitCount == count {
        best = max(best, try search.solved(all.indices.filter { set >> $0 & 1 == 1 }.map { all[$0] }).objective!)
      }
      let answer = try Curtailment(model, choosing: count, solver: solver)
      #expect(abs(answer.plan.value - best) < 1e-4 * max(1, best), "\(seed): \(answer.plan.value) of \(best)")
      #expect(answer.listed.count <= count && answer.bound! >= best - answer.tolerance && answer.gap! < 1e-6, "\(seed)")
      if answer.plan.value > answer.bare.value + 1 { gains += 1 }
    }
    #expect(gains > 10)
  }

  @Test("where a further place helps most is exact")
  func nextPlaces() throws {
    for seed in 300..<310 {
      let model = try Self.model(Self.random(UInt64(seed)), .red)
      let answer = try Curtailment(model, next: 3, solver: solver)
      let gains = try model.cutFirms.map { try Curtailment(model, listed: [$0], solver: solver).plan.value - answer.plan.value }.sorted(
        by: >)
      for (number, worth) in answer.next.enumerated() { #expect(abs(worth.value! - gains[number]) < 1e-3, "\(seed)") }
      #expect(answer.next.count == 3 || gains.dropFirst(answer.next.count).allSatisfy { $0 < 1e-3 }, "\(seed)")
    }
  }

  @Test("a time limit labels the answer, and its bound holds")
  func timeLimit() throws {
    let model = try Self.model(Self.random(7, firms: 40, links: 110), .red)
    let asked = Mutex(0)
    let work = WorkBudget(
      seconds: 100,
      elapsed: {
        asked.withLock { asked in
          asked += 1
          return asked > 6 ? 100 : 0
        }
      })
    let answer = try Curtailment(model, choosing: 6, solver: solver, work: work)
    let whole = try Curtailment(model, choosing: 6, solver: solver)
    #expect(answer.bound! >= whole.plan.value - whole.tolerance && answer.plan.value <= whole.plan.value + whole.tolerance)
    #expect(answer.wasStopped && !whole.wasStopped)
  }

  /// The same links from the last to the first.
  static func turned(_ network: Network) -> Network {
    var turned = network
    let order = Array((0..<network.supplies.count).reversed())
    turned.supplies.suppliers = order.map { network.supplies.suppliers[$0] }
    turned.supplies.buyers = order.map { network.supplies.buyers[$0] }
    turned.supplies.products = order.map { network.supplies.products[$0] }
    turned.supplies.amount = NumberColumn(order.map { network.supplies.amount.numbers[$0] })
    return turned
  }

  @Test("rows in another order give the same answer")
  func rowOrder() throws {
    let network = Self.random(31, firms: 14, links: 30)
    let turned = Self.turned(network)
    let (a, b) = try (
      Curtailment(Self.model(network), choosing: 2, next: 3, solver: solver),
      Curtailment(Self.model(turned), choosing: 2, next: 3, solver: solver)
    )
    #expect(a.plan.kept == b.plan.kept && a.listed.map(\.firm) == b.listed.map(\.firm) && a.next.map(\.firm) == b.next.map(\.firm))
  }

  @Test("the shipped rule file says what the built-in illustration says")
  func shippedRules() throws {
    let path = TimeToSurviveTests.folder + "/../../Rules/curtailment-illustration.yaml"
    let rules = try #require(try RuleFile.curtailment(path).rules)
    let built = CurtailmentRules.illustration
    #expect(rules.cuts == built.cuts && rules.ungraded == built.ungraded && rules.name == built.name && rules.title == built.title)
    #expect(
      rules.provenance == built.provenance && rules.quotas.isEmpty && rules.duties.isEmpty && rules.counties.isEmpty
        && rules.exemptIndustries == built.exemptIndustries && rules.industries.isEmpty)
  }
}
