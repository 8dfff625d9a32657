public import Answers
public import ClusterAnalysis
import ClusterModel

/// What alone stops a leader, a cluster or a chain, and which stages are missing or weak?
public struct WeakLinksQuestion: Sendable {
  public var targets = TargetChoice()
  /// What losses are added up in.
  public var measure = LossMeasure.output
  /// Findings of each kind that are made, with their witnesses.
  public var findings = 5

  public init() {}

  /// Facts of the single points, the tables `single_points`, `targets` and `chains`, and the heaviest findings. O(targets · links) at worst.
  ///
  /// - Throws: ``QuestionError`` where a target is not found or there is none.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let targets = try self.targets.targets(study, by: measure)
    let weakLinks = WeakLinks(study.view, targets: targets, measure: measure)
    let gaps = clusters(network, targets).compactMap { ChainGaps(of: $0, in: study.sourcing, firmStages: study.firmStages) }
    let points = weakLinks.pointsByFirm()
    var answer = Answer(zh: "薄弱环节：\(network.displayName(.zh))", en: "Weak links: \(network.displayName(.en))")
    answer.facts = [
      ("targets_count", .count(weakLinks.results.count)),
      ("targets_with_single_points", .count(weakLinks.results.count { !$0.singlePoints.isEmpty })),
      ("single_points_count", .count(points.count)),
    ]
    answer.tables = [pointTable(points, weakLinks), targetTable(weakLinks, study.sourcing)]
    if !gaps.isEmpty { answer.tables.append(GapsQuestion.chains(gaps, network)) }
    let gapFindings = gaps.flatMap { $0.findings() }.filter { $0.severity > .note }
    let told = weakLinks.findings(limit: findings) + gapFindings.prefix(findings)
    answer.findings = told
    answer.omittedFindings = points.count + gapFindings.count - told.count
    answer.notes = Notes.conventions(weakLinks)
    return answer
  }

  /// The clusters whose chains belong to the question: the named ones, those of the named firms, or all.
  private func clusters(_ network: Network, _ targets: [Target]) -> [ClusterID] {
    let all = network.clusters.indices.map { ClusterID($0) }
    if self.targets.leaders.isEmpty && self.targets.clusters.isEmpty && self.targets.chains.isEmpty { return all }
    return all.filter { candidate in
      targets.contains { target in
        switch target.kind {
        case .firm(let firm): network.firms.cluster(firm) == candidate
        case .cluster(let cluster): cluster == candidate
        case .chain(let chain): network.clusters[candidate.row].chain == chain
        }
      }
    }
  }

  private func pointTable(_ points: [(point: WeakLinks.SinglePoint, targets: [Target])], _ weakLinks: WeakLinks) -> Answer.Table {
    let network = weakLinks.model.network
    return Answer.Table(
      "single_points", zh: "单点企业（一家停产即致目标停产）", en: "Single points of failure (one loss stops a target)",
      [
        "firm_id", "name", .data("county_code"), "county", "targets_stopped", "stopped_firms", Answer.Column(weakLinks.lossColumn),
        .data("target_ids"), .readers("targets"),
      ], over: points, shown: max(findings, 5)
    ) { row in
      let things = row.targets.map { Cell.thing(id: $0.subject.id, $0.subject.name) }
      let more: [Cell] = things.count > 3 ? [.text("…")] : []
      return network.idAndName(row.point.firm) + network.county(row.point.firm) + [
        .count(row.targets.count), .count(row.point.stoppedFirms), .number(row.point.lost.range), .list(things),
        .list(things.prefix(3) + more),
      ]
    }
  }

  /// A row a target: how many single points, and how well each good it buys is covered.
  private func targetTable(_ weakLinks: WeakLinks, _ sourcing: Sourcing) -> Answer.Table {
    let network = weakLinks.model.network
    var kinds: [FirmID: Set<Role.Kind>] = [:]
    for role in network.roles { kinds[role.firm, default: []].insert(role.kind) }
    let roles = kinds
    return Answer.Table(
      "target_list", zh: "目标", en: "Targets",
      ["target_id", "name", "kind", "single_points", "goods_bought", "single_sourced_goods", "local_supply_ratio"], over: weakLinks.results,
      shown: max(findings, 10)
    ) { result in
      let subject = result.target.subject
      let begin: [Cell] = [.text(subject.id), .name(subject.name)]
      guard case .firm(let firm) = result.target.kind else {
        let kind: Cell = subject.table == "chain" ? .word("chain", zh: "产业链", en: "chain") : .word("cluster", zh: "集群", en: "cluster")
        return begin + [kind, .count(result.singlePoints.count), .nothing, .nothing, .nothing]
      }
      let total = sourcing.total(of: sourcing.view.purchases(of: firm))
      let held = roles[firm] ?? []
      let kind: Cell =
        held.contains(.leader)
        ? .word("leader", zh: "领跑者", en: "leader")
        : held.contains(.chainLeader) ? .word("chain_leader", zh: "链主", en: "chain leader") : .word("firm", zh: "企业", en: "firm")
      return begin + [
        kind, .count(result.singlePoints.count), .count(total.purchases), .count(total.singleSourced), .share(total.local),
      ]
    }
  }
}
