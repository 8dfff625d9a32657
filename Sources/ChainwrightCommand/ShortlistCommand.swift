import ArgumentParser
import Chainwright

struct ShortlistCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shortlist",
    abstract: "A list of firms made by a rule file, and for each firm left out the rule that left it out and how near it was.",
    discussion: """
      RULES is YAML or JSON: filters that all must hold, an order, a limit. A firm of which a needed fact is unknown is neither in nor out: it cannot be decided, \
      and is listed with the facts that lack. Fields and an example: docs/guides/shortlists.md.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Argument(help: ArgumentHelp("The rule file.", valueName: "rules")) var rules: String
  @Option(help: ArgumentHelp("Only firms of this cluster.", valueName: "cluster-id")) var cluster: String?
  @Option(help: ArgumentHelp("Only firms of this county.", valueName: "county-code")) var county: String?
  var limit: Int { output.limit ?? 20 }

  func run() throws {
    let rule = try RuleInput.rules(RuleFile.shortlist(rules), rules, output.language)
    let network = try input.load(output.language).network
    var firms = Array(network.firms.all)
    if let cluster {
      let id = try network.find(cluster: cluster)
      firms = firms.filter { network.firms.cluster($0) == id }
    }
    if let county {
      let id = try network.find(county: county)
      firms = firms.filter { network.firms.county($0) == id }
    }
    try output.write(
      ShortlistPage(list: Shortlist(rule, of: firms, in: BenchmarkFacts(network)), limit: output.format.isForReading ? limit : .max).page)
  }
}

/// A shortlist as a page: the rule, who is on it, who was left out and how near, and who cannot be decided.
struct ShortlistPage {
  let list: Shortlist
  let limit: Int

  private var rule: ShortlistRule { list.rule }
  private var network: Network { list.measures.facts.network }

  var page: Page {
    let title = { (language: Language) in rule.title[language].isEmpty ? rule.name : rule.title[language] }
    var page = Page(title: LocalText(zh: "筛选：\(title(.zh))", en: "Shortlist: \(title(.en))"))
    let all = list.chosen.count + list.beyondLimit.count + list.leftOut.count + list.undecided.count
    page.facts = [
      ("candidates", LocalText(zh: "候选企业", en: "candidates"), .integer(all)),
      ("chosen", LocalText(zh: "入选", en: "on the list"), .integer(list.chosen.count)),
      ("beyond_limit", LocalText(zh: "合格但超出名额", en: "qualified, beyond the limit"), .integer(list.beyondLimit.count)),
      ("left_out_count", LocalText(zh: "未入选", en: "left out"), .integer(list.leftOut.count)),
      ("undecided_count", LocalText(zh: "缺少事实、无法判定", en: "cannot be decided"), .integer(list.undecided.count)),
    ]
    if !rule.provenance.source.isEmpty {
      page.facts.append(("source", LocalText(zh: "规则出处", en: "source of the rule"), .text(rule.provenance.source)))
    }
    page.tables = [chosenTable, filterTable, leftOutTable, undecidedTable]
    page.notes =
      [
        LocalText(
          zh: "未知不等于不合格：缺少事实的企业单列；roles.csv 中有某类称号即视为该类名单齐全。距离按阈值折算，先列只差一条且无未知的、最近的。",
          en:
            "unknown is not a failure: firms of which facts lack stand apart; a kind of honour that roles.csv names is taken as a full list. Firms left out by one rule alone come first, the nearest before."
        )
      ] + PageNotes.synthetic(network)
    return page
  }

  /// The filters' and keys' fields that have a number, each once.
  private var shownFields: [FirmField] {
    (rule.order.map(\.field) + rule.filters.map(\.field)).reduce(into: []) { fields, field in
      if (field.kind == .number || field.kind == .share) && !fields.contains(field) { fields.append(field) }
    }
  }

  private var chosenTable: Page.Table {
    let rows =
      list.chosen.map { ($0, "chosen", LocalText(zh: "入选", en: "on the list")) }
      + list.beyondLimit.map { ($0, "beyond_limit", LocalText(zh: "超出名额", en: "beyond the limit")) }
    return Page.Table(
      name: "firms", title: LocalText(zh: "合格企业", en: "Firms that qualify"),
      columns: [
        ("rank", LocalText(zh: "序", en: "rank")), ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("result", LocalText(zh: "结果", en: "result")),
      ] + shownFields.map { ($0.rawValue, $0.label) },
      rows: rows.enumerated().map { number, row -> [Page.Cell] in
        let head: [Page.Cell] = [
          .integer(number + 1), .text(network.firms.id(row.0.firm)), .local(network.firmName(row.0.firm)), .local(row.2),
        ]
        return head + shownFields.map { $0.cell(list.measures.number($0, of: row.0.firm)) }
      })
  }

  private var filterTable: Page.Table {
    let entries = list.leftOut
    return Page.Table(
      name: "rules", title: LocalText(zh: "规则与淘汰数", en: "Rules, and how many each left out"),
      columns: [
        ("rule", LocalText(zh: "规则", en: "rule")), ("condition", LocalText(zh: "条件", en: "condition")),
        ("left_out", LocalText(zh: "不符合", en: "fail it")), ("alone", LocalText(zh: "仅此一条不符", en: "fail only it")),
        ("undecided", LocalText(zh: "无法判定", en: "undecided")), ("why", LocalText(zh: "理由", en: "why")),
      ],
      rows: rule.filters.enumerated().map { number, filter in
        [
          .integer(number + 1), .local(condition(filter)), .integer(entries.count { $0.failures.contains { $0.filter == number } }),
          .integer(entries.count { $0.failures.count == 1 && $0.failures[0].filter == number }),
          .integer((entries + list.undecided).count { $0.undecided.contains { $0.filter == number } }),
          .local(LocalText(zh: filter.why[.zh], en: filter.why[.en])),
        ]
      })
  }

  private var leftOutTable: Page.Table {
    let shown = list.leftOut.prefix(limit)
    return Page.Table(
      name: "left_out", title: LocalText(zh: "未入选：哪条规则、差多少", en: "Left out: by which rule, and how near"),
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("failed", LocalText(zh: "不符条数", en: "rules failed")), ("undecided", LocalText(zh: "未知条数", en: "undecided")),
        ("reasons", LocalText(zh: "原因与差距", en: "reasons and distance")),
        ("distance", LocalText(zh: "最大差距（占阈值）", en: "largest distance (of the threshold)")),
      ],
      rows: shown.map { entry in
        let relative = entry.failures.compactMap(\.relative).max()
        return [
          .text(network.firms.id(entry.firm)), .local(network.firmName(entry.firm)), .integer(entry.failures.count),
          .integer(entry.undecided.count),
          .names(entry.failures.map { reason($0, entry.firm) }),
          entry.failures.contains { $0.relative == nil } ? .unknown : .ratio(relative),
        ]
      }, omitted: list.leftOut.count - shown.count)
  }

  private var undecidedTable: Page.Table {
    let shown = list.undecided.prefix(limit)
    return Page.Table(
      name: "undecided", title: LocalText(zh: "无法判定：缺少的事实", en: "Cannot be decided: the facts that lack"),
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("missing", LocalText(zh: "缺少的事实", en: "missing facts")),
      ],
      rows: shown.map { entry in
        let facts = entry.undecided.map { Name(zh: $0.missing.zh, en: $0.missing.en) }
        return [
          .text(network.firms.id(entry.firm)), .local(network.firmName(entry.firm)),
          .names(facts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }),
        ]
      }, omitted: list.undecided.count - shown.count)
  }

  private func condition(_ filter: ShortlistRule.Filter) -> LocalText {
    let label = filter.field.label
    switch filter.test {
    case .number(let threshold):
      let value = filter.field.text(threshold.value)
      return LocalText(zh: "\(label.zh) \(threshold.sign) \(value)", en: "\(label.en) \(threshold.sign) \(value)")
    case .flag(let wanted): return LocalText(zh: "\(label.zh)：\(wanted ? "是" : "否")", en: "\(label.en): \(wanted ? "yes" : "no")")
    case .oneOf(let texts):
      let all = texts.joined(separator: ", ")
      return LocalText(zh: "\(label.zh)属于 \(all)", en: "\(label.en) one of \(all)")
    case .noneOf(let texts):
      let all = texts.joined(separator: ", ")
      return LocalText(zh: "\(label.zh)不属于 \(all)", en: "\(label.en) none of \(all)")
    }
  }

  private func reason(_ failure: Shortlist.Failure, _ firm: FirmID) -> Name {
    let filter = rule.filters[failure.filter]
    let condition = condition(filter)
    if let value = failure.value, let distance = failure.distance {
      if distance == 0 {
        return Name(
          zh: "\(condition.zh)：正为 \(filter.field.text(value))", en: "\(condition.en): is \(filter.field.text(value)), on the line")
      }
      return Name(
        zh: "\(condition.zh)：为 \(filter.field.text(value))，差 \(filter.field.text(distance))",
        en: "\(condition.en): is \(filter.field.text(value)), \(filter.field.text(distance)) off")
    }
    let texts = list.measures.texts(filter.field, of: firm).joined(separator: ", ")
    return texts.isEmpty
      ? Name(zh: condition.zh + "：不符", en: condition.en + ": is not")
      : Name(zh: "\(condition.zh)：为 \(texts)", en: "\(condition.en): is \(texts)")
  }
}
