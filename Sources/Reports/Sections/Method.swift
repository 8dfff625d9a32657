import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel

/// What is missing, how it was computed, and where it comes from.
extension ReportWriter {
  mutating func missingSection() -> Section {
    var items: [String] = []
    func add(_ count: Int, _ zh: String, _ en: String) { if count > 0 { items.append(text(zh, en)) } }
    let firms = report.firms
    let total = words.count(firms.count)
    let revenue = firms.filter { network.firms.revenue[$0.row] == nil }.count
    add(
      revenue, "营业收入：\(words.count(revenue)) / \(total) 家企业未知（firms.csv）",
      "revenue: unknown of \(words.count(revenue)) of \(total) firms (firms.csv)")
    let jobs = firms.filter { network.firms.employees[$0.row] == nil }.count
    add(jobs, "从业人员：\(words.count(jobs)) / \(total) 家企业未知", "employees: unknown of \(words.count(jobs)) of \(total) firms")
    let research = firms.filter { network.firms.researchSpending[$0.row] == nil }.count
    add(
      research, "研发投入：\(words.count(research)) / \(total) 家企业未知", "research spending: unknown of \(words.count(research)) of \(total) firms"
    )
    let placeless = firms.filter { network.firms.county($0) == nil }.count
    add(placeless, "所在县：\(words.count(placeless)) 家企业未知", "county: unknown of \(words.count(placeless)) firms")
    let stageless = firms.filter { report.firmStages[$0].isEmpty }.count
    add(stageless, "所在环节：\(words.count(stageless)) 家企业未知（makes.csv）", "stage: unknown of \(words.count(stageless)) firms (makes.csv)")
    let links = report.links
    let amounts = links.filter { network.supplies.amount[$0.row] == nil }.count
    add(
      amounts, "供应金额：\(words.count(amounts)) / \(words.count(links.count)) 条供应关系未知（supplies.csv）",
      "amounts: unknown of \(words.count(amounts)) of \(words.count(links.count)) supply links (supplies.csv)")
    let undated = links.count - (report.linkAges?.ages.dated ?? 0)
    add(
      undated, "供应关系的截至日期：\(words.count(undated)) / \(words.count(links.count)) 条未注明，新旧不明（supplies.csv 的 as_of）",
      "day of each link: not stated of \(words.count(undated)) of \(words.count(links.count)) supply links, so how old they are is not known (as_of of supplies.csv)"
    )
    if links.isEmpty { items.append(text("供应关系：没有（supplies.csv）", "supply links: none (supplies.csv)")) }
    let chainless = report.clusters.filter { network.clusters[$0.row].chain == nil }
    if !chainless.isEmpty {
      items.append(
        text("产业链模板：\(words.list(chainless.map { name($0) })) 没有", "chain template: none for \(words.list(chainless.map { name($0) }))"))
    }
    let unrecorded = report.gaps.filter { $0.completeness == nil }.map { name($0.cluster) }
    if !unrecorded.isEmpty {
      items.append(
        text(
          "环节企业：\(words.list(unrecorded)) 没有记录，完整度未知", "firms at stages: none recorded for \(words.list(unrecorded)); completeness unknown")
      )
    }
    if !network.groups.contains(where: { $0.kind == .park }) { items.append(text("园区：没有（groups.csv）", "parks: none (groups.csv)")) }
    items.append(text("项目台账：没有对应的表", "register of projects: there is no such table"))
    if report.scenario == nil { items.append(text("情景：未给出", "scenario: none given")) }
    return Section(
      "missing", text("三、缺失的数据", "3  What is missing"),
      [
        .paragraph(
          text("下列数据缺失；报告中相应之处写“未知”，从不以零代替。", "These data are missing. Where they are needed the report says unknown, never zero.")),
        .list(items),
      ],
      startsPage: true)
  }

