public import Answers
import ClusterAnalysis
import ClusterModel

/// What could the firms of a cluster buy together?
public struct PoolingQuestion: Sendable {
  /// Ids or names; all clusters when empty.
  public var clusters: [String] = []
  /// How many firms of the cluster must buy the good; from 2 on.
  public var minimumBuyers = 3

  public init() {}

  /// Facts `clusters_asked`, `pools_found` and `volume_cny_wan`, and the tables `pooled_goods` (the largest volume first) and `suppliers`. O(entries · log).
  ///
  /// - Throws: ``QuestionError`` where a cluster is unknown, or the network has none.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    guard minimumBuyers >= 2 else {
      throw QuestionError(.badOption, zh: "共同采购的企业数须不小于 2", en: "at least 2 firms buy together")
    }
    let chosen =
      clusters.isEmpty ? network.clusters.indices.map { ClusterID($0) } : try network.each(clusters) { try network.find(cluster: $0) }
    if chosen.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络中没有集群", en: "the network has no cluster",
        remedy: LocalText(
          zh: "在 clusters.csv 列出集群，在 firms.csv 填写 cluster_id", en: "list clusters in clusters.csv and give cluster_id in firms.csv"))
    }
    let sourcing = study.sourcing
    return answer(chosen.map { Pooling(of: $0, in: sourcing, minimum: minimumBuyers) }, sourcing.view)
  }

  private func answer(_ poolings: [Pooling], _ view: SupplyView) -> Answer {
    let network = view.network
    let only = poolings.count == 1 ? network.label(poolings[0].cluster) : nil
    var answer = Answer(
      zh: "集中采购：\(only?[.zh] ?? network.displayName(.zh))", en: "Pooled buying: \(only?[.en] ?? network.displayName(.en))")
    let rows = poolings.flatMap { pooling in pooling.pools.map { Row(cluster: pooling.cluster, pool: $0) } }.enumerated().sorted {
      let (x, y) = ($0.element.pool.volume.amount, $1.element.pool.volume.amount)
      return x != y ? x > y : $0.offset < $1.offset
    }.map(\.element)
    answer.facts = [
      ("clusters_asked", .count(poolings.count)), ("least_buyers", .count(minimumBuyers)), ("pools_found", .count(rows.count)),
      ("volume_cny_wan", .number(KnownSum(sums: rows.map(\.pool.volume)).range)),
    ]
    answer.tables = [
      Answer.Table(
        "pooled_goods", zh: "可集采的产品（金额大者在前）", en: "Goods to pool, the largest volume first",
        [
          .data("cluster_id"), .readers("cluster"), "good", "good_name", "volume_cny_wan", "pool_buyers", "single_sourced_buyers",
          "pool_suppliers", "hhi_before", "hhi_after", "largest_supplier_share", "purchases_of_unknown_amount",
        ], over: rows, shown: 20
      ) { row in
        let pool = row.pool
        return network.pair(row.cluster) + [
          .text(view.subject(pool.good).id), .words(view.name(pool.good)), .number(pool.volume.range), .count(pool.buyers.count),
          .count(pool.singleSourced), .count(pool.suppliers.count), .number(pool.before), .number(pool.after),
          .share(pool.largestShare), .count(pool.unknown),
        ]
      },
      Answer.Table(
        "suppliers", zh: "各产品的供方与份额", en: "Suppliers of each, and their shares",
        [
          .data("cluster_id"), .readers("cluster"), .data("good"), .readers("good_name"), "supplier_id", "supplier", "amount_cny_wan",
          "share_of_volume",
        ], over: rows.flatMap { row in row.pool.suppliers.map { SupplierRow(of: row, firm: $0.firm, amount: $0.amount) } }, shown: 20
      ) { row in
        network.pair(row.of.cluster) + [
          .text(view.subject(row.of.pool.good).id), .words(view.name(row.of.pool.good)), .text(network.firms.id(row.firm)),
          .words(network.firmName(row.firm)), .number(row.amount.range),
          .share(row.of.pool.share(of: row.firm)),
        ]
      },
    ]
    answer.notes =
      [
        LocalText(
          zh: "集中度为供应商份额平方和（HHI），1 为只有一家。集采前为各采购方集中度按采购额加权平均；集采后为全体采购合并后的集中度。有金额未知时，给出已知部分的数值、已知笔数和可能的范围。",
          en:
            "HHI: the sum of the squares of suppliers' shares, 1 for a single supplier. Before is the mean of the buyers' HHI weighted by what they buy; after, that of all their purchases together. Where amounts are unknown, each is that of the known, with how many are known and where it can lie."
        )
      ] + Notes.synthetic(network)
    return answer
  }

  private struct Row: Sendable {
    let cluster: ClusterID
    let pool: Pooling.Pool
  }

  private struct SupplierRow: Sendable {
    let of: Row
    let firm: FirmID
    let amount: KnownSum
  }
}

extension Network {
  /// For the columns `.data("cluster_id")` and `.readers("cluster")`.
  fileprivate func pair(_ cluster: ClusterID) -> [Cell] { [.text(clusters[cluster.row].id), thing(cluster)] }
}
