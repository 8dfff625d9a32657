import Answers
import ClusterAnalysis
import ClusterModel

/// How old the lists are, as facts and tables.
struct AgeTables {
  let ages: FactAges
  let network: Network
  /// Whether any row has a day.
  let isDated: Bool

  /// - Parameters:
  ///   - day: counted to; the latest day of the lists where it is `nil`.
  ///   - halfLife: months.
  init(_ network: Network, to day: CalendarDay?, halfLife: Double) {
    let latest = LinkAgeing.latestDay(network)
    self.network = network
    isDated = latest != nil
    // Without a date there is nothing to count, from whatever day.
    ages = FactAges(network, LinkAgeing(to: day ?? latest ?? CalendarDay(number: 0), halfLife: halfLife))
  }

  var facts: [(column: Answer.Column, value: Cell)] { Self.facts(ages.links, ages.ageing, isDated: isDated) }

  /// The facts alone, which need no more than the links. O(rows).
  ///
  /// - Parameters:
  ///   - network: its links, and the days of its other rows.
  ///   - halfLife: months.
  static func facts(of network: Network, halfLife: Double) -> [(column: Answer.Column, value: Cell)] {
    let latest = LinkAgeing.latestDay(network)
    let ageing = LinkAgeing(to: latest ?? CalendarDay(number: 0), halfLife: halfLife)
    return facts(FactAges.links(network, ageing), ageing, isDated: latest != nil)
  }

  private static func facts(_ links: FactAges.Group, _ ageing: LinkAgeing, isDated: Bool) -> [(column: Answer.Column, value: Cell)] {
    [
      ("ages_counted_to", isDated ? .text(ageing.day.text) : .unknown), ("half_life_months", .number(ageing.halfLife)),
      ("links_dated", .count(links.dated)), ("median_link_age", .number(links.median)), ("old_links", old(links)),
    ]
  }

  var tables: [Answer.Table] {
    var tables = [kinds]
    if !network.clusters.isEmpty { tables.append(clusters) }
    if !ages.oldestLinks.isEmpty { tables.append(oldest) }
    return tables
  }

  private static let columns: [Answer.Column] = ["fact_rows", "dated_rows", "oldest_day", "newest_day", "median_age", "old_share"]

  private static func cells(_ group: FactAges.Group) -> [Cell] {
    let nothing = group.dated == 0
    return [
      .count(group.rows), .count(group.dated), nothing ? .unknown : .text(group.oldest?.text),
      nothing ? .unknown : .text(group.newest?.text),
      .number(group.median), old(group),
    ]
  }

  private static func old(_ group: FactAges.Group) -> Cell {
    if group.rows == 0 { return .nothing }
    return group.dated == 0 ? .unknown : .share(group.old)
  }

  private var kinds: Answer.Table {
    let rows: [(Cell, FactAges.Group)] = [
      (.word("links", zh: "供应关系", en: "supply links"), ages.links), (.word("firms", zh: "企业", en: "firms"), ages.firms),
      (.word("makes", zh: "生产", en: "what firms make"), ages.makings), (.word("figures", zh: "指标", en: "figures"), ages.figures),
    ]
    return Answer.Table("ages", zh: "数据新旧", en: "Age of the lists", ["fact_kind"] + Self.columns, over: rows) { [$0.0] + Self.cells($0.1) }
  }

  private var clusters: Answer.Table {
    Answer.Table(
      "ages_by_cluster", zh: "各集群供应关系的新旧", en: "Age of each cluster’s links", ["cluster_id", "name"] + Self.columns,
      over: Array(ages.linksOfCluster.enumerated())
    ) { [network] row, group in
      [.text(network.clusters[row].id), .name(network.clusters[row].name)] + Self.cells(group)
    }
  }

  /// Where to ask first: what was recorded longest ago.
  private var oldest: Answer.Table {
    Answer.Table(
      "oldest_links", zh: "最早的供应关系", en: "Oldest links",
      [
        "supplier_id", "supplier", "buyer_id", "buyer", "product_id", "product", "as_of", "age_months", "survival_share",
      ], over: ages.oldestLinks, shown: 10
    ) { [network, ages] link, day in
      let supplies = network.supplies
      let product = supplies.product(link).map { network.products[$0.row] }
      return network.idAndName(supplies.supplier(link)) + network.idAndName(supplies.buyer(link)) + [
        product.map { .text($0.id) } ?? .unknown, product.map { .name($0.name) } ?? .unknown, .text(day.text),
        .number(ages.ageing.months(since: day)), .share(ages.ageing.survival(since: day)),
      ]
    }
  }

  /// What the ages rest on.
  var notes: [LocalText] {
    guard isDated else {
      return [
        LocalText(
          zh: "没有一行注明日期（截至日期），数据新旧不明；在清单中填写“截至日期”列。",
          en: "no row has a date (column as_of), so how old the lists are is not known; fill in the column as_of.")
      ]
    }
    return [Self.note(ages.ageing)]
  }

  /// What counts as old, and why.
  static func note(_ ageing: LinkAgeing) -> LocalText {
    LocalText(
      zh:
        "新旧按“截至日期”算到 \(ageing.day.text)；超过 \(Wording(.zh).number(ageing.halfLife)) 个月算旧。一国增值税数据中，供应关系约 13 个月消失一半（arXiv:2503.20594）。",
      en:
        "ages count from the column as_of to \(ageing.day.text); older than \(Wording(.en).number(ageing.halfLife)) months is old. In the tax records of a whole country half of the supply links were gone after 13 months (arXiv:2503.20594)."
    )
  }
}
