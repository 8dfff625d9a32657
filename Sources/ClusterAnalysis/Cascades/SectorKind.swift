/// Whether a sector makes things, as generalized essentiality asks: firms that make things need the things they buy, and can do without services.
///
/// > Source: C. Diem et al., Sci. Rep. 12:7719 (2022), which takes NACE 01 to 45 less trade as physical; GB/T 4754-2017, sections A to E.
public enum SectorKind: Sendable {
  /// Farming, mining, manufacturing, energy and water, construction.
  case physical
  case service
  /// The code has no division, so nothing is known.
  case unknown

  /// The kind of a sector by the division its code begins with: `1711` and `C1711` by GB/T 4754 (01 to 50 are physical), `13.20` and `C13.20` by
  /// NACE, which a point after the division tells (01 to 43 are physical).
  public init(code: String) {
    var digits = code.utf8[...]
    if let first = digits.first, (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first) { digits = digits.dropFirst() }
    let division = digits.prefix(2)
    let rest = digits.dropFirst(2)
    guard division.count == 2, division.allSatisfy({ (0x30...0x39).contains($0) }),
      rest.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
    else {
      self = .unknown
      return
    }
    let number = division.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let isNACE = rest.first == 0x2E
    self = number == 0 ? .unknown : number <= (isNACE ? 43 : 50) ? .physical : .service
  }
}
