import ClusterIO
import ClusterModel

/// Rows that come, go and change.
extension ScenarioApplication {
  // MARK: add

  mutating func add(_ table: String, _ cells: [ScenarioChange.Cell]) {
    guard let definition = DataDictionary.standard[table] else { return }
    let before = findings.count
    let cells = settled(cells, definition, isKey: false)
    var given = Dictionary(cells.map { ($0.column, $0.text) }) { first, _ in first }
    for column in definition.columns where column.isRequired && (given[column.name] ?? "").isEmpty {
      report(
        "missing-key", LocalText(zh: "\(table) 的新行没有 \(column.name)", en: "the new row of \(table) has no \(column.name)"),
        LocalText(zh: "在 row 中写出 \(column.name)：\(column.meaning.zh)", en: "give \(column.name) in row: \(column.meaning.en)"))
    }
    checkReferences(definition, cells)
    if findings.count > before { return }
    if table == "makes", (given["stage_id"] ?? "").isEmpty { given["stage_id"] = stageOfProduct(given["product_id"] ?? "") }
    let identity = RowIdentity.columns(of: table).map { ($0, given[$0] ?? "") }
    if !rows.find(table, where: identity).isEmpty {
      let shown = identity.map(\.1).filter { !$0.isEmpty }.joined(separator: " / ")
      report(
        "duplicate-row", LocalText(zh: "\(table) 中已有 \(shown)", en: "\(table) has \(shown) already"),
        LocalText(zh: "改用 change，或去掉这一项", en: "use change instead, or take this one out"), line: cells.first?.line)
      return
    }
    write(provenanceInto: &given)
    var position = rows.count(table)
    if table == "groups", let group = given["group_id"] { position = joinGroup(group, &given, cells) }
    if findings.count > before { return }
    let columns = rows.columns(of: table)
    apply(.insert, table, [RowEdit.Row(position: position, after: columns.map { given[$0] ?? "" })])
  }

  /// What the scenario says of where a new row comes from.
  private func write(provenanceInto given: inout [String: String]) {
    if given["provenance"] == nil { given["provenance"] = change.provenance.kind.word }
    if given["as_of"] == nil { given["as_of"] = change.provenance.asOf }
    given["source"] = sourceText(after: given["source"] ?? change.provenance.source)
  }

  /// A source with the scenario and the reason behind it.
  private func sourceText(after source: String) -> String {
    let mark =
      "scenario \(scenario.name)" + (change.reason.isEmpty ? "" : ": \(change.reason.split(separator: "\n").joined(separator: " "))")
    if source.hasSuffix(mark) { return source }
    return source.isEmpty ? mark : source + "; " + mark
  }

  /// A group's own facts stand in each of its rows: a new member takes them over. The answer is the place behind its last row.
  private mutating func joinGroup(_ group: String, _ given: inout [String: String], _ cells: [ScenarioChange.Cell]) -> Int {
    let members = rows.find("groups", where: [("group_id", group)])
    guard let last = members.last else { return rows.count("groups") }
    for column in ["name", "name_en", "kind", "failure_probability"] {
      let own = rows.cell("groups", last, column)
      let definition = DataDictionary.standard["groups"]?[column]
      if let text = given[column], NetworkRows.plain(text, definition) != NetworkRows.plain(own, definition) {
        report(
          "group-differs", LocalText(zh: "共因组 \(group) 的 \(column) 是“\(own)”", en: "\(column) of the group \(group) is \"\(own)\""),
          LocalText(zh: "不写这一列；要改组本身用 change", en: "leave the column out; use change for the group itself"),
          line: cells.first { $0.column == column }?.line)
      }
      given[column] = own
    }
    return last + 1
  }

  /// The id of the row that a text is the id of, or the name where exactly one row has it; the text itself where there is none.
  mutating func id(_ text: String, in table: String) -> String {
    guard let key = DataDictionary.standard[table]?.key?.name, !text.isEmpty, rows.find(table, where: [(key, text)]).isEmpty else {
      return text
    }
    let names = table == "counties" ? [text, text + "县", text + "市", text + "区"] : [text]
    for name in names {
      for column in ["name", "name_en"] {
        let found = rows.find(table, where: [(column, name)])
        if found.count == 1 { return rows.cell(table, found[0], key) }
      }
    }
    return text
  }

  /// Cells with ids where the scenario names things by their names; of a key only where a row is looked for, not where it is made.
  private mutating func settled(
    _ cells: [ScenarioChange.Cell], _ definition: DataDictionary.Table, isKey: Bool
  ) -> [ScenarioChange.Cell] {
    cells.map { cell in
      var cell = cell
      if case .reference(let target)? = definition[cell.column]?.type {
        cell.text = id(cell.text, in: target)
      } else if isKey, cell.column == definition.key?.name {
        cell.text = id(cell.text, in: definition.name)
      }
      return cell
    }
  }

