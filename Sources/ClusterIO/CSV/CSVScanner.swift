/// Where one field of a record stands in the file: the bytes between the quotes, or between the delimiters.
struct CSVField {
  var start = 0
  var length: Int32 = 0
  /// There is a doubled quote inside, which stands for one.
  var isEscaped = false
}

/// A place where a file stops being CSV.
enum CSVFault: Equatable {
  /// A quote was opened and never closed.
  case openQuote
  /// There is something between a closing quote and the next delimiter.
  case textAfterQuote
  /// A field is longer than ``CSVScanner/fieldLimit``.
  case longField
}

/// Reads records of RFC 4180 text in place: no copy, no object a field.
///
/// A line ends with LF, CRLF or CR. Empty lines are no records, but they count as rows, as they do in a spreadsheet; a quoted
/// field may hold line ends, and its record still counts as one row.
struct CSVScanner {
  /// Fields longer than this are a mistake, most often a quote that was never closed.
  static let fieldLimit = 1 << 20

  let base: UnsafePointer<UInt8>
  let end: Int
  let delimiter: UInt8
  /// Where the next record begins.
  private(set) var position: Int
  /// The row of the record last read, as a spreadsheet counts.
  private(set) var row: Int
  /// What is wrong with the record last read. After ``CSVFault/openQuote`` and ``CSVFault/longField`` there is no next record.
  private(set) var fault: CSVFault?

  init(base: UnsafePointer<UInt8>, start: Int, end: Int, delimiter: UInt8, rowsBefore: Int = 0) {
    self.base = base
    self.end = end
    self.delimiter = delimiter
    position = start
    row = rowsBefore
  }

  /// Reads the next record. The first `capacity` fields go to `fields`; the answer counts them all, and is 0 at the end.
  ///
  /// O(bytes of the record).
  mutating func next(_ fields: UnsafeMutablePointer<CSVField>, capacity: Int) -> Int {
    fault = nil
    var at = position
    while at < end, base[at] == 0x0A || base[at] == 0x0D {
      row += 1
      at = afterLineEnd(at)
    }
    if at >= end {
      position = end
      return 0
    }
    row += 1
    var count = 0
    while true {
      let field = base + at
      let stop: Int
      var value = CSVField(start: at)
      if at < end, field.pointee == 0x22 {
        stop = quoted(at, &value)
      } else {
        stop = unquotedEnd(at, limit: min(end, at + Self.fieldLimit + 1))
        value.length = Int32(truncatingIfNeeded: stop - at)
      }
      if count < capacity { fields[count] = value }
      count += 1
      if value.length > Int32(Self.fieldLimit) && fault == nil { fault = .longField }
      if fault == .longField || fault == .openQuote {
        position = end
        return count
      }
      at = stop
      if at >= end || base[at] != delimiter { break }
      at += 1
    }
    position = at < end ? afterLineEnd(at) : end
    return count
  }

  /// Reads the next record when it is as most are: exactly `count` fields, none of them quoted, and a line end well before the end.
  ///
  /// Each field goes to `use`, with its number; where the answer is `false` nothing was read, whatever was used, and ``next(_:capacity:)``
  /// is to be asked. Eight bytes at a time, over field ends too.
  @inline(__always)
  mutating func nextPlain(count: Int, _ use: (_ field: Int, _ start: Int, _ length: Int) -> Void) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    let delimiters = ones &* UInt64(delimiter)
    let belowLineEnds = ones &* 0x0E
    let raw = UnsafeRawPointer(base)
    var at = position
    var start = position
    let limit = min(end, position &+ Self.fieldLimit) &- 8
    var field = 0
    while at <= limit {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let differing = word ^ delimiters
      // Marks every delimiter and line end, and some bytes that are neither.
      var found = (((differing &- ones) & ~differing) | ((word &- belowLineEnds) & ~word)) & high
      while found != 0 {
        let stop = at &+ found.trailingZeroBitCount &>> 3
        found &= found &- 1
        let byte = base[stop]
        let isLineEnd = byte == 0x0A || byte == 0x0D
        if !isLineEnd && byte != delimiter { continue }
        if base[start] == 0x22 || isLineEnd != (field == count &- 1) || isLineEnd && stop == position { return false }
        use(field, start, stop &- start)
        field &+= 1
        start = stop &+ 1
        if isLineEnd {
          fault = nil
          row &+= 1
          position = afterLineEnd(stop)
          return true
        }
      }
      at &+= 8
    }
    return false
  }

  private func afterLineEnd(_ at: Int) -> Int {
    base[at] == 0x0D && at + 1 < end && base[at + 1] == 0x0A ? at + 2 : at + 1
  }

  /// The position of the next delimiter or line end from `at` on, or `limit`. Eight bytes at a time.
  private func unquotedEnd(_ from: Int, limit: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    // Line ends and the delimiter lie below this: one test for all three, which looks again where something else does too.
    let below = ones &* UInt64(max(delimiter, 0x0D) &+ 1)
    let raw = UnsafeRawPointer(base)
    var at = from
    while at &+ 8 <= limit {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      var found = (word &- below) & ~word & high
      while found != 0 {
        let candidate = at &+ found.trailingZeroBitCount &>> 3
        let byte = base[candidate]
        if byte == delimiter || byte == 0x0A || byte == 0x0D { return candidate }
        found &= found &- 1
      }
      at &+= 8
    }
    while at < limit {
      let byte = base[at]
      if byte == delimiter || byte == 0x0A || byte == 0x0D { return at }
      at &+= 1
    }
    return limit
  }

  /// Reads the quoted field that opens at `open`; the answer is where its delimiter or line end stands.
  private mutating func quoted(_ open: Int, _ value: inout CSVField) -> Int {
    value.start = open + 1
    let limit = min(end, value.start + Self.fieldLimit + 1)
    var at = value.start
    while true {
      while at < limit, base[at] != 0x22 { at += 1 }
      if at >= limit {
        fault = limit < end ? .longField : .openQuote
        value.length = Int32(truncatingIfNeeded: limit - value.start)
        return end
      }
      if at + 1 < end, base[at + 1] == 0x22 {
        value.isEscaped = true
        at += 2
        continue
      }
      break
    }
    value.length = Int32(truncatingIfNeeded: at - value.start)
    let next = at + 1
    if next >= end || base[next] == delimiter || base[next] == 0x0A || base[next] == 0x0D { return next }
    fault = .textAfterQuote
    return unquotedEnd(next, limit: end)
  }
}
