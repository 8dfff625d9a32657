public import Answers
public import ClusterAnalysis
import ClusterIO
public import ClusterModel

/// How far is each target of a plan (实施方案), and what serves each of its measures?
public struct ProgrammeQuestion: Sendable {
  public var plan: Programme
  /// The day that is looked at; later rows do not count.
  public var asOf: CalendarDay
  /// The network at the start, to tell what is new.
  public var baseline: Network?
  /// Ids of measures and safeguards to answer in full; the whole plan when empty.
  public var measures: [String] = []
  /// Rule files beside the plan, by the name the plan gives them.
  public var shortlists: [String: ShortlistRule] = [:]
  public var gates: [String: GateSet] = [:]
  /// Scenarios beside the plan, by file; one that is not here counts as missing.
  public var scenarios: [String: Scenario] = [:]

  public init(_ plan: Programme, asOf: CalendarDay) {
    self.plan = plan
    self.asOf = asOf
  }

  /// Of the plan: facts (how many targets have each verdict, actions, measures), and the tables `targets`, `missing`, `nearest`, `actions`, `measures` and `measures_missing`.
  /// Of some measures: the tables `analyses`, `numbers`, those of each analysis, and `missing`; findings. Every number is named with the rows it is made of. As much work as the analyses
  /// that the plan names.
  ///
  /// - Throws: ``QuestionError`` where the plan has no such measure.
  public func answer(_ study: Study) throws -> Answer {
    let chosen = try measures.map { try measure($0) }
    let analyses = MeasureAnalyses(
      BenchmarkFacts(study.network), shortlists: shortlists, gates: gates, scenarios: scenarios, asOf: asOf)
    let places = RowPlaces(study: study)
    if !chosen.isEmpty { return measureAnswer(chosen, analyses, places) }
    return planAnswer(review(analyses.facts), analyses, places)
  }

  /// The targets' progress, as values.
  public func review(_ study: Study) -> ProgrammeReview { review(BenchmarkFacts(study.network)) }

  private func review(_ facts: BenchmarkFacts) -> ProgrammeReview {
    ProgrammeReview(plan, in: facts, asOf: asOf, baseline: baseline.map { BenchmarkFacts($0) })
  }

  private func measure(_ id: String) throws -> Programme.Measure {
    if let measure = plan.measures.first(where: { $0.id == id }) { return measure }
    let ids = plan.measures.map { SafeText.safe($0.id) }.joined(separator: ", ")
    throw QuestionError(
      .unknownID, zh: "方案中没有编号为“\(SafeText.safe(id))”的举措", en: "the plan has no measure \"\(SafeText.safe(id))\"",
      remedy: LocalText(zh: "可选：\(ids)", en: "one of: \(ids)"))
  }

  static func title(_ name: Name, _ id: String) -> LocalText {
    LocalText(zh: name[.zh].isEmpty ? id : name[.zh], en: name[.en].isEmpty ? id : name[.en])
  }

  // MARK: The whole plan

  private func planAnswer(_ review: ProgrammeReview, _ analyses: MeasureAnalyses, _ places: RowPlaces) -> Answer {
    let title = Self.title(plan.title, plan.name)
    var answer = Answer(zh: "对表：\(title.zh)", en: "Programme: \(title.en)")
    answer.facts = [("as_of", .text(asOf.text)), ("plan_start", .text(plan.start.text)), ("targets_count", .count(review.targets.count))]
    for verdict in TargetProgress.Verdict.allCases {
      let count = review.targets.count { $0.verdict == verdict }
      // Readers are spared verdicts that no target has.
      answer.facts.append((Answer.Column("targets_" + verdict.rawValue, count == 0 ? .data : .everyone), .count(count)))
    }
    answer.facts += [
      ("measures_count", .count(plan.actions.reduce(0) { $0 + $1.measures.count })), ("safeguards_count", .count(plan.safeguards.count)),
      ("plan_source", .text(plan.provenance.source.isEmpty ? nil : plan.provenance.source)),
    ]
    let reports = plan.measures.map { measure in (measure: measure, reports: measure.analyses.map { analyses.run($0) }) }
    answer.tables = [targetTable(review, places)]
    if !review.targets.isEmpty {
      answer.tables.append(
        Self.missingTable(
          "missing", zh: "目标所缺的事实：请补充", en: "Missing facts of the targets: please supply", "target_ids",
          review.targets.map { ($0.target.id, $0.measurement.missing) }))
      answer.tables.append(nearestTable(review, analyses.facts.network))
    }
    answer.tables += [actionTable, measureTable(reports, places)]
    answer.tables.append(
      Self.missingTable(
        "measures_missing", zh: "举措分析所缺的事实：请补充", en: "Missing facts of the measures' analyses: please supply", "measure_ids",
        reports.map { ($0.measure.id, $0.reports.flatMap(\.missing)) }))
    let unknown = RuleNames.findings(of: plan, in: analyses.facts.network)
    if !unknown.isEmpty { answer.findings = unknown }
    answer.notes =
      [
        LocalText(
          zh: "每个数字均由“依据”所列各行得出，删去这些行数字即变或消失；不能衡量的只列所缺事实，不作估计。“现值”为范围时，差别在于缺级别、年份或县区的行。",
          en:
            "every number is made of the rows named beside it: without them it changes or is gone. What cannot be measured is not estimated. A range comes from rows whose level, year or county is not given."
        ),
        LocalText(
          zh: "进度：现值与自起算日至年底的均匀进度相比；没有起点数的目标不判断快慢。",
          en: "pace: the value against an even pace from the start to the end of the year; without a value at the start it is not judged."),
      ] + Notes.synthetic(analyses.facts.network)
    return answer
  }

