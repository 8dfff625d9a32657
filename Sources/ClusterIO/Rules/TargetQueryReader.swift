import ClusterModel

extension RuleBody {
  /// One query of a target: `count`, `share`, `sum`, `ratio` or `figure`.
  mutating func query(_ node: YAMLNode, _ owner: LocalText) -> TargetQuery? {
    guard let fields = fields(node, known: ProgrammeFile.queryFields, owner) else { return nil }
    let kinds = ["count", "share", "sum", "ratio", "figure"].filter { fields.has($0) }
    guard kinds.count == 1, let kind = kinds.first else {
      fields.report(
        kinds.last ?? "count", "：须写且只写一种查询", ": a query is exactly one kind",
        remedy: LocalText(zh: "写计数、占比、合计、比率、指标之一（count、share、sum、ratio、figure）", en: "give one of count, share, sum, ratio, figure"),
        into: &findings)
      return nil
    }
    let before = findings.count
    let query: TargetQuery?
    switch kind {
    case "figure": query = figure(fields)
    case "count": query = count(fields)
    case "share":
      _ = word("share", of: ["values"], fields)
      query = values(fields, isShare: true)
    case "sum": query = column("sum", fields).map { .sum($0, among: filters(fields)) }
    default:
      let (part, whole) = (column("ratio", fields), column("by", fields))
      let among = filters(fields)
      query = part.flatMap { part in whole.map { .ratio(part, by: $0, among: among) } }
    }
    let used: [String: [String]] = [
      "figure": ["table", "subject", "unit"], "share": ["column", "values", "where"], "sum": ["where"], "ratio": ["by", "where"],
      "count": ["role", "level", "column", "values", "clusters", "status", "where"],
    ]
    for name in ProgrammeFile.queryFields
    where fields.has(name) && name != kind && !(used[kind] ?? []).contains(name) && !kinds.contains(name) {
      fields.report(
        name, "不用于 \(kind)", "is not for \(kind)", remedy: LocalText(zh: "去掉这一行", en: "take it out"), into: &findings)
    }
    return findings.count == before ? query : nil
  }

  private mutating func word(_ name: String, of words: [String], _ fields: ScenarioFields) -> String? {
    fields.choice(name, of: words, into: &findings)
  }

  private mutating func given(_ name: String, _ fields: ScenarioFields) -> String? {
    let text = fields.text(name, into: &findings)
    if !text.isEmpty { return text }
    fields.report(name, "没有给出", "is not given", remedy: LocalText(zh: "写出 \(name)", en: "give \(name)"), into: &findings)
    return nil
  }

  private mutating func filters(_ fields: ScenarioFields) -> [ShortlistRule.Filter] {
    if !fields.has("where") { return [] }
    return list("where", of: fields, isRequired: true).enumerated().compactMap {
      filter($1, LocalText(zh: "where 第 \($0 + 1) 项", en: "where \($0 + 1)"))
    }
  }

  /// A field of firms that can be added up.
  private mutating func column(_ name: String, _ fields: ScenarioFields) -> FirmField? {
    let sums: [FirmField] = [.revenue, .research, .employees, .tax, .output]
    return word(name, of: sums.map(\.rawValue), fields).flatMap { FirmField(rawValue: $0) }
  }

  private mutating func count(_ fields: ScenarioFields) -> TargetQuery? {
    switch word("count", of: ["roles", "firms", "values", "clusters"], fields) {
    case "roles"?:
      guard let role = word("role", of: Role.Kind.allCases.map(\.rawValue), fields).flatMap({ Role.Kind(rawValue: $0) }) else { return nil }
      let levels = fields.texts("level", into: &findings).compactMap { text -> Role.Level? in
        fields.one(text, "level", of: Role.Level.allCases.map(\.rawValue), into: &findings).flatMap(Role.Level.init)
      }
      return .roles(role, levels: levels)
    case "firms"?:
      let among = filters(fields)
      if among.isEmpty { _ = given("where", fields) }
      return .firms(among)
    case "values"?: return values(fields, isShare: false)
    case "clusters"?:
      let ids = fields.texts("clusters", into: &findings)
      if ids.isEmpty { _ = given("clusters", fields) }
      guard let status = word("status", of: Cluster.Status.allCases.map(\.rawValue), fields).flatMap({ Cluster.Status(rawValue: $0) })
      else {
        return nil
      }
      return .clusters(ids, status)
    default: return nil
    }
  }

  private mutating func values(_ fields: ScenarioFields, isShare: Bool) -> TargetQuery? {
    guard let column = given("column", fields) else { return nil }
    let texts = fields.texts("values", isSplit: false, into: &findings)
    let among = filters(fields)
    return isShare ? .valueShare(column: column, texts: texts, among: among) : .values(column: column, texts: texts, among: among)
  }

  private mutating func figure(_ fields: ScenarioFields) -> TargetQuery? {
    guard let attribute = given("figure", fields) else { return nil }
    var table = "region"
    if fields.has("table") {
      table = word("table", of: ["region", "county", "cluster", "chain", "firm", "programme"], fields) ?? "region"
    }
    return .figure(
      table: table, subject: fields.text("subject", into: &findings), attribute: WrittenWords.publishedFigure(attribute),
      unit: WrittenWords.publishedUnit(fields.text("unit", into: &findings)))
  }
}
