import Answers
import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import CutSets
import Scenarios
import Testing

@testable import ClusterAnswers

/// Cut sets of targets and of fault trees, and strengthening, as answers.
@Suite struct CutSetsQuestionTests {
  private let study = Study(Networks.towel)

  /// A row of the table is a set of the analysis, none is missing, and each is of its target and order.
  @Test(arguments: [MinimalSets.Kind.cuts, .paths]) func rowsAreTheSets(kind: MinimalSets.Kind) throws {
    var question = CutSetsQuestion()
    question.sets = kind
    question.kinds = [.firms, .groups]
    let answer = try question.sets(study)
    #expect(answer.shortfall == nil && answer.page.mismatches() == [])
    let table = answer.page.tables[0]
    let rows = Array(table.rows)
    #expect(rows.count == table.rowCount && rows.count > 10)
    // What the analysis lists, order by order, and in each order target by target.
    let lists = answer.found.results.flatMap { result in result.found.sets.map { (result.target.subject.id, answer.found.events($0)) } }
    let expected = (1...20).flatMap { order in lists.filter { $0.1.count == order } }
    let places = try ["target_id", "event_ids"].map { name in try #require(table.columns.firstIndex { $0.name == name }) }
    #expect(
      rows.map { row in places.map { "\(row[$0])" } }
        == expected.map { ["\(Cell.text($0.0))", "\(Cell.texts($0.1.map { answer.found.names.id($0) }))"] })
  }

  /// Ids of one shape for both languages: what `mismatches` holds of a page for readers.
  @Test func pagesOfFaultTrees() throws {
    var question = FaultTreeQuestion()
    question.order = 3
    question.asksImportance = true
    for seed: UInt64 in 0..<10 {
      let tree = RandomFaultTree(eventCount: 30).make(seed: seed)
      let sets = try question.sets(tree, limits: (first: CutSetLimits(), fallback: CutSetLimits())) { CutSetLimits() }
      #expect(sets.page.mismatches() == [] && sets.shortfall == nil)
      #expect(sets.page[table: "cut_sets"].map { Array($0.rows).count } == sets.page[table: "cut_sets"]?.rowCount)
    }
  }

  /// Steps run out at once: a count says how far it went, a list is an error that says what can be had.
  @Test func outOfReach() throws {
    var generator = RandomFaultTree(eventCount: 2000, shape: .trains)
    generator.sharing = 0.3
    let tree = generator.make(seed: 0)
    var question = FaultTreeQuestion()
    question.secondsAllowed = 40
    let limits = (first: CutSetLimits(steps: 10), fallback: CutSetLimits(steps: 10))
    let error = #expect(throws: QuestionError.self) { try question.sets(tree, limits: limits) { CutSetLimits() } }
    #expect(
      error?.code == .outOfReach && error?.message.en.contains("40 s") == true && error?.remedy.en.contains("allow more time") == true)
  }

  /// 目标上游的单点：a budget of nothing leaves what there is; the greedy plan is no worse than nothing, and an error says what a budget must be.
  @Test func strengthening() throws {
    var question = StrengtheningQuestion()
    let plan = try question.plan(study, budget: 200)
    #expect(plan.page.mismatches() == [] && plan.frontier.count == 11 && plan.losses.count == plan.steps.count)
    #expect(plan.losses.last == plan.plan.loss && plan.plan.isProven)
    // The default costs of the towel chain start at 20 (qualifying a supplier).
    let error = #expect(throws: QuestionError.self) { try question.plan(study, budget: 1) }
    #expect(error?.code == .badOption && error?.message.en.contains("the cheapest costs 20") == true)
    question.secondsAllowed = 0
    question.requiresProof = true
    let late = #expect(throws: QuestionError.self) { try question.plan(study, budget: 200, work: WorkBudget(elapsed: { 1 })) }
    #expect(late?.code == .outOfReach && late?.message.zh.contains("0 秒内未能证明最优") == true)
  }
}
