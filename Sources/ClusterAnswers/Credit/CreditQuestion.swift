public import Answers
public import ClusterAnalysis
public import ClusterModel

/// Who defaults when somebody stops, by loans and guarantees (信贷担保), and who lends to them?
public struct CreditQuestion: Sendable {
  /// The firms that stop, by id or name; where there are none, the stop of every firm is tried.
  public var shocks: [String] = []
  /// When a firm defaults, and how long what stops stands still.
  public var rule = CreditContagion.Rule()

  public init() {}

  /// Facts; without shocks the table `triggers`, with them `rounds`, `defaults` and `releases`; then `lenders`, `credit_counties` and `guarantee_circles`.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told how many firms are tried.
  /// - Throws: ``QuestionError`` where a firm is unknown, an option out of range, or the network has no loans.
  /// - Complexity: O(firms tried × (rounds × loans + stopped links)).
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer {
    let network = study.network
    guard rule.share >= 0, rule.share.isFinite, (0...365).contains(rule.days) else {
      throw QuestionError(
        .badOption, zh: "损失份额须为 0 或更大的数，天数须为 0 至 365", en: "the share of loss is 0 or more, the days are 0 to 365")
    }
    let book = CreditBook(network)
    if book.loans.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络中没有贷款", en: "the network has no loans",
        remedy: LocalText(
          zh: "在“信贷担保”表（credits.csv）填写贷款方、借款企业、担保企业、贷款余额", en: "list lender, borrower, guarantor and amount in credits.csv"))
    }
    let shocked = try network.each(shocks) { try network.find(firm: $0) }
    let model = SupplyModel(study.view)
    var answer = Answer(zh: "信贷传染：\(network.displayName(.zh))", en: "Credit contagion: \(network.displayName(.en))")
    let contagion = CreditContagion(book, model, stopping: shocked, rule: rule)
    let tables = CreditTables(contagion: contagion, network: network, reading: study.reading, isShocked: !shocked.isEmpty)
    answer.facts = tables.bookFacts
    if shocked.isEmpty {
      let tried = CreditSurvey.firmsToTry(book, network)
      let triggers = CreditSurvey.triggers(book, model, rule: rule, among: tried) {
        work.tell(WorkBudget.Report(LocalText(zh: "逐家试企业停产", en: "stopping one firm after another"), done: $0, of: tried.count))
      }
      answer.facts += [("firms_tried", .count(tried.count)), ("triggers_count", .count(triggers.count))]
      answer.tables = [tables.triggers(triggers), tables.lenders, tables.counties, tables.circles]
      if tried.count < network.firms.count { answer.notes.append(tables.limitNote(tried.count)) }
    } else {
      answer.facts += tables.defaultFacts(shocked)
      let releases = CreditSurvey.releases(contagion, model, stopping: shocked)
      answer.tables = [tables.rounds, tables.defaults, tables.releases(releases), tables.lenders, tables.counties, tables.circles]
    }
    answer.notes += tables.notes + Notes.synthetic(network)
    return answer
  }
}
