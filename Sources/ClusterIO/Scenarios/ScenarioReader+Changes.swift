import ClusterModel

extension ScenarioReader {
  public static let actions = ["add", "remove", "change", "shut", "curtail", "delay", "share_step"]
  package static let changeFields = actions + ["row", "where", "set", "loss", "days", "plant", "reason", "provenance", "source", "as_of"]
  package static let selectorFields = ["firms", "cluster", "county", "stage", "sector"]
  package static let delayFields = ["supplier", "buyer", "product"]
  /// The fields that each action takes besides its own and those that say why.
  static let fieldsOfAction = [
    "add": ["row"], "remove": ["where"], "change": ["where", "set"], "shut": [], "curtail": ["loss"], "delay": ["days"],
    "share_step": ["plant"],
  ]

  static func change(
    _ node: YAMLNode, _ number: Int, of scenario: Scenario, file: String, into findings: inout [Finding]
  ) -> ScenarioChange? {
    let owner = LocalText(zh: "变更 \(number)", en: "change \(number)")
    guard let fields = ScenarioFields(node, known: changeFields, owner: owner, file: file, into: &findings) else { return nil }
    let given = actions.filter { fields.has($0) }
    guard let name = given.first, given.count == 1 else {
      fields.report(
        given.last ?? "add", given.isEmpty ? "没有说做什么" : "与 \(given[0]) 同写",
        given.isEmpty ? "is missing: nothing is done" : "stands beside \(given[0])",
        remedy: LocalText(
          zh: "每项变更只写一个：\(WrittenWords.list(actions).zh)", en: "give each change one of \(actions.joined(separator: ", "))"),
        into: &findings)
      return nil
    }
    let taken = (fieldsOfAction[name] ?? []) + [name, "reason", "provenance", "source", "as_of"]
    for field in changeFields where fields.has(field) && !taken.contains(field) {
      fields.report(
        field, "不用于 \(name)", "is not for \(name)",
        remedy: LocalText(
          zh: "去掉这一行；\(WrittenWords.shown(name).zh)用 \(WrittenWords.list(taken).zh)",
          en: "take the line out; \(name) takes \(taken.joined(separator: ", "))"),
        into: &findings)
    }
    let provenance = provenance(fields, otherwise: scenario.provenance, into: &findings)
    let reason = fields.text("reason", into: &findings)
    let before = findings.count
    guard let action = action(name, fields, owner, file, into: &findings), findings.count == before else { return nil }
    return ScenarioChange(action, reason: reason, provenance: provenance, place: Place(file: file, row: fields.line))
  }

  private static func action(
    _ name: String, _ fields: ScenarioFields, _ owner: LocalText, _ file: String, into findings: inout [Finding]
  ) -> ScenarioChange.Action? {
    switch name {
    case "add", "remove", "change":
      guard let table = table(fields, name, into: &findings) else { return nil }
      let row = name == "add" ? cells("row", fields, table, owner, file, into: &findings) : []
      let key = name == "add" ? [] : cells("where", fields, table, owner, file, into: &findings)
      let set = name == "change" ? cells("set", fields, table, owner, file, into: &findings) : []
      switch name {
      case "add": return .add(table: table.name, row: row)
      case "remove": return .remove(table: table.name, key: key)
      default: return .change(table: table.name, key: key, set: set)
      }
    case "shut", "curtail":
      guard let node = fields.node(name),
        let inner = ScenarioFields(
          node, known: selectorFields, owner: LocalText(zh: owner.zh + " 的 \(name)", en: "\(name) of " + owner.en), file: file,
          into: &findings)
      else { return nil }
      let selector = selector(inner, into: &findings)
      if name == "shut" { return .shut(selector) }
      return fields.number("loss", in: 0...1, type: .share, into: &findings).map { .curtail(selector, loss: $0) }
    case "share_step": return sharing(fields, owner, file, into: &findings)
    default:
      guard let node = fields.node(name),
        let inner = ScenarioFields(
          node, known: delayFields, owner: LocalText(zh: owner.zh + " 的 delay", en: "delay of " + owner.en), file: file, into: &findings)
      else { return nil }
      for field in ["supplier", "buyer"] where !inner.has(field) {
        inner.report(
          field, "没有给出", "is not given", remedy: LocalText(zh: "写出企业编号", en: "give the firm's id"), into: &findings)
      }
      let (supplier, buyer) = (given(inner, "supplier", into: &findings), given(inner, "buyer", into: &findings))
      let product = given(inner, "product", into: &findings)
      let days = fields.number("days", in: 0...Double(dayLimit), unit: "day", into: &findings)
      guard let supplier, let buyer, let days else { return nil }
      return .delay(supplier: supplier, buyer: buyer, product: product, days: days)
    }
  }

