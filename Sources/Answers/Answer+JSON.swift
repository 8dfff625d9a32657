public import ClusterModel

extension Answer {
  /// The answer for a program (RFC 8259): facts by name, each table as an array of objects, findings; unknown is null.
  ///
  /// Members stand in the answer's own order, a row and a finding on a line each. Between languages only names, titles, messages, remedies and notes differ.
  public func json(_ language: Language) -> String {
    var out = JSONText()
    write(language, to: &out)
    return out.text
  }

  /// The same in pieces, so that tables of any length take no memory.
  ///
  /// - Parameters:
  ///   - language: of names, titles, messages, remedies and notes.
  ///   - sink: takes piece after piece.
  public func writeJSON(_ language: Language, to sink: @escaping (String) -> Void) {
    var out = JSONText(sink)
    write(language, to: &out)
    sink(out.text)
  }

  private func write(_ language: Language, to out: inout JSONText) {
    out.raw("{\n")
    out.member("title", indent: "  ")
    out.string(title[language])
    for fact in facts where fact.column.audience != .readers {
      out.raw(",\n")
      out.member(fact.column.name, indent: "  ")
      out.cell(fact.value, language)
    }
    for table in tables {
      out.raw(",\n")
      out.member(table.name, indent: "  ")
      let written = table.columns.indices.filter { table.columns[$0].audience != .readers }
      out.lines(table.rows) { out, row in
        out.object(written) { out, column in
          out.member(table.columns[column].name)
          out.cell(row[column], language)
        }
      }
      if table.omitted > 0 { out.raw(",\n  \"\(table.name)_omitted\": \(table.omitted)") }
    }
    if let findings {
      out.raw(",\n")
      out.member("findings", indent: "  ")
      out.lines(findings) { out, finding in out.finding(finding, language) }
      out.raw(",\n  \"findings_omitted\": \(omittedFindings)")
    }
    if !notes.isEmpty {
      out.raw(",\n")
      out.member("notes", indent: "  ")
      out.lines(notes) { out, note in out.string(note[language]) }
    }
    out.raw("\n}\n")
  }
}

/// JSON as text in the making.
package struct JSONText {
  private var bytes: [UInt8] = []
  private let sink: ((String) -> Void)?
  static let piece = 1 << 16

  /// With a `sink` lines go there, a piece at a time; ``text`` is what is left.
  package init(_ sink: ((String) -> Void)? = nil) { self.sink = sink }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  package mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var before: UInt8 = 0
    for byte in text.utf8 {
      defer { before = byte }
      switch byte {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case 0x0A: raw("\\n")
      case 0x0D: raw("\\r")
      case 0x09: raw("\\t")
      case 0x80..<0xA0 where before == 0xC2:
        // U+0080 to U+009F, C2 80 to C2 9F: controls of a terminal like those below U+0020.
        bytes.removeLast()
        escape(byte)
      case 0..<0x20, 0x7F: escape(byte)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    let digits = Array("0123456789abcdef".utf8)
    raw("\\u00")
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 15)])
  }

  package mutating func member(_ name: String, indent: String = "") {
    raw(indent)
    string(name)
    raw(": ")
  }

  /// The fewest digits that read back as the same number; null for what is none.
  package mutating func number(_ value: Double) { raw(value.isFinite ? CSVText.number(value) : "null") }

  package mutating func object<Item>(_ items: [Item], _ write: (inout JSONText, Item) -> Void) {
    raw("{")
    for (position, item) in items.enumerated() {
      if position > 0 { raw(", ") }
      write(&self, item)
    }
    raw("}")
  }

  package mutating func array<Item>(_ items: [Item], _ write: (inout JSONText, Item) -> Void) {
    raw("[")
    for (position, item) in items.enumerated() {
      if position > 0 { raw(", ") }
      write(&self, item)
    }
    raw("]")
  }

  /// An array with a line for each element.
  package mutating func lines<Item>(_ items: some Sequence<Item>, _ write: (inout JSONText, Item) -> Void) {
    raw("[")
    var isEmpty = true
    for item in items {
      raw(isEmpty ? "\n    " : ",\n    ")
      isEmpty = false
      write(&self, item)
      if let sink, bytes.count >= Self.piece {
        sink(text)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    raw(isEmpty ? "]" : "\n  ]")
  }

  mutating func cell(_ cell: Cell, _ language: Language) {
    switch cell {
    case .text(let text): string(text)
    case .words(let text): string(text[language])
    case .word(let code, _): string(code)
    case .thing(let id, _): string(id)
    case .count(let count): raw(String(count))
    case .number(let value), .share(let value), .points(let value): number(value)
    case .flag(let isTrue): raw(isTrue ? "true" : "false")
    case .list(let cells): array(cells) { out, cell in out.cell(cell, language) }
    case .range(let range):
      raw("{\"value\": ")
      number(range.value ?? range.exact ?? .nan)
      raw(", \"at_least\": ")
      number(range.low ?? .nan)
      raw(", \"at_most\": ")
      number(range.high ?? .nan)
      raw(", \"known\": \(range.known), \"of\": \(range.of)}")
    case .figure(_, let inner): self.cell(inner, language)
    case .unknown, .nothing: raw("null")
    }
  }

  mutating func finding(_ finding: Finding, _ language: Language) {
    raw("{\"rule\": ")
    string(finding.rule)
    raw(", \"severity\": ")
    string(finding.severity.word)
    raw(", \"subject\": ")
    subject(finding.subject, language)
    raw(", \"message\": ")
    string(finding.message[language])
    raw(", \"remedy\": ")
    string(finding.remedy[language])
    raw(", \"figures\": ")
    object(finding.figures) { out, figure in
      out.member(figure.name)
      out.number(figure.value)
    }
    raw(", \"witness\": ")
    array(finding.witness) { out, step in
      out.raw("{\"text\": ")
      out.string(step.text[language])
      out.raw(", \"subjects\": ")
      out.array(step.subjects) { out, subject in out.subject(subject, language) }
      out.raw("}")
    }
    raw(", \"places\": ")
    array(finding.places) { out, place in
      out.raw("{\"file\": ")
      out.string(place.file)
      if let row = place.row { out.raw(", \"row\": \(row)") }
      if !place.column.isEmpty {
        out.raw(", \"column\": ")
        out.string(place.column)
      }
      if !place.cell.isEmpty {
        out.raw(", \"cell\": ")
        out.string(place.cell)
      }
      out.raw("}")
    }
    raw("}")
  }

  private mutating func subject(_ subject: Subject, _ language: Language) {
    raw("{\"table\": ")
    string(subject.table)
    raw(", \"id\": ")
    string(subject.id)
    raw(", \"name\": ")
    string(subject.name[language])
    raw("}")
  }
}
