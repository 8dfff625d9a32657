import Answers
public import Charts
import ClusterAnalysis
import ClusterMaps
public import ClusterModel
public import Diagram

extension Report {
  /// The report as a document.
  ///
  /// - Parameters:
  ///   - language: of every text.
  ///   - draw: the files of a picture: placed, drawn and finished (`Drawing` of the umbrella module does it).
  public func document<E: Error>(_ language: Language, draw: (Drawable) throws(E) -> Drawn) throws(E) -> Document {
    var writer = ReportWriter(self, language)
    try writer.drawAll(draw)
    return writer.document()
  }

  /// What a report has drawn.
  public enum Drawable: Sendable {
    case diagram(Diagram)
    case page(PagePicture)
    case chart(Chart)
  }

  /// The files of a picture.
  public struct Drawn: Sendable {
    public var svg: String
    /// Empty where only SVG is asked for.
    public var png: [UInt8]

    public init(svg: String, png: [UInt8] = []) {
      self.svg = svg
      self.png = png
    }
  }
}

/// Writes a report in one language: keeps the notes that its numbers lead to, and the drawings.
struct ReportWriter {
  let report: Report
  let words: Wording
  private var notes: [Document.Note] = []
  private var numbers: [Document.Note: Int] = [:]
  /// Pictures by name.
  private var pictures: [String: Document.Picture] = [:]

  var language: Language { words.language }
  var network: Network { report.network }

  init(_ report: Report, _ language: Language) {
    self.report = report
    words = Wording(language)
  }

  func text(_ zh: String, _ en: String) -> String { words.text(zh, en) }

  // MARK: Notes and cells

  /// The number of the note for a basis; equal ones share it.
  mutating func note(_ basis: Basis) -> Int {
    let kinds = ProvenanceKind.allCases.filter { basis.kinds.contains($0) }.map { $0.word(language) }
    let note = Document.Note(
      metric: basis.metric, formula: basis.formula[language], rows: basis.rows.texts(language),
      provenance: kinds.joined(separator: text("、", ", ")))
    if let number = numbers[note] { return number }
    notes.append(note)
    numbers[note] = notes.count
    return notes.count
  }

  static func mark(_ kinds: Set<ProvenanceKind>) -> Document.Cell.Mark {
    kinds.contains(.synthetic) ? .synthetic : kinds.contains(.proposed) ? .proposed : kinds.contains(.inferred) ? .inferred : .none
  }

  /// A measure as a cell: the value in words, the number for sheets, the note behind it.
  mutating func cell(_ measure: Measure) -> Document.Cell {
    var number: Double?
    switch measure.value {
    case .count(let count): number = Double(count)
    case .amount(let wan): number = (wan * 10_000).rounded() / 10_000
    case .ratio(let share): number = (share * 1e6).rounded() / 1e6
    case .number(let value): number = (value * 1e6).rounded() / 1e6
    // Part of a sum is no number to go on computing with as if it were the whole: a sheet shows it as the least it can be.
    case .partly: number = nil
    case .unknown: return Document.Cell(words.unknown, mark: .missing, isNumeric: true)
    }
    var cell = Document.Cell(
      words.value(measure.value), number: number, note: note(measure.basis), mark: Self.mark(measure.basis.kinds), isNumeric: true)
    if case .ratio = measure.value { cell.isShare = true }
    if case .partly(let range, .amount) = measure.value { cell.floor = range.low.map { ($0 * 10_000).rounded() / 10_000 } }
    return cell
  }

