public import ClusterModel
import InventoryDynamics

/// What came of reading a scenario file: the scenario, or everything that is wrong with it.
public struct ScenarioReading: Sendable {
  /// `nil` when there are findings.
  public var scenario: Scenario?
  /// All errors, in the order of the file (those of bases first); each place's row is a line.
  public var findings: [Finding]
}

/// Reads scenario files, YAML or JSON (docs/scenarios.md; docs/scenario.schema.json).
public enum ScenarioReader {
  /// The largest file, in bytes.
  public static let sizeLimit = 4 << 20
  /// The last day anything may begin or end.
  public static let dayLimit = 36_500
  /// Files that one scenario may be made of.
  public static let fileLimit = 100
  package static let scenarioFields = [
    "name", "title", "title_en", "description", "provenance", "source", "as_of", "builds_on", "events", "changes",
  ]
  package static let eventFields = [
    "firms", "cluster", "county", "stage", "sector", "what", "loss", "rise", "start", "duration", "recovery", "reason", "provenance",
    "source", "as_of",
  ]
  package static let recoveryFields = ["shape", "days"]

  /// Reads one file and those it builds on.
  ///
  /// - Parameter path: a file of YAML or JSON in UTF-8. What it `builds_on` is looked for beside it.
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong in it is a finding, all of them at once; so is a base that
  ///   cannot be read, and a circle of bases.
  public static func read(_ path: String) throws(ClusterIOError) -> ScenarioReading {
    var family = ScenarioFamily()
    return try family.read(path)
  }

  /// The same from the bytes of a file; `name` stands in messages. Bytes have no folder: `builds_on` is a finding.
  public static func read(bytes: [UInt8], name file: String) -> ScenarioReading {
    let own = own(bytes: bytes, name: file)
    var reading = ScenarioReading(scenario: own.scenario, findings: own.findings)
    if let base = own.bases.first {
      reading.findings.append(
        ScenarioFields.finding(
          file, base.line, LocalText(zh: "builds_on 只能用于文件", en: "builds_on is for files"),
          LocalText(zh: "从文件读取情景", en: "read the scenario from a file")))
      reading.scenario = nil
    }
    return reading
  }

  /// What one file says itself, and the files it builds on as it names them.
  static func own(bytes: [UInt8], name file: String) -> (scenario: Scenario?, bases: [(path: String, line: Int)], findings: [Finding]) {
    var findings: [Finding] = []
    let root: YAMLNode
    do {
      root = try YAMLNode.written(bytes)
    } catch {
      return (nil, [], [ScenarioFields.finding(file, error.line, error.message, error.remedy, rule: "scenario-syntax")])
    }
    guard
      let fields = ScenarioFields(
        root, known: scenarioFields, owner: LocalText(zh: "情景", en: "the scenario"), file: file, into: &findings)
    else { return (nil, [], findings) }
    var scenario = Scenario(name: fields.text("name", into: &findings), place: Place(file: file, row: root.line))
    if scenario.name.isEmpty {
      fields.report(
        "name", "没有给出", "is not given", remedy: LocalText(zh: "给情景起一个短名", en: "give the scenario a short name"), into: &findings)
    }
    scenario.title = Name(zh: fields.text("title", into: &findings), en: fields.text("title_en", into: &findings))
    scenario.description = fields.text("description", into: &findings)
    scenario.provenance = provenance(fields, otherwise: Provenance(), into: &findings)
    let bases = bases(fields, into: &findings)
    if fields.has("events") || !(fields.has("changes") || fields.has("builds_on")) {
      for (number, item) in items("events", of: fields, into: &findings).enumerated() {
        if let event = event(item, number + 1, of: scenario, file: file, into: &findings) { scenario.events.append(event) }
      }
    }
    if fields.has("changes") {
      for (number, item) in items("changes", of: fields, into: &findings).enumerated() {
        if let change = change(item, number + 1, of: scenario, file: file, into: &findings) { scenario.changes.append(change) }
      }
    }
    return (findings.isEmpty ? scenario : nil, bases, findings)
  }

  private static func bases(_ fields: ScenarioFields, into findings: inout [Finding]) -> [(path: String, line: Int)] {
    guard let node = fields.node("builds_on") else { return [] }
    let items: [YAMLNode]
    if case .list(let list) = node.value { items = list } else { items = [node] }
    var bases: [(path: String, line: Int)] = []
    for item in items {
      if case .text(let text) = item.value, !text.isEmpty, !text.utf8.contains(0) {
        bases.append((text, item.line))
      } else {
        fields.report(
          "builds_on", "须是文件名或文件名列表", "must be a file or a list of files",
          remedy: LocalText(zh: "如 [base.yaml]，相对于本文件", en: "like [base.yaml], beside this file"), into: &findings)
        return []
      }
    }
    return bases
  }

