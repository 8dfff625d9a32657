/// Strings end to end in one block of bytes: 4 bytes and the text a row, no object each.
///
/// Unknown is the empty string.
public struct TextColumn: Sendable, Equatable {
  /// UTF-8, all rows end to end.
  public private(set) var bytes: [UInt8] = []
  /// Row `r` is `bytes[offsets[r] ..< offsets[r + 1]]`. At most 4 GiB in all.
  public private(set) var offsets: [UInt32] = [0]

  public init() {}

  public init(_ texts: some Sequence<String>) {
    for text in texts { append(text) }
  }

  /// Of the parts that a column has; `nil` where they are not those of one.
  package init?(bytes: [UInt8], offsets: [UInt32]) {
    guard offsets.first == 0, Int(offsets[offsets.count - 1]) == bytes.count, zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return nil }
    (self.bytes, self.offsets) = (bytes, offsets)
  }

  public var count: Int { offsets.count - 1 }

  public subscript(row: Int) -> String {
    String(decoding: bytes[Int(offsets[row])..<Int(offsets[row + 1])], as: UTF8.self)
  }

  /// Row `a` comes before row `b`, byte by byte: the order of ids wherever a tie is broken by id.
  public func precedes(_ a: Int, _ b: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      let x = UnsafeBufferPointer(rebasing: bytes[Int(offsets[a])..<Int(offsets[a + 1])])
      let y = UnsafeBufferPointer(rebasing: bytes[Int(offsets[b])..<Int(offsets[b + 1])])
      return x.lexicographicallyPrecedes(y)
    }
  }

  public func isEmpty(_ row: Int) -> Bool { offsets[row] == offsets[row + 1] }

  public mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    offsets.append(UInt32(bytes.count))
  }

  /// Appends a row of UTF-8 bytes.
  @inlinable public mutating func append(utf8 text: UnsafeBufferPointer<UInt8>) {
    appendBytes(text)
  }

  @usableFromInline mutating func appendBytes(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    offsets.append(UInt32(bytes.count))
  }

  /// Appends all rows of another column.
  public mutating func append(_ other: TextColumn) {
    let start = UInt32(bytes.count)
    bytes += other.bytes
    offsets.reserveCapacity(offsets.count + other.count)
    for offset in other.offsets.dropFirst() { offsets.append(start + offset) }
  }

  public mutating func reserve(rows: Int, bytes byteCount: Int) {
    offsets.reserveCapacity(rows + 1)
    bytes.reserveCapacity(byteCount)
  }
}

/// Texts that repeat (sources, dates, codes): a code a row, each different text once.
///
/// Code 0 is always the empty text, which means unknown. A column that was never given has no codes at all, and every row of it is unknown.
public struct CodedColumn: Sendable, Equatable {
  /// One code a row, or empty when no row has a value.
  public var codes: [Int32] = []
  /// The different texts; `values[0]` is empty.
  public private(set) var values: [String] = [""]
  private var index: [String: Int32] = ["": 0]

  public init() {}

  /// Of the parts that a column has; `nil` where they are not those of one.
  package init?(codes: [Int32], values: [String]) {
    guard values.first == "", codes.allSatisfy({ $0 >= 0 && Int($0) < values.count }) else { return nil }
    index = Dictionary(zip(values, 0...)) { first, _ in first }
    guard index.count == values.count else { return nil }
    (self.codes, self.values) = (codes, values)
  }

  public subscript(row: Int) -> String { codes.isEmpty ? "" : values[Int(codes[row])] }

  /// The code of `text`, made when it is new.
  public mutating func code(of text: String) -> Int32 {
    if let code = index[text] { return code }
    let code = Int32(values.count)
    values.append(text)
    index[text] = code
    return code
  }

  /// The code of `text`, where some row could have it.
  package func existingCode(of text: String) -> Int32? { index[text] }

  /// Sets row `row` of a table, filling the rows before it with unknown where the column was not yet there.
  public mutating func append(_ text: String, row: Int) {
    let code = code(of: text)
    if codes.isEmpty && code == 0 { return }
    while codes.count < row { codes.append(0) }
    codes.append(code)
  }

  /// Makes the column `count` rows long when it has begun; a column without any value stays without codes.
  public mutating func pad(to count: Int) {
    if codes.isEmpty { return }
    while codes.count < count { codes.append(0) }
  }
}

/// Numbers, unknown where nothing was given: NaN inside, `nil` outside. A column never given takes no memory.
public struct NumberColumn: Sendable {
  /// One number a row (NaN = unknown), or empty when no row has a value.
  public var numbers: [Double] = []

  public init() {}
  public init(_ numbers: [Double]) { self.numbers = numbers }

  public subscript(row: Int) -> Double? {
    if numbers.isEmpty { return nil }
    let number = numbers[row]
    return number.isNaN ? nil : number
  }

  public mutating func append(_ number: Double?, row: Int) {
    if numbers.isEmpty && number == nil { return }
    while numbers.count < row { numbers.append(.nan) }
    numbers.append(number ?? .nan)
  }

  public mutating func pad(to count: Int) {
    if numbers.isEmpty { return }
    while numbers.count < count { numbers.append(.nan) }
  }
}
