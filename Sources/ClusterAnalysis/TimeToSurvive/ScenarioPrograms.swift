import LinearPrograms

extension StockFlow {
  /// What some sites' stop does, for as long as they are away.
  struct Scenario: Sendable {
    var stopped: [Int]
    /// How long, for the loss; `nil` where that is not known.
    var time: Double?
    /// Share of what they can make that is left to them.
    var left = 0.0
  }

  struct Outcome: Sendable {
    /// The longest time without a customer short; `nil` when without end.
    var time: Double?
    /// The least loss, and what of it the stopped sites' own customers miss; `nil` where the scenario's time is not known.
    var loss: (total: Double, own: Double)?
  }
}

/// The programs of M19 and M21 for one scenario after another, each of no more sites than the scenario touches.
///
/// A program begins with the stopped sites and all that goes downstream of them; every other site keeps to its usual flows, which are feasible for any time, and these stand
/// in the program as they are. Its optimum is feasible for the whole network. Prices of its rows, and zero for all others, prove it the optimum of the whole network unless a site outside
/// could send to an input with a price, or takes what has one: those sites are let in, and the program is solved again. What it ends with is what the program of all sites
/// ends with, whatever was solved before.
///
/// > Source: column and row generation with the dual bound; e.g. G. Desaulniers et al. (ed.), Column Generation, Springer 2005.
struct ScenarioPrograms {
  private enum Kind: Hashable {
    case time
    case loss(Double)
  }

  /// Lists of positions, end to end.
  private struct Lists {
    private var starts: [Int32]
    private var items: [Int32]

    /// Which items belong to each of `count` owners, given the owner of each.
    init(_ owners: some Collection<Int>, count: Int) {
      starts = [Int32](repeating: 0, count: count + 1)
      for owner in owners { starts[owner + 1] += 1 }
      for at in 0..<count { starts[at + 1] += starts[at] }
      var next = starts
      items = [Int32](repeating: 0, count: owners.count)
      for (item, owner) in owners.enumerated() {
        items[Int(next[owner])] = Int32(item)
        next[owner] += 1
      }
    }

    subscript(owner: Int) -> ArraySlice<Int32> { items[Int(starts[owner])..<Int(starts[owner + 1])] }
  }

  private let flow: StockFlow
  /// What flows as usual a day, one a flow.
  private let rates: [Double]
  private let outputs: Lists
  private let inputs: Lists
  private let sends: Lists
  private let receives: Lists
  /// With all sites at their normal rate and the usual flows every need is met: whoever is not touched can stay with them.
  let isUsualFeasible: Bool

  // Of the scenario at hand.
  private var sites: [Int] = []
  private var isInside: [Bool]
  private var left: [Double]
  /// Of a flow between two sites inside: the variable of what is sent beyond the usual; the next one is what is sent less. Of others whatever was there.
  private var moreOfFlow: [Int32]
  private var kept: Basis

  /// - Parameters:
  ///   - flow: all sites.
  ///   - rates: what flows as usual, one a flow.
  /// - Complexity: O(sites + outputs + inputs + flows).
  init(_ flow: StockFlow, rates: [Double]) {
    self.flow = flow
    self.rates = rates
    outputs = Lists(flow.outputs.lazy.map(\.site), count: flow.sites.count)
    inputs = Lists(flow.inputs.lazy.map(\.site), count: flow.sites.count)
    sends = Lists(flow.flows.lazy.map(\.output), count: flow.outputs.count)
    receives = Lists(flow.flows.lazy.map(\.input), count: flow.inputs.count)
    isInside = [Bool](repeating: false, count: flow.sites.count)
    left = [Double](repeating: 1, count: flow.sites.count)
    moreOfFlow = [Int32](repeating: -1, count: flow.flows.count)
    kept = Basis(flow)
    isUsualFeasible = Self.isFeasible(flow, rates)
  }

  private static func isFeasible(_ flow: StockFlow, _ rates: [Double]) -> Bool {
    var sent = flow.outputs.map(\.demand)
    var received = [Double](repeating: 0, count: flow.inputs.count)
    for (at, link) in flow.flows.enumerated() {
      sent[link.output] += rates[at]
      received[link.input] += rates[at]
    }
    var made = [Double](repeating: 0, count: flow.sites.count)
    // What summing in another order leaves is no contradiction.
    let (above, below) = (1 + 1e-9, 1 - 1e-9)
    for (at, output) in flow.outputs.enumerated() {
      if sent[at] > output.limit * above { return false }
      made[output.site] += sent[at]
    }
    return flow.sites.indices.allSatisfy { made[$0] <= flow.sites[$0].normal * above }
      && flow.inputs.indices.allSatisfy {
        received[$0] >= flow.inputs[$0].needPerUnit * flow.sites[flow.inputs[$0].site].normal * below
      }
  }

