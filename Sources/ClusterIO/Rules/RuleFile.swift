public import ClusterModel

/// What came of reading a rule file: the rules, or everything that is wrong with it.
public struct RuleReading<Rules: Sendable>: Sendable {
  /// `nil` when there are findings.
  public var rules: Rules?
  /// All errors, in the order of the file; each place's row is a line.
  public var findings: [Finding]
}

/// Reads rule files, YAML or JSON: shortlists, cluster gates and curtailments (docs/guides/shortlists.md, gates.md, curtail.md).
public enum RuleFile {
  /// The largest file, in bytes.
  public static let sizeLimit = 1 << 20
  package static let shortlistFields = ["name", "title", "title_en", "source", "as_of", "filters", "sort", "limit"]
  package static let filterFields = ["field", "at_least", "at_most", "above", "below", "is", "one_of", "none_of", "why", "why_en"]
  package static let gateSetFields = ["name", "title", "title_en", "source", "as_of", "gates"]
  package static let gateFields = [
    "id", "title", "title_en", "figure", "unit", "measure", "years", "growth", "at_least", "at_most", "above", "below",
  ]

  /// Reads the rule of a shortlist.
  ///
  /// - Parameter path: a file of YAML or JSON in UTF-8.
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong in it is a finding, all of them at once.
  public static func shortlist(_ path: String) throws(ClusterIOError) -> RuleReading<ShortlistRule> {
    let (bytes, shown) = try bytes(path)
    return shortlist(bytes: bytes, name: shown)
  }

  /// Reads a set of cluster gates.
  ///
  /// - Parameter path: a file of YAML or JSON in UTF-8.
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong in it is a finding, all of them at once.
  public static func gates(_ path: String) throws(ClusterIOError) -> RuleReading<GateSet> {
    let (bytes, shown) = try bytes(path)
    return gates(bytes: bytes, name: shown)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func shortlist(bytes: [UInt8], name file: String) -> RuleReading<ShortlistRule> {
    var body = RuleBody(file: file)
    guard let fields = body.root(bytes, known: shortlistFields) else { return RuleReading(rules: nil, findings: body.findings) }
    var rule = ShortlistRule(name: body.name(fields), title: body.title(fields, "title"), filters: [])
    rule.provenance = body.provenance(fields)
    rule.filters = body.list("filters", of: fields, isRequired: true).enumerated().compactMap { number, node in
      body.filter(node, LocalText(zh: "filters 第 \(number + 1) 项", en: "filter \(number + 1)"))
    }
    rule.order = body.list("sort", of: fields, isRequired: false).enumerated().compactMap { number, node in
      body.key(node, LocalText(zh: "sort 第 \(number + 1) 项", en: "sort \(number + 1)"))
    }
    if fields.has("limit") { rule.limit = fields.whole("limit", in: 1...1_000_000, into: &body.findings) }
    return RuleReading(rules: body.findings.isEmpty ? rule : nil, findings: body.findings)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func gates(bytes: [UInt8], name file: String) -> RuleReading<GateSet> {
    var body = RuleBody(file: file)
    guard let fields = body.root(bytes, known: gateSetFields) else { return RuleReading(rules: nil, findings: body.findings) }
    var set = GateSet(name: body.name(fields), title: body.title(fields, "title"), gates: [])
    set.provenance = body.provenance(fields)
    set.gates = body.list("gates", of: fields, isRequired: true).enumerated().compactMap { number, node in
      body.gate(node, LocalText(zh: "gates 第 \(number + 1) 项", en: "gate \(number + 1)"))
    }
    return RuleReading(rules: body.findings.isEmpty ? set : nil, findings: body.findings)
  }

  static func bytes(_ path: String) throws(ClusterIOError) -> (bytes: [UInt8], shown: String) {
    let shown = FieldValue.shownPath(path)
    let bytes = try FileBytes.open(path: path, shown: shown)
    guard bytes.count <= sizeLimit else {
      throw ClusterIOError(
        .tooLarge,
        LocalText(zh: "超过 \(sizeLimit >> 20) MB，不是规则文件。", en: "is larger than \(sizeLimit >> 20) MB: that is no rule file."),
        place: Place(file: shown))
    }
    return (Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count)), shown)
  }
}

