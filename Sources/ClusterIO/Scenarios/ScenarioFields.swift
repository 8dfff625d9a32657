import ClusterModel

/// The fields of one mapping of a scenario file, read one by one; what is wrong is gathered, with the line and the remedy.
struct ScenarioFields {
  let line: Int
  private let fields: [(name: String, line: Int, value: YAMLNode)]
  /// How messages call the mapping: `event 2`.
  private let owner: LocalText
  private let file: String

  /// `nil` when the node is no mapping, which is a finding; fields that are not in `known` are findings.
  init?(_ node: YAMLNode, known: [String], owner: LocalText, file: String, into findings: inout [Finding]) {
    guard case .fields(let fields) = node.value else {
      findings.append(
        Self.finding(
          file, node.line, LocalText(zh: "\(owner.zh)须由“字段: 值”组成", en: "\(owner.en) must be made of name: value"),
          LocalText(zh: "字段有：\(known.joined(separator: ", "))", en: "the fields are: \(known.joined(separator: ", "))")))
      return nil
    }
    line = node.line
    self.fields = fields
    self.owner = owner
    self.file = file
    for field in fields where !known.contains(field.name) {
      let shown = FieldValue.shown(field.name)
      findings.append(
        Self.finding(
          file, field.line, LocalText(zh: "\(owner.zh)：没有 \(shown) 这个字段", en: "\(owner.en): there is no field \(shown)"),
          LocalText(zh: "字段有：\(known.joined(separator: ", "))", en: "the fields are: \(known.joined(separator: ", "))"),
          rule: "unknown-field"))
    }
  }

  static func finding(_ file: String, _ line: Int, _ message: LocalText, _ remedy: LocalText, rule: String = "scenario-value") -> Finding {
    Finding(
      rule: rule, severity: .error, subject: Subject(table: "scenario", id: file), message: message, remedy: remedy,
      places: [Place(file: file, row: line)])
  }

  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }
  func line(of name: String) -> Int { fields.first { $0.name == name }?.line ?? line }
  func node(_ name: String) -> YAMLNode? { fields.first { $0.name == name }?.value }

  func report(_ name: String, _ zh: String, _ en: String, remedy: LocalText, into findings: inout [Finding]) {
    findings.append(
      Self.finding(
        file, line(of: name), LocalText(zh: "\(owner.zh)：\(name) \(zh)", en: "\(owner.en): \(name) \(en)"), remedy))
  }

  /// A text; empty when the field is not there.
  func text(_ name: String, into findings: inout [Finding]) -> String {
    guard let node = node(name) else { return "" }
    if case .text(let text) = node.value { return text }
    report(name, "须是文字", "must be a text", remedy: LocalText(zh: "只写一个值", en: "write one value"), into: &findings)
    return ""
  }

  /// One text or a list of texts.
  func texts(_ name: String, into findings: inout [Finding]) -> [String] {
    guard let node = node(name) else { return [] }
    let items: [YAMLNode]
    if case .list(let list) = node.value { items = list } else { items = [node] }
    var texts: [String] = []
    for item in items {
      if case .text(let text) = item.value, !text.isEmpty {
        texts.append(text)
      } else {
        report(
          name, "须是编号或编号列表", "must be an id or a list of ids", remedy: LocalText(zh: "如 [SYN-A, SYN-B]", en: "like [SYN-A, SYN-B]"),
          into: &findings)
        return []
      }
    }
    return texts
  }

  /// A number of `range`; `nil` when it is not there or wrong, and wrong when it is not there and there is no `fallback`.
  func number(_ name: String, in range: ClosedRange<Double>, fallback: Double? = nil, into findings: inout [Finding]) -> Double? {
    let bounds = "\(Self.short(range.lowerBound))…\(Self.short(range.upperBound))"
    let remedy = LocalText(zh: "请给出 \(bounds) 的数", en: "give a number of \(bounds)")
    guard has(name) else {
      if fallback == nil { report(name, "没有给出", "is not given", remedy: remedy, into: &findings) }
      return fallback
    }
    let text = text(name, into: &findings)
    guard let value = Double(text), value.isFinite else {
      report(name, "不是数：\(FieldValue.shown(text))", "is no number: \(FieldValue.shown(text))", remedy: remedy, into: &findings)
      return nil
    }
    guard range.contains(value) else {
      report(name, "为 \(text)，超出 \(bounds)", "is \(text), outside \(bounds)", remedy: remedy, into: &findings)
      return nil
    }
    return value
  }

  /// A whole number of `range`.
  func whole(_ name: String, in range: ClosedRange<Int>, fallback: Int? = nil, into findings: inout [Finding]) -> Int? {
    let before = findings.count
    guard
      let value = number(
        name, in: Double(range.lowerBound)...Double(range.upperBound), fallback: fallback.map { Double($0) }, into: &findings)
    else { return nil }
    guard value == value.rounded() else {
      if findings.count == before {
        report(name, "须是整数", "must be a whole number", remedy: LocalText(zh: "如 14", en: "like 14"), into: &findings)
      }
      return nil
    }
    return Int(value)
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable & CaseIterable>(_ name: String, fallback: Word, into findings: inout [Finding]) -> Word
  where Word.RawValue == String {
    guard has(name) else { return fallback }
    let text = text(name, into: &findings)
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    report(
      name, "不能是 \(FieldValue.shown(text))", "cannot be \(FieldValue.shown(text))",
      remedy: LocalText(zh: "可选：\(words)", en: "one of: \(words)"), into: &findings)
    return fallback
  }

  private static func short(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)" }
}
