import ArgumentParser
import Chainwright

struct LeadersCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaders",
    abstract: "Leaders (领跑者、链主) scored by innovation, collaboration and leadership, with the ranks that other weights would give.",
    discussion: """
      Each criterion is the mean of its parts, scaled from the lowest to the highest of the candidates. The best and worst rank are exact over all weights of the criteria: \
      a firm whose ranks are 1 to 2 leads whatever counts; one whose ranks are 1 to 15 leads by the choice of weights. Unknown parts make ranges, never 0.

      Example: chainwright leaders Graphs/baoding-2022 --weights innovation=0,leadership=2
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Only firms of this cluster, by id or name (repeatable).", valueName: "cluster")) var cluster: [String] = []
  @Flag(help: "Score all firms, not only those with the role leader or chain leader.") var all = false
  @Option(
    help: ArgumentHelp(
      "Weights of innovation, collaboration and leadership, 1 where not named: innovation=5,leadership=2.", valueName: "part=number,…"))
  var weights: String?

  func validate() throws {
    if let weights, Self.parsed(weights) == nil { throw WeightList.isWrong(LeaderScores.Criterion.self) }
  }

  /// By name, or all three in order: `5,3,2`.
  static func parsed(_ text: String) -> [LeaderScores.Criterion: Double]? {
    let all = LeaderScores.Criterion.allCases
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
    let listed = numbers.count == all.count ? Dictionary(uniqueKeysWithValues: zip(all, numbers)) : nil
    guard let weights = listed ?? WeightList.parsed(text, as: LeaderScores.Criterion.self) else { return nil }
    let complete = all.map { weights[$0] ?? 1 }
    return complete.allSatisfy({ $0 >= 0 && $0.isFinite }) && complete.contains { $0 > 0 } ? weights : nil
  }

  func answer() throws -> Answer {
    var question = LeadersQuestion()
    question.clusters = cluster
    question.includesAllFirms = all
    question.weights = weights.flatMap { Self.parsed($0) } ?? [:]
    return try question.answer(Study(try input.load(output.language)), work: .onTerminal(output.language))
  }
}
