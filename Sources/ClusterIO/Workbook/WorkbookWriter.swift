import CXlsxWriter
public import ClusterModel

/// Writes a network as a workbook (.xlsx), one sheet a table.
public enum WorkbookWriter {
  /// Writes `network` to `path`, whole or not at all; sheets and headers are in `language`.
  ///
  /// A text is written as a text, whatever it begins with, and never becomes a formula; numbers keep 16 digits. The same network gives the same
  /// bytes. Throws `exists` unless `force` is given, `unwritable`, `tooLarge` for more rows than a sheet has or a text longer than a
  /// cell takes, and `missingLibrary`. O(cells); rows are not kept in memory.
  public static func write(_ network: Network, to path: String, language: Language, force: Bool = false) throws(ClusterIOError) {
    try OutputFile.make(path, force: force) { (file) throws(ClusterIOError) in
      var workbook = try WorkbookFile.create(file)
      for table in TableText.tables(of: network) { try write(table, to: &workbook, language) }
      try workbook.close()
    }
  }

  private static func write(_ table: TableText, to workbook: inout WorkbookFile, _ language: Language) throws(ClusterIOError) {
    let sheet = try workbook.sheet(sheetName(table.table, language))
    for (at, column) in table.columns.enumerated() {
      workbook.column(at, sheet, width: 16)
      let isNeeded = column.definition?.isRequired == true
      try workbook.text(header(column.name, column.definition, language), sheet, 0, at, isNeeded ? cw_look_needed : cw_look_head)
    }
    workbook.freeze(sheet, rows: 1)
    let isNumber = table.columns.map { $0.definition?.isNumber == true }
    var bytes: [UInt8] = []
    for row in 0..<table.rowCount {
      for (at, column) in table.columns.enumerated() {
        bytes.removeAll(keepingCapacity: true)
        column.write(row, &bytes)
        if bytes.isEmpty { continue }
        if bytes[0] == 0x22 { bytes = CellText.unquoted(bytes) }
        if isNumber[at], let number = bytes.withUnsafeBufferPointer({ FieldValue.number($0) }) {
          workbook.number(number, sheet, row + 1, at)
        } else {
          try workbook.text(String(decoding: bytes, as: UTF8.self), sheet, row + 1, at)
        }
      }
    }
  }

  static func sheetName(_ table: DataDictionary.Table, _ language: Language) -> String {
    language == .zh ? table.title.zh : table.name
  }

  /// The header of a column; a star says that it must be filled.
  static func header(_ name: String, _ column: DataDictionary.Column?, _ language: Language) -> String {
    guard let column else { return name }
    return (language == .zh ? column.labels.first ?? name : name) + (column.isRequired ? "*" : "")
  }
}

extension DataDictionary.Column {
  /// A cell of it is written as a number.
  var isNumber: Bool {
    switch type {
    case .number, .amount, .share, .integer, .year: true
    case .id, .text, .code, .date, .flag, .choice, .reference: false
    }
  }
}

extension CellText {
  /// A quoted cell without its quotes.
  static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { CSVRows.unescaped(Bytes(rebasing: $0[1..<$0.count - 1])) }
  }
}
