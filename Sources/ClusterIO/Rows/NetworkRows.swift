public import ClusterModel
public import GraphCore

/// The tables of a network as rows of cells, as the package writer writes them: to be edited row by row and read again.
///
/// Reading is the same as that of files, so that every rule of the audit holds for what was edited, and the inverse of an edit gives the same
/// bytes back. Only edited rows are kept as texts: memory is 4 bytes a row and the edited cells besides the network.
public struct NetworkRows {
  private struct Table {
    let definition: DataDictionary.Table
    /// The columns of the dictionary, then those that it does not know.
    var names: [String]
    /// How the cells of the network's own rows are written; `nil` for a column without any value.
    var writers: [((Int, inout [UInt8]) -> Void)?]
    /// For each row its row in the network, or -1 - its place in `edited`.
    var order: [Int32]
    var edited: [(cells: [String], tag: Int)] = []
    var isEdited = false
    /// Made when rows have been looked for often.
    var index = RowIndex()
    var searches = 0

    /// Tells the index of a row that was written.
    mutating func enter(_ place: Int32, at position: Int, insteadOf old: Int32?) {
      let cells = edited[Int(-1 - place)].cells
      index.write(place, at: position, insteadOf: old) { NetworkRows.plain(cells[$0], definition[names[$0]]) }
    }

    /// Takes in columns that the table does not have; a table that lost all its rows lost those that the dictionary does not know.
    mutating func add(_ columns: [String]) {
      for name in columns where !names.contains(name) {
        names.append(name)
        writers.append(nil)
        for row in edited.indices { edited[row].cells.append("") }
      }
    }
  }

  private let network: Network
  private var tables: [String: Table] = [:]

  public init(_ network: Network) {
    self.network = network
    let written = Dictionary(uniqueKeysWithValues: TableText.tables(of: network).map { ($0.table.name, $0) })
    for definition in DataDictionary.standard.tables {
      let text = written[definition.name]
      let columns = Dictionary(uniqueKeysWithValues: (text?.columns ?? []).map { ($0.name, $0.write) })
      let own = definition.columns.map(\.name)
      let names = own + (text?.columns ?? []).map(\.name).filter { !own.contains($0) }
      tables[definition.name] = Table(
        definition: definition, names: names, writers: names.map { columns[$0] }, order: (0..<Int32(text?.rowCount ?? 0)).map { $0 })
    }
  }

  /// The columns of `table`: those of the dictionary in its order, then those that the network has besides.
  public func columns(of table: String) -> [String] { tables[table]?.names ?? [] }

  public func count(_ table: String) -> Int { tables[table]?.order.count ?? 0 }

  /// All cells of a row, in the order of ``columns(of:)``.
  public func cells(_ table: String, _ row: Int) -> [String] {
    guard let table = tables[table] else { return [] }
    return table.names.indices.map { Self.cell(table, row, $0) }
  }

  public func cell(_ table: String, _ row: Int, _ column: String) -> String {
    guard let table = tables[table], let at = table.names.firstIndex(of: column) else { return "" }
    return Self.cell(table, row, at)
  }

  /// The tag of the last edit that wrote this row; `nil` for a row of the network.
  public func tag(_ table: String, _ row: Int) -> Int? {
    guard let table = tables[table], table.order.indices.contains(row), table.order[row] < 0 else { return nil }
    let tag = table.edited[Int(-1 - table.order[row])].tag
    return tag < 0 ? nil : tag
  }

  private static func cell(_ table: Table, _ row: Int, _ column: Int) -> String { text(table, table.order[row], column) }

  private static func text(_ table: Table, _ place: Int32, _ column: Int) -> String {
    if place < 0 { return table.edited[Int(-1 - place)].cells[column] }
    guard let write = table.writers[column] else { return "" }
    var bytes: [UInt8] = []
    write(Int(place), &bytes)
    guard bytes.first == 0x22 else { return String(decoding: bytes, as: UTF8.self) }
    return bytes.withUnsafeBufferPointer { String(decoding: CSVRows.unescaped(Bytes(rebasing: $0[1..<$0.count - 1])), as: UTF8.self) }
  }

