import ClusterModel

extension Workspace.Lists {
  /// The tables that were given, as they are written.
  var tables: [TableText] {
    let given = Set(reading.files.map(\.table))
    return TableText.tables(of: reading.network, given: given)
  }

  /// The lists do not say what the network is called: its name is that of a file, and no news.
  var hasNoTitle: Bool { reading.network.title.zh.isEmpty && reading.network.title.en.isEmpty }

  /// From which list, and which row of it, each row of a table came; lists are numbered in `names`.
  func origin(_ table: String, _ names: inout [String]) -> (Int) -> (file: Int, row: Int?) {
    let memberRows = table == "groups" ? reading.memberRows.joined().map { Int($0) } : []
    let reading = reading
    func place(_ row: Int) -> Place {
      guard table == "groups" else { return reading.place(table, row) }
      var place = reading.place(table, 0)
      let number = memberRows[row]
      if let file = reading.files.first(where: { $0.table == table }), let origin = reading.origins[file.path] {
        return Place(file: origin.file(of: number - 2) ?? file.path, row: origin[number - 2])
      }
      place.row = number
      return place
    }
    let file = reading.files.first { $0.table == table }
    if let file, reading.origins[file.path] == nil {
      // All from one list.
      let number = Self.number(of: label(file.path), &names)
      let rows = table == "supplies" ? reading.network.supplies.rowNumbers : table == "firms" ? reading.network.firms.rowNumbers : nil
      if let rows {
        // Firms outside the list stand in the list of links that names them.
        let last = (table == "firms" ? reading.network.firms.count : reading.network.supplies.count) - 1
        guard last >= 0, let other = rows.file(of: last), other != file.path else { return { (number, rows[$0]) } }
        let outside = Self.number(of: label(other), &names)
        return { (rows.file(of: $0) == other ? outside : number, rows[$0]) }
      }
      return { (number, place($0).row) }
    }
    // From several: the list changes seldom from row to row.
    var labels: [Int] = []
    let count = rowCount(table)
    var last = (name: "", number: -1)
    for row in 0..<count {
      let name = place(row).file
      if last.number < 0 || name != last.name { last = (name, Self.number(of: name, &names)) }
      labels.append(last.number)
    }
    return { (labels[$0], place($0).row) }
  }

  private func rowCount(_ table: String) -> Int { tables.first { $0.table.name == table }?.rowCount ?? 0 }

  private static func number(of name: String, _ names: inout [String]) -> Int {
    if let at = names.lastIndex(of: name) { return at }
    names.append(name)
    return names.count - 1
  }

  /// The name under which a list is kept: that of its file, and of its sheet.
  private func label(_ file: String) -> String {
    if reading.isWorkbook { return "\(FieldValue.shownPath(path))!\(file)" }
    return isFolder ? FieldValue.shownPath(folder + "/" + file) : file
  }

  private var isFolder: Bool { FileKind(path: path) == nil && reading.files.allSatisfy { !$0.path.hasPrefix(FieldValue.shownPath(path)) } }

  private var folder: String {
    var folder =
      path.hasSuffix("/datapackage.json") ? String(path.dropLast("/datapackage.json".count)) : path == "datapackage.json" ? "." : path
    while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
    return folder
  }

  /// The SHA-256 of the file that a list is in; `nil` where it can no longer be read.
  func sha256(_ name: String) -> String? {
    let file = reading.isWorkbook || (FileKind(path: path) != nil) ? path : name
    guard let bytes = try? FileBytes.open(path: file, shown: name) else { return nil }
    var digest = SHA256()
    var at = 0
    while at < bytes.count {
      let end = min(bytes.count, at + FileBytes.window)
      digest.add(Bytes(start: bytes.start + at, count: end - at))
      bytes.forget(at..<end)
      at = end
    }
    return digest.hex()
  }
}
