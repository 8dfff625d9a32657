public import ClusterAnalysis
public import ClusterModel
public import CutSets
import GraphCore
import LinearPrograms

/// 强链补链: what to do against the weak links of some targets, so that the loss falls most for a budget.
///
///     var strengthening = try Strengthening(view, targets: targets, objective: .spof)
///     let plan = try strengthening.search.plan(budget: 500, solver: LinearSolver())
///     strengthening.steps(plan)      // what to do first, and which losses each step prevents
public struct Strengthening: Sendable {
  /// A part of a plan: actions that are to be taken together, and what that prevents.
  public struct Step: Sendable {
    /// Positions in ``Strengthening/candidates``.
    public var actions: [Int]
    public var cost: Double
    /// Losses that stop something before this step and nothing more after it.
    public var prevents: [Prevented]
  }

  public struct Prevented: Sendable {
    /// The firms whose loss it is, by id.
    public var firms: [FirmID]
    /// What it stopped: the targets, or for `output` the firms.
    public var saves: [Subject]
  }

  public let model: SupplyModel
  public let targets: [Target]
  public let objective: StrengtheningProblem.Objective
  public let costs: StrengtheningCosts
  public let strengthened: StrengthenedModel
  public var candidates: [StrengtheningCandidate] { strengthened.candidates }
  /// Candidates beyond the limit, left out.
  public let omittedCandidates: Int
  /// Given candidates that are stocks, left out because they count for risk only.
  public let stocksLeftOut: Int
  public var search: StrengtheningSearch
  /// Firms without a failure probability, for which the default stands (risk).
  public let defaultedFirms: Int
  /// Targets whose output is unknown, and what counts for each of them (risk); `nil` when no output is known and every target counts 1.
  public let unknownTargets: Int
  public let standInWeight: Double?
  /// Firms whose output is unknown and counts 0 (output).
  public let weights: FirmWeights

  /// What a strengthening may be asked.
  public struct Options: Sendable {
    /// Given candidates; `nil`: they are made from the network.
    public var candidates: [StrengtheningCandidate]?
    public var costs = StrengtheningCosts()
    /// Kinds of actions that are made, as positions in ``StrengtheningCandidate/words``.
    public var kinds: Set<Int> = [0, 1, 2, 3]
    public var candidateLimit = 250
    public var defaultProbability = 0.01
    public var limits = CutSetLimits()
    /// Threads that look for losses; the answer does not depend on it.
    public var threads = Threads.standard

    public init() {}
  }

  /// Finds the losses, the candidates, and the loss today.
  ///
  /// - Parameters:
  ///   - view: the purchases.
  ///   - targets: what must not stop.
  ///   - objective: what is to be lowered.
  ///   - options: candidates, costs, probabilities and limits.
  /// - Throws: `CutSetError` when exact probabilities are out of reach.
  public init(
    _ view: SupplyView, targets: [Target], objective: StrengtheningProblem.Objective, options: Options = Options()
  ) throws(CutSetError) {
    let (model, vertices) = SupplyModel.of(targets, in: view)
    let network = view.network
    self.model = model
    self.targets = targets
    self.objective = objective
    costs = options.costs
    weights = FirmWeights(.output, of: network)
    let known = weights.known
    let upstream = model.structure.upstream(of: vertices)
    // The loss of one of two sites stops nobody; that of both is as likely as each times the other.
    let firms = (0..<Int32(network.firms.count)).filter {
      upstream.contains(Int($0)) && (objective == .risk || !network.hasStandbySite(FirmID(Int($0))))
    }
    func probability(_ firm: Int32) -> Double {
      let one = network.firms.failureProbability[Int(firm)] ?? options.defaultProbability
      return network.hasStandbySite(FirmID(Int(firm))) ? one * one : one
    }
    let worth = TargetWorth(targets, weights)
    (unknownTargets, standInWeight) = (worth.unknown, worth.standIn)

    // A stock defers a stop: nothing that counts single losses gains by it.
    var candidates = objective == .risk ? options.candidates : options.candidates?.filter { $0.kindNumber != 2 }
    stocksLeftOut = (options.candidates?.count ?? 0) - (candidates?.count ?? 0)
    var omitted = 0
    if candidates == nil {
      let losses = try CandidateLosses.find(
        model, targets: zip(vertices, worth.values).map { (vertex: $0, weight: $1) }, firms: firms, objective: objective, weights: known,
        probability: probability, limits: options.limits, threads: options.threads)
      let search = ActionSearch(
        model, losses: losses, watched: objective == .output ? nil : vertices, costs: options.costs,
        kinds: objective == .risk ? options.kinds : options.kinds.subtracting([2]), limit: options.candidateLimit)
      candidates = search.candidates
      omitted = search.omitted
    }
    omittedCandidates = omitted
    let made = StrengthenedModel(
      model, candidates: candidates!, upstream: upstream, costs: options.costs, probability: { probability($0.index) },
      newFirmProbability: options.defaultProbability)
    strengthened = made
    // A supplier that an action brings can fail too, and so can whatever it stands on: together with others, that counts.
    let bearing = objective == .risk ? made.structure.upstream(of: vertices) : upstream
    let events = objective == .risk ? (0..<Int32(network.firms.count)).filter { bearing.contains(Int($0)) } : firms
    defaultedFirms = events.count { network.firms.failureProbability[Int($0)] == nil }
    let problem = StrengtheningProblem(
      structure: made.structure, actions: made.actions,
      events: events.map { StrengtheningProblem.Event(vertex: made.event($0), probability: probability($0)) },
      targets: zip(zip(targets, vertices), worth.values).map { target, weight in
        var own: Int32?
        if case .firm(let firm) = target.0.kind { own = made.event(firm.index) }
        return StrengtheningProblem.Target(vertex: target.1, weight: weight, own: own)
      },
      weights: objective == .output ? known : [], objective: objective)
    search = try StrengtheningSearch(problem, limits: options.limits)
  }

