import ClusterModel

@testable import ClusterIO

/// An account of the cells of the lists a network was read from: each that is filled is in the network, or a finding or note names it.
///
/// Cells are counted from the file's own text (a CSV scanned record by record, a sheet cell by cell), used ones in the network as it would be written
/// again; between them stands only what the reading says of where its rows come from.
struct CellAccount {
  private(set) var cells = 0
  private(set) var used = 0
  private(set) var named = 0
  /// The first cells that are neither: `file!row column: text`.
  private(set) var lost: [String] = []

  private let reading: Reading
  private let findings: [Finding]
  private let rows: NetworkRows
  /// Rows of sheets of firms that say more beside them: other tables have rows from there.
  private let beside: Set<String>
  /// Ids and names of firms, products, stages and chains, without blanks.
  private let things: Set<String>

  /// Takes account of a network read from a folder of CSV files, one CSV file, or a workbook.
  init(_ reading: Reading, at path: String, isFolder: Bool) throws {
    self.reading = reading
    findings = try Audit.run(reading).findings + reading.problems
    rows = NetworkRows(reading.network)
    let network = reading.network
    let counts = [("makes", network.makings.count), ("supplies", network.supplies.count), ("roles", network.roles.count)]
    beside = Set(
      counts.flatMap { table, count in
        (0..<count).map { row in
          let place = reading.place(table, row)
          return "\(place.file)!\(place.row ?? 0)"
        }
      })
    let names =
      network.firms.all.flatMap { [network.firms.id($0), network.firms.namesZh.count == 0 ? "" : network.firms.namesZh[$0.row]] }
      + network.products.flatMap { [$0.id, $0.name.zh] }
    things = Set(
      (names + network.stages.flatMap { [$0.id, $0.name.zh] } + network.chains.map(\.id)).map { $0.filter { !$0.isWhitespace } })
    if reading.isWorkbook {
      try addWorkbook(path)
    } else {
      // A list of firms that says more beside them is the file of several tables.
      let lists = Set(reading.files.filter { $0.table == "firms" }.map(\.path))
      for file in reading.files where file.table == "firms" || isFolder && !lists.contains(file.path) || lists.isEmpty {
        try addCSV(file, isFolder ? path + "/" + file.path.replacing("\\", with: "/") : path)
      }
    }
  }

  // CSV.

  private mutating func addCSV(_ file: Reading.File, _ path: String) throws {
    guard let definition = DataDictionary.standard[file.table] else { return }
    let table = try CSVTable.open(path: path, shown: file.path, table: definition)
    let records = Dictionary(
      (0..<rows.count(file.table)).compactMap { row in number(file, row).map { ($0, row) } }, uniquingKeysWith: { first, _ in first })
    let column = names(table)
    var scanner = CSVScanner(base: table.content.start, start: 0, end: table.end, delimiter: table.delimiter)
    var fields = [CSVField](repeating: CSVField(), count: 4096)
    while case let count = scanner.next(&fields, capacity: fields.count), count > 0 {
      // The header is what says which column a cell is in.
      if scanner.row == table.headerRow || scanner.row == table.headerRow - 1 && isHeader(scanner.row, file) { continue }
      for at in 0..<count {
        let text = CSVDialect.trimmedHeader(CSVRows.text(fields[at], table.content.start))
        if text.isEmpty || scanner.row == 1 && text.lowercased().hasPrefix("sep=") { continue }
        let header = table.header.indices.contains(at) ? table.header[at] : ""
        add(text, file, row: scanner.row, column: column[at], header: header, record: records[scanner.row])
      }
    }
  }

  /// For each field the column that it is in the network.
  private func names(_ table: CSVTable) -> [Int: String] {
    var names: [Int: String] = [:]
    for (column, field) in zip(table.table.columns, table.fieldOfColumn) where field >= 0 { names[field] = column.name }
    for (field, name) in table.extra { names[field] = name }
    return names
  }

  /// The upper row of a header of two is told of nowhere, and is a header still.
  private func isHeader(_ row: Int, _ file: Reading.File) -> Bool {
    !findings.contains { finding in finding.places.contains { $0.file == file.path && $0.row == row } }
  }

  /// Where a row of the network's table stands.
  private func number(_ file: Reading.File, _ row: Int) -> Int? {
    if file.table == "groups" {
      let members = reading.memberRows.flatMap(\.self)
      return members.indices.contains(row) ? Int(members[row]) : nil
    }
    let place = reading.place(file.table, row)
    return place.file == file.path ? place.row : nil
  }

  private mutating func add(
    _ text: String, _ file: Reading.File, row: Int, column: String?, header: String, record: Int?, cell: String = ""
  ) {
    cells += 1
    if let record, let column, isUsed(text, file.table, record, column) {
      used += 1
    } else if file.table == "firms", record != nil, cell.isEmpty ? isBeside(text) : beside.contains("\(file.path)!\(row)") {
      used += 1
    } else if isNamed(file.path, row: row, isRecord: record != nil, header: header, column: column, cell: cell) {
      named += 1
    } else {
      lost.append("\(file.path)!\(row) \(header): \(text)")
    }
  }

