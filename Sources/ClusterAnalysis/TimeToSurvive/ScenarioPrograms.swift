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
  /// The variable of a flow between two sites inside; of others whatever was there.
  private var variableOfFlow: [Int32]

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
    variableOfFlow = [Int32](repeating: -1, count: flow.flows.count)
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
    let time = isAlone || most == 0 ? most : try self.time(atMost: most, solver)
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
      for output in outputs[site].lazy.map({ flow.outputs[Int($0)] }) { sum += output.lossPerUnit * max(0, output.demand * time - output.stock) }
    }
    return sum
  }

  private mutating func time(atMost most: Double, _ solver: LinearSolver) throws -> Double {
    while true {
      let plan = program(.time)
      let solution = try Self.solved(plan.program, solver)
      let time = max(0, solution.objective ?? 0)
      if time >= most * (1 - 1e-9) || !widen(plan, solution, sign: 1) { return min(time, most) }
    }
  }

  private mutating func loss(
    _ scenario: StockFlow.Scenario, _ time: Double, atLeast least: Double, _ solver: LinearSolver
  ) throws -> (total: Double, own: Double) {
    while true {
      let plan = program(.loss(time))
      let solution = try Self.solved(plan.program, solver)
      let total = max(0, solution.objective ?? 0)
      if scenario.left == 0 {
        if total <= least * (1 + 1e-9) || !widen(plan, solution, sign: -1) { return (max(total, least), least) }
      } else if !widen(plan, solution, sign: -1) {
        let own = plan.unmet.reduce(0.0) {
          let output = flow.outputs[$1.output]
          return scenario.stopped.contains(output.site) ? $0 + output.lossPerUnit * max(0, solution[$1.lost]) : $0
        }
        return (total, min(own, total))
      }
    }
  }

  private static func solved(_ program: LinearProgram, _ solver: LinearSolver) throws -> LinearSolution {
    let solution = try solver.solve(program)
    guard solution.status == .optimal else { throw LinearProgramError(.unsolved, "the solver ended with: \(solution.status.rawValue)") }
    return solution
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

  /// Lets in whoever could do better than usual at these prices. `false` when nobody could: the optimum of all sites is found.
  private mutating func widen(_ plan: Plan, _ solution: LinearSolution, sign: Double) -> Bool {
    let before = sites.count
    if before == flow.sites.count { return false }
    let most = (plan.inputRows + plan.outputRows).reduce(0) { max($0, sign * solution[$1.row]) }
    var more: [Int] = []
    for (input, row) in plan.inputRows where sign * solution[row] > 1e-9 * most {
      for link in receives[input] { more.append(flow.outputs[flow.flows[Int(link)].output].site) }
    }
    for (output, row) in plan.outputRows where sign * solution[row] > 1e-9 * most {
      for link in sends[output] where rates[Int(link)] > 0 { more.append(flow.inputs[flow.flows[Int(link)].input].site) }
    }
    enter(more, withDownstream: false)
    // A program of most sites costs what the one of all does.
    if sites.count > before && 2 * sites.count > flow.sites.count { enter(Array(flow.sites.indices), withDownstream: false) }
    return sites.count > before
  }
}

/// The program of the sites inside.
extension ScenarioPrograms {
  private struct Plan {
    var program: LinearProgram
    // As in StockFlow. y: what flows; x: what is made of each output; v, w: normal and spare production; l: demand lost; t: time.
    var unmet: [(output: Int, lost: LinearProgram.Variable)] = []
    var inputRows: [(at: Int, row: LinearProgram.Row)] = []
    var outputRows: [(at: Int, row: LinearProgram.Row)] = []
    private let time: LinearProgram.Variable?
    private let days: Double

    typealias Terms = [(variable: LinearProgram.Variable, factor: Double)]

