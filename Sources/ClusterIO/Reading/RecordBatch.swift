import ClusterModel

/// Reads the records of a table in batches, so that look-ups of a batch can be made together.
///
/// `values(r, c)` stays valid until the next batch is read.
struct RecordBatch {
  static let size = 64

  let table: CSVTable
  /// What was found wrong so far, rows counted from the start of this part of the file.
  var log = ProblemLog()
  /// Rows of the spreadsheet, one a record of the batch.
  private(set) var rows = [Int](repeating: 0, count: RecordBatch.size)
  /// Records read so far that were not left out by the filter.
  private(set) var recordCount = 0
  /// Nothing after a broken record can be trusted.
  private(set) var isBroken = false

  private var scanner: CSVScanner
  private let fields: RecordBuffer<CSVField>
  private let values: RecordBuffer<Bytes>
  private let width: Int
  /// Fields of the header.
  private let fieldCount: Int
  private let base: UnsafePointer<UInt8>
  private let byteCount: Int
  /// Up to here the file has been given back.
  private var forgotten: Int
  /// What the numbers of each column may be.
  let ranges: [NumberRange]
  private let fieldOfValue: [Int]
  /// For each field of the header, the value it is, or -1.
  private let valueOfField: RecordBuffer<Int>
  private let trimmedCount: Int
  /// For each column of the dictionary: a number as it stands is the number meant.
  let isPlain: [Bool]
  /// Cells of a record that are looked at; the header has fewer names.
  private let capacity: Int
  /// There is a text in a column without a name.
  private(set) var hasUnnamedText = false
  /// Records may be taken as they stand where nothing is special about them.
  private let mayBePlain: Bool
  private let hasHidden: Bool
  /// Texts of this batch that are not in the file as they are.
  private var unescaped: [FileBytes] = []

  /// Reads from the header on; or, for a later part of the file, from `start`, counting rows from there.
  init(_ table: CSVTable, start: Int? = nil) {
    self.table = table
    scanner = CSVScanner(
      base: table.content.start, start: start ?? table.bodyStart, end: table.end, delimiter: table.delimiter,
      rowsBefore: start == nil ? table.headerRow : 0)
    fieldCount = table.header.count
    base = table.content.start
    byteCount = table.end
    forgotten = start ?? table.bodyStart
    capacity = fieldCount + 64
    fields = RecordBuffer(repeating: CSVField(), count: capacity)
    isPlain = table.styles.map(\.isPlain)
    ranges = table.table.columns.map { NumberRange($0.type) }
    fieldOfValue = table.fieldOfColumn + table.extra.map(\.field) + table.hidden
    trimmedCount = table.fieldOfColumn.count
    hasHidden = !table.hidden.isEmpty
    width = fieldOfValue.count
    valueOfField = RecordBuffer(repeating: -1, count: fieldCount)
    for (value, field) in fieldOfValue.enumerated() where field >= 0 { valueOfField.start[field] = value }
    mayBePlain = table.filter == nil && !table.isCut
    values = RecordBuffer(repeating: Bytes(start: table.content.start, count: 0), count: width * RecordBatch.size)
  }

  /// Where the next record begins, for the reading of the part after this one.
  var position: Int { scanner.position }
  /// Rows counted so far.
  var rowCount: Int { scanner.row }

  /// The value of column `column` (of the table's, then the extra ones) in record `record`; without blanks around, empty when not given.
  @inline(__always)
  func value(_ record: Int, _ column: Int) -> Bytes { values.start[record &* width &+ column] }