  /// A source as a reader takes it in: an address is the name of its site, and leads there; what is said beside it stays.
  func sourceCell(_ source: String) -> Document.Cell {
    guard !source.isEmpty else { return Document.Cell(text("未注明", "not stated"), mark: .missing) }
    var words: [String] = []
    var link = ""
    for word in source.split(separator: " ") {
      guard let scheme = ["https://", "http://"].first(where: { word.contains($0) }), let place = word.firstRange(of: scheme) else {
        words.append(String(word))
        continue
      }
      let address = word[place.lowerBound...]
      if link.isEmpty { link = String(address.prefix { !"，；、）)".contains($0) }) }
      var host = address[place.upperBound...].prefix { !"/?#，；、）)".contains($0) }
      if host.hasPrefix("www.") { host = host.dropFirst(4) }
      words.append(String(word[..<place.lowerBound]) + String(host))
    }
    var cell = Document.Cell(words.joined(separator: " "))
    cell.link = link
    return cell
  }

  func unknown() -> Document.Cell { Document.Cell(words.unknown, mark: .missing) }

  func name(_ stage: StageID) -> String { shown(network.stages[stage.row].name, network.stages[stage.row].id) }
  func name(_ cluster: ClusterID) -> String { shown(network.clusters[cluster.row].name, network.clusters[cluster.row].id) }
  func name(_ county: CountyID?) -> String {
    county.map { shown(network.counties[$0.row].name, network.counties[$0.row].code) } ?? words.unknown
  }
  func name(_ firm: FirmID) -> String { network.firms.name(firm, language) }
  func shown(_ name: Name, _ id: String) -> String { name[language].isEmpty ? id : name[language] }

  func cell(_ firm: FirmID) -> Document.Cell {
    Document.Cell(name(firm), mark: network.firms.isSynthetic(firm) ? .synthetic : Self.mark([network.firms.provenance.kind(firm.row)]))
  }

  // MARK: Drawings

  mutating func drawAll<E: Error>(_ draw: (Report.Drawable) throws(E) -> Report.Drawn) throws(E) {
    for (name, request, facts) in requests() {
      if let page = request.page(of: facts) {
        try add(name, .page(page), page.title, page.description, draw)
      } else {
        let diagram = request.diagram(of: facts)
        try add(name, .diagram(diagram), diagram.title, diagram.description, draw)
      }
    }
    if let page = report.scenario?.page[language] {
      try add("chart-3-difference", .page(page), page.title, page.description, draw)
    } else if let map = report.scenario?.map[language] {
      try add("chart-3-difference", .diagram(map), map.title, map.description, draw)
    }
    for (name, chart) in charts() { try add(name, .chart(chart), chart.title, chart.description, draw) }
  }

  private mutating func add<E: Error>(
    _ name: String, _ picture: Report.Drawable, _ title: String, _ description: String, _ draw: (Report.Drawable) throws(E) -> Report.Drawn
  ) throws(E) {
    let drawn = try draw(picture)
    var own = Document.Picture(name: name, caption: title, description: description, svg: drawn.svg)
    own.png = drawn.png
    if case .page = picture { own.isSheet = true }
    pictures[name] = own
  }

  /// The maps: their names, what they are of, and the facts behind.
  private func requests() -> [(String, MapRequest, MapFacts)] {
    let facts = report.mapFacts()
    var all: [(String, MapRequest, MapFacts)] = []
    func add(_ name: String, _ view: MapRequest.View, _ facts: MapFacts) {
      var request = MapRequest(view, language: language)
      request.stepLimit = 16
      all.append((name, request, facts))
    }
    if !report.clusters.isEmpty { add("chart-1-tree", .tree(report.clusters), facts) }
    if case .city = report.scope { add("chart-2-counties", .county, facts) }
    for (number, cluster) in report.panoramas.enumerated() {
      var own = facts
      own.gaps = report.gap(cluster)
      if let gap = own.gaps { own.findings = gap.findings() + report.weakLinks.findings(limit: 200) }
      let chain = network.clusters[cluster.row].chain
      let suffix = report.isSingle ? "" : "-\(number + 1)"
      add("chart-2-panorama\(suffix)", chain.map { .chain($0, inside: cluster) } ?? .cluster(cluster), own)
    }
    if !report.steps.steps.isEmpty { add("chart-4-path", .steps(report.clusters), facts) }
    if !report.sources.sources.isEmpty { add("chart-6-sources", .sources(report.clusters), facts) }
    return all
  }

