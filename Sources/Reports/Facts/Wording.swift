import ClusterModel
import Diagram

/// Numbers, amounts and dates in the custom of a reader.
public struct Wording: Sendable {
  public let language: Language

  public init(_ language: Language) { self.language = language }

  public func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  public var unknown: String { text("未知", "unknown") }

  /// An amount in 10,000 yuan: `850 万元`, `1.25 亿元`; `CNY 8.5 million`, `CNY 1.2 billion`.
  public func amount(_ wan: Double) -> String {
    if wan < 0 { return "−" + amount(-wan) }
    if language == .zh { return wan >= 10_000 ? "\(Self.three(wan / 10_000)) 亿元" : "\(Self.three(wan)) 万元" }
    return wan >= 100_000 ? "CNY \(Self.three(wan / 100_000)) billion" : "CNY \(Self.three(wan / 100)) million"
  }

  public func ratio(_ ratio: Double) -> String {
    let tenths = Int((abs(ratio) * 1000).rounded())
    return "\(ratio < 0 && tenths > 0 ? "−" : "")\(Self.grouped(tenths / 10)).\(tenths % 10)" + text("%", " %")
  }

  public func number(_ number: Double) -> String { number < 0 ? "−" + Self.three(-number) : Self.three(number) }

  public func count(_ count: Int) -> String { (count < 0 ? "−" : "") + Self.grouped(Int(count.magnitude)) }

  public func value(_ value: Measure.Value) -> String {
    switch value {
    case .count(let number): count(number)
    case .amount(let wan): amount(wan)
    case .ratio(let share): ratio(share)
    case .number(let number): self.number(number)
    case .unknown: unknown
    }
  }

  /// `2022-09-17` as `2022年9月17日`; in English as it is.
  public func date(_ date: String) -> String {
    let parts = date.split(separator: "-").map { Int($0) }
    guard language == .zh, (1...3).contains(parts.count), parts.allSatisfy({ $0 != nil }) else { return date }
    return zip(parts, ["年", "月", "日"]).map { "\($0 ?? 0)\($1)" }.joined()
  }

  /// Names one after the other, the first few.
  public func list(_ names: [String], limit: Int = .max) -> String {
    if names.isEmpty { return "—" }
    let shown = names.prefix(limit).joined(separator: text("、", ", "))
    return names.count <= limit ? shown : shown + text("等 \(names.count) 项", " and \(names.count - limit) more")
  }

  /// At least three digits: `0.123`, `1.23`, `12.3`, `1,234`; noughts at the end are left out.
  static func three(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1e15 else { return "?" }
    let places = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3
    let scale = [1, 10, 100, 1000][places]
    let scaled = Int((value * Double(scale)).rounded())
    var fraction = places == 0 ? "" : String(scaled % scale)
    while fraction.utf8.count < places { fraction = "0" + fraction }
    while fraction.last == "0" { fraction.removeLast() }
    return grouped(scaled / scale) + (fraction.isEmpty ? "" : "." + fraction)
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
}

extension Role.Kind {
  public var label: LocalText {
    switch self {
    case .leader: LocalText(zh: "领跑者", en: "leader")
    case .chainLeader: LocalText(zh: "链主", en: "chain leader")
    case .listed: LocalText(zh: "上市企业", en: "listed")
    case .littleGiant: LocalText(zh: "专精特新“小巨人”", en: "little giant")
    case .srdi: LocalText(zh: "专精特新", en: "SRDI")
    case .highTech: LocalText(zh: "高新技术企业", en: "high-tech")
    }
  }
}
