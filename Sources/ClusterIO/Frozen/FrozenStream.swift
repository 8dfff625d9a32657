import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The values of a frozen network one after the other, written or read by the same words: what is said of a value once holds in both directions.
///
/// Reading believes nothing: what does not fit leaves the value as it was and is kept in mind (``isDamaged``), and no count is larger than what is left of the file.
struct FrozenStream: ~Copyable {
  /// What was written and not yet handed on.
  private var pending: [UInt8] = []
  /// Takes what was written, in blocks of ``block`` bytes but for the last; `nil` of a stream that is read.
  private let sink: ((borrowing [UInt8]) -> Void)?
  private let source: FileBytes?
  private var at: Int
  private let end: Int
  /// What was read is not what a frozen network holds.
  private(set) var isDamaged = false

  static let block = 4 << 20

  init(to sink: @escaping (borrowing [UInt8]) -> Void) {
    (self.sink, source, at, end) = (sink, nil, 0, 0)
    pending.reserveCapacity(Self.block)
  }

  init(from source: FileBytes, _ range: Range<Int>) { (sink, self.source, at, end) = (nil, source, range.lowerBound, range.upperBound) }

  var isReading: Bool { source != nil }
  var isAtEnd: Bool { at == end }

  mutating func damage() { isDamaged = true }

  /// Notes a value that no frozen network holds.
  mutating func expect(_ holds: Bool) { if isReading && !holds { isDamaged = true } }

  /// Hands on what is left.
  mutating func finish() {
    if !pending.isEmpty { sink?(pending) }
    pending.removeAll()
  }

  // MARK: - Bytes

