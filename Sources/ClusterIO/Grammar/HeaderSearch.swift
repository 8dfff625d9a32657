import ClusterModel

/// Looks for the header of a list in its first rows, one after the other: titles may stand above it, and it may have two rows or three.
struct HeaderSearch {
  /// Rows with something in them that are looked at for a header.
  static let rowLimit = 40

  enum Step {
    /// The next row is wanted.
    case goOn
    /// The header is known; the row just given is its last.
    case endsHere(ListHeader)
    /// The header is known; the row just given is already a row of the list.
    case endedBefore(ListHeader)
  }

  let names: [HeaderWords.Names]
  /// Columns that a mapping names, by their headers: the row that has them is the header.
  let mapping: [String]
  /// Rows above the header, with what stands in them.
  private(set) var above: [HeaderRow] = []
  /// The row that has most of the names, where none has all that it must.
  private(set) var nearest: ListHeader?
  private var pending: (row: HeaderRow, header: ListHeader, isJoined: Bool)?
  private(set) var count = 0
  /// The header, once it is known for certain.
  private(set) var found: ListHeader?

  init(_ table: DataDictionary.Table, mapping: [String] = []) {
    names = table.columns.map(HeaderWords.Names.init)
    self.mapping = mapping.map(CSVDialect.normalizedHeader)
  }

  var hasFailed: Bool { pending == nil && count >= Self.rowLimit }

  /// A row with something in it.
  mutating func add(_ row: HeaderRow) -> Step {
    let step = look(at: row)
    switch step {
    case .endsHere(let header), .endedBefore(let header): found = header
    case .goOn: break
    }
    return step
  }

  private mutating func look(at row: HeaderRow) -> Step {
    count += 1
    if let pending {
      if let joined = ListHeader(pending.row, row, names: names, single: pending.header) {
        if self.pending?.isJoined == true { return .endsHere(joined) }
        self.pending = (joined.asRow, joined, true)
        return .goOn
      }
      if isColumnNumbers(row) {
        var header = pending.header
        header.row = row.row
        return .endsHere(header)
      }
      return .endedBefore(pending.header)
    }
    let single = ListHeader(row: row.row, cells: row.cells, names: names)
    if let last = above.last, mapping.isEmpty, last.row == row.row - 1,
      let joined = ListHeader(last, row, names: names, single: single.missing == nil ? single : nil),
      single.missing != nil || joined.matched > single.matched
    {
      above.removeLast()
      pending = (joined.asRow, joined, true)
      return .goOn
    }
    let texts = Set(row.cells.map { CSVDialect.normalizedHeader($0.text) })
    let isMapped = !mapping.isEmpty && mapping.allSatisfy { texts.contains($0) || texts.contains(HeaderWords.base($0)) }
    if mapping.isEmpty ? single.missing == nil && single.matched > 0 : isMapped {
      pending = (row, single, false)
      return .goOn
    }
    if nearest == nil || single.matched > nearest!.matched { nearest = single }
    above.append(row)
    return .goOn
  }

  /// The header, when the file ends behind it.
  var last: ListHeader? { pending?.header }

  /// 甲 乙 1 2 3 under the header of a statistical table: the columns numbered.
  private func isColumnNumbers(_ row: HeaderRow) -> Bool {
    let texts = row.cells.map { $0.text.trimmed }
    guard texts.count >= 3 else { return false }
    let letters = ["甲", "乙", "丙", "丁", "戊"]
    let first = texts.prefix { letters.contains($0) }
    guard Array(first) == Array(letters.prefix(first.count)) else { return false }
    let numbers = texts.dropFirst(first.count).compactMap { Int($0) }
    return numbers.count == texts.count - first.count && numbers == Array(1..<numbers.count + 1) && (!first.isEmpty || numbers.count > 3)
  }

  /// The units that the rows above the header name, with the row.
  var statedUnits: (row: Int, units: [String])? {
    for row in above.reversed() {
      let units = row.cells.flatMap { HeaderWords.statedUnits(in: $0.text) }
      if !units.isEmpty { return (row.row, units) }
    }
    return nil
  }
}

extension String {
  /// Without blanks at either end, as cells are.
  var trimmed: String { CSVDialect.trimmedHeader(self) }
}
