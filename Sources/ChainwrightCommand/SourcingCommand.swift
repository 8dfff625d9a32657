import ArgumentParser
import Chainwright

struct SourcingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sourcing",
    abstract: "How concentrated and how local supply is: suppliers, HHI, local supply ratio (本地配套率), leakage.",
    discussion: """
      HHI is the sum of squared supplier shares of a buyer's purchases of one good, 0 to 1; 1 is a single source. Local means the buyer's own county, \
      and with --cluster also the cluster itself. Unknown amounts make a ratio unknown, never 0.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Only what firms of this cluster buy.", valueName: "cluster-id")) var cluster: String?
  @Option(help: ArgumentHelp("Only what this firm buys.", valueName: "firm-id")) var firm: String?
  @Flag(help: "List every good of every buyer instead of totals by good.") var all = false
  var limit: Int { output.limit ?? 30 }

  func run() throws {
    let network = try input.load(output.language).network
    let sourcing = Sourcing(SupplyView(network))
    var buyers: Set<FirmID>?
    var title = LocalText(zh: "配套：\(network.displayName(.zh))", en: "Sourcing: \(network.displayName(.en))")
    if let cluster {
      let id = try network.find(cluster: cluster)
      buyers = Set(network.firms.all.filter { network.firms.cluster($0) == id })
      title = LocalText(zh: "配套：\(network.clusters[id.row].name[.zh])", en: "Sourcing: \(network.clusters[id.row].name[.en])")
    }
    if let firm {
      let id = try network.find(firm: firm)
      buyers = [id]
      title = LocalText(zh: "配套：\(network.firms.name(id, .zh))", en: "Sourcing: \(network.firms.name(id, .en))")
    }
    try output.write(page(title, sourcing, buyers))
  }

  private func page(_ title: LocalText, _ sourcing: Sourcing, _ buyers: Set<FirmID>?) -> Page {
    let view = sourcing.view
    let purchases = (0..<view.purchaseCount).filter { buyers?.contains(FirmID(Int(view.buyers[$0]))) ?? true }
    let total = sourcing.total(of: purchases)
    var page = Page(title: title)
    page.facts = [
      ("purchases", LocalText(zh: "采购项（采购方×产品）", en: "goods bought (buyer x good)"), .integer(total.purchases)),
      ("single_sourced", LocalText(zh: "单一来源", en: "single-sourced"), .integer(total.singleSourced)),
      ("hhi_above_0_25", LocalText(zh: "HHI > 0.25", en: "HHI > 0.25"), .integer(purchases.count { sourcing.hhi[$0] > 0.25 })),
      ("hhi_above_0_4", LocalText(zh: "HHI > 0.4", en: "HHI > 0.4"), .integer(purchases.count { sourcing.hhi[$0] > 0.4 })),
      ("bought_cny_wan", LocalText(zh: "采购额（万元/年）", en: "bought (10k CNY/yr)"), .number(total.bought)),
      ("local_supply_ratio", LocalText(zh: "本县配套率", en: "local supply ratio (county)"), .ratio(total.localRatio)),
      ("leakage", LocalText(zh: "外流率", en: "leakage"), .ratio(total.leakage)),
    ]
    if let buyers, cluster != nil {
      let inside = sourcing.total(of: purchases) { buyers.contains($0) }
      page.facts.append(("cluster_supply_ratio", LocalText(zh: "集群内配套率", en: "supply from the cluster itself"), .ratio(inside.localRatio)))
    }
    page.facts.append(
      ("unknown", LocalText(zh: "金额或县区未知（不计入）", en: "amount or county unknown (left out)"), .integer(total.unknown)))
    page.tables = [all ? purchaseTable(sourcing, purchases) : goodTable(sourcing, buyers)]
    return page
  }

  private func cut<Row>(_ rows: [Row]) -> (shown: ArraySlice<Row>, omitted: Int) {
    let shown = output.format.isForReading ? rows.prefix(limit) : rows[...]
    return (shown, rows.count - shown.count)
  }

  private func goodTable(_ sourcing: Sourcing, _ buyers: Set<FirmID>?) -> Page.Table {
    let (rows, omitted) = cut(sourcing.byGood(buyers: buyers))
    return Page.Table(
      name: "goods", title: LocalText(zh: "按产品", en: "By good"),
      columns: [
        ("product_id", LocalText(zh: "产品编号", en: "good")), ("name", LocalText(zh: "产品", en: "name")),
        ("buyers", LocalText(zh: "采购方", en: "buyers")), ("single_sourced", LocalText(zh: "单一来源", en: "single-sourced")),
        ("bought_cny_wan", LocalText(zh: "采购额（万元）", en: "bought (10k CNY)")),
        ("local_supply_ratio", LocalText(zh: "本县配套率", en: "local supply")), ("leakage", LocalText(zh: "外流率", en: "leakage")),
      ],
      rows: rows.map { row in
        [
          .text(sourcing.view.subject(row.good).id), .local(sourcing.view.name(row.good)), .integer(row.total.purchases),
          .integer(row.total.singleSourced), .number(row.total.bought), .ratio(row.total.localRatio), .ratio(row.total.leakage),
        ]
      }, omitted: omitted)
  }

  private func purchaseTable(_ sourcing: Sourcing, _ purchases: [Int]) -> Page.Table {
    let view = sourcing.view
    let firms = view.network.firms
    let (rows, omitted) = cut(purchases)
    return Page.Table(
      name: "purchases", title: LocalText(zh: "按采购方和产品", en: "By buyer and good"),
      columns: [
        ("buyer_id", LocalText(zh: "采购方", en: "buyer")), ("product_id", LocalText(zh: "产品编号", en: "good")),
        ("name", LocalText(zh: "产品", en: "name")), ("suppliers", LocalText(zh: "供应商", en: "suppliers")),
        ("hhi", LocalText(zh: "HHI", en: "HHI")), ("bought_cny_wan", LocalText(zh: "采购额（万元）", en: "bought (10k CNY)")),
        ("local_supply_ratio", LocalText(zh: "本县配套率", en: "local supply")),
      ],
      rows: rows.map { purchase in
        [
          .text(firms.id(FirmID(Int(view.buyers[purchase])))), .text(view.subject(view.goods[purchase]).id),
          .local(view.name(view.goods[purchase])),
          .integer(Int(sourcing.supplierCounts[purchase])), Page.Cell(sourcing.hhi[purchase]), Page.Cell(sourcing.bought[purchase]),
          .ratio(sourcing.localRatio(purchase)),
        ]
      }, omitted: omitted)
  }
}
