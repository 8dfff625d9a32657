import Answers
import ClusterModel
import Diagram

extension Document {
  /// The document as Markdown (CommonMark, with tables and footnotes as GitHub has them); drawings are files beside it.
  ///
  /// - Parameter pictureFile: the name of a picture's file.
  public func markdown(pictureFile: (Picture) -> String) -> String {
    var out = "# " + Markdown.escaped(title) + "\n\n"
    for line in subtitle { out += Markdown.escaped(line) + "  \n" }
    for line in front.lines(language) { out += Markdown.escaped(line.label + text("：", ": ") + line.text) + "  \n" }
    if !subtitle.isEmpty { out += "\n" }
    for line in banner { out += "> **" + text("提示：", "Notice:") + "** " + Markdown.escaped(line) + "\n>\n" }
    if !banner.isEmpty { out += "\n" }
    for figure in figures { out += "- " + Markdown.escaped(figure.label) + text("：", ": ") + markdown(figure.cell) + "\n" }
    if !figures.isEmpty { out += "\n" }
    for section in sections { out += markdown(section, level: 2, pictureFile) }
    if !notes.isEmpty {
      out += "## " + text("依据", "What stands behind the numbers") + "\n\n"
      for (number, note) in notes.enumerated() {
        let metric = note.metric.isEmpty ? "" : "**\(Markdown.escaped(note.metric))** "
        let rows = note.rows.isEmpty ? "" : " @ " + Markdown.escaped(note.rows.joined(separator: text("；", "; ")))
        let known = note.provenance.isEmpty ? "" : text("（", " (") + Markdown.escaped(note.provenance) + text("）", ")")
        out += "[^\(number + 1)]: " + metric + Markdown.escaped(note.formula) + rows + known + "\n"
      }
    }
    return out
  }

  private func markdown(_ section: Section, level: Int, _ pictureFile: (Picture) -> String) -> String {
    var out = String(repeating: "#", count: level) + " " + Markdown.escaped(section.title) + "\n\n"
    for block in section.blocks { out += markdown(block, pictureFile) + "\n" }
    for part in section.sections { out += markdown(part, level: level + 1, pictureFile) }
    return out
  }

  private func markdown(_ block: Block, _ pictureFile: (Picture) -> String) -> String {
    switch block {
    case .paragraph(let words), .remark(let words): Markdown.escaped(words) + "\n"
    case .prose(let cells): cells.map { Markdown.escaped($0.text) + note($0) }.joined() + "\n"
    case .missing(let words): "**" + text("缺失：", "Missing:") + "** " + Markdown.escaped(words) + "\n"
    case .list(let items): items.map { "- " + Markdown.escaped($0) + "\n" }.joined()
    case .facts(let facts): facts.map { "- " + Markdown.escaped($0.label) + text("：", ": ") + markdown($0.cell) + "\n" }.joined()
    case .picture(let picture):
      "![\(Markdown.escaped(picture.caption))](\(HTML.identifier(pictureFile(picture))))\n\n\(Markdown.escaped(picture.description))\n"
    case .table(let table): markdown(table)
    }
  }

  private func markdown(_ table: Table) -> String {
    var out = "**" + Markdown.escaped(table.caption) + "**\n\n"
    out += "| " + table.columns.map { Markdown.escaped($0.heading) }.joined(separator: " | ") + " |\n"
    let numeric = table.columns.indices.map { column in !table.rows.isEmpty && table.rows.allSatisfy { $0[column].isNumeric } }
    out += "|" + numeric.map { $0 ? "---:|" : "---|" }.joined() + "\n"
    for row in table.rows.prefix(table.pageLimit) {
      let marks = Table.marks(row, language)
      let cells = row.enumerated().map { column, cell in
        Markdown.escaped(cell.text) + (column > 0 || marks.isEmpty ? "" : text("（\(marks)）", " (\(marks))")) + note(cell)
      }
      out += "| " + cells.joined(separator: " | ") + " |\n"
    }
    let rest = table.rows.count - min(table.rows.count, table.pageLimit)
    if rest > 0 { out += "\n" + text("另有 \(rest) 行，见清单工作簿。", "\(rest) more rows are in the workbook of lists.") + "\n" }
    return out
  }

  private func markdown(_ cell: Cell) -> String {
    let word = cell.mark.word(language)
    return Markdown.escaped(cell.text) + (word.isEmpty ? "" : text("（\(word)）", " (\(word))")) + note(cell)
  }

  private func note(_ cell: Cell) -> String { cell.note.map { "[^\($0)]" } ?? "" }
}

/// Text in Markdown: what would be markup there, or HTML, is taken literally.
enum Markdown {
  static func escaped(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in SafeText.clean(text, limit: 4_000).unicodeScalars {
      switch scalar {
      case "&": out.append(contentsOf: "&amp;".unicodeScalars)
      case "<": out.append(contentsOf: "&lt;".unicodeScalars)
      case ">": out.append(contentsOf: "&gt;".unicodeScalars)
      case "\\", "`", "*", "_", "[", "]", "|", "#", "!", "~", "$":
        out.append("\\")
        out.append(scalar)
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}