  /// What a scenario does.
  ///
  /// - Complexity: a few linear programs of the sites it touches; of all sites at worst.
  mutating func outcome(_ scenario: StockFlow.Scenario, _ solver: LinearSolver) throws -> StockFlow.Outcome {
    for site in scenario.stopped { left[site] = scenario.left }
    defer {
      for site in scenario.stopped { left[site] = 1 }
      leave()
    }
    if isUsualFeasible { enter(scenario.stopped, withDownstream: true) } else { enter(Array(flow.sites.indices), withDownstream: false) }
    // Nobody else is touched: no program is needed.
    let isAlone = isUsualFeasible && scenario.left == 0 && sites.count == Set(scenario.stopped).count
    let most = longest(scenario)
    let time = isAlone || most == 0 ? most : try duration(atMost: most, solver)
    let found = time > StockFlow.endless * (1 - 1e-6) ? nil : time
    guard let away = scenario.time else { return StockFlow.Outcome(time: found, loss: nil) }
    if found.map({ away <= $0 }) ?? true { return StockFlow.Outcome(time: found, loss: (0, 0)) }
    let least = ownLoss(scenario, away)
    return StockFlow.Outcome(time: found, loss: isAlone ? (least, least) : try loss(scenario, away, atLeast: least, solver))
  }

  /// No time is longer: what the stopped sites' own customers can be given from stock.
  private func longest(_ scenario: StockFlow.Scenario) -> Double {
    guard scenario.left == 0 else { return StockFlow.endless }
    var most = StockFlow.endless
    for site in scenario.stopped {
      for output in outputs[site] where flow.outputs[Int(output)].demand > 0 {
        most = min(most, flow.outputs[Int(output)].stock / flow.outputs[Int(output)].demand)
      }
    }
    return most
  }

  /// No loss is smaller: what the stopped sites' own customers miss, all stock given to them.
  private func ownLoss(_ scenario: StockFlow.Scenario, _ time: Double) -> Double {
    guard scenario.left == 0 else { return 0 }
    var sum = 0.0
    for site in Set(scenario.stopped).sorted() {
      for output in outputs[site].lazy.map({ flow.outputs[Int($0)] }) {
        sum += output.lossPerUnit * max(0, output.demand * time - output.stock)
      }
    }
    return sum
  }

  private mutating func duration(atMost most: Double, _ solver: LinearSolver) throws -> Double {
    try solved(.time, solver) { _, solution in solution.objective ?? 0 >= most * (1 - 1e-9) }.solution.objective.map {
      min(max(0, $0), most)
    } ?? 0
  }

  private mutating func loss(
    _ scenario: StockFlow.Scenario, _ time: Double, atLeast least: Double, _ solver: LinearSolver
  ) throws -> (total: Double, own: Double) {
    let isWhole = scenario.left == 0
    let (plan, solution) = try solved(.loss(time), solver) { _, solution in isWhole && solution.objective ?? 0 <= least * (1 + 1e-9) }
    let total = max(least, solution.objective ?? 0)
    if isWhole { return (total, least) }
    let own = plan.unmet.reduce(0.0) {
      let output = flow.outputs[$1.output]
      return scenario.stopped.contains(output.site) ? $0 + output.lossPerUnit * max(0, solution[$1.lost]) : $0
    }
    return (total, min(own, total))
  }

  /// Solves, lets in who could do better, and goes on from there, until nobody could or the optimum is known to be no better.
  private mutating func solved(
    _ kind: Kind, _ solver: LinearSolver, until isBest: (Plan, LinearSolution) -> Bool
  ) throws -> (plan: Plan, solution: LinearSolution) {
    // The usual flows are where all begins: of a loss they keep all bounds but those of the stopped sites, of a time all of them.
    var simplex = kind == .time ? LinearSolver.Simplex.primal : .dual
    kept.clear()
    var rings = 2
    while true {
      let plan = program(kind)
      let solution = try solved(plan, solver, simplex)
      if isBest(plan, solution) || !widen(plan, solution, sign: kind == .time ? 1 : -1, &rings) { return (plan, solution) }
      simplex = .primal
    }
  }

