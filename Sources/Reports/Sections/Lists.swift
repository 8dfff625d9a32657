import Answers
import ClusterAnalysis
import ClusterModel

/// The six lists.
extension ReportWriter {
  // MARK: 1 Key matters

  mutating func matterList() -> Section {
    var rows: [[Cell]] = []
    for step in report.steps.steps + report.steps.idle {
      for (number, finding) in step.findings.enumerated() {
        let basis = Basis(
          "", LocalText(zh: "发现的证明：" + proof(finding, .zh), en: "the proof: " + proof(finding, .en)),
          rows: RowList(finding.places) + (step.stage.map { report.rows.stages([$0]) + report.rows.requirements(of: [$0]) } ?? RowList()),
          kinds: report.rows.kinds(firms: step.guarded + step.stopped))
        var message = Cell(finding.message[language], mark: Self.mark(basis.kinds))
        message.note = note(basis)
        rows.append([
          Cell(String(rows.count + 1), number: Double(rows.count + 1)), message, Cell(severity(finding.severity)),
          Cell(finding.remedy[language]),
          number == 0 ? cell(report.exposure(step)) : Cell(text("同上", "as above"), isNumeric: true), Cell(name(report.county(of: step))),
        ])
      }
    }
    let table = Table(
      "key-matters", caption: text("重点事项", "Key matters"),
      columns: [
        Column(text("序号", "no.")), Column(text("事项", "matter")), Column(text("级别", "severity")), Column(text("处置", "remedy")),
        Column(text("涉及产出/年", "at stake a year"), sheet: text("涉及产出（万元/年）", "at stake (10k CNY/yr)")), Column(text("责任县", "county")),
      ], rows: rows, pageLimit: 60)
    let blocks: [Document.Block] =
      rows.isEmpty
      ? [
        report.gaps.allSatisfy { $0.completeness == nil }
          ? .missing(text("没有在册企业或产业链模板，无从发现。", "no firm at a stage, or no template: nothing can be found."))
          : .paragraph(text("没有发现缺口或单点。", "No gap and no single point was found."))
      ] : [.table(table)]
    return Section("list-1", text("清单一　重点事项", "List 1  Key matters"), blocks)
  }

  private func proof(_ finding: Finding, _ language: Language) -> String {
    finding.witness.prefix(4).map { $0.text[language] }.joined(separator: language == .zh ? "；" : "; ")
  }