  func methodSection() -> Section {
    let lines =
      language == .zh
      ? [
        "供给：企业要运行，所需的每一种产品都至少要有一家在册供应商在产（与或供给，M1）；循环供应取最大不动点。",
        "单点（M2）：逐一停产每家上游企业，精确判断哪些企业停产会使集群产出中断。",
        "涉及产出（M5）：某来源停产后，范围内随之停产企业的年产出（营业收入，未知时取已知销售之和）。",
        "产业链缺口（M33）：缺链，有需求而集群内无企业；断链，有企业而未供给集群内下一环节；弱链，只有一家企业或配套率低于 50%；卡脖子，全部购自区域外一家供应商。",
        "配套率（M13）：购自范围内（集群报告为集群内）企业的金额占全部已知采购金额的比例。金额未知的不计入。",
        "供应商集中度（M11）：各供应商采购份额的平方和，1 为独家供应。",
        "金额以万元、亿元计；表格工作簿中统一为万元。完整定义见 docs/metrics.md。",
        "本报告只用所给数据，不作预测，不补缺失；不同集群对照不同模板，完整度不可比较。",
      ]
      : [
        "Supply: a firm runs while each good it needs has at least one recorded supplier that runs (AND/OR supply, M1); circles by the greatest fixed point.",
        "Single points (M2): every firm upstream is deleted in turn; those whose loss alone stops the cluster's output are counted, exactly.",
        "Output at stake (M5): yearly output of the firms within the scope that stop when a source fails; revenue, or where that is unknown the sum of known sales.",
        "Chain gaps (M33): missing, in demand and made by no firm inside; broken, made inside and not supplied to the next stage inside; weak, one maker inside or less than 50 % bought inside; chokepoint, bought from one supplier outside the region only.",
        "Local supply ratio (M13): of all known purchases the share from firms within the scope (for a cluster's report, of the cluster). Unknown amounts are left out.",
        "Supplier concentration (M11): the sum of the squared shares of the suppliers; 1 is a single source.",
        "Amounts are in CNY million and billion; in the workbook in units of 10,000 CNY. Full definitions: docs/metrics.md.",
        "The report uses the data given, forecasts nothing and fills nothing in. Clusters are held against different templates: their completeness does not compare.",
      ]
    return Section("method", text("四、方法说明", "4  Notes on method"), [.list(lines)])
  }

  mutating func sourceSection() -> Section {
    struct Group {
      var kinds: Set<ProvenanceKind> = [], tables: [String: [Int]] = [:], dates: Set<String> = []

      mutating func add(_ provenance: Provenance, _ table: String, _ row: Int) {
        kinds.insert(provenance.kind)
        tables[table, default: []].append(row)
        if !provenance.asOf.isEmpty { dates.insert(provenance.asOf) }
      }
    }
    var groups: [String: Group] = [:]
    for fact in report.provenances {
      groups[fact.provenance.source, default: Group()].add(fact.provenance, fact.table, fact.row)
    }
    let sorted = groups.sorted { a, b in
      let (x, y) = (a.value.tables.values.reduce(0) { $0 + $1.count }, b.value.tables.values.reduce(0) { $0 + $1.count })
      return x != y ? x > y : a.key < b.key
    }
    let rows = sorted.map { source, group -> [Cell] in
      let cell = sourceCell(source)
      let dates = group.dates.sorted()
      let span = dates.isEmpty ? text("未注明", "not stated") : dates.count == 1 ? dates[0] : "\(dates[0]) – \(dates[dates.count - 1])"
      let places = group.tables.keys.sorted().flatMap { table in
        RowList((group.tables[table] ?? []).map { report.reading.place(table, $0) }).texts(language, limit: 6)
      }
      let count = group.tables.values.reduce(0) { $0 + $1.count }
      return [
        cell,
        Cell(ProvenanceKind.allCases.filter { group.kinds.contains($0) }.map { $0.word(language) }.joined(separator: text("、", ", "))),
        Cell(span), Cell(words.count(count), number: Double(count)), Cell(places.joined(separator: text("；", "; "))),
      ]
    }
    return Section(
      "sources", text("五、数据来源", "5  Sources"),
      [
        .table(
          Table(
            "sources-list", caption: text("来源及所用的数据行", "The sources, and the rows used"),
            columns: [
              Column(text("来源", "source")), Column(text("性质", "kind")), Column(text("截至", "as of")), Column(text("行数", "rows")),
              Column(text("数据行", "where")),
            ], rows: rows, pageLimit: 120))
      ])
  }
}
