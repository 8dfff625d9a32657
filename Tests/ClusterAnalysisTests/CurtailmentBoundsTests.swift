import ChainwrightTesting
import ClusterModel
import LinearPrograms
import Testing

@testable import ClusterAnalysis

/// Plans and bounds of networks too large to be solved, held against those that can be.
struct CurtailmentBoundsTests {
  let solver = try! LinearSolver()

  private static let alerts = [AlertLevel.yellow, .orange, .red]

  /// A random network under an alert: every second with a template (substitute groups, two suppliers at least, inputs that are not essential), a quota, a duty, capacity to spare.
  private static func model(_ seed: Int, firms: Int = 14, links: Int = 30) throws -> CurtailmentModel {
    var network = CurtailmentTests.random(UInt64(seed), firms: firms, links: links, template: seed % 2 == 0)
    var draws = SplitMix64(seed: UInt64(seed) &+ 5)
    if seed % 3 == 0 {
      network.firms.energy = NumberColumn(network.firms.all.map { _ in draws.chance(0.2) ? .nan : Double(draws.within(1...90)) })
    }
    for firm in network.firms.all where draws.chance(0.3) {
      // Capacity of all a firm makes: what it sells of its one product.
      guard let link = (0..<network.supplies.count).first(where: { network.supplies.suppliers[$0] == firm.index }) else { continue }
      network.makings.removeAll { $0.firm == firm }
      network.makings.append(
        Making(firm: firm, product: network.supplies.product(SupplyID(link)), capacity: network.firms.revenue[firm.row]! * 1.4))
    }
    return try CurtailmentTests.model(network, alerts[seed % 3]) {
      if seed % 3 == 0 { $0.quotas = [.init(limit: .share(0.55))] }
      if seed % 4 == 1 { $0.duties = [.init(firm: network.firms.id(FirmID(seed % firms)), share: 0.1)] }
    }
  }

  @Test("the plan keeps every row, and plan and bound have the optimum between them")
  func brackets() throws {
    var near = 0
    for seed in 0..<24 {
      let model = try Self.model(seed)
      for listed in [[], Array(model.cutFirms.prefix(1 + seed % 3))] {
        let exact: Double
        do { exact = try Curtailment(model, listed: listed, solver: solver, method: .exact).plan.value } catch let failure
          as CurtailmentFailure
        {
          // Duties that cannot be met: proved here too, or at least not claimed to be met.
          #expect(failure.code == .infeasible && seed % 4 == 1, "\(seed)")
          #expect(throws: CurtailmentFailure.self) { try Curtailment(model, listed: listed, solver: solver, method: .bounds) }
          continue
        }
        var search = BoundedSearch(model, limits: CurtailmentLimits())
        let answer = try search.solved(listed)
        let (value, bound) = (answer.solution.objective!, answer.solution.bound!)
        // A plan may miss a duty by a thousandth, and then keep more than one that may not.
        let room = answer.missedDuty > 0 ? 2e-3 * exact : 1e-6 * exact
        #expect(search.program.program.violation(of: answer.solution.values) < max(1e-7, answer.missedDuty * 1.001), "\(seed)")
        #expect(answer.missedDuty <= BoundedSearch.dutyTolerance, "\(seed)")
        #expect(value <= exact + room && bound >= exact - 1e-6 * exact, "\(seed): \(value) … \(bound), \(exact)")
        #expect(abs(search.program.program.objective(of: answer.solution.values) - value) < 1e-6 * max(1, value))
        if bound - value < 3e-4 * value { near += 1 }
      }
    }
    #expect(near >= 36, "\(near)")
  }

  @Test("no list keeps more than the bound, and what is said about places holds")
  func lists() throws {
    for seed in 200..<212 {
      let network = CurtailmentTests.random(UInt64(seed), firms: 9, links: 16, template: seed % 2 == 0)
      let model = try CurtailmentTests.model(network, .red)
      let all = model.cutFirms
      let count = 1 + seed % 3
      guard count < all.count else { continue }
      var search = WhiteListSearch(model, solver: solver)
      func optimum(_ firms: [FirmID]) throws -> Double { try search.solved(firms).objective! }
      var best = 0.0
      for set in 0..<(1 << all.count) where set.nonzeroBitCount == count {
        best = max(best, try optimum(all.indices.filter { set >> $0 & 1 == 1 }.map { all[$0] }))
      }
      let answer = try Curtailment(model, choosing: count, next: 3, solver: solver, method: .bounds)
      #expect(answer.method == .bounds && answer.listed.count <= count)
      #expect(answer.bound! >= best - 1e-6 * best && answer.plan.value <= best + 1e-6 * best, "\(seed)")
      let listed = answer.listed.map(\.firm)
      // So does the bound of an unfinished search, and what its prices say.
      var short = CurtailmentLimits()
      short.termSteps = 1
      let hasty = try Curtailment(model, listed: listed, solver: solver, method: .bounds, limits: short)
      let kept = try optimum(listed)
      #expect(answer.plan.value <= kept + 1e-6 * kept && answer.plan.bound >= kept - 1e-6 * kept, "\(seed)")
      for other in [answer, hasty] {
        #expect(other.plan.bound >= kept - 1e-6 * kept)
        for worth in other.listed {
          let exact = kept - (try optimum(listed.filter { $0 != worth.firm }))
          #expect(worth.value == nil && exact >= worth.price! - other.slack - 1e-3, "\(seed)")
        }
      }
      #expect(try optimum(listed.filter { !answer.spareable.contains($0) }) >= answer.plan.value - 1e-3, "\(seed)")
    }
  }

