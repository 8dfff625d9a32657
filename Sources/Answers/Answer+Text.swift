public import ClusterModel

extension Answer {
  /// The answer for a reader at a terminal. `limit` rows of each table and findings, or as many as the answer itself proposes; `more` tells how to see the rest.
  ///
  /// - Parameters:
  ///   - language: of all that is said.
  ///   - limit: rows of each table, and findings.
  ///   - more: how to see the rows left out.
  ///   - terminal: columns of the terminal that tables have to fit in; any where `nil`.
  ///   - moreColumns: how to see the columns left out.
  public func text(
    _ language: Language, limit: Int? = nil, more: LocalText = LocalText(zh: "", en: ""), width terminal: Int? = nil,
    moreColumns: LocalText = LocalText(zh: "", en: "")
  ) -> String {
    let wording = Wording(language)
    var out = SafeText.safe(title[language]) + "\n"
    let facts = facts.filter { $0.column.audience != .data }
    if !facts.isEmpty {
      out += "\n"
      let labels = facts.map { $0.column.heading(language) }
      let width = labels.map { SafeText.width($0) }.max() ?? 0
      for (label, fact) in zip(labels, facts) {
        out +=
          "  " + SafeText.padded(label, to: width) + "  "
          + SafeText.safe(wording.text(fact.value, fact.column.entry.fitted(to: [fact.value]))) + "\n"
      }
    }
    for table in tables { out += "\n" + table.text(wording, limit: limit, width: terminal, more: moreColumns[language]) }
    if let findings { out += "\n" + text(of: findings, wording, limit: limit, more: more[language]) }
    if !notes.isEmpty {
      out += "\n"
      for note in notes { out += wording.text("注：", "note: ") + SafeText.safe(note[language], limit: 4000) + "\n" }
    }
    return out
  }

  private func text(of findings: [Finding], _ wording: Wording, limit: Int?, more: String) -> String {
    if findings.isEmpty && omittedFindings == 0 { return wording.text("没有发现。\n", "Nothing found.\n") }
    var out = ""
    let language = wording.language
    let shown = findings.prefix(max(0, limit ?? shownFindings))
    for (number, finding) in shown.enumerated() {
      if number > 0 { out += "\n" }
      out += "\(finding.severity.mark) \(SafeText.safe(finding.message[language]))  [\(wording.rule(finding))]\n"
      if !finding.figures.isEmpty { out += "    \(wording.figures(of: finding))\n" }
      for step in finding.witness.prefix(8) { out += "    · \(SafeText.safe(step.text[language]))\n" }
      if finding.witness.count > 8 {
        let rest = finding.witness.count - 8
        out += "    · " + wording.text("另有 \(rest) 步", "\(rest) more \(rest == 1 ? "step" : "steps")") + "\n"
      }
      if !finding.places.isEmpty { out += "    @ \(SafeText.safe(wording.places(of: finding, limit: 3)))\n" }
      out += "    → \(SafeText.safe(finding.remedy[language]))\n"
    }
    let rest = findings.count - shown.count + omittedFindings
    if rest > 0 { out += wording.text("\n……另有 \(wording.count(rest)) 条", "\n… and \(wording.count(rest)) more") + more + "\n" }
    return out
  }
}

extension Answer.Table {
  /// What a reader is shown: columns by their position, rows, and how many rows are left out.
  package func forReaders(limit: Int?) -> (columns: [Int], rows: [[Cell]], omitted: Int) {
    var columns = self.columns.indices.filter { self.columns[$0].audience != .data }
    let wanted = max(0, limit ?? shown)
    guard hidesUnknown else {
      let rows = Array(rows.prefix(wanted))
      return (columns, rows, rowCount - rows.count + omitted)
    }
    let all = Array(rows)
    let measured = columns.filter { column in all.contains { $0[column].isNumber } }
    let rows = all.filter { row in measured.isEmpty || measured.contains { !row[$0].isUnknown } }
    columns = columns.filter { column in rows.isEmpty || !rows.allSatisfy { $0[column].isUnknown } }
    return (columns, Array(rows.prefix(wanted)), max(0, rows.count - wanted) + omitted)
  }

