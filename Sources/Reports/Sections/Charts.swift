import Answers
import Charts
import ClusterAnalysis
import ClusterMaps
import ClusterModel

/// The six charts.
extension ReportWriter {
  typealias Section = Document.Section
  typealias Table = Document.Table
  typealias Column = Document.Column
  typealias Cell = Document.Cell

  // MARK: 1 Tree

  mutating func treeChart() -> Section {
    var blocks = picture("chart-1-tree")
    if blocks.isEmpty { blocks = [.missing(text("范围内没有集群。", "there is no cluster within the scope."))] }
    let unplaced = report.gaps.reduce(0) { $0 + $1.unplacedFirms }
    if unplaced > 0 {
      blocks.append(.remark(text("\(unplaced) 家企业未归入产业链的任何环节。", "\(unplaced) firms are at no stage of their chain.")))
    }
    return Section("chart-1", text("图一　产业链树状图", "Chart 1  Taxonomy tree"), blocks)
  }

  // MARK: 2 Panorama

  mutating func panoramaChart() -> Section {
    var blocks = picture("chart-2-counties")
    if report.isSingle {
      blocks += picture("chart-2-panorama")
    } else {
      blocks.append(.table(clusterTable()))
      for number in report.panoramas.indices { blocks += picture("chart-2-panorama-\(number + 1)") }
    }
    if report.gaps.isEmpty {
      blocks.append(
        .missing(
          text(
            "没有对照的产业链模板：缺链、完整度无从判断。在 clusters.csv 填写 chain_id。",
            "no chain template to hold the cluster against: what is missing cannot be told. Give chain_id in clusters.csv.")))
    }
    if report.isSingle || report.gaps.count <= 3 { for gap in report.gaps { blocks.append(.table(stageTable(gap))) } }
    if report.benchmark != nil { blocks += peerBlocks() }
    return Section("chart-2", text("图二　现状全景图", "Chart 2  Present panorama"), blocks, startsPage: true)
  }

  private mutating func stageTable(_ gap: ChainGaps) -> Table {
    var rows: [[Cell]] = []
    for row in gap.rows {
      let measures = report.stageMeasures(row, gap)
      let state = gap.completeness == nil && row.gaps.isEmpty ? "" : words.list(row.gaps.map { $0.label[language] })
      rows.append(
        [
          Cell(name(row.stage), mark: Self.mark([network.stages[row.stage.row].provenance.kind])),
          state.isEmpty ? unknown() : Cell(state),
        ] + measures.prefix(4).map { cell($0) } + [Cell(report.rows.place("stages", row.stage.row))])
    }
    let cluster = network.clusters[gap.cluster.row]
    return Table(
      "stages-\(cluster.id)", caption: text("\(name(gap.cluster))各环节", "Stages of \(name(gap.cluster))"),
      columns: [
        Column(text("环节", "stage")), Column(text("缺口", "gaps")), Column(text("集群内企业", "firms inside")),
        Column(text("供应商", "suppliers")), Column(text("采购额/年", "bought a year"), sheet: text("采购额（万元/年）", "bought (10k CNY/yr)")),
        Column(text("配套率", "bought inside")), Column(text("数据行", "row")),
      ], rows: rows)
  }

  private mutating func clusterTable() -> Table {
    var rows: [[Cell]] = []
    for cluster in report.clusters {
      let own = network.clusters[cluster.row]
      let single = report.narrowed(to: cluster)
      let gap = report.gap(cluster)
      var cells = [
        Cell(name(cluster), mark: Self.mark([own.provenance.kind])), Cell(name(own.county)),
        own.status.map { Cell($0 == .planned ? text("规划", "planned") : text("已形成", "established")) } ?? unknown(),
        cell(single.firmCount), cell(single.leaderCount),
      ]
      cells.append(gap.map { cell(report.completeness($0)) } ?? unknown())
      cells += [ChainGaps.Gap.missing, .chokepoint].map { gap == nil ? unknown() : cell(single.gapCount($0)) }
      cells += [cell(single.singlePointCount), cell(single.localRatio), Cell(report.rows.place("clusters", cluster.row))]
      rows.append(cells)
    }
    return Table(
      "clusters", caption: text("集群一览", "The clusters"),
      columns: [
        Column(text("集群", "cluster")), Column(text("县（市、区）", "county")), Column(text("状态", "status")), Column(text("企业", "firms")),
        Column(text("领跑者", "leaders")), Column(text("完整度", "completeness")), Column(text("缺链", "missing")),
        Column(text("卡脖子", "chokepoints")), Column(text("致集群停产的单点", "firms that alone stop it")), Column(text("配套率", "local supply")),
        Column(text("数据行", "row")),
      ], rows: rows)
  }

