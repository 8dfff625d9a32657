public import ClusterModel

/// A network as it was read, with everything that was found wrong on the way.
///
/// Nothing is repaired: a value that does not parse is unknown in the network and a problem here; a row that cannot be placed is left out
/// and a problem here.
public struct Reading: Sendable {
  /// A file that was read.
  public struct File: Sendable, Hashable {
    /// The path within the network's folder.
    public var path: String
    public var table: String
    /// Records, the header not counted.
    public var rows: Int
    public var bytes: Int
    public var encoding: TextEncoding
  }

  public var network: Network
  /// In the order of the dictionary.
  public var files: [File] = []
  /// Of a network read from a ``Workspace``: the last import that it knows of.
  public internal(set) var importID: Int?
  var log = ProblemLog()
  /// Rows of firms that only links name, as the lists were read.
  var outsideFirms: Range<Int> = 0..<0
  /// Where the rows of the small tables stand.
  var rowMaps: [String: RowMap] = [:]

  /// The tables are sheets of a workbook.
  var isWorkbook = false
  /// For each sheet, the letters of its columns, by header and by the dictionary's name.
  var cells: [String: [String: String]] = [:]
  /// For each list of firms that says something for other tables: under which of its headers the values of their columns stand.
  var sideHeaders: [String: [String: String]] = [:]

  /// Of tables read from a workspace, by the name they are shown under: from which list each record came.
  var origins: [String: RowNumbers] = [:]
  /// The rows of the members of each group, as ``Network/groups`` has them.
  var memberRows: [[Int32]] = []

  /// It was accepted, with the rows of every table in one order, before it was frozen.
  public internal(set) var isPrepared = false

  /// A network that was not read from files, for its audit.
  public init(network: Network) { self.network = network }

  /// What was found wrong, the first 1,000 of each rule, in the order of rule and row.
  public var problems: [Finding] {
    log.kept.joined().map { problem in
      var finding = problem.finding
      locate(&finding)
      return finding
    }
  }

  /// How many problems there are, the ones not in ``problems`` counted too.
  public var problemCount: Int { log.counts.reduce(0, +) }

  /// Notes in which columns of its sheet a table's fields stand.
  mutating func noteCells(of table: CSVTable, letters: [String]) {
    var columns = Dictionary(zip(table.header, letters)) { first, _ in first }
    for (column, field) in zip(table.table.columns, table.fieldOfColumn) where field >= 0 { columns[column.name] = letters[field] }
    // What is said of a whole row is said at its first cell.
    columns[""] = letters.first
    cells[table.file] = columns
  }

  /// Notes that the values of a column of another table stand under a header of this list.
  mutating func noteCell(_ file: String, _ column: String, sameAs header: String) {
    if isWorkbook, let letters = cells[file]?[header], cells[file]?[column] == nil { cells[file]?[column] = letters }
    sideHeaders[file, default: [:]][column] = header
  }

  /// Gives the places of a finding their cells, where they lie in a workbook.
  func locate(_ finding: inout Finding) {
    for at in finding.places.indices {
      guard let origin = origins[finding.places[at].file], let row = finding.places[at].row, row > 1 else { continue }
      finding.places[at].file = origin.file(of: row - 2) ?? finding.places[at].file
      finding.places[at].row = origin[row - 2]
    }
    for at in finding.places.indices {
      if let header = sideHeaders[finding.places[at].file]?[finding.places[at].column] { finding.places[at].column = header }
    }
    if !isWorkbook { return }
    for at in finding.places.indices {
      let place = finding.places[at]
      guard let columns = cells[place.file] else {
        // A table that is not there has the name that its sheet would have.
        let table = DataDictionary.standard.tables.first { $0.name + ".csv" == place.file }
        if let table { finding.places[at].file = table.title.zh }
        continue
      }
      guard let row = place.row else { continue }
      let isLetters = !place.column.isEmpty && place.column.utf8.allSatisfy { (0x41...0x5A).contains($0) }
      let column = columns[place.column] ?? (isLetters ? place.column : nil)
      finding.places[at].cell = column.map { $0 + String(row) } ?? (columns[""] ?? "A") + String(row)
    }
  }

