public import Answers
public import ClusterIO
public import ClusterModel

extension Answer {
  /// The answer as sheets of a workbook: what is known at a glance, every table with all its rows, the findings, the notes. Numbers are numbers.
  ///
  /// - Parameter language: of names, headings and words.
  /// - Returns: the sheets, in the order of the page.
  /// - Throws: `ClusterIOError.tooLarge` where a table has more rows than a sheet can hold.
  public func sheets(_ language: Language) throws(ClusterIOError) -> [ListSheet] {
    let wording = Wording(language)
    var used: Set<String> = []
    var sheets: [ListSheet] = []
    let known = facts.filter { $0.column.audience != .data }
    if !known.isEmpty {
      let rows = known.map { fact -> [ListSheet.Cell] in
        [.text(fact.column.heading(language)), Self.sheetCell(fact.value, fact.column.entry.fitted(to: [fact.value]), wording)]
      }
      let caption = wording.text("要点", "At a glance")
      sheets.append(sheet(caption, [wording.text("项目", "item"), wording.text("数值", "value")], rows, wording, &used))
    }
    for table in tables { sheets.append(try sheet(table, wording, &used)) }
    if let findings { sheets.append(sheet(findings, wording, &used)) }
    if !notes.isEmpty {
      let caption = wording.text("注", "Notes")
      sheets.append(sheet(caption, [caption], notes.map { [.text($0[language])] }, wording, &used))
    }
    if sheets.isEmpty { sheets.append(sheet(title[language], [], [], wording, &used)) }
    return sheets
  }

  private func sheet(
    _ caption: String, _ columns: [String], _ rows: [[ListSheet.Cell]], _ wording: Wording, _ used: inout Set<String>, remark: String? = nil
  ) -> ListSheet {
    let title = self.title[wording.language]
    let notes = (caption == title ? [] : [title]) + (remark.map { [$0] } ?? [])
    return ListSheet(name: Document.sheetName(caption, &used), title: caption, notes: notes, columns: columns, rows: rows)
  }

  private func sheet(_ table: Table, _ wording: Wording, _ used: inout Set<String>) throws(ClusterIOError) -> ListSheet {
    // A title, two lines and the header stand above.
    guard table.rowCount <= ListSheet.rowLimit - 4 else {
      throw ClusterIOError(
        .tooLarge,
        LocalText(
          zh: "“\(table.title.zh)”有 \(table.rowCount) 行，工作表放不下；请写成 CSV。",
          en: "“\(table.title.en)” has \(table.rowCount) rows, more than a sheet can hold; write it as CSV."))
    }
    let (columns, rows, omitted) = table.forReaders(limit: .max)
    let entries = columns.map { column in table.columns[column].entry.fitted(to: rows.map { $0[column] }) }
    let cells = rows.map { row in zip(columns, entries).map { Self.sheetCell(row[$0], $1, wording) } }
    let remark = omitted > 0 ? wording.text("另有 \(omitted) 行。", omitted == 1 ? "1 more row." : "\(omitted) more rows.") : nil
    return sheet(
      table.title[wording.language], columns.map { table.columns[$0].heading(wording.language) }, cells, wording, &used, remark: remark)
  }

  private func sheet(_ findings: [Finding], _ wording: Wording, _ used: inout Set<String>) -> ListSheet {
    let language = wording.language
    let columns = [
      FigureEntry.named("severity").label[language], FigureEntry.named("rule").label[language], wording.text("发现", "finding"),
      wording.text("数字", "figures"), wording.text("怎么办", "what to do"), wording.text("为什么", "why"), wording.text("位置", "places"),
    ]
    let rows = findings.map { finding -> [ListSheet.Cell] in
      [
        finding.severity.mark, wording.rule(finding), finding.message[language], wording.figures(of: finding), finding.remedy[language],
        finding.witness.map { $0.text[language] }.joined(separator: wording.text("；", "; ")), wording.places(of: finding, limit: 200),
      ].map { .text(Document.cut($0)) }
    }
    let left = omittedFindings > 0 ? wording.text("另有 \(omittedFindings) 条。", "\(omittedFindings) more.") : nil
    return sheet(wording.text("发现", "Findings"), columns, rows, wording, &used, remark: left)
  }

  /// What is known in part stands as words, so that no sum takes it for the whole; unknown and none are empty.
  private static func sheetCell(_ cell: Cell, _ entry: FigureEntry, _ wording: Wording) -> ListSheet.Cell {
    switch cell {
    case .count(let count): return .number(Double(count))
    case .number(let value) where value.isFinite:
      return entry.digits == 0 || entry.digits == 1 ? .number(value) : .plain(value)
    case .share(let value) where value.isFinite: return .share(value)
    // In per cent points, as its heading says.
    case .points(let value) where value.isFinite: return .plain((value * 1e8).rounded() / 1e6)
    case .unknown, .nothing: return .empty
    default: return .text(Document.cut(wording.text(cell, entry)))
    }
  }
}
