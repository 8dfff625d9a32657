/// How much a firm needs an input, by the sectors of the supplier and of the buyer.
///
/// > Source: Diem, Borsos, Reisch, Kertész, Thurner, Scientific Reports 12:7719 (2022), generalized Leontief production.
public enum Essentiality: Sendable, Equatable {
  /// What the loss of an input does.
  public enum Kind: UInt8, Sendable {
    /// Nothing downstream; the purchase still counts in the buyer's total, and upstream.
    case negligible = 0
    /// The buyer loses the input's share of all its purchases.
    case nonEssential = 1
    /// The buyer can make no more than this input sector still delivers.
    case essential = 2
  }

  /// Every input is non-essential: losses add up.
  case linear
  /// Every input is essential: the worst input sector binds.
  case leontief
  /// The kind of each pair, row by row: `kinds[supplierSector * sectorCount + buyerSector]`.
  case table(kinds: [Kind])

  /// The kind of a pair of sectors.
  @inlinable public func kind(supplier: Int, buyer: Int, sectorCount: Int) -> Kind {
    switch self {
    case .linear: .nonEssential
    case .leontief: .essential
    case .table(let kinds): kinds[supplier * sectorCount + buyer]
    }
  }
}