  func picture(_ name: String) -> [Document.Block] { pictures[name].map { [.picture($0)] } ?? [] }
  func hasPicture(_ name: String) -> Bool { pictures[name] != nil }

  // MARK: The whole

  mutating func document() -> Document {
    let figures = report.headline.map { measure in Document.Figure(measure.label[language], cell(measure)) }
    let charts = Document.Section(
      "charts", text("一、六图", "1  Six charts"), [],
      sections: [treeChart(), panoramaChart(), futureChart(), pathChart(), technologyChart(), sourcesChart()], startsPage: true)
    let lists = Document.Section(
      "lists", text("二、六清单", "2  Six lists"), [],
      sections: [matterList(), parkList(), firmList(), projectList(), platformList(), shortfallList()], startsPage: true)
    let written = report.front.opening.split(whereSeparator: \.isNewline).map { Document.Block.paragraph(String($0)) }
    let remark = Document.Block.remark(
      text("以上由编制单位撰写，其中的数字没有与数据核对。", "The above is written by the office; its numbers were not checked against the data."))
    let overview = Document.Section(
      "overview", text("总体情况", "Overview"), written.isEmpty ? [.prose(overview())] : written + [remark])
    let summary = summarySection()
    let rest = [missingSection(), methodSection(), sourceSection()]
    var document = Document(
      language: language, title: report.front.title.isEmpty ? title : report.front.title, subtitle: subtitle, banner: banner,
      figures: figures,
      sections: [overview, summary, charts, lists] + rest, notes: notes)
    document.front = report.front
    return document
  }

  /// The opening paragraph, written from the figures of the first page; each number leads to what stands behind it.
  private mutating func overview() -> [Document.Cell] {
    var measures: [String: Measure] = [:]
    for measure in report.headline { measures[measure.id] = measure }
    var pieces: [Document.Cell] = []
    func plain(_ zh: String, _ en: String) { pieces.append(Document.Cell(text(zh, en))) }
    func number(_ id: String, _ writer: inout ReportWriter) {
      guard let measure = measures[id] ?? measures.first(where: { $0.key.hasPrefix(id) })?.value else { return }
      pieces.append(writer.cell(measure))
    }
    let latest = report.latestDate
    if !latest.isEmpty { plain("截至\(words.date(latest))，", "As of \(words.date(latest)), ") }
    plain("\(report.subject.zh)在册企业 ", "\(report.subject.en) has ")
    number("firms", &self)
    plain(" 家，其中领跑者与链主 ", " firms on record, leaders and chain leaders among them: ")
    number("leaders", &self)
    plain(" 家；在册营业收入合计 ", "; revenue on record ")
    number("revenue", &self)
    if report.isSingle, measures.keys.contains(where: { $0.hasPrefix("completeness") }) {
      plain("。对照产业链模板，完整度 ", ". Held against the template of its chain, completeness is ")
      number("completeness", &self)
    }
    plain("。缺链 ", ". Stages missing: ")
    number("gaps:missing", &self)
    plain(" 个、断链 ", ", broken: ")
    number("gaps:broken", &self)
    plain(" 个、弱链 ", ", weak: ")
    number("gaps:weak", &self)
    plain(" 个、卡脖子 ", ", chokepoints: ")
    number("gaps:chokepoint", &self)
    plain(" 个；一家停产即致集群停产的单点 ", "; firms that alone stop a cluster: ")
    number("single-points", &self)
    plain(" 家。范围内配套率 ", ". Local supply ratio ")
    number("local-supply", &self)
    plain("，外购 ", ", bought outside ")
    number("bought-outside", &self)
    guard let first = report.steps.steps.first, let finding = first.findings.first else {
      plain("。", ".")
      return pieces
    }
    plain(
      "。最要紧的一项：\(finding.message[.zh].withoutEnd)（涉及产出每年 ", ". What matters most: \(finding.message[.en].withoutEnd) (at stake a year: ")
    pieces.append(cell(report.exposure(first)))
    plain("）。", ").")
    return pieces
  }

