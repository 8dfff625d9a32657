import ClusterModel
import InventoryDynamics

/// What came of reading a scenario file: the scenario, or everything that is wrong with it.
public struct ScenarioReading: Sendable {
  /// `nil` when there are findings.
  public var scenario: Scenario?
  /// All errors, in the order of the file; each place's row is a line.
  public var findings: [Finding]
}

/// Reads scenario files, YAML or JSON (docs/scenarios.md; docs/scenario.schema.json).
public enum ScenarioReader {
  /// The largest file, in bytes.
  public static let sizeLimit = 4 << 20
  /// The last day anything may begin or end.
  public static let dayLimit = 36_500
  public static let scenarioFields = ["name", "title", "title_en", "description", "provenance", "source", "as_of", "events"]
  public static let eventFields = [
    "firms", "cluster", "county", "stage", "sector", "what", "loss", "rise", "start", "duration", "recovery", "reason", "provenance",
    "source", "as_of",
  ]
  public static let recoveryFields = ["shape", "days"]

  /// Reads one file.
  ///
  /// - Parameter path: a file of YAML or JSON in UTF-8.
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong in it is a finding, all of them at once.
  public static func read(_ path: String) throws(ClusterIOError) -> ScenarioReading {
    let shown = FieldValue.shownPath(path)
    let bytes = try FileBytes.open(path: path, shown: shown)
    guard bytes.count <= sizeLimit else {
      throw ClusterIOError(
        .tooLarge,
        LocalText(zh: "超过 \(sizeLimit >> 20) MB，不是情景文件。", en: "is larger than \(sizeLimit >> 20) MB: that is no scenario file."),
        place: Place(file: shown))
    }
    return read(bytes: Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count)), name: shown)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func read(bytes: [UInt8], name file: String) -> ScenarioReading {
    var findings: [Finding] = []
    let root: YAMLNode
    do {
      root = try YAMLNode.read(bytes)
    } catch {
      return ScenarioReading(
        scenario: nil, findings: [ScenarioFields.finding(file, error.line, error.message, error.remedy, rule: "scenario-syntax")])
    }
    guard
      let fields = ScenarioFields(
        root, known: scenarioFields, owner: LocalText(zh: "情景", en: "the scenario"), file: file, into: &findings)
    else { return ScenarioReading(scenario: nil, findings: findings) }
    var scenario = Scenario(name: fields.text("name", into: &findings), place: Place(file: file, row: root.line))
    if scenario.name.isEmpty {
      fields.report(
        "name", "没有给出", "is not given", remedy: LocalText(zh: "给情景起一个短名", en: "give the scenario a short name"), into: &findings)
    }
    scenario.title = Name(zh: fields.text("title", into: &findings), en: fields.text("title_en", into: &findings))
    scenario.description = fields.text("description", into: &findings)
    scenario.provenance = provenance(fields, otherwise: Provenance(), into: &findings)
    if let node = fields.node("events"), case .list(let list) = node.value, !list.isEmpty {
      for (number, item) in list.enumerated() {
        if let event = event(item, number + 1, of: scenario, file: file, into: &findings) { scenario.events.append(event) }
      }
    } else {
      fields.report(
        "events", "须列出至少一个事件", "must list at least one event",
        remedy: LocalText(zh: "写成列表，每项以“- ”开头，如 - firms: SYN-A", en: "write a list, each item after '- ', like - firms: SYN-A"),
        into: &findings)
    }
    return ScenarioReading(scenario: findings.isEmpty ? scenario : nil, findings: findings)
  }

  private static func event(
    _ node: YAMLNode, _ number: Int, of scenario: Scenario, file: String, into findings: inout [Finding]
  ) -> ScenarioEvent? {
    let owner = LocalText(zh: "事件 \(number)", en: "event \(number)")
    guard let fields = ScenarioFields(node, known: eventFields, owner: owner, file: file, into: &findings) else { return nil }
    var selector = FirmSelector(firms: fields.texts("firms", into: &findings))
    selector.cluster = given(fields, "cluster", into: &findings)
    selector.county = given(fields, "county", into: &findings)
    selector.stage = given(fields, "stage", into: &findings)
    selector.sector = given(fields, "sector", into: &findings)
    if !["firms", "cluster", "county", "stage", "sector"].contains(where: { fields.has($0) }) {
      fields.report(
        "firms", "没有说是哪些企业", "is missing: no firm is meant",
        remedy: LocalText(zh: "写 firms、cluster、county、stage 或 sector", en: "give firms, cluster, county, stage or sector"), into: &findings)
    }
    let effect = fields.word("what", fallback: ScenarioEvent.Effect.capacity, into: &findings)
    let loss = loss(fields, effect, into: &findings)
    let start = fields.whole("start", in: 1...dayLimit, into: &findings)
    let duration = fields.whole("duration", in: 1...dayLimit, into: &findings)
    let (days, shape) = recovery(fields, owner, file, into: &findings)
    let provenance = provenance(fields, otherwise: scenario.provenance, into: &findings)
    let reason = fields.text("reason", into: &findings)
    guard let loss, let start, let duration else { return nil }
    return ScenarioEvent(
      firms: selector, effect: effect, loss: loss, start: start, duration: duration, recoveryDays: days, recovery: shape, reason: reason,
      provenance: provenance, place: Place(file: file, row: fields.line))
  }

  private static func given(_ fields: ScenarioFields, _ name: String, into findings: inout [Finding]) -> String? {
    guard fields.has(name) else { return nil }
    let text = fields.text(name, into: &findings)
    if text.isEmpty {
      fields.report(name, "是空的", "is empty", remedy: LocalText(zh: "写出编号，或去掉这一行", en: "give an id, or take the line out"), into: &findings)
    }
    return text
  }

  /// Share lost, or below 0 the share by which demand rises.
  private static func loss(_ fields: ScenarioFields, _ effect: ScenarioEvent.Effect, into findings: inout [Finding]) -> Double? {
    guard fields.has("rise") else { return fields.number("loss", in: 0...1, into: &findings) }
    if fields.has("loss") || effect == .capacity {
      fields.report(
        "rise", "只用于 what: demand，且不与 loss 同写", "is for what: demand, and not beside loss",
        remedy: LocalText(zh: "二者只留一个", en: "keep one of the two"), into: &findings)
      return nil
    }
    return fields.number("rise", in: 0...100, into: &findings).map { -$0 }
  }

  private static func recovery(
    _ fields: ScenarioFields, _ owner: LocalText, _ file: String, into findings: inout [Finding]
  ) -> (days: Int, shape: RecoveryShape) {
    guard let node = fields.node("recovery") else { return (0, .linear) }
    let owner = LocalText(zh: owner.zh + " 的 recovery", en: "recovery of " + owner.en)
    guard let recovery = ScenarioFields(node, known: recoveryFields, owner: owner, file: file, into: &findings) else { return (0, .linear) }
    return (
      recovery.whole("days", in: 0...dayLimit, into: &findings) ?? 0, recovery.word("shape", fallback: .linear, into: &findings)
    )
  }

  private static func provenance(
    _ fields: ScenarioFields, otherwise: Provenance, into findings: inout [Finding]
  ) -> Provenance {
    var provenance = otherwise
    if fields.has("provenance") {
      let word = fields.text("provenance", into: &findings)
      if let kind = ProvenanceKind(word: word), kind != .unknown {
        provenance.kind = kind
      } else {
        let words = ProvenanceKind.allCases.dropFirst().map(\.word).joined(separator: ", ")
        fields.report(
          "provenance", "不能是 \(FieldValue.shown(word))", "cannot be \(FieldValue.shown(word))",
          remedy: LocalText(zh: "可选：\(words)", en: "one of: \(words)"), into: &findings)
      }
    }
    if fields.has("source") { provenance.source = fields.text("source", into: &findings) }
    if fields.has("as_of") { provenance.asOf = fields.text("as_of", into: &findings) }
    return provenance
  }
}