  /// The rows whose cells are these, compared as the reader reads them: numbers as numbers, words of a choice in either language, and an empty
  /// cell as what the dictionary says it means. O(rows).
  public func rows(_ table: String, where cells: [(column: String, text: String)]) -> [Int] {
    guard let found = tables[table] else { return [] }
    let wanted = cells.map { cell -> (at: Int, text: String, column: DataDictionary.Column?) in
      let column = found.definition[cell.column]
      return (found.names.firstIndex(of: cell.column) ?? -1, Self.plain(cell.text, column), column)
    }
    if wanted.contains(where: { $0.at < 0 }) { return [] }
    return found.order.indices.filter { row in
      wanted.allSatisfy { Self.plain(Self.cell(found, row, $0.at), $0.column) == $0.text }
    }
  }

  /// The same as ``rows(_:where:)``, for one who asks often: from the ninth time on O(rows with the rarest of the texts), unless rows have gone or come in the
  /// middle since.
  public mutating func find(_ table: String, where cells: [(column: String, text: String)]) -> [Int] {
    guard isOften(table), let found = tables[table] else { return rows(table, where: cells) }
    var rarest: (at: Int, text: String)?
    for cell in cells {
      guard let at = found.names.firstIndex(of: cell.column) else { return [] }
      let text = Self.plain(cell.text, found.definition[cell.column])
      enter(at, table)
      let count = tables[table]?.index.count(at, text) ?? 0
      if rarest.map({ count < (tables[table]?.index.count($0.at, $0.text) ?? 0) }) ?? true { rarest = (at, text) }
    }
    guard let rarest else { return rows(table, where: cells) }
    return indexed(table, rarest.at, rarest.text).filter { row in
      cells.allSatisfy { cell in
        let column = found.definition[cell.column]
        return found.names.firstIndex(of: cell.column).map {
          Self.plain(Self.cell(found, row, $0), column) == Self.plain(cell.text, column)
        }
          ?? false
      }
    }
  }

  /// The same as ``rows(_:column:in:)``, for one who asks often.
  public mutating func find(_ table: String, column: String, in texts: Set<String>) -> [Int] {
    guard texts.count < 64, isOften(table), let found = tables[table], let at = found.names.firstIndex(of: column) else {
      return rows(table, column: column, in: texts)
    }
    if found.writers[at] == nil && !found.isEdited { return [] }
    enter(at, table)
    let plain = Set(texts.map { Self.plain($0, found.definition[column]) })
    return plain.flatMap { indexed(table, at, $0) }.sorted().filter { texts.contains(Self.cell(found, $0, at)) }
  }

  private mutating func isOften(_ table: String) -> Bool {
    tables[table]?.searches += 1
    return tables[table].map { $0.searches > 8 } ?? false
  }

  /// Takes a column of a table into its index.
  private mutating func enter(_ column: Int, _ name: String) {
    guard let table = tables[name], !table.index.has(column) else { return }
    let definition = table.definition[table.names[column]]
    tables[name]?.index.add(column, table.order) { Self.plain(Self.text(table, $0, column), definition) }
  }

  private mutating func indexed(_ name: String, _ column: Int, _ text: String) -> [Int] {
    // Taken out, so that it is not copied.
    guard var table = tables.removeValue(forKey: name) else { return [] }
    let found = table.index.positions(column, text, table.order)
    tables[name] = table
    return found
  }

  /// The rows whose cell of `column` is one of `texts`. O(rows).
  public func rows(_ table: String, column: String, in texts: Set<String>) -> [Int] {
    guard let found = tables[table], let at = found.names.firstIndex(of: column) else { return [] }
    if found.writers[at] == nil && !found.isEdited { return [] }
    return found.order.indices.filter { texts.contains(Self.cell(found, $0, at)) }
  }

