public import ClusterModel

/// What a column of a table holds.
public enum ColumnType: Sendable, Hashable {
  /// The key of its table, or a text that is one.
  case id
  case text
  /// A code whose leading zeros live.
  case code
  case number
  /// A number that is not negative.
  case amount
  /// A number from 0 to 1.
  case share
  case integer
  case year
  /// `2022`, `2022-09` or `2022-09-17`.
  case date
  case flag
  /// One of the column's values.
  case choice
  /// The key of a row of another table.
  case reference(table: String)

  init?(word: String) {
    switch word {
    case "id": self = .id
    case "text": self = .text
    case "code": self = .code
    case "number": self = .number
    case "amount": self = .amount
    case "share": self = .share
    case "integer": self = .integer
    case "year": self = .year
    case "date": self = .date
    case "flag": self = .flag
    case "choice": self = .choice
    default:
      guard word.hasPrefix("ref:") else { return nil }
      self = .reference(table: String(word.dropFirst(4)))
    }
  }
}

/// The data dictionary (数据字典): every table and column of a network, as data.
///
/// It drives the reading, the checks, the descriptor that is written, and the documentation; change `Resources/dictionary.csv` to change them all.
public struct DataDictionary: Sendable {
  /// A table of a network: a CSV file `<name>.csv`.
  public struct Table: Sendable {
    public var name: String
    public var isRequired: Bool
    /// The table in a word.
    public var title: LocalText
    public var meaning: LocalText
    /// The table's own columns, then those that every table may have.
    public var columns: [Column]

    /// The column whose values name the rows; `nil` where rows have no name.
    public var key: Column? {
      guard let first = columns.first, first.isRequired, first.type == .id || first.type == .code else { return nil }
      return first
    }

    public subscript(column: String) -> Column? { columns.first { $0.name == column } }

    /// The position of `column` in ``columns``.
    public func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }
  }

  /// A column of a table.
  public struct Column: Sendable {
    public var name: String
    public var type: ColumnType
    public var isRequired: Bool
    /// Empty when there is none.
    public var unit: String
    /// What an empty cell means; empty means unknown.
    public var defaultText: String
    /// What a choice or a flag may be.
    public var values: [String]
    /// Chinese words for ``values``, in the same order; empty where there is none.
    public var valuesZh: [String]
    /// Chinese headers that mean this column.
    public var labels: [String]
    public var meaning: LocalText
    /// Other headers that offices give this column, besides ``labels``.
    public var synonyms: [String] = []
    /// Other words for ``values``, each with the position of the value it stands for.
    package var valueWords: [(position: Int, word: String)] = []
  }

  /// In the order of the dictionary.
  public var tables: [Table]

  /// Headers of a list of firms that say something for other tables: what, and the header.
  private(set) var sideHeaders: [(kind: String, word: String)] = []

  public subscript(table: String) -> Table? { tables.first { $0.name == table } }

  /// The dictionary of Chainwright.
  public static let standard = DataDictionary(csv: PackageResources.dictionary_csv, words: PackageResources.words_csv)

  /// Reads a dictionary with the columns `table, column, type, required, unit, default, values, label_zh, meaning_en, meaning_zh, values_zh`.
  ///
  /// Rows of an unknown type are left out; columns of the table `*` belong to every table.
  /// `words` has the columns `table, column, value, word`: other headers of a column, or other words for one of its values; the table `*` stands for every
  /// table, the column `*` for every flag; a column `+suppliers` of firms stands for what goes into another table.
  public init(csv: [UInt8], words: [UInt8] = []) {
    var tables: [Table] = []
    var common: [Column] = []
    for row in CSVRows.all(csv).dropFirst() where row.count >= 11 {
      let meaning = LocalText(zh: row[9], en: row[8])
      if row[2] == "table" {
        let table = Table(
          name: row[0], isRequired: row[3] == "yes", title: LocalText(zh: row[7], en: row[0]), meaning: meaning, columns: [])
        tables.append(table)
        continue
      }
      guard let type = ColumnType(word: row[2]) else { continue }
      let column = Column(
        name: row[1], type: type, isRequired: row[3] == "yes", unit: row[4], defaultText: row[5], values: Self.list(row[6]),
        valuesZh: Self.list(row[10]), labels: Self.list(row[7]), meaning: meaning)
      if row[0] == "*" {
        common.append(column)
      } else if let table = tables.firstIndex(where: { $0.name == row[0] }) {
        tables[table].columns.append(column)
      }
    }
    for table in tables.indices { tables[table].columns += common }
    self.tables = tables
    for row in CSVRows.all(words).dropFirst() where row.count >= 4 { add(row[3], table: row[0], column: row[1], value: row[2]) }
  }

  /// Adds a word for a column, or for one of its values.
  private mutating func add(_ word: String, table: String, column: String, value: String) {
    if column.hasPrefix("+") { return sideHeaders.append((String(column.dropFirst()), word)) }
    for at in tables.indices where table == "*" || tables[at].name == table {
      for place in tables[at].columns.indices {
        let found = tables[at].columns[place]
        guard column == found.name || column == "*" && found.type == .flag else { continue }
        if value.isEmpty {
          tables[at].columns[place].synonyms.append(word)
        } else if let position = found.values.firstIndex(of: value) {
          tables[at].columns[place].valueWords.append((position, word))
        }
      }
    }
  }

  private static func list(_ text: String) -> [String] {
    text.isEmpty ? [] : text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
  }
}