/// A rule file while it is read: what is wrong with it so far.
struct RuleBody {
  let file: String
  var findings: [Finding] = []

  init(file: String) { self.file = file }

  mutating func root(_ bytes: [UInt8], known: [String]) -> ScenarioFields? {
    do {
      return fields(try YAMLNode.written(bytes), known: known, LocalText(zh: "规则文件", en: "the rule file"))
    } catch {
      findings.append(ScenarioFields.finding(file, error.line, error.message, error.remedy, rule: "rule-syntax"))
      return nil
    }
  }

  mutating func fields(_ node: YAMLNode, known: [String], _ owner: LocalText) -> ScenarioFields? {
    ScenarioFields(node, known: known, owner: owner, file: file, into: &findings)
  }

  mutating func name(_ fields: ScenarioFields) -> String {
    let name = fields.text("name", into: &findings)
    if name.isEmpty {
      fields.report("name", "没有给出", "is not given", remedy: LocalText(zh: "起一个短名", en: "give a short name"), into: &findings)
    }
    return name
  }

  mutating func title(_ fields: ScenarioFields, _ field: String) -> Name {
    Name(zh: fields.text(field, into: &findings), en: fields.text(field + "_en", into: &findings))
  }

  mutating func provenance(_ fields: ScenarioFields) -> Provenance {
    let source = fields.text("source", into: &findings)
    return Provenance(source.isEmpty ? .unknown : .sourced, source: source, asOf: fields.date("as_of", into: &findings))
  }

  mutating func list(_ name: String, of fields: ScenarioFields, isRequired: Bool) -> [YAMLNode] {
    guard let node = fields.node(name) else {
      if isRequired {
        fields.report(
          name, "没有给出", "is not given", remedy: LocalText(zh: "写成列表，每项以“- ”开头", en: "write a list, each item after '- '"), into: &findings)
      }
      return []
    }
    if case .list(let list) = node.value, !list.isEmpty { return list }
    fields.report(
      name, "须列出至少一项", "must list at least one item", remedy: LocalText(zh: "写成列表，每项以“- ”开头", en: "write a list, each item after '- '"),
      into: &findings)
    return []
  }

  mutating func firmField(_ fields: ScenarioFields) -> FirmField? {
    fields.choice("field", of: FirmField.allCases.map(\.rawValue), into: &findings).flatMap(FirmField.init)
  }

  mutating func filter(_ node: YAMLNode, _ owner: LocalText) -> ShortlistRule.Filter? {
    guard let fields = fields(node, known: RuleFile.filterFields, owner) else { return nil }
    guard let field = firmField(fields) else { return nil }
    let why = title(fields, "why")
    let test: ShortlistRule.Test?
    switch field.kind {
    case .number, .share:
      let column = DataDictionary.standard["firms"]?[field.rawValue == "output_cny_wan" ? "revenue_cny_wan" : field.rawValue]
      test = threshold(
        fields, others: ["is", "one_of", "none_of"], type: field.kind == .share ? .share : .number, unit: column?.unit ?? ""
      ).map { .number($0) }
    case .flag: test = flag(fields).map { .flag($0) }
    case .text: test = choice(fields)
    }
    return test.map { ShortlistRule.Filter(field, $0, why: why, place: Place(file: file, row: fields.line)) }
  }

  private static let comparisons = Threshold.Comparison.allCases.map(\.rawValue)

