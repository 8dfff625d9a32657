/// Rows below a header that are no records: totals, notes, signatures, examples.
enum RowKind: String {
  case total, note, example
  /// 一、纺织业 above the firms of a part of the list.
  case heading
  /// The header once more, at the top of another page.
  case header

  /// What the row is, by its cells; `nil` for a record. `cells` are looked at in their order.
  ///
  /// A total is a row whose first text, or any text where the key is empty, says so and nothing else; a note begins with a word of its kind and a colon,
  /// and has few cells.
  static func of(_ cells: UnsafePointer<Bytes>, count: Int) -> (kind: RowKind, cell: Int)? {
    var filled = 0
    var first = -1
    for at in 0..<count where !FieldValue.trimmed(cells[at]).isEmpty {
      filled += 1
      if first < 0 { first = at }
    }
    if first < 0 { return nil }
    if starts(with: exampleMarks, cells[first]) { return (.example, first) }
    let isKeyed = !FieldValue.trimmed(cells[0]).isEmpty
    for at in first..<count where !cells[at].isEmpty {
      if isTotal(cells[at]) { return (.total, at) }
      if filled <= 4, isNote(cells[at]) || filled <= 2 && isLoneNote(cells[at]) { return (.note, at) }
      if isHeading(cells[at]) { return (.heading, at) }
      if isKeyed { break }
    }
    return nil
  }

  /// The row that a template fills in to show how begins so.
  static let exampleMarks = ["示例：", "示例:", "EXAMPLE:", "EXAMPLE："].map { Array($0.utf8) }

  private static func starts(with marks: [[UInt8]], _ cell: Bytes) -> Bool {
    marks.contains { FieldValue.trimmed(cell).starts(with: $0) }
  }

  /// Words that a name of a firm may begin with, in a row of its own.
  private static func isLoneNote(_ cell: Bytes) -> Bool {
    let cell = FieldValue.trimmed(cell)
    if cell.count > 1, cell[0] == 0x2A || cell.starts(with: "＊".utf8) { return cell[1] >= 0x80 }
    if loneNotes.contains(where: { cell.elementsEqual($0.utf8) }) { return true }
    return cell.count > 12 && noteBeginnings.contains { cell.starts(with: $0.utf8) }
  }

  private static let loneNotes = ["说明", "备注", "注", "附注", "填表说明", "数据来源", "资料来源"]
  private static let noteBeginnings = ["以上数据", "以上为", "以上企业", "上述数据", "本表", "此表", "数据来自", "数据来源于", "资料来自", "填报口径", "统计口径"]

  /// `一、纺织业`, `（二）印染`: the beginning of a part; a firm that is numbered so is a firm.
  static func isHeading(_ cell: Bytes) -> Bool {
    let cell = FieldValue.trimmed(cell)
    guard cell.count >= 9, cell.count <= 60, cell[0] >= 0x80 || cell[0] == 0x28 else { return false }
    let isBracketed = cell[0] == 0x28 || cell.starts(with: "（".utf8)
    guard isBracketed || numerals.contains(where: { cell.starts(with: $0) }) else { return false }
    let text = NumberText.normalized(String(decoding: cell, as: UTF8.self))
    let number = (isBracketed ? text.dropFirst() : text[...]).prefix { "一二三四五六七八九十".contains($0) }
    let rest = (isBracketed ? text.dropFirst() : text[...]).dropFirst(number.count)
    guard !number.isEmpty, let sign = rest.first, isBracketed ? sign == ")" : sign == "、" else { return false }
    return !firmEnds.contains { text.hasSuffix($0) }
  }

  private static let numerals = "一二三四五六七八九十".map { Array(String($0).utf8) }
  private static let firmEnds = [
    "公司", "厂", "社", "店", "部", "中心", "集团", "院", "所", "行", "坊", "场", "站", "户", "铺", "园", "局", "处", "馆", "会", "企业", "酒店", "工厂", "基地",
  ]

  private static let averages: Set<String> = ["平均", "平均值", "平均数", "均值", "人均", "户均", "中位数", "最大值", "最小值", "合计/总计", "∑", "σ", "全部企业", "全部"]

  /// 以上合计, A类合计, 高阳县小计; 平均; 其中：规上企业.
  private static func isOtherTotal(_ cell: Bytes) -> Bool {
    // They end with 计, or begin with one of few signs.
    let last = cell.suffix(3)
    let ends = last.elementsEqual("计".utf8) || last.elementsEqual("：".utf8) || cell[cell.count - 1] == 0x3A
    guard ends || otherStarts.contains(where: { cell.starts(with: $0) }) else { return false }
    let plain = NumberText.normalized(String(decoding: cell, as: UTF8.self)).filter { $0 != " " && $0 != ":" && $0 != "：" }
    if averages.contains(plain) { return true }
    if plain.hasPrefix("其中"), plain.count > 2 { return String(decoding: cell, as: UTF8.self).contains { $0 == "：" || $0 == ":" } }
    return plain.count > 2 && plain.count <= 14 && ["合计", "小计", "总计", "共计"].contains { plain.hasSuffix($0) }
  }

