public import ClusterModel

/// Reads plans (实施方案), YAML or JSON: docs/guides/programme.md.
public enum ProgrammeFile {
  public static let fields = ["name", "title", "title_en", "source", "as_of", "start", "phases", "actions", "safeguards", "targets"]
  package static let phaseFields = ["year", "title", "title_en"]
  package static let actionFields = ["id", "title", "title_en", "measures"]
  package static let measureFields = ["id", "title", "title_en", "targets", "analyses"]
  package static let analysisFields = [
    "run", "rules", "column", "values", "count", "clusters", "industries", "figure", "files", "note", "note_en",
  ]
  package static let targetFields = [
    "id", "title", "title_en", "year", "at_least", "about", "tolerance", "unit", "each_year", "new_since", "measured_by", "nearest", "note",
    "note_en", "source", "as_of",
  ]
  package static let queryFields = [
    "count", "share", "sum", "ratio", "by", "figure", "table", "subject", "unit", "role", "level", "column", "values", "clusters", "status",
    "where",
  ]

  /// Reads a plan.
  ///
  /// - Parameter path: a file of YAML or JSON in UTF-8, or a table of targets (``ProgrammeTable``).
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong in it is a finding, all of them at once.
  public static func read(_ path: String) throws(ClusterIOError) -> RuleReading<Programme> {
    if ProgrammeTable.isTable(path) { return try ProgrammeTable.read(path) }
    let (bytes, shown) = try RuleFile.bytes(path)
    return read(bytes: bytes, name: shown)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func read(bytes: [UInt8], name file: String) -> RuleReading<Programme> {
    var body = RuleBody(file: file)
    guard let root = body.root(bytes, known: fields) else { return RuleReading(rules: nil, findings: body.findings) }
    let start = body.day("start", of: root)
    var plan = Programme(name: body.name(root), title: body.title(root, "title"), start: start ?? CalendarDay(number: 0))
    plan.provenance = body.provenance(root)
    plan.phases = body.optionalList("phases", of: root).enumerated().compactMap { body.phase($1, $0 + 1) }
    plan.actions = body.list("actions", of: root, isRequired: true).enumerated().compactMap { body.action($1, $0 + 1) }
    plan.safeguards = body.optionalList("safeguards", of: root).enumerated().compactMap {
      body.measure($1, LocalText(zh: "safeguards 第 \($0 + 1) 项", en: "safeguard \($0 + 1)"))
    }
    plan.targets = body.optionalList("targets", of: root).enumerated().compactMap { body.target($1, $0 + 1, of: plan) }
    body.checkIDs(plan)
    return RuleReading(rules: body.findings.isEmpty ? plan : nil, findings: body.findings)
  }
}

extension RuleBody {
  fileprivate mutating func optionalList(_ name: String, of fields: ScenarioFields) -> [YAMLNode] {
    list(name, of: fields, isRequired: false)
  }

  fileprivate mutating func day(_ name: String, of fields: ScenarioFields) -> CalendarDay? {
    let text = fields.text(name, into: &findings)
    if let day = CalendarDay(DateText.date(text) ?? text) { return day }
    fields.report(
      name, text.isEmpty ? "没有给出" : "不是日期：\(FieldValue.shown(text))",
      text.isEmpty ? "is not given" : "is no date: \(FieldValue.shown(text))",
      remedy: LocalText(zh: "写成 2022-09-17", en: "write it like 2022-09-17"), into: &findings)
    return nil
  }

  private mutating func id(_ fields: ScenarioFields) -> String {
    let id = fields.text("id", into: &findings)
    if id.isEmpty {
      fields.report("id", "没有给出", "is not given", remedy: LocalText(zh: "如 '4.3'", en: "like '4.3'"), into: &findings)
    }
    return id
  }

  fileprivate mutating func phase(_ node: YAMLNode, _ number: Int) -> Programme.Phase? {
    let owner = LocalText(zh: "phases 第 \(number) 项", en: "phase \(number)")
    guard let fields = fields(node, known: ProgrammeFile.phaseFields, owner) else { return nil }
    return fields.whole("year", in: 1900...2200, unit: "year", into: &findings).map {
      Programme.Phase(title: title(fields, "title"), year: $0)
    }
  }