  mutating func threshold(
    _ fields: ScenarioFields, others: [String] = [], type: ColumnType = .number, unit: String = ""
  ) -> Threshold? {
    comparison(fields, others: others).flatMap { comparison in
      fields.number(comparison.rawValue, in: -1e15...1e15, type: type, unit: unit, into: &findings).map { Threshold(comparison, $0) }
    }
  }

  /// The one comparison that is written.
  mutating func comparison(_ fields: ScenarioFields, others: [String] = []) -> Threshold.Comparison? {
    let given = Self.comparisons.filter { fields.has($0) }
    let wrong = others.filter { fields.has($0) }
    guard given.count == 1, wrong.isEmpty, let comparison = Threshold.Comparison(rawValue: given[0]) else {
      fields.report(
        wrong.first ?? given.last ?? "at_least", "：数值须写且只写一种比较", ": a number takes exactly one comparison",
        remedy: LocalText(
          zh: "写\(WrittenWords.list(Self.comparisons).zh)之一（at_least、at_most、above、below）",
          en: "give one of at_least, at_most, above, below"), into: &findings)
      return nil
    }
    return comparison
  }

  mutating func flag(_ fields: ScenarioFields) -> Bool? {
    let extra = (Self.comparisons + ["one_of", "none_of"]).first { fields.has($0) }
    if extra == nil, let flag = WrittenWords.flag(fields.text("is", into: &findings)) { return flag }
    fields.report(
      extra ?? "is", "：是否类须写 is: yes 或 is: no", ": a yes-or-no field takes is: yes or is: no",
      remedy: LocalText(zh: "写“为: 是”或“为: 否”（is: yes、is: no）", en: "give is: yes or is: no"), into: &findings)
    return nil
  }

  mutating func choice(_ fields: ScenarioFields) -> ShortlistRule.Test? {
    let given = ["one_of", "none_of"].filter { fields.has($0) }
    let extra = (Self.comparisons + ["is"]).first { fields.has($0) }
    guard given.count == 1, extra == nil else {
      fields.report(
        extra ?? "one_of", "：文字类须写 one_of 或 none_of", ": a text takes one_of or none_of",
        remedy: LocalText(zh: "如 one_of: [130628, 130635]", en: "like one_of: [130628, 130635]"), into: &findings)
      return nil
    }
    let texts = fields.texts(given[0], into: &findings)
    if texts.isEmpty { return nil }
    return given[0] == "one_of" ? .oneOf(texts) : .noneOf(texts)
  }

  private enum Order: String, CaseIterable { case descending, ascending }

  mutating func key(_ node: YAMLNode, _ owner: LocalText) -> ShortlistRule.Key? {
    guard let fields = fields(node, known: ["field", "order"], owner), let field = firmField(fields) else { return nil }
    if field.kind == .text && field != .firm {
      fields.report(
        "field", "不能用来排序", "is no field to sort by", remedy: LocalText(zh: "用数值或是否类字段", en: "sort by a number or a yes-or-no field"),
        into: &findings)
      return nil
    }
    return ShortlistRule.Key(field, isDescending: fields.word("order", fallback: Order.descending, into: &findings) == .descending)
  }

