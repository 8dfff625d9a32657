public import Answers
package import ClusterAnalysis
package import ClusterModel

/// Which stages of a cluster's chain are missing, broken, weak or a chokepoint, against its template?
public struct GapsQuestion: Sendable {
  /// Ids or names; all clusters with a chain when empty.
  public var clusters: [String] = []
  /// The local supply ratio below which a stage is weak, 0…1.
  public var threshold = 0.5

  public init() {}

  /// The table `stages`, a finding for each gap; of one cluster the facts `completeness`, `stage_count` and `unplaced_firms`, of several the table `chains`.
  ///
  /// - Throws: ``QuestionError`` where a cluster is not found or none has a chain, or the threshold is no ratio.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    guard (0...1).contains(threshold) else {
      throw QuestionError(.badOption, zh: "弱链阈值须在 0 与 1 之间", en: "the ratio below which a stage is weak is from 0 to 1")
    }
    let wanted =
      try clusters.isEmpty ? network.clusters.indices.map { ClusterID($0) } : network.each(clusters) { try network.find(cluster: $0) }
    let gaps = wanted.compactMap { ChainGaps(of: $0, in: study.sourcing, firmStages: study.firmStages, threshold: threshold) }
    guard let first = gaps.first else { throw noChain }
    let name = network.label(first.cluster)
    var answer =
      gaps.count == 1
      ? Answer(zh: "产业链缺口：\(name[.zh])", en: "Chain gaps: \(name[.en])")
      : Answer(zh: "产业链缺口：\(gaps.count) 个集群", en: "Chain gaps: \(gaps.count) clusters")
    if gaps.count == 1 {
      answer.facts = [
        ("completeness", .share(first.completeness)), ("stage_count", .count(first.rows.count)),
        ("unplaced_firms", .count(first.unplacedFirms)),
      ]
    }
    answer.tables = [Self.stages(gaps, network)]
    if gaps.count > 1 { answer.tables.append(Self.chains(gaps, network)) }
    answer.findings = gaps.flatMap { $0.findings() }
    answer.notes =
      network.remarks + [
        LocalText(
          zh: "集群内配套率：集群内企业该环节采购额中购自集群内的比例；有金额未知时给出已知部分的比例和可能的范围，无论未知部分为何都低于阈值才算弱链。弱链阈值 \(Wording(.zh).share(threshold))。",
          en:
            "supply from the cluster itself: the share of what its firms buy of a stage that comes from the cluster; where amounts are unknown, that of the known and where it can lie: a stage is weak only if that is below the threshold whatever they are. Weak below \(Wording(.en).share(threshold))."
        )
      ]
    return answer
  }

  private var noChain: QuestionError {
    let named = clusters.map { SafeText.safe($0) }.joined(separator: ", ")
    return QuestionError(
      .missingData, zh: clusters.isEmpty ? "网络中没有对照产业链的集群" : "集群 \(named) 没有对照的产业链",
      en: clusters.isEmpty ? "no cluster of the network has a chain" : "cluster \(named) has no chain",
      remedy: LocalText(
        zh: "在 clusters.csv 填写 chain_id，在 chains.csv、stages.csv、requires.csv 给出产业链模板",
        en: "give chain_id in clusters.csv, and the template in chains.csv, stages.csv and requires.csv"))
  }

  /// A row a stage.
  package static func stages(_ gaps: [ChainGaps], _ network: Network) -> Answer.Table {
    let rows: [(gap: ChainGaps, row: ChainGaps.Row)] = gaps.flatMap { gap in gap.rows.map { (gap, $0) } }
    return Answer.Table(
      "stages", zh: "各环节", en: "Stages",
      [
        "cluster_id", "stage_id", "name", "gaps", "firms_inside", "firms_in_county", "firms_in_region", "firms_beyond", "suppliers",
        "cluster_supply_ratio", "undecided_gaps",
      ], over: rows
    ) { gap, row -> [Cell] in
      let stage = network.stages[row.stage.row]
      func list(_ gaps: [ChainGaps.Gap]) -> Cell { .list(gaps.map { .word(code: $0.rawValue, $0.label) }) }
      let ratio: Cell = row.sourcing.purchases == 0 ? .nothing : .share(row.sourcing.local)
      let begin: [Cell] = [.text(network.clusters[gap.cluster.row].id), .text(stage.id), .name(stage.name), list(row.gaps)]
      let counts = [row.inside.count, row.inCounty.count, row.inRegion.count, row.beyond.count, row.suppliers.count]
      return begin + counts.map { Cell.count($0) } + [ratio, list(row.openGaps)]
    }
  }

  /// A row a cluster: completeness, and the stages of each kind of gap.
  static func chains(_ gaps: [ChainGaps], _ network: Network) -> Answer.Table {
    Answer.Table(
      "chains", zh: "集群产业链（对照模板）", en: "Chains of the clusters, against their templates",
      ["cluster_id", "name", "completeness"] + ChainGaps.Gap.allCases.map { Answer.Column($0.rawValue + "_stages") }, over: gaps
    ) { gap in
      let cluster = network.clusters[gap.cluster.row]
      let lists = ChainGaps.Gap.allCases.map { kind -> Cell in
        let found = gap.rows.filter { $0.gaps.contains(kind) }
        return found.isEmpty && gap.completeness == nil ? .unknown : .list(found.map { network.thing($0.stage) })
      }
      return [.text(cluster.id), .name(cluster.name), .share(gap.completeness)] + lists
    }
  }
}
