import Cascades
import ClusterAnalysis
import ClusterModel
import CutSets

extension Snapshot {
  /// Measures a network.
  ///
  /// - Parameters:
  ///   - network: what is measured.
  ///   - request: which clusters, leaders and gates, and how much work.
  ///   - threads: the numbers do not depend on it.
  public init(_ network: Network, _ request: SnapshotRequest, threads: Int = 2) {
    self.init()
    let facts = BenchmarkFacts(network)
    let clusters = network.clusters.indices.map { ClusterID($0) }.filter { cluster in
      let row = network.clusters[cluster.row]
      if !request.clusters.isEmpty { return request.clusters.contains(row.id) }
      return row.chain != nil || !(facts.members[cluster] ?? []).isEmpty
    }
    measureNetwork(facts)
    for cluster in clusters { measure(cluster, facts) }
    measureTargets(clusters, facts, request, threads)
    for set in request.gates {
      for cluster in clusters {
        let subject = network.subject(cluster)
        gates += ClusterGates(cluster, set, in: facts).rows.map { Gate(cluster: subject, set: set.name, row: $0) }
      }
    }
    if network.firms.count <= request.riskLimit { risks = Self.risks(network, threads) }
  }

  private mutating func add(_ subject: Subject, _ measure: String, _ zh: String, _ en: String, _ kind: Kind, _ value: Double?) {
    values.append(
      Value(
        key: Key(table: subject.table, id: subject.id, measure: measure), subject: subject, label: LocalText(zh: zh, en: en), kind: kind,
        value: value))
  }

  private mutating func add(_ subject: Subject, _ measure: String, _ zh: String, _ en: String, _ count: Int) {
    add(subject, measure, zh, en, .count, Double(count))
  }

  // MARK: The whole network

  private mutating func measureNetwork(_ facts: BenchmarkFacts) {
    let network = facts.network
    // One name before and after, whatever the folders are called.
    let subject = Subject(table: "network", id: "network", name: Name(zh: "全网", en: "whole network"))
    subjects.insert([subject.table, subject.id])
    let overview = Overview(facts.sourcing.view)
    add(subject, "firms", "企业", "firms", overview.firms)
    add(subject, "supply_links", "供应关系", "supply links", overview.supplyLinks)
    add(subject, "weak_components", "连通部分", "components", overview.weakComponents)
    add(subject, "largest_component", "最大连通部分（企业）", "largest component (firms)", overview.largestWeakComponent)
    add(subject, "circles", "循环供应", "circles", overview.circles)
    add(subject, "largest_circle", "最大循环（企业）", "largest circle (firms)", overview.largestCircle)
    addSourcing(subject, facts.sourcing, Array(0..<facts.sourcing.view.purchaseCount))
    let known = facts.weights.known.sorted().reduce(0, +)
    add(subject, "output_cny_wan", "已知产出（万元/年）", "known output (10k CNY/yr)", .amount, network.firms.count == 0 ? nil : known)
  }

  /// What is bought: how much, from how many, how near (M4, M11, M13).
  private mutating func addSourcing(_ subject: Subject, _ sourcing: Sourcing, _ purchases: [Int]) {
    let total = sourcing.total(of: purchases)
    add(subject, "goods_bought", "采购项", "goods bought", total.purchases)
    add(subject, "single_sourced", "单一来源", "single-sourced", total.singleSourced)
    add(subject, "hhi_above_0_25", "HHI > 0.25", "HHI > 0.25", purchases.count { sourcing.hhi[$0] > 0.25 })
    add(subject, "hhi_above_0_4", "HHI > 0.4", "HHI > 0.4", purchases.count { sourcing.hhi[$0] > 0.4 })
    let hhis = purchases.map { sourcing.hhi[$0] }.filter { !$0.isNaN }.sorted()
    add(
      subject, "mean_hhi", "平均 HHI（已知项）", "mean HHI (of those known)", .index, hhis.isEmpty ? nil : hhis.reduce(0, +) / Double(hhis.count))
    add(subject, "bought_cny_wan", "采购额（万元/年）", "bought (10k CNY/yr)", .amount, total.bought)
    add(subject, "local_supply_ratio", "本县配套率", "local supply ratio (county)", .ratio, total.localRatio)
    add(subject, "leakage", "外流率", "leakage", .ratio, total.leakage)
  }

  // MARK: Clusters

  private mutating func measure(_ cluster: ClusterID, _ facts: BenchmarkFacts) {
    let network = facts.network
    let subject = network.subject(cluster)
    subjects.insert([subject.table, subject.id])
    let measures = FirmSetMeasures(cluster, in: facts)
    for field in FirmSetField.allCases {
      let label = Self.label(field)
      let kind: Kind = field.isShare ? (field == .concentration ? .index : .ratio) : field == .firms ? .count : .amount
      add(subject, field == .localSupply ? "cluster_supply_ratio" : field.rawValue, label.zh, label.en, kind, measures.value(field).value)
    }
    let view = facts.sourcing.view
    let members = facts.members[cluster] ?? []
    addSourcing(subject, facts.sourcing, members.flatMap { Array(view.purchases(of: $0)) })
    guard let gaps = ChainGaps(of: cluster, in: facts.sourcing, firmStages: facts.firmStages) else { return }
    add(subject, "stages_present", "有企业的环节", "stages with firms", gaps.rows.count { !$0.inside.isEmpty })
    let isKnown = gaps.completeness != nil
    for gap in ChainGaps.Gap.allCases {
      let rows = gaps.rows.filter { $0.gaps.contains(gap) }
      add(subject, "stages_" + gap.rawValue, gap.label.zh, gap.label.en, .count, isKnown ? Double(rows.count) : nil)
      if isKnown { held += rows.map { Held(rule: gap.rule, about: subject, things: [network.subject($0.stage)]) } }
    }
  }

