public import ClusterModel

/// The loans of a network with their guarantors, put together from its rows.
public struct CreditBook: Sendable {
  public struct Guarantee: Sendable, Hashable {
    public var guarantor: FirmID
    /// 10,000 yuan; `nil`: all of the loan.
    public var amount: Double?
    /// The row of `Network.credits`.
    public var row: Int
  }

  public struct Loan: Sendable, Hashable {
    public var id: String
    public var lender: String
    public var lendingFirm: FirmID?
    public var borrower: FirmID
    /// Outstanding, 10,000 yuan; `nil` when no row says.
    public var amount: Double?
    /// The latest day that a row says.
    public var matures: CalendarDay?
    /// By the id of the guarantor; a guarantor that two rows name answers for the larger amount.
    public var guarantees: [Guarantee]
    /// The first of its rows.
    public var row: Int
  }

  /// By number, then borrower.
  public let loans: [Loan]
  /// Rows that are left out: somebody lends to itself, or answers for what it borrows or lends.
  public let selfRows: [Int]
  /// Rows of loans of which rows give different amounts or lenders; the largest amount counts.
  public let contradictedRows: [Int]
  /// Every amount, and every revenue of who lends, borrows or answers for a loan, is known.
  let isKnown: Bool
  /// The positions of the loans of each borrower, in their order.
  let loansOfBorrower: [FirmID: [Int]]

  /// O(rows log rows).
  public init(_ network: Network) {
    struct Key: Hashable {
      var loan: String
      var borrower: FirmID
      /// Loans without a number are told apart by who lends, and until when.
      var lender = ""
      var lendingFirm: FirmID?
      var matures = ""
    }
    let firms = network.firms
    var selfRows: [Int] = []
    var rows: [Key: [Int]] = [:]
    for (row, credit) in network.credits.enumerated() {
      if credit.lendingFirm == credit.borrower {
        selfRows.append(row)
        continue
      }
      var key = Key(loan: credit.loan, borrower: credit.borrower)
      if credit.loan.isEmpty { (key.lender, key.lendingFirm, key.matures) = (credit.lender, credit.lendingFirm, credit.matures) }
      rows[key, default: []].append(row)
    }
    func order(_ key: Key) -> (String, String, String, String, String) {
      (key.loan, firms.id(key.borrower), key.lender, key.lendingFirm.map(firms.id) ?? "", key.matures)
    }
    let keys = rows.keys.sorted { order($0) < order($1) }
    var contradicted: [Int] = []
    let loans = keys.map { key in
      let own = rows[key]!
      let credits = own.map { network.credits[$0] }
      let amounts = credits.compactMap(\.amount)
      if Set(amounts).count > 1 || Set(credits.map(\.lender).filter { !$0.isEmpty }).count > 1 { contradicted.append(own[0]) }
      var guarantees: [FirmID: Guarantee] = [:]
      for (row, credit) in zip(own, credits) {
        guard let guarantor = credit.guarantor else { continue }
        if guarantor == credit.borrower || guarantor == credit.lendingFirm {
          selfRows.append(row)
          continue
        }
        let guarantee = Guarantee(guarantor: guarantor, amount: credit.guaranteed, row: row)
        if let other = guarantees[guarantor], (other.amount ?? .infinity) >= (guarantee.amount ?? .infinity) { continue }
        guarantees[guarantor] = guarantee
      }
      return Loan(
        id: key.loan, lender: credits.map(\.lender).filter { !$0.isEmpty }.min() ?? "",
        lendingFirm: credits.compactMap(\.lendingFirm).min { firms.id($0) < firms.id($1) },
        borrower: key.borrower, amount: amounts.max(), matures: credits.compactMap { CalendarDay($0.matures) }.max(),
        guarantees: guarantees.values.sorted { firms.id($0.guarantor) < firms.id($1.guarantor) }, row: own[0])
    }
    self.loans = loans
    let revenue = firms.revenue
    isKnown = loans.allSatisfy { loan in
      loan.amount != nil && revenue[loan.borrower.row] != nil && loan.guarantees.allSatisfy { revenue[$0.guarantor.row] != nil }
        && (loan.lendingFirm.map { revenue[$0.row] != nil } ?? true)
    }
    loansOfBorrower = Dictionary(grouping: loans.indices) { loans[$0].borrower }
    self.selfRows = selfRows.sorted()
    contradictedRows = contradicted.sorted()
  }
}
