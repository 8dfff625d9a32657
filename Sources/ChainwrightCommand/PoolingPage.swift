import Chainwright

/// The answer of `chainwright match --pool`.
struct PoolingPage {
  let poolings: [Pooling]
  let minimum: Int
  let isText: Bool
  let limit: Int

  private var network: Network { poolings[0].view.network }

  var page: Page {
    let only = poolings.count == 1 ? network.clusters[poolings[0].cluster.row].name : nil
    var page = Page(
      title: LocalText(
        zh: "集中采购：\(only?[.zh] ?? network.displayName(.zh))", en: "Pooled buying: \(only?[.en] ?? network.displayName(.en))"))
    let pools = poolings.flatMap(\.pools)
    page.facts = [
      ("clusters", LocalText(zh: "集群", en: "clusters"), .integer(poolings.count)),
      (
        "pools_count", LocalText(zh: "至少 \(minimum) 家共同采购的产品", en: "goods bought by at least \(minimum) firms of a cluster"),
        .integer(pools.count)
      ),
      ("volume_cny_wan", LocalText(zh: "可集采金额（万元/年）", en: "volume (10k CNY/yr)"), .number(pools.map(\.volume).sorted().reduce(0, +))),
    ]
    page.tables = [table, supplierTable]
    page.notes =
      [
        LocalText(
          zh: "集采前 HHI 为各采购方供应商 HHI 按采购额加权平均；集采后为全体采购合并后的供应商 HHI。金额未知的采购不计入金额与 HHI。",
          en:
            "HHI before is the mean of the buyers' supplier HHI weighted by what they buy; after, that of all their purchases together. Purchases of unknown amount are in neither."
        )
      ] + PageNotes.synthetic(network)
    return page
  }

  /// All pools, the largest volume first.
  private var rows: [(cluster: ClusterID, pool: Pooling.Pool)] {
    poolings.flatMap { pooling in pooling.pools.map { (pooling.cluster, $0) } }.enumerated().sorted {
      $0.element.1.volume != $1.element.1.volume ? $0.element.1.volume > $1.element.1.volume : $0.offset < $1.offset
    }.map(\.element)
  }

  private var table: Page.Table {
    let all = rows
    let shown = isText ? Array(all.prefix(limit)) : all
    return Page.Table(
      name: "pools", title: LocalText(zh: "可集采的产品（金额大者在前）", en: "Goods to pool, the largest volume first"),
      columns: [
        ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("good", LocalText(zh: "产品编号", en: "good")),
        ("name", LocalText(zh: "名称", en: "name")), ("volume_cny_wan", LocalText(zh: "金额（万元/年）", en: "volume (10k CNY/yr)")),
        ("buyers", LocalText(zh: "采购方", en: "buyers")), ("single_sourced", LocalText(zh: "其中单一来源", en: "single-sourced")),
        ("suppliers", LocalText(zh: "供方", en: "suppliers")), ("hhi_before", LocalText(zh: "集采前 HHI", en: "HHI before")),
        ("hhi_after", LocalText(zh: "集采后 HHI", en: "HHI after")), ("largest", LocalText(zh: "最大供方占比", en: "largest supplier")),
        ("unknown", LocalText(zh: "金额未知", en: "amount unknown")),
      ],
      rows: shown.map { row in
        let (view, pool) = (poolings[0].view, row.pool)
        let top: Page.Cell = .ratio(pool.volume > 0 ? pool.suppliers.first?.amount.map { $0 / pool.volume } : nil)
        return [
          .text(network.clusters[row.cluster.row].id), .text(view.subject(pool.good).id), .local(view.name(pool.good)),
          .number(pool.volume),
          .integer(pool.buyers.count), .integer(pool.singleSourced), .integer(pool.suppliers.count), Page.Cell(pool.before),
          Page.Cell(pool.after),
          top, .integer(pool.unknown),
        ]
      }, omitted: all.count - shown.count)
  }

  private var supplierTable: Page.Table {
    let all = rows.flatMap { row in row.pool.suppliers.map { (row, $0) } }
    let shown = isText ? Array(all.prefix(limit)) : all
    return Page.Table(
      name: "suppliers", title: LocalText(zh: "各产品的供方与份额", en: "Suppliers of each, and their shares"),
      columns: [
        ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("good", LocalText(zh: "产品编号", en: "good")),
        ("supplier_id", LocalText(zh: "供方", en: "supplier")), ("supplier", LocalText(zh: "名称", en: "name")),
        ("amount_cny_wan", LocalText(zh: "金额（万元/年）", en: "10k CNY/yr")), ("share", LocalText(zh: "份额", en: "share")),
      ],
      rows: shown.map { row, supplier in
        [
          .text(network.clusters[row.cluster.row].id), .text(poolings[0].view.subject(row.pool.good).id),
          .text(network.firms.id(supplier.firm)),
          .local(network.firmName(supplier.firm)), Page.Cell(supplier.amount),
          .ratio(row.pool.volume > 0 ? supplier.amount.map { $0 / row.pool.volume } : nil),
        ]
      }, omitted: all.count - shown.count)
  }
}
