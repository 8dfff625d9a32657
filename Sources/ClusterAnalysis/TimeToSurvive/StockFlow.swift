public import LinearPrograms

/// Sites that make things from what other sites send them and from stock, as plain numbers: what the programs of METRICS M19 to M21 are made of.
///
/// All quantities are in one unit of value, rates in that unit per unit of time (10,000 yuan a day, for a network).
public struct StockFlow: Sendable {
  /// Where things are made.
  ///
  /// In the multi-tier program of Simchi-Levi et al. a site makes up to `normal` a day, using `needPerUnit` of each input for each unit. What it could make beyond, `spare`,
  /// comes in proportion: `spare / normal` of each unit of normal production.
  public struct Site: Sendable {
    public var normal: Double
    public var spare: Double

    public init(normal: Double, spare: Double = 0) {
      self.normal = normal
      self.spare = spare
    }
  }

  /// A thing that a site makes.
  public struct Output: Sendable {
    public var site: Int
    /// At most so much of it a day; infinite where only the site limits it.
    public var limit: Double
    /// What stands ready of it.
    public var stock: Double
    /// What customers beyond the sites take a day; 0 for a thing that only goes to other sites.
    public var demand: Double
    /// What each unit of demand that is not met costs.
    package var lossPerUnit: Double

    public init(site: Int, limit: Double = .infinity, stock: Double = 0, demand: Double = 0, lossPerUnit: Double = 1) {
      self.site = site
      self.limit = limit
      self.stock = stock
      self.demand = demand
      self.lossPerUnit = lossPerUnit
    }
  }

  /// A thing that a site uses up; several outputs may stand in for one another as one input.
  public struct Input: Sendable {
    public var site: Int
    /// Used for each unit that the site makes normally, and beyond it.
    package var needPerUnit: Double
    package var needPerSpareUnit: Double
    public var stock: Double

    public init(site: Int, needPerUnit: Double, needPerSpareUnit: Double? = nil, stock: Double = 0) {
      self.site = site
      self.needPerUnit = needPerUnit
      self.needPerSpareUnit = needPerSpareUnit ?? needPerUnit
      self.stock = stock
    }
  }

  /// An output may be sent to be an input.
  public struct Flow: Sendable {
    public var output: Int
    public var input: Int

    public init(output: Int, input: Int) {
      self.output = output
      self.input = input
    }
  }

  public var sites: [Site] = []
  public var outputs: [Output] = []
  public var inputs: [Input] = []
  public var flows: [Flow] = []

  public init() {}
}

extension StockFlow {
  /// Longer than any time that is asked for: who lasts so long lasts without end. In days, 274 years.
  public static let endless = 100_000.0

  /// How long all demand can be met, and what stands in the way of longer.
  public struct Survival: Sendable {
    /// `nil` when without end.
    public var time: Double?
    /// One an input: by how much a unit more of its stock lengthens ``time``.
    package var inputWorth: [Double]
    /// One an output, the same.
    package var outputWorth: [Double]
  }

  /// What the time without some sites costs.
  public struct Loss: Sendable {
    public var total: Double
    /// One an output: the demand not met.
    public var unmet: [Double]
  }

  /// The longest time for which all demand can be met while `stopped` make nothing: one linear program (M21), no search.
  ///
  /// O(a linear program of sites + inputs + outputs rows).
  public func survival(stopped: [Int], _ solver: LinearSolver) throws(LinearProgramError) -> Survival {
    var plan = Plan(self, .maximise, losesDemand: false)
    plan.program.setBounds(plan.time, lower: 0, upper: Self.endless)
    plan.program.setCost(plan.time, 1)
    plan.stop(stopped)
    let solution = try solver.solve(plan.program)
    guard solution.status == .optimal else { throw LinearProgramError(.unsolved, "the solver ended with: \(solution.status.rawValue)") }
    let time = solution[plan.time]
    if time > Self.endless * (1 - 1e-6) {
      return Survival(time: nil, inputWorth: inputs.map { _ in 0 }, outputWorth: outputs.map { _ in 0 })
    }
    return Survival(
      time: max(0, time), inputWorth: plan.inputRows.map { max(0, solution[$0]) }, outputWorth: plan.outputRows.map { max(0, solution[$0]) }
    )
  }

