/// What an identifier looks like to its standard.
public enum IdentifierCheck: Sendable, Hashable {
  case valid
  /// It does not have the form; so it is some other kind of id.
  case otherForm
  /// It has the form, but the check character at `position` (1 first) should be `expected`: one character is wrong somewhere.
  case wrongCheckCharacter(position: Int, expected: String)
}

/// The value of a digit or capital letter: 0…9, A = 10 … Z = 35.
func alphanumericValue(_ byte: UInt8) -> Int? {
  switch byte {
  case 0x30...0x39: Int(byte) - 0x30
  case 0x41...0x5A: Int(byte) - 0x41 + 10
  default: nil
  }
}

/// A text as bytes, at most `limit + 1` of them: enough to see that it is too long.
func leadingBytes(_ text: String, limit: Int) -> [UInt8] { Array(text.utf8.prefix(limit + 1)) }
