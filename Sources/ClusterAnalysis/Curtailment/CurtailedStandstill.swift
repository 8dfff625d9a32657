public import ClusterModel

/// Who stands still under an alert whatever the amounts and outputs are that are not on record, and what a plan says of the others.
///
/// A plan that counts firms of unknown output alike, or links of unknown amount by a mean, may leave a firm nothing where another plan would not: that is a guess, and decides nothing.
public struct CurtailedStandstill: Sendable {
  private let curtailment: Curtailment
  /// One a firm: it makes nothing by the rules and the structure alone.
  private let isStill: [Bool]
  /// Every output and every amount that the plan counts with is on record.
  private let isOnRecord: Bool

  /// O(links), each link being looked at once for each firm at its ends that stands still.
  public init(_ curtailment: Curtailment) {
    let model = curtailment.model
    self.curtailment = curtailment
    isOnRecord = model.assumedAmounts == 0 && model.weights.unknownCount == 0
    isStill = isOnRecord ? [] : Self.spread(curtailment.plan, model)
  }

  /// The share of its usual output that a firm keeps: as the plan has it, but for a firm to which the plan leaves nothing though neither the rules nor the structure stop it. Of
  /// that one only what it may make at most is known.
  public func kept(_ firm: FirmID) -> KnownRange {
    let kept = curtailment.plan.kept[firm.row]
    if kept >= 1e-6 || isOnRecord || isStill[firm.row] { return KnownRange(kept) }
    return KnownRange(low: 0, high: min(1, curtailment.plan.caps[firm.row]), known: 0, of: 0)
  }

  /// A firm stops when it may make nothing, when too few suppliers of what it needs run, or when all that buy from it stand still and it sells nowhere else.
  private static func spread(_ plan: Curtailment.Plan, _ model: CurtailmentModel) -> [Bool] {
    let (view, links) = (model.supply.view, CurtailmentLinks(model))
    var isStill = plan.caps.map { $0 < 1e-9 }
    var stack = isStill.indices.filter { isStill[$0] }
    func stop(_ firm: Int) {
      if isStill[firm] { return }
      isStill[firm] = true
      stack.append(firm)
    }
    func isShort(_ need: CurtailmentModel.Need) -> Bool {
      let running = need.entries.indices.filter { !isStill[Int(view.suppliers[need.entries[$0]])] }
      if need.optionShares.isEmpty { return running.isEmpty }
      return Set(running.map { need.optionOfEntry[$0] }).reduce(0) { $0 + need.optionShares[$1] } < 1 - 1e-9
    }
    let needOfLink = (0..<model.needs.count).flatMap { need in links.ofNeed(need).map { _ in need } }
    while let firm = stack.popLast() {
      for link in links.sent(by: firm) {
        let need = model.needs[needOfLink[Int(link)]]
        if need.isEssential && !isStill[need.buyer] && isShort(need) { stop(need.buyer) }
      }
      for number in model.needs(of: firm) {
        for link in links.ofNeed(number) {
          let supplier = Int(links.suppliers[link])
          if !isStill[supplier], links.elsewhere[supplier] < 1e-9,
            links.sent(by: supplier).allSatisfy({ isStill[Int(links.buyers[Int($0)])] })
          {
            stop(supplier)
          }
        }
      }
    }
    return isStill
  }
}