  /// From where the narrower program ended; what its prices do not prove is solved anew.
  private mutating func solved(_ plan: Plan, _ solver: LinearSolver, _ simplex: LinearSolver.Simplex) throws -> LinearSolution {
    var basis = LinearBasis(plan.program)
    for at in plan.variableKeys.indices { basis.variables[at] = kept[plan.variableKeys[at]] ?? .atLower }
    for at in plan.rowKeys.indices { basis.rows[at] = kept[plan.rowKeys[at]] ?? .inside }
    let solution = try solver.solve(plan.program, from: &basis, by: simplex)
    let gap = Self.gap(plan.program, solution)
    guard gap <= Self.tolerance else { return try Self.solvedAnew(plan, solver, orElse: (solution, gap)) }
    for at in plan.variableKeys.indices { kept[plan.variableKeys[at]] = basis.variables[at] }
    for at in plan.rowKeys.indices { kept[plan.rowKeys[at]] = basis.rows[at] }
    return solution
  }

  /// With a presolve, and should its end not be proved either, from nothing by either simplex; of several the one that is proved best.
  private static func solvedAnew(_ plan: Plan, _ solver: LinearSolver, orElse first: (solution: LinearSolution, gap: Double)) throws
    -> LinearSolution
  {
    var best = first
    let ways: [() throws -> LinearSolution] =
      [{ try solver.solve(plan.program) }]
      + [LinearSolver.Simplex.dual, .primal].map { simplex in
        {
          var basis = LinearBasis(plan.program)
          return try solver.solve(plan.program, from: &basis, by: simplex)
        }
      }
    for way in ways where best.gap > tolerance {
      let solution = try way()
      let gap = gap(plan.program, solution)
      if gap < best.gap || best.solution.status != .optimal { best = (solution, gap) }
      // Nearly proved is what a solver's tolerance leaves: another way would end there too.
      if best.gap <= 100 * tolerance { break }
    }
    guard best.solution.status == .optimal else {
      throw LinearProgramError(.unsolved, "the solver ended with: \(best.solution.status.rawValue)")
    }
    return best.solution
  }

  /// Of the value, by which a solution may be off at most by what its prices prove.
  private static let tolerance = 1e-6

  private static func gap(_ program: LinearProgram, _ solution: LinearSolution) -> Double {
    solution.status == .optimal ? program.gap(of: solution) / max(1, abs(solution.objective ?? 0)) : .infinity
  }
}

/// Who is inside.
extension ScenarioPrograms {
  private mutating func enter(_ more: [Int], withDownstream: Bool) {
    var next = sites.count
    for site in more where !isInside[site] {
      isInside[site] = true
      sites.append(site)
    }
    while withDownstream && next < sites.count {
      for output in outputs[sites[next]] {
        for link in sends[Int(output)] {
          let buyer = flow.inputs[flow.flows[Int(link)].input].site
          if !isInside[buyer] {
            isInside[buyer] = true
            sites.append(buyer)
          }
        }
      }
      next += 1
    }
  }

  private mutating func leave() {
    for site in sites { isInside[site] = false }
    sites.removeAll(keepingCapacity: true)
  }

  /// Lets in whoever could do better than usual at these prices, and who is next to them by the same goods, twice as far each time. `false` when nobody could: the optimum of all
  /// sites is found.
  private mutating func widen(_ plan: Plan, _ solution: LinearSolution, sign: Double, _ rings: inout Int) -> Bool {
    let before = sites.count
    if before == flow.sites.count { return false }
    // A price of the order of what the solver takes for none is none.
    let most = (plan.inputRows.map { (sign * solution[$0.row] * $0.factor) } + plan.outputRows.map { sign * solution[$0.row] }).max() ?? 0
    var wanted = plan.inputRows.filter { sign * solution[$0.row] * $0.factor > 1e-9 * most }.map(\.at)
    var offered = plan.outputRows.filter { sign * solution[$0.row] > 1e-9 * most }.map(\.at)
    for _ in 0..<rings where !wanted.isEmpty || !offered.isEmpty {
      let suppliers = wanted.flatMap { receives[$0] }.map { flow.flows[Int($0)].output }.filter { !isInside[flow.outputs[$0].site] }
      let buyers = offered.flatMap { sends[$0] }.filter { rates[Int($0)] > 0 }.map { flow.flows[Int($0)].input }
        .filter { !isInside[flow.inputs[$0].site] }
      enter(suppliers.map { flow.outputs[$0].site } + buyers.map { flow.inputs[$0].site }, withDownstream: false)
      (wanted, offered) = (buyers, suppliers)
    }
    rings *= 2
    // A program of most sites costs what the one of all does.
    if sites.count > before && 2 * sites.count > flow.sites.count { enter(Array(flow.sites.indices), withDownstream: false) }
    return sites.count > before
  }
}

