import ClusterModel

/// Phrases and figures of the maps in one language.
struct Words {
  let language: Language

  func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  func firms(_ count: Int) -> String { text("\(count) 家企业", count == 1 ? "1 firm" : "\(count) firms") }
  func otherFirms(_ count: Int) -> String { text("其余 \(count) 家", count == 1 ? "1 other firm" : "\(count) other firms") }

  func role(_ kind: Role.Kind) -> String {
    switch kind {
    case .leader: text("★ 领跑者", "★ leader")
    case .chainLeader: text("◆ 链主", "◆ chain leader")
    case .listed: text("上市企业", "listed")
    case .littleGiant: text("小巨人", "little giant")
    case .srdi: text("专精特新", "SRDI")
    case .highTech: text("高新技术", "high-tech")
    }
  }

  /// An amount in units of 10,000 yuan: `850 万元`, `1.2 亿元`; `CNY 8.5 m`, `CNY 1.2 bn`.
  func amount(_ wan: Double) -> String {
    if language == .zh { return wan >= 10_000 ? "\(Self.short(wan / 10_000)) 亿元" : "\(Self.short(wan)) 万元" }
    return wan >= 100_000 ? "CNY \(Self.short(wan / 100_000)) bn" : "CNY \(Self.short(wan / 100)) m"
  }

  /// One decimal below 100, none above; `1,234`.
  static func short(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1e15 else { return "?" }
    if value < 99.95 {
      let tenths = Int((value * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
    return grouped(Int(value.rounded()))
  }

  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value))
    var text = ""
    for (position, digit) in digits.enumerated() {
      if position > 0 && (digits.count - position) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  static func percent(_ share: Double) -> String { Decimals.text(share * 100, 0) + " %" }
}

/// Where the facts of a drawing come from, for its last line.
struct SourceList {
  private var sources: [String: Int] = [:]
  private var latest = ""

  mutating func add(_ provenance: Provenance) {
    if !provenance.source.isEmpty { sources[provenance.source, default: 0] += 1 }
    if provenance.asOf > latest { latest = provenance.asOf }
  }

  /// The network, the two sources met most, and the latest date.
  func line(_ data: String, _ language: Language) -> String {
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    let order = sources.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
    var line = data
    if !order.isEmpty {
      let shown = order.prefix(2).map { $0.count > 60 ? $0.prefix(59) + "…" : $0 }.joined(separator: text("；", "; "))
      let more = order.count > 2 ? text(" 等 \(order.count) 处", " and \(order.count - 2) more") : ""
      line += text(" · 来源：", " · Source: ") + shown + more
    } else {
      line += text(" · 来源：未注明", " · Source: not stated")
    }
    line += latest.isEmpty ? text(" · 截至：未注明", " · As of: not stated") : text(" · 截至：\(latest)", " · As of: \(latest)")
    return line
  }
}
