import ClusterModel

extension RecordBatch {
  /// A number, NaN where it is unknown; one that does not parse, or breaks the column's type, is reported and unknown.
  mutating func number(_ record: Int, _ column: Int) -> Double {
    let bytes = value(record, column)
    if bytes.isEmpty { return .nan }
    guard isPlain[column], let number = FieldValue.number(bytes, readable: readable(bytes)) else {
      return writtenNumber(record, column)
    }
    if number == 0 || number >= Self.smallest && number <= 1 { return number }
    return inRange(number, record, column)
  }

  /// A number that is not written as a plain one, or whose column has a unit of its own.
  private mutating func writtenNumber(_ record: Int, _ column: Int) -> Double {
    let definition = table.table.columns[column]
    switch NumberText.read(text(record, column), unit: definition.unit, type: definition.type, style: table.styles[column]) {
    case .value(let number):
      // Under （%） 35 and 35% are the same; 0.35 is 0.35 %, or was meant for 35 %.
      if table.styles[column].exponent == -2, number > 0, number < 0.01, case .share = definition.type,
        NumberText.isBare(text(record, column))
      {
        add(.smallPercent, record, column)
      }
      return inRange(number, record, column)
    case .unknown: add(.unknownCell, record, column)
    case .inexact: add(.inexactNumber, record, column)
    case .failed: add(.badNumber, record, column, detail: "formula")
    case .none: add(.badNumber, record, column)
    }
    return .nan
  }

  /// Nothing that is counted in a list is smaller or larger: with what is, a sum, a product or a quotient of a few numbers would be none any more.
  static let smallest = 1e-75
  static let largest = 1e75

  private mutating func inRange(_ number: Double, _ record: Int, _ column: Int) -> Double {
    if number != 0 && !(Self.smallest...Self.largest).contains(abs(number)) {
      add(.badNumber, record, column, detail: "size")
      return .nan
    }
    switch ranges[column] {
    case .notNegative:
      if number < 0 {
        add(.negativeAmount, record, column)
        return .nan
      }
    case .share:
      if number < 0 || number > 1 {
        add(.shareRange, record, column)
        return .nan
      }
    case .any: break
    }
    return number
  }

  mutating func optionalNumber(_ record: Int, _ column: Int) -> Double? {
    let number = number(record, column)
    return number.isNaN ? nil : number
  }

  mutating func integer(_ record: Int, _ column: Int) -> Int? {
    let bytes = value(record, column)
    if bytes.isEmpty { return nil }
    if let number = FieldValue.integer(bytes) { return Int(number) }
    let number = writtenNumber(record, column)
    if number.isNaN { return nil }
    guard number == number.rounded(), abs(number) < 1e9 else {
      add(.badNumber, record, column)
      return nil
    }
    return Int(number)
  }

  /// A year, or -1.
  mutating func year(_ record: Int, _ column: Int) -> Int32 {
    let bytes = value(record, column)
    if bytes.isEmpty { return -1 }
    if let year = FieldValue.year(bytes) { return year }
    // 2018-05 and 2018-05-21, of which there may be millions, without a text for each.
    if FieldValue.isDate(bytes), let year = FieldValue.year(Bytes(rebasing: bytes[0..<4])) { return year }
    if let year = DateText.year(text(record, column)) { return year }
    add(Placeholder.isOne(bytes) ? .unknownCell : .impossibleYear, record, column)
    return -1
  }

  /// A date as ISO 8601 has it, empty when it is none.
  mutating func date(_ record: Int, _ column: Int) -> Bytes {
    let bytes = value(record, column)
    if bytes.isEmpty || FieldValue.isDate(bytes) { return bytes }
    if let date = DateText.date(text(record, column)) { return keep(date) }
    add(Placeholder.isOne(bytes) ? .unknownCell : .impossibleYear, record, column, detail: "date")
    return Bytes(rebasing: bytes[0..<0])
  }

  /// The position of the value among the column's choices, `nil` when nothing is given or it is none of them.
  mutating func choice(_ record: Int, _ column: Int, _ choices: Choices) -> Int? {
    let bytes = value(record, column)
    if bytes.isEmpty { return nil }
    if let found = choices.find(bytes) { return found }
    if Placeholder.isOne(bytes) { add(.unknownCell, record, column) } else { add(.unknownValue, record, column, detail: choices.shown) }
    return nil
  }

