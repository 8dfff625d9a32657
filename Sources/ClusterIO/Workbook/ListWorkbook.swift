import CXlsxWriter
import ClusterModel

/// A list as a sheet of a workbook: a title, lines under it, a header, rows. It prints on A4 across, all columns on one page, the header on each.
public struct ListSheet: Sendable {
  public enum Cell: Sendable {
    case text(String)
    /// A number with thousands apart, whole or with one decimal.
    case number(Double)
    /// A number with as many digits as it has.
    case plain(Double)
    /// 0.29 is shown as 29.0 %.
    case share(Double)
    /// The known part of a sum: shown with ≥ before it.
    case atLeast(Double)
    /// Unknown: an empty cell, never 0.
    case empty
  }

  /// Rows that a sheet can have.
  public static let rowLimit = WorkbookFile.rowLimit

  /// At most 31 characters, none of `[]:*?/\`.
  public var name: String
  public var title: String
  /// What a reader must know; one line each.
  public var notes: [String]
  public var columns: [String]
  public var rows: [[Cell]]

  public init(name: String, title: String, notes: [String] = [], columns: [String], rows: [[Cell]]) {
    self.name = name
    self.title = title
    self.notes = notes
    self.columns = columns
    self.rows = rows
  }

  func write(to workbook: inout WorkbookFile) throws(ClusterIOError) {
    let sheet = try workbook.sheet(name)
    let last = max(columns.count - 1, 0)
    let widths = self.widths
    let room = widths.reduce(0, +)
    for (at, width) in widths.enumerated() { workbook.column(at, sheet, width: width) }
    try workbook.wide(title, sheet, 0, last: last, height: 22, cw_look_title)
    for (at, note) in notes.enumerated() {
      // A line of 9 points holds a fifth more characters than one of 11.
      let lines = (Double(Self.width(note, limit: .max)) / max(room * 1.15, 20)).rounded(.up)
      try workbook.wide(note, sheet, at + 1, last: last, height: 12.5 * max(lines, 1) + 1, cw_look_note)
    }
    let header = notes.count + 1
    for (at, column) in columns.enumerated() { try workbook.text(column, sheet, header, at, cw_look_list_head) }
    workbook.freeze(sheet, rows: header + 1)
    workbook.layOut(sheet, header: header...header)
    workbook.filter(sheet, header: header, lastRow: header + rows.count, lastColumn: last)
    let areWhole = columns.indices.map { isWhole($0) }
    for (row, cells) in rows.enumerated() {
      let lines = lines(cells, widths)
      if lines > 1 { workbook.row(header + 1 + row, sheet, height: min(15 * Double(lines), 400)) }
      for (at, cell) in cells.enumerated() {
        try write(cell, &workbook, sheet, header + 1 + row, at, isWhole: areWhole.indices.contains(at) ? areWhole[at] : isWhole(at))
      }
    }
  }

  private func write(
    _ cell: Cell, _ workbook: inout WorkbookFile, _ sheet: WorkbookFile.Sheet, _ row: Int, _ column: Int, isWhole: Bool
  ) throws(ClusterIOError) {
    switch cell {
    case .text(""): workbook.blank(sheet, row, column, cw_look_cell)
    case .text(let text): try workbook.text(text, sheet, row, column, cw_look_cell)
    case .number(let number): workbook.number(number, sheet, row, column, isWhole ? cw_look_whole : cw_look_decimal)
    case .plain(let number): workbook.number(number, sheet, row, column, cw_look_cell)
    case .share(let share): workbook.number(share, sheet, row, column, cw_look_percent)
    case .atLeast(let number): workbook.number(number, sheet, row, column, cw_look_least)
    case .empty: workbook.blank(sheet, row, column, cw_look_cell)
    }
  }

  /// How many lines the cells of a row take: not every program finds out by itself.
  private func lines(_ cells: [Cell], _ widths: [Double]) -> Int {
    var most = 1
    for (at, cell) in cells.enumerated() where widths.indices.contains(at) {
      guard case .text(let text) = cell else { continue }
      most = max(most, Int((Double(Self.width(text, limit: 4_000)) / max(widths[at] - 1.5, 1)).rounded(.up)))
    }
    return most
  }