  /// A cell's text in the one form that two equal cells share.
  public static func plain(_ text: String, _ column: DataDictionary.Column?) -> String {
    guard let column else { return text }
    if text.isEmpty { return column.defaultText.isEmpty ? "" : plain(column.defaultText, nil) }
    switch column.type {
    case .choice, .flag:
      if let at = column.valuesZh.firstIndex(of: text), !text.isEmpty { return column.values[at] }
      return text
    case .number, .amount, .share, .integer:
      var text = text
      guard let number = text.withUTF8({ FieldValue.number($0) }) else { return text }
      var bytes: [UInt8] = []
      CellText.append(number, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    default: return text
    }
  }

  /// Carries out an edit. Positions that there are not are passed over. O(rows).
  public mutating func apply(_ edit: RowEdit) {
    guard var table = tables.removeValue(forKey: edit.table) else { return }
    table.isEdited = true
    if table.names != edit.columns { table.add(edit.columns) }
    let places = table.names == edit.columns ? [] : table.names.map { edit.columns.firstIndex(of: $0) }
    func kept(_ cells: [String]) -> Int32 {
      table.edited.append((places.isEmpty ? cells : places.map { at in at.map { cells[$0] } ?? "" }, edit.tag))
      return Int32(-table.edited.count)
    }
    switch edit.kind {
    case .replace:
      for row in edit.rows where table.order.indices.contains(row.position) {
        let old = table.order[row.position]
        table.order[row.position] = kept(row.after)
        table.enter(table.order[row.position], at: row.position, insteadOf: old)
      }
    case .delete:
      table.index.shift()
      let gone = Set(edit.rows.map(\.position))
      table.order = table.order.indices.filter { !gone.contains($0) }.map { table.order[$0] }
    case .insert where edit.rows.allSatisfy { $0.position >= table.order.count }:
      for row in edit.rows {
        let place = kept(row.after)
        table.order.append(place)
        table.enter(place, at: table.order.count - 1, insteadOf: nil)
      }
    case .insert:
      table.index.shift()
      var order: [Int32] = []
      order.reserveCapacity(table.order.count + edit.rows.count)
      var next = 0
      for row in edit.rows {
        let take = min(max(0, row.position - order.count), table.order.count - next)
        order += table.order[next..<next + take]
        next += take
        order.append(kept(row.after))
        table.enter(order[order.count - 1], at: order.count - 1, insteadOf: nil)
      }
      order += table.order[next...]
      table.order = order
    }
    tables[edit.table] = table
  }

  /// The network that the rows make, read as its files would be: row `r` of a table stands in row `r + 2` of `<table>.csv`.
  ///
  /// Throws ``ClusterIOError`` when a table is too large. O(bytes).
  public func reading(threads: Int = Threads.standard) throws(ClusterIOError) -> Reading {
    var opened: [CSVTable] = []
    for definition in DataDictionary.standard.tables {
      guard let table = tables[definition.name], !table.order.isEmpty || definition.isRequired else { continue }
      opened.append(
        try CSVTable(
          FileBytes(copying: Self.text(table)), shown: definition.name + ".csv", table: definition,
          options: CSVTable.Options(encoding: .utf8, delimiter: 0x2C)))
    }
    var assembly = NetworkAssembly(name: network.name, title: network.title, tables: opened, threads: threads)
    return assembly.assemble()
  }

  private static func text(_ table: Table) -> [UInt8] {
    let used = table.names.indices.filter { column in
      table.writers[column] != nil || table.edited.contains { !$0.cells[column].isEmpty }
        || column < table.definition.columns.count && table.definition.columns[column].isRequired
    }
    var bytes: [UInt8] = []
    for (at, column) in used.enumerated() {
      if at > 0 { bytes.append(0x2C) }
      CellText.append(table.names[column], to: &bytes)
    }
    bytes.append(0x0A)
    for place in table.order {
      for (at, column) in used.enumerated() {
        if at > 0 { bytes.append(0x2C) }
        if place < 0 {
          CellText.append(table.edited[Int(-1 - place)].cells[column], to: &bytes)
        } else {
          table.writers[column]?(Int(place), &bytes)
        }
      }
      bytes.append(0x0A)
    }
    return bytes
  }
}
