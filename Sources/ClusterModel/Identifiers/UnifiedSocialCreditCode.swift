/// The unified social credit code (统一社会信用代码) of a legal person: 18 characters.
///
/// ```
/// 9 1 350100 M000100Y4 3
/// │ │ │      │         └ check character of all before it
/// │ │ │      └ organisation code, 9 characters, the last its own check character
/// │ │ └ administrative division, GB/T 2260
/// │ └ kind of organisation
/// └ registering department
/// ```
/// > Source: GB 32100-2015; for the organisation code GB 11714-1997.
public enum UnifiedSocialCreditCode {
  /// Digits and capital letters without I, O, S, V, Z.
  static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  /// The value of each byte in ``alphabet``, or -1.
  private static let values: [Int] = {
    var values = [Int](repeating: -1, count: 256)
    for (value, byte) in alphabet.enumerated() { values[Int(byte)] = value }
    return values
  }()

  /// 3^i modulo 31.
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

  /// Checks form and both check characters. O(1).
  public static func check(_ text: String) -> IdentifierCheck { check(leadingBytes(text, limit: 18)[...]) }

  /// The same for bytes, without making a string.
  public static func check(_ bytes: ArraySlice<UInt8>) -> IdentifierCheck {
    let start = bytes.startIndex
    guard bytes.count == 18, bytes[start + 2..<start + 8].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return .otherForm }
    var sum = 0
    for at in 0..<17 {
      let value = values[Int(bytes[start + at])]
      guard value >= 0 else { return .otherForm }
      sum += value * weights[at]
    }
    guard values[Int(bytes[start + 17])] >= 0 else { return .otherForm }
    let last = alphabet[(31 - sum % 31) % 31]
    if bytes[start + 17] != last { return .wrongCheckCharacter(position: 18, expected: String(UnicodeScalar(last))) }
    var organisationSum = 0
    for at in 0..<8 { organisationSum += (alphanumericValue(bytes[start + 8 + at]) ?? 0) * organisationWeights[at] }
    let organisation = Array("0X987654321".utf8)[organisationSum % 11]
    if bytes[start + 16] != organisation { return .wrongCheckCharacter(position: 17, expected: String(UnicodeScalar(organisation))) }
    return .valid
  }
}
