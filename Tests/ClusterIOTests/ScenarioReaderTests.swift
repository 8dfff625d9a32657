import ClusterIO
import ClusterModel
import Foundation
import InventoryDynamics
import Testing

@Suite struct ScenarioReaderTests {
  static let yaml = """
    # 演练
    name: stop
    title: 停两周
    title_en: "Two weeks: a stop"
    provenance: synthetic
    source: own
    as_of: 2022
    events:
      - firms: SYN-A
        loss: 0.4
        start: 8
        duration: 14
        recovery: {shape: concave, days: 7}
        reason: |
          检修
      - firms: [SYN-A, 'SYN-B']
        cluster: C
        county: 130628
        stage: dye
        sector: 17
        what: demand
        rise: 0.25
        start: 1
        duration: 1
        provenance: sourced
    """

  static func read(_ text: String) -> ScenarioReading { ScenarioReader.read(bytes: Array(text.utf8), name: "s.yaml") }

  @Test func everyField() throws {
    let reading = Self.read(Self.yaml)
    #expect(reading.findings.map(\.message.en) == [])
    let scenario = try #require(reading.scenario)
    #expect(scenario.name == "stop" && scenario.title.zh == "停两周" && scenario.title.en == "Two weeks: a stop")
    #expect(scenario.provenance == Provenance(.synthetic, source: "own", asOf: "2022"))
    try #require(scenario.events.count == 2)
    let (first, second) = (scenario.events[0], scenario.events[1])
    #expect(first.firms == FirmSelector(firms: ["SYN-A"]) && first.effect == .capacity && first.loss == 0.4)
    #expect(first.start == 8 && first.duration == 14 && first.recoveryDays == 7 && first.recovery == .concave)
    #expect(first.reason == "检修\n" && first.provenance.kind == .synthetic && first.place.row == 9)
    #expect(second.firms == FirmSelector(firms: ["SYN-A", "SYN-B"], cluster: "C", county: "130628", stage: "dye", sector: "17"))
    #expect(second.effect == .demand && second.loss == -0.25 && second.recoveryDays == 0 && second.place.row == 16)
    #expect(second.provenance == Provenance(.sourced, source: "own", asOf: "2022"))
  }

  @Test func jsonIsReadTheSame() throws {
    let json =
      #"{"name": "s", "events": [{"firms": ["A"], "loss": 1e0, "start": 1, "duration": 2, "recovery": {"days": 3, "shape": "threshold"}}]}"#
    let event = try #require(Self.read(json).scenario).events[0]
    #expect(event.firms.firms == ["A"] && event.loss == 1 && event.recoveryDays == 3 && event.recovery == .threshold)
  }

  static func event(_ lines: String) -> String { "name: s\nevents:\n  - firms: A\n    start: 1\n    duration: 1\n\(lines)" }