  private static func items(_ name: String, of fields: ScenarioFields, into findings: inout [Finding]) -> [YAMLNode] {
    // A plan without any change is a plan: it leaves everything as it is.
    if let node = fields.node(name), case .list(let list) = node.value, !list.isEmpty || name == "changes" { return list }
    let word = name == "events" ? LocalText(zh: "事件", en: "event") : LocalText(zh: "变更", en: "change")
    let example = name == "events" ? "- firms: SYN-A" : "- {remove: firms, where: {firm_id: SYN-A}}"
    fields.report(
      name, "须列出至少一个\(word.zh)", "must list at least one \(word.en)",
      remedy: LocalText(zh: "写成列表，每项以“- ”开头，如 \(example)", en: "write a list, each item after '- ', like \(example)"), into: &findings)
    return []
  }

  private static func event(
    _ node: YAMLNode, _ number: Int, of scenario: Scenario, file: String, into findings: inout [Finding]
  ) -> ScenarioEvent? {
    let owner = LocalText(zh: "事件 \(number)", en: "event \(number)")
    guard let fields = ScenarioFields(node, known: eventFields, owner: owner, file: file, into: &findings) else { return nil }
    let selector = selector(fields, into: &findings)
    let effect = fields.word("what", fallback: ScenarioEvent.Effect.capacity, into: &findings)
    let loss = loss(fields, effect, into: &findings)
    let start = fields.whole("start", in: 1...dayLimit, unit: "day", into: &findings)
    let duration = fields.whole("duration", in: 1...dayLimit, unit: "day", into: &findings)
    let (days, shape) = recovery(fields, owner, file, into: &findings)
    let provenance = provenance(fields, otherwise: scenario.provenance, into: &findings)
    let reason = fields.text("reason", into: &findings)
    guard let loss, let start, let duration else { return nil }
    return ScenarioEvent(
      firms: selector, effect: effect, loss: loss, start: start, duration: duration, recoveryDays: days, recovery: shape, reason: reason,
      provenance: provenance, place: Place(file: file, row: fields.line))
  }

  /// The firms that an event or a change is about.
  static func selector(_ fields: ScenarioFields, into findings: inout [Finding]) -> FirmSelector {
    var selector = FirmSelector(firms: fields.texts("firms", into: &findings))
    selector.cluster = given(fields, "cluster", into: &findings)
    selector.county = given(fields, "county", into: &findings)
    selector.stage = given(fields, "stage", into: &findings)
    selector.sector = given(fields, "sector", into: &findings)
    if !selectorFields.contains(where: { fields.has($0) }) {
      fields.report(
        "firms", "没有说是哪些企业", "is missing: no firm is meant",
        remedy: LocalText(zh: "写企业、集群、县区、环节或行业（firms、cluster、county、stage、sector）", en: "give firms, cluster, county, stage or sector"),
        into: &findings)
    }
    return selector
  }

  static func given(_ fields: ScenarioFields, _ name: String, into findings: inout [Finding]) -> String? {
    guard fields.has(name) else { return nil }
    let text = fields.text(name, into: &findings)
    if text.isEmpty {
      fields.report(name, "是空的", "is empty", remedy: LocalText(zh: "写出编号，或去掉这一行", en: "give an id, or take the line out"), into: &findings)
    }
    return text
  }

  /// Share lost, or below 0 the share by which demand rises.
  private static func loss(_ fields: ScenarioFields, _ effect: ScenarioEvent.Effect, into findings: inout [Finding]) -> Double? {
    guard fields.has("rise") else { return fields.number("loss", in: 0...1, type: .share, into: &findings) }
    if fields.has("loss") || effect == .capacity {
      fields.report(
        "rise", "只用于 what: demand，且不与 loss 同写", "is for what: demand, and not beside loss",
        remedy: LocalText(zh: "二者只留一个", en: "keep one of the two"), into: &findings)
      return nil
    }
    return fields.number("rise", in: 0...100, type: .share, into: &findings).map { -$0 }
  }

  private static func recovery(
    _ fields: ScenarioFields, _ owner: LocalText, _ file: String, into findings: inout [Finding]
  ) -> (days: Int, shape: RecoveryShape) {
    guard let node = fields.node("recovery") else { return (0, .linear) }
    let owner = LocalText(zh: owner.zh + " 的 recovery", en: "recovery of " + owner.en)
    guard let recovery = ScenarioFields(node, known: recoveryFields, owner: owner, file: file, into: &findings) else { return (0, .linear) }
    return (
      recovery.whole("days", in: 0...dayLimit, unit: "day", into: &findings) ?? 0,
      recovery.word("shape", fallback: .linear, into: &findings)
    )
  }

  static func provenance(
    _ fields: ScenarioFields, otherwise: Provenance, into findings: inout [Finding]
  ) -> Provenance {
    var provenance = otherwise
    if fields.has("provenance") {
      let words = ProvenanceKind.allCases.dropFirst().map(\.word)
      if let kind = fields.choice("provenance", of: words, into: &findings).flatMap(ProvenanceKind.init) { provenance.kind = kind }
    }
    if fields.has("source") { provenance.source = fields.text("source", into: &findings) }
    if fields.has("as_of") { provenance.asOf = fields.date("as_of", into: &findings) }
    return provenance
  }
}