  private mutating func peerBlocks() -> [Document.Block] {
    guard let benchmark = report.benchmark else { return [] }
    let peer = name(benchmark.peer.cluster)
    var rows: [[Cell]] = []
    for row in benchmark.rows {
      let firms = (row.own.firms, row.peer.firms)
      let list = report.rows.makers(firms.0, at: row.stage) + report.rows.makers(firms.1, at: row.stage)
      let kinds = report.rows.kinds(firms: firms.0 + firms.1)
      let basis = Basis(
        "", LocalText(zh: "对标得分差（标杆减本集群），算法见“对标”指南", en: "difference of benchmark scores, peer minus cluster; see the guide on benchmark"),
        rows: list, kinds: kinds)
      rows.append([
        Cell(name(row.stage)), Cell(words.count(firms.0.count), number: Double(firms.0.count)),
        Cell(words.count(firms.1.count), number: Double(firms.1.count)),
        cell(Measure(cell: "gap", Measure.Value(gapRange(row), .ratio), basis)),
        Cell(row.isLacking ? text("标杆有，本集群缺", "the peer has it, the cluster lacks it") : ""),
      ])
    }
    let table = Table(
      "peer", caption: text("与标杆“\(peer)”的差距", "The gap to the peer \(peer)"),
      columns: [
        Column(text("环节", "stage")), Column(text("本集群企业", "firms here")), Column(text("标杆企业", "firms of the peer")),
        Column(text("差距", "gap")), Column(text("说明", "remark")),
      ], rows: rows)
    return picture("chart-2-peer") + [.table(table)]
  }

  /// The gap over what is measured of both, and what it could be at least and at most.
  private func gapRange(_ row: Benchmark.Row) -> KnownRange {
    let parts = Benchmark.Part.allCases.count
    return KnownRange(value: row.gap, low: row.low, high: row.high, known: parts - row.unmeasured.count, of: parts)
  }

  // MARK: 4 Path

  mutating func pathChart() -> Section {
    var blocks = picture("chart-4-path")
    let steps = report.steps.steps
    if steps.isEmpty {
      blocks.append(
        report.gaps.allSatisfy { $0.completeness == nil }
          ? .missing(text("没有在册企业或产业链模板，无法排序。", "no firm at a stage, or no template: nothing can be put in order."))
          : .paragraph(text("没有发现缺口或单点。", "No gap and no single point was found.")))
    } else {
      blocks.append(
        .paragraph(
          text(
            "步骤按“涉及产出”由大到小排列：该环节（或企业）的现有来源一旦全部中断，范围内停产企业的年产出之和。各步的数额有重叠，不可相加。",
            "Steps are in the order of the output at stake: the yearly output of firms within the scope that stop when all present sources of the stage, or the firm, fail. The amounts overlap and do not add up."
          )))
      blocks.append(.table(stepTable(steps)))
    }
    return Section("chart-4", text("图四　发展路径图", "Chart 4  Strengthening path"), blocks, startsPage: true)
  }

  private mutating func stepTable(_ steps: [PrioritySteps.Step]) -> Table {
    var rows: [[Cell]] = []
    for (number, step) in steps.enumerated() {
      let remedy = step.findings.first?.remedy[language] ?? ""
      rows.append([
        Cell(String(number + 1), number: Double(number + 1)), Cell(step.kind.label[language]),
        Cell(shown(step.subject.name, step.subject.id)), Cell(remedy), cell(report.exposure(step)),
        Cell(words.count(step.stopped.count), number: Double(step.stopped.count)), Cell(name(report.county(of: step))),
      ])
    }
    return Table(
      "steps", caption: text("步骤", "Steps"),
      columns: [
        Column(text("步", "step")), Column(text("类别", "kind")), Column(text("对象", "what")), Column(text("举措", "what to do")),
        Column(text("涉及产出/年", "at stake a year"), sheet: text("涉及产出（万元/年）", "at stake (10k CNY/yr)")),
        Column(text("停产企业", "firms stopped")), Column(text("责任县", "county")),
      ], rows: rows, pageLimit: 40)
  }

