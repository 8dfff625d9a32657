import CXlsxWriter
import ClusterModel

/// A workbook being written, row after row. What it holds are texts and numbers: never a formula, whatever a text begins with.
struct WorkbookFile: ~Copyable {
  struct Sheet {
    fileprivate let sheet: OpaquePointer
    let name: String
  }

  /// A sheet has at most this many rows, a cell at most this many characters (ECMA-376, and Excel).
  static let rowLimit = 1 << 20
  static let textLimit = 32_767

  private let workbook: OpaquePointer
  private let shown: String
  private let partial: String
  /// Where the library keeps sheets meanwhile: a folder of its own, that goes whatever is left in it.
  private let room: Partial
  private var isOpen = true
  /// What was given to the library, to be compared with what it wrote.
  private var written = WorkbookContent()

  static func create(_ file: OutputFile) throws(ClusterIOError) -> WorkbookFile {
    guard cw_workbook_is_there() == 1 else { throw .missingLibrary("libxlsxwriter", package: "libxlsxwriter4") }
    let room = try Partial.make(beside: file.target, isFolder: true)
    let made = SystemPath.use(file.partial) { partial in SystemPath.use(room.path) { cw_workbook_new(partial, $0) } }
    guard let workbook = made else {
      room.discard()
      throw .unwritable(file.target, 12)
    }
    return WorkbookFile(workbook, file, room)
  }

  private init(_ workbook: OpaquePointer, _ file: OutputFile, _ room: Partial) {
    self.workbook = workbook
    self.room = room
    shown = file.target
    partial = file.partial
  }

  deinit {
    if isOpen {
      _ = cw_workbook_close(workbook)
      room.discard()
    }
  }

  mutating func sheet(_ name: String) throws(ClusterIOError) -> Sheet {
    guard let sheet = cw_workbook_sheet(workbook, name) else { throw .unwritable(shown, 22) }
    return Sheet(sheet: sheet, name: name)
  }

  mutating func text(_ text: String, _ sheet: Sheet, _ row: Int, _ column: Int, _ look: cw_look = cw_look_plain) throws(ClusterIOError) {
    let escaped = Self.escaped(text)
    if cw_sheet_text(workbook, sheet.sheet, UInt32(row), UInt16(column), escaped, look) == 1 {
      if !escaped.isEmpty { written.add(text: escaped) }
      return
    }
    let cell = ListHeader.letters(column) + String(row + 1)
    throw ClusterIOError(
      .tooLarge,
      LocalText(
        zh: "\(sheet.name)!\(cell) 的文本超过 \(Self.textLimit) 个字符，或行列超出工作表的范围；请改用 CSV 文件夹。",
        en:
          "\(sheet.name)!\(cell): the text has more than \(Self.textLimit) characters, or the sheet more rows or columns than there can be; "
          + "write a folder of CSV tables instead."),
      place: Place(file: FieldValue.shownPath(shown)))
  }

  /// `_x000D_` in a workbook stands for a character: where it stands for itself, its first sign is written that way, and so are characters that
  /// XML cannot hold.
  private static func escaped(_ text: String) -> String {
    var escaped = text.contains("_x") ? text.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_") : text
    func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 && scalar != "\t" && scalar != "\n" && scalar != "\r" }
    guard escaped.unicodeScalars.contains(where: isControl) else { return escaped }
    escaped = escaped.unicodeScalars.reduce(into: "") { result, scalar in
      if isControl(scalar) {
        result +=
          scalar.value < 0x10
          ? "_x000\(String(scalar.value, radix: 16, uppercase: true))_" : "_x001\(String(scalar.value - 16, radix: 16, uppercase: true))_"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  mutating func number(_ number: Double, _ sheet: Sheet, _ row: Int, _ column: Int, _ look: cw_look = cw_look_plain) {
    if cw_sheet_number(workbook, sheet.sheet, UInt32(row), UInt16(column), number, look) == 1 { written.numbers += 1 }
  }

  func column(_ column: Int, _ sheet: Sheet, width: Double, _ look: cw_look = cw_look_plain) {
    cw_sheet_column(workbook, sheet.sheet, UInt16(column), width, look)
  }

  func freeze(_ sheet: Sheet, rows: Int) { cw_sheet_freeze(sheet.sheet, UInt32(rows)) }

  /// Prints on A4 across, one page wide, with the header rows above every page.
  func layOut(_ sheet: Sheet, header: ClosedRange<Int>) {
    cw_sheet_print(sheet.sheet, UInt32(header.lowerBound), UInt32(header.upperBound))
  }

  /// One text over all columns up to `last`, on as many lines as `height` holds.
  mutating func wide(_ text: String, _ sheet: Sheet, _ row: Int, last: Int, height: Double, _ look: cw_look) throws(ClusterIOError) {
    let escaped = Self.escaped(text)
    guard !escaped.isEmpty else { return }
    guard cw_sheet_wide(workbook, sheet.sheet, UInt32(row), UInt16(last), escaped, height, look) == 1 else { throw .unwritable(shown, 22) }
    written.add(text: escaped)
  }

  func blank(_ sheet: Sheet, _ row: Int, _ column: Int, _ look: cw_look) {
    cw_sheet_blank(workbook, sheet.sheet, UInt32(row), UInt16(column), look)
  }

  /// The height of a row that nothing is written in yet, in points.
  func row(_ row: Int, _ sheet: Sheet, height: Double) { cw_sheet_row(sheet.sheet, UInt32(row), height) }

  /// Arrows to filter by on the header, and the page's number under each page.
  func filter(_ sheet: Sheet, header: Int, lastRow: Int, lastColumn: Int) {
    cw_sheet_filter(sheet.sheet, UInt32(header), UInt32(max(lastRow, header)), UInt16(lastColumn), "&C&9&P / &N")
  }

  func choices(_ sheet: Sheet, rows: ClosedRange<Int>, _ column: Int, from formula: String, _ words: (title: String, message: String)) {
    _ = cw_sheet_choices(
      sheet.sheet, UInt32(rows.lowerBound), UInt32(rows.upperBound), UInt16(column), formula, words.title, words.message)
  }

  /// Writes the workbook, and reads it back: the library keeps sheets in files of its own meanwhile, and does not see when the disk is full.
  mutating func close() throws(ClusterIOError) {
    isOpen = false
    let isWritten = cw_workbook_close(workbook) == 1
    room.discard()
    guard isWritten, System.status(room.path) == nil else { throw .unwritable(shown, 28) }
    do throws(ClusterIOError) {
      if try WorkbookContent(of: partial, shown: shown) == written { return }
    } catch {
      // Nothing to read it back with, or more than is read of any workbook.
      if error.code == .missingLibrary || error.code == .tooLarge { return }
    }
    throw .unwritable(shown, 28)
  }
}