/// The program of the sites inside.
extension ScenarioPrograms {
  /// A variable, or a row.
  private struct Key {
    /// The position and the kind, in one.
    let number: Int

    private init(_ kind: Int, _ at: Int) { number = at << 5 | kind }

    static let time = Key(0, 0)
    static func less(_ site: Int) -> Key { Key(1, site) }
    static func spare(_ site: Int) -> Key { Key(2, site) }
    static func moreMade(_ output: Int) -> Key { Key(3, output) }
    static func lessMade(_ output: Int) -> Key { Key(4, output) }
    static func unmet(_ output: Int) -> Key { Key(5, output) }
    static func moreFlow(_ link: Int) -> Key { Key(6, link) }
    static func lessFlow(_ link: Int) -> Key { Key(7, link) }
    static func input(_ at: Int) -> Key { Key(8, at) }
    static func output(_ at: Int) -> Key { Key(9, at) }
    static func site(_ at: Int) -> Key { Key(10, at) }
    static func proportion(_ site: Int) -> Key { Key(11, site) }
    /// The rows that keep a variable of a time within its bounds; kinds 12 to 19, and 20 to 27.
    static func least(_ variable: Key) -> Key { Key(12 + variable.number & 7, variable.number >> 5) }
    static func most(_ variable: Key) -> Key { Key(20 + variable.number & 7, variable.number >> 5) }
  }

  /// Where the last program of a scenario ended, by what stands there.
  private struct Basis {
    private var statuses: [LinearBasis.Status?]
    private var known: [Int32] = []

    init(_ flow: StockFlow) {
      let most = max(flow.sites.count, flow.outputs.count, flow.inputs.count, flow.flows.count)
      statuses = [LinearBasis.Status?](repeating: nil, count: (most + 1) << 5)
    }

    mutating func clear() {
      for at in known { statuses[Int(at)] = nil }
      known.removeAll(keepingCapacity: true)
    }

    subscript(key: Key) -> LinearBasis.Status? {
      get { statuses[key.number] }
      set {
        if statuses[key.number] == nil { known.append(Int32(key.number)) }
        statuses[key.number] = newValue
      }
    }
  }

  private struct Plan {
    var program: LinearProgram
    // As in StockFlow, but by what differs from the usual, so that a simplex that begins with all variables at nought begins there.
    var unmet: [(output: Int, lost: LinearProgram.Variable)] = []
    /// `factor`: what the row is multiplied by, so that it is in units of what the site makes.
    var inputRows: [(at: Int, row: LinearProgram.Row, factor: Double)] = []
    var outputRows: [(at: Int, row: LinearProgram.Row)] = []
    /// What stands where, to find it again in a wider program.
    private(set) var variableKeys: [Key] = []
    private(set) var rowKeys: [Key] = []
    private let time: LinearProgram.Variable?
    private let days: Double

    typealias Terms = [(variable: LinearProgram.Variable, factor: Double)]

    init(_ kind: Kind) {
      switch kind {
      case .time:
        program = LinearProgram(.maximise)
        time = program.addVariable(upper: StockFlow.endless, cost: 1)
        variableKeys = [.time]
        days = 0
      case .loss(let days):
        program = LinearProgram(.minimise)
        time = nil
        self.days = days
      }
    }

    /// `terms` ≤ `daily` for each day, and `once`.
    @discardableResult
    mutating func addRow(_ key: Key, _ terms: Terms, daily: Double, once: Double = 0) -> LinearProgram.Row {
      rowKeys.append(key)
      guard let time else { return program.addRow("", terms, upper: once + daily * days) }
      return program.addRow("", daily == 0 ? terms : terms + [(time, -daily)], upper: once)
    }

    /// A variable of so much a day, at least and at most.
    mutating func addVariable(_ key: Key, from least: Double = 0, daily most: Double = .infinity) -> LinearProgram.Variable {
      variableKeys.append(key)
      guard time != nil else { return program.addVariable(lower: least * days, upper: most < .infinity ? most * days : .infinity) }
      let variable = program.addVariable()
      if least > 0 { addRow(.least(key), [(variable, -1)], daily: -least) }
      if most < .infinity { addRow(.most(key), [(variable, 1)], daily: most) }
      return variable
    }

    mutating func addUnmet(_ output: Int, cost: Double) -> LinearProgram.Variable {
      variableKeys.append(.unmet(output))
      let lost = program.addVariable(cost: cost)
      unmet.append((output, lost))
      return lost
    }