  // MARK: 5 Technology

  mutating func technologyChart() -> Section {
    var blocks: [Document.Block] = []
    for number in 1...3 { blocks += picture("chart-5-technology-\(number)") }
    blocks += picture("chart-5-clusters")
    for gap in report.gaps where gap.completeness != nil && (report.isSingle || report.gaps.count <= 3) {
      blocks.append(.table(technologyTable(gap)))
    }
    let choked = report.gaps.flatMap { gap in
      gap.findings().filter { $0.rule == "chokepoint" }.map { $0.message[language] }
    }
    if !choked.isEmpty {
      blocks.append(.list(choked))
    } else if report.gaps.contains(where: { $0.completeness != nil }) {
      blocks.append(.paragraph(text("没有全部依赖区域外一家供应商的环节。", "No stage hangs on one supplier outside the region.")))
    }
    blocks.append(.table(honourTable()))
    let honours = HonourLists(network)
    let lacking = HonourLists.technology.filter { !honours.kept.contains($0) }
    if !lacking.isEmpty {
      blocks.append(
        .missing(
          text(
            "没有这些名单：\(words.list(lacking.map { $0.label.zh }))。在 roles.csv 补充后可衡量技术水平。",
            "no lists of \(words.list(lacking.map { $0.label.en })). With them in roles.csv the level of technology can be measured.")))
    }
    return Section("chart-5", text("图五　技术创新图", "Chart 5  Technology and chokepoints"), blocks, startsPage: true)
  }

  private mutating func technologyTable(_ gap: ChainGaps) -> Table {
    var rows: [[Cell]] = []
    for row in gap.rows where !row.suppliers.isEmpty || !row.inside.isEmpty {
      let measures = report.stageMeasures(row, gap)
      rows.append(
        [Cell(name(row.stage)), Cell(row.gaps.contains(.chokepoint) ? ChainGaps.Gap.chokepoint.label[language] : "—")]
          + [measures[3], measures[4], measures[5]].map { cell($0) }
          + [Cell(words.list(row.suppliers.filter { network.firms.cluster($0) != gap.cluster }.map { name($0) }, limit: 2))])
    }
    return Table(
      "technology-\(network.clusters[gap.cluster.row].id)",
      caption: text("\(name(gap.cluster))各环节的对外依赖", "Dependence of \(name(gap.cluster)) on others, by stage"),
      columns: [
        Column(text("环节", "stage")), Column(text("卡脖子", "chokepoint")), Column(text("集群内配套率", "bought inside")),
        Column(text("区域外比例", "from outside the region")), Column(text("供应商集中度（HHI）", "supplier HHI")),
        Column(text("集群外供应商", "suppliers outside")),
      ], rows: rows)
  }

  private mutating func honourTable() -> Table {
    let list = report.leaders.sorted { network.firms.ids.precedes($0.row, $1.row) }
    var rows: [[Cell]] = []
    for firm in list {
      let roles = network.roles.enumerated().filter { $0.element.firm == firm }
      rows.append([
        cell(firm), Cell(words.list(roles.map { describe($0.element) })),
        amount(network.firms.revenue[firm.row], firm), amount(network.firms.researchSpending[firm.row], firm),
        Cell(words.list(roles.map { report.rows.place("roles", $0.offset) })),
      ])
    }
    return Table(
      "leaders", caption: text("领跑者与链主的资质", "Leaders and their honours"),
      columns: [
        Column(text("企业", "firm")), Column(text("资质", "honours")),
        Column(text("营业收入/年", "revenue a year"), sheet: text("营业收入（万元）", "revenue (10k CNY)")),
        Column(text("研发投入/年", "research a year"), sheet: text("研发投入（万元）", "research (10k CNY)")), Column(text("数据行", "rows")),
      ], rows: rows)
  }

