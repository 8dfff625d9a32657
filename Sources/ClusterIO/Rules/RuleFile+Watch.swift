import Answers
public import ClusterModel

extension RuleFile {
  package static let watchFields = ["name", "title", "title_en", "source", "as_of", "rules"]
  package static let watchRuleFields = ["id", "title", "title_en", "of", "measure", "red", "amber"]

  /// Reads the rules of a traffic light.
  ///
  /// - Parameter path: a file of YAML or JSON in UTF-8.
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong in it is a finding, all of them at once.
  public static func watch(_ path: String) throws(ClusterIOError) -> RuleReading<WatchRules> {
    let (bytes, shown) = try bytes(path)
    return watch(bytes: bytes, name: shown)
  }

  /// The rules that hold where no others are given: examples, and no standard of any policy. `Rules/watch-default.yaml` is the same file.
  package static var defaultWatch: RuleReading<WatchRules> { watch(bytes: PackageResources.watch_yaml, name: "watch-default.yaml") }

  /// The bytes of ``defaultWatch``.
  package static var defaultWatchBytes: [UInt8] { PackageResources.watch_yaml }

  /// The same from the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - file: how messages name it.
  public static func watch(bytes: [UInt8], name file: String) -> RuleReading<WatchRules> {
    var body = RuleBody(file: file)
    guard let fields = body.root(bytes, known: watchFields) else { return RuleReading(rules: nil, findings: body.findings) }
    var rules = WatchRules(name: body.name(fields), title: body.title(fields, "title"), rules: [])
    rules.provenance = body.provenance(fields)
    var seen = Set<String>()
    rules.rules = body.list("rules", of: fields, isRequired: true).enumerated().compactMap { number, node in
      guard let rule = body.light(node, LocalText(zh: "rules 第 \(number + 1) 项", en: "rule \(number + 1)")) else { return nil }
      if !seen.insert(rule.id).inserted {
        fields.report(
          "rules", "：编号 \(FieldValue.shown(rule.id)) 用了两次", ": the id \(FieldValue.shown(rule.id)) is there twice",
          remedy: LocalText(zh: "每条规则一个编号", en: "give each rule its own id"), into: &body.findings)
      }
      return rule
    }
    return RuleReading(rules: body.findings.isEmpty ? rules : nil, findings: body.findings)
  }
}

extension RuleBody {
  fileprivate mutating func light(_ node: YAMLNode, _ owner: LocalText) -> WatchRules.Rule? {
    guard let fields = fields(node, known: RuleFile.watchRuleFields, owner) else { return nil }
    let id = fields.text("id", into: &findings)
    if id.isEmpty {
      fields.report("id", "没有给出", "is not given", remedy: LocalText(zh: "起一个短名", en: "give a short name"), into: &findings)
    }
    let title = title(fields, "title")
    // One error hides no other: what is wrong with a figure is told though nobody knows of what it is, and with a threshold though nobody knows of which figure.
    let kind = fields.choice("of", of: WatchRules.Kind.allCases.map(\.rawValue), into: &findings).flatMap(WatchRules.Kind.init)
    let measure = fields.choice("measure", of: kind?.measures ?? WatchRules.Kind.allCases.flatMap(\.measures), into: &findings)
    if !fields.has("red") && !fields.has("amber") {
      fields.report(
        "red", "没有给出，也没有 amber", "is not given, nor is amber",
        remedy: LocalText(zh: "至少写“红”或“黄”之一，如 红: {不低于: 2}", en: "give one of the two at least, like red: {at_least: 2}"),
        into: &findings)
      return nil
    }
    let entry = measure.map { FigureEntry.named($0) }
    // A year's amount is written as an amount: 5亿元.
    let unit = entry?.unitCode.hasPrefix("cny_wan") == true ? DataDictionary.standard["firms"]?["revenue_cny_wan"]?.unit ?? "" : ""
    func threshold(_ colour: String, _ body: inout RuleBody) -> Threshold? {
      guard let node = fields.node(colour) else { return nil }
      let inner = LocalText(zh: "\(owner.zh)的 \(colour)", en: "\(colour) of \(owner.en)")
      let before = body.findings.count
      guard let said = body.fields(node, known: Threshold.Comparison.allCases.map(\.rawValue), inner) else { return nil }
      // A misspelt comparison is one error; the unit of a number hangs on the figure.
      if body.findings.count > before { return nil }
      guard let entry else { return body.comparison(said).flatMap { _ in nil } }
      return body.threshold(said, type: entry.kind == .share ? .share : .number, unit: unit)
    }
    let (red, amber) = (threshold("red", &self), threshold("amber", &self))
    guard let kind, let measure else { return nil }
    return WatchRules.Rule(
      id: id, title: title, of: kind, measure: measure, red: red, amber: amber, place: Place(file: file, row: fields.line))
  }
}
