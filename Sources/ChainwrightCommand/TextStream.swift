/// Bytes on their way to standard output, in pieces: a result of millions of lines is never held as one text.
struct TextStream: ~Copyable {
  private var pending: [UInt8] = []
  private let piece = 1 << 16

  init() { pending.reserveCapacity(piece + 4096) }

  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { pending.append(contentsOf: $0) }
    flushIfFull()
  }

  mutating func write(_ text: String) {
    pending.append(contentsOf: text.utf8)
    flushIfFull()
  }

  mutating func write(_ bytes: [UInt8]) {
    pending.append(contentsOf: bytes)
    flushIfFull()
  }

  private mutating func flushIfFull() {
    if pending.count >= piece { flush() }
  }

  mutating func flush() {
    pending.withUnsafeBufferPointer { StandardStreams.out($0) }
    pending.removeAll(keepingCapacity: true)
  }

  deinit { pending.withUnsafeBufferPointer { StandardStreams.out($0) } }
}
