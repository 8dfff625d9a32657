import Answers
import ClusterAnalysis
import ClusterModel

/// What is lent to firms, who answers for it, and whose stop brings most defaults (M39).
extension MeasureAnalyses {
  func credit(_ call: AnalysisCall) -> MeasureAnswer {
    let book = CreditBook(network)
    if book.loans.isEmpty {
      var report = MeasureAnswer(
        call, LocalText(zh: "无法衡量：没有贷款与担保的清单", en: "cannot be measured: there is no list of loans and guarantees"))
      report.missing = [
        MissingFacts(
          "credits.csv", ["loan_id", "lender", "borrower_id", "guarantor_id", "amount_cny_wan", "guaranteed_cny_wan", "matures"],
          LocalText(zh: "每笔贷款与担保企业各一行", en: "a row for each loan and guarantor"))
      ]
      return report
    }
    let rule = CreditContagion.Rule()
    let model = SupplyModel(facts.sourcing.view)
    let triggers = CreditSurvey.triggers(book, model, rule: rule, among: CreditSurvey.firmsToTry(book, network))
    let standing = CreditExposure(Array(book.loans.indices), of: CreditContagion(book, model, stopping: [], rule: rule))
    let circles = GuaranteeCircles(book, network).circles
    let worst = triggers.first
    func loanRows(_ isMeant: (CreditBook.Loan) -> Bool) -> [RowReference] {
      book.loans.filter(isMeant).map { RowReference("credits", $0.row) }
    }
    let most = worst.map { trigger in
      LocalText(
        zh: "；停产牵连最大的是\(network.firmName(trigger.firm).zh)，必然违约 \(trigger.defaults) 家",
        en: "; the stop of \(network.firmName(trigger.firm).en) brings most defaults, \(trigger.defaults) for sure")
    }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "贷款 \(Self.zh.count(book.loans.count)) 笔，互保、联保圈 \(circles.count) 个\(most?.zh ?? "")",
        en:
          "\(Self.en.count(book.loans.count, "", "loan", "loans")), \(Self.en.count(circles.count, "", "circle", "circles")) of guarantees\(most?.en ?? "")"
      ))
    report.numbers = [
      ("loans_count", .count(book.loans.count), loanRows { _ in true }),
      ("loans_outstanding", .number(standing.outstanding), loanRows { $0.amount != nil }),
      ("guarantors_count", .count(Set(book.loans.flatMap { $0.guarantees.map(\.guarantor) }).count), loanRows { !$0.guarantees.isEmpty }),
      ("circles_count", .count(circles.count), []), ("triggers_count", .count(triggers.count), rows(triggers.map(\.firm))),
    ]
    report.answer.tables = [
      Answer.Table(
        "triggers", zh: "谁停产牵连最大", en: "Whose stop brings most defaults",
        Self.firmColumns + ["defaults_sure", "defaults_possible", "defaults_by_credit", "loans_defaulted", "loans_uncovered"],
        over: triggers
      ) { trigger in
        firmCells(trigger.firm) + [
          .count(trigger.defaults), .count(trigger.possibleDefaults), .count(trigger.byCredit), .number(trigger.exposure.defaulted),
          .number(trigger.exposure.uncovered),
        ]
      }
    ]
    report.subject = worst.map { network.firms.id($0.firm) }
    let open = book.loans.count { $0.amount == nil }
    if open > 0 {
      report.missing = [
        MissingFacts(
          "credits.csv", ["amount_cny_wan"],
          LocalText(zh: "\(open) 笔贷款的余额", en: "what is outstanding of \(Self.en.count(open, "", "loan", "loans"))"))
      ]
    }
    return report
  }
}
