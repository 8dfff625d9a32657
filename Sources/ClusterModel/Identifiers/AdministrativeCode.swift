/// The code of an administrative division: two digits each for province, prefecture and county.
///
/// > Source: GB/T 2260-2007. Whether the code was ever given out is not checked.
public enum AdministrativeCode {
  /// Whether six digits begin with a province (71 Taiwan, 81 Hong Kong, 82 Macao), or with 91 or 99, which lists use for places abroad and others. O(1).
  public static func hasForm(_ text: String) -> Bool {
    let bytes = leadingBytes(text, limit: 6)
    guard bytes.count == 6, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
    let province = Int(bytes[0] - 0x30) * 10 + Int(bytes[1] - 0x30)
    return [11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71...71, 81...82, 91...91, 99...99].contains { $0.contains(province) }
  }
}

/// The code of an industry: a section letter, then digits for division, group and class.
///
/// > Source: GB/T 4754-2017: sections A to T, divisions 01 to 97.
public enum IndustryCode {
  /// Whether it is a letter A…T, two to four digits of a division 01…97, or the letter with the digits after it. O(1).
  public static func hasForm(_ text: String) -> Bool {
    var bytes = leadingBytes(text, limit: 5)[...]
    if let first = bytes.first, (0x41...0x54).contains(first) {
      bytes = bytes.dropFirst()
      if bytes.isEmpty { return true }
    }
    guard (2...4).contains(bytes.count), bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
    let division = Int(bytes[bytes.startIndex] - 0x30) * 10 + Int(bytes[bytes.startIndex + 1] - 0x30)
    return (1...97).contains(division)
  }

  /// Whether it is a trade or service (sections F to T, divisions 51 to 97): wholesale, transport and all that makes no goods. An unknown code is none. O(1).
  public static func isService(_ text: String) -> Bool {
    guard hasForm(text) else { return false }
    var bytes = leadingBytes(text, limit: 5)[...]
    if let first = bytes.first, (0x41...0x54).contains(first) {
      if bytes.count == 1 { return first >= 0x46 }
      bytes = bytes.dropFirst()
    }
    return Int(bytes[bytes.startIndex] - 0x30) * 10 + Int(bytes[bytes.startIndex + 1] - 0x30) >= 51
  }
}

/// An id that is good within one folder: what is asked of any id.
public enum LocalIdentifier {
  /// The longest id, in bytes of UTF-8.
  public static let byteLimit = 64

  /// Whether it is not empty, has at most ``byteLimit`` bytes, no control characters, and no blank at either end. O(1).
  public static func hasForm(_ text: String) -> Bool {
    let bytes = leadingBytes(text, limit: byteLimit)
    guard let first = bytes.first, let last = bytes.last, bytes.count <= byteLimit else { return false }
    return first != 0x20 && last != 0x20 && !bytes.contains { $0 < 0x20 || $0 == 0x7F }
  }
}
