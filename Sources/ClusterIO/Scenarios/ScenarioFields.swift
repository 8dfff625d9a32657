import ClusterModel

/// The fields of one mapping of a scenario file, read one by one; what is wrong is gathered, with the line and the remedy.
///
/// A field may have its Chinese word (``WrittenWords``); it is asked for by its English name.
struct ScenarioFields {
  /// A field: its name, and how the file writes it.
  struct Field {
    var name: String
    var written: String
    var line: Int
    var value: YAMLNode
  }

  let line: Int
  let fields: [Field]
  /// How messages call the mapping: `event 2`.
  private let owner: LocalText
  private let file: String
  /// The file writes its fields in Chinese: Chinese messages call them so.
  private let isChinese: Bool

  /// `nil` when the node is no mapping, which is a finding; fields that are not in `known` are findings.
  init?(
    _ node: YAMLNode, known: [String], owner: LocalText, file: String, into findings: inout [Finding],
    name: (String, [String]) -> String? = { WrittenWords.name($0, among: $1) }
  ) {
    let list = WrittenWords.list(known)
    guard case .fields(let given) = node.value else {
      findings.append(
        Self.finding(
          file, node.line, LocalText(zh: "\(owner.zh)须由“字段: 值”组成", en: "\(owner.en) must be made of name: value"),
          LocalText(zh: "字段有：\(list.zh)", en: "the fields are: \(list.en)")))
      return nil
    }
    line = node.line
    self.owner = owner
    self.file = file
    var fields: [Field] = []
    for field in given {
      let shown = FieldValue.shown(field.name)
      guard let name = name(field.name, known) else {
        findings.append(
          Self.finding(
            file, field.line, LocalText(zh: "\(owner.zh)：没有 \(shown) 这个字段", en: "\(owner.en): there is no field \(shown)"),
            Self.remedy(field.name, known, list), rule: "unknown-field"))
        continue
      }
      if let first = fields.first(where: { $0.name == name }) {
        findings.append(
          Self.finding(
            file, field.line,
            LocalText(
              zh: "\(owner.zh)：\(shown) 与 \(first.written) 是同一个字段", en: "\(owner.en): \(shown) and \(first.written) are the same field"),
            LocalText(zh: "只保留一个", en: "keep one of them"), rule: "unknown-field"))
        continue
      }
      fields.append(Field(name: name, written: field.name, line: field.line, value: field.value))
    }
    self.fields = fields
    isChinese = fields.contains { $0.written.utf8.contains { $0 >= 0x80 } }
  }

  private static func remedy(_ written: String, _ known: [String], _ list: LocalText) -> LocalText {
    if written.contains("：") || written.contains("，") {
      return LocalText(
        zh: "冒号、逗号用半角“:”“,”，冒号后空一格", en: "write ':' and ',' of ASCII, with a blank behind the colon")
    }
    let guess = WrittenWords.guess(written, among: known)
    return LocalText(zh: guess.zh + "字段有：\(list.zh)", en: guess.en + "the fields are: \(list.en)")
  }