  /// Whether the value can be an id or a code; if not, it is reported.
  mutating func isIdentifier(_ record: Int, _ column: Int) -> Bool {
    guard FieldValue.isIdentifier(value(record, column)) else {
      add(.badIdentifier, record, column)
      return false
    }
    guard let damage = damage(record, column) else { return true }
    add(.destroyedID, record, column, detail: damage)
    return false
  }

  /// What a spreadsheet made of the id in a cell; `nil` for an id. Numbers with decimals may well be stages or codes, and are no firms.
  func damage(_ record: Int, _ column: Int) -> String? {
    guard let damage = IdentifierText.damage(value(record, column)) else { return nil }
    if damage != "fraction" { return damage }
    if table.isGraph { return nil }
    switch table.table.columns[column].type {
    case .id: return table.table.name == "firms" ? damage : nil
    case .reference(let target): return target == "firms" ? damage : nil
    default: return nil
    }
  }

  /// Whether several values stand in a cell that should name one row of `index`, which is reported.
  mutating func reportSeveral(_ record: Int, _ column: Int, _ index: IDIndex) -> Bool {
    guard mayBeSeveral(record, column) else { return false }
    guard IdentifierText.several(text(record, column), isKnown: { index.contains($0) }) != nil else { return false }
    add(.severalValues, record, column)
    return true
  }

  /// Whether there is a sign in the cell that may part several values.
  private func mayBeSeveral(_ record: Int, _ column: Int) -> Bool {
    value(record, column).contains { $0 == 0x2C || $0 == 0x3B || $0 == 0x2F || $0 == 0x7C || $0 == 0x0A || $0 == 0xE3 || $0 == 0xEF }
  }

  /// Name in both languages, from the columns `name` and `name_en` (or those given).
  func name(_ record: Int, zh: String = "name", en: String = "name_en") -> Name {
    Name(zh: text(record, column: zh), en: text(record, column: en))
  }

  func text(_ record: Int, column: String) -> String {
    guard let at = table.table.index(of: column) else { return "" }
    return text(record, at)
  }
}

/// The values of a column of type choice or flag, with their Chinese words and those that offices use.
struct Choices: Sendable {
  private var index = IDIndex()
  private var positions: [Int] = []
  /// The same without quotation marks, blanks and case: 专精特新“小巨人”企业.
  private var loose: [String: Int] = [:]
  /// What is allowed, in English and in Chinese, a line each.
  let shown: String

  init(_ column: DataDictionary.Column) {
    let chinese = column.values.indices.map { at in
      column.valuesZh.indices.contains(at) && !column.valuesZh[at].isEmpty ? column.valuesZh[at] : nil
    }
    let words = zip(column.values, chinese).map { $1 ?? $0 }
    // Values of which only some have a word (2, 1, 0) are other ways to write the others.
    let shownWords = chinese.contains { $0 != nil } ? chinese.compactMap { $0 } : words
    shown = column.values.joined(separator: ", ") + "\n" + shownWords.joined(separator: "、")
    for (at, word) in column.values.enumerated() { add(word, at) }
    for (at, word) in column.valuesZh.enumerated() where !word.isEmpty { add(word, at) }
    if column.type == .flag {
      for (word, at) in [("true", 0), ("false", 1), ("1", 0), ("0", 1)] { add(word, at) }
    }
    for (at, word) in column.valueWords { add(word, at) }
  }

  private mutating func add(_ word: String, _ at: Int) {
    if index.insert(word).isNew { positions.append(at) }
    let plain = Self.loose(word)
    if loose[plain] == nil { loose[plain] = at }
  }

  private static func loose(_ word: String) -> String {
    NumberText.normalized(word).filter { !"“”\"‘’'「」『』《》〈〉[]【】() -_、".contains($0) }
  }

  func find(_ bytes: Bytes) -> Int? {
    let found = index.find(IDIndex.key(bytes))
    if found >= 0 { return positions[Int(found)] }
    return bytes.count > 128 ? nil : loose[Self.loose(String(decoding: bytes, as: UTF8.self))]
  }
}

/// Builds a ``CodedColumn`` from bytes: a string is made once for each different text.
struct CodedBuilder {
  private(set) var column = CodedColumn()
  private var index = IDIndex()
  /// Texts that differ in bytes but are the same to Unicode share a code.
  private var codes: [Int32] = []
  private var last: [UInt8] = []
  private var lastCode: Int32 = 0