  fileprivate func text(_ wording: Wording, limit: Int?, width terminal: Int?, more: String) -> String {
    var out = SafeText.safe(title[wording.language]) + "\n"
    let (allColumns, rows, omitted) = forReaders(limit: limit)
    var shownColumns = allColumns
    if rows.isEmpty {
      return out + (omitted == 0 ? wording.text("  （无）\n", "  (none)\n") : "  " + wording.text("共 \(omitted) 行", Self.rows(omitted)) + "\n")
    }
    let headings = shownColumns.map { SafeText.safe(columns[$0].heading(wording.language)) }
    let entries = shownColumns.map { column in columns[column].entry.fitted(to: rows.map { $0[column] }) }
    var cells = rows.map { row in zip(shownColumns, entries).map { SafeText.safe(wording.text(row[$0], $1)) } }
    let contents = headings.indices.map { column in cells.map { SafeText.width($0[column]) }.max() ?? 0 }
    var lines = zip(headings, contents).map { Self.folded($0, to: $1) }
    var widths = zip(lines, contents).map { max($0.map { SafeText.width($0) }.max() ?? 0, $1) }
    let fitting = terminal.map { Self.fitting(widths, in: $0) } ?? shownColumns.count
    let left = shownColumns[fitting...].map { columns[$0].name }
    shownColumns = Array(shownColumns.prefix(fitting))
    cells = cells.map { Array($0.prefix(fitting)) }
    lines = Array(lines.prefix(fitting))
    widths = Array(widths.prefix(fitting))
    func line(_ texts: [String], isNumber: (Int) -> Bool) -> String {
      var line = " "
      for (column, text) in texts.enumerated() {
        line += " " + (isNumber(column) ? SafeText.leftPadded(text, to: widths[column]) : SafeText.padded(text, to: widths[column])) + " "
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    let numeric = shownColumns.map { column in rows.allSatisfy { $0[column].isNumber } }
    // Headings of several lines stand on the rule below them.
    let height = lines.map(\.count).max() ?? 1
    for at in 0..<height {
      out += line(lines.map { at < height - $0.count ? "" : $0[at - height + $0.count] }) { numeric[$0] }
    }
    out += line(widths.map { String(repeating: "-", count: $0) }) { _ in false }
    for row in cells { out += line(row) { numeric[$0] } }
    if omitted > 0 {
      out += "  " + wording.text("……另有 \(omitted) 行", "… and \(omitted == 1 ? "1 more row" : "\(omitted) more rows")") + "\n"
    }
    if !left.isEmpty {
      let names = left.joined(separator: ", ")
      out +=
        "  "
        + wording.text(
          "……另有 \(left.count) 列：\(names)", "… and \(left.count == 1 ? "1 more column" : "\(left.count) more columns"): \(names)") + more
        + "\n"
    }
    return out
  }

  /// How many of the first columns fit; two at least, so that something stands beside what the row is of.
  private static func fitting(_ widths: [Int], in terminal: Int) -> Int {
    var used = 0
    for (number, width) in widths.enumerated() {
      used += width + 2
      if used > terminal && number >= 2 { return number }
    }
    return widths.count
  }

  /// A heading in lines that are no wider than what stands below it, where that can be had by breaking it between words in three lines at most.
  private static func folded(_ heading: String, to width: Int) -> [String] {
    let words = heading.split(separator: " ").map(String.init)
    guard words.count > 1, SafeText.width(heading) > width else { return [heading] }
    var best = [heading]
    for limit in stride(from: SafeText.width(heading) - 1, through: max(1, width), by: -1) {
      var lines = [words[0]]
      for word in words.dropFirst() {
        if SafeText.width(lines[lines.count - 1] + " " + word) <= limit {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(word)
        }
      }
      if lines.count > 3 { break }
      best = lines
    }
    return best
  }

  private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }
}
