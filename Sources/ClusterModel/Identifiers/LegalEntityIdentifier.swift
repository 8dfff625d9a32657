/// The legal entity identifier (LEI): 18 digits and capital letters and two check digits.
///
/// > Source: ISO 17442-1:2020; ISO/IEC 7064, MOD 97-10: letters read as 10…35, the whole as one number, which leaves 1 when divided by 97.
public enum LegalEntityIdentifier {
  /// Checks form and check digits. O(1).
  public static func check(_ text: String) -> IdentifierCheck { check(leadingBytes(text, limit: 20)[...]) }

  /// The same for bytes, without making a string.
  public static func check(_ bytes: ArraySlice<UInt8>) -> IdentifierCheck {
    guard bytes.count == 20 else { return .otherForm }
    var remainder = 0
    for byte in bytes.dropLast(2) {
      guard let value = alphanumericValue(byte) else { return .otherForm }
      remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97
    }
    let given = bytes.suffix(2)
    guard given.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return .otherForm }
    let expected = 98 - remainder * 100 % 97
    let found = given.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    if found == expected { return .valid }
    return .wrongCheckCharacter(position: 19, expected: expected < 10 ? "0\(expected)" : "\(expected)")
  }
}
