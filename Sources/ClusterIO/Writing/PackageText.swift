import ClusterModel

/// Writes a `datapackage.json` (Frictionless Data Package and Table Schema, version 1).
///
/// > Source: https://specs.frictionlessdata.io/table-schema/, version 1.
struct PackageText {
  private(set) var text = ""
  private var depth = 0

  static func text(network: Network, tables: [TableText]) -> String {
    var json = PackageText()
    json.object { json in
      json.field("profile", "tabular-data-package")
      json.field("name", slug(network.name))
      if !network.title.zh.isEmpty { json.field("title", network.title.zh) }
      if !network.title.en.isEmpty { json.field("title_en", network.title.en) }
      json.list("resources", tables) { json, table in json.resource(table, tables) }
    }
    return json.text + "\n"
  }

  /// A name as data packages want it: small letters, digits, `.`, `_`, `-`.
  static func slug(_ name: String) -> String {
    let letters = name.lowercased().utf8.map { byte -> UInt8 in
      let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D
      return isPlain ? byte : 0x2D
    }
    let isAllDashes = letters.allSatisfy { $0 == 0x2D }
    return isAllDashes ? "network" : String(decoding: letters, as: UTF8.self)
  }

  private mutating func resource(_ table: TableText, _ tables: [TableText]) {
    object { json in
      json.field("profile", "tabular-data-resource")
      json.field("name", table.table.name)
      json.field("path", table.table.name + ".csv")
      json.field("title", table.table.title.zh)
      json.field("description", table.table.meaning.en)
      json.field("encoding", "utf-8")
      json.key("schema")
      json.object { json in
        json.list("fields", table.columns) { json, column in json.column(column) }
        if let key = table.table.key { json.field("primaryKey", key.name) }
        let keys = table.columns.compactMap { column -> (column: String, table: DataDictionary.Table)? in
          guard case .reference(let target)? = column.definition?.type else { return nil }
          return tables.first { $0.table.name == target }.map { (column.name, $0.table) }
        }
        if !keys.isEmpty { json.list("foreignKeys", keys) { json, key in json.foreignKey(key.column, key.table) } }
      }
    }
  }

  private mutating func foreignKey(_ column: String, _ target: DataDictionary.Table) {
    object { json in
      json.field("fields", column)
      json.key("reference")
      json.object { json in
        json.field("resource", target.name)
        json.field("fields", target.key?.name ?? "")
      }
    }
  }

  private mutating func column(_ column: TableText.Column) {
    object { json in
      json.field("name", column.name)
      guard let definition = column.definition else {
        json.field("type", "string")
        return
      }
      json.field("type", Self.type(definition.type))
      if let label = definition.labels.first { json.field("title", label) }
      json.field("description", definition.meaning.en)
      if !definition.unit.isEmpty { json.field("unit", definition.unit) }
      if definition.type == .flag {
        json.list("trueValues", ["yes"]) { $0.string($1) }
        json.list("falseValues", ["no"]) { $0.string($1) }
      }
      json.constraints(definition)
    }
  }

  private mutating func constraints(_ definition: DataDictionary.Column) {
    var constraints: [(String, (inout PackageText) -> Void)] = []
    if definition.isRequired { constraints.append(("required", { $0.text += "true" })) }
    switch definition.type {
    case .amount: constraints.append(("minimum", { $0.text += "0" }))
    case .share:
      constraints.append(("minimum", { $0.text += "0" }))
      constraints.append(("maximum", { $0.text += "1" }))
    case .choice:
      let values = definition.values
      constraints.append(("enum", { $0.listValue(values) { $0.string($1) } }))
    case .date: constraints.append(("pattern", { $0.string("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?") }))
    default: break
    }
    if constraints.isEmpty { return }
    key("constraints")
    object { json in
      for (name, write) in constraints {
        json.key(name)
        write(&json)
      }
    }
  }

  private static func type(_ type: ColumnType) -> String {
    switch type {
    case .id, .text, .code, .date, .choice, .reference: "string"
    case .number, .amount, .share: "number"
    case .integer: "integer"
    case .year: "year"
    case .flag: "boolean"
    }
  }
}

/// The little of JSON that is needed, with keys in the order given.
extension PackageText {
  private mutating func line() { text += "\n" + String(repeating: "  ", count: depth) }

  private mutating func object(_ body: (inout PackageText) -> Void) {
    text += "{"
    depth += 1
    body(&self)
    depth -= 1
    line()
    text += "}"
  }

  private mutating func key(_ name: String) {
    if text.last != "{" { text += "," }
    line()
    string(name)
    text += ": "
  }

  private mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  private mutating func list<Element>(_ name: String, _ elements: [Element], _ write: (inout PackageText, Element) -> Void) {
    key(name)
    listValue(elements, write)
  }

  private mutating func listValue<Element>(_ elements: [Element], _ write: (inout PackageText, Element) -> Void) {
    text += "["
    depth += 1
    for (at, element) in elements.enumerated() {
      if at > 0 { text += "," }
      line()
      write(&self, element)
    }
    depth -= 1
    line()
    text += "]"
  }

  private mutating func string(_ value: String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
        let code = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
