import Answers
import ClusterAnalysis
import ClusterModel
import Scenarios

/// A comparison as an answer.
struct WhatIfAnswer: Sendable {
  let question: WhatIfQuestion
  let comparison: Comparison
  let clusters: [[String]]
  let names: [String]

  var applied: [AppliedScenario] { question.applied }
  private var isSingle: Bool { applied.count == 1 }

  var answer: Answer {
    let scenario = applied[0].scenario
    func title(_ language: Language) -> String { scenario.title[language].isEmpty ? scenario.name : scenario.title[language] }
    var answer =
      isSingle
      ? Answer(zh: "假如：\(title(.zh))", en: "What if: \(title(.en))")
      : Answer(zh: "假如：\(applied.count) 个情景并列", en: "What if: \(applied.count) scenarios side by side")
    answer.facts = [
      ("measures_changed", .count(comparison.measures.count(where: \.isChanged))),
      ("findings_changed_count", .count(comparison.findings.count)),
    ]
    answer.tables = [measures, scenarios, findings]
    if !comparison.gates.isEmpty { answer.tables.append(gates) }
    let shared = SharedFactoryTables(applied, names: names)
    answer.tables += shared.tables
    let credit = ScenarioCredit(applied, names: names)
    answer.tables += credit.tables + [numbers, changes] + prospectTables
    answer.notes = shared.notes + credit.notes + notes
    return answer
  }

  /// A column for each scenario, named for it where there are several.
  private func columns(_ parts: [String]) -> [Answer.Column] {
    if isSingle { return parts.map { Answer.Column($0) } }
    return names.flatMap { name in
      parts.map { part in
        let label = Answer.Column(part).entry.label
        return Answer.Column(
          "\(part).\(name)",
          heading: part == parts[0]
            ? LocalText(zh: name, en: name) : LocalText(zh: "\(label.zh)（\(name)）", en: "\(label.en) (\(name))"))
      }
    }
  }

  private var scenarios: Answer.Table {
    Answer.Table(
      "scenarios", zh: "情景", en: "Scenarios",
      ["scenario", "builds_on", "changes_count", "rows_added", "rows_removed", "rows_changed", "firms_shut", "firms_stopped_too"],
      over: applied.indices.map { (name: names[$0], applied: applied[$0]) }
    ) { name, applied in
      func count(_ kind: AppliedScenario.Row.Kind) -> Cell { .count(applied.rows.count { $0.kind == kind }) }
      return [
        .text(name), .texts(applied.scenario.bases), .count(applied.scenario.changes.count), count(.added), count(.removed),
        count(.changed),
        .count(applied.shut.count), .count(applied.knockOn.count),
      ]
    }
  }

  // MARK: Measures

  private var measures: Answer.Table {
    Answer.Table(
      "measures", zh: "指标：前后与差", en: "Measures: before, after, difference",
      [.data("table"), .data("id"), "name", "measure", "before"] + columns(["after", "difference"]),
      over: comparison.measures.filter { question.all || $0.isChanged }, shown: 25
    ) { measure in
      let figure = measure.key.measure
      return [
        .text(measure.subject.table), .text(measure.subject.id), Self.name(measure.subject), .named(figure),
        Self.number(measure.before, measure.kind, figure, isThere: measure.isThere),
      ]
        + measure.after.indices.flatMap { number in
          [
            Self.number(measure.after[number], measure.kind, figure, isThere: measure.isThereAfter[number]),
            Self.difference(measure.difference(number), measure.kind, figure),
          ]
        }
    }
  }

  static func name(_ subject: Subject) -> Cell {
    .words(
      LocalText(
        zh: subject.name[.zh].isEmpty ? subject.id : subject.name[.zh], en: subject.name[.en].isEmpty ? subject.id : subject.name[.en]))
  }

  static func thing(_ subject: Subject) -> Cell { .thing(id: subject.id, subject.name) }