    /// What flows beyond the usual, and what of the usual does not; the first of the two is noted.
    mutating func addFlow(_ link: Int, usual: Double, _ noted: inout Int32) -> Terms {
      let more = addVariable(.moreFlow(link))
      noted = Int32(more.position)
      return usual > 0 ? [(more, 1), (addVariable(.lessFlow(link), daily: usual), -1)] : [(more, 1)]
    }
  }

  private mutating func program(_ kind: Kind) -> Plan {
    var plan = Plan(kind)
    let made = sites.map { addOutputs($0, kind, &plan) }
    for (site, made) in zip(sites, made) where left[site] > 0 {
      for input in inputs[site] {
        let used = flow.inputs[Int(input)]
        // In units of what the site makes: a solver's tolerance is then nearly that of the result.
        let factor = used.needPerUnit > 0 ? 1 / used.needPerUnit : 1
        var terms: Plan.Terms = [(made.less!, -used.needPerUnit * factor)]
        if let w = made.spare { terms.append((w, used.needPerSpareUnit * factor)) }
        var usual = -used.needPerUnit * flow.sites[site].normal
        for link in receives[Int(input)] {
          usual += rates[Int(link)]
          guard isInside[flow.outputs[flow.flows[Int(link)].output].site] else { continue }
          let more = Int(moreOfFlow[Int(link)])
          terms.append((plan.program.variable(more), -factor))
          if rates[Int(link)] > 0 { terms.append((plan.program.variable(more + 1), factor)) }
        }
        let daily = Self.rest(usual, of: used.needPerUnit * flow.sites[site].normal) * factor
        plan.inputRows.append((Int(input), plan.addRow(.input(Int(input)), terms, daily: daily, once: used.stock * factor), factor))
      }
    }
    return plan
  }

  /// What a site makes and sends: how much less than normal, and from capacity to spare.
  private mutating func addOutputs(
    _ site: Int, _ kind: Kind, _ plan: inout Plan
  ) -> (less: LinearProgram.Variable?, spare: LinearProgram.Variable?) {
    let (makes, left) = (flow.sites[site], left[site])
    var (less, spare): (LinearProgram.Variable?, LinearProgram.Variable?)
    var production: Plan.Terms = []
    if left > 0 {
      less = plan.addVariable(.less(site), from: (1 - left) * makes.normal, daily: makes.normal)
      production.append((less!, 1))
      if makes.spare > 0 {
        spare = plan.addVariable(.spare(site), daily: left * makes.spare)
        production.append((spare!, -1))
        if makes.normal > 0 {
          plan.addRow(.proportion(site), [(spare!, makes.normal), (less!, makes.spare)], daily: makes.spare * makes.normal)
        }
      }
    }
    let own = outputs[site]
    // A single output needs no variable of its own.
    let isSingle = own.count == 1 && flow.outputs[Int(own.first!)].limit == .infinity
    var shared: Plan.Terms = []
    var usual = 0.0
    for at in own.lazy.map({ Int($0) }) {
      let output = flow.outputs[at]
      var terms: Plan.Terms = isSingle ? production : []
      var daily = output.demand
      var made = output.demand
      for link in sends[at] {
        made += rates[Int(link)]
        let buyer = flow.inputs[flow.flows[Int(link)].input].site
        // A stopped site takes nothing.
        guard !isInside[buyer] || self.left[buyer] > 0 else { continue }
        daily += rates[Int(link)]
        if isInside[buyer] { terms += plan.addFlow(Int(link), usual: rates[Int(link)], &moreOfFlow[Int(link)]) }
      }
      if isSingle {
        daily -= left > 0 ? makes.normal : 0
      } else if left > 0 {
        let more = plan.addVariable(.moreMade(at), daily: max(0, output.limit - made))
        let fewer = plan.addVariable(.lessMade(at), daily: made)
        terms += [(more, -1), (fewer, 1)]
        shared += [(more, 1), (fewer, -1)]
        daily -= made
        usual += made
      }
      if output.demand > 0, case .loss = kind {
        terms.append((plan.addUnmet(at, cost: output.lossPerUnit), -1))
      }
      plan.outputRows.append((at, plan.addRow(.output(at), terms, daily: -Self.rest(daily, of: made), once: output.stock)))
    }
    if !shared.isEmpty { plan.addRow(.site(site), shared + production, daily: Self.rest(makes.normal - usual, of: makes.normal)) }
    return (less, spare)
  }

  /// What adding up in another order leaves is nothing: as a factor of the time it would stand fifteen digits below the others, and Clp takes such programs for solved that are not.
  private static func rest(_ rest: Double, of whole: Double) -> Double { abs(rest) <= 1e-11 * abs(whole) ? 0 : rest }
}
