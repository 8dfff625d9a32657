import ClusterModel

/// A column as it is written row by row: pointers alone, so that a cell costs no counting of references.
struct ColumnWriter {
  private enum Kind: UInt8 { case text, coded, kinds, numbers, integers }

  private let kind: Kind
  private let escape: Escape
  /// Codes, numbers, or the offsets of texts.
  private let values: UnsafeRawPointer
  /// `before`, `after`, and then the words of a coded column or the text of a text column.
  private let frame: UnsafePointer<UInt8>
  private let beforeCount: Int
  private let afterCount: Int
  private let words: UnsafePointer<UInt8>
  private let wordOffsets: UnsafePointer<UInt32>

  /// Appends what stands before a value, the value of a row, and what stands after it; nothing where it is unknown.
  @inline(__always)
  func append(_ row: Int, to bytes: inout [UInt8]) {
    switch kind {
    case .text:
      let offsets = values.assumingMemoryBound(to: UInt32.self)
      let (low, high) = (Int(offsets[row]), Int(offsets[row + 1]))
      if low == high { return }
      bytes.append(contentsOf: Bytes(start: frame, count: beforeCount))
      escape(Bytes(start: words + low, count: high - low), &bytes)
    case .coded: if !appendWord(Int(values.assumingMemoryBound(to: Int32.self)[row]), to: &bytes) { return }
    case .kinds: if !appendWord(Int(values.assumingMemoryBound(to: UInt8.self)[row]), to: &bytes) { return }
    case .numbers:
      let number = values.assumingMemoryBound(to: Double.self)[row]
      if number.isNaN { return }
      bytes.append(contentsOf: Bytes(start: frame, count: beforeCount))
      NumberBytes.append(number, to: &bytes)
    case .integers:
      let number = values.assumingMemoryBound(to: Int32.self)[row]
      if number < 0 { return }
      bytes.append(contentsOf: Bytes(start: frame, count: beforeCount))
      NumberBytes.append(Int(number), to: &bytes)
    }
    bytes.append(contentsOf: Bytes(start: frame + beforeCount, count: afterCount))
  }

  @inline(__always)
  private func appendWord(_ code: Int, to bytes: inout [UInt8]) -> Bool {
    if code < 0 { return false }
    let (low, high) = (Int(wordOffsets[code]), Int(wordOffsets[code + 1]))
    if low == high { return false }
    bytes.append(contentsOf: Bytes(start: frame, count: beforeCount))
    bytes.append(contentsOf: Bytes(start: words + low, count: high - low))
    return true
  }

  /// Calls `body` with a writer for each column, `frames` saying what stands before and after its values.
  static func with(
    _ columns: [ExchangeColumn], frames: [(before: String, after: String)], _ escape: Escape,
    _ body: ([ColumnWriter]) throws(ClusterIOError) -> Void
  ) throws(ClusterIOError) {
    try with(columns[...], frames[...], escape, [], body)
  }

  private static func with(
    _ columns: ArraySlice<ExchangeColumn>, _ frames: ArraySlice<(before: String, after: String)>, _ escape: Escape, _ made: [ColumnWriter],
    _ body: ([ColumnWriter]) throws(ClusterIOError) -> Void
  ) throws(ClusterIOError) {
    guard let column = columns.first, let frame = frames.first else { return try body(made) }
    var words = TextColumn()
    let kind: Kind
    switch column.values {
    case .text(let texts): (kind, words) = (.text, texts)
    case .coded(_, let list):
      kind = .coded
      for word in list { word.withUnsafeBufferPointer { words.append(utf8: $0) } }
    case .kinds(_, let list):
      kind = .kinds
      for word in list { word.withUnsafeBufferPointer { words.append(utf8: $0) } }
    case .numbers: kind = .numbers
    case .integers: kind = .integers
    }
    let framing = Array(frame.before.utf8) + Array(frame.after.utf8)
    try framing.withUnsafeBufferPointer { (framing) throws(ClusterIOError) in
      try words.bytes.withUnsafeBufferPointer { (bytes) throws(ClusterIOError) in
        try words.offsets.withUnsafeBufferPointer { (offsets) throws(ClusterIOError) in
          try column.values.withPointer { (values) throws(ClusterIOError) in
            // An empty array has no place of its own; nothing is read there.
            let nowhere = UnsafeRawPointer(offsets.baseAddress!)
            let writer = ColumnWriter(
              kind: kind, escape: escape, values: values ?? nowhere,
              frame: framing.baseAddress ?? nowhere.assumingMemoryBound(to: UInt8.self), beforeCount: frame.before.utf8.count,
              afterCount: frame.after.utf8.count, words: bytes.baseAddress ?? nowhere.assumingMemoryBound(to: UInt8.self),
              wordOffsets: offsets.baseAddress!)
            try with(columns.dropFirst(), frames.dropFirst(), escape, made + [writer], body)
          }
        }
      }
    }
  }
}

