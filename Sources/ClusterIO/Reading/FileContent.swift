import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a single file is, by what is in it: for files whose name says nothing, or something else.
enum FileContent {
  /// Text that may be a list.
  case text
  case workbook
  case oldSpreadsheet, lockedWorkbook, openDocument, html, oldXML, packed, pajek, gml, empty, lockFile, otherZip, otherXML, json

  /// `nil` for a folder, and for what cannot be read, which is told of elsewhere.
  init?(_ path: String) {
    guard let status = System.targetStatus(path), System.isFile(status), let file = try? FileBytes.open(path: path, shown: path) else {
      return nil
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if name.lowercased().hasSuffix("datapackage.json") { return nil }
    self = name.hasPrefix("~$") ? .lockFile : Self.of(Bytes(start: file.start, count: file.count))
  }

  static func of(_ bytes: Bytes) -> FileContent {
    let start = Bytes(rebasing: bytes.prefix(4096))
    if bytes.allSatisfy({ $0 <= 0x20 }) { return .empty }
    if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      // A workbook with a password is a file of the old kind that holds this stream.
      return contains(bytes, "EncryptedPackage".utf8.flatMap { [$0, 0] }) ? .lockedWorkbook : .oldSpreadsheet
    }
    if start.starts(with: [0x50, 0x4B]) { return ofZip(bytes) }
    if start.starts(with: [0x1F, 0x8B]) { return .packed }
    let text = String(decoding: start.prefix(1024), as: UTF8.self).lowercased().drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if text.hasPrefix("<") {
      if text.contains("office:spreadsheet") || text.contains("mso-application") { return .oldXML }
      return ["<html", "<table", "<!doctype html", "<head", "<meta"].contains { text.contains($0) } ? .html : .otherXML
    }
    if text.hasPrefix("*vertices") || text.hasPrefix("*network") { return .pajek }
    if text.hasPrefix("graph"), text.dropFirst(5).drop(while: { $0.isWhitespace }).hasPrefix("[") { return .gml }
    if text.hasPrefix("creator"), text.contains("graph") { return .gml }
    if text.hasPrefix("{") || text.hasPrefix("[") { return .json }
    return .text
  }

  private static func ofZip(_ bytes: Bytes) -> FileContent {
    if contains(bytes, Array("opendocument.spreadsheet".utf8)) { return .openDocument }
    let lower = Bytes(rebasing: bytes.suffix(1 << 16))
    return contains(lower, Array("workbook.xml".utf8)) || contains(lower, Array("Workbook.xml".utf8)) ? .workbook : .otherZip
  }

  private static func contains(_ bytes: Bytes, _ needle: [UInt8]) -> Bool {
    guard bytes.count >= needle.count else { return false }
    // The directory of a small file is anywhere in it; of a large one at either end.
    let parts = bytes.count > 1 << 20 ? [bytes.prefix(1 << 19), bytes.suffix(1 << 19)] : [bytes[...]]
    return parts.contains { part in
      var at = part.startIndex
      while at + needle.count <= part.endIndex {
        if part[at] == needle[0], part[at..<at + needle.count].elementsEqual(needle) { return true }
        at += 1
      }
      return false
    }
  }

  /// Why a file of this kind is not read, and what to do; `nil` for what can be.
  func refusal(_ shown: String) -> ClusterIOError? {
    let words: LocalText
    switch self {
    case .text, .workbook: return nil
    case .lockedWorkbook: return .lockedWorkbook(shown)
    case .oldSpreadsheet:
      words = LocalText(
        zh: "是旧格式的电子表格（.xls 或 WPS 的 .et）；请用电子表格软件打开，另存为 .xlsx。",
        en: "is a spreadsheet of the old kind (.xls, or .et of WPS); open it in a spreadsheet program and save it as .xlsx.")
    case .openDocument:
      words = LocalText(
        zh: "是 OpenDocument 电子表格（.ods）；请用电子表格软件打开，另存为 .xlsx。",
        en: "is an OpenDocument spreadsheet (.ods); open it in a spreadsheet program and save it as .xlsx.")
    case .html:
      words = LocalText(
        zh: "是网页（HTML），不是工作簿；有的系统导出的 .xls 其实是网页。请用电子表格软件打开，另存为 .xlsx。",
        en:
          "is a web page (HTML) and no workbook, as some systems export under the name .xls; open it in a spreadsheet program and save it as .xlsx."
      )
    case .oldXML:
      words = LocalText(
        zh: "是 2003 版 XML 电子表格；请用电子表格软件打开，另存为 .xlsx。",
        en: "is a spreadsheet of the XML kind of 2003; open it in a spreadsheet program and save it as .xlsx.")
    case .packed:
      words = LocalText(zh: "是压缩文件（gzip）；请先解压。", en: "is packed (gzip); unpack it first.")
    case .pajek, .gml:
      words = LocalText(
        zh:
          "是 \(self == .pajek ? "Pajek" : "GML") 网络文件，不能读取；能读的网络文件有 GraphML（.graphml）、GEXF（.gexf）、JSON Graph（.jgf）、GeoJSON（.geojson），或两张 CSV 表。",
        en:
          "is a \(self == .pajek ? "Pajek" : "GML") network, which is not read; networks are read from GraphML (.graphml), GEXF (.gexf), JSON Graph (.jgf), "
          + "GeoJSON (.geojson), or two CSV tables.")
    case .empty: words = LocalText(zh: "文件是空的；请检查是否保存成功。", en: "is empty; check that it was saved.")
    case .lockFile:
      words = LocalText(
        zh: "是电子表格打开工作簿时留下的锁定文件；请给出名称前没有 ~$ 的工作簿。",
        en: "is the mark that a spreadsheet program leaves while a workbook is open; give the workbook itself, without ~$ before its name.")
    case .otherZip:
      words = LocalText(
        zh: "是压缩包，里面没有 .xlsx 工作簿；请解压，或用电子表格软件另存为 .xlsx。",
        en: "is a zip archive without an .xlsx workbook in it; unpack it, or save it as .xlsx from the spreadsheet program.")
    case .otherXML:
      words = LocalText(
        zh: "是 XML 文件；网络文件请用 GraphML（.graphml）或 GEXF（.gexf）的后缀。", en: "is XML; a network needs a name that ends in .graphml or .gexf.")
    case .json:
      words = LocalText(
        zh: "是 JSON 文件；网络文件请用 JSON Graph（.jgf、.json）或 GeoJSON（.geojson）的后缀。",
        en: "is JSON; a network needs a name that ends in .jgf, .json or .geojson.")
    }
    return ClusterIOError(.badFile, words, place: Place(file: shown))
  }
}
