import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A network as it lies in memory, in a file: accepted once, with the rows of every table in one order, and opened again in the time that its bytes take to be copied.
///
/// The file is a head (what it is, and of which format), the values of a ``Reading`` one after the other, and a checksum. It is for the program that wrote it: another format
/// is refused, and the lists are frozen again. What is read is checked as lists are, so that a file that was tampered with is refused and does no harm.
public enum FrozenNetwork {
  /// What the first bytes say. The mark at the end of a line is one that copying as text would change.
  private static let mark = Array("Chainwright: frozen network\r\n\u{1A}\n".utf8)
  /// Raised with each change of what is written; a test holds the bytes of a small network.
  package static let format: UInt32 = 1
  private static let headSize = 40
  private static let tailSize = 16

  /// By the first bytes of the file.
  public static func isOne(_ path: String) -> Bool { System.isFile(path, beginningWith: mark) }

  /// Writes a network that was accepted, `inOrder()`, with all that its reading knows of its lists.
  ///
  /// Throws `exists`, `occupied` and `unwritable`. O(bytes of the columns); memory beside the network is that of a block.
  ///
  /// - Parameters:
  ///   - reading: as ``Reading/inOrder()`` gives it.
  ///   - path: of the file.
  ///   - force: replace what is there.
  public static func write(_ reading: Reading, to path: String, force: Bool = false) throws(ClusterIOError) {
    try OutputFile.make(path, force: force) { (file) throws(ClusterIOError) in
      try file.write { (put) throws(ClusterIOError) in
        try put(head)
        var failure: ClusterIOError?
        var sum = Checksum()
        var length: UInt64 = 0
        try withoutActuallyEscaping(put) { (put) throws(ClusterIOError) in
          var stream = FrozenStream { (bytes: borrowing [UInt8]) in
            if failure != nil { return }
            bytes.withUnsafeBytes { sum.add($0) }
            length += UInt64(bytes.count)
            do throws(ClusterIOError) { try put(bytes) } catch { failure = error }
          }
          var reading = reading
          stream.reading(&reading)
          stream.finish()
        }
        if let failure { throw failure }
        try put(bytes(of: length) + bytes(of: sum.value))
      }
    }
  }

  /// Reads a frozen network. Throws `unreadable`, `tooLarge`, and `badFile` for a file of another format, cut short, changed or tampered with. O(bytes).
  ///
  /// - Parameter path: of the file.
  public static func read(_ path: String) throws(ClusterIOError) -> Reading {
    let shown = FieldValue.shownPath(path)
    let file = try FileBytes.open(path: path, shown: shown)
    let bytes = UnsafeRawBufferPointer(start: file.start, count: file.count)
    guard bytes.starts(with: mark) else {
      throw refusal(
        shown,
        LocalText(
          zh: "不是冻结的网络，虽然名称以 .cw 结尾；请给出原名单，或重新冻结。",
          en: "is no frozen network, though its name ends with .cw; give the lists themselves, or freeze them again."))
    }
    guard bytes.starts(with: head) else {
      throw refusal(
        shown,
        LocalText(
          zh: "是另一版本的程序冻结的网络；请用本程序重新冻结原名单。",
          en: "was frozen by another version of the program; freeze the lists again with this one."))
    }
    let end = file.count - tailSize
    let damaged = refusal(
      shown, LocalText(zh: "已损坏或不完整；请重新冻结原名单。", en: "is damaged or not whole; freeze the lists again."))
    guard end >= headSize, number(file, end) == UInt64(end - headSize) else { throw damaged }
    guard number(file, end + 8) == Checksum(of: UnsafeRawBufferPointer(rebasing: bytes[headSize..<end])).value else { throw damaged }
    var reading = Reading(network: Network(name: ""))
    var stream = FrozenStream(from: file, headSize..<end)
    stream.reading(&reading)
    guard !stream.isDamaged, stream.isAtEnd else { throw damaged }
    try file.checkUnchanged()
    reading.isPrepared = true
    return reading
  }

  private static var head: [UInt8] { mark + [UInt8](repeating: 0, count: headSize - 8 - mark.count) + bytes(of: UInt64(format)) }

  private static func bytes(of number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

  private static func number(_ file: FileBytes, _ at: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(file.start[at + $1]) << (8 * UInt64($1)) }
  }

  private static func refusal(_ shown: String, _ words: LocalText) -> ClusterIOError {
    ClusterIOError(.badFile, words, place: Place(file: shown))
  }

  /// The bytes of a frozen network with another body: for tests of what is refused.
  package static func sealed(_ body: [UInt8]) -> [UInt8] {
    head + body + bytes(of: UInt64(body.count)) + bytes(of: body.withUnsafeBytes { Checksum(of: $0).value })
  }

  /// What stands between head and checksum: for tests of what is refused.
  package static func body(_ file: [UInt8]) -> [UInt8] { Array(file[headSize..<file.count - tailSize]) }
}

/// Tells bytes from other bytes that a disk or a copy made of them; not from those of somebody who wants to be mistaken.
///
/// Four lanes of eight bytes, each multiplied and turned, a block at a time.
private struct Checksum {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  init() {}

  /// Of all bytes at once, as if they came block by block.
  init(of bytes: UnsafeRawBufferPointer) {
    for start in stride(from: 0, to: bytes.count, by: FrozenStream.block) {
      add(UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + FrozenStream.block)]))
    }
  }

  mutating func add(_ block: UnsafeRawBufferPointer) {
    var lanes = SIMD4<UInt64>(1, 2, 3, 4) &* 0x9E37_79B9_7F4A_7C15
    var at = 0
    while at + 32 <= block.count {
      let words = SIMD4<UInt64>(
        block.loadUnaligned(fromByteOffset: at, as: UInt64.self), block.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self),
        block.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self), block.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self))
      lanes = (lanes ^ words) &* 0xD6E8_FEB8_6659_FD93
      lanes ^= lanes &>> 32
      at += 32
    }
    for index in at..<block.count { turn(UInt64(block[index])) }
    for lane in 0..<4 { turn(lanes[lane]) }
    turn(UInt64(block.count))
  }

  private mutating func turn(_ word: UInt64) {
    value = (value ^ word) &* 0xD6E8_FEB8_6659_FD93
    value ^= value &>> 32
  }
}