  /// A subject that is not there has no number, which is not the same as an unknown one.
  private static func number(_ range: KnownRange?, _ kind: Snapshot.Kind, _ figure: String, isThere: Bool) -> Cell {
    guard let range else { return isThere ? .unknown : .nothing }
    if let exact = range.exact, !exact.isFinite { return .word("unbounded", zh: "无上限", en: "unbounded") }
    return switch kind {
    case .ratio, .probability: .figure(figure, .share(range))
    case .count: .figure(figure, .count(range))
    case .amount, .index, .days, .relative: .figure(figure, .number(range))
    }
  }

  private static func difference(_ range: KnownRange?, _ kind: Snapshot.Kind, _ figure: String) -> Cell {
    guard let range else { return .nothing }
    return switch kind {
    case .ratio, .probability: .figure(range.exact == nil ? "difference_points" : figure, .points(range))
    case .count: .figure(figure, .count(range))
    case .amount, .index, .days, .relative: .figure(figure, .number(range))
    }
  }

  // MARK: Findings

  private var findings: Answer.Table {
    Answer.Table(
      "findings_changed", zh: "发现：新增与消除", en: "Findings: opened and closed",
      ["rule", "about", "things", "held_before"] + columns(["held_after"]), over: comparison.findings, shown: 25
    ) { finding in
      let held = finding.held
      return [Self.rule(held.rule), Self.thing(held.about), .list(held.things.map { Self.thing($0) }), .flag(finding.before)]
        + finding.after.map { after in
          switch (finding.before, after) {
          case (true, false): .word("closed", zh: "− 消除", en: "− closed")
          case (false, true): .word("opened", zh: "+ 新增", en: "+ opened")
          case (true, true): .word("stays", zh: "仍有", en: "stays")
          case (false, false): .word("none", zh: "仍无", en: "none")
          }
        }
    }
  }

  static func rule(_ rule: String) -> Cell { .word(code: rule, FigureEntry.rule(rule)) }

  // MARK: Gates

  private var gates: Answer.Table {
    Answer.Table(
      "gates", zh: "门槛：前后", en: "Gates: before and after",
      ["cluster_id", "gate", "condition", "gate_before", "value_before"] + columns(["gate_after", "value_after"]),
      over: comparison.gates.filter { question.all || $0.isChanged }, shown: 25
    ) { gate in
      [
        .text(gate.cluster.id), .text(gate.gate.id), Self.condition(gate.gate), Self.outcome(gate.before),
        Self.value(gate.before, gate.gate),
      ]
        + gate.after.flatMap { [Self.outcome($0), Self.value($0, gate.gate)] }
    }
  }

  private static func value(_ row: ClusterGates.Row?, _ gate: GateSet.Gate) -> Cell {
    guard let row else { return .nothing }
    let range = row.range ?? row.value.map { KnownRange($0) }
    return isShare(gate) ? .share(range) : .number(range)
  }

  private static func isShare(_ gate: GateSet.Gate) -> Bool {
    if gate.isGrowth { return true }
    if case .measured(let field) = gate.quantity { return field.isShare }
    return false
  }

  private static func condition(_ gate: GateSet.Gate) -> Cell {
    func text(_ language: Language) -> String {
      let wording = Wording(language)
      let value = isShare(gate) ? wording.share(gate.threshold.value) : wording.number(gate.threshold.value)
      var unit = ""
      if case .figure(_, let given) = gate.quantity, !gate.isGrowth, !given.isEmpty { unit = " (\(given))" }
      let years =
        gate.years <= 1
        ? ""
        : gate.isGrowth
          ? wording.text("，\(gate.years) 年", ", over \(gate.years) years")
          : wording.text("，近 \(gate.years) 年每年", ", in each of \(gate.years) years")
      return "\(gate.title[language].isEmpty ? gate.id : gate.title[language]) \(gate.threshold.sign) \(value)\(unit)\(years)"
    }
    return .words(zh: text(.zh), en: text(.en))
  }

  private static func outcome(_ row: ClusterGates.Row?) -> Cell {
    guard let row else { return .nothing }
    let (zh, en) = row.isSynthetic ? ("（虚构企业）", " (synthetic firms)") : ("", "")
    return switch row.outcome {
    case .met: .word("met", zh: "达到" + zh, en: "met" + en)
    case .notMet: .word("not_met", zh: "未达到" + zh, en: "not met" + en)
    case .unmeasured: .word("unmeasured", zh: "无法衡量", en: "cannot be measured")
    }
  }

