import ClusterModel
import Diagram

/// A document as the parts of a Word file (.docx), to edit, stamp and pass on: the same text, pictures, tables and notes as the page.
///
/// Text stands on A4 upright, charts and lists on A4 across. Every text is escaped in one place, and nothing in it is a field that a program would
/// carry out but the contents and the page numbers. The same document gives the same parts.
///
/// > Source: ECMA-376 part 1 (WordprocessingML), part 2 (packaging).
struct WordDocument {
  let document: Document
  private var body = ""
  private var pictures: [(name: String, png: [UInt8])] = []
  /// A picture has taken the whole page: what follows begins the next one.
  private var isPageFull = false
  /// Headings that stand over the next picture.
  private var headingsAbove = 0

  init(_ document: Document) {
    self.document = document
    write()
  }

  /// The parts of the archive, by name.
  var parts: [(name: String, bytes: [UInt8])] {
    func xml(_ text: String) -> [UInt8] { Array(("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + text).utf8) }
    var all: [(name: String, bytes: [UInt8])] = [
      ("[Content_Types].xml", xml(WordParts.contentTypes)), ("_rels/.rels", xml(WordParts.packageLinks)),
      ("docProps/core.xml", xml(WordParts.core(document.title, document.language == .zh ? "zh-CN" : "en-GB"))),
      ("word/document.xml", xml(WordParts.document(body))), ("word/styles.xml", xml(WordParts.styles(document.language))),
      ("word/footer1.xml", xml(WordParts.footer)), ("word/settings.xml", xml(WordParts.settings)),
    ]
    var links = WordParts.link("rId1", "styles", "styles.xml") + WordParts.link("rId2", "footer", "footer1.xml")
    links += WordParts.link("rId3", "settings", "settings.xml")
    for (number, picture) in pictures.enumerated() {
      links += WordParts.link("rId\(number + 10)", "image", "media/picture\(number + 1).png")
      all.append(("word/media/picture\(number + 1).png", picture.png))
    }
    all.append(("word/_rels/document.xml.rels", xml(WordParts.links(links))))
    return all
  }

  private func text(_ zh: String, _ en: String) -> String { document.text(zh, en) }

  // MARK: The whole

  private mutating func write() {
    for line in document.front.lines(document.language) where line.text == document.front.secrecy && line.text != document.front.date {
      paragraph(line.label + text("：", ": ") + line.text, "Secrecy")
    }
    paragraph(document.title, "Title")
    for line in document.subtitle { paragraph(line, "Subtitle") }
    for line in document.front.lines(document.language) where line.text != document.front.secrecy || line.text == document.front.date {
      paragraph(line.label + text("：", ": ") + line.text, "Subtitle")
    }
    for line in document.banner { paragraph(text("提示：", "Notice: ") + line, "Notice") }
    paragraph(text("目录", "Contents"), "ContentsHead")
    contents()
    var isAcross = false
    for section in document.sections {
      let wide = section.id == "charts" || section.id == "lists"
      if wide != isAcross {
        endPart(isAcross: isAcross)
        isAcross = wide
      }
      write(section, level: 1)
    }
    if isAcross { endPart(isAcross: true) }
    if !document.notes.isEmpty { notes() }
    body += WordParts.pageSetup(isAcross: false)
  }

  /// Ends a run of pages of one format.
  private mutating func endPart(isAcross: Bool) {
    isPageFull = false
    body += "<w:p><w:pPr>" + WordParts.pageSetup(isAcross: isAcross) + "</w:pPr></w:p>\n"
  }

  /// How a paragraph begins.
  private mutating func begin(_ style: String, breaksPage: Bool = false) {
    body += "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>" + (breaksPage || isPageFull ? "<w:pageBreakBefore/>" : "") + "</w:pPr>"
    isPageFull = false
  }

  /// The table of contents as a field; what stands in it until a program fills it in are the headings.
  private mutating func contents() {
    let titles =
      document.sections.flatMap { [$0.title] + $0.sections.map { "　" + $0.title } }
      + (document.notes.isEmpty ? [] : [text("附录：依据", "Appendix: what stands behind the numbers")])
    for (number, title) in titles.enumerated() {
      body += "<w:p><w:pPr><w:pStyle w:val=\"Contents\"/></w:pPr>"
      if number == 0 {
        body +=
          "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\h \\z \\u </w:instrText></w:r>"
        body += "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
      }
      body += run(title)
      if number == titles.count - 1 { body += "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" }
      body += "</w:p>\n"
    }
  }

  private mutating func write(_ section: Document.Section, level: Int) {
    let style = "Heading\(min(level, 3))"
    if beginsWithSheet(section) {
      // Over the picture, in the margin of its page: a heading has no page to itself.
      body += "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>" + WordParts.topOfPage(headingsAbove) + "</w:pPr>"
      body += run(section.title, points: 9) + "</w:p>\n"
      headingsAbove += 1
    } else {
      paragraph(section.title, style, breaksPage: section.startsPage && level > 1)
    }
    for block in section.blocks { write(block) }
    for part in section.sections { write(part, level: level + 1) }
  }

  /// What comes first under the heading is a picture that fills a page.
  private func beginsWithSheet(_ section: Document.Section) -> Bool {
    switch section.blocks.first {
    case .picture(let picture)?: picture.isSheet && Self.size(picture.png) != nil
    case nil: section.sections.first.map { beginsWithSheet($0) } ?? false
    default: false
    }
  }

  private mutating func write(_ block: Document.Block) {
    switch block {
    case .paragraph(let words): paragraph(words, "Normal")
    case .prose(let cells):
      begin("Normal")
      body += cells.map { inline($0) }.joined() + "</w:p>\n"
    case .remark(let words): paragraph(words, "Remark")
    case .missing(let words): paragraph(text("缺失：", "Missing: ") + words, "Remark")
    case .list(let items): for item in items { paragraph("· " + item, "Item") }
    case .facts(let facts):
      for fact in facts {
        begin("Item")
        body += run(fact.label + text("：", ": ")) + inline(fact.cell) + "</w:p>\n"
      }
    case .picture(let picture): write(picture)
    case .table(let table): write(table)
    }
  }

  private mutating func notes() {
    paragraph(text("附录：依据", "Appendix: what stands behind the numbers"), "Heading1", breaksPage: true)
    for (number, note) in document.notes.enumerated() {
      var words = "[\(number + 1)] " + (note.metric.isEmpty ? "" : note.metric + " ") + note.formula
      if !note.rows.isEmpty { words += " @ " + note.rows.joined(separator: text("；", "; ")) }
      if !note.provenance.isEmpty { words += text("（", " (") + note.provenance + text("）", ")") }
      paragraph(words, "Note")
    }
  }

  // MARK: Pieces

  private mutating func paragraph(_ words: String, _ style: String, breaksPage: Bool = false) {
    begin(style, breaksPage: breaksPage)
    body += run(words) + "</w:p>\n"
  }

  private func run(_ words: String, isRaised: Bool = false, isBold: Bool = false, points: Int? = nil) -> String {
    let clean = XMLText.escaped(SafeText.clean(keepingEnds: words))
    let size = points.map { "<w:sz w:val=\"\($0 * 2)\"/><w:szCs w:val=\"\($0 * 2)\"/>" } ?? ""
    let look = (isBold ? "<w:b/>" : "") + size + (isRaised ? "<w:vertAlign w:val=\"superscript\"/>" : "")
    return "<w:r>" + (look.isEmpty ? "" : "<w:rPr>\(look)</w:rPr>") + "<w:t xml:space=\"preserve\">\(clean)</w:t></w:r>"
  }

  /// A value, and the number of the note behind it.
  private func inline(_ cell: Document.Cell, isBold: Bool = false) -> String {
    run(cell.text, isBold: isBold) + (cell.note.map { run("[\($0)]", isRaised: true) } ?? "")
  }

  private mutating func write(_ picture: Document.Picture) {
    guard let size = Self.size(picture.png) else {
      paragraph(picture.caption + text("：", ": ") + picture.description, "Remark")
      return
    }
    pictures.append((picture.name, picture.png))
    let number = pictures.count
    if picture.isSheet {
      // A page of A4 is printed as one, at its true size: no text on it is under 7 points. Its title stands on it.
      isPageFull = true
      begin("Picture")
      body += WordParts.page(
        number, name: XMLText.escaped(SafeText.clean(picture.caption)), description: XMLText.escaped(SafeText.clean(picture.description)))
      body += "</w:p>\n"
      isPageFull = true
      headingsAbove = 0
      return
    }
    // What a page across holds under its heading, in points.
    let scale = min(770 / size.width, 440 / size.height)
    body += "<w:p><w:pPr><w:pStyle w:val=\"Picture\"/></w:pPr>"
    body += WordParts.picture(
      number, width: Int(size.width * scale * 12_700), height: Int(size.height * scale * 12_700),
      name: XMLText.escaped(SafeText.clean(picture.caption)), description: XMLText.escaped(SafeText.clean(picture.description)))
    body += "</w:p>\n"
    paragraph(picture.caption, "Caption")
  }

  /// The size that stands in the head of a PNG.
  static func size(_ png: [UInt8]) -> (width: Double, height: Double)? {
    guard png.count > 24, png.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
    func number(_ at: Int) -> Double { Double(png[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }) }
    let (width, height) = (number(16), number(20))
    return width > 0 && height > 0 ? (width, height) : nil
  }

  private mutating func write(_ table: Document.Table) {
    paragraph(table.caption, "TableHead")
    let widths = table.columns.indices.map { column in
      let most =
        ([table.columns[column].heading] + table.rows.prefix(100).map { $0[column].text }).map { text in
          min(text.unicodeScalars.prefix(48).reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }, 44)
        }.max() ?? 6
      return Double(max(most, 5))
    }
    let sum = max(widths.reduce(0, +), 1)
    body +=
      "<w:tbl><w:tblPr><w:tblStyle w:val=\"Lines\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    let all = widths.map { Int(15_300 * $0 / sum) }
    for width in all { body += "<w:gridCol w:w=\"\(width)\"/>" }
    body += "</w:tblGrid>\n"
    row(table.columns.map { run($0.heading, isBold: true) }, all, numeric: [], isHead: true)
    let numeric = Set(table.columns.indices.filter { column in table.rows.contains { $0[column].isNumeric } })
    for cells in table.rows.prefix(table.pageLimit) {
      let marks = Document.Table.marks(cells, document.language)
      row(
        cells.enumerated().map { column, cell in
          inline(cell) + (column == 0 && !marks.isEmpty ? run(text("（\(marks)）", " (\(marks))")) : "")
        },
        all, numeric: numeric, isHead: false)
    }
    body += "</w:tbl>\n"
    let rest = table.rows.count - table.rows.prefix(table.pageLimit).count
    paragraph(rest > 0 ? text("另有 \(rest) 行，见清单工作簿。", "\(rest) more rows are in the workbook of lists.") : "", "Remark")
  }

  private mutating func row(_ cells: [String], _ widths: [Int], numeric: Set<Int>, isHead: Bool) {
    body += "<w:tr><w:trPr><w:cantSplit/>" + (isHead ? "<w:tblHeader/>" : "") + "</w:trPr>"
    for (column, cell) in cells.enumerated() {
      body +=
        "<w:tc><w:tcPr><w:tcW w:w=\"\(widths[column])\" w:type=\"dxa\"/>"
        + (isHead ? "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"DDEBF7\"/>" : "") + "</w:tcPr>"
      body +=
        "<w:p><w:pPr><w:pStyle w:val=\"Cell\"/>" + (numeric.contains(column) ? "<w:jc w:val=\"right\"/>" : "") + "</w:pPr>" + cell
        + "</w:p></w:tc>"
    }
    body += "</w:tr>\n"
  }
}
