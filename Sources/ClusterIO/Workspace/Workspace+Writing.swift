import ClusterModel

extension Workspace {
  /// Writes a plan as import `importID`, within the transaction.
  func write(_ plan: inout WorkspacePlan, _ lists: Lists, importID: Int) throws(ClusterIOError) {
    let network = lists.reading.network
    let last = try imports().last
    func named(_ column: String, _ new: String, _ old: String?) -> String {
      guard let old else { return new }
      return plan.changes.naming.first { $0.column == column }?.new ?? old
    }
    try insert(
      "imports", ["import_id", "at", "who", "input", "name", "title", "title_en", "added", "changed", "removed"],
      [
        .integer(importID), .text(lists.at), .text(lists.who), .text(FieldValue.shownPath(lists.path)),
        .text(named("name", network.name, last?.name)), .text(named("title", network.title.zh, last?.title)),
        .text(named("title_en", network.title.en, last?.titleEn)), .integer(plan.changes.count(.added)),
        .integer(plan.changes.count(.changed)), .integer(plan.changes.count(.removed)),
      ])
    let firstFile = try file.number("SELECT max(file_id) FROM files") + 1
    for (number, name) in plan.files.enumerated() {
      try insert(
        "files", ["file_id", "import_id", "name", "sha256"],
        [.integer(firstFile + number), .integer(importID), .text(name), lists.sha256(name).map { .text($0) } ?? .null])
    }
    for at in plan.tables.indices { try write(&plan.tables[at], importID: importID, firstFile: firstFile) }
  }

  private func write(_ plan: inout TablePlan, importID: Int, firstFile: Int) throws(ClusterIOError) {
    if plan.added.isEmpty && plan.changed.isEmpty && plan.removed.isEmpty { return }
    let table = plan.new.table
    let name = WorkspaceSchema.quoted(table.name)
    let end = try file.rows("UPDATE \(name) SET known_until = \(importID) WHERE row_id = ?1 AND known_until IS NULL")
    for id in plan.removed + plan.changed.map(\.id) {
      end.bind(id, at: 1)
      _ = try file.step(end)
      end.reset()
    }
    let columns = ["row_id", "file_id", "file_row", "copy"] + table.columns.map(\.name) + ["extra"]
    let insert = try file.rows(
      """
      INSERT INTO \(name) (known_from, \(columns.map(WorkspaceSchema.quoted).joined(separator: ", "))) \
      VALUES (\(importID), \((1...columns.count).map { "?\($0)" }.joined(separator: ", ")))
      """)
    let types = table.columns.map { WorkspaceSchema.sqlType($0.type) }
    for (row, id) in plan.changed { try add(plan.new, Int(row), id, insert, types, firstFile) }
    for (row, known) in plan.added {
      let id = known < 0 ? plan.nextID : known
      if known < 0 { plan.nextID += 1 }
      try add(plan.new, Int(row), id, insert, types, firstFile)
    }
  }

  @inline(__always)
  private func add(
    _ rows: borrowing FactRows, _ row: Int, _ id: Int, _ insert: borrowing SQLiteRows, _ types: [String], _ firstFile: Int
  ) throws(ClusterIOError) {
    insert.bind(id, at: 1)
    insert.bind(firstFile + Int(rows.files[row]), at: 2)
    if rows.fileRows[row] > 0 { insert.bind(Int(rows.fileRows[row]), at: 3) }
    insert.bind(Int(rows.copies[row]), at: 4)
    let answer = rows.bytes.withUnsafeBufferPointer { bytes in
      rows.eachCell(row, in: bytes) { column, text in
        if text.isEmpty { return }
        if column < types.count, types[column] != "TEXT", let number = FieldValue.number(text) {
          if types[column] == "INTEGER" { insert.bind(Int(number), at: column + 5) } else { insert.bind(number, at: column + 5) }
        } else {
          insert.bind(text, at: column + 5)
        }
      }
      // The texts stay where they are until here.
      return insert.go()
    }
    if answer != 0 { throw file.failure(answer) }
    insert.reset()
  }

  /// A value of a small table.
  enum Value {
    case integer(Int)
    case text(String)
    case null
  }

  func insert(_ table: String, _ columns: [String], _ values: [Value]) throws(ClusterIOError) {
    let rows = try file.rows(
      "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\((1...columns.count).map { "?\($0)" }.joined(separator: ", ")))")
    var texts: [FileBytes] = []
    for (at, value) in values.enumerated() {
      switch value {
      case .integer(let integer): rows.bind(integer, at: at + 1)
      case .text(let text):
        let bytes = FileBytes(copying: Array(text.utf8))
        texts.append(bytes)
        rows.bind(Bytes(start: bytes.start, count: bytes.count), at: at + 1)
      case .null: break
      }
    }
    _ = try withExtendedLifetime(texts) { () throws(ClusterIOError) in try file.step(rows) }
  }
}
