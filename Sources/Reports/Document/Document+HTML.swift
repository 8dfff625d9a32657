import Answers
public import ClusterModel
import Diagram

extension Document {
  /// The document as one page that needs nothing else: no script, no network, no file. Printed, it fills A4.
  ///
  /// - Parameter others: the same document in other languages, as files beside it.
  public func html(others: [(language: Language, file: String)] = []) -> String {
    let head = HTML(
      .head,
      [
        HTML(.meta, [.utf8]),
        HTML(.meta, HTML.Attribute.policy),
        HTML(.meta, HTML.Attribute.meta("viewport", "width=device-width, initial-scale=1")),
        HTML(.meta, HTML.Attribute.meta("referrer", "no-referrer")),
        HTML(.title, title),
        HTML.css(PageStyle.sheet + runningLines),
      ])
    var body = [cover(others)]
    if sections.count > 2 { body.append(contents) }
    let numbering = Numbering(sections)
    body.append(
      HTML(.main, [.id("main")], sections.map { html($0, level: 2, numbering) } + (notes.isEmpty ? [] : [noteSection])))
    let page = HTML(.html, [.lang(tag)], [head, HTML(.body, body)])
    return "<!DOCTYPE html>\n" + page.markup()
  }

  /// BCP 47.
  private var tag: String { language == .zh ? "zh-Hans" : "en" }

  /// The warning in the margin of every printed page, with the number of the page.
  private var runningLines: String {
    let warning = banner.isEmpty ? "" : text("含虚构或推断的数据，详见首页提示", "holds synthetic or inferred data: see the notice on page 1")
    let pages = text("\"第 \" counter(page) \" 页，共 \" counter(pages) \" 页\"", "\"page \" counter(page) \" of \" counter(pages)")
    return "@page{@bottom-left{content:\"\(warning)\"}@bottom-right{content:\(pages)}}\n"
  }

  private func cover(_ others: [(language: Language, file: String)]) -> HTML {
    var parts = [HTML(.h1, title)]
    for line in subtitle { parts.append(HTML(.p, [.css("subtitle")], line)) }
    for line in front.lines(language) { parts.append(HTML(.p, [.css("subtitle")], line.label + text("：", ": ") + line.text)) }
    let links = others.filter { $0.language != language }
    if !links.isEmpty {
      parts.append(
        HTML(
          .p, [.css("languages")],
          links.map { other in
            HTML(.a, [.href(file: other.file), .lang(other.language == .zh ? "zh-Hans" : "en")], other.language == .zh ? "中文" : "English")
          }))
    }
    if !banner.isEmpty {
      parts.append(
        HTML(
          .div, [.css("banner"), .role("note"), .label(text("数据提示", "notice on the data"))],
          banner.map { HTML(.p, [HTML(.strong, text("提示：", "Notice: ")), .text($0)]) }))
    }
    if !figures.isEmpty {
      parts.append(
        HTML(
          .dl, [.css("figures")],
          figures.map { figure in HTML(.div, [HTML(.dt, figure.label), HTML(.dd, inline(figure.cell) + mark(figure.cell))]) }))
    }
    return HTML(.header, [.css("cover")], parts)
  }

  private var contents: HTML {
    HTML(
      .nav, [.label(text("目录", "contents")), .css("contents")],
      [
        HTML(
          .ul,
          sections.map { section in
            var item = [HTML(.a, [.href(to: section.id)], section.title)]
            if !section.sections.isEmpty {
              item.append(HTML(.ul, section.sections.map { HTML(.li, [HTML(.a, [.href(to: $0.id)], $0.title)]) }))
            }
            return HTML(.li, item)
          })
      ])
  }

  /// Tables are numbered through the document.
  private struct Numbering {
    var tables: [String: Int] = [:]

    init(_ sections: [Section]) {
      for table in sections.flatMap(\.allTables) { tables[table.name] = tables.count + 1 }
    }
  }

  private func html(_ section: Section, level: Int, _ numbering: Numbering) -> HTML {
    let heading: HTML.Tag = level == 2 ? .h2 : level == 3 ? .h3 : .h4
    var parts = [HTML(heading, [.id(section.id)], section.title)]
    for block in section.blocks { parts.append(html(block, numbering)) }
    parts += section.sections.map { html($0, level: level + 1, numbering) }
    return HTML(.section, [.css(section.startsPage ? "page" : "part"), .labelledBy(section.id)], parts)
  }

  private func html(_ block: Block, _ numbering: Numbering) -> HTML {
    switch block {
    case .paragraph(let text): HTML(.p, text)
    case .prose(let cells): HTML(.p, [.css("prose")], cells.flatMap { inline($0) })
    case .remark(let text): HTML(.p, [.css("remark")], text)
    case .missing(let words): HTML(.p, [.css("lacking")], [HTML(.strong, text("缺失：", "Missing: ")), .text(words)])
    case .list(let items): HTML(.ul, items.map { HTML(.li, $0) })
    case .facts(let facts):
      HTML(.dl, [.css("facts")], facts.flatMap { [HTML(.dt, $0.label), HTML(.dd, inline($0.cell) + mark($0.cell))] })
    case .picture(let picture): html(picture)
    case .table(let table): html(table, numbering.tables[table.name] ?? 0)
    }
  }