  private mutating func put(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.block - pending.count)
      pending.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
      if pending.count == Self.block {
        sink?(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
  }

  private mutating func take(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
    guard let source, !isDamaged, bytes.count <= end - at else {
      isDamaged = true
      return false
    }
    if let start = bytes.baseAddress, bytes.count > 0 { memcpy(start, source.start + at, bytes.count) }
    at += bytes.count
    return true
  }

  /// A value as it lies in memory.
  private mutating func plain<Value: BitwiseCopyable>(_ value: inout Value) {
    if isReading {
      var read = value
      if withUnsafeMutableBytes(of: &read, { take($0) }) { value = read }
    } else {
      withUnsafeBytes(of: value) { put($0) }
    }
  }

  // MARK: - Values

  /// How many follow; when read, not more than there can be of `stride` bytes each.
  private mutating func count(_ count: inout Int, stride: Int) {
    plain(&count)
    if isReading, count < 0 || count > (end - at) / max(1, stride) { (count, isDamaged) = (0, true) }
  }

  /// Whether it is known, and then what it is.
  private mutating func optional<Value>(
    _ value: inout Value?, _ blank: Value, _ write: (inout FrozenStream, inout Value) -> Void
  ) {
    var isThere = value != nil
    flag(&isThere)
    var known = value ?? blank
    if isThere { write(&self, &known) }
    if isReading { value = isThere ? known : nil }
  }

  mutating func whole(_ value: inout Int, in range: ClosedRange<Int>) {
    plain(&value)
    if isReading, !range.contains(value) { (value, isDamaged) = (range.lowerBound, true) }
  }

  mutating func whole(_ value: inout Int?, in range: ClosedRange<Int>) {
    optional(&value, range.lowerBound) { $0.whole(&$1, in: range) }
  }

  mutating func flag(_ value: inout Bool) {
    var byte: UInt8 = value ? 1 : 0
    plain(&byte)
    expect(byte < 2)
    if isReading { value = byte == 1 }
  }

  /// A number as lists hold them: `range`, and of a size that can be counted with.
  mutating func number(_ value: inout Double, in range: ClosedRange<Double>) {
    plain(&value)
    if isReading, !range.contains(value) || !Self.isCountable(value) { (value, isDamaged) = (range.lowerBound, true) }
  }

  mutating func number(_ value: inout Double?, in range: ClosedRange<Double>) {
    optional(&value, range.lowerBound) { $0.number(&$1, in: range) }
  }

  static func isCountable(_ value: Double) -> Bool { value == 0 || (RecordBatch.smallest...RecordBatch.largest).contains(abs(value)) }

  mutating func text(_ value: inout String) {
    var length = value.utf8.count
    count(&length, stride: 1)
    if isReading {
      guard let source, !isDamaged else { return }
      value = String(decoding: UnsafeBufferPointer(start: source.start + at, count: length), as: UTF8.self)
      at += length
    } else {
      value.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    }
  }

  mutating func text(_ value: inout String?) {
    optional(&value, "") { $0.text(&$1) }
  }

  mutating func name(_ value: inout Name) {
    text(&value.zh)
    text(&value.en)
  }

  mutating func local(_ value: inout LocalText) {
    text(&value.zh)
    text(&value.en)
  }

  /// One of the cases of a kind.
  mutating func word<Word: CaseIterable & Equatable>(_ value: inout Word)
  where Word.AllCases: RandomAccessCollection, Word.AllCases.Index == Int {
    var number = Word.allCases.firstIndex(of: value) ?? 0
    whole(&number, in: 0...Word.allCases.count - 1)
    if isReading { value = Word.allCases[number] }
  }

  mutating func word<Word: CaseIterable & Equatable>(_ value: inout Word?)
  where Word.AllCases: RandomAccessCollection, Word.AllCases.Index == Int {
    optional(&value, Word.allCases[0]) { $0.word(&$1) }
  }

  /// A row of a table that has `rows`.
  mutating func row<Table>(_ value: inout RowID<Table>, of rows: Int) {
    plain(&value.index)
    if isReading, value.row < 0 || value.row >= rows { (value, isDamaged) = (RowID(0), true) }
  }

  mutating func row<Table>(_ value: inout RowID<Table>?, of rows: Int) {
    var known = value ?? RowID(-1)
    plain(&known.index)
    if !isReading { return }
    value = known.index == -1 ? nil : known
    expect(known.row >= -1 && known.row < rows)
  }

  // MARK: - Rows

  /// Numbers end to end, as they lie in memory.
  mutating func column<Value: BitwiseCopyable>(_ values: inout [Value]) {
    var number = values.count
    count(&number, stride: MemoryLayout<Value>.stride)
    if isReading {
      guard !isDamaged else { return }
      var isWhole = false
      values = [Value](unsafeUninitializedCapacity: number) { buffer, filled in
        isWhole = take(UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: number * MemoryLayout<Value>.stride))
        filled = isWhole ? number : 0
      }
    } else {
      values.withUnsafeBytes { put($0) }
    }
  }

  /// Values one after the other; each takes a byte at least, so that there are not more than the file has room for.
  mutating func list<Value>(
    _ values: inout [Value], of blank: @autoclosure () -> Value, _ each: (inout FrozenStream, inout Value) -> Void
  ) {
    var number = values.count
    count(&number, stride: 1)
    if isReading {
      values = []
      values.reserveCapacity(min(number, 4096))
      for _ in 0..<number where !isDamaged {
        var value = blank()
        each(&self, &value)
        values.append(value)
      }
    } else {
      for value in values {
        var value = value
        each(&self, &value)
      }
    }
  }

  mutating func texts(_ values: inout [String]) { list(&values, of: "") { $0.text(&$1) } }

  /// By names in order, so that the same network is the same bytes.
  mutating func named<Value>(
    _ values: inout [String: Value], of blank: @autoclosure () -> Value, _ each: (inout FrozenStream, inout Value) -> Void
  ) {
    var pairs = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { (name: $0.key, value: $0.value) }
    list(&pairs, of: (name: "", value: blank())) { stream, pair in
      stream.text(&pair.name)
      each(&stream, &pair.value)
    }
    if isReading { values = Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first } }
  }
}
