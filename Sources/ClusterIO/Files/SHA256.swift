/// The SHA-256 of bytes that come in pieces, as `sha256sum` says it.
///
/// > Source: FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2.2.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
  ]
  private var pending: [UInt8] = []
  private var count = 0

  private static let constants: [UInt32] = {
    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes, by whole numbers alone.
    var constants: [UInt32] = []
    var candidate: UInt64 = 2
    while constants.count < 64 {
      if (2..<candidate).allSatisfy({ $0 * $0 > candidate || candidate % $0 != 0 }) { constants.append(cubeRoot(candidate)) }
      candidate += 1
    }
    return constants
  }()

  private static func cubeRoot(_ prime: UInt64) -> UInt32 {
    // The largest r with r³ ≤ prime · 2⁹⁶; r < 2³⁵, so that r² needs 70 bits and r³ 105.
    var root: UInt64 = 0
    for bit in stride(from: 34, through: 0, by: -1) {
      let next = root | 1 << UInt64(bit)
      let square = next.multipliedFullWidth(by: next)
      let low = square.low.multipliedFullWidth(by: next)
      let high = square.high * next + low.high
      // prime · 2⁹⁶ has the high word prime · 2³² and the low word 0.
      if high < prime << 32 || high == prime << 32 && low.low == 0 { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
  }

  public init() {}

  public mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    count += bytes.count
    var at = 0
    if !pending.isEmpty {
      at = min(64 - pending.count, bytes.count)
      pending.append(contentsOf: bytes[..<at])
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { raw in state.withUnsafeMutableBufferPointer { Self.blocks(raw, 0..<64, $0) } }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = at + (bytes.count - at) / 64 * 64
    state.withUnsafeMutableBufferPointer { Self.blocks(UnsafeRawBufferPointer(bytes), at..<whole, $0) }
    pending.append(contentsOf: bytes[whole...])
  }

  public mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { add($0) } }

  private static func blocks(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ state: UnsafeMutableBufferPointer<UInt32>) {
    constants.withUnsafeBufferPointer { constants in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
        var at = range.lowerBound
        while at < range.upperBound {
          for word in 0..<16 { words[word] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at + 4 * word, as: UInt32.self)) }
          for word in 16..<64 {
            let (x, y) = (words[word &- 15], words[word &- 2])
            words[word] =
              words[word &- 16] &+ (turned(x, 7) ^ turned(x, 18) ^ x &>> 3) &+ words[word &- 7]
              &+ (turned(y, 17) ^ turned(y, 19) ^ y &>> 10)
          }
          round(words, constants, state)
          at += 64
        }
      }
    }
  }

  @inline(__always)
  private static func round(
    _ words: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>, _ state: UnsafeMutableBufferPointer<UInt32>
  ) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for word in 0..<64 {
      let first = h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ (e & f ^ ~e & g) &+ constants[word] &+ words[word]
      let second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  @inline(__always)
  private static func turned(_ word: UInt32, _ by: UInt32) -> UInt32 { word &>> by | word &<< (32 &- by) }

  /// The digest in 64 small letters and digits.
  public consuming func hex() -> String {
    let bits = UInt64(count) * 8
    var end: [UInt8] = [0x80]
    while (pending.count + end.count) % 64 != 56 { end.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) { end.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    add(end)
    return state.map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
  }
}
