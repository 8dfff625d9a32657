package import Answers
package import ClusterAnalysis
package import ClusterModel
import LinearPrograms

/// The stops of a network as work that can be shared out: each is solved by itself.
package struct RecoveryWork: SharedWork {
  let question: RecoveryQuestion
  let network: Network
  let stops: NetworkStops

  package var itemCount: Int { stops.disruptions.count }

  package func items(_ range: Range<Int>, work: WorkBudget) throws -> [NetworkStops.Outcome] {
    do {
      return try stops.outcomes(range, solver: LinearSolver(), threads: question.threads) {
        work.tell(WorkBudget.Report(LocalText(zh: "逐项求解停产", en: "one stop after another"), done: $0, of: $1))
      }
    } catch is SurvivalError {
      throw RecoveryQuestion.contradiction
    }
  }

  package func answer(_ parts: [[NetworkStops.Outcome]], work: WorkBudget) throws -> Answer {
    question.answer(NetworkSurvival(stops, outcomes: Array(parts.joined())), network)
  }

  /// A row a stop: days to survive, what is lost, and of it what the stopped firms' own customers miss; null is without end, and unknown.
  package func write(_ items: [NetworkStops.Outcome], to out: inout JSONText) {
    out.raw(",\n")
    out.member("stops", indent: "  ")
    out.lines(items) { out, outcome in
      out.array([outcome.time, outcome.loss, outcome.ownLoss]) { out, number in out.number(number ?? .nan) }
    }
  }

  package func read(_ scanner: inout PartScanner, _ range: Range<Int>) throws(QuestionError) -> [NetworkStops.Outcome] {
    var items: [NetworkStops.Outcome] = []
    try scanner.key("stops")
    try scanner.beginArray()
    for _ in range {
      try scanner.beginArray()
      items.append(
        NetworkStops.Outcome(
          time: try scanner.numberOrNull(), loss: try scanner.numberOrNull(), ownLoss: try scanner.numberOrNull()))
      try scanner.endArray()
    }
    try scanner.endArray()
    return items
  }
}
