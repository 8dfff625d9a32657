import ClusterModel
import LinearPrograms

extension CurtailmentProgram {
  /// The plan that a solution is.
  func plan(_ solution: LinearSolution, listed: [FirmID]) -> Curtailment.Plan {
    let isListed = Set(listed)
    func clean(_ share: Double) -> Double { max(0, (share * 1e9).rounded() / 1e9) }
    let shares = kept.map { min(1, clean(solution[$0])) }
    let made = zip(shares, spare).map { $0 + ($1.map { clean(solution[$0]) } ?? 0) }
    let caps = model.network.firms.all.map { model.cap($0, isListed: isListed.contains($0)) }
    let energy = zip(model.quotas, quotaRows).map { quota, row -> (used: Double, worth: Double) in
      (
        quota.firms.reduce(0) { $0 + made[$1.row] * model.network.firms.energy[$1.row]! },
        max(0, solution[row]) / max(quota.usual, 1)
      )
    }
    return Curtailment.Plan(
      value: (solution.objective! * 1e4).rounded() / 1e4, bound: solution.bound.map { ($0 * 1e4).rounded() / 1e4 } ?? .infinity, kept: shares, made: made, caps: caps, energy: energy,
      reasons: reasons(solution, made: made, caps: caps))
  }

  /// What holds each firm back: its own cut, else the dearest of its needs, its sales and its quotas by their duals.
  private func reasons(_ solution: LinearSolution, made: [Double], caps: [Double]) -> [Curtailment.Reason] {
    var reasons = [Curtailment.Reason](repeating: .none, count: made.count)
    var price = [Double](repeating: 1e-9, count: made.count)
    func consider(_ firm: Int, _ dual: Double, _ reason: Curtailment.Reason) {
      if made[firm] < 1 - 1e-6 && made[firm] < caps[firm] - 1e-6 && dual > price[firm] { (price[firm], reasons[firm]) = (dual, reason) }
    }
    for firm in made.indices where made[firm] < 1 - 1e-6 && made[firm] >= caps[firm] - 1e-6 { reasons[firm] = .order }
    for (number, need) in model.needs.enumerated() where need.isEssential {
      consider(need.buyer, -solution[needRows[number]], .need(number))
    }
    for firm in made.indices { if let row = salesRows[firm] { consider(firm, solution[row], .sales) } }
    for (number, quota) in model.quotas.enumerated() {
      for firm in quota.firms {
        consider(
          firm.row, solution[quotaRows[number]] * model.network.firms.energy[firm.row]! / max(quota.usual, 1), .quota(number))
      }
    }
    return reasons
  }
}
