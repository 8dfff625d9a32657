import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Scenarios

/// Lights then and now as an answer.
struct WatchAnswer {
  let question: WatchQuestion
  let watched: Watched
  let then: (network: Network, reading: Reading?)
  let now: (network: Network, reading: Reading?)
  let snapshots: (before: Snapshot, after: Snapshot)
  let records: RecordsByDay?

  private var rules: WatchRules { question.rules }

  /// What turned for the worse first, then by kind and id.
  private var turned: [Watched.Thing] {
    watched.things.enumerated().filter { $0.element.isTurned }
      .sorted { ($0.element.turn.order, $0.offset) < ($1.element.turn.order, $1.offset) }.map(\.element)
  }

  /// What turned, then that of which a rule, a figure or a finding is another while the light stays: one may open as another closes.
  private func moved(_ turned: [Watched.Thing], _ changed: [Comparison.Finding]) -> [Watched.Thing] {
    let others = Set(changed.map { Self.key($0.held.about) })
    return turned
      + watched.things.filter { thing in
        !thing.isTurned && (others.contains(Self.key(thing.subject)) || Self.pairs(thing).contains { Self.isOther($0) })
      }
  }

  private static func key(_ subject: Subject) -> String { subject.table + "\u{1F}" + subject.id }

  private static func isOther(_ pair: Pair) -> Bool { pair.before != pair.after || pair.old?.range != pair.new?.range }

  var answer: Answer {
    let since = question.since
    var answer = Answer(zh: "红黄绿灯：\(since) 以来的变化", en: "Traffic light: what turned since \(since)")
    let turned = turned
    func count(_ colour: TrafficLight.Colour?) -> Cell { .count(watched.things.count { $0.lights.after.colour == colour }) }
    func count(_ turn: WatchTurn) -> Cell { .count(turned.count { $0.turn == turn }) }
    answer.facts = [
      ("since_date", .text(since)), ("lights_red", count(.red)), ("lights_amber", count(.amber)), ("lights_green", count(.green)),
      ("lights_unknown", count(nil)), ("turned_worse", count(.worse)), ("turned_better", count(.better)),
      ("became_known", count(.becameKnown)), ("became_unknown", count(.becameUnknown)),
    ]
    if !rules.provenance.source.isEmpty { answer.facts.append(("rule_source", .text(rules.provenance.source))) }
    let changed = Comparison(snapshots.before, [snapshots.after]).findings
    let moved = moved(turned, changed)
    let facts = moved.isEmpty ? [] : WatchFacts(then: then.network, now: now.network, changed).all(of: moved)
    answer.tables = [turnedTable(turned), ruleTable(moved), findingTable(moved, changed), factTable(facts), lightTable]
    answer.notes = notes
    return answer
  }

  // MARK: Tables

  private static let thingColumns: [Answer.Column] = ["watch_kind", .data("watch_id"), "name"]

  private static func cells(_ thing: Watched.Thing) -> [Cell] {
    [.word(code: thing.kind.rawValue, label(thing.kind)), .text(thing.subject.id), WhatIfAnswer.name(thing.subject)]
  }

  static func label(_ kind: WatchRules.Kind) -> LocalText {
    switch kind {
    case .chain: LocalText(zh: "产业链", en: "chain")
    case .county: LocalText(zh: "县区", en: "county")
    case .leader: LocalText(zh: "领跑者", en: "leader")
    }
  }

  private static func light(_ colour: TrafficLight.Colour?) -> Cell {
    switch colour {
    case .red?: .word("red", zh: "● 红", en: "● red")
    case .amber?: .word("amber", zh: "◐ 黄", en: "◐ amber")
    case .green?: .word("green", zh: "○ 绿", en: "○ green")
    case nil: .word("unknown", zh: "? 未知", en: "? unknown")
    }
  }