  @Test(arguments: [
    ("", 1, "empty"), ("# only\n", 1, "empty"), ("just words", 1, "name: value"), ("name: s\n", 1, "events"),
    ("name: s\nevents: []", 2, "at least one event"), ("name: s\nevents: x", 2, "at least one event"),
    ("events:\n  - {firms: A, loss: 1, start: 1, duration: 1}", 1, "name is not given"),
    (event("    loss: 1.5"), 6, "loss is 1.5, outside 0…1"), (event("    loss: -1"), 6, "outside 0…1"),
    (event("    loss: much"), 6, "is no number: much"), (event("    loss: nan"), 6, "is no number"), (event(""), 3, "loss is not given"),
    (event("    loss: 1\n    durations: 3"), 7, "there is no field durations"),
    (event("    loss: 1\n    recovery: 3"), 7, "recovery of event 1 must be made of"),
    (event("    loss: 1\n    recovery: {days: 3, from: 2}"), 7, "no field from"),
    (event("    loss: 1\n    recovery: {days: -3}"), 7, "days is -3"),
    (event("    loss: 1\n    recovery: {days: 3, shape: round}"), 7, "shape cannot be round"),
    (event("    rise: 0.5"), 6, "rise is for what: demand"), (event("    what: jobs\n    loss: 0"), 6, "what cannot be jobs"),
    (event("    loss: 1\n    provenance: rumour"), 7, "provenance cannot be rumour"),
    (event("    loss: 1\n    cluster:"), 7, "cluster is empty"),
    (event("    loss: [1]"), 6, "loss must be a text"), (event("    loss: 1\n    loss: 0"), 7, "given twice"),
    ("name: s\nevents:\n  - {start: 1, duration: 1, loss: 1}", 3, "no firm is meant"),
    ("name: s\nevents:\n  - {firms: A, start: 0, duration: 0, loss: 1}", 3, "start is 0"),
    ("name: s\nevents:\n  - {firms: A, start: 1.5, duration: 1, loss: 1}", 3, "start must be a whole number"),
    ("name: s\nevents:\n  - {firms: {}, start: 1, duration: 1, loss: 1}", 3, "firms must be an id"),
    ("name: &x s\nevents: *x", 2, "aliases"), ("name: s\n---\nname: t", 2, "more than one document"),
    ("name: s\n\tevents: 3", 2, "well-formed"),
    ("name: [\n", 2, "well-formed"), ("? [a]\n: b", 1, "name must be a word"), (String(repeating: "[", count: 5_000), 1, "nested deeper"),
    ("name: \u{1}", 1, "well-formed"),
  ])
  func mistakesAreTold(text: String, line: Int, says: String) {
    let reading = Self.read(text)
    #expect(reading.scenario == nil)
    let finding = reading.findings.first { $0.message.en.contains(says) }
    #expect(finding != nil, "\(reading.findings.map(\.message.en))")
    #expect(finding?.places.first?.row == line)
    #expect(finding?.remedy.en.isEmpty == false && finding?.remedy.zh.isEmpty == false && finding?.message.zh.isEmpty == false)
  }

  @Test func allMistakesAtOnce() {
    let reading = Self.read(
      "nam: s\nevents:\n  - {firms: A, start: 0, duration: 0, loss: 2}\n  - {firms: B, start: 1, duration: 1, los: 1}\n  - 3")
    // nam; name; start, duration, loss; los, loss; 3.
    #expect(reading.findings.count == 8)
    #expect(reading.findings.compactMap { $0.places.first?.row } == [1, 1, 3, 3, 3, 4, 4, 5])
  }

  @Test func anyBytesAreAnAnswer() {
    let bytes = Array(Self.yaml.utf8)
    for cut in 0..<bytes.count { _ = ScenarioReader.read(bytes: Array(bytes[..<cut]), name: "s") }
    for place in 0..<bytes.count {
      for byte: UInt8 in [0, 0xFF, 0x26, 0x2A, 0x5B, 0x7D, 0x09] {
        var broken = bytes
        broken[place] = byte
        let reading = ScenarioReader.read(bytes: broken, name: "s")
        #expect((reading.scenario == nil) == !reading.findings.isEmpty)
      }
    }
  }

  /// docs/scenario.schema.json names the same fields and words as the reader.
  @Test func schemaIsTrue() throws {
    let path = #filePath.replacing("Tests/ClusterIOTests/ScenarioReaderTests.swift", with: "docs/scenario.schema.json")
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
    func properties(_ object: Any?) -> [String: Any] { (object as? [String: Any])?["properties"] as? [String: Any] ?? [:] }
    let definitions = try #require(schema["$defs"] as? [String: Any])
    let event = properties(definitions["event"])
    #expect(Set(properties(schema).keys) == Set(ScenarioReader.scenarioFields))
    #expect(Set(event.keys) == Set(ScenarioReader.eventFields))
    let recovery = properties(event["recovery"])
    #expect(Set(recovery.keys) == Set(ScenarioReader.recoveryFields))
    func words(_ object: Any?) -> [String] { (object as? [String: Any])?["enum"] as? [String] ?? [] }
    #expect(words(recovery["shape"]) == ["linear", "convex", "concave", "threshold"])
    #expect(words(event["what"]) == ScenarioEvent.Effect.allCases.map(\.rawValue))
    #expect(words(definitions["provenance"]) == ProvenanceKind.allCases.dropFirst().map(\.word))
    #expect((event["start"] as? [String: Any])?["maximum"] as? Int == ScenarioReader.dayLimit)
  }
}
