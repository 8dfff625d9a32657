/// Bytes on their way to standard output, in pieces: a result of millions of lines is never held as one text.
struct TextStream: ~Copyable {
  private static let piece = 1 << 16
  private let pending = UnsafeMutablePointer<UInt8>.allocate(capacity: piece)
  private var count = 0

  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { write($0) }
  }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    if bytes.count > Self.piece - count {
      flush()
      if bytes.count > Self.piece { return StandardStreams.out(bytes) }
    }
    (pending + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  mutating func flush() {
    StandardStreams.out(UnsafeBufferPointer(start: pending, count: count))
    count = 0
  }

  deinit {
    StandardStreams.out(UnsafeBufferPointer(start: pending, count: count))
    pending.deallocate()
  }
}

/// Texts end to end, to be written again and again.
struct TextTable {
  private var bytes: [UInt8] = []
  private var offsets = [0]

  init(_ texts: some Sequence<String>) {
    for text in texts {
      bytes.append(contentsOf: text.utf8)
      offsets.append(bytes.count)
    }
  }

  func write(_ number: Int, to out: inout TextStream) {
    bytes.withUnsafeBufferPointer { out.write(UnsafeBufferPointer(rebasing: $0[offsets[number]..<offsets[number + 1]])) }
  }
}