  /// The drawing carries its title; under it stands what it shows, in words.
  private func html(_ picture: Picture) -> HTML {
    let caption = HTML(.figcaption, picture.description)
    guard let drawing = InlineDrawing(svg: picture.svg, name: picture.name, isSheet: picture.isSheet) else {
      return HTML(.figure, [caption])
    }
    // Wide drawings get a page across; narrow ones are not blown up.
    let isWide = drawing.width > drawing.height * 1.15 && drawing.width > 800
    let size = drawing.width <= 480 ? " small" : drawing.width <= 780 ? " middle" : ""
    return HTML(
      .figure, [.css(picture.isSheet ? "sheetpage" : (isWide ? "wide" : "plain") + size), .id(picture.name)],
      [HTML(.div, [.css("drawing"), .focusable, .role("group"), .label(picture.caption)], [.drawing(drawing)]), caption])
  }

  private func html(_ table: Table, _ number: Int) -> HTML {
    let caption = HTML(.caption, [HTML(.strong, text("表 \(number)： ", "Table \(number). ")), .text(table.caption)])
    let shown = table.rows.prefix(table.pageLimit)
    let numeric = table.columns.indices.map { column in
      !table.rows.isEmpty
        && table.rows.allSatisfy {
          ($0[column].isNumeric && $0[column].text.utf8.count < 40) || $0[column].text.isEmpty || $0[column].mark == .missing
        }
    }
    let head = HTML(
      .thead,
      [
        HTML(
          .tr, table.columns.enumerated().map { HTML(.th, [.scope("col")] + (numeric[$0] ? [.css("number")] : []), $1.heading) })
      ])
    let rows = shown.map { row in
      let marks = Table.marks(row, language)
      return HTML(
        .tr, marks.isEmpty ? [] : [.css("assumed")],
        row.enumerated().map { column, cell in
          // Short names and words are kept whole: a line breaks before them, not in them.
          let isShort = !numeric[column] && cell.text.count <= 8
          let look = [cell.mark == .missing ? "missing" : nil, numeric[column] ? "number" : nil, isShort ? "whole" : nil].compactMap { $0 }
            .joined(
              separator: " ")
          let css: [HTML.Attribute] = look.isEmpty ? [] : [.css(look)]
          if column > 0 { return HTML(.td, css, inline(cell)) }
          return HTML(.th, [.scope("row")] + css, inline(cell) + (marks.isEmpty ? [] : [HTML(.small, [.css("mark")], " " + marks)]))
        })
    }
    let rest = table.rows.count - shown.count
    var parts = [HTML(.table, [.css(table.columns.count > 7 ? "dense" : "plain")], [caption, head, HTML(.tbody, rows)])]
    if rest > 0 {
      parts.append(
        HTML(
          .p, [.css("remark")], text("另有 \(rest) 行，见清单工作簿。", "\(rest) more \(rest == 1 ? "row is" : "rows are") in the workbook of lists."))
      )
    }
    return HTML(.div, [.css("sheet"), .focusable, .role("group"), .label(table.caption)], parts)
  }

  /// A value with the link to what stands behind it.
  private func inline(_ cell: Cell) -> [HTML] {
    var parts: [HTML] = [HTML.Attribute.href(web: cell.link).map { HTML(.a, [$0], cell.text) } ?? .text(cell.text)]
    if let note = cell.note {
      parts.append(HTML(.sup, [HTML(.a, [.href(to: "note-\(note)"), .label(text("依据 \(note)", "basis \(note)"))], "\(note)")]))
    }
    return parts
  }

  private func mark(_ cell: Cell) -> [HTML] {
    let word = cell.mark.word(language)
    return word.isEmpty ? [] : [HTML(.small, [.css("mark")], " " + word)]
  }

  private var noteSection: HTML {
    HTML(
      .section, [.css("page"), .labelledBy("notes")],
      [
        HTML(.h2, [.id("notes")], text("依据", "What stands behind the numbers")),
        HTML(
          .p, [.css("remark")],
          text(
            "数字旁的编号指向下列条目：算法（M 编号见“方法说明”），所用的数据行（文件:行号，标题行为第 1 行），及其来源性质。",
            "The small numbers lead here: the formula (M numbers as in the notes on method), the rows it was computed from (file:row, the header being row 1), and how those are known."
          )),
        HTML(
          .ol, [.css("notes")],
          notes.enumerated().map { number, note in
            var parts: [HTML] = []
            if !note.metric.isEmpty { parts.append(HTML(.strong, note.metric + " ")) }
            parts.append(.text(note.formula))
            if !note.rows.isEmpty { parts.append(HTML(.span, [.css("rows")], " @ " + note.rows.joined(separator: text("；", "; ")))) }
            if !note.provenance.isEmpty { parts.append(HTML(.small, [.css("mark")], " " + note.provenance)) }
            return HTML(.li, [.id("note-\(number + 1)")], parts)
          }),
      ])
  }
}

/// The one style sheet of all pages.
enum PageStyle {
  static let sheet = String(decoding: PackageResources.page_css, as: UTF8.self)
}
