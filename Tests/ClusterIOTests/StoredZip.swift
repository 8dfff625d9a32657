/// A zip archive of uncompressed entries, by hand: for workbooks that no program would write.
struct StoredZip {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func add(_ name: String, _ content: [UInt8], claimedSize: Int? = nil, isEncrypted: Bool = false) {
    let name = Array(name.utf8)
    var head: [UInt8] = []
    func put(_ number: Int, _ width: Int) { for at in 0..<width { head.append(UInt8(number >> (8 * at) & 0xFF)) } }
    func fields() {
      put(20, 2)
      put(isEncrypted ? 0x801 : 0x800, 2)
      put(0, 2)
      put(0, 2)
      put(0x21, 2)
      put(Int(Self.crc(content)), 4)
      put(content.count, 4)
      put(claimedSize ?? content.count, 4)
      put(name.count, 2)
      put(0, 2)
    }
    let offset = bytes.count
    put(0x0403_4B50, 4)
    fields()
    bytes += head + name + content
    head = []
    put(0x0201_4B50, 4)
    put(20, 2)
    fields()
    put(0, 2)
    put(0, 2)
    put(0, 2)
    put(0, 4)
    put(offset, 4)
    directory += head + name
    count += 1
  }

  var archive: [UInt8] {
    var end: [UInt8] = []
    func put(_ number: Int, _ width: Int) { for at in 0..<width { end.append(UInt8(number >> (8 * at) & 0xFF)) } }
    put(0x0605_4B50, 4)
    put(0, 4)
    put(count, 2)
    put(count, 2)
    put(directory.count, 4)
    put(bytes.count, 4)
    put(0, 2)
    return bytes + directory + end
  }

  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

/// A workbook of sheets whose XML is given.
enum WorkbookParts {
  static func archive(
    _ sheets: [(name: String, attributes: String, rows: String)], strings: String = "", styles: String = "", date1904: Bool = false,
    extra: [(String, String)] = [], leavingOut: String = ""
  ) -> [UInt8] {
    let head = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#
    let main = #"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = #"xmlns="http://schemas.openxmlformats.org/package/2006/relationships""#
    var parts: [(String, String)] = [
      ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"></Types>"),
      (
        "_rels/.rels",
        "<Relationships \(package)><Relationship Id=\"r1\" Type=\"\(relation)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ),
      (
        "xl/workbook.xml",
        "<workbook \(main) xmlns:r=\"\(relation)\"><workbookPr date1904=\"\(date1904 ? 1 : 0)\"/><sheets>"
          + sheets.enumerated().map { "<sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" \($1.attributes) r:id=\"s\($0)\"/>" }.joined()
          + "</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships \(package)>"
          + sheets.indices.map { "<Relationship Id=\"s\($0)\" Type=\"\(relation)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>" }
          .joined()
          + "<Relationship Id=\"t\" Type=\"\(relation)/styles\" Target=\"styles.xml\"/>"
          + "<Relationship Id=\"u\" Type=\"\(relation)/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>"
      ),
      ("xl/sharedStrings.xml", "<sst \(main)>\(strings)</sst>"),
      ("xl/styles.xml", "<styleSheet \(main)>\(styles)</styleSheet>"),
    ]
    parts += sheets.enumerated().map { ("xl/worksheets/sheet\($0).xml", "<worksheet \(main)>\($1.rows)</worksheet>") }
    parts += extra
    var zip = StoredZip()
    for (name, text) in parts where name != leavingOut { zip.add(name, Array((head + text).utf8)) }
    return zip.archive
  }

  /// Rows of inline texts, the first of them row `from`.
  static func rows(_ rows: [[String]], from: Int = 1) -> String {
    "<sheetData>"
      + rows.enumerated().map { at, cells in
        "<row r=\"\(at + from)\">"
          + cells.map { $0.isEmpty ? "<c/>" : "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
      }.joined() + "</sheetData>"
  }
}
