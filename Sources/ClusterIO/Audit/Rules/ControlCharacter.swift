import ClusterModel

extension AuditRule {
  static let controlCharacter = AuditRule(
    id: "control-character", severity: .warning,
    checks: LocalText(
      zh: "名称、标题和说明中没有控制字符，也没有改变文字方向的字符。",
      en: "Names, titles and notes hold no control characters and none that turn the direction of text."),
    why: LocalText(
      zh: "终端、表格和网页会照这些字符行事或拒收：改颜色、移光标、把后面的字倒过来显示。各项结果中以“·”或“�”代替，数据包中保留原样。",
      en:
        "Terminals, spreadsheets and pages act on them or refuse them: they colour, move the cursor, show what follows backwards. Answers show · or � in their place; data packages keep them as they are."
    ),
    remedy: LocalText(zh: "在原始文件中删去该字符，重新输入名称。", en: "Delete the character where the list is kept, and type the name anew."),
    find: { input, log in findControlCharacter(input.reading, &log) })

  private static func findControlCharacter(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    let title = [network.title.zh, network.title.en, network.name].lazy.compactMap { ControlCharacters.first(in: $0.utf8) }.first
    if let title {
      log.add(
        Subject(table: "network", id: network.name, name: network.title), sentence(title, "title"),
        places: [Place(file: "datapackage.json", column: "title")])
    }
    for table in tables(network) {
      let isText = table.columns.map { $0.definition.map { $0.type == .text } ?? true }
      for row in 0..<table.rowCount {
        for (column, _) in zip(table.columns, isText).lazy.filter(\.1) {
          var cell: [UInt8] = []
          column.write(row, &cell)
          guard let found = ControlCharacters.first(in: cell) else { continue }
          log.add(
            subject(table, row, reading), sentence(found, column.name),
            // The rows of a group are its firms; which row of the file a firm came from is not kept.
            places: [
              table.table.name == "groups"
                ? Place(file: reading.place("groups", 0).file, column: column.name)
                : reading.place(table.table.name, row, column: column.name)
            ])
        }
      }
    }
  }

  /// The tables that hold a control character somewhere, or may: of the two that can be large, the blocks of bytes are looked through first.
  private static func tables(_ network: Network) -> [TableText] {
    let firms = network.firms
    let inFirms =
      [firms.namesZh.bytes, firms.namesEn.bytes].contains { ControlCharacters.first(in: $0) != nil } || isIn(firms.extra, firms.provenance)
    let inSupplies = isIn(network.supplies.extra, network.supplies.provenance)
    let small = TableText.smallTables(of: network)
    if !inFirms && !inSupplies { return small }
    return TableText.tables(of: network).filter {
      switch $0.table.name {
      case "firms": inFirms
      case "supplies": inSupplies
      default: true
      }
    }
  }

  private static func isIn(_ extra: [(name: String, values: TextColumn)], _ provenance: ProvenanceColumn) -> Bool {
    extra.contains { ControlCharacters.first(in: $0.values.bytes) != nil }
      || provenance.source.values.contains { ControlCharacters.first(in: $0.utf8) != nil }
  }

  private static func subject(_ table: TableText, _ row: Int, _ reading: Reading) -> Subject {
    if table.table.name == "firms" { return reading.firm(row) }
    if table.table.name == "supplies" { return reading.supply(row) }
    var id: [UInt8] = []
    table.columns.first?.write(row, &id)
    return Subject(table: Problem.singular(table.table.name), id: String(decoding: id, as: UTF8.self))
  }

  private static func sentence(_ scalar: UInt32, _ column: String) -> LocalText {
    let digits = String(scalar, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return LocalText(
      zh: "“\(FieldValue.shown(column))”中有控制字符 \(name)", en: "\(FieldValue.shown(column)) holds the control character \(name)")
  }
}

/// Characters that a terminal or a page obeys, in UTF-8.
enum ControlCharacters {
  /// The first of U+0000 to U+001F but for tab and line ends, U+007F to U+009F, U+202A to U+202E, U+2066 to U+2069. O(bytes).
  static func first(in bytes: some Sequence<UInt8>) -> UInt32? {
    // The two bytes before this one.
    var (before, last): (UInt8, UInt8) = (0, 0)
    for byte in bytes {
      if byte < 0x20 {
        if byte != 0x09 && byte != 0x0A && byte != 0x0D { return UInt32(byte) }
      } else if byte == 0x7F {
        return 0x7F
      } else if last == 0xC2 && byte >= 0x80 && byte < 0xA0 {
        return UInt32(byte)
      } else if before == 0xE2 && last == 0x80 && byte >= 0xAA && byte <= 0xAE {
        return 0x2000 + UInt32(byte & 0x3F)
      } else if before == 0xE2 && last == 0x81 && byte >= 0xA6 && byte <= 0xA9 {
        return 0x2040 + UInt32(byte & 0x3F)
      }
      (before, last) = (last, byte)
    }
    return nil
  }
}
