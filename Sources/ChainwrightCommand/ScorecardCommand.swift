import ArgumentParser
import Chainwright

struct ScorecardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scorecard",
    abstract: "Every county by the same figures (县域记分卡), and what changed since an earlier network.",
    discussion: """
      Firms, honours, output, completeness of the clusters' chains, local supply, single points, gaps, diversity and complexity: one definition each, for every county of the region. \
      Unknown is shown as unknown. With --previous, the differences. Definitions: docs/guides/scorecard.md.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The network of an earlier year.", valueName: "network")) var previous: String?
  @Option(help: ArgumentHelp("Only this county (repeatable).", valueName: "county-code")) var county: [String] = []

  func run() throws {
    let network = try input.load(output.language).network
    let before = try previous.map { try NetworkInput.load($0, output.language).network }
    if !network.counties.contains(where: \.isInside) {
      throw CommandFailure(
        .badData, LocalText(zh: "网络中没有本区域的县（市、区）", en: "the network has no county inside the region"),
        remedy: LocalText(
          zh: "在 counties.csv 列出县区，在 firms.csv 填写 county_code", en: "list counties in counties.csv, and give county_code in firms.csv"))
    }
    let chosen = Set(try county.map { try network.find(county: $0) })
    var card = CountyScorecard(BenchmarkFacts(network))
    if let before { card = card.compared(to: CountyScorecard(BenchmarkFacts(before)), network, before) }
    let rows = card.rows.filter { chosen.isEmpty || chosen.contains($0.county) }
    try output.write(page(card, rows, network))
  }

  private func page(_ card: CountyScorecard, _ rows: [CountyScorecard.Row], _ network: Network) -> Page {
    var page = Page(title: LocalText(zh: "县域记分卡：\(network.displayName(.zh))", en: "County scorecard: \(network.displayName(.en))"))
    page.facts = [
      ("counties_count", LocalText(zh: "县区", en: "counties"), .integer(rows.count)),
      ("with_firms", LocalText(zh: "有在册企业", en: "with firms on record"), .integer(rows.count { $0.value(.firms).value != nil })),
    ]
    let isText = output.format.isForReading
    // At a terminal: no county and no column of which nothing is known.
    let shown = isText ? rows.filter { $0.value(.firms).value != nil } : rows
    let fields = ScorecardField.allCases.filter { field in !isText || shown.contains { $0.value(field).value != nil } }
    let head: [(name: String, heading: LocalText)] = [
      ("county_code", LocalText(zh: "代码", en: "code")), ("name", LocalText(zh: "县区", en: "county")),
    ]
    func cells(_ row: CountyScorecard.Row) -> [Page.Cell] {
      [.text(network.counties[row.county.row].code), Self.name(network.counties[row.county.row].name)]
    }
    page.tables = [
      Page.Table(
        name: "counties", title: LocalText(zh: "各县区", en: "Counties"),
        columns: head + fields.map { ($0.rawValue, $0.label) } + [("synthetic_firms", LocalText(zh: "虚构企业", en: "synthetic firms"))],
        rows: shown.map { row in
          cells(row) + fields.map { $0.isShare ? .ratio(row.value($0).value) : Page.Cell(row.value($0).value) } + [
            .integer(row.syntheticFirms)
          ]
        }, omitted: 0)
    ]
    if previous != nil {
      page.tables.append(
        Page.Table(
          name: "changes", title: LocalText(zh: "与上期相比", en: "Change since the earlier network"),
          columns: head + fields.map { ($0.rawValue, $0.label) },
          rows: shown.map { row in cells(row) + fields.map { $0.isShare ? .ratio(row.changes[$0]) : Page.Cell(row.changes[$0]) } }))
    }
    page.tables.append(missingTable(rows, network))
    page.notes = notes(card, rows, network) + PageNotes.synthetic(network)
    return page
  }

  private static func name(_ name: Name) -> Page.Cell { .local(LocalText(zh: name[.zh], en: name[.en])) }

  /// What lacks, each once with the counties that lack it.
  private func missingTable(_ rows: [CountyScorecard.Row], _ network: Network) -> Page.Table {
    struct Key: Hashable {
      var field: ScorecardField
      var missing: LocalText
    }
    var order: [Key] = []
    var counties: [Key: [Name]] = [:]
    for field in ScorecardField.allCases {
      for row in rows where row.value(.firms).value != nil {
        guard let missing = row.value(field).missing else { continue }
        let key = Key(field: field, missing: missing)
        if counties[key] == nil { order.append(key) }
        counties[key, default: []].append(network.counties[row.county.row].name)
      }
    }
    return Page.Table(
      name: "not_measured", title: LocalText(zh: "未知项：缺少的事实", en: "Unknown: the facts that lack"),
      columns: [
        ("field", LocalText(zh: "项目", en: "figure")), ("missing", LocalText(zh: "缺少的事实", en: "missing facts")),
        ("counties", LocalText(zh: "县区", en: "counties")),
      ], rows: order.map { [.local($0.field.label), .local($0.missing), .names(counties[$0] ?? [])] })
  }

  private func notes(_ card: CountyScorecard, _ rows: [CountyScorecard.Row], _ network: Network) -> [LocalText] {
    var notes: [LocalText] = []
    let empty = rows.filter { $0.value(.firms).value == nil }
    if !empty.isEmpty {
      let names = empty.map { network.counties[$0.county.row].name }
      notes.append(
        LocalText(
          zh: "没有在册企业的县区，各项均未知：\(names.map { $0[.zh] }.joined(separator: "、"))。",
          en: "no firm is on record in, and nothing known of: \(names.map { $0[.en] }.joined(separator: ", "))."))
    }
    if let refusal = card.complexityRefusal { notes.append(LocalText(zh: "未给出复杂度：\(refusal.zh)。", en: "ECI is not given: \(refusal.en).")) }
    if previous != nil {
      notes.append(
        LocalText(
          zh: "任一期未知则不计变化；复杂度是同期各县之间的相对值，不作跨期比较。",
          en: "no change is given where one of the two is unknown; ECI is relative to its own year's counties and not compared."))
    }
    return notes
  }
}