  fileprivate mutating func action(_ node: YAMLNode, _ number: Int) -> Programme.Action? {
    let owner = LocalText(zh: "actions 第 \(number) 项", en: "action \(number)")
    guard let fields = fields(node, known: ProgrammeFile.actionFields, owner) else { return nil }
    var action = Programme.Action(id: id(fields), title: title(fields, "title"), measures: [], place: Place(file: file, row: fields.line))
    action.measures = list("measures", of: fields, isRequired: true).enumerated().compactMap {
      measure($1, LocalText(zh: "\(owner.zh)的 measures 第 \($0 + 1) 项", en: "measure \($0 + 1) of \(owner.en)"))
    }
    return action
  }

  fileprivate mutating func measure(_ node: YAMLNode, _ owner: LocalText) -> Programme.Measure? {
    guard let fields = fields(node, known: ProgrammeFile.measureFields, owner) else { return nil }
    let id = id(fields)
    let calls = list("analyses", of: fields, isRequired: true).enumerated().compactMap {
      call($1, LocalText(zh: "\(owner.zh)的 analyses 第 \($0 + 1) 项", en: "analysis \($0 + 1) of \(owner.en)"))
    }
    return Programme.Measure(
      id: id, title: title(fields, "title"), analyses: calls, targets: fields.texts("targets", into: &findings),
      place: Place(file: file, row: fields.line))
  }

  private mutating func call(_ node: YAMLNode, _ owner: LocalText) -> AnalysisCall? {
    guard let fields = fields(node, known: ProgrammeFile.analysisFields, owner) else { return nil }
    let before = findings.count
    guard fields.has("run") else {
      let words = WrittenWords.list(AnalysisCall.Kind.allCases.map(\.rawValue))
      fields.report("run", "没有给出", "is not given", remedy: LocalText(zh: "可选：\(words.zh)", en: "one of: \(words.en)"), into: &findings)
      return nil
    }
    let kind = fields.word("run", fallback: AnalysisCall.Kind.gaps, into: &findings)
    guard findings.count == before else { return nil }
    for name in ProgrammeFile.analysisFields
    where fields.has(name) && !["run", "note", "note_en"].contains(name) && !kind.parameters.contains(name) {
      let list = kind.parameters.joined(separator: ", ")
      fields.report(
        name, "不用于 \(kind.rawValue)", "is not for \(kind.rawValue)",
        remedy: LocalText(zh: list.isEmpty ? "去掉这一行" : "可写：\(list)", en: list.isEmpty ? "take it out" : "it takes \(list)"), into: &findings
      )
    }
    for name in kind.required where !fields.has(name) {
      fields.report(
        name, "没有给出", "is not given", remedy: LocalText(zh: "\(kind.rawValue) 需要 \(name)", en: "\(kind.rawValue) needs \(name)"),
        into: &findings)
    }
    var call = AnalysisCall(kind)
    call.place = Place(file: file, row: fields.line)
    if fields.has("rules") { call.rules = plainFile(fields.text("rules", into: &findings), "rules", fields) }
    if fields.has("column") { call.column = fields.text("column", into: &findings) }
    if fields.has("figure") { call.figure = WrittenWords.publishedFigure(fields.text("figure", into: &findings)) }
    call.values = fields.texts("values", isSplit: false, into: &findings)
    call.clusters = fields.texts("clusters", into: &findings)
    call.industries = fields.texts("industries", into: &findings)
    call.files = fields.texts("files", isSplit: false, into: &findings)
    if fields.has("count") { call.count = fields.whole("count", in: 1...10_000, into: &findings) }
    call.note = title(fields, "note")
    return findings.count == before ? call : nil
  }

  /// A file beside the plan: a name without folders, so that no plan reaches elsewhere.
  private mutating func plainFile(_ text: String, _ name: String, _ fields: ScenarioFields) -> String? {
    let isPlain = !text.isEmpty && !text.hasPrefix(".") && !text.utf8.contains { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 }
    if isPlain { return text }
    fields.report(
      name, "须是与方案同一文件夹中的文件名", "must be the name of a file beside the plan",
      remedy: LocalText(zh: "如 listing-shortlist.yaml", en: "like listing-shortlist.yaml"), into: &findings)
    return nil
  }