  // MARK: Numbers of firms, sectors and goods

  /// What differs of the measures that there are many of; the largest changes of each come first, and are what a reader is shown.
  private var numbers: Answer.Table {
    func rows(_ choose: (Comparison.Column) -> some Sequence<Comparison.Column.Row>) -> [(
      column: Comparison.Column, row: Comparison.Column.Row
    )] {
      comparison.columns.flatMap { column in choose(column).map { (column: column, row: $0) } }
    }
    let first = { (column: Comparison.Column) in
      question.all ? column.rows.count : column.isDetail ? 0 : min(question.most, column.rows.count)
    }
    let shown = rows { $0.rows.prefix(first($0)) }
    return Answer.Table(
      "numbers", zh: "企业、行业与产品：变化最大者", en: "Firms, sectors and goods: what changes most",
      ["measure", .data("table"), .data("id"), "name", .data("about_table"), .data("about_id"), "about_name", "before"]
        + columns(["after", "difference"]), over: shown + rows { $0.rows.dropFirst(first($0)) }, shown: shown.count
    ) { column, row in
      [
        .named(column.measure), .text(row.of.table), .text(row.of.id), Self.name(row.of), row.about.map { .text($0.table) } ?? .nothing,
        row.about.map { .text($0.id) } ?? .nothing, row.about.map { Self.name($0) } ?? .nothing,
        Self.number(row.before, column.kind, column.measure, isThere: false),
      ]
        + row.after.indices.flatMap { number in
          [
            Self.number(row.after[number], column.kind, column.measure, isThere: false),
            Self.difference(row.difference(number), column.kind, column.measure),
          ]
        }
    }
  }

  // MARK: Notes

  private var notes: [LocalText] {
    var notes = [
      LocalText(
        zh: "差 = 后 − 原，比率之差以百分点计；前后都确定，差才确定，否则给出最低与最高；“-”：没有这个对象或没有这个数；未知不当作零。变更只存在于情景中，网络文件没有改动。",
        en:
          "difference = after - before, of ratios in percentage points; it is certain only where both are, else it lies between its lowest and highest end; \"-\": there is no such subject, or no such number of it; unknown is never zero. The changes are in the scenario alone: no file of the network was changed."
      )
    ]
    for (name, applied) in zip(names, applied) {
      notes += applied.notes.map { isSingle ? $0 : LocalText(zh: "\(name)：\($0.zh)", en: "\(name): \($0.en)") }
      if !applied.shut.isEmpty {
        let ids = applied.shut + applied.knockOn
        notes.append(
          LocalText(
            zh: "停产企业及因缺少必需品而连带停产的企业，其行不计入“后”：\(Wording(.zh).list(ids, limit: 12))。",
            en:
              "the firms shut, and those that stop for want of what they need, are not in \"after\": \(Wording(.en).list(ids, limit: 12))."
          ))
      }
    }
    if comparison.measures.contains(where: { $0.key.measure == "pairs" && $0.before == nil && $0.isThere }) {
      notes.append(
        LocalText(zh: "有的目标的双点超出工作限额，数目未知。", en: "the pairs of some targets are beyond the limit of work and unknown."))
    }
    if comparison.columns.contains(where: { ["survive_days", "cover_days"].contains($0.measure) && !$0.rows.isEmpty }) {
      notes.append(
        LocalText(
          zh: "可撑天数：没有记录的库存按没有计，天数是下限。",
          en: "days to survive: a stock that is not recorded counts as none, so that the days are at least so many."))
    }
    var seen = Set<LocalText>()
    notes += ([comparison.before] + comparison.after).flatMap(\.unknowns).filter { seen.insert($0).inserted }
    if !question.coversEveryFirm {
      notes.append(
        LocalText(
          zh: "企业多于 \(Wording(.zh).count(question.firmLimit)) 家：未比较各企业的系统性风险、重要度、能撑天数等。",
          en:
            "more than \(Wording(.en).count(question.firmLimit)) firms: systemic risk, importance, time to survive and other numbers of every firm were not compared."
        ))
    }
    return notes + Notes.synthetic(applied[0].after)
  }
}