  private func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: text("✗ 严重", "✗ grave")
    case .warning: text("▲ 重要", "▲ weighty")
    case .note: text("• 一般", "• ordinary")
    }
  }

  // MARK: 2 Parks

  mutating func parkList() -> Section {
    let parks = network.groups.filter { $0.kind == .park && $0.members.contains { report.members.contains($0.firm) } }
    var rows: [[Cell]] = []
    for park in parks.sorted(by: { $0.id < $1.id }) {
      let own = park.members.map(\.firm).filter { report.members.contains($0) }.sorted()
      let revenue = KnownSum(own.map { network.firms.revenue[$0.row] ?? .nan })
      let basis = Basis(
        "", LocalText(zh: "园区内范围内企业营业收入之和；未知的未计入", en: "revenue of the firms within it and within the scope; unknown ones left out"),
        rows: report.rows.firms(own), kinds: report.rows.kinds(firms: own))
      rows.append([
        Cell(shown(park.name, park.id)), Cell(words.count(own.count), number: Double(own.count)),
        cell(Measure(cell: "park", Measure.Value(revenue.range, .amount), basis)),
        Cell(words.list(own.map { name($0) }, limit: 6)),
      ])
    }
    let blocks: [Document.Block] =
      rows.isEmpty
      ? [
        .missing(
          text(
            "没有园区数据。在 groups.csv 中以 kind = park 列出各园区的企业。",
            "no park is on record. List the firms of each park in groups.csv with kind = park.")),
        .table(emptyTable("parks", text("重点园区", "Parks"), [text("园区", "park"), text("企业", "firms"), text("名单", "names")])),
      ]
      : [
        .table(
          Table(
            "parks", caption: text("重点园区", "Parks"),
            columns: [
              Column(text("园区", "park")), Column(text("企业", "firms")),
              Column(text("营业收入/年", "revenue a year"), sheet: text("营业收入（万元）", "revenue (10k CNY)")), Column(text("名单", "names")),
            ], rows: rows))
      ]
    return Section("list-2", text("清单二　重点园区", "List 2  Parks"), blocks)
  }

  /// A table with a line that says that nothing is on record.
  private func emptyTable(_ name: String, _ caption: String, _ headings: [String]) -> Table {
    let line = [Cell(text("缺失：无数据", "missing: no data"), mark: .missing)] + headings.dropFirst().map { _ in Cell("—") }
    return Table(name, caption: caption, columns: headings.map { Column($0) }, rows: [line])
  }

  // MARK: 3 Firms

  mutating func firmList() -> Section {
    let roles = Dictionary(grouping: network.roles, by: \.firm)
    func rank(_ firm: FirmID) -> Int {
      let kinds = Set((roles[firm] ?? []).map(\.kind))
      return kinds.contains(.chainLeader) || kinds.contains(.leader) ? 0 : kinds.isEmpty ? 2 : 1
    }
    let sorted = report.firms.sorted { a, b in
      if rank(a) != rank(b) { return rank(a) < rank(b) }
      let (x, y) = (network.firms.revenue[a.row] ?? -1, network.firms.revenue[b.row] ?? -1)
      return x != y ? x > y : network.firms.ids.precedes(a.row, b.row)
    }
    var rows: [[Cell]] = []
    for firm in sorted {
      let stages = report.firmStages[firm].map { name($0) }
      var cells = [cell(firm), Cell(network.firms.id(firm))]
      if !report.isSingle { cells.append(Cell(name(network.firms.county(firm)))) }
      cells += [
        stages.isEmpty ? unknown() : Cell(words.list(stages)),
        Cell((roles[firm] ?? []).map { $0.kind.label[language] }.joined(separator: text("、", ", "))),
        amount(network.firms.revenue[firm.row], firm),
        network.firms.employees[firm.row].map { Cell(words.number($0), number: $0) }
          ?? Cell(words.unknown, mark: .missing, isNumeric: true),
        Cell(report.rows.place(firm)),
      ]
      rows.append(cells)
    }
    var columns = [Column(text("企业", "firm")), Column(text("编号", "id"))]
    if !report.isSingle { columns.append(Column(text("县（市、区）", "county"))) }
    columns += [
      Column(text("环节", "stages")), Column(text("资质", "honours")),
      Column(text("营业收入/年", "revenue a year"), sheet: text("营业收入（万元）", "revenue (10k CNY)")), Column(text("从业人员", "employees")),
      Column(text("数据行", "row")),
    ]
    let blocks: [Document.Block] =
      rows.isEmpty
      ? [
        .missing(text("没有在册企业。在 firms.csv 填写 cluster_id。", "no firm is on record. Give cluster_id in firms.csv.")),
        .table(emptyTable("firms", text("重点企业", "Firms"), [text("企业", "firm"), text("编号", "id")])),
      ]
      : [
        .remark(
          text(
            "先列领跑者、链主和有资质的企业，再按营业收入排列。数字出自所示数据行。",
            "Leaders and firms with honours first, then by revenue. The figures are those of the row named.")),
        .table(Table("firms", caption: text("重点企业", "Firms"), columns: columns, rows: rows, pageLimit: report.isSingle ? 120 : 60)),
      ]
    return Section("list-3", text("清单三　重点企业", "List 3  Firms"), blocks, startsPage: true)
  }

  // MARK: 4 Projects

  mutating func projectList() -> Section {
    var rows: [[Cell]] = []
    for cluster in report.clusters where network.clusters[cluster.row].status == .planned {
      let own = network.clusters[cluster.row]
      let source = sourceCell(own.provenance.source)
      rows.append([
        Cell(text("培育集群：\(name(cluster))", "cluster to form: \(name(cluster))"), mark: Self.mark([own.provenance.kind])),
        Cell(name(own.county)),
        Cell(text("规划", "planned")), source, Cell(report.rows.place("clusters", cluster.row)),
      ])
    }
    for row in report.figureRows where Self.isAbout(network.figures[row], Self.projectWords) {
      rows.append(figureCells(row, status: text("在建或拟建", "under way or planned")))
    }
    var blocks: [Document.Block] = []
    if rows.isEmpty {
      blocks = [
        .missing(text("没有项目数据。", "no project is on record.")),
        .table(emptyTable("projects", text("重点项目", "Projects"), [text("项目", "project"), text("县（市、区）", "county")])),
      ]
    } else {
      blocks = [
        .table(
          Table(
            "projects", caption: text("重点项目（规划集群与公开数据中的项目）", "Projects: planned clusters, and those in published figures"),
            columns: [
              Column(text("项目", "project")), Column(text("县（市、区）", "county")), Column(text("状态、数值", "status, value")),
              Column(text("来源", "source")), Column(text("数据行", "row")),
            ], rows: rows, pageLimit: 60)),
        .missing(text("没有项目台账：投资额、进度等未知。", "no register of projects: investment and progress are unknown.")),
      ]
    }
    return Section("list-4", text("清单四　重点项目", "List 4  Projects"), blocks)
  }

  static let projectWords = [
    "project", "planned base", "planned investment", "capacity phase", "plant introduced", "项目", "基地", "拟投资", "在建",
  ]
  static let platformWords = [
    "innovation carrier", "r&d centre", "innovation platform", "laborator", "technology centre", "创新平台", "创新载体", "研发中心", "研发机构", "实验室",
    "技术中心", "研究院",
  ]

  static func isAbout(_ figure: Figure, _ words: [String]) -> Bool {
    let attribute = figure.attribute.lowercased()
    return !attribute.hasPrefix("target") && words.contains { attribute.contains($0) }
  }

  private mutating func figureCells(_ row: Int, status: String) -> [Cell] {
    let figure = network.figures[row]
    let county =
      figure.table == "county"
      ? network.county(code: figure.subject).map { name($0) }
      : network.cluster(id: figure.subject).map { name(network.clusters[$0.row].county) }
    let value = FigureWords.value(figure, words) + (figure.year.isEmpty ? "" : text("（\(figure.year)）", " (\(figure.year))"))
    let source = sourceCell(figure.provenance.source)
    return [
      Cell(FigureWords.attribute(figure.attribute, language), mark: Self.mark([figure.provenance.kind])),
      Cell(county ?? shown(network.title, network.name)), Cell(value), source, Cell(report.rows.place("figures", row)),
    ]
  }

  // MARK: 5 Platforms

  mutating func platformList() -> Section {
    var rows: [[Cell]] = []
    for row in report.figureRows where Self.isAbout(network.figures[row], Self.platformWords) { rows.append(figureCells(row, status: "")) }
    for role in report.firms.flatMap({ firm in
      network.roles.enumerated().filter { $0.element.firm == firm && HonourLists.technology.contains($0.element.kind) }
    }) {
      rows.append([
        Cell(name(role.element.firm), mark: network.firms.isSynthetic(role.element.firm) ? .synthetic : .none),
        Cell(name(network.firms.county(role.element.firm))), Cell(describe(role.element)),
        sourceCell(role.element.provenance.source),
        Cell(report.rows.place("roles", role.offset)),
      ])
    }
    let columns = [
      text("平台或技术型企业", "platform or firm"), text("县（市、区）", "county"), text("资质、数值", "honour, value"), text("来源", "source"),
      text("数据行", "row"),
    ]
    let caption = text("创新平台与技术型企业", "Innovation platforms and firms of technology")
    let blocks: [Document.Block] =
      rows.isEmpty
      ? [
        .missing(
          text(
            "没有创新平台数据。可在 figures.csv 记入，或在 roles.csv 记入高新技术、专精特新企业。",
            "no innovation platform is on record. Put them into figures.csv, or high-tech and SRDI firms into roles.csv.")),
        .table(emptyTable("platforms", caption, columns)),
      ]
      : [.table(Table("platforms", caption: caption, columns: columns.map { Column($0) }, rows: rows, pageLimit: 60))]
    return Section("list-5", text("清单五　创新平台", "List 5  Innovation platforms"), blocks)
  }

  // MARK: 6 Shortfalls

  mutating func shortfallList() -> Section {
    var rows: [[Cell]] = []
    let gapOf = Dictionary(
      report.gaps.flatMap { gap in gap.rows.map { ($0.stage, $0.gaps) } },
      uniquingKeysWith: { Array(Set($0 + $1)).sorted { $0.rawValue < $1.rawValue } })
    let own = report.members
    var purchasesOf: [Good: [Int]] = [:]
    for purchase in report.firms.flatMap({ sourcing.view.purchases(of: $0) }) {
      purchasesOf[sourcing.view.goods[purchase], default: []].append(purchase)
    }
    let goods = purchasesOf.map { good, purchases in
      (good: good, purchases: purchases.sorted(), total: sourcing.total(of: purchases.sorted()) { own.contains($0) })
    }.sorted { a, b in
      let (x, y) = (a.total.outside ?? 0, b.total.outside ?? 0)
      return x != y ? x > y : a.good < b.good
    }
    for entry in goods {
      let outside = Set(entry.purchases.flatMap { sourcing.view.entries($0) }.map { FirmID(Int(sourcing.view.suppliers[$0])) }).filter {
        !own.contains($0)
      }
      if outside.isEmpty { continue }
      let links = report.rows.links(entry.purchases, in: sourcing.view)
      func basis(_ zh: String, _ en: String) -> Basis {
        Basis(
          "M13", LocalText(zh: zh, en: en), rows: report.rows.supplies(links), kinds: report.rows.kinds(firms: [FirmID](), links: links))
      }
      let stage = sourcing.view.stage(entry.good)
      let gaps = stage.flatMap { gapOf[$0] } ?? []
      rows.append([
        Cell(sourcing.view.name(entry.good)[language]), stage.map { Cell(name($0)) } ?? unknown(),
        Cell(gaps.isEmpty ? "—" : words.list(gaps.map { $0.label[language] })),
        Cell(
          words.count(Set(entry.purchases.map { sourcing.view.buyers[$0] }).count),
          number: Double(Set(entry.purchases.map { sourcing.view.buyers[$0] }).count)),
        cell(
          Measure(
            "bought", LocalText(zh: "", en: ""), Measure.Value(entry.total.bought.range, .amount),
            basis("范围内企业对该产品的年采购额", "what firms within the scope buy of it a year"))),
        cell(
          Measure(
            "outside", LocalText(zh: "", en: ""), Measure.Value(entry.total.boughtOutside, .amount),
            basis("年采购额 − 购自范围内企业的金额", "bought a year less what comes from firms within the scope"))),
        Cell(words.list(outside.sorted { network.firms.ids.precedes($0.row, $1.row) }.map { name($0) }, limit: 3)),
      ])
    }
    let inPurchases = Set(goods.compactMap { sourcing.view.stage($0.good) })
    for gap in report.gaps {
      for row in gap.rows where row.gaps.contains(.missing) && !inPurchases.contains(row.stage) {
        rows.append([
          Cell(name(row.stage)), Cell(name(row.stage)), Cell(ChainGaps.Gap.missing.label[language]), unknown(), unknown(), unknown(),
          Cell(text("在册数据无供应商", "no supplier on record")),
        ])
      }
    }
    let caption = text("短板需求：外购产品与缺链环节", "Shortfalls: goods bought outside, and missing stages")
    let headings = [
      Column(text("产品", "good")), Column(text("环节", "stage")), Column(text("缺口", "gaps")), Column(text("采购企业", "buyers")),
      Column(text("采购额/年", "bought a year"), sheet: text("采购额（万元/年）", "bought (10k CNY/yr)")),
      Column(text("其中外购/年", "from outside a year"), sheet: text("外购额（万元/年）", "from outside (10k CNY/yr)")),
      Column(text("范围外供应商", "suppliers outside")),
    ]
    let blocks: [Document.Block] =
      rows.isEmpty
      ? [
        .missing(text("没有采购数据（supplies.csv），或全部购自范围内。", "no purchase is on record (supplies.csv), or all is bought within the scope.")),
        .table(emptyTable("shortfalls", caption, headings.map(\.heading))),
      ]
      : [
        .remark(
          text("“≥”后为已知部分，括号内为已知笔数与总笔数。", "Behind ≥ stands what is known; in brackets, how many of the supplies are known.")),
        .table(Table("shortfalls", caption: caption, columns: headings, rows: rows, pageLimit: 60)),
      ]
    return Section("list-6", text("清单六　短板需求", "List 6  Shortfalls"), blocks)
  }

  private var sourcing: Sourcing { report.sourcing }
}