  /// How many bytes may be read from the start of `bytes`.
  @inline(__always)
  func readable(_ bytes: Bytes) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    let left = base + byteCount - start
    // A text that was unescaped lies elsewhere.
    return left >= bytes.count && start >= base ? left : bytes.count
  }

  /// The value prepared for look-up.
  @inline(__always)
  func key(_ record: Int, _ column: Int) -> IDIndex.Key {
    let bytes = value(record, column)
    return IDIndex.key(bytes, readable: readable(bytes))
  }

  func text(_ record: Int, _ column: Int) -> String { String(decoding: value(record, column), as: UTF8.self) }

  /// Reads up to ``size`` records that begin before `limit`; 0 at the end.
  mutating func next(before limit: Int = .max) -> Int {
    if !unescaped.isEmpty { unescaped.removeAll() }
    if scanner.position - forgotten > FileBytes.window {
      table.content.forget(forgotten..<scanner.position)
      forgotten = scanner.position
    }
    var count = 0
    while count < Self.size, !isBroken, scanner.position < limit {
      if mayBePlain && nextPlain(record: count) {
        rows[count] = scanner.row
        if RowKind.isOrdinary(value(count, 0)) && !looksAtAll || isRecord(count) { count += 1 }
        continue
      }
      let found = scanner.next(fields.start, capacity: capacity)
      if found == 0 { break }
      if table.isCut, scanner.position >= table.end, scanner.fault == nil {
        // Not one long field, but a line of very many.
        isBroken = true
        add(.fieldTooLong, row: scanner.row)
        break
      }
      if found != fieldCount || scanner.fault != nil {
        guard report(found) else { continue }
      }
      if let filter = table.filter, !passes(filter, found) { continue }
      resolve(record: count, found: min(found, fieldCount))
      rows[count] = scanner.row
      if isRecord(count) { count += 1 }
    }
    recordCount += count
    return count
  }

  /// Reads the next record straight into the values when nothing is special about it. Values that no field gives are empty already.
  @inline(__always)
  private mutating func nextPlain(record: Int) -> Bool {
    let values = values.start + record &* width
    let (columns, base, trimmedCount) = (valueOfField.start, base, trimmedCount)
    return scanner.nextPlain(count: fieldCount) { field, start, length in
      let at = columns[field]
      if at < 0 { return }
      let bytes = Bytes(start: base + start, count: length)
      values[at] = at < trimmedCount ? FieldValue.trimmed(bytes) : bytes
    }
  }

  /// Whether a row is a record; totals and notes are told of, rows of blanks are nothing. Asked where the first cell does not show it.
  private mutating func isRecord(_ record: Int) -> Bool {
    let cells = values.start + record &* width
    var hasText = false
    for at in 0..<width where !cells[at].isEmpty && !hasText { hasText = at < trimmedCount || !FieldValue.trimmed(cells[at]).isEmpty }
    if !hasText { return false }
    if let found = RowKind.of(cells, count: width) {
      add(.leftOutRow, row: rows[record], text: FieldValue.shown(cells[found.cell]), detail: found.kind.rawValue)
      return false
    }
    if isHeaderAgain(cells) {
      add(.leftOutRow, row: rows[record], text: FieldValue.shown(cells[0]), detail: RowKind.header.rawValue)
      return false
    }
    if looksAtAll, !hasUnnamedText {
      hasUnnamedText = table.hidden.indices.contains { at in
        table.header[table.hidden[at]].isEmpty && !FieldValue.trimmed(cells[width - table.hidden.count + at]).isEmpty
      }
    }
    return true
  }

  /// Whether the first two cells are the names of their columns: lists of several pages repeat them.
  private func isHeaderAgain(_ cells: UnsafePointer<Bytes>) -> Bool {
    var same = 0
    for at in 0..<min(width, table.table.columns.count) where table.fieldOfColumn[at] >= 0 {
      let name = table.header[table.fieldOfColumn[at]]
      guard cells[at].count == name.utf8.count, cells[at].elementsEqual(name.utf8) else { return false }
      same += 1
      if same == 2 { return true }
    }
    return false
  }

  /// Columns without a name are looked at in every row.
  private var looksAtAll: Bool { hasHidden && !hasUnnamedText }

  private mutating func resolve(record: Int, found: Int) {
    let fields = fields.start
    let values = values.start
    for at in 0..<width {
      let field = fieldOfValue[at]
      var bytes = Bytes(start: base, count: 0)
      if field >= 0, field < found {
        bytes = Bytes(start: base + fields[field].start, count: Int(fields[field].length))
        if fields[field].isEscaped {
          let copy = FileBytes(copying: CSVRows.unescaped(bytes))
          unescaped.append(copy)
          bytes = Bytes(start: copy.start, count: copy.count)
        }
        if at < trimmedCount { bytes = FieldValue.trimmed(bytes) }
      }
      values[record &* width &+ at] = bytes
    }
  }

  /// Whether the record can be used although something is wrong with it.
  private mutating func report(_ found: Int) -> Bool {
    switch scanner.fault {
    case .openQuote, .longField:
      isBroken = true
      let at = min(found, fieldCount) - 1
      let text = FieldValue.shown(Bytes(start: base + fields.start[at].start, count: min(200, Int(fields.start[at].length))))
      add(scanner.fault == .openQuote ? .brokenQuote : .fieldTooLong, row: scanner.row, column: table.header[at], text: text)
      return false
    case .textAfterQuote:
      add(.brokenQuote, row: scanner.row, detail: "after")
    case nil: break
    }
    let shown = min(found, capacity)
    // Delimiters behind the last cell are nothing, and so are missing cells where no column has a name.
    let filled = (0..<shown).last {
      !FieldValue.trimmed(Bytes(start: base + fields.start[$0].start, count: Int(fields.start[$0].length))).isEmpty
    }
    if filled == nil { return true }
    if found > capacity || filled! >= fieldCount {
      let (row, wanted) = (scanner.row, fieldCount)
      add(.raggedRow, row: row, text: String(found), detail: String(wanted))
    } else if found < table.namedCount {
      let (row, wanted) = (scanner.row, table.namedCount)
      add(.shortRow, row: row, text: String(found), detail: String(wanted))
    }
    return true
  }

  /// Keeps a text that is not in the file, as long as the batch.
  mutating func keep(_ text: String) -> Bytes {
    let copy = FileBytes(copying: text.utf8)
    unescaped.append(copy)
    return Bytes(start: copy.start, count: copy.count)
  }

  private func passes(_ filter: (field: Int, text: [UInt8]), _ found: Int) -> Bool {
    guard filter.field < found else { return false }
    let field = fields.start[filter.field]
    return FieldValue.trimmed(Bytes(start: base + field.start, count: Int(field.length))).elementsEqual(filter.text)
  }

  mutating func add(
    _ rule: ReadingRule, row: Int, column: String = "", text: @autoclosure () -> String = "", detail: @autoclosure () -> String = ""
  ) {
    log.add(rule, file: table.file, table: table.table.name, row: row, column: column, text: text(), detail: detail())
  }

  /// Reports the value of a column of the dictionary; the answer is for ``again(_:at:record:)``.
  @discardableResult
  mutating func add(_ rule: ReadingRule, _ record: Int, _ column: Int, detail: @autoclosure () -> String = "") -> Int {
    let bytes = value(record, column)
    let field = fieldOfValue[column]
    return log.add(
      rule, file: table.file, table: table.table.name, row: rows[record],
      column: field >= 0 ? table.header[field] : table.table.columns[column].name, text: FieldValue.shown(bytes), detail: detail())
  }
}

extension RecordBatch {
  /// Reports the same of one more record, without its text.
  mutating func again(_ rule: ReadingRule, at place: Int, record: Int) { log.again(rule, at: place, row: rows[record]) }
}

/// What a number in a column may be.
enum NumberRange: UInt8 {
  case any, notNegative, share

  init(_ type: ColumnType) {
    switch type {
    case .amount: self = .notNegative
    case .share: self = .share
    default: self = .any
    }
  }

  static func isNumber(_ type: ColumnType) -> Bool {
    switch type {
    case .number, .amount, .share, .integer: true
    default: false
    }
  }
}

/// A piece of memory of its own, written without checks of uniqueness; given back with its last user.
final class RecordBuffer<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>

  init(repeating element: Element, count: Int) {
    start = .allocate(capacity: max(1, count))
    start.initialize(repeating: element, count: count)
  }

  deinit { start.deallocate() }
}
