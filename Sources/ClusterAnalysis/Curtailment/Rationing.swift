import ClusterModel
import LinearPrograms

/// Makes a plan that keeps every row of a ``CurtailmentProgram`` of values that keep them nearly.
///
/// Whatever is too much is cut down to what is there, again and again until nothing is: a firm to what its suppliers send for each essential need, to what its
/// buyers and others take, and to its part of a quota; what is sent for a need to what the buyer uses; what a firm sends to what it makes, all its buyers
/// alike. Amounts only ever fall, so they come to rest, and at rest all rows are kept.
///
/// Only duties may be missed: ``Plan/missed`` says by how much.
struct Rationing: Sendable {
  struct Plan: Sendable {
    /// One a variable of the program.
    var values: [Double]
    var value: Double
    /// By how much a firm falls short of its duty at worst, as a share of its usual output.
    var missed: Double
  }

  private let model: CurtailmentModel
  private let program: CurtailmentProgram
  /// One a need.
  private let buyers: [Int32]
  private let isEssential: [Bool]
  private let needsWithOptions: [Int]
  /// What is left when nothing falls by more in a sweep keeps rows to this, in shares.
  private static let rest = 1e-9
  private static let sweepLimit = 300

  init(_ program: CurtailmentProgram) {
    let needs = program.model.needs
    model = program.model
    self.program = program
    buyers = needs.map { Int32($0.buyer) }
    isEssential = needs.map(\.isEssential)
    needsWithOptions = needs.indices.filter { !needs[$0].optionShares.isEmpty }
  }

  /// - Parameters:
  ///   - values: one a variable of the program, or of one that begins with the same variables.
  ///   - caps: one a firm, the most it may make.
  /// - Returns: `nil` when amounts have not come to rest after many sweeps.
  /// - Complexity: O(links + firms) a sweep; a handful of sweeps where values are nearly right.
  func plan(_ values: [Double], caps: [Double]) -> Plan? {
    var made = caps.indices.map { firm in
      // Who has no recorded buyer sells no more than as usual.
      min(
        max(0, values[program.kept[firm].position] + (program.spare[firm].map { values[$0.position] } ?? 0)), caps[firm],
        program.spare[firm] == nil ? 1 : caps[firm])
    }
    let first = program.firstLink
    var sent = (0..<program.links.count).map { max(0, values[first + $0]) }
    var sweeps = 0
    while sweep(&made, &sent) > Self.rest {
      sweeps += 1
      if sweeps == Self.sweepLimit { return nil }
    }
    return plan(made, sent)
  }

  /// Everything run alike, as far as the tightest cap and quota allow: a plan that is always there.
  func evenPlan(caps: [Double]) -> Plan {
    var share = min(1, caps.min() ?? 1)
    for quota in model.quotas where quota.usual > 0 { share = min(share, quota.limit / quota.usual) }
    let sent = model.needs.flatMap { need in need.amounts.map { share * $0 / need.total } }
    return plan([Double](repeating: share, count: caps.count), sent)
  }

  private func plan(_ made: [Double], _ sent: [Double]) -> Plan {
    var plan = Plan(values: [Double](repeating: 0, count: program.firstLink + sent.count), value: 0, missed: 0)
    for firm in made.indices {
      let kept = min(1, made[firm])
      plan.values[program.kept[firm].position] = kept
      if let spare = program.spare[firm] { plan.values[spare.position] = made[firm] - kept }
      plan.missed = max(plan.missed, model.duties[firm] - kept)
    }
    for (link, share) in sent.enumerated() { plan.values[program.firstLink + link] = share }
    // By id, as the program sums.
    for firm in model.order { plan.value += model.planWeights[firm] * min(1, made[firm]) }
    return plan
  }

  /// Cuts down once all round; the largest cut, as a share.
  private func sweep(_ made: inout [Double], _ sent: inout [Double]) -> Double {
    var most = 0.0
    let links = program.links
    sent.withUnsafeMutableBufferPointer { sent in
      made.withUnsafeMutableBufferPointer { made in
        for need in buyers.indices where isEssential[need] {
          var sum = 0.0
          for link in links.ofNeed(need) { sum += sent[link] }
          lower(&made[Int(buyers[need])], to: sum, &most)
        }
        for quota in model.quotas { ration(quota, made, &most) }
        for need in needsWithOptions { keepOptions(need, made, sent, &most) }
        for need in buyers.indices {
          var sum = 0.0
          for link in links.ofNeed(need) { sum += sent[link] }
          let limit = made[Int(buyers[need])]
          guard sum > limit else { continue }
          most = max(most, sum - limit)
          for link in links.ofNeed(need) { sent[link] *= limit / sum }
        }
        for firm in model.order where links.firmOffsets[firm] < links.firmOffsets[firm + 1] {
          var sum = 0.0
          for link in links.sent(by: firm) { sum += links.factors[Int(link)] * sent[Int(link)] }
          if sum > made[firm] {
            most = max(most, sum - made[firm])
            for link in links.sent(by: firm) { sent[Int(link)] *= made[firm] / sum }
          } else {
            lower(&made[firm], to: sum + links.elsewhere[firm], &most)
          }
        }
      }
    }
    return most
  }

  private func lower(_ value: inout Double, to limit: Double, _ most: inout Double) {
    if value <= limit { return }
    most = max(most, value - limit)
    value = limit
  }

  private func ration(_ quota: CurtailmentModel.Quota, _ made: UnsafeMutableBufferPointer<Double>, _ most: inout Double) {
    let energy = model.network.firms.energy
    // What duties oblige to comes first.
    let used = quota.firms.reduce(0) { $0 + energy[$1.row]! * made[$1.row] }
    if used <= quota.limit { return }
    let bound = quota.firms.reduce(0) { $0 + energy[$1.row]! * min(made[$1.row], model.duties[$1.row]) }
    let share = used > bound ? max(0, quota.limit - bound) / (used - bound) : 0
    let scale = bound > quota.limit ? quota.limit / bound : 1
    for firm in quota.firms.map(\.row) where energy[firm]! > 0 {
      let obliged = min(made[firm], model.duties[firm])
      lower(&made[firm], to: (obliged + (made[firm] - obliged) * share) * scale, &most)
    }
  }

  /// No option fills more than its share of the need.
  private func keepOptions(
    _ number: Int, _ made: UnsafeMutableBufferPointer<Double>, _ sent: UnsafeMutableBufferPointer<Double>, _ most: inout Double
  ) {
    let need = model.needs[number]
    let range = program.links.ofNeed(number)
    for (option, share) in need.optionShares.enumerated() {
      let limit = share * made[need.buyer]
      let sum = zip(range, need.optionOfEntry).reduce(0) { $1.1 == option ? $0 + sent[$1.0] : $0 }
      guard sum > limit else { continue }
      most = max(most, sum - limit)
      for (link, of) in zip(range, need.optionOfEntry) where of == option { sent[link] *= limit / sum }
    }
  }
}
