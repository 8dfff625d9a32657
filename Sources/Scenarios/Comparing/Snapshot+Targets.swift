import ClusterAnalysis
import ClusterModel
import CutSets

extension Snapshot {
  static let wholeNetwork = Subject(table: "network", id: "network", name: Name(zh: "全网", en: "whole network"))

  /// The leaders that must not stop, and the outputs of the clusters.
  static func targets(_ clusters: [ClusterID], _ facts: BenchmarkFacts, _ request: SnapshotRequest) -> [Target] {
    let network = facts.network
    let leaders =
      request.leaders.isEmpty
      ? network.leaders().filter { leader in
        request.clusters.isEmpty || network.firms.cluster(leader).map { request.clusters.contains(network.clusters[$0.row].id) } ?? false
      } : request.leaders.compactMap { network.firm(id: $0) }
    return leaders.map { Target.firm($0, in: network) }
      + clusters.compactMap { Target.cluster($0, in: network, firmStages: facts.firmStages) }
  }

  mutating func measure(
    _ targets: [Target], _ weakLinks: WeakLinks, _ facts: BenchmarkFacts, _ request: SnapshotRequest, known: KnownCutSets?,
    _ progress: (Int, Int) -> Void
  ) {
    let network = facts.network
    let view = facts.sourcing.view
    let limits = (first: CutSetLimits(steps: request.pairSteps), fallback: CutSetLimits(steps: request.pairSteps) as CutSetLimits?)
    let sets = try? TargetCutSets(
      view, targets: targets, order: 2, limits: { _ in limits }, known: known, progress: { progress($0, targets.count) })
    cutSets = sets.map { KnownCutSets($0) }
    for (number, result) in weakLinks.results.enumerated() {
      let subject = result.target.subject
      subjects.insert([subject.table, subject.id])
      add(subject, "single_points", result.singlePoints.count)
      let worst = result.singlePoints.map { weakLinks.singlePoint($0) }
      add(subject, "worst_stopped_firms", .count, Double(worst.map(\.stoppedFirms).max() ?? 0))
      add(subject, "worst_loss_cny_wan", .amount, range: worst.isEmpty ? KnownRange(0) : KnownRange.largest(worst.map(\.lost.range)))
      held += result.singlePoints.map { Held(rule: "single-point-of-failure", about: subject, things: [network.subject($0)]) }
      addPairs(subject, sets.map { ($0, $0.results[number]) }, request)
      if case .firm(let firm) = result.target.kind { addLeader(firm, subject, facts) }
    }
    let points = Set(weakLinks.results.flatMap(\.singlePoints))
    let whole = Self.wholeNetwork
    add(whole, "targets", targets.count)
    add(whole, "targets_with_single_points", weakLinks.results.count { !$0.singlePoints.isEmpty })
    add(whole, "single_points_count", points.count)
    func stopping(_ isMeant: (Target.Kind) -> Bool) -> Int? {
      let meant = weakLinks.results.filter { isMeant($0.target.kind) }
      // No single point among targets of which no purchase is on record is not known to be none.
      let firms = meant.flatMap { result in
        if case .firm(let firm) = result.target.kind { [firm] } else { result.target.outputs.flatMap(\.firms) }
      }
      let buys = firms.contains { !facts.sourcing.view.purchases(of: $0).isEmpty }
      return !buys ? nil : Set(meant.flatMap(\.singlePoints)).count
    }
    let ofLeaders = stopping { if case .firm = $0 { true } else { false } }
    let ofClusters = stopping { if case .cluster = $0 { true } else { false } }
    if let ofLeaders { add(whole, "leader_stopping_firms", ofLeaders) }
    if let ofClusters { add(whole, "cluster_stopping_firms", ofClusters) }
  }

  private mutating func addPairs(
    _ subject: Subject, _ found: (sets: TargetCutSets, result: TargetCutSets.Result)?, _ request: SnapshotRequest
  ) {
    guard let found, (found.result.found.completeToOrder ?? .max) >= 2 else {
      add(subject, "pairs", .count, nil)
      return
    }
    var pairs: [[Subject]] = []
    var count = 0
    for set in found.result.found.sets.prefix(throughOrder: 2) where set.count == 2 {
      count += 1
      if count > request.pairLimit { continue }
      pairs.append(
        found.sets.events(set).compactMap { event in
          if case .firm(let firm) = event { return found.sets.model.network.subject(firm) }
          return nil
        })
    }
    add(subject, "pairs", count)
    if count <= request.pairLimit { held += pairs.map { Held(rule: "cut-set-of-two", about: subject, things: $0) } }
  }

  /// A leader's suppliers: how far they reach, how many, how near (M8, M13).
  private mutating func addLeader(_ leader: FirmID, _ subject: Subject, _ facts: BenchmarkFacts) {
    let tiers = Tiers(of: leader, in: facts.network)
    add(subject, "tiers", tiers.depth)
    add(subject, "upstream_firms", max(0, tiers.members.count - 1))
    add(subject, "direct_suppliers", tiers.members.count { $0.shortest == 1 })
    let total = facts.sourcing.total(of: facts.sourcing.view.purchases(of: leader))
    add(subject, "goods_bought", total.purchases)
    add(subject, "single_sourced", total.singleSourced)
    add(subject, "local_supply_ratio", .ratio, range: total.local)
  }
}