  /// Of an unknown light, what it may be.
  private static func maybe(_ light: TrafficLight) -> Cell {
    if light.colour != nil { return .nothing }
    return .list(light.possible.map { Self.light($0) })
  }

  private func turnedTable(_ turned: [Watched.Thing]) -> Answer.Table {
    Answer.Table(
      "turned", zh: "变了灯的", en: "What turned", Self.thingColumns + ["light_before", "light_now", "turn", "light_may_be", "rules_behind"],
      over: turned, shown: 40
    ) { thing in
      let behind = Self.behind(thing)
      return Self.cells(thing) + [
        Self.light(thing.lights.before.colour), Self.light(thing.lights.after.colour), .word(code: thing.turn.rawValue, thing.turn.label),
        Self.maybe(thing.lights.after), .list(behind.map { .thing(id: $0.id, $0.title) }),
      ]
    }
  }

  /// Rules whose light is another than then.
  private static func behind(_ thing: Watched.Thing) -> [WatchRules.Rule] {
    pairs(thing).filter { $0.before != $0.after }.map(\.rule)
  }

  private typealias Pair = (
    rule: WatchRules.Rule, before: TrafficLight, after: TrafficLight, old: TrafficLights.Reading?, new: TrafficLights.Reading?
  )

  private static func pairs(_ thing: Watched.Thing) -> [Pair] {
    let rules = (thing.after ?? thing.before)?.readings.map(\.rule) ?? []
    return rules.map { rule in
      let old = thing.before?.readings.first { $0.rule.id == rule.id }
      let new = thing.after?.readings.first { $0.rule.id == rule.id }
      return (rule, old?.light ?? .unknown, new?.light ?? .unknown, old, new)
    }
  }

  private func ruleTable(_ moved: [Watched.Thing]) -> Answer.Table {
    let rows = moved.flatMap { thing in Self.pairs(thing).map { (thing: thing, pair: $0) } }.filter { Self.isOther($0.pair) }
    return Answer.Table(
      "turned_rules", zh: "是哪条规则、哪项数值变了", en: "By which rule and figure",
      Self.thingColumns + ["watch_rule", "measure", "red_if", "amber_if", "before", "now", "light_before", "light_now"], over: rows,
      shown: 60
    ) { item in
      let (rule, pair) = (item.pair.rule, item.pair)
      return Self.cells(item.thing) + [
        .thing(id: rule.id, rule.title), .named(rule.measure), Self.condition(rule.red, rule), Self.condition(rule.amber, rule),
        Self.value(pair.old, isThere: item.thing.before != nil), Self.value(pair.new, isThere: item.thing.after != nil),
        Self.light(pair.before.colour), Self.light(pair.after.colour),
      ]
    }
  }

  private static func value(_ reading: TrafficLights.Reading?, isThere: Bool) -> Cell {
    guard let reading else { return isThere ? .unknown : .nothing }
    guard let range = reading.range else { return .unknown }
    let figure = reading.rule.measure
    return switch reading.kind {
    case .ratio, .probability: .figure(figure, .share(range))
    case .count: .figure(figure, .count(range))
    case .amount, .index, .days, .relative: .figure(figure, .number(range))
    }
  }

  private static func condition(_ threshold: Threshold?, _ rule: WatchRules.Rule) -> Cell {
    guard let threshold else { return .nothing }
    let isShare = FigureEntry.named(rule.measure).kind == .share
    func text(_ language: Language) -> String {
      let wording = Wording(language)
      return threshold.words { isShare ? wording.share($0) : wording.number($0) }
    }
    return .words(zh: text(.zh), en: text(.en))
  }

