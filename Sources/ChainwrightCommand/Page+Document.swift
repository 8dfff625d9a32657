import Chainwright

extension Page {
  /// The page as a document, to be written as HTML.
  func document(_ language: Language) -> Document {
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    var sections: [Document.Section] = []
    if !facts.isEmpty {
      sections.append(
        Document.Section(
          "facts", text("要点", "At a glance"), [.facts(facts.map { Document.Figure($0.label[language], $0.value.documentCell(language)) })]))
    }
    for table in tables {
      var blocks: [Document.Block] = [.table(table.documentTable(language))]
      if table.omitted > 0 { blocks.append(.remark(text("另有 \(table.omitted) 行。", "\(table.omitted) more rows."))) }
      sections.append(Document.Section("table-" + table.name, table.title[language], blocks))
    }
    if let findings { sections.append(findingSection(findings, language)) }
    if !notes.isEmpty {
      sections.append(Document.Section("remarks", text("注", "Notes"), [.list(notes.map { $0[language] })]))
    }
    return Document(language: language, title: title[language], sections: sections)
  }

  private func findingSection(_ findings: [Finding], _ language: Language) -> Document.Section {
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    var blocks: [Document.Block] = []
    if findings.isEmpty { blocks.append(.paragraph(text("没有发现。", "Nothing found."))) }
    let parts = findings.enumerated().map { number, finding -> Document.Section in
      var lines: [Document.Block] = []
      if !finding.figures.isEmpty {
        lines.append(
          .paragraph(finding.figures.map { Self.figure($0.name, $0.value, language) }.joined(separator: text("，", ", "))))
      }
      if !finding.witness.isEmpty { lines.append(.list(finding.witness.map { $0.text[language] })) }
      lines.append(.paragraph("→ " + finding.remedy[language]))
      if !finding.places.isEmpty {
        let shown = finding.places.prefix(20).map(\.text).joined(separator: ", ")
        let rest = finding.places.count - min(20, finding.places.count)
        lines.append(.remark("@ " + shown + (rest > 0 ? text(" 等 \(finding.places.count) 处", " and \(rest) more") : "")))
      }
      return Document.Section("finding-\(number + 1)", "\(finding.severity.mark) \(finding.message[language]) [\(finding.rule)]", lines)
    }
    if omittedFindings > 0 {
      blocks.append(.remark(text("另有 \(omittedFindings) 条，用 --limit 查看。", "\(omittedFindings) more; --limit shows them.")))
    }
    return Document.Section("findings", text("发现", "Findings"), blocks, sections: parts)
  }
}

extension Page.Table {
  fileprivate func documentTable(_ language: Language) -> Document.Table {
    var cells = rows.map { row in row.map { $0.documentCell(language) } }
    if cells.isEmpty && omitted == 0 {
      cells = [columns.indices.map { Document.Cell($0 == 0 ? (language == .zh ? "（无）" : "(none)") : "") }]
    }
    return Document.Table(
      name, caption: title[language], columns: columns.map { Document.Column($0.heading[language]) }, rows: cells)
  }
}

extension Page.Cell {
  fileprivate func documentCell(_ language: Language) -> Document.Cell {
    if case .unknown = self { return Document.Cell(text(language), mark: .missing, isNumeric: true) }
    return Document.Cell(text(language), isNumeric: isNumber)
  }
}