  mutating func stageOfProduct(_ product: String) -> String {
    guard !product.isEmpty, let row = rows.find("products", where: [("product_id", product)]).first else { return "" }
    return rows.cell("products", row, "stage_id")
  }

  /// Every reference must be to a row that is there now.
  private mutating func checkReferences(_ definition: DataDictionary.Table, _ cells: [ScenarioChange.Cell]) {
    for cell in cells where !cell.text.isEmpty {
      guard case .reference(let target)? = definition[cell.column]?.type, let key = DataDictionary.standard[target]?.key else { continue }
      if rows.find(target, where: [(key.name, cell.text)]).isEmpty {
        report(
          "unknown-reference",
          LocalText(
            zh: "\(cell.column) 为“\(cell.text)”，\(target) 中没有", en: "\(cell.column) is \"\(cell.text)\", which is not in \(target)"),
          LocalText(
            zh: "先用 add 增加它，或改正编号；\(examples(target, key.name).zh)",
            en: "add it before, or correct the id; \(examples(target, key.name).en)"),
          line: cell.line)
      }
    }
  }

  private func examples(_ table: String, _ key: String) -> LocalText {
    let shown = (0..<min(4, rows.count(table))).map { rows.cell(table, $0, key) }.joined(separator: ", ")
    return LocalText(zh: shown.isEmpty ? "表中没有行" : "编号形如：\(shown)", en: shown.isEmpty ? "the table is empty" : "ids look like: \(shown)")
  }

  // MARK: remove

  mutating func remove(_ table: String, _ key: [ScenarioChange.Cell]) {
    let found = find(table, key)
    if !found.isEmpty { removeRows(table, found) { _ in true } }
  }

  /// The rows that a change names; none is a finding.
  private mutating func find(_ table: String, _ key: [ScenarioChange.Cell]) -> [Int] {
    let key = DataDictionary.standard[table].map { settled(key, $0, isKey: true) } ?? key
    let found = rows.find(table, where: key.map { ($0.column, $0.text) })
    if found.isEmpty {
      let shown = key.map { "\($0.column) = \($0.text)" }.joined(separator: ", ")
      let example = DataDictionary.standard[table]?.key.map { examples(table, $0.name) }
      report(
        "no-such-row", LocalText(zh: "\(table) 中没有 \(shown) 的行", en: "\(table) has no row with \(shown)"),
        LocalText(
          zh: "改正 where，或去掉这一项" + (example.map { "；\($0.zh)" } ?? ""),
          en: "correct where, or take this one out" + (example.map { "; \($0.en)" } ?? "")), line: key.first?.line)
    }
    return found
  }

  /// Takes rows out, and with them what hangs on them: rows that must name them or only tie them to others go too, rows that stand for
  /// something of their own stay with the cell emptied.
  ///
  /// - Parameter isNamed: whether a row was named by the change; the others follow from it.
  mutating func removeRows(
    _ table: String, _ positions: [Int], as word: AppliedScenario.Row.Kind? = nil, follows: Bool = false, isNamed: (Int) -> Bool
  ) {
    guard let definition = DataDictionary.standard[table], !positions.isEmpty else { return }
    let ids = definition.key.map { key in Set(positions.map { rows.cell(table, $0, key.name) }) } ?? []
    let named = positions.filter { isNamed($0) }
    let others = positions.filter { !isNamed($0) }
    let all = positions.map { RowEdit.Row(position: $0, before: rows.cells(table, $0)) }
    // One edit for all, so that positions are those of one moment; what was named and what follows is told apart in the account.
    let first = done.count
    apply(.delete, table, all, follows: follows, as: word)
    if !others.isEmpty && !named.isEmpty {
      for (offset, position) in positions.enumerated() where !isNamed(position) { done[first + offset].follows = true }
    }
    guard !ids.isEmpty else { return }
    for other in DataDictionary.standard.tables {
      for column in other.columns where column.type == .reference(table: table) {
        let found = rows.find(other.name, column: column.name, in: ids)
        if found.isEmpty { continue }
        // A project stays when its cluster or stage goes: it is planned all the same.
        if (other.key == nil && other.name != "projects") || column.isRequired {
          removeRows(other.name, found, as: word, follows: true) { _ in true }
        } else {
          empty(other.name, column.name, found)
        }
      }
    }
    if let kind = RowIdentity.figureWord(table) {
      let found = rows.find("figures", column: "subject_id", in: ids).filter { rows.cell("figures", $0, "table") == kind }
      removeRows("figures", found, as: word, follows: true) { _ in true }
    }
  }

  private mutating func empty(_ table: String, _ column: String, _ positions: [Int]) {
    guard let at = rows.columns(of: table).firstIndex(of: column) else { return }
    let edited = positions.map { position in
      let before = rows.cells(table, position)
      var after = before
      after[at] = ""
      return RowEdit.Row(position: position, before: before, after: after)
    }
    apply(.replace, table, edited, follows: true)
  }

