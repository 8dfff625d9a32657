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