    init(_ kind: Kind) {
      switch kind {
      case .time:
        program = LinearProgram(.maximise)
        time = program.addVariable(upper: StockFlow.endless, cost: 1)
        days = 0
      case .loss(let days):
        program = LinearProgram(.minimise)
        time = nil
        self.days = days
      }
    }

    /// `terms` ≤ `daily` for each day, and `once`.
    mutating func addRow(_ terms: Terms, daily: Double, once: Double = 0) -> LinearProgram.Row {
      guard let time else { return program.addRow("", terms, upper: once + daily * days) }
      return program.addRow("", daily == 0 ? terms : terms + [(time, -daily)], upper: once)
    }

    /// A variable of at most so much a day.
    mutating func addVariable(daily: Double) -> LinearProgram.Variable {
      guard time != nil, daily < .infinity else { return program.addVariable(upper: daily < .infinity ? daily * days : .infinity) }
      let variable = program.addVariable()
      _ = addRow([(variable, 1)], daily: daily)
      return variable
    }
  }

  private mutating func program(_ kind: Kind) -> Plan {
    var plan = Plan(kind)
    let made = sites.map { addOutputs($0, kind, &plan) }
    for (site, made) in zip(sites, made) {
      for input in inputs[site] where left[site] > 0 {
        let used = flow.inputs[Int(input)]
        var terms: Plan.Terms = [(made.normal!, used.needPerUnit)]
        if let w = made.spare { terms.append((w, used.needPerSpareUnit)) }
        var usual = 0.0
        for link in receives[Int(input)] {
          if isInside[flow.outputs[flow.flows[Int(link)].output].site] {
            terms.append((plan.program.variable(Int(variableOfFlow[Int(link)])), -1))
          } else {
            usual += rates[Int(link)]
          }
        }
        plan.inputRows.append((Int(input), plan.addRow(terms, daily: usual, once: used.stock)))
      }
    }
    return plan
  }

  /// What a site makes and sends.
  private mutating func addOutputs(
    _ site: Int, _ kind: Kind, _ plan: inout Plan
  ) -> (normal: LinearProgram.Variable?, spare: LinearProgram.Variable?) {
    let (makes, left) = (flow.sites[site], left[site])
    var (normal, spare): (LinearProgram.Variable?, LinearProgram.Variable?)
    var production: Plan.Terms = []
    if left > 0 {
      normal = plan.addVariable(daily: left * makes.normal)
      production.append((normal!, -1))
      if makes.spare > 0 {
        spare = plan.addVariable(daily: left * makes.spare)
        production.append((spare!, -1))
        if makes.normal > 0 { _ = plan.addRow([(spare!, makes.normal), (normal!, -makes.spare)], daily: 0) }
      }
    }
    let own = outputs[site]
    // A single output needs no variable of its own.
    let isSingle = own.count == 1 && flow.outputs[Int(own.first!)].limit == .infinity
    var shared: Plan.Terms = []
    for at in own.lazy.map({ Int($0) }) {
      let output = flow.outputs[at]
      var terms: Plan.Terms = []
      if isSingle {
        terms = production
      } else if left > 0 {
        let x = plan.addVariable(daily: output.limit)
        terms.append((x, -1))
        shared.append((x, 1))
      }
      var daily = output.demand
      for link in sends[at] {
        let buyer = flow.inputs[flow.flows[Int(link)].input].site
        if !isInside[buyer] {
          daily += rates[Int(link)]
        } else if self.left[buyer] > 0 {
          let y = plan.program.addVariable()
          variableOfFlow[Int(link)] = Int32(y.position)
          terms.append((y, 1))
        }
      }
      if output.demand > 0, case .loss = kind {
        let l = plan.program.addVariable(cost: output.lossPerUnit)
        plan.unmet.append((at, l))
        terms.append((l, -1))
      }
      plan.outputRows.append((at, plan.addRow(terms, daily: -daily, once: output.stock)))
    }
    if !shared.isEmpty { _ = plan.addRow(shared + production, daily: 0) }
    return (normal, spare)
  }
}