  /// What to take away: the steps with most at stake.
  private mutating func summarySection() -> Document.Section {
    let steps = report.steps.steps.prefix(5)
    var rows: [[Document.Cell]] = []
    for (number, step) in steps.enumerated() {
      rows.append([
        Document.Cell(String(number + 1), number: Double(number + 1)), Document.Cell(step.findings.first?.message[language] ?? ""),
        Document.Cell(step.findings.first?.remedy[language] ?? ""), cell(report.exposure(step)),
        Document.Cell(name(report.county(of: step))),
      ])
    }
    let blocks: [Document.Block] =
      rows.isEmpty
      ? [
        .paragraph(
          text(
            "没有发现缺口或单点，或数据不足以判断；见“缺失的数据”。", "No gap and no single point was found, or the data do not suffice to tell: see what is missing."
          ))
      ]
      : [
        .table(
          Document.Table(
            "summary", caption: text("最要紧的事项，按涉及产出排列", "What matters most, by the output at stake"),
            columns: [
              Document.Column(text("序号", "no.")), Document.Column(text("问题", "what is wrong")),
              Document.Column(text("先做什么", "what to do first")),
              Document.Column(text("涉及产出/年", "at stake a year"), sheet: text("涉及产出（万元/年）", "at stake (10k CNY/yr)")),
              Document.Column(text("责任县", "county")),
            ], rows: rows))
      ]
    return Document.Section("summary", text("要点", "In brief"), blocks)
  }

  private var title: String {
    let subject = report.subject[language]
    return switch report.scope {
    case .cluster: text(Language.zh.joined(subject, "集群产业链报告"), "\(subject): report on the chain")
    case .county: text(Language.zh.joined(subject, "产业集群报告"), "\(subject): report on the clusters")
    case .city: text(Language.zh.joined(subject, "产业集群报告", separator: "："), "\(subject): report on the clusters")
    }
  }

  private var subtitle: [String] {
    var lines = [text("六图六清单", "Six charts and six lists")]
    if case .cluster(let cluster) = report.scope {
      let own = network.clusters[cluster.row]
      var parts = [name(own.county), own.leadingIndustry[language]].filter { !$0.isEmpty }
      if own.status == .planned { parts.append(text("规划培育的集群", "a planned cluster")) }
      lines.append(parts.joined(separator: " · "))
    }
    let dataName = network.title[language].isEmpty ? network.name : network.title[language]
    let latest = report.latestDate
    lines.append(
      text("数据：\(dataName)", "Data: \(dataName)")
        + (latest.isEmpty
          ? text("；截至日期未注明", "; date not stated")
          : text("；最新一条截至\(words.date(latest))，各条日期不一", "; the latest fact is of \(latest), dates differ from row to row")))
    if let ages = ageLine { lines.append(ages) }
    return lines
  }

  private var banner: [String] {
    var lines = network.remarks.map { $0[language] }
    let madeUp = report.firms.filter { network.firms.isSynthetic($0) }
    let synthetic = madeUp.count
    if synthetic > 0 {
      let areMarked = madeUp.allSatisfy { network.firms.ids[$0.row].hasPrefix("SYN-") }
      let mark = areMarked ? text("（编号以 SYN- 开头）", " (ids begin with SYN-)") : ""
      lines.append(
        text(
          "本报告范围内 \(words.count(report.firms.count)) 家企业中有 \(words.count(synthetic)) 家为虚构\(mark)，仅供演示，不代表任何真实企业；由其得出的数字均标“虚构”。",
          "Of the \(words.count(report.firms.count)) firms within this report \(words.count(synthetic)) are synthetic\(mark): made up for demonstration, about no real firm. Numbers that rest on them are marked synthetic."
        ))
    }
    let template = report.templateKinds
    if template.contains(.inferred) {
      lines.append(
        text(
          "产业链模板（环节、投入关系）含自行整理的部分，标为推断；缺链与完整度取决于模板。",
          "The chain template (stages, requirements) is inferred in part; what counts as missing, and completeness, depend on it."))
    }
    return lines
  }
}