  /// A list of firms may say beside each what it makes, of whom it buys and where it works: each part of the cell is a thing of the network.
  private func isBeside(_ text: String) -> Bool {
    let parts = text.split { "、，,;；".contains($0) }.map { $0.filter { !$0.isWhitespace } }
    return !parts.isEmpty && parts.allSatisfy { things.contains($0) }
  }

  private func isUsed(_ text: String, _ table: String, _ record: Int, _ column: String) -> Bool {
    if !rows.cell(table, record, column).isEmpty { return true }
    // What the dictionary says an empty cell means need not be written.
    let definition = DataDictionary.standard[table]?[column]
    guard let definition, !definition.defaultText.isEmpty else { return false }
    return NetworkRows.plain(text, definition) == NetworkRows.plain("", definition) || definition.valueWords.contains { $0.word == text }
      || definition.type == .flag
  }

  /// Whether a finding names the cell, its whole row where it is no record, or its whole column.
  private func isNamed(_ file: String, row: Int, isRecord: Bool, header: String, column: String?, cell: String) -> Bool {
    findings.contains { finding in
      if finding.rule == "ignored-column", header.isEmpty, finding.subject.id == "(unnamed)" { return true }
      if finding.rule == "ignored-sheet", finding.places.contains(where: { $0.file == file }) { return true }
      return finding.places.contains { place in
        guard place.file == file else { return false }
        if !cell.isEmpty, place.cell == cell { return true }
        let isColumn = place.column == header && !header.isEmpty || place.column == column && column != nil
        if ["ignored-column", "left-out-row"].contains(finding.rule), isColumn { return true }
        if place.row != row { return false }
        return isRecord ? isColumn || finding.rule == "ragged-row" && header.isEmpty : true
      }
    }
  }

  // Workbooks.

  private mutating func addWorkbook(_ path: String) throws {
    let sheets = try SheetCells.all(path)
    for (sheet, cells) in sheets.sorted(by: { $0.key < $1.key }) where !SheetNames.isNotes(sheet) {
      let file = reading.files.first { $0.path == sheet && $0.table == "firms" } ?? reading.files.first { $0.path == sheet }
      let letters = Dictionary((reading.cells[sheet] ?? [:]).sorted { $0.key < $1.key }.map { ($0.value, $0.key) }) { first, second in
        // A column of the dictionary is named before the header that names it.
        DataDictionary.standard[file?.table ?? ""]?[first] != nil || first.isEmpty && second.isEmpty ? first : second
      }
      let records = Dictionary(
        (0..<(file.map { rows.count($0.table) } ?? 0)).compactMap { row in file.flatMap { number($0, row) }.map { ($0, row) } },
        uniquingKeysWith: { first, _ in first })
      let first = records.keys.min() ?? .max
      for cell in cells.sorted(by: { ($0.row, $0.letters) < ($1.row, $1.letters) }) {
        // Of what stands above the first record, what no finding names is the header.
        if cell.row < first, !findings.contains(where: { $0.places.contains { $0.file == sheet && $0.row == cell.row } }) { continue }
        let place = file ?? Reading.File(path: sheet, table: "", rows: 0, bytes: 0, encoding: .utf8)
        add(
          cell.letters, place, row: cell.row, column: letters[cell.letters], header: letters[cell.letters] ?? "", record: records[cell.row],
          cell: cell.letters + String(cell.row))
      }
    }
  }
}

/// The filled cells of a workbook, as its XML has them.
struct SheetCells: XMLEvents {
  var cells: [(letters: String, row: Int)] = []
  var hasStopped: Bool { false }
  private var open = ""
  private var isValue = false
  private var hasText = false

  static func all(_ path: String) throws -> [String: [(letters: String, row: Int)]] {
    let sheets = try WorkbookReader.open(path).sheets
    var archive = try ZipArchive.open(path: path, shown: path)
    var all: [String: [(letters: String, row: Int)]] = [:]
    for sheet in sheets where !sheet.isHidden {
      var events = SheetCells()
      try archive.read(sheet.entry, &events)
      all[FieldValue.shown(sheet.name)] = events.cells
    }
    return all
  }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "c" {
      open = attributes["r"].map { String(decoding: $0, as: UTF8.self) } ?? ""
      hasText = false
    } else if name == "v" || name == "t" {
      isValue = true
    }
  }

  mutating func end(_ name: XMLName) {
    if name == "v" || name == "t" { isValue = false }
    guard name == "c", hasText else { return }
    let letters = open.prefix { $0.isLetter }
    if let row = Int(open.dropFirst(letters.count)) { cells.append((String(letters), row)) }
  }

  mutating func text(_ bytes: Bytes) {
    if isValue, bytes.contains(where: { $0 > 0x20 }) { hasText = true }
  }
}
