public import Answers
public import ClusterModel

extension Document {
  /// An answer as a page: facts first, then its tables, findings and notes. `limit` rows of each table and findings, or as many as the answer proposes.
  public init(_ answer: Answer, language: Language, limit: Int? = nil, more: LocalText = LocalText(zh: "", en: "")) {
    let wording = Wording(language)
    var sections: [Section] = []
    let facts = answer.facts.filter { $0.column.audience != .data }
    if !facts.isEmpty {
      sections.append(
        Section(
          "facts", wording.text("要点", "At a glance"),
          [.facts(facts.map { Figure($0.column.heading(language), Cell($0.value, $0.column.entry.fitted(to: [$0.value]), wording)) })]))
    }
    sections += answer.tables.map { Section($0, wording, limit: limit) }
    if let findings = answer.findings {
      sections.append(Section(findings, answer, wording, limit: limit, more: more[language]))
    }
    if !answer.notes.isEmpty {
      sections.append(Section("remarks", wording.text("注", "Notes"), [.list(answer.notes.map { $0[language] })]))
    }
    self.init(language: language, title: answer.title[language], sections: sections)
  }
}

extension Document.Section {
  fileprivate init(_ table: Answer.Table, _ wording: Wording, limit: Int?) {
    let (columns, rows, omitted) = table.forReaders(limit: limit)
    let entries = columns.map { column in table.columns[column].entry.fitted(to: rows.map { $0[column] }) }
    var cells = rows.map { row in zip(columns, entries).map { Document.Cell(row[$0], $1, wording) } }
    if cells.isEmpty && omitted == 0 {
      cells = [columns.indices.map { Document.Cell($0 == 0 ? wording.text("（无）", "(none)") : "") }]
    }
    let headings = columns.map { Document.Column(table.columns[$0].heading(wording.language)) }
    var blocks: [Document.Block] = [
      .table(Document.Table(table.name, caption: table.title[wording.language], columns: headings, rows: cells))
    ]
    if omitted > 0 {
      blocks.append(.remark(wording.text("另有 \(omitted) 行。", omitted == 1 ? "1 more row." : "\(omitted) more rows.")))
    }
    self.init("table-" + table.name, table.title[wording.language], blocks)
  }

  fileprivate init(_ findings: [Finding], _ answer: Answer, _ wording: Wording, limit: Int?, more: String) {
    let language = wording.language
    var blocks: [Document.Block] = []
    if findings.isEmpty && answer.omittedFindings == 0 { blocks.append(.paragraph(wording.text("没有发现。", "Nothing found."))) }
    let shown = findings.prefix(max(0, limit ?? answer.shownFindings))
    let parts = shown.enumerated().map { number, finding -> Document.Section in
      var lines: [Document.Block] = []
      if !finding.figures.isEmpty { lines.append(.paragraph(wording.figures(of: finding))) }
      if !finding.witness.isEmpty { lines.append(.list(finding.witness.map { $0.text[language] })) }
      lines.append(.paragraph("→ " + finding.remedy[language]))
      if !finding.places.isEmpty { lines.append(.remark("@ " + wording.places(of: finding, limit: 20))) }
      return Document.Section(
        "finding-\(number + 1)", "\(finding.severity.mark) \(finding.message[language]) [\(wording.rule(finding))]", lines)
    }
    let rest = findings.count - shown.count + answer.omittedFindings
    if rest > 0 { blocks.append(.remark(wording.text("另有 \(rest) 条", "\(rest) more") + more)) }
    self.init("findings", wording.text("发现", "Findings"), blocks, sections: parts)
  }
}

extension Document.Cell {
  fileprivate init(_ cell: Answers.Cell, _ entry: FigureEntry, _ wording: Wording) {
    let text = wording.text(cell, entry)
    if cell.isUnknown { self.init(text, mark: .missing, isNumeric: true) } else { self.init(text, isNumeric: cell.isNumber) }
  }
}
