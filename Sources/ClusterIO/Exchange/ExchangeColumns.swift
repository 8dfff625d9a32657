import ClusterModel

/// A column of firms or of supply links as exchange formats write it: flat arrays, no closure a cell.
struct ExchangeColumn {
  enum Values {
    case text(TextColumn)
    /// A code a row; the words they stand for are escaped already. A code below 0, or of an empty word, is unknown.
    case coded([Int32], words: [[UInt8]])
    case kinds([UInt8], words: [[UInt8]])
    /// NaN is unknown.
    case numbers([Double])
    /// -1 is unknown.
    case integers([Int32])
  }

  var name: String
  var values: Values

  var isNumber: Bool {
    switch values {
    case .numbers, .integers: true
    default: false
    }
  }

  var isInteger: Bool {
    if case .integers = values { true } else { false }
  }
}

/// How bytes of a text are written so that a format does not take them for its own.
enum Escape {
  case xml, json, dot

  @inline(__always)
  func callAsFunction(_ text: Bytes, _ bytes: inout [UInt8]) {
    switch self {
    case .xml: Escapes.xml(text, &bytes)
    case .json: Escapes.json(text, &bytes)
    case .dot: Escapes.dot(text, &bytes)
    }
  }
}

extension ExchangeColumn {
  /// The columns of the firms that have values, without their ids.
  static func firms(_ network: Network, _ escape: Escape) -> [ExchangeColumn] {
    let firms = network.firms
    var columns: [ExchangeColumn] = []
    if firms.namesZh.count > 0 { columns.append(ExchangeColumn(name: "name", values: .text(firms.namesZh))) }
    if firms.namesEn.count > 0 { columns.append(ExchangeColumn(name: "name_en", values: .text(firms.namesEn))) }
    add(&columns, "county_code", firms.counties, network.counties.map(\.code), escape)
    add(&columns, "cluster_id", firms.clusters, network.clusters.map(\.id), escape)
    add(&columns, "industry_code", firms.industry.codes, firms.industry.values, escape)
    for column in FirmTable.numbers { add(&columns, column.name, firms[keyPath: column.path]) }
    if !firms.figuresYear.isEmpty { columns.append(ExchangeColumn(name: "year", values: .integers(firms.figuresYear))) }
    add(&columns, "emission_grade", firms.emissionGrades, EmissionGrade.allCases.map(\.rawValue), escape)
    putInOrder(&columns, "firms")
    add(&columns, firms.provenance, escape)
    for (name, values) in firms.extra { columns.append(ExchangeColumn(name: name, values: .text(values))) }
    return columns
  }

  /// The columns of the links that have values, without their two ends.
  static func supplies(_ network: Network, _ escape: Escape) -> [ExchangeColumn] {
    let links = network.supplies
    var columns: [ExchangeColumn] = []
    add(&columns, "product_id", links.products, network.products.map(\.id), escape)
    for column in SupplyTable.numbers { add(&columns, column.name, links[keyPath: column.path]) }
    if !links.since.isEmpty { columns.append(ExchangeColumn(name: "since", values: .integers(links.since))) }
    putInOrder(&columns, "supplies")
    add(&columns, links.provenance, escape)
    for (name, values) in links.extra { columns.append(ExchangeColumn(name: name, values: .text(values))) }
    return columns
  }

  private static func putInOrder(_ columns: inout [ExchangeColumn], _ table: String) {
    let order = DataDictionary.standard[table]!.columns.map(\.name)
    columns.sort { order.firstIndex(of: $0.name)! < order.firstIndex(of: $1.name)! }
  }

  private static func words(_ texts: [String], _ escape: Escape) -> [[UInt8]] {
    texts.map { text in
      var text = text
      var word: [UInt8] = []
      text.withUTF8 { escape($0, &word) }
      return word
    }
  }

  private static func add(_ columns: inout [ExchangeColumn], _ name: String, _ codes: [Int32], _ texts: [String], _ escape: Escape) {
    if !codes.isEmpty { columns.append(ExchangeColumn(name: name, values: .coded(codes, words: words(texts, escape)))) }
  }

  private static func add(_ columns: inout [ExchangeColumn], _ name: String, _ numbers: NumberColumn) {
    if !numbers.numbers.isEmpty { columns.append(ExchangeColumn(name: name, values: .numbers(numbers.numbers))) }
  }

  private static func add(_ columns: inout [ExchangeColumn], _ provenance: ProvenanceColumn, _ escape: Escape) {
    if !provenance.kinds.isEmpty {
      let all = ProvenanceKind.allCases.sorted { $0.rawValue < $1.rawValue }.map(\.word)
      columns.append(ExchangeColumn(name: "provenance", values: .kinds(provenance.kinds, words: words(all, escape))))
    }
    add(&columns, "source", provenance.source.codes, provenance.source.values, escape)
    add(&columns, "as_of", provenance.asOf.codes, provenance.asOf.values, escape)
  }
}

