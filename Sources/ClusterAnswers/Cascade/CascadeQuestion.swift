public import Answers
public import ClusterAnalysis
package import ClusterModel

/// How far does the loss of a firm spread, through whom, and where is it felt?
public struct CascadeQuestion: Sendable {
  /// What is lost: a firm by id or name, or `FIRM=0.4` for a part of its business.
  public var shocks: [String]
  public var assumptions = CascadeAssumptions()
  /// The ways in which losses run.
  public var directions = Set(CascadeLosses.Direction.allCases)
  /// Counties and clusters, by code or name, whose losses are told from those outside; the region under study when empty.
  public var inside: [String] = []
  /// What losses are added up by.
  public var parts: Set<CascadeBreakdown.Part> = []

  public init(shocks: [String]) { self.shocks = shocks }

  /// The losses of each firm, for those who draw them.
  ///
  /// - Parameter network: where it happens.
  /// - Throws: ``QuestionError`` where an option is outside its range, or the network lacks what it asks for.
  package func losses(_ network: Network) throws -> CascadeLosses {
    let shocks = try network.shocks(shocks)
    if shocks.isEmpty { throw QuestionError(.badOption, zh: "未指定受冲击的企业", en: "no firm is shocked") }
    return try assumptions.losses(shocks, in: assumptions.model(network), directions)
  }

  /// Facts (what is lost in all, and what was reckoned with), the table `losses` with every firm hit, and before it `breakdown` where losses are added up.
  /// O(iterations · links).
  ///
  /// - Parameter study: the network.
  /// - Throws: ``QuestionError`` where an option is outside its range, or the network lacks what it asks for.
  public func answer(_ study: Study) throws -> Answer {
    let place = try CascadePlace(inside, in: study.network)
    let answer = CascadeAnswer(losses: try losses(study.network), question: self, place: place).answer
    try answer.checkNames()
    return answer
  }
}
