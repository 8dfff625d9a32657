/// 库存: what a firm holds of an input or of its own output.
public struct Stock: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// 原料: an input waiting to be used.
    case material
    /// 成品: what the firm made, waiting to be sold.
    case output
  }

  public var firm: FirmID
  /// `nil`: every input without a row of its own, or the whole output.
  public var product: ProductID?
  public var kind: Kind
  /// Days that it lasts at the usual use or sale; `nil` when not said.
  public var days: Double?
  /// 10,000 yuan; counts where ``days`` is not said.
  public var amount: Double?
  public var provenance: Provenance

  public init(
    firm: FirmID, product: ProductID? = nil, kind: Kind = .material, days: Double? = nil, amount: Double? = nil,
    provenance: Provenance = Provenance()
  ) {
    self.firm = firm
    self.product = product
    self.kind = kind
    self.days = days
    self.amount = amount
    self.provenance = provenance
  }
}
