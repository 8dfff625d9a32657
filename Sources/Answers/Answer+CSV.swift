public import ClusterModel

extension Answer {
  /// The tables that CSV can hold, by name; the findings are the last of them.
  public var tableNames: [String] { tables.map(\.name) + (findings == nil ? [] : ["findings"]) }

  /// A table by name, the main one when none is named, as CSV (RFC 4180, LF); `nil` when there is no such table.
  ///
  /// Codes, ids and all digits; unknown is the empty cell, a list has `;` between its items.
  public func csv(_ language: Language, table name: String? = nil) -> String? {
    var text = ""
    return writeCSV(language, table: name) { text += $0 } ? text : nil
  }

  /// The same in pieces, so that a table of any length takes no memory; false when there is no such table.
  ///
  /// - Parameters:
  ///   - language: of names.
  ///   - name: of the table; the main one when `nil`.
  ///   - sink: takes piece after piece.
  public func writeCSV(_ language: Language, table name: String? = nil, to sink: (String) -> Void) -> Bool {
    let name = name ?? tables.first?.name ?? "findings"
    if let table = self[table: name] {
      table.writeCSV(language, to: sink)
      return true
    }
    guard name == "findings", let findings else { return false }
    var out = CSVText.line(["rule", "severity", "table", "id", "name", "message", "remedy", "witness", "places"])
    for finding in findings {
      out += CSVText.line([
        finding.rule, finding.severity.word, finding.subject.table, finding.subject.id, finding.subject.name[language],
        finding.message[language], finding.remedy[language], finding.witness.map { $0.text[language] }.joined(separator: "; "),
        finding.places.map(\.text).joined(separator: " "),
      ])
    }
    sink(out)
    return true
  }
}

extension Answer.Table {
  public func csv(_ language: Language) -> String {
    var text = ""
    writeCSV(language) { text += $0 }
    return text
  }

  fileprivate func writeCSV(_ language: Language, to sink: (String) -> Void) {
    let written = columns.indices.filter { columns[$0].audience != .readers }
    var out = CSVText.line(written.map { columns[$0].name })
    for row in rows {
      out += CSVText.line(written.map { CSVText.cell(row[$0], language) })
      if out.utf8.count >= JSONText.piece {
        sink(out)
        out = ""
      }
    }
    sink(out)
  }
}

package enum CSVText {
  static func cell(_ cell: Cell, _ language: Language) -> String {
    switch cell {
    case .text(let text): text
    case .words(let text): text[language]
    case .word(let code, _): code
    case .thing(let id, _): id
    case .count(let count): String(count)
    case .number(let value), .share(let value), .points(let value): number(value)
    case .flag(let isTrue): isTrue ? "true" : "false"
    case .list(let cells): cells.map { self.cell($0, language) }.joined(separator: ";")
    case .range(let range):
      range.low == nil && range.high == nil ? "" : (range.low.map { number($0) } ?? "") + ".." + (range.high.map { number($0) } ?? "")
    case .figure(_, let cell): self.cell(cell, language)
    case .unknown, .nothing: ""
    }
  }

  /// The fewest digits that read back as the same number; empty for what is none.
  package static func number(_ value: Double) -> String {
    value.isFinite ? Decimals.exact(value) : ""
  }

  /// One record. A text that a spreadsheet would take for a formula (it begins with `= + - @`, or these at full width, a tab or a return, and is no number)
  /// gets an apostrophe before it; what would control a terminal becomes U+FFFD.
  package static func line(_ fields: [String]) -> String {
    fields.map { field in
      var field = field
      if let first = field.unicodeScalars.first, "=+-@\t\r＝＋－＠".unicodeScalars.contains(first), Double(field) == nil { field = "'" + field }
      if field.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) { field = harmless(field) }
      if !field.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) { return field }
      return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",") + "\n"
  }

  private static func harmless(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value < 0x20 && scalar != "\n" && scalar != "\r" && scalar != "\t" || (0x7F..<0xA0).contains(scalar.value)
    }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { out.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
    return String(out)
  }
}
