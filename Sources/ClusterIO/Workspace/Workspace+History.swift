import ClusterModel

extension Workspace {
  /// What is asked about the history.
  public struct Question: Sendable {
    /// Rows that name this firm; in any table.
    public var firm: String?
    /// The rows of this table alone.
    public var table: String?
    /// The first parts of the key of the rows.
    public var key: [String] = []
    /// Not what came after the end of this day, month or year.
    public var asOf: String?

    public init() {}
  }

  /// Something that was said about a row.
  public struct Event: Sendable {
    public var importID: Int
    public var at: String
    public var who: String
    public var table: String
    public var change: WorkspaceChanges.Row
  }

  /// What was said, when, by whom and in which list, the first first. O(rows of the tables asked).
  ///
  /// Throws `unknownName` for a table that there is not.
  public func events(_ question: Question) throws(ClusterIOError) -> [Event] {
    if let table = question.table, DataDictionary.standard[table] == nil {
      let names = DataDictionary.standard.tables.map(\.name).joined(separator: ", ")
      let shown = FieldValue.shown(table)
      throw ClusterIOError(
        .unknownName,
        LocalText(zh: "没有名为“\(shown)”的表；表有：\(names)。", en: "there is no table “\(shown)”; the tables are: \(names)."),
        place: Place(file: file.shown))
    }
    let last = try lastImport(asOf: question.asOf)
    let imports = Dictionary(try imports().map { ($0.id, $0) }) { first, _ in first }
    let names = try fileNames()
    var events: [Event] = []
    for table in DataDictionary.standard.tables where question.table == nil || question.table == table.name {
      guard let there = tables[table.name], let filter = Self.filter(question, table, there) else { continue }
      let columns = table.columns.map(\.name).filter { there.contains($0) }
      let name = WorkspaceSchema.quoted(table.name)
      let rows = try file.rows(
        """
        SELECT row_id, known_from, known_until, file_id, file_row, copy, extra\(columns.map { ", " + WorkspaceSchema.quoted($0) }.joined()) \
        FROM \(name) WHERE row_id IN (SELECT row_id FROM \(name) WHERE \(filter.sql)) AND known_from <= \(last) ORDER BY row_id, known_from
        """)
      let texts = filter.values.map { FileBytes(copying: Array($0.utf8)) }
      for (at, text) in texts.enumerated() { rows.bind(Bytes(start: text.start, count: text.count), at: at + 1) }
      var story = RowStory(table: table, columns: columns + ["extra"])
      while try file.step(rows) {
        var cells: [String] = []
        for column in columns.indices {
          var cell: [UInt8] = []
          rows.append(column + 7, to: &cell)
          cells.append(String(decoding: cell, as: UTF8.self))
        }
        cells.append(rows.text(6))
        let until = rows.isNull(2) ? Int.max : rows.integer(2)
        let place = Place(file: names[rows.integer(3)] ?? file.shown, row: rows.isNull(4) ? nil : rows.integer(4))
        story.add(
          RowStory.Version(
            id: rows.integer(0), from: rows.integer(1), until: until > last ? .max : until, place: place, copy: rows.integer(5),
            cells: cells))
      }
      withExtendedLifetime(texts) {}
      for (importID, change) in story.end() {
        let by = imports[importID]
        events.append(Event(importID: importID, at: by?.at ?? "", who: by?.who ?? "", table: table.name, change: change))
      }
    }
    // Stable: within an import the order of tables and rows stays.
    return events.enumerated().sorted { ($0.element.importID, $0.offset) < ($1.element.importID, $1.offset) }.map(\.element)
  }

  /// The rows asked about, as a condition; `nil` where the table has none.
  private static func filter(
    _ question: Question, _ table: DataDictionary.Table, _ there: Set<String>
  ) -> (sql: String, values: [String])? {
    var parts: [String] = []
    var values: [String] = []
    if let firm = question.firm {
      values.append(firm)
      var places = table.columns.filter { there.contains($0.name) && $0.type == .reference(table: "firms") }.map {
        "\(WorkspaceSchema.quoted($0.name)) = ?1"
      }
      if table.name == "firms" { places.append("firm_id = ?1") }
      if table.name == "figures" { places.append("(\"table\" = 'firm' AND subject_id = ?1)") }
      if places.isEmpty { return nil }
      parts.append("(" + places.joined(separator: " OR ") + ")")
    }
    for (column, value) in zip(WorkspaceSchema.key(table), question.key) {
      values.append(value)
      parts.append("\(WorkspaceSchema.quoted(column)) = ?\(values.count)")
    }
    return (parts.isEmpty ? "1" : parts.joined(separator: " AND "), values)
  }
}

/// Makes of the versions of rows, one after the other, what was said about them.
struct RowStory {
  struct Version {
    var id: Int
    var from: Int
    /// `.max` while it holds.
    var until: Int
    var place: Place
    var copy: Int
    var cells: [String]
  }

  let table: DataDictionary.Table
  let columns: [String]
  private var last: Version?
  private var told: [(importID: Int, change: WorkspaceChanges.Row)] = []

  init(table: DataDictionary.Table, columns: [String]) {
    self.table = table
    self.columns = columns
  }

  mutating func add(_ version: Version) {
    if let last, last.id == version.id, last.until == version.from {
      tell(.changed, version.from, version, was: last.cells, now: version.cells)
    } else {
      endLast()
      tell(.added, version.from, version, was: nil, now: version.cells)
    }
    last = version
  }

  mutating func end() -> [(importID: Int, change: WorkspaceChanges.Row)] {
    endLast()
    return told
  }

  private mutating func endLast() {
    guard let last, last.until != .max else { return }
    tell(.removed, last.until, last, was: last.cells, now: nil)
  }

  private mutating func tell(_ kind: WorkspaceChanges.Kind, _ importID: Int, _ version: Version, was: [String]?, now: [String]?) {
    let empty = [String](repeating: "", count: columns.count)
    let (was, now) = (was ?? empty, now ?? empty)
    let cells = columns.indices.filter { was[$0] != now[$0] }.map { (columns[$0], was[$0], now[$0]) }
    let key = WorkspaceSchema.key(table).compactMap { name in columns.firstIndex(of: name).map { version.cells[$0] } }
    told.append(
      (
        importID,
        WorkspaceChanges.Row(
          kind: kind, key: key + (version.copy > 0 ? ["#\(version.copy + 1)"] : []), cells: cells, place: version.place)
      ))
  }
}