  @Test("two thousand firms, solved and bounded")
  func thousands() throws {
    let model = try CurtailmentTests.model(CurtailmentTests.random(3, firms: 2_000, links: 6_000), .orange)
    let exact = try Curtailment(model, solver: solver, method: .exact)
    let bounds = try Curtailment(model, solver: solver, method: .bounds)
    #expect(exact.plan.bound == exact.plan.value && exact.method == .exact)
    #expect(bounds.plan.value <= exact.plan.value + exact.tolerance && bounds.plan.bound >= exact.plan.value - exact.tolerance)
    #expect(bounds.slack <= CurtailmentLimits().gap * bounds.plan.value && bounds.stop == nil && bounds.gap == nil)
  }

  @Test("whatever the values, what is made of them can be run")
  func rationing() throws {
    var plans = 0
    for seed in 0..<60 {
      let model = try Self.model(seed)
      let program = CurtailmentProgram(model)
      let caps = model.network.firms.all.map { model.cap($0, isListed: false) }
      var draws = SplitMix64(seed: UInt64(seed))
      let values = (0..<program.program.variableCount).map { _ in Double(draws.within(0...200)) / 100 }
      let rationing = Rationing(program)
      for plan in [rationing.plan(values, caps: caps), rationing.evenPlan(caps: caps)] {
        guard let plan else { continue }
        plans += 1
        #expect(program.program.violation(of: plan.values) < max(1e-7, plan.missed * 1.001), "\(seed)")
      }
    }
    #expect(plans > 100)
  }

  @Test("by size: small networks are solved, large ones bounded; the limits are counted, and every run ends alike")
  func limits() throws {
    let model = try CurtailmentTests.model(CurtailmentTests.random(7, firms: 40, links: 110), .red)
    var limits = CurtailmentLimits()
    #expect(limits.method(model, isChoosing: true) == .exact)
    (limits.exactLinks, limits.exactChoosingLinks) = (50, 20)
    let bounds = try Curtailment(model, choosing: 4, next: 2, solver: solver, limits: limits)
    #expect(bounds.method == .bounds && bounds.gap! >= 0 && bounds.next.count == 2)
    limits.termSteps = 1
    let short = try (0..<2).map { _ in try Curtailment(model, choosing: 4, solver: solver, limits: limits) }
    limits.threads = 1
    let alone = try Curtailment(model, choosing: 4, solver: solver, limits: limits)
    for other in [short[1], alone] {
      #expect(
        short[0].plan.kept == other.plan.kept && short[0].bound == other.bound && short[0].listed.map(\.price) == other.listed.map(\.price))
    }
    var few = CurtailmentLimits()
    few.programLinks = 3 * 110
    let exact = try Curtailment(model, choosing: 6, next: 2, solver: solver, limits: few)
    let whole = try Curtailment(model, choosing: 6, solver: solver)
    #expect(exact.stop == .work && whole.stop == nil)
    #expect(exact.bound! >= whole.plan.value - whole.tolerance && exact.plan.value <= whole.plan.value + whole.tolerance)
  }

  @Test("rows in another order give the same answer")
  func rowOrder() throws {
    let network = CurtailmentTests.random(31, firms: 14, links: 30)
    let answers = try [network, CurtailmentTests.turned(network)].map {
      try Curtailment(CurtailmentTests.model($0), choosing: 2, next: 3, solver: solver, method: .bounds)
    }
    #expect(answers[0].plan.kept == answers[1].plan.kept && answers[0].bound == answers[1].bound)
    #expect(answers[0].listed.map(\.firm) == answers[1].listed.map(\.firm) && answers[0].next.map(\.price) == answers[1].next.map(\.price))
  }

  @Test("no time at all: everything run alike, and a bound")
  func noTime() throws {
    let model = try CurtailmentTests.model(CurtailmentTests.random(7, firms: 40, links: 110), .orange)
    let answer = try Curtailment(model, choosing: 3, solver: solver, method: .bounds, work: WorkBudget(seconds: 0))
    let exact = try Curtailment(model, choosing: 3, solver: solver).plan.value
    // The even plan keeps a fifth of everything.
    #expect(answer.stop == .clock && answer.plan.value >= 0.2 * answer.usual - 1 && answer.bound! >= exact - 1e-6 * exact)
  }

  @Test("duties: met to a thousandth, or it is said that they cannot be")
  func duties() throws {
    var network = CurtailmentTests.network(
      [("d1", 100, .d), ("d2", 100, .a), ("sew", 500, .a)], [("d1", "sew", "cloth", 100), ("d2", "sew", "cloth", 100)])
    // d1 keeps 20, d2 100 of 200: the sewer can keep 0.6 and no more.
    let met = try Curtailment(
      CurtailmentTests.model(network) { $0.duties = [.init(firm: "sew", share: 0.6)] }, solver: solver, method: .bounds)
    #expect(met.plan.kept[2] >= 0.599 && met.missedDuty <= 1e-3)
    let model = try CurtailmentTests.model(network) { $0.duties = [.init(firm: "sew", share: 0.7)] }
    let failure = #expect(throws: CurtailmentFailure.self) { try Curtailment(model, solver: solver, method: .bounds) }
    #expect(failure?.code == .infeasible && failure?.firms == [FirmID(2)] && failure?.quotas.isEmpty == true)
    network.firms.energy = NumberColumn([100, 100, 100])
    let quota = try CurtailmentTests.model(network) {
      $0.quotas = [.init(limit: .tonnes(50))]
      $0.duties = [.init(firm: "sew", share: 0.6)]
    }
    let other = #expect(throws: CurtailmentFailure.self) { try Curtailment(quota, solver: solver, method: .bounds) }
    #expect(other?.code == .infeasible && other?.quotas.count == 1)
  }
}
