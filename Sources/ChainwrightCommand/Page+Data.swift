import Chainwright
import FoundationEssentials

/// A JSON value; objects come out with sorted keys.
enum JSON: Encodable {
  case string(String)
  case number(Double)
  case integer(Int)
  case array([JSON])
  case object([String: JSON])
  case null

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let string): try container.encode(string)
    case .number(let number): try container.encode(number)
    case .integer(let integer): try container.encode(integer)
    case .array(let array): try container.encode(array)
    case .object(let object): try container.encode(object)
    case .null: try container.encodeNil()
    }
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension Page {
  /// The page for a program: facts by name, each table as an array of objects, findings; unknown is null.
  func json(_ language: Language) throws -> String {
    var object: [String: JSON] = ["title": .string(title[language])]
    for fact in facts { object[fact.name] = fact.value.json(language) }
    for table in tables {
      object[table.name] = .array(
        table.rows.map { row in
          .object(Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), row.map { $0.json(language) })))
        })
      if table.omitted > 0 { object[table.name + "_omitted"] = .integer(table.omitted) }
    }
    if let findings {
      object["findings"] = .array(findings.map { $0.json(language) })
      object["findings_omitted"] = .integer(omittedFindings)
    }
    if !notes.isEmpty { object["notes"] = .array(notes.map { .string($0[language]) }) }
    return try JSON.object(object).text()
  }

  /// The main table, or the findings where there is no table, as CSV (RFC 4180, LF).
  func csv(_ language: Language) -> String {
    if let table = tables.first {
      var out = CSVText.line(table.columns.map(\.name))
      for row in table.rows { out += CSVText.line(row.map { $0.csv(language) }) }
      return out
    }
    var out = CSVText.line(["rule", "severity", "table", "id", "name", "message", "remedy", "witness", "places"])
    for finding in findings ?? [] {
      out += CSVText.line([
        finding.rule, finding.severity.word, finding.subject.table, finding.subject.id, finding.subject.name[language],
        finding.message[language], finding.remedy[language], finding.witness.map { $0.text[language] }.joined(separator: "; "),
        finding.places.map(\.text).joined(separator: " "),
      ])
    }
    return out
  }
}

extension Page.Cell {
  func json(_ language: Language) -> JSON {
    switch self {
    case .text(let text): .string(text)
    case .local(let text): .string(text[language])
    case .number(let number), .ratio(let number): .number(number)
    case .integer(let integer): .integer(integer)
    case .list(let items): .array(items.map { .string($0) })
    case .names(let names): .array(names.map { .string($0[language]) })
    case .unknown: .null
    }
  }

  func csv(_ language: Language) -> String {
    switch self {
    case .text(let text): text
    case .local(let text): text[language]
    case .number(let number), .ratio(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    case .integer(let integer): String(integer)
    case .list(let items): items.joined(separator: ";")
    case .names(let names): names.map { $0[language] }.joined(separator: ";")
    case .unknown: ""
    }
  }
}

extension Finding {
  func json(_ language: Language) -> JSON {
    .object([
      "rule": .string(rule), "severity": .string(severity.word), "subject": subject.json(language),
      "message": .string(message[language]), "remedy": .string(remedy[language]),
      "witness": .array(
        witness.map { step in
          .object(["text": .string(step.text[language]), "subjects": .array(step.subjects.map { $0.json(language) })])
        }),
      "places": .array(
        places.map { place in
          var object: [String: JSON] = ["file": .string(place.file)]
          if let row = place.row { object["row"] = .integer(row) }
          if !place.column.isEmpty { object["column"] = .string(place.column) }
          if !place.cell.isEmpty { object["cell"] = .string(place.cell) }
          return .object(object)
        }),
      "figures": .object(Dictionary(figures.map { ($0.name, JSON.number($0.value)) }) { first, _ in first }),
    ])
  }
}

extension Subject {
  func json(_ language: Language) -> JSON {
    .object(["table": .string(table), "id": .string(id), "name": .string(name[language])])
  }
}
