package import ClusterModel

/// Numbers, amounts and dates in the custom of a reader: the one place where a number becomes text for reading.
///
/// No number traps, whatever it is; a minus stands before what is below zero after rounding; what is not zero is never written as zero.
package struct Wording: Sendable {
  package let language: Language

  package init(_ language: Language) { self.language = language }

  package func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  package var unknown: String { text("未知", "unknown") }

  /// Grouped by thousands, with `digits` after the point; without `digits` three for what is below 10, one above, none for whole numbers.
  package func number(_ value: Double, digits: Int? = nil) -> String {
    guard value.isFinite else { return value.isNaN ? unknown : value < 0 ? "−∞" : "∞" }
    let digits = digits ?? (value == value.rounded() ? 0 : abs(value) < 10 ? 3 : 1)
    let scale = Self.powers[min(digits, Self.powers.count - 1)]
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 1e15 else { return (value < 0 ? "−" : "") + "\(abs(value))" }
    if scaled == 0 && value != 0 { return (value < 0 ? "> −" : "< ") + Self.fixed(1, scale, digits) }
    return (value < 0 ? "−" : "") + Self.fixed(scaled, scale, digits)
  }

  /// With `digits` after the point; what is below a thousandth with as many that count, and a power of ten: `1.23457e−6`.
  package func small(_ value: Double, digits: Int) -> String {
    guard value != 0, abs(value) < 1e-3, abs(value) >= Double.leastNormalMagnitude else { return number(value, digits: digits) }
    var (scaled, power) = (abs(value), 0)
    while scaled < 1 { (scaled, power) = (scaled * 10, power + 1) }
    let places = min(max(0, digits - 1), Self.powers.count - 1)
    var rounded = (scaled * Self.powers[places]).rounded()
    if rounded >= 10 * Self.powers[places] { (rounded, power) = (Self.powers[places], power - 1) }
    return (value < 0 ? "−" : "") + Self.fixed(rounded, Self.powers[places], places) + "e−\(power)"
  }

  /// A share in per cent: `12.3%`, `12.3 %`.
  package func share(_ value: Double, digits: Int? = nil) -> String {
    value.isNaN ? unknown : number(value * 100, digits: digits ?? 1) + text("%", " %")
  }

  /// A difference of shares in percentage points, always signed, without its unit.
  package func points(_ value: Double, digits: Int? = nil) -> String {
    let words = number(value * 100, digits: digits ?? 1)
    return value > 0 && value.isFinite && words.utf8.first != UInt8(ascii: "<") ? "+" + words : words
  }

  package var pointsUnit: String { text("个百分点", "pp") }

  package func count(_ count: Int) -> String { (count < 0 ? "−" : "") + Self.grouped(count.magnitude) }

  /// `1 firm`, `3 firms`; `3 家`.
  package func count(_ count: Int, _ zh: String, _ one: String, _ many: String) -> String {
    self.count(count) + " " + (language == .zh ? zh : count == 1 ? one : many)
  }

  /// An amount in 10,000 yuan: `850 万元`, `1.25 亿元`; `CNY 8.5 million`, `CNY 1.2 billion`.
  package func amount(_ wan: Double) -> String {
    if wan < 0 { return "−" + amount(-wan) }
    if language == .zh { return wan >= 10_000 ? "\(Self.three(wan / 10_000)) 亿元" : "\(Self.three(wan)) 万元" }
    return wan >= 100_000 ? "CNY \(Self.three(wan / 100_000)) billion" : "CNY \(Self.three(wan / 100)) million"
  }

  /// `2022-09-17` as `2022年9月17日`; in English as it is.
  package func date(_ date: String) -> String {
    let parts = date.split(separator: "-").map { Int($0) }
    guard language == .zh, (1...3).contains(parts.count), parts.allSatisfy({ $0 != nil }) else { return date }
    return zip(parts, ["年", "月", "日"]).map { "\($0 ?? 0)\($1)" }.joined()
  }

  /// Names one after the other, the first few.
  package func list(_ names: [String], limit: Int = .max) -> String {
    if names.isEmpty { return "—" }
    let shown = names.prefix(limit).joined(separator: text("、", ", "))
    return names.count <= limit ? shown : shown + text("等 \(names.count) 项", " and \(names.count - limit) more")
  }

  /// At least three digits: `0.123`, `1.23`, `12.3`, `1,234`; zeros at the end are left out.
  package static func three(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1e15 else { return "?" }
    let places = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3
    var text = fixed((value * powers[places]).rounded(), powers[places], places)
    guard places > 0 else { return text }
    while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
    if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
    return text
  }

  private static let powers: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// `scaled / scale`, both whole and below 1e15.
  private static func fixed(_ scaled: Double, _ scale: Double, _ digits: Int) -> String {
    let (number, unit) = (UInt(scaled), UInt(scale))
    if unit == 1 { return grouped(number) }
    let fraction = String(number % unit)
    return grouped(number / unit) + "." + String(repeating: "0", count: min(digits, powers.count - 1) - fraction.utf8.count) + fraction
  }

  package static func grouped(_ number: UInt) -> String {
    let digits = String(number)
    if digits.utf8.count <= 3 { return digits }
    var text = ""
    for (position, digit) in digits.enumerated() {
      if position > 0 && (digits.utf8.count - position) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}

extension Wording {
  /// A cell in words; the unit and digits are the column's, or those of the cell's own figure.
  package func text(_ cell: Cell, _ entry: FigureEntry? = nil) -> String {
    switch cell {
    case .text(let text): text
    case .words(let text), .word(_, let text): text[language]
    case .thing(let id, let name): name[language].isEmpty ? id : name[language]
    case .count(let count): self.count(count)
    case .number(let value): entry?.hasExponent == true ? small(value, digits: entry?.digits ?? 6) : number(value, digits: entry?.digits)
    case .share(let value): share(value, digits: entry?.digits)
    case .points(let value): points(value, digits: entry?.digits)
    case .flag(let isTrue): isTrue ? text("是", "yes") : text("否", "no")
    case .list(let cells): cells.isEmpty ? "-" : cells.map { text($0, entry) }.joined(separator: text("、", ", "))
    case .range(let range): text(range, entry)
    case .figure(let name, let cell): withUnit(cell, FigureEntry.named(name).fitted(to: [cell]))
    case .unknown: unknown
    case .nothing: "-"
    }
  }

  private func text(_ range: KnownRange, _ entry: FigureEntry?) -> String {
    text(range, isShare: entry?.kind == .share) { value in
      switch entry?.kind {
      case .share: share(value, digits: entry?.digits)
      case .points: points(value, digits: entry?.digits)
      default: number(value, digits: entry?.digits)
      }
    }
  }

  /// `≥ 20.1 (82/84)`, `≤ 62.5 % (2/7)`, or its value over the known and where it lies: `80 % (1/2 known; 0–100 %)`.
  private func text(_ range: KnownRange, isShare: Bool = false, _ word: (Double) -> String) -> String {
    let isPart = range.known < range.of
    let known = isPart ? text("（\(range.known)/\(range.of)）", " (\(range.known)/\(range.of))") : ""
    func ends(_ known: String) -> String {
      switch (range.low, range.high) {
      case (let low?, let high?): (low == high ? word(low) : "\(word(low))–\(word(high))") + known
      case (let low?, nil): "≥ " + word(low) + known
      case (nil, let high?): "≤ " + word(high) + known
      case (nil, nil): unknown
      }
    }
    guard let value = range.value, range.exact == nil, isPart else { return ends(known) }
    let says = text("（已知 \(range.known)/\(range.of)）", " (\(range.known)/\(range.of) known)")
    // That a share lies from nothing to all need not be said.
    if isShare && (range.low ?? 0) <= 0 && (range.high ?? 1) >= 1 { return range.known == 0 ? ends(known) : word(value) + says }
    if value == range.low && (range.high == nil || isShare && range.high! >= 1) { return "≥ " + word(value) + known }
    if value == range.high && (range.low ?? 0) == 0 { return "≤ " + word(value) + known }
    if range.high == nil && (range.low ?? 0) == 0 {
      return word(value) + says
    }
    return word(value) + text("（已知 \(range.known)/\(range.of)；\(ends(""))）", " (\(range.known)/\(range.of) known; \(ends("")))")
  }

  /// An amount of which parts are unknown: `≥ 17.5 亿元（41/56）`; `unit` stands behind the number.
  package func amount(_ range: KnownRange, unit: String = "") -> String { text(range) { amount($0) + unit } }

  /// A share of which parts are unknown: `67.6%（已知 60/132）`.
  package func count(_ range: KnownRange) -> String { text(range) { number($0, digits: 0) } }
  package func share(_ range: KnownRange) -> String { text(range, isShare: true) { share($0) } }

  /// An index from 0 to 1 of which parts are unknown.
  package func index(_ range: KnownRange) -> String { text(range, isShare: true) { number($0) } }

  /// A value with the unit of its figure: `12.5 天`; an amount in words, `1.25 亿元/年`, `CNY 12.5 million a year`.
  package func withUnit(_ cell: Cell, _ entry: FigureEntry) -> String {
    switch (cell, entry.unitCode) {
    case (.unknown, _), (.nothing, _): text(cell)
    case (.points, _): text(cell, entry) + " " + pointsUnit
    case (.range, _) where entry.kind == .points: text(cell, entry) + " " + pointsUnit
    case (.number(let value), "cny_wan"): value.isFinite ? amount(value) : text(cell, entry)
    case (.number(let value), "cny_wan_year"): value.isFinite ? amount(value) + text("/年", " a year") : text(cell, entry)
    case (.range(let range), "cny_wan"): text(range) { amount($0) }
    case (.range(let range), "cny_wan_year"): text(range) { amount($0) + text("/年", " a year") }
    default: entry.unit.map { text(cell, entry) + " " + $0[language] } ?? text(cell, entry)
    }
  }
}