  /// Where a row of a table (`firms`, `roles`, …) stands in its file, by the row's position in the network's table; without a row number where it was not
  /// read from a file.
  public func place(_ table: String, _ row: Int, column: String = "") -> Place {
    let file = files.first { $0.table == table }
    let rowNumbers = table == "firms" ? network.firms.rowNumbers : table == "supplies" ? network.supplies.rowNumbers : nil
    if let rowNumbers {
      var place = rowNumbers.place(of: row, table: table, column: column)
      if file == nil { (place.row, place.cell) = (nil, "") }
      return place
    }
    let number = file == nil ? nil : rowMaps[table]?.row(of: row)
    if let file, let number, let origin = origins[file.path] {
      return Place(file: origin.file(of: number - 2) ?? file.path, row: origin[number - 2], column: column)
    }
    return Place(file: file?.path ?? table + ".csv", row: number, column: column)
  }

  /// The place with its cell, where it lies in a workbook.
  func located(_ place: Place) -> Place {
    var finding = Finding(
      rule: "", severity: .note, subject: Subject(table: "", id: ""), message: LocalText(zh: "", en: ""), remedy: LocalText(zh: "", en: ""),
      places: [place])
    locate(&finding)
    return finding.places[0]
  }

  /// The same with the rows of every table in one order (`Network.inOrder()`), each still at its place in its file: what analyses are asked
  /// of, so that no answer depends on the order of rows.
  public func inOrder() -> Reading {
    if isPrepared { return self }
    let (network, orders) = network.inOrder()
    var made = self
    made.network = network
    let tables = [
      ("counties", orders.counties), ("clusters", orders.clusters), ("products", orders.products), ("chains", orders.chains),
      ("stages", orders.stages),
      ("requires", orders.requirements), ("makes", orders.makings), ("roles", orders.roles), ("figures", orders.figures),
      ("stocks", orders.stocks), ("credits", orders.credits), ("projects", orders.projects),
    ]
    for (table, order) in tables where !order.isEmpty { made.rowMaps[table] = rowMaps[table]?.moved(order.old) }
    return made
  }

  /// Lets the rows of firms and supply links say what their lists are called, for proofs that know the network alone.
  mutating func nameLists() {
    for (table, path) in [("firms", \Network.firms.rowNumbers), ("supplies", \Network.supplies.rowNumbers)] {
      if let file = files.first(where: { $0.table == table }), file.path != table + ".csv" { network[keyPath: path].ownFile = file.path }
      if isWorkbook { network[keyPath: path].letters = cells }
    }
  }

  /// Makes the rows of firms and supply links say from which lists they came, where they were put together from several or read from a workspace.
  mutating func settleOrigins() {
    for (table, path) in [("firms", \Network.firms.rowNumbers), ("supplies", \Network.supplies.rowNumbers)] {
      guard let file = files.first(where: { $0.table == table }) else { continue }
      let before = network[keyPath: path]
      let count = table == "firms" ? network.firms.count : network.supplies.count
      // Firms outside the list come last, and stand in the list of links.
      if origins[file.path] == nil, count == 0 || before.file(of: count - 1).flatMap({ origins[$0] }) == nil { continue }
      var rows = RowNumbers()
      for row in 0..<count {
        let name = before.file(of: row) ?? file.path
        if let origin = origins[name] {
          rows.begin(at: row, file: origin.file(of: before[row] - 2) ?? name, fileRow: origin[before[row] - 2])
        } else {
          rows.begin(at: row, file: name, fileRow: before[row])
        }
      }
      network[keyPath: path] = rows
    }
  }
}
