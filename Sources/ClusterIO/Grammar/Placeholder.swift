/// What people put in a cell to say that nothing is known.
enum Placeholder {
  private static let words: Set<String> = [
    "-", "--", "---", "—", "——", "–", "―", "─", "／", "/", "\\", "//", "*", "**", "***", "…", "...", "......", "……", ".", "?", "??", "？",
    "？？", "_",
    "无", "没有", "暂无", "暂无数据", "暂缺", "无数据", "无此项", "无法提供", "不详", "不明", "不清楚", "不知道", "未知", "未填", "未填报", "未统计", "未报", "未提供", "待定", "待查",
    "待核实", "待补", "待补充", "缺", "缺失", "空", "空白", "保密", "涉密", "不适用", "不公开", "未公开", "未披露", "未公布", "不祥", "略", "(无)", "【无】", "[无]", "(略)", "-/-",
    "n\\a",
    "n/a", "na", "n.a.", "n.a", "#n/a", "null", "nil", "none", "nan", "unknown", "tbd", "n.d.", "nd", "(null)", "(空)", "(空白)",
  ]

  /// Longer texts are none; in bytes.
  static let limit = 16

  static func isOne(_ text: String) -> Bool {
    guard text.utf8.count <= limit else { return false }
    if words.contains(text) { return true }
    let plain = NumberText.normalized(text).filter { $0 != " " }
    return words.contains(plain)
  }

  /// The same for the bytes of a cell. Most ids and codes are none at a glance: they have a digit, or begin with another letter.
  static func isOne(_ bytes: Bytes) -> Bool {
    guard bytes.count > 0, bytes.count <= limit else { return false }
    let first = bytes[0] | 0x20
    if first >= 0x61, first <= 0x7A, first != 0x6E, first != 0x75, first != 0x74 { return false }
    for byte in bytes where byte >= 0x30 && byte <= 0x39 { return false }
    return isOne(String(decoding: bytes, as: UTF8.self))
  }
}