  mutating func gate(_ node: YAMLNode, _ owner: LocalText) -> GateSet.Gate? {
    guard let fields = fields(node, known: RuleFile.gateFields, owner) else { return nil }
    let id = fields.text("id", into: &findings)
    if id.isEmpty {
      fields.report("id", "没有给出", "is not given", remedy: LocalText(zh: "起一个短名", en: "give a short name"), into: &findings)
    }
    let title = title(fields, "title")
    let quantity = quantity(fields)
    let years = fields.whole("years", in: 1...20, fallback: 1, into: &findings) ?? 1
    var isGrowth = false
    if fields.has("growth") { isGrowth = fields.flag("growth", into: &findings) ?? false }
    if isGrowth && years < 2 {
      fields.report(
        "years", "：年均增速至少要两年", ": growth takes two years at least", remedy: LocalText(zh: "如 years: 3", en: "like years: 3"),
        into: &findings)
    }
    if case .measured? = quantity, years > 1 || isGrowth {
      fields.report(
        "years", "：企业名录只有一年，不能跨年", ": the firms on record are of one year", remedy: LocalText(zh: "改用 figure", en: "use figure instead"),
        into: &findings)
    }
    // A growth and a measured share are parts of one; a published figure is in the unit it is published in.
    var (type, unit) = (ColumnType.number, "")
    if case .measured(let field)? = quantity {
      type = field.isShare ? .share : .number
      let name = field == .output ? "revenue_cny_wan" : field.rawValue
      unit = DataDictionary.standard["firms"]?[name]?.unit ?? ""
    } else if isGrowth {
      type = .share
    }
    let isFigure = if case .figure? = quantity { !isGrowth } else { false }
    let found = isFigure ? publishedThreshold(fields) : threshold(fields, type: type, unit: unit).map { ($0, "") }
    guard let (threshold, said) = found, var quantity else { return nil }
    if case .figure(let attribute, let unit) = quantity { quantity = .figure(attribute: attribute, unit: unit.isEmpty ? said : unit) }
    return GateSet.Gate(
      id: id, title: title, quantity: quantity, years: years, isGrowth: isGrowth, threshold: threshold,
      place: Place(file: file, row: fields.line))
  }

  /// A threshold of a published figure, whose unit may stand behind the number: `不低于: 40亿元`.
  private mutating func publishedThreshold(_ fields: ScenarioFields) -> (Threshold, unit: String)? {
    let given = Self.comparisons.filter { fields.has($0) }
    guard given.count == 1, let comparison = Threshold.Comparison(rawValue: given[0]) else { return threshold(fields).map { ($0, "") } }
    return published(given[0], in: -1e15...1e15, fields).map { (Threshold(comparison, $0.value), $0.unit) }
  }

  /// A number, and the unit behind it as `figures.csv` has it; it must be the one that `unit` says.
  mutating func published(_ name: String, in range: ClosedRange<Double>, _ fields: ScenarioFields) -> (value: Double, unit: String)? {
    let text = fields.text(name, into: &findings)
    guard Double(text) == nil, let parts = NumberText.parts(NumberText.normalized(text)), !parts.unit.isEmpty,
      let value = NumberText.scaled(parts.digits, 0), range.contains(value)
    else { return fields.number(name, in: range, into: &findings).map { ($0, "") } }
    let unit = WrittenWords.publishedUnit(parts.unit)
    let stated = WrittenWords.publishedUnit(fields.text("unit", into: &findings))
    if !stated.isEmpty && stated != unit {
      fields.report(
        name, "的单位“\(parts.unit)”与所写单位“\(stated)”不同", "is in \(parts.unit), and the unit is \(stated)",
        remedy: LocalText(zh: "只写一处单位", en: "give the unit once"), into: &findings)
      return nil
    }
    return (value, unit)
  }

  private mutating func quantity(_ fields: ScenarioFields) -> GateSet.Quantity? {
    guard fields.has("figure") != fields.has("measure") else {
      fields.report(
        "figure", "：须写 figure 或 measure 之一", ": give figure or measure, one of the two",
        remedy: LocalText(
          zh: "figure 取自 figures.csv，measure 由企业名录计算", en: "figure is read in figures.csv, measure is computed from the firms"),
        into: &findings)
      return nil
    }
    if fields.has("figure") {
      let attribute = WrittenWords.publishedFigure(fields.text("figure", into: &findings))
      return attribute.isEmpty ? nil : .figure(attribute: attribute, unit: WrittenWords.publishedUnit(fields.text("unit", into: &findings)))
    }
    let before = findings.count
    let measure = fields.word("measure", fallback: FirmSetField.firms, into: &findings)
    return findings.count == before ? .measured(measure) : nil
  }
}
