import ClusterIO
import ClusterModel
import Foundation
import Testing

@Suite struct ScenarioChangeReaderTests {
  static func read(_ changes: String) -> ScenarioReading {
    ScenarioReader.read(bytes: Array(("name: s\nchanges:\n" + changes).utf8), name: "s.yaml")
  }

  @Test func everyKindOfChange() throws {
    let reading = Self.read(
      """
        - add: firms
          row: {firm_id: SYN-A, employees: 3}
          reason: because
          provenance: synthetic
          source: me
          as_of: 2022
        - remove: supplies
          where: {supplier_id: A, buyer_id: B, product_id: }
        - {change: roles, where: {firm_id: A}, set: {level: nation}}
        - shut: {firms: [A, B]}
        - curtail: {county: 130628, sector: 17}
          loss: 0.3
        - delay: {supplier: A, buyer: B, product: P}
          days: 4
      """)
    #expect(reading.findings.map(\.message.en) == [])
    let changes = try #require(reading.scenario).changes
    #expect(changes.map(\.action.word) == ["add", "remove", "change", "shut", "curtail", "delay"])
    #expect(changes[0].reason == "because" && changes[0].provenance == Provenance(.synthetic, source: "me", asOf: "2022"))
    #expect(changes[0].place == Place(file: "s.yaml", row: 3))
    guard case .add("firms", let row) = changes[0].action, case .remove("supplies", let key) = changes[1].action,
      case .change("roles", let which, let set) = changes[2].action, case .shut(let shut) = changes[3].action,
      case .curtail(let curtailed, let loss) = changes[4].action, case .delay("A", "B", "P", 4) = changes[5].action
    else { return #expect(Bool(false), "\(changes)") }
    #expect(row == [ScenarioChange.Cell("firm_id", "SYN-A", line: 4), ScenarioChange.Cell("employees", "3", line: 4)])
    #expect(key.map(\.text) == ["A", "B", ""] && which.map(\.column) == ["firm_id"] && set.map(\.text) == ["nation"])
    #expect(shut == FirmSelector(firms: ["A", "B"]) && curtailed == FirmSelector(county: "130628", sector: "17") && loss == 0.3)
  }

  @Test(arguments: [
    ("  - {}", 3, "nothing is done"), ("  - {reason: x}", 3, "nothing is done"), ("{}", 3, "at least one change"),
    ("  - {add: firm, row: {firm_id: A}}", 3, "names no table: firm"), ("  - {add: firms}", 3, "row is not given"),
    ("  - {add: firms, row: {}}", 3, "at least one column"), ("  - {add: firms, row: {firmid: A}}", 3, "there is no field firmid"),
    ("  - {add: firms, row: {firm_id: [A]}}", 3, "must be a text"),
    ("  - {add: firms, row: {firm_id: A}, where: {firm_id: A}}", 3, "not for add"),
    ("  - {add: firms, remove: firms, row: {firm_id: A}}", 3, "stands beside add"), ("  - {remove: firms}", 3, "where is not given"),
    ("  - {change: firms, where: {firm_id: A}}", 3, "set is not given"), ("  - {shut: {}}", 3, "no firm is meant"),
    ("  - {shut: {firm: A}}", 3, "there is no field firm"), ("  - {shut: A}", 3, "must be made of"),
    ("  - {curtail: {firms: A}}", 3, "loss is not given"), ("  - {curtail: {firms: A}, loss: 2}", 3, "outside 0…1"),
    ("  - {delay: {supplier: A}, days: 2}", 3, "buyer is not given"), ("  - {delay: {supplier: A, buyer: B}, days: -1}", 3, "outside"),
    ("  - {delay: {supplier: A, buyer: B}}", 3, "days is not given"), ("  - {adds: firms}", 3, "there is no field adds"),
    ("  - x", 3, "must be made of"),
  ])
  func mistakesAreTold(text: String, line: Int, says: String) {
    let reading =
      text == "{}"
      ? ScenarioReader.read(bytes: Array("name: s\nevents: [{firms: A, loss: 1, start: 1, duration: 1}]\nchanges: {}".utf8), name: "s")
      : Self.read(text)
    #expect(reading.scenario == nil)
    let finding = reading.findings.first { $0.message.en.contains(says) }
    #expect(finding != nil, "\(reading.findings.map(\.message.en))")
    #expect(finding?.places.first?.row == line && finding?.remedy.zh.isEmpty == false)
  }

  /// A plan without any change is a plan: it leaves everything as it is.
  @Test func anEmptyPlanIsAPlan() throws {
    let reading = ScenarioReader.read(bytes: Array("name: s\nprovenance: proposed\nchanges: []".utf8), name: "s")
    #expect(reading.findings.isEmpty)
    let scenario = try #require(reading.scenario)
    #expect(scenario.changes.isEmpty && scenario.provenance.kind == .proposed)
  }

  // MARK: builds_on

  static let change = "changes:\n  - {remove: firms, where: {firm_id: NAME}}\n"

  static func file(_ name: String, on bases: [String] = []) -> String {
    "name: \(name)\n" + (bases.isEmpty ? "" : "builds_on: [\(bases.joined(separator: ", "))]\n") + change.replacing("NAME", with: name)
  }

  static func read(_ name: String, of files: [String: String]) throws -> ScenarioReading {
    let folder = try TemporaryFolder(files)
    return try ScenarioReader.read("\(folder.path)/\(name)")
  }

  /// A diamond: the base of both is applied once, and first; paths count from the file that names them.
  @Test func basesComeFirstAndOnce() throws {
    let reading = try Self.read(
      "top.yaml",
      of: [
        "top.yaml": Self.file("top", on: ["sub/left.yaml", "right.yaml"]), "sub/left.yaml": Self.file("left", on: ["../base.yaml"]),
        "right.yaml": Self.file("right", on: ["./base.yaml"]), "base.yaml": Self.file("base"),
      ])
    let scenario = try #require(reading.scenario, "\(reading.findings.map(\.message.en))")
    #expect(scenario.bases == ["base", "left", "right"] && scenario.name == "top")
    let removed = scenario.changes.compactMap { change -> String? in
      if case .remove(_, let key) = change.action { return key[0].text }
      return nil
    }
    #expect(removed == ["base", "left", "right", "top"])
    #expect(scenario.changes[0].place.file.hasSuffix("base.yaml"))
  }

  @Test func circlesAndMissingBasesAreTold() throws {
    let circle = try Self.read(
      "a.yaml",
      of: ["a.yaml": Self.file("a", on: ["b.yaml"]), "b.yaml": Self.file("b", on: ["c.yaml"]), "c.yaml": Self.file("c", on: ["a.yaml"])])
    #expect(circle.scenario == nil && circle.findings.count == 1)
    #expect(circle.findings[0].message.en.contains("circle") && circle.findings[0].places[0].row == 2)
    #expect(circle.findings[0].message.en.components(separatedBy: " → ").count == 4)
    let own = try Self.read("a.yaml", of: ["a.yaml": Self.file("a", on: ["a.yaml"])])
    #expect(own.findings.map(\.rule) == ["scenario-circle"])
    let missing = try Self.read("a.yaml", of: ["a.yaml": Self.file("a", on: ["gone.yaml", "b.yaml"]), "b.yaml": "name: b\nchanges: 3"])
    #expect(missing.findings.count == 2 && missing.findings[0].message.en.contains("gone.yaml"))
    #expect(missing.findings[1].message.en.contains("at least one change") && missing.findings[1].places[0].file.hasSuffix("b.yaml"))
    #expect(Self.read("  - {shut: {firms: A}}\nbuilds_on: x.yaml").findings.map(\.message.en) == ["builds_on is for files"])
  }
}