extension ExchangeColumn.Values {
  /// Calls `body` with where the codes, numbers or offsets stand.
  fileprivate func withPointer(_ body: (UnsafeRawPointer?) throws(ClusterIOError) -> Void) throws(ClusterIOError) {
    switch self {
    case .text(let texts): try texts.offsets.withUnsafeBufferPointer { (all) throws(ClusterIOError) in try body(all.baseAddress) }
    case .coded(let codes, _): try codes.withUnsafeBufferPointer { (all) throws(ClusterIOError) in try body(all.baseAddress) }
    case .kinds(let kinds, _): try kinds.withUnsafeBufferPointer { (all) throws(ClusterIOError) in try body(all.baseAddress) }
    case .numbers(let numbers): try numbers.withUnsafeBufferPointer { (all) throws(ClusterIOError) in try body(all.baseAddress) }
    case .integers(let numbers): try numbers.withUnsafeBufferPointer { (all) throws(ClusterIOError) in try body(all.baseAddress) }
    }
  }
}

/// The ids of firms and the ends of links, as pointers.
struct LinkEnds {
  private let bytes: UnsafePointer<UInt8>
  private let offsets: UnsafePointer<UInt32>
  private let suppliers: UnsafePointer<Int32>?
  private let buyers: UnsafePointer<Int32>?

  @inline(__always)
  func appendFirm(_ firm: Int, to bytes: inout [UInt8]) {
    let (low, high) = (Int(offsets[firm]), Int(offsets[firm + 1]))
    bytes.append(contentsOf: Bytes(start: self.bytes + low, count: high - low))
  }

  @inline(__always)
  func appendSupplier(_ link: Int, to bytes: inout [UInt8]) { appendFirm(Int(suppliers.unsafelyUnwrapped[link]), to: &bytes) }

  @inline(__always)
  func appendBuyer(_ link: Int, to bytes: inout [UInt8]) { appendFirm(Int(buyers.unsafelyUnwrapped[link]), to: &bytes) }

  /// Calls `body` with the ends of the links of `network`, the ids of its firms escaped.
  static func with(
    _ network: Network, _ escape: Escape, _ body: (LinkEnds) throws(ClusterIOError) -> Void
  ) throws(ClusterIOError) {
    let ids = escaped(network.firms.ids, escape)
    try ids.bytes.withUnsafeBufferPointer { (bytes) throws(ClusterIOError) in
      try ids.offsets.withUnsafeBufferPointer { (offsets) throws(ClusterIOError) in
        try network.supplies.suppliers.withUnsafeBufferPointer { (suppliers) throws(ClusterIOError) in
          try network.supplies.buyers.withUnsafeBufferPointer { (buyers) throws(ClusterIOError) in
            let nowhere = UnsafeRawPointer(offsets.baseAddress!).assumingMemoryBound(to: UInt8.self)
            try body(
              LinkEnds(
                bytes: bytes.baseAddress ?? nowhere, offsets: offsets.baseAddress!, suppliers: suppliers.baseAddress,
                buyers: buyers.baseAddress))
          }
        }
      }
    }
  }

  private static func escaped(_ ids: TextColumn, _ escape: Escape) -> TextColumn {
    var column = TextColumn()
    column.reserve(rows: ids.count, bytes: ids.bytes.count)
    var word: [UInt8] = []
    ids.bytes.withUnsafeBufferPointer { all in
      for row in 0..<ids.count {
        word.removeAll(keepingCapacity: true)
        escape(Bytes(rebasing: all[Int(ids.offsets[row])..<Int(ids.offsets[row + 1])]), &word)
        word.withUnsafeBufferPointer { column.append(utf8: $0) }
      }
    }
    return column
  }
}

extension [UInt8] {
  /// Appends the bytes of a text of the program.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(contentsOf: Bytes(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