extension Report {
  /// The latest date any fact of the report was true; empty when none is stated.
  var latestDate: String {
    let dates = provenances.map(\.provenance.asOf).filter { $0.first?.isNumber == true }
    return dates.max() ?? ""
  }

  /// How the templates of the report's chains are known.
  var templateKinds: Set<ProvenanceKind> {
    let chains = Set(clusters.compactMap { network.clusters[$0.row].chain })
    let stages = network.stages.filter { chains.contains($0.chain) }.map(\.provenance.kind)
    let needs = network.requirements.filter { chains.contains(network.stages[$0.output.row].chain) }.map(\.provenance.kind)
    return Set(stages + needs)
  }

  /// The clusters whose panorama is drawn: the one, or those of a county that have a chain or firms. A region has one map.
  var panoramas: [ClusterID] {
    switch scope {
    case .cluster: clusters
    case .county:
      Array(
        clusters.filter { cluster in network.clusters[cluster.row].chain != nil || firms.contains { network.firms.cluster($0) == cluster } }
          .prefix(8))
    case .city: []
    }
  }

  /// Every fact that the report rests on, by table: its provenance.
  var provenances: [(table: String, row: Int, provenance: Provenance)] {
    var all: [(table: String, row: Int, provenance: Provenance)] = []
    for cluster in clusters { all.append(("clusters", cluster.row, network.clusters[cluster.row].provenance)) }
    for firm in firms { all.append(("firms", firm.row, network.firms.provenance[firm.row])) }
    let chains = Set(clusters.compactMap { network.clusters[$0.row].chain })
    for (row, stage) in network.stages.enumerated() where chains.contains(stage.chain) { all.append(("stages", row, stage.provenance)) }
    for (row, need) in network.requirements.enumerated() where chains.contains(network.stages[need.output.row].chain) {
      all.append(("requires", row, need.provenance))
    }
    for (row, making) in network.makings.enumerated() where members.contains(making.firm) { all.append(("makes", row, making.provenance)) }
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      if members.contains(network.supplies.supplier(link)) || members.contains(network.supplies.buyer(link)) {
        all.append(("supplies", row, network.supplies.provenance[row]))
      }
    }
    for row in figureRows { all.append(("figures", row, network.figures[row].provenance)) }
    return all
  }

  /// The published figures about the report's clusters, counties and firms, and the targets of programmes; for the region all of its own too.
  var figureRows: [Int] {
    let ids = Set(clusters.map { network.clusters[$0.row].id })
    var codes = Set(clusters.compactMap { network.clusters[$0.row].county }.map { network.counties[$0.row].code })
    if case .county(let county) = scope { codes.insert(network.counties[county.row].code) }
    let firmIDs = Set(firms.map { network.firms.id($0) })
    return network.figures.indices.filter { row in
      let figure = network.figures[row]
      switch figure.table {
      case "cluster": return ids.contains(figure.subject)
      case "county": return codes.contains(figure.subject)
      case "firm": return firmIDs.contains(figure.subject)
      case "region": return scope == .city
      case "programme": return scope == .city || figure.attribute.hasPrefix("target") || figure.attribute.hasPrefix("目标")
      default: return false
      }
    }
  }
}

extension String {
  /// Without a full stop at the end: more of the sentence follows.
  fileprivate var withoutEnd: String { hasSuffix("。") || hasSuffix(".") ? String(dropLast()) : self }
}
