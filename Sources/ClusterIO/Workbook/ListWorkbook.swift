import CXlsxWriter
import ClusterModel

/// A list as a sheet of a workbook: a title, lines under it, a header, rows.
public struct ListSheet: Sendable {
  public enum Cell: Sendable {
    case text(String)
    case number(Double)
    /// Unknown: an empty cell, never 0.
    case empty
  }

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
    try workbook.text(title, sheet, 0, 0, cw_look_title)
    for (at, note) in notes.enumerated() { try workbook.text(note, sheet, at + 1, 0) }
    let header = notes.count + 1
    for (at, column) in columns.enumerated() {
      workbook.column(at, sheet, width: width(at))
      try workbook.text(column, sheet, header, at, cw_look_head)
    }
    workbook.freeze(sheet, rows: header + 1)
    for (row, cells) in rows.enumerated() {
      for (at, cell) in cells.enumerated() {
        switch cell {
        case .text(let text):
          if !text.isEmpty { try workbook.text(text, sheet, header + 1 + row, at) }
        case .number(let number): workbook.number(number, sheet, header + 1 + row, at)
        case .empty: break
        }
      }
    }
  }

  /// Wide enough for the most, within reason; a Han character takes two.
  private func width(_ column: Int) -> Double {
    var widest = Self.width(columns[column])
    for row in rows.prefix(200) where row.indices.contains(column) {
      if case .text(let text) = row[column] { widest = max(widest, Self.width(text)) }
    }
    return Double(min(max(widest + 2, 8), 60))
  }

  private static func width(_ text: String) -> Int { text.unicodeScalars.prefix(60).reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) } }
}

/// A folder of files of ours: texts, drawings, workbooks; there whole or not at all.
public enum ListFolder {
  /// Writes the folder beside its place and renames it.
  ///
  /// - Parameters:
  ///   - files: texts and drawings, by name.
  ///   - workbooks: lists, by name.
  ///   - path: the folder.
  ///   - force: replaces a folder of an earlier writing.
  ///   - names: of files that may lie there from an earlier writing. A folder with nothing else in it is replaced when `force` is given.
  ///
  /// File names hold letters, digits, `-`, `_` and `.` only. Texts are texts in workbooks, whatever they begin with. The same input gives the
  /// same bytes. Throws `exists`, `unwritable`, `tooLarge` and `missingLibrary`.
  public static func write(
    files: [(name: String, bytes: [UInt8])], workbooks: [(name: String, sheets: [ListSheet])], to path: String, force: Bool,
    replacing names: Set<String>
  ) throws(ClusterIOError) {
    for name in files.map(\.name) + workbooks.map(\.name) where !isPlain(name) { throw .unwritable(path, 22) }
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
      try folder.finish()
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Throws `exists` where there is something that ``write(files:workbooks:to:force:replacing:)`` would not replace; before long work.
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
