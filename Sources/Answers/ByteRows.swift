package import ClusterModel

/// Rows of CSV as bytes, for tables of a million rows: no string is made for a number or an id.
package struct ByteRows {
  package private(set) var bytes: [UInt8] = []
  private var isFirst = true

  /// Under a header.
  package init(_ columns: [String]) { bytes = Array(CSVText.line(columns).utf8) }

  /// Rows that go under a header written elsewhere.
  package init() {}

  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
  }

  /// The next cell begins a row.
  package mutating func endRow() {
    bytes.append(0x0A)
    isFirst = true
  }

  /// A cell of text, quoted and made harmless to spreadsheets as in ``CSVText.line(_:)`` where it has to be.
  package mutating func append(_ column: TextColumn, _ row: Int) {
    let range = Int(column.offsets[row])..<Int(column.offsets[row + 1])
    let isPlain = column.bytes.withUnsafeBufferPointer { buffer in
      guard let first = buffer[range].first else { return true }
      // "=", "+", "-", "@", tab and return begin a formula; below 0x2D come the quote, the comma and the line ends.
      // Those at full width begin with EF.
      return first != 0x3D && first != 0x40 && first > 0x2D && first != 0xEF
        && buffer[range].allSatisfy { $0 > 0x2C && $0 != 0x7F && $0 != 0xC2 }
    }
    if isPlain {
      separate()
      bytes.append(contentsOf: column.bytes[range])
    } else {
      append(column[row])
    }
  }

  package mutating func append(_ text: String) {
    separate()
    bytes.append(contentsOf: CSVText.line([text]).utf8.dropLast())
  }

  package mutating func append(_ integer: Int) {
    separate()
    var digits = integer.magnitude
    let begin = bytes.count
    repeat {
      bytes.append(UInt8(0x30 + digits % 10))
      digits /= 10
    } while digits > 0
    if integer < 0 { bytes.append(0x2D) }
    bytes[begin...].reverse()
  }

  /// Unknown is the empty cell. Shortest digits that read back as the same number.
  package mutating func append(_ number: Double?) {
    guard let number, number.isFinite else { return separate() }
    if number == number.rounded(), abs(number) < 1e15 { return append(Int(number)) }
    separate()
    var text = number.description
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}
