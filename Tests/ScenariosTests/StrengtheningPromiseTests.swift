import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import CutSets
import GraphCore
import LinearPrograms
import Scenarios
import Seeds
import Testing

/// A plan is written as a scenario, read, applied, and everything is counted anew: what the plan promised is what there is.
///
/// The networks are of firms with real-looking ids, at several stages, with needs of several suppliers, substitutes, inputs that are negligible, sites in reserve, and gaps in the record.
@Suite struct StrengtheningPromiseTests {
  static func network(_ seed: UInt64) -> Network {
    var random = SplitMix64(seed: seed &* 31 &+ 7)
    var templates = RandomTemplates()
    templates.firms = 16
    templates.products = 8
    var network = templates.make(seed: seed)
    for row in network.requirements.indices where random.chance(0.3) { network.requirements[row].needs = random.within(2...3) }
    // More links of the same goods: several suppliers of one purchase.
    var seen = Set(
      (0..<network.supplies.count).map { [network.supplies.suppliers[$0], network.supplies.buyers[$0], network.supplies.products[$0]] })
    for link in 0..<network.supplies.count where random.chance(0.6) {
      let other = Int32(random.below(network.firms.count))
      let row = [other, network.supplies.buyers[link], network.supplies.products[link]]
      if other == network.supplies.buyers[link] || !seen.insert(row).inserted { continue }
      network.supplies.suppliers.append(row[0])
      network.supplies.buyers.append(row[1])
      network.supplies.products.append(row[2])
      network.supplies.amount.append(random.chance(0.3) ? nil : 2, row: network.supplies.suppliers.count - 1)
    }
    for row in 0..<network.firms.count {
      network.firms.alternateSiteDays.append(random.chance(0.15) ? Double(random.pick([1, 1, 30])) : nil, row: row)
      network.firms.failureProbability.append(random.chance(0.5) ? Double(random.within(1...30)) / 100 : nil, row: row)
    }
    network.firms.alternateSiteDays.pad(to: network.firms.count)
    network.firms.failureProbability.pad(to: network.firms.count)
    network.roles = (0..<3).map { _ in Role(firm: FirmID(random.below(network.firms.count)), kind: .leader) }
    return network
  }

  static func targets(_ network: Network, like before: Network) -> [Target] {
    before.leaders().map { .firm(network.firm(id: before.firms.id($0))!, in: network) }
  }

  /// What the objective counts, from the analyses of their own on the changed network; firms of the network as it was.
  static func loss(
    _ objective: StrengtheningProblem.Objective, _ after: Network, _ before: Network, _ strengthening: Strengthening
  ) throws -> Double {
    let targets = targets(after, like: before)
    let view = SupplyView(after)
    let weakLinks = WeakLinks(view, targets: targets)
    switch objective {
    case .spof: return Double(weakLinks.results.reduce(0) { $0 + $1.singlePoints.count })
    case .output:
      let upstream = strengthening.model.structure.upstream(of: strengthening.search.problem.targets.map(\.vertex))
      return before.firms.all.filter { upstream.contains($0.row) }.reduce(0) {
        $0 + weakLinks.singlePoint(after.firm(id: before.firms.id($1))!).loss
      }
    case .risk:
      let results = try TargetImportance(view, targets: targets, defaultProbability: 0.01).results
      return zip(results, strengthening.search.problem.targets).reduce(0) { $0 + $1.0.probability * $1.1.weight }
    }
  }

  /// The single points as the words of M1 and M2 say, by the twin.
  static func naiveSinglePoints(_ network: Network, like before: Network) -> Int {
    let twin = NaiveSurvival(network)
    return targets(network, like: before).reduce(0) { sum, target in
      guard case .firm(let firm) = target.kind else { return sum }
      return sum + (twin.singlePoints(of: firm) ?? []).count { (network.firms.alternateSiteDays[$0.row] ?? 99) > 1 }
    }
  }

  @Test(arguments: seeds(60), StrengtheningProblem.Objective.allCases) func aPlanKeepsItsPromise(
    seed: UInt64, objective: StrengtheningProblem.Objective
  ) throws {
    let network = Self.network(seed)
    var options = Strengthening.Options()
    // Stocks defer a stop, and are no part of what is counted afterwards.
    options.kinds = seed % 4 == 0 ? [0] : seed % 4 == 1 ? [1] : [0, 1, 3]
    options.candidateLimit = 24
    options.costs.newFirm = 150
    var strengthening = try Strengthening(
      SupplyView(network), targets: Self.targets(network, like: network), objective: objective, options: options)
    let method: StrengtheningSearch.Method = seed % 3 == 0 ? .greedy : .exact
    let plan = try strengthening.search.plan(budget: Double(seed % 5) * 200, method: method, solver: try LinearSolver())
    #expect(abs(try Self.loss(objective, network, network, strengthening) - plan.before) <= 1e-9 * max(1, plan.before), "today")
    let text = StrengtheningScenario(strengthening, plan: plan, steps: strengthening.steps(plan)).text
    let reading = ScenarioReader.read(bytes: Array(text.utf8), name: "plan.yaml")
    #expect(reading.findings.isEmpty, "\(reading.findings.map(\.message.en))")
    let after = try network.applying(try #require(reading.scenario)).after
    let left = try Self.loss(objective, after, network, strengthening)
    #expect(abs(left - plan.loss) <= 1e-9 * max(1, plan.before), "promised \(plan.loss) of \(plan.before), found \(left):\n\(text)")
    if objective == .spof { #expect(Double(Self.naiveSinglePoints(after, like: network)) == plan.loss) }
  }

  /// The test above is about something: plans do lower losses, with each kind of action.
  @Test func plansOfEveryKindAreMade() throws {
    var taken = [0, 0, 0, 0]
    for seed in UInt64(0)..<40 {
      let network = Self.network(seed)
      var options = Strengthening.Options()
      options.kinds = [0, 1, 3]
      options.costs.newFirm = 60
      var strengthening = try Strengthening(
        SupplyView(network), targets: Self.targets(network, like: network), objective: .spof, options: options)
      let plan = try strengthening.search.plan(budget: 400, method: .greedy, solver: try LinearSolver())
      for (candidate, isChosen) in zip(strengthening.candidates, plan.chosen) where isChosen { taken[candidate.kindNumber] += 1 }
    }
    #expect(taken[0] > 0 && taken[1] > 0 && taken[3] > 0, "\(taken)")
  }
}
