import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Testing

@testable import ClusterAnswers

/// A project is no firm of today: whatever is asked of a network with projects, but for the projects, is answered as without them.
@Suite struct ProjectsCountNowhereElseTests {
  private static let root = String(#filePath.split(separator: "/Tests/")[0])

  @Test func noOtherAnswerKnowsThem() throws {
    let with = try NetworkReader.read(Self.root + "/Examples/18-which-projects-first/lists").inOrder()
    var without = with
    without.network.projects = []
    #expect(with.network.projects.count == 4)
    func same(_ ask: (Study) throws -> Answer) throws {
      let (a, b) = (try ask(Study(with)), try ask(Study(without)))
      for language in Language.allCases { #expect(a.text(language) == b.text(language)) }
    }
    try same { try GapsQuestion().answer($0) }
    try same { try WeakLinksQuestion().answer($0) }
    try same { try SourcingQuestion().answer($0) }
    try same { try OverviewQuestion().answer($0) }
    try same { try ScorecardQuestion().answer($0) }
    try same { try StrengtheningQuestion().plan($0, budget: 1000).page }
    try same { try PoolingQuestion().answer($0) }
  }
}