  static func finding(_ file: String, _ line: Int, _ message: LocalText, _ remedy: LocalText, rule: String = "scenario-value") -> Finding {
    Finding(
      rule: rule, severity: .error, subject: Subject(table: "scenario", id: file), message: message, remedy: remedy,
      places: [Place(file: file, row: line)])
  }

  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }
  func line(of name: String) -> Int { fields.first { $0.name == name }?.line ?? line }
  func node(_ name: String) -> YAMLNode? { fields.first { $0.name == name }?.value }

  /// How messages call a field: as the file does, or would.
  private func shown(_ name: String) -> LocalText {
    if let field = fields.first(where: { $0.name == name }) { return LocalText(zh: field.written, en: field.written) }
    return LocalText(zh: isChinese ? WrittenWords.shown(name).zh : name, en: name)
  }

  func report(_ name: String, _ zh: String, _ en: String, remedy: LocalText, into findings: inout [Finding]) {
    let shown = shown(name)
    findings.append(
      Self.finding(
        file, line(of: name), LocalText(zh: "\(owner.zh)：\(shown.zh) \(zh)", en: "\(owner.en): \(shown.en) \(en)"), remedy))
  }

  /// A text; empty when the field is not there.
  func text(_ name: String, into findings: inout [Finding]) -> String {
    guard let node = node(name) else { return "" }
    if case .text(let text) = node.value { return text }
    report(name, "须是文字", "must be a text", remedy: LocalText(zh: "只写一个值", en: "write one value"), into: &findings)
    return ""
  }

  /// A date as ISO 8601 has it; a text that is none stays what it is.
  func date(_ name: String, into findings: inout [Finding]) -> String {
    let text = text(name, into: &findings)
    return DateText.date(text) ?? text
  }

  /// One text or a list of texts; where they are ids and names, `甲厂、乙厂` is a list of two.
  func texts(_ name: String, isSplit: Bool = true, into findings: inout [Finding]) -> [String] {
    guard let node = node(name) else { return [] }
    var items = [node]
    if case .list(let list) = node.value {
      items = list
    } else if isSplit, case .text(let text) = node.value, text.contains("、") {
      items = text.split(separator: "、").map { YAMLNode(value: .text(String($0).trimmed), line: node.line) }
    }
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
  ///
  /// - Parameters:
  ///   - type: what the number is: 35% and 三成 are shares.
  ///   - unit: of the number, as the dictionary has it: `1.2亿元` is 12,000 of 10,000 CNY.
  func number(
    _ name: String, in range: ClosedRange<Double>, fallback: Double? = nil, type: ColumnType = .number, unit: String = "",
    into findings: inout [Finding]
  ) -> Double? {
    let bounds = "\(Decimals.exact(range.lowerBound))…\(Decimals.exact(range.upperBound))"
    let remedy = LocalText(zh: "请给出 \(bounds) 的数", en: "give a number of \(bounds)")
    guard has(name) else {
      if fallback == nil { report(name, "没有给出", "is not given", remedy: remedy, into: &findings) }
      return fallback
    }
    let text = text(name, into: &findings)
    guard let value = Self.value(text, type: type, unit: unit), value.isFinite else {
      report(name, "不是数：\(FieldValue.shown(text))", "is no number: \(FieldValue.shown(text))", remedy: remedy, into: &findings)
      return nil
    }
    guard range.contains(value) else {
      report(name, "为 \(text)，超出 \(bounds)", "is \(text), outside \(bounds)", remedy: remedy, into: &findings)
      return nil
    }
    return value
  }

  /// A number as a person writes it: 12, １２, 1,200, 35%, 14天, 第8天, 2023年.
  private static func value(_ text: String, type: ColumnType, unit: String) -> Double? {
    if let value = Double(text) { return value }
    var bare = NumberText.normalized(text)
    if bare.hasPrefix("第"), unit == "day" { bare = String(bare.dropFirst()) }
    if unit == "year", let year = DateText.year(bare) { return Double(year) }
    if case .value(let value) = NumberText.read(bare, unit: unit, type: type) { return value }
    return nil
  }

  /// A whole number of `range`.
  func whole(
    _ name: String, in range: ClosedRange<Int>, fallback: Int? = nil, unit: String = "", into findings: inout [Finding]
  ) -> Int? {
    let before = findings.count
    guard
      let value = number(
        name, in: Double(range.lowerBound)...Double(range.upperBound), fallback: fallback.map { Double($0) }, unit: unit, into: &findings)
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
    return choice(name, of: Word.allCases.map(\.rawValue), into: &findings).flatMap(Word.init) ?? fallback
  }

  /// One of these names, in either language; `nil`, with a finding, for anything else.
  func choice(_ name: String, of names: [String], into findings: inout [Finding]) -> String? {
    one(text(name, into: &findings), name, of: names, into: &findings)
  }

  /// The same of a text that stands in the field `field`.
  func one(_ text: String, _ field: String, of names: [String], into findings: inout [Finding]) -> String? {
    if let name = WrittenWords.name(text, among: names) { return name }
    let (words, guess) = (WrittenWords.list(names), WrittenWords.guess(text, among: names))
    report(
      field, text.isEmpty ? "没有给出" : "不能是 \(FieldValue.shown(text))", text.isEmpty ? "is not given" : "cannot be \(FieldValue.shown(text))",
      remedy: LocalText(zh: guess.zh + "可选：\(words.zh)", en: guess.en + "one of: \(words.en)"), into: &findings)
    return nil
  }

  /// Yes or no; `nil`, with a finding, for anything else.
  func flag(_ name: String, into findings: inout [Finding]) -> Bool? {
    let text = text(name, into: &findings)
    if let flag = WrittenWords.flag(text) { return flag }
    report(
      name, "须是 yes 或 no（是、否）", "must be yes or no",
      remedy: LocalText(zh: "写“\(shown(name).zh): 是”或“\(shown(name).zh): 否”", en: "give \(shown(name).en): yes"), into: &findings)
    return nil
  }
}
