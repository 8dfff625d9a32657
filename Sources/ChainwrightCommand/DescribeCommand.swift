import ArgumentParser
import Chainwright

struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "What a network holds: counts, shape, provenance, and its columns (--columns).")

  @Argument(
    help: ArgumentHelp(
      "A folder with datapackage.json, or with firms.csv and supplies.csv; or a workbook (.xlsx) or workspace (.sqlite).",
      valueName: "network"))
  var network: String?
  @OptionGroup var history: AsOfOption
  @OptionGroup var output: PageOutput
  @Flag(help: "List every table and column of the data dictionary instead.") var columns = false

  func validate() throws {
    if network == nil && !columns { throw ValidationError("name a network, or give --columns") }
  }

  func run() throws {
    guard let network, !columns else { return try output.write(dictionaryPage()) }
    let loaded = try NetworkInput.load(network, asOf: history.asOf, output.language)
    try output.write(Self.page(Overview(SupplyView(loaded.network)), loaded.network))
  }

  static func page(_ overview: Overview, _ network: Network) -> Page {
    var page = Page(title: LocalText(zh: "网络：\(network.displayName(.zh))", en: "Network: \(network.displayName(.en))"))
    page.facts = [
      ("counties", LocalText(zh: "县（市、区）", en: "counties"), .integer(overview.counties)),
      ("clusters", LocalText(zh: "集群", en: "clusters"), .integer(overview.clusters)),
      ("firms", LocalText(zh: "企业", en: "firms"), .integer(overview.firms)),
      ("synthetic_firms", LocalText(zh: "其中虚构", en: "of these synthetic"), .integer(overview.syntheticFirms)),
      ("leaders", LocalText(zh: "领跑者与链主", en: "leaders and chain leaders"), .integer(overview.leaders)),
      ("products", LocalText(zh: "产品", en: "products"), .integer(overview.products)),
      ("chains", LocalText(zh: "产业链模板", en: "chain templates"), .integer(overview.chains)),
      ("stages", LocalText(zh: "环节", en: "stages"), .integer(overview.stages)),
      ("supply_links", LocalText(zh: "供应关系", en: "supply links"), .integer(overview.supplyLinks)),
      ("links_with_amount", LocalText(zh: "有金额", en: "with an amount"), .integer(overview.linksWithAmount)),
      ("links_with_product", LocalText(zh: "注明产品", en: "naming a product"), .integer(overview.linksWithProduct)),
      ("weak_components", LocalText(zh: "连通分量", en: "weakly connected components"), .integer(overview.weakComponents)),
      ("largest_weak_component", LocalText(zh: "最大连通分量（企业）", en: "largest of them (firms)"), .integer(overview.largestWeakComponent)),
      ("circles", LocalText(zh: "循环供应组", en: "circles of mutual supply"), .integer(overview.circles)),
      ("largest_circle", LocalText(zh: "最大循环组（企业）", en: "largest circle (firms)"), .integer(overview.largestCircle)),
    ]
    let words = [
      "": ("未注明", "not said"), "sourced": ("有出处", "sourced"), "derived": ("推算", "derived"), "inferred": ("推断", "inferred"),
      "synthetic": ("虚构", "synthetic"),
    ]
    page.tables = [
      Page.Table(
        name: "links_by_provenance", title: LocalText(zh: "供应关系的来源类别", en: "Supply links by provenance"),
        columns: [("provenance", LocalText(zh: "来源类别", en: "provenance")), ("links", LocalText(zh: "关系数", en: "links"))],
        rows: ProvenanceKind.allCases.map { kind in
          let word = words[kind.word]!
          return [.local(LocalText(zh: word.0, en: word.1)), .integer(overview.linksByProvenance[Int(kind.rawValue)])]
        })
    ]
    if !network.clusters.isEmpty { page.tables.append(clusterTable(network)) }
    return page
  }

  /// Every table and column that is read, from the data dictionary.
  private func dictionaryPage() -> Page {
    let tables = DataDictionary.standard.tables
    var page = Page(title: LocalText(zh: "数据字典", en: "Data dictionary"))
    page.tables = [
      Page.Table(
        name: "columns", title: LocalText(zh: "列", en: "Columns"),
        columns: [
          ("table", LocalText(zh: "表", en: "table")), ("column", LocalText(zh: "列", en: "column")),
          ("required", LocalText(zh: "必填", en: "required")), ("unit", LocalText(zh: "单位", en: "unit")),
          ("labels", LocalText(zh: "中文表头", en: "Chinese headers")), ("meaning", LocalText(zh: "含义", en: "meaning")),
        ],
        rows: tables.flatMap { table in
          table.columns.map { column in
            [
              .text(table.name), .text(column.name),
              .local(column.isRequired ? LocalText(zh: "是", en: "yes") : LocalText(zh: "否", en: "no")),
              .text(column.unit), .list(column.labels), .local(column.meaning),
            ]
          }
        })
    ]
    return page
  }

  private static func clusterTable(_ network: Network) -> Page.Table {
    var firms = [Int](repeating: 0, count: network.clusters.count)
    for firm in network.firms.all {
      if let cluster = network.firms.cluster(firm) { firms[cluster.row] += 1 }
    }
    let status: [Cluster.Status?: LocalText] = [
      .established: LocalText(zh: "已形成", en: "established"), .planned: LocalText(zh: "规划", en: "planned"),
      nil: LocalText(zh: "未知", en: "unknown"),
    ]
    return Page.Table(
      name: "cluster_list", title: LocalText(zh: "集群", en: "Clusters"),
      columns: [
        ("cluster_id", LocalText(zh: "编号", en: "cluster")), ("name", LocalText(zh: "名称", en: "name")),
        ("county", LocalText(zh: "县（市、区）", en: "county")), ("chain_id", LocalText(zh: "产业链", en: "chain")),
        ("status", LocalText(zh: "状态", en: "status")), ("firms", LocalText(zh: "企业", en: "firms")),
      ],
      rows: network.clusters.enumerated().map { row, cluster in
        let county = cluster.county.map { network.counties[$0.row].name }
        return [
          .text(cluster.id), .local(LocalText(zh: cluster.name[.zh], en: cluster.name[.en])),
          county.map { .local(LocalText(zh: $0[.zh], en: $0[.en])) } ?? .unknown,
          cluster.chain.map { .text(network.chains[$0.row].id) } ?? .unknown, .local(status[cluster.status]!), .integer(firms[row]),
        ]
      })
  }
}