  private static func label(_ field: FirmSetField) -> LocalText {
    switch field {
    case .firms: LocalText(zh: "企业", en: "firms")
    case .output: LocalText(zh: "产出（万元/年）", en: "output (10k CNY/yr)")
    case .employees: LocalText(zh: "从业人数", en: "people employed")
    case .tax: LocalText(zh: "税收（万元/年）", en: "tax (10k CNY/yr)")
    case .researchShare: LocalText(zh: "研发占产出", en: "R&D share")
    case .smeOutputShare: LocalText(zh: "中小企业产出占比", en: "output by SMEs")
    case .chainOutputShare: LocalText(zh: "主链产出占比", en: "output at stages of the chain")
    case .localSupply: LocalText(zh: "集群内配套率", en: "supply from the cluster itself")
    case .singleSourcedShare: LocalText(zh: "单一来源占比", en: "single-sourced share")
    case .technologyShare: LocalText(zh: "技术企业占比", en: "technology firms")
    case .concentration: LocalText(zh: "产出集中度 HHI", en: "HHI of output")
    case .completeness: LocalText(zh: "完整度（加权）", en: "completeness (weighted)")
    }
  }

  // MARK: Targets

  private mutating func measureTargets(_ clusters: [ClusterID], _ facts: BenchmarkFacts, _ request: SnapshotRequest, _ threads: Int) {
    let network = facts.network
    let leaders =
      request.leaders.isEmpty
      ? network.leaders().filter { leader in
        request.clusters.isEmpty || network.firms.cluster(leader).map { request.clusters.contains(network.clusters[$0.row].id) } ?? false
      } : request.leaders.compactMap { network.firm(id: $0) }
    var targets = leaders.map { Target.firm($0, in: network) }
    targets += clusters.compactMap { Target.cluster($0, in: network, firmStages: facts.firmStages) }
    let view = facts.sourcing.view
    let weakLinks = WeakLinks(view, targets: targets, threads: threads)
    let limits = (first: CutSetLimits(steps: request.pairSteps), fallback: CutSetLimits(steps: request.pairSteps) as CutSetLimits?)
    let sets = try? TargetCutSets(view, targets: targets, order: 2) { _ in limits }
    for (number, result) in weakLinks.results.enumerated() {
      let subject = result.target.subject
      subjects.insert([subject.table, subject.id])
      add(subject, "single_points", "单点", "single points", result.singlePoints.count)
      let worst = result.singlePoints.map { weakLinks.singlePoint($0) }
      add(subject, "worst_stopped_firms", "最坏单点连带停产", "most firms stopped by one", .count, Double(worst.map(\.stoppedFirms).max() ?? 0))
      add(subject, "worst_loss_cny_wan", "最坏单点损失（万元/年）", "largest loss by one (10k CNY/yr)", .amount, worst.map(\.loss).max() ?? 0)
      held += result.singlePoints.map { Held(rule: "single-point-of-failure", about: subject, things: [network.subject($0)]) }
      addPairs(subject, sets.map { ($0, $0.results[number]) }, request)
      if case .firm(let firm) = result.target.kind { addLeader(firm, subject, facts) }
    }
    let points = Set(weakLinks.results.flatMap(\.singlePoints))
    let whole = Subject(table: "network", id: "network", name: Name(zh: "全网", en: "whole network"))
    add(whole, "targets", "目标", "targets", targets.count)
    add(whole, "targets_with_single_points", "存在单点的目标", "targets with a single point", weakLinks.results.count { !$0.singlePoints.isEmpty })
    add(whole, "single_points_count", "单点企业", "single points of failure", points.count)
  }

  private mutating func addPairs(
    _ subject: Subject, _ found: (sets: TargetCutSets, result: TargetCutSets.Result)?, _ request: SnapshotRequest
  ) {
    guard let found, (found.result.found.completeToOrder ?? .max) >= 2 else {
      add(subject, "pairs", "双点（二阶割集）", "pairs (cut sets of two)", .count, nil)
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
    add(subject, "pairs", "双点（二阶割集）", "pairs (cut sets of two)", count)
    if count <= request.pairLimit { held += pairs.map { Held(rule: "cut-set-of-two", about: subject, things: $0) } }
  }

  /// A leader's suppliers: how far they reach, how many, how near (M8, M13).
  private mutating func addLeader(_ leader: FirmID, _ subject: Subject, _ facts: BenchmarkFacts) {
    let tiers = Tiers(of: leader, in: facts.network)
    add(subject, "tiers", "层级数", "tiers", tiers.depth)
    add(subject, "upstream_firms", "上游企业", "firms upstream", max(0, tiers.members.count - 1))
    add(subject, "direct_suppliers", "一级供应商", "direct suppliers", tiers.members.count { $0.shortest == 1 })
    let total = facts.sourcing.total(of: facts.sourcing.view.purchases(of: leader))
    add(subject, "goods_bought", "采购项", "goods bought", total.purchases)
    add(subject, "single_sourced", "单一来源", "single-sourced", total.singleSourced)
    add(subject, "local_supply_ratio", "本县配套率", "local supply ratio (county)", .ratio, total.localRatio)
  }

  // MARK: Systemic risk

  private static func risks(_ network: Network, _ threads: Int) -> [String: Double]? {
    guard let model = try? CascadeModel(network), let risks = try? model.kernel.allFirms(threads: threads) else { return nil }
    return Dictionary(uniqueKeysWithValues: risks.firms.map { (network.firms.id(FirmID($0)), risks.risk(of: $0).esri) })
  }
}