  private static let otherStarts = ["平", "均", "人均", "户均", "中", "最", "其中", "合", "∑", "Σ", "全"].map { Array($0.utf8) }

  private static let totals = ["合计", "小计", "总计", "共计", "总合计", "累计", "本页合计", "本页小计", "全县合计", "全市合计", "合计数", "总数", "汇总"]

  /// `合计`, `合 计：`, `小计（3家）`, `Total`.
  static func isTotal(_ cell: Bytes) -> Bool {
    let cell = FieldValue.trimmed(cell)
    guard cell.count >= 3, cell.count <= 48 else { return false }
    if isOtherTotal(cell) { return true }
    if cell[0] < 0x80 {
      guard cell.count <= 16 else { return false }
      return ["total", "subtotal", "sub-total", "total:", "grand total", "sum total", "average", "mean"].contains(
        String(decoding: cell, as: UTF8.self).lowercased())
    }
    guard totalStarts.contains(where: { cell.starts(with: $0) }) else { return false }
    let plain = NumberText.normalized(String(decoding: cell, as: UTF8.self)).filter { $0 != " " }
    guard let word = totals.first(where: { plain.hasPrefix($0) && !isLonger(plain, $0) }) else { return false }
    let rest = plain.dropFirst(word.count)
    return rest.isEmpty || ":：(".contains(rest.first!) || rest.allSatisfy { $0.isNumber || "家个户条项笔元万亿".contains($0) }
  }

  /// 总合计 begins with no other word, 合计数 with 合计: the longest is meant.
  private static func isLonger(_ text: String, _ word: String) -> Bool {
    totals.contains { $0.count > word.count && $0.hasPrefix(word) && text.hasPrefix($0) }
  }

  private static let totalStarts = ["合", "小", "总", "共", "累", "本", "全", "汇"].map { Array($0.utf8) }

  private static let notes = [
    "注", "说明", "备注", "附注", "注释", "填表说明", "填报说明", "编制说明", "数据来源", "资料来源", "来源", "填表人", "填报人", "制表人", "制表", "审核人", "审核", "复核人", "复核", "负责人",
    "单位负责人",
    "统计负责人", "经办人", "联系人", "联系电话", "电话", "填报单位", "填表单位", "制表单位", "主管单位", "填表日期", "填报日期", "制表日期", "填报时间", "填表时间", "报出日期", "单位", "金额单位",
    "计量单位", "截至日期", "统计时间",
  ]
  private static let noteStarts = Set(notes.map { Array($0.utf8.prefix(3)) })

  /// `注：…`, `注1：…`, `填表人：某某`, `※ …`, `Note: …`.
  static func isNote(_ cell: Bytes) -> Bool {
    let cell = FieldValue.trimmed(cell)
    guard cell.count >= 4 else { return false }
    if cell[0] < 0x80 {
      let text = String(decoding: cell.prefix(12), as: UTF8.self).lowercased()
      return ["note:", "notes:", "source:", "sources:", "remark:", "remarks:"].contains { text.hasPrefix($0) }
    }
    if cell.starts(with: "※".utf8) { return true }
    guard noteStarts.contains(Array(cell.prefix(3))) else { return false }
    let text = String(decoding: cell.prefix(60), as: UTF8.self)
    guard let colon = text.firstIndex(where: { $0 == "：" || $0 == ":" }) else { return false }
    let word = text[..<colon].filter { !$0.isWhitespace && !$0.isNumber && !"（）()".contains($0) }
    return notes.contains(String(word))
  }

  /// Whether the first cell of a row alone shows that it is a record, as it nearly always does: no text that is looked up, no loop.
  @inline(__always)
  static func isOrdinary(_ key: Bytes) -> Bool {
    let count = key.count
    // A类合计 ends so.
    if count == 0 || key[count &- 1] == 0xA1 { return false }
    switch key[0] | 0x20 {
    case 0x80...: return false
    // A note with a star, （一） of a part.
    case 0x2A, 0x28: return false
    // total, subtotal, grand total; note:, source:, EXAMPLE:.
    case 0x74: return count > 6
    case 0x61: return count != 7
    case 0x6D: return count != 4
    case 0x73: return count < 8 || count > 9 && key[6] != 0x3A && key[7] != 0x3A
    case 0x67: return count != 11
    case 0x6E: return count < 6 || key[4] != 0x3A && key[5] != 0x3A
    case 0x72: return count < 8 || key[6] != 0x3A && key[7] != 0x3A
    case 0x65: return count < 8 || key[7] != 0x3A && key[7] != 0xEF
    default: return true
    }
  }
}