  func describe(_ role: Role) -> String {
    var parts = [role.kind.label[language]]
    if let level = role.level { parts.append(level.label[language]) }
    if let year = role.year { parts.append(text("\(year)年", "\(year)")) }
    return parts.joined(separator: text("·", ", "))
  }

  /// An amount that a firm's row states.
  mutating func amount(_ wan: Double?, _ firm: FirmID) -> Cell {
    guard let wan else { return Cell(words.unknown, mark: .missing, isNumeric: true) }
    return Cell(words.amount(wan), number: wan)
  }

  // MARK: 6 Sources

  mutating func sourcesChart() -> Section {
    var blocks = picture("chart-6-sources")
    var rows: [[Cell]] = []
    for source in report.sources.sources {
      let list = report.rows.supplies(source.links) + report.rows.makers(source.makers, at: source.stage)
      let basis = Basis(
        "", LocalText(zh: "集群企业向这些企业采购该环节产品的年金额", en: "what firms of the cluster buy of the stage from these firms a year"), rows: list,
        kinds: report.rows.kinds(firms: source.makers, links: source.links))
      let bought = Measure(cell: "source", Measure.Value(source.amounts.of == 0 ? nil : source.amounts.range, .amount), basis)
      rows.append([
        Cell(name(source.stage)), Cell(words.list(source.gaps.map { $0.label[language] })), Cell(name(source.county)),
        Cell(place(source.county, source.cluster)),
        Cell(words.list(source.makers.map { name($0) }, limit: 3), mark: Self.mark(report.rows.kinds(firms: source.makers))),
        source.suppliers.isEmpty ? Cell(text("尚未供应", "no supply yet"), isNumeric: true) : cell(bought),
        Cell(name(network.clusters[source.cluster.row].county)),
      ])
    }
    if !rows.isEmpty {
      blocks.append(
        .table(
          Table(
            "sources", caption: text("招商对象：缺弱环节的集群外企业", "Whom to attract: makers, outside the cluster, of what it lacks or is weak at"),
            columns: [
              Column(text("环节", "stage")), Column(text("缺口", "gaps")), Column(text("所在地", "place")), Column(text("区位", "where")),
              Column(text("企业", "firms")),
              Column(text("现供金额/年", "supplies today, a year"), sheet: text("现供金额（万元/年）", "supplies (10k CNY/yr)")),
              Column(text("责任县", "county")),
            ], rows: rows, pageLimit: 60)))
    }
    if !report.sources.without.isEmpty {
      blocks.append(
        .missing(
          text(
            "这些环节在册数据中没有集群外企业：\(words.list(report.sources.without.map { name($0.stage) }))。",
            "no maker outside is on record for: \(words.list(report.sources.without.map { name($0.stage) })).")))
    }
    if rows.isEmpty && report.sources.without.isEmpty {
      blocks.append(.paragraph(text("没有缺弱环节。", "No stage is missing or weak.")))
    }
    return Section("chart-6", text("图六　招商路线图", "Chart 6  Where to attract from"), blocks, startsPage: true)
  }

  private func place(_ county: CountyID?, _ cluster: ClusterID) -> String {
    guard let county else { return words.unknown }
    if county == network.clusters[cluster.row].county { return text("本县", "the county") }
    return network.counties[county.row].isInside ? text("市内", "the region") : text("区域外", "outside")
  }

  // MARK: Charts proper

  /// The charts of values, by name.
  func charts() -> [(String, Chart)] {
    var all: [(String, Chart)] = []
    let known = report.gaps.filter { $0.completeness != nil }
    if known.count <= 3 {
      for (number, gap) in known.enumerated() { all.append(("chart-5-technology-\(number + 1)", technology(gap))) }
    } else {
      all.append(("chart-5-clusters", dependence(known)))
    }
    if let benchmark = report.benchmark {
      all.append(("chart-2-peer", BenchmarkCharts(benchmark, of: network, language: language).dots))
    }
    all += futureCharts()
    return all
  }

