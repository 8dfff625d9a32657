import Answers
import ClusterAnalysis
import ClusterModel

/// Measures of a plan in full: each analysis with its numbers, the rows behind them, tables and findings.
extension ProgrammeQuestion {
  func measureAnswer(_ measures: [Programme.Measure], _ analyses: MeasureAnalyses, _ places: RowPlaces) -> Answer {
    func title(_ language: Language) -> String {
      measures.map { "\($0.id) \(Self.title($0.title, $0.id)[language])" }.joined(separator: language == .zh ? "、" : ", ")
    }
    var answer = Answer(zh: "举措：\(title(.zh))", en: "Measure: \(title(.en))")
    if measures.count == 1, let action = plan.actions.first(where: { $0.measures.contains { $0.id == measures[0].id } }) {
      answer.facts = [
        (
          "special_action",
          .thing(id: action.id, Name(zh: Self.title(action.title, action.id).zh, en: Self.title(action.title, action.id).en))
        )
      ]
    }
    let reports = measures.flatMap { measure in measure.analyses.map { (measure: measure, report: analyses.run($0)) } }
    answer.tables = [analysisTable(reports), numberTable(reports, places)]
    var used: Set<String> = ["analyses", "numbers", "missing"]
    for (measure, report) in reports {
      for var table in report.answer.tables {
        table.name = "\(report.call.kind.rawValue)_\(table.name)"
        while !used.insert(table.name).inserted { table.name += "_\(measure.id)" }
        table.shown = report.call.count ?? 20
        answer.tables.append(table)
      }
    }
    answer.tables.append(
      Self.missingTable(
        "missing", zh: "所缺的事实：请补充", en: "Missing facts: please supply", "measure_ids", reports.map { ($0.measure.id, $0.report.missing) }))
    let findings = reports.flatMap { $0.report.answer.findings ?? [] }
    if !findings.isEmpty {
      answer.findings = findings
      answer.shownFindings = 5
    }
    answer.notes =
      reports.flatMap(\.report.answer.notes).reduce(into: [LocalText]()) { if !$0.contains($1) { $0.append($1) } }
      + Notes.synthetic(analyses.facts.network)
    return answer
  }

  private func analysisTable(_ reports: [(measure: Programme.Measure, report: MeasureAnswer)]) -> Answer.Table {
    Answer.Table(
      "analyses", zh: "分析", en: "Analyses",
      ["measure_id", "analysis", "headline", "purpose", .data("subject_ids"), .data("files")], over: reports
    ) { measure, report in
      [
        .text(measure.id), Self.word(report.call.kind), .words(report.headline),
        report.call.note[.zh].isEmpty ? .nothing : .words(Self.title(report.call.note, "")), .texts(Self.subjects(report)),
        .texts(Self.files(report.call)),
      ]
    }
  }

  private func numberTable(_ reports: [(measure: Programme.Measure, report: MeasureAnswer)], _ places: RowPlaces) -> Answer.Table {
    Answer.Table(
      "numbers", zh: "数字与依据", en: "Numbers, and the rows they are made of",
      [.data("measure_id"), "analysis", "figure", "value", .data("evidence"), .readers("evidence_rows")],
      over: reports.flatMap { measure, report in report.numbers.map { (measure: measure.id, kind: report.call.kind, number: $0) } }
    ) { measure, kind, number in
      [.text(measure), Self.word(kind), .named(number.name), .figure(number.name, number.value)] + places.cells(number.rows)
    }
  }
}