  mutating func append(_ bytes: Bytes, row: Int) {
    if bytes.isEmpty {
      if !column.codes.isEmpty { column.codes.append(0) }
      return
    }
    if bytes.count != last.count || !bytes.elementsEqual(last) {
      let found = index.insert(IDIndex.key(bytes))
      if found.isNew { codes.append(column.code(of: String(decoding: bytes, as: UTF8.self))) }
      lastCode = codes[Int(found.position)]
      last = Array(bytes)
    }
    if column.codes.isEmpty && row > 0 { column.codes = [Int32](repeating: 0, count: row) }
    column.codes.append(lastCode)
  }

  /// Adds the rows of the next part, of which there are `count`, after `rows` rows.
  mutating func append(_ other: CodedColumn, count: Int, after rows: Int) {
    if other.codes.isEmpty {
      if !column.codes.isEmpty { column.pad(to: rows + count) }
      return
    }
    if column.codes.isEmpty { column.codes = [Int32](repeating: 0, count: rows) }
    let map = other.values.map { column.code(of: $0) }
    column.codes.reserveCapacity(rows + count)
    for code in other.codes { column.codes.append(map[Int(code)]) }
  }
}

/// Builds the provenance of the rows of a table.
struct ProvenanceBuilder {
  private var kinds: [UInt8] = []
  private var source = CodedBuilder()
  private var asOf = CodedBuilder()
  private let columns: (kind: Int, source: Int, asOf: Int)
  private let choices: Choices
  /// The table has one of the columns.
  let isGiven: Bool

  init(_ table: CSVTable) {
    let dictionary = table.table
    columns = (dictionary.index(of: "provenance") ?? -1, dictionary.index(of: "source") ?? -1, dictionary.index(of: "as_of") ?? -1)
    choices = Choices(dictionary.columns[columns.kind])
    isGiven = [columns.kind, columns.source, columns.asOf].contains { table.fieldOfColumn[$0] >= 0 }
  }

  /// The provenance of one record of the batch, reported where it is wrong.
  func one(_ batch: inout RecordBatch, _ record: Int) -> Provenance {
    if !isGiven { return Provenance() }
    let date = batch.date(record, columns.asOf)
    return Provenance(kind(&batch, record), source: batch.text(record, columns.source), asOf: String(decoding: date, as: UTF8.self))
  }

  /// The same without a word about what is wrong with it.
  func quiet(_ batch: RecordBatch, _ record: Int) -> Provenance {
    if !isGiven { return Provenance() }
    var silent = batch
    silent.log = ProblemLog()
    return one(&silent, record)
  }

  /// A number made of the cells of a record's provenance: another one where they differ. 0 where the table has none.
  func cells(_ batch: RecordBatch, _ record: Int) -> UInt64 {
    if !isGiven { return 0 }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ column: Int) {
      for byte in batch.value(record, column) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    add(columns.kind)
    add(columns.source)
    add(columns.asOf)
    return hash | 1
  }

  private func kind(_ batch: inout RecordBatch, _ record: Int) -> ProvenanceKind {
    guard let choice = batch.choice(record, columns.kind, choices) else { return .unknown }
    return ProvenanceKind(rawValue: UInt8(choice + 1)) ?? .unknown
  }

  mutating func append(_ batch: inout RecordBatch, _ record: Int, row: Int) {
    if !isGiven { return }
    let kind = kind(&batch, record)
    if !kinds.isEmpty || kind != .unknown {
      if kinds.isEmpty { kinds = [UInt8](repeating: 0, count: row) }
      kinds.append(kind.rawValue)
    }
    source.append(batch.value(record, columns.source), row: row)
    asOf.append(batch.date(record, columns.asOf), row: row)
  }

  mutating func append(_ other: ProvenanceColumn, count: Int, after rows: Int) {
    if !kinds.isEmpty || !other.kinds.isEmpty {
      if kinds.isEmpty { kinds = [UInt8](repeating: 0, count: rows) }
      kinds += other.kinds.isEmpty ? [UInt8](repeating: 0, count: count) : other.kinds
    }
    source.append(other.source, count: count, after: rows)
    asOf.append(other.asOf, count: count, after: rows)
  }

  var column: ProvenanceColumn {
    var column = ProvenanceColumn()
    column.kinds = kinds
    column.source = source.column
    column.asOf = asOf.column
    return column
  }
}
