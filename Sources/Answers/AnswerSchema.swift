import ClusterModel

/// The shape of a question's answers as a JSON Schema (draft 2020-12): what may be in its JSON, and what always is.
///
/// Made from answers, of which it takes the union of facts, tables and columns; types, units and meanings come from `figures.csv`.
public struct AnswerSchema: Sendable {
  private var answers = 0
  private var facts: [(column: Answer.Column, seen: Int)] = []
  private var tables: [(name: String, title: LocalText, columns: [(column: Answer.Column, seen: Int)], seen: Int)] = []
  private var findings = 0

  public init() {}

  public mutating func add(_ answer: Answer) {
    answers += 1
    for fact in answer.facts where fact.column.audience != .readers { Self.count(fact.column, &facts) }
    for table in answer.tables {
      let place = tables.firstIndex { $0.name == table.name } ?? tables.count
      if place == tables.count { tables.append((table.name, table.title, [], 0)) }
      tables[place].seen += 1
      for column in table.columns where column.audience != .readers { Self.count(column, &tables[place].columns) }
    }
    if answer.findings != nil { findings += 1 }
  }

  private static func count(_ column: Answer.Column, _ list: inout [(column: Answer.Column, seen: Int)]) {
    if let place = list.firstIndex(where: { $0.column.name == column.name }) { list[place].seen += 1 } else { list.append((column, 1)) }
  }

  /// The schema as text; members in the order of the answers.
  public func json(_ title: String) -> String {
    var out = JSONText()
    out.raw("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n")
    out.member("title", indent: "  ")
    out.string(title)
    out.raw(",\n  \"type\": \"object\",\n  \"properties\": {\n    \"title\": {\"type\": \"string\"}")
    for fact in facts {
      out.raw(",\n")
      out.member(fact.column.name, indent: "    ")
      out.raw(Self.type(fact.column))
    }
    for table in tables {
      out.raw(",\n")
      out.member(table.name, indent: "    ")
      out.raw("{\"type\": \"array\", \"description\": ")
      out.string("\(table.title.en); \(table.title.zh)")
      out.raw(", \"items\": {\"type\": \"object\", \"properties\": {")
      for (number, column) in table.columns.enumerated() {
        out.raw(number == 0 ? "\n" : ",\n")
        out.member(column.column.name, indent: "      ")
        out.raw(Self.type(column.column))
      }
      out.raw("}, \"required\": ")
      out.array(table.columns.filter { $0.seen == table.seen }) { $0.string($1.column.name) }
      out.raw("}}")
    }
    if findings > 0 { out.raw(",\n    \"findings\": \(Self.finding),\n    \"findings_omitted\": {\"type\": \"integer\"}") }
    out.raw(",\n    \"notes\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}\n  },\n  \"required\": ")
    let always =
      ["title"] + facts.filter { $0.seen == answers }.map(\.column.name) + tables.filter { $0.seen == answers }.map(\.name)
      + (findings == answers && answers > 0 ? ["findings", "findings_omitted"] : [])
    out.array(always) { $0.string($1) }
    out.raw("\n}\n")
    return out.text
  }

  private static func type(_ column: Answer.Column) -> String {
    let entry = column.entry
    let inner =
      switch entry.kind {
      case .id, .code, .text, .name, .words, .unit, .rule, .published: "\"type\": [\"string\", \"null\"]"
      case .count: "\"type\": [\"integer\", \"null\"]"
      case .number, .share, .points: "\"type\": [\"number\", \"object\", \"null\"]"
      case .flag: "\"type\": [\"boolean\", \"null\"]"
      case .range: "\"type\": [\"object\", \"null\"]"
      case .value: ""
      }
    var out = JSONText()
    let type = entry.isList ? "\"type\": [\"array\", \"null\"], \"items\": {\(inner)}" : inner
    out.raw("{" + type + (type.isEmpty ? "" : ", ") + "\"description\": ")
    let said = [column.heading(.en), column.heading(.zh), entry.meaning.en, entry.metric].filter { !$0.isEmpty }
    out.string(said.joined(separator: "; ") + (entry.kind == .share ? "; 0 to 1" : ""))
    out.raw("}")
    return out.text
  }

  private static let finding = """
    {"type": "array", "items": {"type": "object", "required": ["rule", "severity", "subject", "message", "remedy", "figures", "witness", "places"], \
    "properties": {"rule": {"type": "string"}, "severity": {"enum": ["note", "warning", "error"]}, "subject": {"type": "object"}, \
    "message": {"type": "string"}, "remedy": {"type": "string"}, "figures": {"type": "object"}, "witness": {"type": "array"}, \
    "places": {"type": "array"}}}}
    """
}
