public import ClusterIO
import ClusterModel

/// The files of a report in some languages: pages, Markdown, drawings, and workbooks of the lists.
public struct ReportFiles: Sendable {
  public var files: [(name: String, bytes: [UInt8])] = []
  public var workbooks: [(name: String, sheets: [ListSheet])] = []
  /// Word documents, by the parts of their archives.
  public var archives: [(name: String, parts: [(name: String, bytes: [UInt8])])] = []

  /// The documents of one report, each in a language of its own.
  ///
  /// - Parameters:
  ///   - documents: their pictures as PNG too where `hasWord`.
  ///   - hasWord: a Word document of each.
  public init(_ documents: [Document], hasWord: Bool = false) {
    let pages = documents.map { (language: $0.language, file: Self.page($0.language)) }
    for document in documents {
      let language = document.language.rawValue
      files.append((Self.page(document.language), Array(document.html(others: pages).utf8)))
      files.append(("report.\(language).md", Array(document.markdown { Self.picture($0.name, document.language) }.utf8)))
      for picture in document.pictures { files.append((Self.picture(picture.name, document.language), Array(picture.svg.utf8))) }
      workbooks.append(("lists.\(language).xlsx", document.lists))
      if hasWord { archives.append(("report.\(language).docx", WordDocument(document).parts)) }
      workbooks.append(("tables.\(language).xlsx", document.otherSheets))
    }
  }

  static func page(_ language: Language) -> String { "index.\(language.rawValue).html" }
  static func picture(_ name: String, _ language: Language) -> String { "\(HTML.identifier(name)).\(language.rawValue).svg" }

  /// Every name that a file of a report may have: what an earlier report left, and nothing else, is replaced.
  public static let names: Set<String> = {
    let numbered = [("chart-2-panorama", 8), ("chart-3-trend", 6), ("chart-5-technology", 3)].flatMap { name, count in
      (1...count).map { "\(name)-\($0)" }
    }
    let pictures =
      [
        "chart-1-tree", "chart-2-counties", "chart-2-panorama", "chart-2-peer", "chart-3-difference", "chart-3-output", "chart-4-path",
        "chart-5-clusters", "chart-6-sources",
      ] + numbered
    return Set(
      Language.allCases.flatMap { language in
        [
          page(language), "report.\(language.rawValue).md", "report.\(language.rawValue).docx", "lists.\(language.rawValue).xlsx",
          "tables.\(language.rawValue).xlsx",
        ]
          + pictures.map { picture($0, language) }
      })
  }()

  /// Writes the folder, whole or not at all.
  public func write(to path: String, force: Bool) throws(ClusterIOError) {
    try ListFolder.write(files: files, workbooks: workbooks, archives: archives, to: path, force: force, replacing: Self.names)
  }
}

extension Document {
  /// What is asked for first: the six lists, by their names.
  private static let lists = ["key-matters", "parks", "firms", "projects", "platforms", "shortfalls"]

  /// The six lists as sheets of a workbook, all rows, numbers as numbers: what is printed and passed on.
  public var lists: [ListSheet] {
    var used: Set<String> = []
    return Self.lists.compactMap { name in tables.first { $0.name == name } }.map { sheet($0, &used) }
  }

  /// The other tables as sheets, and last what stands behind all numbers, those of the lists too.
  package var otherSheets: [ListSheet] {
    var used: Set<String> = []
    var sheets = tables.filter { !Self.lists.contains($0.name) }.map { sheet($0, &used) }
    sheets.append(
      ListSheet(
        name: Self.sheetName(text("依据", "basis"), &used), title: text("依据：数字后面的算法与数据行", "What stands behind the numbers"),
        columns: [text("编号", "no."), text("指标", "metric"), text("算法", "formula"), text("数据行", "rows"), text("性质", "kind")],
        rows: notes.enumerated().map { number, note in
          [
            .number(Double(number + 1)), .text(note.metric), .text(note.formula),
            .text(Self.cut(note.rows.joined(separator: text("；", "; ")))),
            .text(note.provenance),
          ]
        }))
    return sheets
  }

  private func sheet(_ table: Table, _ used: inout Set<String>) -> ListSheet {
    // A column with a number in it is one of numbers: words for what is only known in part stand behind, under their heading.
    let isNumeric = table.columns.indices.map { column in table.rows.contains { $0[column].number != nil || $0[column].floor != nil } }
    let rows = table.rows.map { row -> [ListSheet.Cell] in
      var remarks = [Table.marks(row, language)].filter { !$0.isEmpty }
      let cells = row.enumerated().map { column, cell -> ListSheet.Cell in
        guard isNumeric[column], cell.number == nil else { return Self.sheetCell(cell) }
        if let floor = cell.floor { return .atLeast(floor) }
        if cell.mark != .missing && !cell.text.isEmpty { remarks.append(table.columns[column].heading + text("：", ": ") + cell.text) }
        return .empty
      }
      let notes = row.compactMap(\.note).map(String.init)
      return cells + [.text(remarks.joined(separator: text("；", "; "))), .text(notes.joined(separator: text("、", ", ")))]
    }
    return ListSheet(
      name: Self.sheetName(table.caption, &used), title: table.caption, notes: [title] + banner,
      columns: table.columns.map(\.sheetHeading) + [text("标记", "mark"), text("依据", "basis")], rows: rows)
  }

  private static func sheetCell(_ cell: Cell) -> ListSheet.Cell {
    if cell.mark == .missing && cell.isNumeric { return .empty }
    if let number = cell.number { return cell.isShare ? .share(number) : .number(number) }
    return .text(cut(cell.text))
  }

  /// A cell of a workbook takes 32,767 characters.
  static func cut(_ text: String) -> String { text.utf16.count <= 32_000 ? text : String(text.prefix(15_000)) + "…" }

  /// The caption up to its first mark, as a name: at most 31 characters and not all of them; each is there once.
  static func sheetName(_ caption: String, _ used: inout Set<String>) -> String {
    let head = caption.prefix { !"：:，,；;（(".contains($0) }
    let plain = String(String.UnicodeScalarView(head.unicodeScalars.filter { !"[]*?/\\'".unicodeScalars.contains($0) && $0.value >= 0x20 }))
    var name = String(plain.prefix(28))
    // A word is not cut in two.
    if plain.count > 28, let space = name.lastIndex(of: " "), name.distance(from: name.startIndex, to: space) > 12 {
      name = String(name[..<space])
    }
    name = name.trimmed
    if name.isEmpty { name = "sheet" }
    var unique = name
    var number = 2
    while !used.insert(unique.lowercased()).inserted {
      unique = "\(name) \(number)"
      number += 1
    }
    return unique
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return text
  }
}
