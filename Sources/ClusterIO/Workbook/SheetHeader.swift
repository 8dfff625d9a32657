import ClusterModel

/// What a column of a sheet holds, so far as its cells are to be understood by it.
enum SheetColumn {
  /// Text that nobody looks up.
  case text
  /// An id or a code: a number in it must have kept all its digits.
  case key
  /// A number, with the power of ten that the header's unit asks for.
  case number(unit: String, type: ColumnType, exponent: Int)
  case year
  case date

  init(_ column: DataDictionary.Column?, exponent: Int) {
    switch column?.type {
    case .id, .code, .reference: self = .key
    case .number, .amount, .share, .integer: self = .number(unit: column!.unit, type: column!.type, exponent: exponent)
    case .year: self = .year
    case .date: self = .date
    case .text, .flag, .choice, nil: self = .text
    }
  }
}

/// The row of a sheet that names its columns, which may have titles above it.
struct SheetHeader {
  /// As the sheet counts, from 1.
  let row: Int
  /// For each named column: where it stands, from 0, its name, and what it holds.
  let positions: [Int]
  let names: [String]
  let kinds: [SheetColumn]
  /// How many columns of the dictionary are here, and the first that must be and is not.
  let matched: Int
  let missing: DataDictionary.Column?

  /// Reads the cells of one row as names of columns of `table`.
  ///
  /// `企业编号*` and `营业收入（亿元）` are the columns 企业编号 and 营业收入, the figures of the second in its own unit.
  init(row: Int, cells: [(column: Int, text: String)], table: DataDictionary.Table) {
    self.row = row
    let cells = cells.filter { !$0.text.isEmpty }
    var names = cells.map(\.text)
    var exponents = [Int](repeating: 0, count: names.count)
    var fields = Self.match(names, table)
    for field in names.indices where !fields.contains(field) && names[field].contains(where: { $0 == "*" || $0 == "＊" || $0.isNewline }) {
      let plain = CSVDialect.trimmedHeader(String(names[field].filter { $0 != "*" && $0 != "＊" && !$0.isNewline }))
      let isKnown = table.columns.contains { ([$0.name] + $0.labels).contains { Self.base($0) == Self.base(plain) } }
      if isKnown { names[field] = plain }
    }
    fields = Self.match(names, table)
    for field in names.indices where !fields.contains(field) {
      guard let (base, word) = Self.bracket(names[field]) else { continue }
      let wanted = CSVDialect.normalizedHeader(base)
      for (at, column) in table.columns.enumerated() where fields[at] < 0 {
        guard ([column.name] + column.labels).contains(where: { Self.base($0) == wanted }) else { continue }
        if ["必填", "选填", "required", "optional"].contains(word) {
          names[field] = base
        } else if let exponent = NumberText.exponent(word, unit: column.unit, type: column.type) {
          names[field] = column.labels.first ?? column.name
          exponents[field] = exponent
        } else {
          continue
        }
        fields = Self.match(names, table)
        break
      }
    }
    self.names = names
    positions = cells.map(\.column)
    kinds = names.indices.map { field in
      SheetColumn(fields.firstIndex(of: field).map { table.columns[$0] }, exponent: exponents[field])
    }
    matched = fields.count { $0 >= 0 }
    missing = zip(table.columns, fields).first { $0.isRequired && $1 < 0 }?.0
  }

  private static func match(_ names: [String], _ table: DataDictionary.Table) -> [Int] {
    CSVTable.fields(of: table, header: names.map(CSVDialect.normalizedHeader), taken: [Int](repeating: -1, count: table.columns.count))
  }

  /// The label without a unit in brackets.
  private static func base(_ label: String) -> String {
    CSVDialect.normalizedHeader(bracket(label)?.base ?? label)
  }

  /// `营业收入（亿元）` in its two parts, the second in small letters without blanks.
  private static func bracket(_ text: String) -> (base: String, word: String)? {
    guard let last = text.last, last == ")" || last == "）", let open = text.lastIndex(where: { $0 == "(" || $0 == "（" }) else { return nil }
    let word = text[text.index(after: open)...].dropLast().lowercased().filter { !$0.isWhitespace }
    let bare = word.hasPrefix("单位：") || word.hasPrefix("单位:") ? String(word.dropFirst(3)) : word
    return (String(text[..<open]), bare)
  }

  /// The letters of a column: 0 is A, 26 is AA.
  static func letters(_ column: Int) -> String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