  /// A few rows of each thing first, which are what a reader is shown.
  private func factTable(_ facts: [WatchFacts.Fact]) -> Answer.Table {
    let most = 6
    var seen: [String: Int] = [:]
    var (first, rest): ([WatchFacts.Fact], [WatchFacts.Fact]) = ([], [])
    for fact in facts {
      seen["\(fact.thing.kind) \(fact.thing.subject.id)", default: 0] += 1
      if seen["\(fact.thing.kind) \(fact.thing.subject.id)", default: 0] <= most { first.append(fact) } else { rest.append(fact) }
    }
    let (old, new) = (then, now)
    return Answer.Table(
      "turned_facts", zh: "当时与现在不同的事实（各行）", en: "The rows that are others than then",
      Self.thingColumns + [
        "bears", "fact_list", "row_change", .data("row_key"), "row_named", "cells_changed", "row_place", .data("row_source"),
        .data("row_as_of"),
      ], over: first + rest, shown: first.count
    ) { fact in
      let row = fact.row
      let side = row.kind == .removed ? old : new
      let place = row.table == "groups" ? nil : side.reading.map { $0.place(row.table, row.row) }
      let cells = WatchRowWords(row, in: side.network)
      return Self.cells(fact.thing) + [
        fact.isDirect
          ? .word("direct", zh: "直接", en: "directly") : .word("near", zh: "相关", en: "nearby"),
        Self.list(row.table), Self.change(row.kind), .text(row.key), .words(cells.name),
        cells.changes.zh.isEmpty ? .nothing : .words(cells.changes),
        place.map { .text($0.text) } ?? .unknown, .text(row.source), .text(row.asOf),
      ]
    }
  }

  private static func list(_ table: String) -> Cell {
    let title = DataDictionary.standard[table]?.title
    return .word(code: table, LocalText(zh: title?.zh ?? table, en: table))
  }

  private static func change(_ kind: RowDifference.Kind) -> Cell {
    switch kind {
    case .added: .word("added", zh: "+ 新增", en: "+ added")
    case .changed: .word("changed", zh: "± 改动", en: "± changed")
    case .removed: .word("removed", zh: "− 去掉", en: "− removed")
    }
  }

  private func findingTable(_ moved: [Watched.Thing], _ changed: [Comparison.Finding]) -> Answer.Table {
    let keys = Set(moved.map { Self.key($0.subject) })
    let changed = changed.filter { keys.contains(Self.key($0.held.about)) }
    return Answer.Table(
      "turned_findings", zh: "发现：新增与消除", en: "Findings: opened and closed", ["rule", "about", "things", "finding_turn"], over: changed,
      shown: 40
    ) { finding in
      [
        WhatIfAnswer.rule(finding.held.rule), WhatIfAnswer.thing(finding.held.about),
        .list(finding.held.things.map { WhatIfAnswer.thing($0) }),
        finding.before ? .word("closed", zh: "− 消除", en: "− closed") : .word("opened", zh: "+ 新增", en: "+ opened"),
      ]
    }
  }

  private var lightTable: Answer.Table {
    Answer.Table(
      "lights", zh: "全部的灯", en: "All lights",
      Self.thingColumns + ["light_before", "light_now", "light_may_be", "rules_red", "rules_amber", "rules_unknown"], over: watched.things,
      shown: 80
    ) { thing in
      func rules(_ colour: TrafficLight.Colour?) -> Cell {
        .list((thing.after?.readings ?? []).filter { $0.light.colour == colour }.map { .thing(id: $0.rule.id, $0.rule.title) })
      }
      return Self.cells(thing) + [
        Self.light(thing.lights.before.colour), Self.light(thing.lights.after.colour), Self.maybe(thing.lights.after), rules(.red),
        rules(.amber), rules(nil),
      ]
    }
  }

  // MARK: Notes

