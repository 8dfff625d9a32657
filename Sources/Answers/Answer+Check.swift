extension Answer {
  /// Where the answer does not keep to `figures.csv` or to itself: figures it does not know, cells of another kind, rows of another length, names used twice.
  /// Empty for every answer of ours; tests hold that.
  package func mismatches() -> [String] {
    var found: Set<String> = []
    var names: Set<String> = ["title", "findings", "findings_omitted", "notes"]
    for fact in facts {
      if !names.insert(fact.column.name).inserted { found.insert("fact \(fact.column.name) stands twice") }
      Self.check(fact.value, fact.column, "fact", &found)
    }
    for table in tables {
      if !names.insert(table.name).inserted { found.insert("table \(table.name) has the name of another part") }
      if Set(table.columns.map(\.name)).count != table.columns.count { found.insert("table \(table.name) has two columns of one name") }
      for cells in table.rows {
        if cells.count != table.columns.count {
          found.insert("table \(table.name): \(cells.count) cells for \(table.columns.count) columns")
        }
        for (column, cell) in zip(table.columns, cells) { Self.check(cell, column, "table \(table.name)", &found) }
      }
    }
    return found.sorted()
  }

  private static func check(_ cell: Cell, _ column: Column, _ place: String, _ found: inout Set<String>) {
    guard let entry = FigureEntry.known(column.name) else {
      if column.ownHeading == nil { found.insert("\(place): no figure \(column.name)") }
      return
    }
    // What readers see in place of an id has no data of its own.
    if case .thing = cell, column.audience == .readers, entry.kind == .name { return }
    if case .list(let cells) = cell {
      if !entry.isList { found.insert("\(place): \(column.name) is no list") }
      if column.audience == .readers, entry.kind == .name { return }
      for cell in cells where !cell.fits(entry.kind) { found.insert("\(place): \(column.name) is \(entry.kind), and not \(cell.kindWord)") }
    } else if !cell.fits(entry.kind) || entry.isList && !cell.isUnknown && cell.kindWord != "nothing" {
      found.insert("\(place): \(column.name) is \(entry.kind)\(entry.isList ? "[]" : ""), and not \(cell.kindWord)")
    }
  }
}

extension Cell {
  func fits(_ kind: FigureEntry.Kind) -> Bool {
    switch (self, kind) {
    case (.unknown, _), (.nothing, _), (_, .value): true
    case (.text, .id), (.text, .text), (.thing, .id), (.word, .code), (.text, .code): true
    case (.words, .name), (.words, .words): true
    case (.count, .count), (.count, .number), (.number, .number), (.share, .share), (.points, .points), (.flag, .flag): true
    case (.number(let value), .count): value == value.rounded()
    case (.range, .range), (.range, .count), (.range, .number), (.range, .share), (.range, .points): true
    case (.figure(_, let cell), _): cell.fits(kind)
    default: false
    }
  }

  var kindWord: String {
    switch self {
    case .text: "text"
    case .words: "words"
    case .word: "word"
    case .thing: "thing"
    case .count: "count"
    case .number: "number"
    case .share: "share"
    case .points: "points"
    case .flag: "flag"
    case .list: "list"
    case .range: "range"
    case .figure(_, let cell): cell.kindWord
    case .unknown: "unknown"
    case .nothing: "nothing"
    }
  }
}