  private static func table(
    _ fields: ScenarioFields, _ name: String, into findings: inout [Finding]
  ) -> DataDictionary.Table? {
    let word = fields.text(name, into: &findings)
    let tables = DataDictionary.standard.tables.map(\.name)
    if let table = WrittenWords.name(word, among: tables) { return DataDictionary.standard[table] }
    let (list, guess) = (WrittenWords.list(tables), WrittenWords.guess(word, among: tables))
    fields.report(
      name, "没有名为 \(FieldValue.shown(word)) 的表", "names no table: \(FieldValue.shown(word))",
      remedy: LocalText(zh: guess.zh + "表有：\(list.zh)", en: guess.en + "the tables are: \(list.en)"), into: &findings)
    return nil
  }

  /// The cells of `row`, `where` or `set`: columns of the dictionary with one text each, by their names or by headers that lists give them.
  private static func cells(
    _ name: String, _ fields: ScenarioFields, _ table: DataDictionary.Table, _ owner: LocalText, _ file: String,
    into findings: inout [Finding]
  ) -> [ScenarioChange.Cell] {
    guard let node = fields.node(name), case .fields(let given) = node.value, !given.isEmpty else {
      fields.report(
        name, fields.has(name) ? "须列出至少一列" : "没有给出", fields.has(name) ? "must give at least one column" : "is not given",
        remedy: LocalText(
          zh: "写成 \(name): {\(table.columns[0].name): 值}", en: "write \(name): {\(table.columns[0].name): value}"), into: &findings)
      return []
    }
    let names = table.columns.map(HeaderWords.Names.init)
    let inner = ScenarioFields(
      node, known: table.columns.map(\.name), owner: LocalText(zh: owner.zh + " 的 \(name)", en: "\(name) of " + owner.en), file: file,
      into: &findings
    ) { written, known in known.contains(written) ? written : HeaderWords.column(written, among: names)?.column.name }
    guard let inner else { return [] }
    return inner.fields.compactMap { field in
      guard let column = table[field.name] else { return nil }
      let style = HeaderWords.column(field.written, among: names)?.style ?? NumberStyle()
      return ScenarioChange.Cell(column.name, plain(inner.text(field.name, into: &findings), column, style), line: field.line)
    }
  }

  /// A cell as tables have it: 1.2亿元 of revenue is 12000, 领跑者企业 is leader. What is not understood stays, for whoever reads the rows.
  private static func plain(_ text: String, _ column: DataDictionary.Column, _ style: NumberStyle) -> String {
    switch column.type {
    case .number, .amount, .share, .integer:
      if Double(text) != nil, style.isPlain { return text }
      guard case .value(let value) = NumberText.read(text, unit: column.unit, type: column.type, style: style) else { return text }
      return Decimals.exact(value)
    case .choice, .flag:
      return WrittenWords.name(text, among: column.values) ?? text
    case .year: return DateText.year(text).map { String($0) } ?? text
    case .date: return DateText.date(text) ?? text
    default:
      return column.name == "provenance" ? WrittenWords.name(text, among: ProvenanceKind.allCases.map(\.word)) ?? text : text
    }
  }
}
