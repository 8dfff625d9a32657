import Glibc

/// Words that nobody can guess.
enum RandomToken {
  /// 128 bits in hexadecimal, from the system.
  static func make() -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let file = open("/dev/urandom", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    guard file >= 0, read(file, &bytes, bytes.count) == bytes.count else { fatalError("the system gives no random bytes") }
    return bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  /// Equal, in a time that does not tell how far.
  static func equal(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.utf8), Array(right.utf8))
    var difference = a.count ^ b.count
    for at in 0..<a.count { difference |= Int(a[at] ^ (b.isEmpty ? 0 : b[at % b.count])) }
    return difference == 0 && !b.isEmpty
  }
}