/// Numbers as text, without a string between.
enum NumberBytes {
  @inline(__always)
  static func append(_ number: Int, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(0x2D) }
    var rest = number.magnitude
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &digits) { digits in
      var at = digits.count
      repeat {
        at -= 1
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        digits[at] = UInt8(0x30 + digit)
        rest = quotient
      } while rest > 0
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[at...]))
    }
  }

  /// The shortest text that reads back as the same number.
  @inline(__always)
  static func append(_ number: Double, to bytes: inout [UInt8]) {
    var power = 1.0
    for decimals in 0...4 {
      let scaled = number * power
      // Up to 15 digits a decimal text and its number answer to each other, and one division is exact.
      if abs(scaled) >= 1e15 { break }
      let whole = scaled.rounded()
      if whole / power == number {
        if decimals == 0 || whole == 0 { return append(Int(whole), to: &bytes) }
        return append(Int(whole), decimals, to: &bytes)
      }
      power *= 10
    }
    bytes.append(contentsOf: number.description.utf8)
  }

  private static func append(_ scaled: Int, _ decimals: Int, to bytes: inout [UInt8]) {
    let power = [1, 10, 100, 1000, 10_000][decimals]
    let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(power))
    if scaled < 0 { bytes.append(0x2D) }
    append(Int(whole), to: &bytes)
    bytes.append(0x2E)
    var unit = UInt(power / 10)
    while unit > 0 {
      bytes.append(UInt8(0x30 + rest / unit % 10))
      unit /= 10
    }
  }
}

/// Escapes of the formats.
enum Escapes {
  /// For text and for attributes in double quotes. A character that XML cannot hold becomes U+FFFD.
  static func xml(_ text: UnsafeBufferPointer<UInt8>, _ bytes: inout [UInt8]) {
    if !text.contains(where: { $0 < 0x20 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0xEF || $0 == 0x7F || $0 == 0xC2 }
    ) {
      return bytes.append(contentsOf: text)
    }
    for (at, byte) in text.enumerated() {
      switch byte {
      case 0x26: bytes.append(contentsOf: "&amp;".utf8)
      case 0x3C: bytes.append(contentsOf: "&lt;".utf8)
      case 0x3E: bytes.append(contentsOf: "&gt;".utf8)
      case 0x22: bytes.append(contentsOf: "&quot;".utf8)
      case 0x09: bytes.append(contentsOf: "&#9;".utf8)
      case 0x0A: bytes.append(contentsOf: "&#10;".utf8)
      case 0x0D: bytes.append(contentsOf: "&#13;".utf8)
      case 0..<0x20: bytes.append(contentsOf: "\u{FFFD}".utf8)
      case 0x7F: bytes.append(contentsOf: "&#127;".utf8)
      case 0x80..<0xA0 where at > 0 && text[at - 1] == 0xC2:
        // U+0080 to U+009F are C2 80 to C2 9F: controls of a terminal; by their numbers they are read back as they were.
        bytes.removeLast()
        bytes.append(contentsOf: "&#\(byte);".utf8)
      case 0xBE, 0xBF:
        // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
        let isNone = at >= 2 && text[at - 2] == 0xEF && text[at - 1] == 0xBF
        bytes.append(isNone ? 0xBD : byte)
      default: bytes.append(byte)
      }
    }
  }

  /// For texts in double quotes.
  static func json(_ text: UnsafeBufferPointer<UInt8>, _ bytes: inout [UInt8]) {
    if !text.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F || $0 == 0xC2 }) {
      return bytes.append(contentsOf: text)
    }
    var before: UInt8 = 0
    for byte in text {
      defer { before = byte }
      switch byte {
      case 0x22: bytes.append(contentsOf: "\\\"".utf8)
      case 0x5C: bytes.append(contentsOf: "\\\\".utf8)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0x80..<0xA0 where before == 0xC2:
        // U+0080 to U+009F are C2 80 to C2 9F: controls of a terminal like those below U+0020.
        bytes.removeLast()
        numbered(byte, &bytes)
      case 0..<0x20, 0x7F: numbered(byte, &bytes)
      default: bytes.append(byte)
      }
    }
  }

  private static func numbered(_ byte: UInt8, _ bytes: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    bytes.append(contentsOf: "\\u00".utf8)
    bytes.append(hex[Int(byte >> 4)])
    bytes.append(hex[Int(byte & 15)])
  }

  /// For quoted ids of DOT.
  static func dot(_ text: UnsafeBufferPointer<UInt8>, _ bytes: inout [UInt8]) {
    for (at, byte) in text.enumerated() {
      switch byte {
      case 0x22: bytes.append(contentsOf: "\\\"".utf8)
      case 0x5C: bytes.append(contentsOf: "\\\\".utf8)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0..<0x20, 0x7F: bytes.append(0x20)
      case 0x80..<0xA0 where at > 0 && text[at - 1] == 0xC2: bytes[bytes.count - 1] = 0x20
      default: bytes.append(byte)
      }
    }
  }

  static func text(_ text: String, _ escape: Escape) -> String {
    var text = text
    var bytes: [UInt8] = []
    text.withUTF8 { escape($0, &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