  /// A row for each cluster, where there are too many for a chart of each.
  private func dependence(_ gaps: [ChainGaps]) -> Chart {
    var described: [String] = []
    let rows = gaps.map { gap -> Chart.Row in
      let part = report.narrowed(to: gap.cluster)
      let all = part.firms.flatMap { report.sourcing.view.purchases(of: $0) }
      let beyond = SupplierMix(all, report.sourcing.view).share { firm in
        network.firms.county(firm).map { !network.counties[$0.row].isInside }
      }
      let inside = part.purchases.local?.rest
      described.append([inside, beyond].map { words.value(Measure.Value($0, .ratio)) }.joined(separator: "/"))
      let choked = gap.rows.filter { $0.gaps.contains(.chokepoint) }.count
      let values = [
        inside?.value ?? .nan, beyond?.value ?? .nan,
        gap.rows.isEmpty ? .nan : Double(choked) / Double(gap.rows.count),
      ]
      return Chart.Row(name(gap.cluster), values, text: choked > 0 ? text("■ 卡脖子 \(choked)", "■ \(choked) choked") : "")
    }
    var chart = Chart(
      title: text("各集群的对外依赖", "Dependence of the clusters on others"),
      subtitle: text("越靠右越依赖外部", "The further right, the more comes from others"),
      description: zip(rows, described).map { row, shares in
        "\(row.label)：" + shares + "/" + (row.values[2].isNaN ? words.unknown : words.share(row.values[2]))
      }.joined(separator: text("；", "; ")), language: language.rawValue,
      horizontal: Chart.Axis(text("比例", "share"), unit: .share, including: [0, 1]),
      content: .dots(
        names: [
          text("集群外采购", "bought outside the cluster"), text("区域外采购", "from outside the region"), text("卡脖子环节占比", "share of stages choked"),
        ],
        rows: rows))
    chart.note = partsNote + syntheticNote(report.rows.kinds(firms: report.firms))
    return chart
  }

  private func syntheticNote(_ kinds: Set<ProvenanceKind>) -> String {
    kinds.contains(.synthetic) ? text("含虚构企业（SYN-），仅供演示。", "With synthetic firms (SYN-), made up for demonstration.") : ""
  }

  private var partsNote: String {
    text("金额部分未知的，画已知部分的值。", "Where amounts are unknown in part, what is drawn is that of the known. ")
  }

  private func technology(_ gap: ChainGaps) -> Chart {
    var described: [String] = []
    let rows = gap.rows.filter { !$0.suppliers.isEmpty }.map { row -> Chart.Row in
      let measures = report.stageMeasures(row, gap).map(\.value)
      let local = row.sourcing.local?.rest
      let values = [local?.value ?? .nan, measures[4].number ?? .nan, measures[5].number ?? .nan]
      described.append(([Measure.Value(local, .ratio)] + measures[4...5]).map { words.value($0) }.joined(separator: "/"))
      let known = values.filter { !$0.isNaN }
      let state = row.gaps.contains(.chokepoint) ? text("■ 卡脖子", "■ chokepoint") : ""
      return Chart.Row(
        name(row.stage), values, range: known.isEmpty ? nil : (known.min() ?? 0)...(known.max() ?? 0), text: state)
    }
    var chart = Chart(
      title: text("\(name(gap.cluster))：各环节的对外依赖与供应集中度", "\(name(gap.cluster)): dependence on others and concentration, by stage"),
      subtitle: text("越靠右越依赖外部、越集中", "The further right, the more comes from others and from few"),
      description: zip(rows, described).map { row, values in
        "\(row.label)：" + values + (row.text.isEmpty ? "" : " " + row.text)
      }.joined(separator: text("；", "; ")), language: language.rawValue,
      horizontal: Chart.Axis(text("比例", "share"), unit: .share, including: [0, 1]),
      content: .dots(
        names: [
          text("集群外采购", "bought outside the cluster"), text("区域外采购", "from outside the region"),
          text("供应商集中度（HHI）", "supplier concentration (HHI)"),
        ],
        rows: rows))
    chart.note = partsNote + syntheticNote(report.rows.kinds(firms: gap.rows.flatMap(\.suppliers)))
    return chart
  }
}

extension Report {
  /// Whose matter a step is: the firm's county, else the cluster's.
  func county(of step: PrioritySteps.Step) -> CountyID? {
    network.clusters[step.cluster.row].county
  }
}