  // MARK: change

  mutating func change(_ table: String, _ key: [ScenarioChange.Cell], _ set: [ScenarioChange.Cell]) {
    guard let definition = DataDictionary.standard[table] else { return }
    let before = findings.count
    let set = settled(set, definition, isKey: false)
    let fixed = table == "groups" ? ["group_id"] : definition.key.map { [$0.name] } ?? []
    for cell in set where fixed.contains(cell.column) {
      report(
        "key-changed",
        LocalText(zh: "不能改 \(cell.column)：其他行用它指向这一行", en: "\(cell.column) cannot be changed: other rows name this one by it"),
        LocalText(zh: "用 remove 去掉这一行，再用 add 增加", en: "remove the row and add another"), line: cell.line)
    }
    for cell in set where cell.text.isEmpty && definition[cell.column]?.isRequired == true {
      report(
        "missing-key", LocalText(zh: "\(cell.column) 不能为空", en: "\(cell.column) cannot be empty"),
        LocalText(zh: "写出值，或用 remove 去掉这一行", en: "give a value, or remove the row"), line: cell.line)
    }
    checkReferences(definition, set)
    var found = find(table, key)
    if findings.count > before { return }
    if table == "groups", set.contains(where: { ["name", "name_en", "kind", "failure_probability"].contains($0.column) }) {
      // A group's own facts stand in each of its rows.
      let groups = Set(found.map { rows.cell("groups", $0, "group_id") })
      found = rows.find("groups", column: "group_id", in: groups)
    }
    let edited = found.map { edit(table, $0, Dictionary(set.map { ($0.column, $0.text) }) { _, last in last }) }
    let moved = table == "products" && set.contains { $0.column == "stage_id" } ? edited : []
    apply(.replace, table, edited)
    checkIdentities(table, found, set)
    if !moved.isEmpty { moveMakers(moved) }
  }

  /// A row with other cells, and the scenario in its source.
  mutating func edit(_ table: String, _ position: Int, _ set: [String: String]) -> RowEdit.Row {
    let columns = rows.columns(of: table)
    let before = rows.cells(table, position)
    var cells = Dictionary(zip(columns, before)) { first, _ in first }
    if table == "makes", set["product_id"] != nil, set["stage_id"] == nil,
      cells["stage_id"] == stageOfProduct(cells["product_id"] ?? "")
    {
      cells["stage_id"] = stageOfProduct(set["product_id"] ?? "")
    }
    for (column, text) in set { cells[column] = text }
    if set["source"] == nil { cells["source"] = sourceText(after: cells["source"] ?? "") }
    if set["provenance"] == nil {
      // What was made up stays made up, and nothing made up is said of what was not: it is a supposition. A row that is there is no proposal, whatever a plan
      // would change about it; a proposal stays one until the change says how it is known.
      let old = ProvenanceKind(word: cells["provenance"] ?? "") ?? .unknown
      let kind = change.provenance.kind
      let says = kind != .synthetic && kind != .unknown && kind != .proposed
      if old == .proposed {
        if says { cells["provenance"] = kind.word }
      } else if old != .synthetic && old != .unknown {
        cells["provenance"] = (says ? kind : .inferred).word
      }
    }
    return RowEdit.Row(position: position, before: before, after: columns.map { cells[$0] ?? "" })
  }

  /// No two rows may have become the same.
  private mutating func checkIdentities(_ table: String, _ positions: [Int], _ set: [ScenarioChange.Cell]) {
    let identity = RowIdentity.columns(of: table)
    guard let cell = set.first(where: { identity.contains($0.column) }) else { return }
    for position in positions {
      let cells = identity.map { ($0, rows.cell(table, position, $0)) }
      if rows.find(table, where: cells).count > 1 {
        let shown = cells.map(\.1).filter { !$0.isEmpty }.joined(separator: " / ")
        report(
          "duplicate-row", LocalText(zh: "\(table) 中会有两行 \(shown)", en: "\(table) would have \(shown) twice"),
          LocalText(zh: "去掉其中一行，或改用别的值", en: "remove one of the two, or set other cells"), line: cell.line)
        return
      }
    }
  }

  /// Makers of a product that goes to another stage go with it.
  private mutating func moveMakers(_ products: [RowEdit.Row]) {
    let columns = rows.columns(of: "products")
    guard let id = columns.firstIndex(of: "product_id"), let stage = columns.firstIndex(of: "stage_id") else { return }
    for product in products {
      let makers = rows.find("makes", where: [("product_id", product.before[id]), ("stage_id", product.before[stage])])
      apply(.replace, "makes", makers.map { edit("makes", $0, ["stage_id": product.after[stage]]) }, follows: true)
    }
  }
}
