import ClusterModel

extension AuditRule {
  static let oddCredit = AuditRule(
    id: "odd-credit", severity: .warning,
    checks: LocalText(
      zh: "贷款不是借给自己，担保不是为自己；担保有所担保的贷款；同一笔贷款各行的余额和贷款方一致。",
      en: "Nobody lends to itself or answers for itself; a guarantee has a loan; the rows of one loan give the same amount and lender."),
    why: LocalText(
      zh: "这些行不参与违约传染的计算，或按较大的金额计算。", en: "Such rows are left out of the contagion of defaults, or the larger amount counts."),
    remedy: LocalText(
      zh: "核对贷款编号、借款企业、担保企业和金额。", en: "Check the number of the loan, the borrower, the guarantor and the amounts."),
    find: { input, log in findOddCredit(input.reading, &log) })

  private static func findOddCredit(_ reading: Reading, _ log: inout AuditLog) {
    let credits = reading.network.credits
    /// The row of each loan whose amount and lender count, by number and borrower.
    var first: [String: Int] = [:]
    for (row, credit) in credits.enumerated() {
      let subject = reading.firm(credit.borrower.row)
      func add(_ zh: String, _ en: String, _ column: String) {
        log.add(subject, LocalText(zh: zh, en: en), places: [reading.place("credits", row, column: column)])
      }
      if credit.lendingFirm == credit.borrower { add("借款给自己", "lends to itself", "lender_id") }
      if credit.guarantor == credit.borrower { add("为自己担保", "answers for its own loan", "guarantor_id") }
      if credit.guarantor != nil, credit.loan.isEmpty, credit.lender.isEmpty, credit.lendingFirm == nil, credit.amount == nil {
        add("有担保，没有贷款：贷款编号、贷款方和余额都未填写", "a guarantee without a loan: number, lender and amount are all empty", "loan_id")
      }
      if credit.loan.isEmpty { continue }
      let key = credit.loan + "\u{0}" + String(credit.borrower.row)
      guard let other = first[key] else {
        first[key] = row
        continue
      }
      if let amount = credit.amount, let before = credits[other].amount, amount != before {
        add("同一笔贷款（\(credit.loan)）的余额与另一行不同", "another row of loan \(credit.loan) gives a different amount", "amount_cny_wan")
      }
      if !credit.lender.isEmpty, !credits[other].lender.isEmpty, credit.lender != credits[other].lender {
        add("同一笔贷款（\(credit.loan)）的贷款方与另一行不同", "another row of loan \(credit.loan) names a different lender", "lender")
      }
      // A row that says more stands for its loan from here on.
      if credits[other].amount == nil, credit.amount != nil { first[key] = row }
    }
  }
}
