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
    let value = (solution.objective! * 1e4).rounded() / 1e4
    let bound = solution.status == .optimal ? value : (solution.bound! * 1e4).rounded(.up) / 1e4
    return Curtailment.Plan(
      value: value, bound: bound, kept: shares, made: made, caps: caps, energy: energy,
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
    for firm in made.indices where reasons[firm] == .none && made[firm] < 1 - 1e-6 && made[firm] < caps[firm] - 1e-6 {
      reasons[firm] = plainReason(firm, made)
    }
    return reasons
  }

  /// Where no price tells what holds a firm back, since nothing it makes counts or others could have made as much: the need whose suppliers make least of what
  /// they send as usual, else buyers that take less.
  private func plainReason(_ firm: Int, _ made: [Double]) -> Curtailment.Reason {
    var least = (share: 1 - 1e-6, reason: Curtailment.Reason.none)
    for number in model.needs(of: firm) where model.needs[number].isEssential {
      let need = model.needs[number]
      let sent = zip(need.entries, need.amounts).reduce(0) { $0 + $1.1 * min(1, made[Int(model.supply.view.suppliers[$1.0])]) }
      if sent / need.total < least.share { least = (sent / need.total, .need(number)) }
    }
    if least.reason == .none, links.sent(by: firm).contains(where: { made[Int(links.buyers[Int($0)])] < 1 - 1e-6 }) { return .sales }
    return least.reason
  }
}
