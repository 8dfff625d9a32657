public import ClusterModel

/// What a question is answered with: facts, tables, findings and notes as values, in both languages at once.
///
/// Everything that is said, at a terminal, in JSON, CSV, HTML, a sheet or a browser, is written from this one value. Headings, units and numbers of digits are
/// no part of it: a fact and a column are named, and `figures.csv` (``FigureEntry``) says the rest.
public struct Answer: Sendable {
  public var title: LocalText
  /// Single values, in order.
  public var facts: [(column: Column, value: Cell)]
  /// In order; the first is the main one.
  public var tables: [Table]
  /// `nil` where the question is not one that finds anything.
  public var findings: [Finding]?
  /// Findings that exist beyond those here.
  public var omittedFindings = 0
  /// Findings a reader is shown unless he asks for another number of them; data have all.
  public var shownFindings = Int.max
  /// Conventions and caveats a reader must know.
  public var notes: [LocalText]

  public init(
    _ title: LocalText, facts: [(column: Column, value: Cell)] = [], tables: [Table] = [], findings: [Finding]? = nil,
    notes: [LocalText] = []
  ) {
    self.title = title
    self.facts = facts
    self.tables = tables
    self.findings = findings
    self.notes = notes
  }

  public init(zh: String, en: String) { self.init(LocalText(zh: zh, en: en)) }

  /// The table of this name.
  public subscript(table name: String) -> Table? { tables.first { $0.name == name } }

  /// The value of the fact of this name.
  public subscript(fact name: String) -> Cell? { facts.first { $0.column.name == name }?.value }
}

extension Answer {
  /// A column of a table, or the name of a fact: its name in data, and its heading for readers.
  public struct Column: Sendable, ExpressibleByStringLiteral {
    public enum Audience: Sendable { case everyone, data, readers }

    /// snake_case; the name in JSON and CSV, and in `figures.csv`.
    public var name: String
    public var audience = Audience.everyone
    /// The heading of a column that is named in the user's own data and not in `figures.csv`.
    package var ownHeading: LocalText?

    public init(_ name: String, _ audience: Audience = .everyone, heading: LocalText? = nil) {
      self.name = name
      self.audience = audience
      ownHeading = heading
    }

    public init(stringLiteral name: String) { self.init(name) }

    /// A column that only JSON and CSV have.
    public static func data(_ name: String) -> Column { Column(name, .data) }

    /// A column that only pages have: the same fact stands in data in other columns.
    public static func readers(_ name: String) -> Column { Column(name, .readers) }

    public var entry: FigureEntry { FigureEntry.named(name) }

    /// The heading, with its unit.
    public func heading(_ language: Language) -> String { ownHeading?[language] ?? entry.heading(language) }
  }

  /// A table, its rows made one by one as they are written.
  public struct Table: Sendable {
    /// snake_case; the name in JSON and of `--table`.
    public var name: String
    public var title: LocalText
    public var columns: [Column]
    public var rowCount: Int
    /// Rows that exist and are nowhere in the answer.
    public var omitted = 0
    /// Rows a reader is shown unless he asks for another number of them; data have all.
    public var shown = Int.max
    /// Readers are spared rows and columns of which nothing is known.
    public var hidesUnknown = false
    private var cells: @Sendable (Int) -> [Cell]
    /// Rows that can only be made one after another.
    private var stream: (@Sendable () -> AnyIterator<[Cell]>)?

    /// `rows` are arrays as long as `columns`.
    public init(_ name: String, zh: String, en: String, _ columns: [Column], rows: [[Cell]], shown: Int = .max, omitted: Int = 0) {
      self.init(name, zh: zh, en: en, columns, over: rows, shown: shown, omitted: omitted) { $0 }
    }

    /// A row for each of `items`: `cells` gives as many as there are `columns`.
    public init<Item: Sendable>(
      _ name: String, zh: String, en: String, _ columns: [Column], over items: [Item], shown: Int = .max, omitted: Int = 0,
      cells: @escaping @Sendable (Item) -> [Cell]
    ) {
      self.name = name
      title = LocalText(zh: zh, en: en)
      self.columns = columns
      rowCount = items.count
      self.shown = shown
      self.omitted = omitted
      self.cells = { cells(items[$0]) }
    }

    /// Rows that are made one after another, `count` of them, each time they are asked for: any number takes no memory.
    ///
    /// - Parameters:
    ///   - name: of the table in data.
    ///   - zh: the title in Chinese.
    ///   - en: the title in English.
    ///   - columns: as many as there are cells in a row.
    ///   - count: of rows.
    ///   - shown: rows that a reader is shown.
    ///   - rows: makes them anew.
    public init(
      _ name: String, zh: String, en: String, _ columns: [Column], count: Int, shown: Int = .max,
      rows: @escaping @Sendable () -> AnyIterator<[Cell]>
    ) {
      self.name = name
      title = LocalText(zh: zh, en: en)
      self.columns = columns
      rowCount = count
      self.shown = shown
      cells = { _ in [] }
      stream = rows
    }

    /// The rows, made as they are asked for.
    public var rows: AnyIterator<[Cell]> {
      if let stream { return stream() }
      let (count, cells) = (rowCount, cells)
      var next = 0
      return AnyIterator {
        guard next < count else { return nil }
        defer { next += 1 }
        return cells(next)
      }
    }

    /// Of rows that are made one after another it goes through those before.
    public subscript(row: Int) -> [Cell] { stream == nil ? cells(row) : Array(rows.prefix(row + 1))[row] }

    /// The same rows with the columns at these positions alone, in this order.
    package func keeping(_ positions: [Int]) -> Table {
      var kept = self
      kept.columns = positions.map { columns[$0] }
      let (cells, stream) = (cells, stream)
      kept.cells = { row in
        let all = cells(row)
        return positions.map { all[$0] }
      }
      if let stream {
        kept.stream = {
          let rows = stream()
          return AnyIterator { rows.next().map { row in positions.map { row[$0] } } }
        }
      }
      return kept
    }

    /// The value in a row, by the name of its column.
    public subscript(row: Int, column: String) -> Cell? {
      columns.firstIndex { $0.name == column }.map { self[row][$0] }
    }
  }
}