  private var notes: [LocalText] {
    var notes = [
      LocalText(
        zh: "一个对象的灯取其各条规则中最差的；只要未知的部分还能改变它，就是未知（灰），不当作绿。没有采购记录的，供应类规则未知；没有在册企业的县未知。",
        en:
          "a light is that of the worst rule; while what is unknown can still change it, it is unknown (grey) and never green. Where no purchase is on record, rules of supply are unknown; so is a county without a firm on record."
      ),
      LocalText(
        zh: "当时的灯按当时在册的事实：之后才入册的，当时视为不在册，不等于当时不存在；变好也可能只是在册的少了。列出的各行与变化有关；“直接”的涉及新增或消除的发现，不表示每一行单独使灯变化。",
        en:
          "the light then is by what was on record then: what came on record later may have been so before, and better may be less on record. The rows listed bear on the change; \"directly\" are those of a finding that opened or closed; that each alone turned the light is not said."
      ),
    ]
    if let records {
      notes.append(
        LocalText(
          zh: "按各行的“截至日期”：\(records.later) 行晚于 \(question.since)，当时视为不在册；\(records.undated) 行没有日期，两个时点都算。",
          en:
            "by the dates of rows (as_of): \(records.later) later than \(question.since), taken as not on record then; \(records.undated) without a date, which count at both times."
        ))
      if records.onRecord == 0 && records.undated == 0 {
        notes.append(
          LocalText(
            zh: "\(question.since) 之前没有一行在册：当时的灯全部未知。", en: "no row is dated up to \(question.since): all lights of then are unknown."))
      }
    }
    return notes + Notes.synthetic(now.network)
  }
}

/// A row in words: whom it is about by name, and what its cells say.
private struct WatchRowWords {
  let name: LocalText
  let changes: LocalText

  init(_ row: RowDifference, in network: Network) {
    func named(_ column: String, _ text: String, _ language: Language) -> String {
      func shown(_ name: Name?) -> String { name.map { $0[language].isEmpty ? text : $0[language] } ?? text }
      switch column {
      case "firm_id", "supplier_id", "buyer_id", "lender", "borrower_id", "guarantor_id":
        return network.firm(id: text).map { network.firms.name($0, language) }.flatMap { $0.isEmpty ? nil : $0 } ?? text
      case "stage_id", "input_stage_id", "output_stage_id": return shown(network.stages.first { $0.id == text }?.name)
      case "product_id": return shown(network.products.first { $0.id == text }?.name)
      case "cluster_id": return shown(network.cluster(id: text).map { network.clusters[$0.row].name })
      case "county_code": return shown(network.county(code: text).map { network.counties[$0.row].name })
      default:
        let known = DataDictionary.standard[row.table]?[column]
        guard language == .zh, let known, let at = known.values.firstIndex(of: text), known.valuesZh.indices.contains(at) else {
          return text
        }
        // Some choices have no Chinese word: the grades A to D.
        let word = known.valuesZh[at]
        return word.isEmpty ? text : word
      }
    }
    func names(_ language: Language) -> String {
      let isDirected = row.table == "supplies" || row.table == "requires"
      return row.named.enumerated().map { at, cell in
        (at == 0 ? "" : isDirected && at == 1 ? " → " : language == .zh ? "，" : ", ") + named(cell.column, cell.text, language)
      }.joined()
    }
    name = LocalText(zh: names(.zh), en: names(.en))
    let cells = row.cells.prefix(6)
    func said(_ language: Language) -> String {
      let table = DataDictionary.standard[row.table]
      let blank = language == .zh ? "未知" : "unknown"
      return cells.map { cell in
        let heading = language == .zh ? table?[cell.column]?.labels.first ?? cell.column : cell.column
        let (old, new) = (
          cell.old.isEmpty ? blank : named(cell.column, cell.old, language),
          cell.new.isEmpty ? blank : named(cell.column, cell.new, language)
        )
        switch row.kind {
        case .changed: return "\(heading) \(old) → \(new)"
        case .added: return "\(heading) \(new)"
        case .removed: return "\(heading) \(old)"
        }
      }.joined(separator: language == .zh ? "，" : ", ") + (row.cells.count > cells.count ? " …" : "")
    }
    changes = LocalText(zh: said(.zh), en: said(.en))
  }
}
