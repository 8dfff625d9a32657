/// A JSON value. Members keep their order, and a number stays as it was written: what the command says is passed on, not computed with.
///
/// > Source: RFC 8259.
enum JSON: Sendable, Equatable {
  case null
  case flag(Bool)
  case number(String)
  case text(String)
  case list([JSON])
  case fields([Field])

  struct Field: Sendable, Equatable {
    var name: String
    var value: JSON
  }

  static func object(_ fields: KeyValuePairs<String, JSON?>) -> JSON {
    .fields(fields.compactMap { name, value in value.map { Field(name: name, value: $0) } })
  }

  static func count(_ value: Int) -> JSON { .number(String(value)) }

  /// The member of this name; the last, where there are several.
  subscript(name: String) -> JSON? {
    guard case .fields(let fields) = self else { return nil }
    return fields.last { $0.name == name }?.value
  }

  var string: String? { if case .text(let text) = self { text } else { nil } }
  var list: [JSON]? { if case .list(let items) = self { items } else { nil } }
  var members: [Field]? { if case .fields(let fields) = self { fields } else { nil } }
  var number: Double? { if case .number(let text) = self { Double(text) } else { nil } }
  var int: Int? { if case .number(let text) = self { Int(text) ?? Double(text).flatMap { Int(exactly: $0) } } else { nil } }

  /// On one line, without a line end in it.
  var line: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .null: out += "null"
    case .flag(let value): out += value ? "true" : "false"
    case .number(let text): out += text
    case .text(let text): Self.write(text, to: &out)
    case .list(let items):
      out += "["
      for (at, item) in items.enumerated() {
        if at > 0 { out += "," }
        item.write(to: &out)
      }
      out += "]"
    case .fields(let fields):
      out += "{"
      for (at, field) in fields.enumerated() {
        if at > 0 { out += "," }
        Self.write(field.name, to: &out)
        out += ":"
        field.value.write(to: &out)
      }
      out += "}"
    }
  }

  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
