import ClusterAnalysis
import ClusterModel
import LinearPrograms

extension Snapshot {
  /// What the worst stop of one firm does: to all customers until it is back (M40), and to lenders (M39). Only of a network whose lists say something of it.
  mutating func measureWorstStops(_ facts: BenchmarkFacts, _ request: SnapshotRequest, _ threads: Int) {
    let network = facts.network
    let recovery = (0..<network.firms.count).contains {
      network.firms.recoveryDays[$0] != nil || network.firms.alternateSiteDays[$0] != nil
    }
    let asksRecovery = recovery || !network.stocks.isEmpty
    if !asksRecovery && network.credits.isEmpty { return }
    // Without targets: those of weak links have vertices of their own.
    let model = SupplyModel(facts.sourcing.view)
    if asksRecovery { measureRecovery(model, request, threads) }
    if !network.credits.isEmpty { measureCredit(model) }
  }

  private mutating func measureRecovery(_ model: SupplyModel, _ request: SnapshotRequest, _ threads: Int) {
    var (loss, shortest): (KnownRange?, KnownRange?)
    if model.network.firms.count > request.recoveryLimit {
      unknowns.append(
        LocalText(
          zh: "企业多于 \(request.recoveryLimit) 家，未算全网停产至恢复的损失和最短可撑天数",
          en:
            "more than \(request.recoveryLimit) firms, so that losses until recovery and the shortest time of the whole network were not computed"
        ))
    } else if let solver = try? LinearSolver(),
      let found = try? NetworkSurvival(model, solver: solver, threads: threads)
    {
      loss = found.largestLoss
      shortest = KnownRange(found.shortestTime ?? .infinity)
    }
    add(Self.wholeNetwork, "worst_recovery_loss_cny_wan", .amount, range: loss)
    add(Self.wholeNetwork, "shortest_survival_any", .days, range: shortest)
  }

  private mutating func measureCredit(_ model: SupplyModel) {
    let network = model.network
    let book = CreditBook(network)
    let tried = CreditSurvey.firmsToTry(book, network)
    let triggers = CreditSurvey.triggers(book, model, rule: CreditContagion.Rule(), among: tried)
    // Whose stop brings no default is not among them: the least is 0.
    let nothing = KnownRange(0)
    var defaults = KnownRange.largest(
      [nothing]
        + triggers.map {
          KnownRange(
            value: Double($0.defaults), low: Double($0.defaults), high: Double($0.defaults + $0.possibleDefaults), known: $0.defaults,
            of: $0.defaults + $0.possibleDefaults)
        })
    var uncovered = KnownRange.largest([nothing] + triggers.map(\.exposure.uncovered))
    if tried.count < network.firms.count { (defaults.high, uncovered.high) = (nil, nil) }
    add(Self.wholeNetwork, "worst_stop_defaults", .count, range: defaults)
    add(Self.wholeNetwork, "worst_stop_uncovered", .amount, range: uncovered)
  }
}