  /// The steps of a plan, best first, each with what it prevents beyond those before it.
  public mutating func steps(_ plan: StrengtheningPlan) -> [Step] {
    var chosen = [Bool](repeating: false, count: candidates.count)
    var steps: [Step] = []
    for actions in search.steps(plan) {
      let before = chosen
      for action in actions { chosen[action] = true }
      let saved = search.saved(before: before, after: chosen)
      steps.append(
        Step(actions: actions, cost: actions.reduce(0) { $0 + candidates[$1].cost }, prevents: saved.map { prevented($0) }))
    }
    return steps
  }

  private func prevented(_ saved: SavedLoss) -> Prevented {
    let ids = model.network.firms.ids
    let firms = saved.lost.map { strengthened.firm(ofEvent: $0) }.sorted { ids.precedes($0.row, $1.row) }
    let subjects = saved.vertices.flatMap { vertex -> [Subject] in
      if objective == .output { return [model.network.subject(FirmID(Int(vertex)))] }
      return zip(search.problem.targets, targets).filter { $0.0.vertex == vertex }.map(\.1.subject)
    }
    return Prevented(firms: firms, saves: subjects)
  }
}

/// What each target counts for: the output lost when it stops.
private struct TargetWorth {
  var values: [Double]
  var unknown: Int
  var standIn: Double?

  init(_ targets: [Target], _ weights: FirmWeights) {
    let found = targets.map { target -> Double in
      if case .firm(let firm) = target.kind { return weights.values[firm.row] }
      let firms = Set(target.outputs.flatMap(\.firms)).sorted()
      let known = firms.map { weights.values[$0.row] }.filter { !$0.isNaN }
      return known.isEmpty ? .nan : known.reduce(0, +)
    }
    let known = found.filter { !$0.isNaN }
    unknown = found.count - known.count
    standIn = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    values = found.map { $0.isNaN ? (known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)) : $0 }
  }
}

/// Which losses candidates are looked for against.
private enum CandidateLosses {
  static func find(
    _ model: SupplyModel, targets: [(vertex: Int32, weight: Double)], firms: [Int32], objective: StrengtheningProblem.Objective,
    weights: [Double], probability: (Int32) -> Double, limits: CutSetLimits, threads: Int
  ) throws(CutSetError) -> [(firms: [Int32], weight: Double)] {
    if objective == .output {
      let survey = DeletionSurvey(
        of: model.structure, events: firms, targets: [], counted: weights.count, weights: [weights], threads: threads)
      return zip(firms, survey.losses[0]).map { ([$0], $1) }.filter { $0.1 > 0 }
    }
    if objective == .spof {
      let survey = DeletionSurvey(
        of: model.structure, events: firms, targets: targets.map(\.vertex), counted: weights.count, threads: threads)
      var counts: [Int32: Double] = [:]
      for (points, target) in zip(survey.singlePoints, targets) {
        for firm in points where firm != target.vertex { counts[firm, default: 0] += 1 }
      }
      return counts.keys.sorted().map { ([$0], counts[$0]!) }
    }
    var sets: [[Int32]: Double] = [:]
    for target in targets {
      let problem = CutSetProblem(structure: model.structure, target: target.vertex, events: firms.filter { $0 != target.vertex })
      let found = try MinimalSets.withinReach(.cuts, of: problem, order: 2, limits: limits, fallback: limits)
      for set in found.sets { sets[set, default: 0] += target.weight * set.reduce(1) { $0 * probability($1) } }
    }
    return sets.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { ($0, sets[$0]!) }.filter { $0.1 > 0 }
  }
}