  /// The least loss while `stopped` make nothing for `time` (M19).
  public func loss(stopped: [Int], time: Double, _ solver: LinearSolver) throws(LinearProgramError) -> Loss {
    var plan = Plan(self, .minimise, losesDemand: true)
    plan.program.setBounds(plan.time, lower: time, upper: time)
    plan.stop(stopped)
    let solution = try solver.solve(plan.program)
    guard solution.status == .optimal else { throw LinearProgramError(.unsolved, "the solver ended with: \(solution.status.rawValue)") }
    return Loss(total: max(0, solution.objective ?? 0), unmet: plan.unmet.map { $0.map { max(0, solution[$0]) } ?? 0 })
  }

  /// The program, with handles on what is read from its solution.
  ///
  /// > Source: D. Simchi-Levi et al., Identifying risks and mitigating disruptions in the automotive supply chain, Interfaces 45(5), 2015.
  private struct Plan {
    var program: LinearProgram
    // y: what flows; x: what is made of each output; v, w: normal and spare production of a site; l: demand lost; t: time.
    let time: LinearProgram.Variable
    private var normal: [LinearProgram.Variable] = []
    private var spare: [LinearProgram.Variable?] = []
    private(set) var unmet: [LinearProgram.Variable?] = []
    private(set) var inputRows: [LinearProgram.Row] = []
    private(set) var outputRows: [LinearProgram.Row] = []

    init(_ flow: StockFlow, _ direction: LinearProgram.Direction, losesDemand: Bool) {
      program = LinearProgram(direction)
      time = program.addVariable()
      for site in flow.sites {
        let v = program.addVariable()
        normal.append(v)
        program.addRow("", [(v, 1), (time, -site.normal)], upper: 0)
        guard site.spare > 0 else {
          spare.append(nil)
          continue
        }
        let w = program.addVariable()
        spare.append(w)
        program.addRow("", [(w, 1), (time, -site.spare)], upper: 0)
        if site.normal > 0 { program.addRow("", [(w, site.normal), (v, -site.spare)], upper: 0) }
      }
      var sent = [[(variable: LinearProgram.Variable, factor: Double)]](repeating: [], count: flow.outputs.count)
      var received = [[(variable: LinearProgram.Variable, factor: Double)]](repeating: [], count: flow.inputs.count)
      for link in flow.flows {
        let y = program.addVariable()
        sent[link.output].append((y, 1))
        received[link.input].append((y, -1))
      }
      var made = [[(variable: LinearProgram.Variable, factor: Double)]](repeating: [], count: flow.sites.count)
      for (at, output) in flow.outputs.enumerated() {
        let x = program.addVariable()
        made[output.site].append((x, 1))
        if output.limit < .infinity { program.addRow("", [(x, 1), (time, -output.limit)], upper: 0) }
        var terms = sent[at] + [(x, -1)]
        var l: LinearProgram.Variable?
        if output.demand > 0 {
          terms.append((time, output.demand))
          if losesDemand {
            l = program.addVariable(cost: output.lossPerUnit)
            terms.append((l!, -1))
          }
        }
        unmet.append(l)
        outputRows.append(program.addRow("", terms, upper: output.stock))
      }
      for site in flow.sites.indices {
        program.addRow("", made[site] + [(normal[site], -1)] + (spare[site].map { [($0, -1)] } ?? []), upper: 0)
      }
      for (at, input) in flow.inputs.enumerated() {
        let used = [(normal[input.site], input.needPerUnit)] + (spare[input.site].map { [($0, input.needPerSpareUnit)] } ?? [])
        inputRows.append(program.addRow("", received[at] + used, upper: input.stock))
      }
    }

    mutating func stop(_ sites: [Int]) {
      for site in sites {
        program.setBounds(normal[site], lower: 0, upper: 0)
        if let w = spare[site] { program.setBounds(w, lower: 0, upper: 0) }
      }
    }
  }
}