  private var actionTable: Answer.Table {
    Answer.Table(
      "actions", zh: "专项行动", en: "Actions", ["action_id", "title", "measures_count"],
      over: plan.actions
    ) { [.text($0.id), .words(Self.title($0.title, $0.id)), .count($0.measures.count)] }
  }

  private func measureTable(_ reports: [(measure: Programme.Measure, reports: [MeasureAnswer])], _ places: RowPlaces) -> Answer.Table {
    let actions = Dictionary(plan.actions.flatMap { action in action.measures.map { ($0.id, action.id) } }) { first, _ in first }
    return Answer.Table(
      "measures", zh: "举措与保障措施", en: "Measures and safeguards",
      [
        "measure_id", "title", "analysis", "headline", .data("action_id"), .data("subject_ids"), .data("files"), .data("missing_facts"),
        .data("evidence"), .data("target_ids"),
      ], over: reports.flatMap { item in item.reports.map { (measure: item.measure, report: $0) } }
    ) { measure, report in
      [
        .text(measure.id), .words(Self.title(measure.title, measure.id)), Self.word(report.call.kind), .words(report.headline),
        actions[measure.id].map { .text($0) } ?? .nothing, .texts(Self.subjects(report)), .texts(Self.files(report.call)),
        .list(report.missing.map { .words($0.text) }), places.list(Set(report.numbers.flatMap(\.rows)).sorted()), .texts(measure.targets),
      ]
    }
  }

  static func word(_ kind: AnalysisCall.Kind) -> Cell { .word(code: kind.rawValue, kind.label) }
  /// The clusters that the analysis is asked about, else what it says to look at first.
  static func subjects(_ report: MeasureAnswer) -> [String] {
    report.subject.map { [$0] } ?? report.call.clusters
  }
  static func files(_ call: AnalysisCall) -> [String] { (call.rules.map { [$0] } ?? []) + call.files }

  /// The same facts that several miss are one row.
  static func missingTable(
    _ name: String, zh: String, en: String, _ ids: Answer.Column, _ lists: [(id: String, facts: [MissingFacts])]
  ) -> Answer.Table {
    var order: [MissingFacts] = []
    var who: [MissingFacts: [String]] = [:]
    for (id, facts) in lists {
      for fact in facts {
        if who[fact] == nil { order.append(fact) }
        if who[fact]?.contains(id) != true { who[fact, default: []].append(id) }
      }
    }
    return Answer.Table(
      name, zh: zh, en: en,
      [
        ids, "table", "columns", "which_rows", .data("figure_table"), .data("subject_id"), .data("attribute"), .data("target_unit"),
      ],
      rows: order.map { fact in
        [
          .texts(who[fact] ?? []), .text(fact.table), .list(fact.columns.map { column($0, of: fact.table) }), .words(fact.rows),
          .text(fact.figure?.table), .text(fact.figure?.subject), .text(fact.figure?.attribute), .text(fact.figure?.unit),
        ]
      })
  }

  /// A column of a list with what a Chinese list may call it.
  private static func column(_ name: String, of files: String) -> Cell {
    let found = DataDictionary.standard.tables.first { table in
      files.split(separator: ", ").contains("\(table.name).csv") && table.columns.contains { $0.name == name }
    }
    let label = found?.columns.first { $0.name == name }?.labels.first
    return .word(code: name, LocalText(zh: label ?? PublishedName(attribute: name).label.zh, en: name))
  }
}
