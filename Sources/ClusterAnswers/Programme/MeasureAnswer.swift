package import Answers
import ClusterAnalysis
package import ClusterModel

/// What an analysis says for a measure of a plan: one line, the numbers behind it with their rows, the missing facts, and its tables and findings as an answer.
package struct MeasureAnswer: Sendable {
  package var call: AnalysisCall
  /// One line for whoever reads only one.
  package var headline: LocalText
  /// Figures of `figures.csv`, each with the rows it is made of; none where it is made of a whole table.
  package var numbers: [(name: String, value: Cell, rows: [RowReference])] = []
  package var missing: [MissingFacts] = []
  /// The firm, cluster or county to look at first.
  package var subject: String?
  /// Tables, findings, and notes on how the numbers are to be read.
  package var answer: Answer

  package init(_ call: AnalysisCall, _ headline: LocalText) {
    self.call = call
    self.headline = headline
    answer = Answer(call.kind.label)
  }
}

extension Network {
  /// How far a firm is from a condition that it alone does not meet: for the columns of a code with its words, `field` and `distance`.
  func standing(before field: FirmField, distance: Double) -> [Cell] {
    let figure: [Cell] = [.word(code: field.rawValue, field.label), field.kind == .share ? .share(distance) : .number(distance)]
    if distance == 0 {
      return [.word("on_the_line", zh: "\(field.label.zh)正在线上", en: "\(field.label.en) on the line")] + figure
    }
    func text(_ wording: Wording) -> String { field.kind == .share ? wording.share(distance) : wording.number(distance) }
    return [
      .word(
        "one_condition_away", zh: "只差一条：\(field.label.zh)差 \(text(Wording(.zh)))",
        en: "one condition away: \(field.label.en), \(text(Wording(.en))) off")
    ] + figure
  }
}