  fileprivate mutating func target(_ node: YAMLNode, _ number: Int, of plan: Programme) -> PlanTarget? {
    let owner = LocalText(zh: "targets 第 \(number) 项", en: "target \(number)")
    guard let fields = fields(node, known: ProgrammeFile.targetFields, owner) else { return nil }
    let id = id(fields)
    let year = fields.whole("year", in: 1900...2200, unit: "year", into: &findings)
    let (aim, said) = aim(fields)
    let unit = fields.text("unit", into: &findings)
    let queries = list("measured_by", of: fields, isRequired: true).enumerated().compactMap {
      query($1, LocalText(zh: "\(owner.zh)的 measured_by 第 \($0 + 1) 项", en: "query \($0 + 1) of \(owner.en)"))
    }
    guard let year, let aim else { return nil }
    var target = PlanTarget(
      id: id, title: title(fields, "title"), year: year, aim: aim, unit: unit.isEmpty ? said : WrittenWords.publishedUnit(unit),
      queries: queries,
      place: Place(file: file, row: fields.line))
    if fields.has("each_year") { target.isYearly = fields.flag("each_year", into: &findings) ?? false }
    if fields.has("new_since") { target.newSince = fields.whole("new_since", in: 1900...2200, unit: "year", into: &findings) }
    target.note = title(fields, "note")
    target.provenance = fields.has("source") ? provenance(fields) : plan.provenance
    if let node = fields.node("nearest") { target.nearest = nearest(node, owner, named: id) }
    return target
  }

  /// What is aimed at, and the unit that stands behind its number.
  private mutating func aim(_ fields: ScenarioFields) -> (PlanTarget.Aim?, unit: String) {
    guard fields.has("at_least") != fields.has("about") else {
      fields.report(
        "at_least", "：须写 at_least 或 about 之一", ": give at_least or about, one of the two",
        remedy: LocalText(zh: "如“不低于: 10”（at_least: 10）", en: "like at_least: 10"), into: &findings)
      return (nil, "")
    }
    let tolerance = fields.number("tolerance", in: 0...0.9, fallback: 0, type: .share, into: &findings) ?? 0
    let isLeast = fields.has("at_least")
    guard let (value, unit) = published(isLeast ? "at_least" : "about", in: 0...1e15, fields) else { return (nil, "") }
    return (isLeast ? .atLeast(value) : .about(value, tolerance: tolerance), unit)
  }

  private mutating func nearest(_ node: YAMLNode, _ owner: LocalText, named name: String) -> ShortlistRule? {
    let owner = LocalText(zh: "\(owner.zh)的 nearest", en: "nearest of \(owner.en)")
    guard let fields = fields(node, known: ["filters", "sort"], owner) else { return nil }
    var rule = ShortlistRule(name: name, filters: [])
    rule.filters = list("filters", of: fields, isRequired: true).enumerated().compactMap {
      filter($1, LocalText(zh: "\(owner.zh)的 filters 第 \($0 + 1) 项", en: "filter \($0 + 1) of \(owner.en)"))
    }
    rule.order = optionalList("sort", of: fields).enumerated().compactMap {
      key($1, LocalText(zh: "\(owner.zh)的 sort 第 \($0 + 1) 项", en: "sort \($0 + 1) of \(owner.en)"))
    }
    return rule
  }

  /// Ids that are there twice, and targets that measures name and the plan does not have.
  fileprivate mutating func checkIDs(_ plan: Programme) {
    func add(_ place: Place, _ message: LocalText, _ remedy: LocalText) {
      findings.append(ScenarioFields.finding(file, place.row ?? 1, message, remedy))
    }
    func repeated(_ ids: [(id: String, place: Place)]) -> [(id: String, place: Place)] {
      var seen: Set<String> = []
      return ids.filter { !$0.id.isEmpty && !seen.insert($0.id).inserted }
    }
    let lists = [
      plan.actions.map { ($0.id, $0.place) }, plan.measures.map { ($0.id, $0.place) }, plan.targets.map { ($0.id, $0.place) },
    ]
    for item in lists.flatMap({ repeated($0) }) {
      let shown = FieldValue.shown(item.id)
      add(
        item.place, LocalText(zh: "编号 \(shown) 出现了两次", en: "the id \(shown) is there twice"),
        LocalText(zh: "各给一个编号", en: "give each an id of its own"))
    }
    let known = Set(plan.targets.map(\.id))
    for measure in plan.measures {
      for id in measure.targets where !known.contains(id) {
        let shown = FieldValue.shown(id)
        add(
          measure.place, LocalText(zh: "举措 \(measure.id)：没有编号为 \(shown) 的目标", en: "measure \(measure.id): there is no target \(shown)"),
          LocalText(zh: "targets 的编号须在方案的 targets 中", en: "name a target of the plan"))
      }
    }
  }
}
