/// 信贷担保: a row of the loans and guarantees of a network. A loan has one row for each of its guarantors, or one without any.
public struct Credit: Sendable {
  /// The number of the loan, as the lender has it; rows with the same number and borrower are one loan.
  public var loan: String
  /// A bank, or whoever lends, by name; empty when not said.
  public var lender: String
  /// Where the lender is a firm of the network.
  public var lendingFirm: FirmID?
  public var borrower: FirmID
  public var guarantor: FirmID?
  /// Outstanding, 10,000 yuan; `nil` when not said.
  public var amount: Double?
  /// What the guarantor answers for, 10,000 yuan; `nil`: for all of it.
  public var guaranteed: Double?
  /// `2024-06-30`, `2024-06` or `2024`; empty when not said.
  public var matures: String
  public var provenance: Provenance

  public init(
    loan: String, lender: String = "", lendingFirm: FirmID? = nil, borrower: FirmID, guarantor: FirmID? = nil, amount: Double? = nil,
    guaranteed: Double? = nil, matures: String = "", provenance: Provenance = Provenance()
  ) {
    self.loan = loan
    self.lender = lender
    self.lendingFirm = lendingFirm
    self.borrower = borrower
    self.guarantor = guarantor
    self.amount = amount
    self.guaranteed = guaranteed
    self.matures = matures
    self.provenance = provenance
  }
}
