import Answers
import ClusterAnalysis
import ClusterModel

extension Shortlist {
  private var network: Network { measures.facts.network }

  /// The filters' and keys' fields that have a number, each once.
  private var numberFields: [FirmField] {
    (rule.order.map(\.field) + rule.filters.map(\.field)).reduce(into: []) { fields, field in
      if (field.kind == .number || field.kind == .share) && !fields.contains(field) { fields.append(field) }
    }
  }

  var firmTable: Answer.Table {
    let (network, measures, fields) = (network, measures, numberFields)
    let rows =
      chosen.map { (firm: $0.firm, result: Cell.word("chosen", zh: "入选", en: "on the list")) }
      + beyondLimit.map { (firm: $0.firm, result: Cell.word("beyond_limit", zh: "超出名额", en: "beyond the limit")) }
    return Answer.Table(
      "firms", zh: "合格企业", en: "Firms that qualify", ["rank", "firm_id", "name", "result"] + fields.map { Answer.Column($0.rawValue) },
      over: Array(rows.enumerated())
    ) { number, row in
      [.count(number + 1)] + network.idAndName(row.firm) + [row.result] + fields.map { $0.cell(measures.number($0, of: row.firm)) }
    }
  }

  var ruleTable: Answer.Table {
    var failing = [Int](repeating: 0, count: rule.filters.count)
    var (alone, open) = (failing, failing)
    for entry in leftOut {
      for failure in entry.failures { failing[failure.filter] += 1 }
      if entry.failures.count == 1 { alone[entry.failures[0].filter] += 1 }
    }
    for entry in leftOut + undecided { for item in entry.undecided { open[item.filter] += 1 } }
    let counts = (failing, alone, open)
    return Answer.Table(
      "rules", zh: "规则与淘汰数", en: "Rules, and how many firms each left out",
      [
        "rule_number", "condition", .data("figure"), .data("comparison"), .data("threshold"), .data("wanted"), "firms_failing",
        "firms_failing_only", "firms_undecided", "why",
      ], over: Array(rule.filters.enumerated())
    ) { number, filter in
      var (comparison, threshold, wanted): (Cell, Cell, Cell) = (.nothing, .nothing, .nothing)
      switch filter.test {
      case .number(let test): (comparison, threshold) = (.text(test.comparison.rawValue), .number(test.value))
      case .flag(let isWanted): (comparison, wanted) = (.text("is"), .list([.flag(isWanted)]))
      case .oneOf(let texts): (comparison, wanted) = (.text("one_of"), .texts(texts))
      case .noneOf(let texts): (comparison, wanted) = (.text("none_of"), .texts(texts))
      }
      return [
        .count(number + 1), .words(filter.condition), .text(filter.field.rawValue), comparison, threshold, wanted, .count(counts.0[number]),
        .count(counts.1[number]), .count(counts.2[number]),
        filter.why[.zh].isEmpty && filter.why[.en].isEmpty ? .nothing : .name(filter.why),
      ]
    }
  }

  var leftOutTable: Answer.Table {
    let (network, list) = (network, self)
    return Answer.Table(
      "left_out", zh: "未入选：哪条规则、差多少", en: "Left out: by which rule, and how near",
      [
        "firm_id", "name", "rules_failed", "rules_undecided", .readers("reasons"), .data("failed_rules"), .data("failed_figures"),
        .data("failed_values"), .data("failed_distances"), "relative_distance",
      ], over: leftOut, shown: 20
    ) { entry in
      let fields = entry.failures.map { list.rule.filters[$0.filter].field }
      return network.idAndName(entry.firm) + [
        .count(entry.failures.count), .count(entry.undecided.count), .list(entry.failures.map { .words(list.reason($0, entry.firm)) }),
        .list(entry.failures.map { .count($0.filter + 1) }), .list(fields.map { .text($0.rawValue) }),
        .list(zip(fields, entry.failures).map { field, failure in list.value(failure, field, entry.firm) }),
        .list(entry.failures.map { $0.distance.map { .number($0) } ?? .nothing }),
        entry.failures.contains { $0.relative == nil } ? .nothing : .share(entry.failures.compactMap(\.relative).max()),
      ]
    }
  }

  var undecidedTable: Answer.Table {
    let network = network
    return Answer.Table(
      "undecided", zh: "无法判定：缺少的事实", en: "Cannot be decided: missing facts", ["firm_id", "name", "missing_facts"], over: undecided,
      shown: 20
    ) { entry in
      let facts = entry.undecided.map(\.missing).reduce(into: [LocalText]()) { if !$0.contains($1) { $0.append($1) } }
      return network.idAndName(entry.firm) + [.list(facts.map { .words($0) })]
    }
  }

  /// What the firm has, for data: a number, yes or no, or a text.
  private func value(_ failure: Failure, _ field: FirmField, _ firm: FirmID) -> Cell {
    if let value = failure.value { return .number(value) }
    if case .flag(let wanted) = rule.filters[failure.filter].test { return .flag(!wanted) }
    return .text(measures.texts(field, of: firm).joined(separator: " "))
  }

  private func reason(_ failure: Failure, _ firm: FirmID) -> LocalText {
    LocalText(zh: reason(failure, firm, .zh), en: reason(failure, firm, .en))
  }

  private func reason(_ failure: Failure, _ firm: FirmID, _ language: Language) -> String {
    let wording = Wording(language)
    let filter = rule.filters[failure.filter]
    let condition = filter.condition[language] + wording.text("：", ": ")
    if let value = failure.value, let distance = failure.distance {
      let value = filter.field.words(value, wording)
      if distance == 0 { return condition + wording.text("正为 \(value)", "is \(value), on the line") }
      let off =
        filter.field.kind == .share
        ? wording.number(100 * distance, digits: 1) + " " + wording.pointsUnit : filter.field.words(distance, wording)
      return condition + wording.text("为 \(value)，差 \(off)", "is \(value), \(off) off")
    }
    let texts = measures.texts(filter.field, of: firm)
    return texts.isEmpty ? condition + wording.text("不符", "is not") : condition + wording.text("为 ", "is ") + wording.list(texts)
  }
}

extension ShortlistRule.Filter {
  /// `营业收入（万元/年） ≥ 10,000`.
  var condition: LocalText { LocalText(zh: condition(.zh), en: condition(.en)) }

  private func condition(_ language: Language) -> String {
    let wording = Wording(language)
    let label = field.label[language]
    switch test {
    case .number(let threshold): return "\(label) \(threshold.words { field.words($0, wording) })"
    case .flag(let wanted): return label + wording.text("：", ": ") + wording.text(.flag(wanted))
    case .oneOf(let texts): return label + wording.text("属于 ", " one of ") + wording.list(texts)
    case .noneOf(let texts): return label + wording.text("不属于 ", " none of ") + wording.list(texts)
    }
  }
}