  /// A column of whole numbers shows no decimals.
  private func isWhole(_ column: Int) -> Bool {
    rows.allSatisfy { row in
      guard row.indices.contains(column), case .number(let number) = row[column] else { return true }
      return number == number.rounded()
    }
  }

  /// What a page of A4 across holds at nine tenths of the size of the screen, in characters.
  static let pageWidth = 165.0

  /// Wide enough for the most, within reason; together no wider than a page, the widest giving way first. A Han character takes two.
  private var widths: [Double] {
    var widths = columns.indices.map { column in
      var widest = min(Self.width(columns[column], limit: 60), 14)
      for row in rows.prefix(300) where row.indices.contains(column) {
        switch row[column] {
        case .text(let text): widest = max(widest, Self.width(text, limit: 60))
        case .number, .plain, .share, .atLeast: widest = max(widest, 9)
        case .empty: break
        }
      }
      return Double(min(max(widest + 2, 6), 60))
    }
    while widths.reduce(0, +) > Self.pageWidth, let most = widths.max(), most > 10 {
      for at in widths.indices where widths[at] > most - 1 { widths[at] -= 1 }
    }
    // A narrow table takes more of the page, so that what stands over it has room.
    let sum = widths.reduce(0, +)
    return sum < 90 ? widths.map { $0 * min(90 / max(sum, 1), 2.5) } : widths
  }

  private static func width(_ text: String, limit: Int) -> Int {
    text.unicodeScalars.prefix(limit).reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
  }
}

/// A folder of files of ours: texts, drawings, workbooks; there whole or not at all.
public enum ListFolder {
  /// Writes the folder beside its place and renames it.
  ///
  /// - Parameters:
  ///   - files: texts and drawings, by name.
  ///   - workbooks: lists, by name.
  ///   - archives: files that are zip archives of parts (Word documents), by name.
  ///   - path: the folder.
  ///   - force: replaces a folder of an earlier writing.
  ///   - names: of files that may lie there from an earlier writing. A folder with nothing else in it is replaced when `force` is given.
  ///
  /// File names hold letters, digits, `-`, `_` and `.` only. Texts are texts in workbooks, whatever they begin with. The same input gives the
  /// same bytes. Throws `exists`, `unwritable`, `tooLarge` and `missingLibrary`.
  public static func write(
    files: [(name: String, bytes: [UInt8])], workbooks: [(name: String, sheets: [ListSheet])],
    archives: [(name: String, parts: [(name: String, bytes: [UInt8])])] = [], to path: String, force: Bool, replacing names: Set<String>
  ) throws(ClusterIOError) {
    for name in files.map(\.name) + workbooks.map(\.name) + archives.map(\.name) where !isPlain(name) { throw .unwritable(path, 22) }
    let folder = try OutputFolder(path, force: force, replaceable: names)
    do throws(ClusterIOError) {
      for file in files { try folder.write(file.name) { (write) throws(ClusterIOError) in try write(file.bytes) } }
      for workbook in workbooks {
        try OutputFile.make(folder.place(workbook.name), force: false) { (file) throws(ClusterIOError) in
          var book = try WorkbookFile.create(file)
          for sheet in workbook.sheets { try sheet.write(to: &book) }
          try book.close()
        }
      }
      for archive in archives {
        // An archive with nothing in it: its end record alone.
        try folder.write(archive.name) { (write) throws(ClusterIOError) in try write([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18))
        }
        try WorkbookMarks.put(archive.parts, into: folder.place(archive.name))
      }
      try folder.finish()
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Throws `exists` where there is something that `write` would not replace; before long work.
  public static func check(_ path: String, force: Bool, replacing names: Set<String>) throws(ClusterIOError) {
    try OutputFolder.check(path, force: force, replaceable: names)
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.hasPrefix(".")
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
      }
  }
}
