import ClusterIO
import ClusterModel
import CutSets
import Foundation
import Testing

/// Bad models: every one an error with its place, none a crash.
@Suite struct FaultTreeReaderErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: String
    var text: String
    /// What the message must say.
    var says: String
    var row = 2
    var testDescription: String { "\(rule): \(says)" }
  }
  static let a = FaultTreeReaderTests.ab

  static func gate(_ formula: String) -> String { model("<define-gate name=\"G1\">\(formula)</define-gate>", data: a) }

  static let cases: [Case] =
    [
      Case(rule: "xml-syntax", text: "", says: "empty", row: 1),
      Case(rule: "xml-syntax", text: "  \n", says: "empty", row: 2),
      Case(rule: "xml-syntax", text: "firm_id,name\n1,2\n", says: "well-formed", row: 1),
      Case(rule: "xml-syntax", text: "<opsa-mef>\n<define-fault-tree name=\"T\">\n</opsa-mef>", says: "mismatched tag", row: 3),
      Case(rule: "xml-syntax", text: "<opsa-mef>\n<define-fault-tree", says: "unclosed token"),
      Case(rule: "xml-syntax", text: "<opsa-mef>&lol;</opsa-mef>", says: "undefined entity", row: 1),
      Case(rule: "not-a-model", text: "<html><body/></html>", says: "<html>", row: 1),
      Case(rule: "no-top-event", text: "<opsa-mef/>", says: "no top event", row: 1),
      Case(rule: "no-top-event", text: model(""), says: "no top event", row: 1),
      Case(rule: "unknown-reference", text: gate("<or><event name=\"zz\"/><event name=\"a\"/></or>"), says: "event zz is not defined"),
      Case(rule: "unknown-reference", text: gate("<or><gate name=\"a\"/><event name=\"a\"/></or>"), says: "a is a basic event, no gate"),
      Case(rule: "unknown-reference", text: gate("<or><basic-event name=\"G1\"/></or>"), says: "G1 is a gate, no basic-event"),
      Case(rule: "gate-circle", text: gate("<or><gate name=\"G1\"/></or>"), says: "G1 → G1"),
      Case(
        rule: "gate-circle",
        text: model(
          "<define-gate name=\"p\"><and><gate name=\"q\"/><or><gate name=\"q\"/></or></and></define-gate><define-gate name=\"q\"><or><and><gate name=\"p\"/></and></or></define-gate>"
        ),
        says: "p → q → p"),
      Case(
        rule: "duplicate-id", text: gate("<event name=\"a\"/>").replacing("name=\"b\"", with: "name=\"a\""),
        says: "a is defined more than once"),
      Case(rule: "bad-formula", text: gate(""), says: "gate G1 has no formula"),
      Case(rule: "bad-formula", text: gate("<or/>"), says: "no inputs"),
      Case(rule: "bad-formula", text: gate("<event name=\"a\"/><event name=\"b\"/>"), says: "more than one formula"),
      Case(rule: "bad-formula", text: gate("<atleast min=\"2\"><event name=\"a\"/><event name=\"a\"/></atleast>"), says: "twice"),
      Case(
        rule: "bad-number", text: gate("<atleast min=\"3\"><event name=\"a\"/><event name=\"b\"/></atleast>"), says: "3 failures of only 2"),
      Case(rule: "bad-number", text: gate("<atleast min=\"0\"><event name=\"a\"/><event name=\"b\"/></atleast>"), says: "from 1 on"),
      Case(rule: "bad-number", text: gate("<atleast><event name=\"a\"/><event name=\"b\"/></atleast>"), says: "from 1 on"),
      Case(rule: "bad-number", text: gate("<event name=\"a\"/>").replacing("0.25", with: "1.25"), says: "1.25"),
      Case(rule: "bad-number", text: gate("<event name=\"a\"/>").replacing("0.25", with: "much"), says: "much"),
      Case(rule: "missing-name", text: gate("<or><event/></or>"), says: "<event> has no name"),
      Case(rule: "unknown-element", text: gate("<or><event name=\"a\"/><firm/></or>"), says: "<firm> does not belong"),
      Case(rule: "bad-value", text: gate("<or><event name=\"a\" type=\"firm\"/></or>"), says: "type=\"firm\""),
      Case(rule: "bad-value", text: gate("<or><event name=\"a\"/><constant value=\"maybe\"/></or>"), says: "true or false"),
      Case(
        rule: "unsupported", text: model("<define-CCF-group name=\"c\" model=\"beta-factor\"><members/></define-CCF-group>"),
        says: "unsupported: <define-CCF-group>"),
    ]
    + ["not", "xor", "nand", "nor", "iff", "imply", "cardinality"].map { name in
      Case(
        rule: "non-coherent-gate", text: gate("<and><event name=\"a\"/><\(name)><event name=\"b\"/></\(name)></and>"),
        says: "non-coherent gate \(name.uppercased()) in gate G1: only coherent models")
    }

  @Test(arguments: cases) func isAnErrorWithItsPlace(_ item: Case) throws {
    let reading = read(item.text)
    #expect(reading.tree == nil)
    let finding = try #require(
      reading.findings.first { $0.rule == item.rule }, "\(reading.findings.map { "\($0.rule): \($0.message.en)" })")
    #expect(finding.severity == .error && finding.message.en.contains(item.says), "\(finding.message.en)")
    #expect(!finding.remedy.en.isEmpty && !finding.remedy.zh.isEmpty && !finding.message.zh.isEmpty)
    let place = try #require(finding.places.first)
    #expect(place.file == "m.xml" && place.row == item.row && Int(place.column) ?? 0 >= 1, "\(place)")
  }

  @Test func allProblemsAreToldAtOnce() {
    let text = model(
      """
      <define-gate name="t"><or><event name="u1"/><gate name="u2"/><event name="u1"/></or></define-gate>
      <define-gate name="c"><and><gate name="c"/></and></define-gate>
      <define-gate name="n"/>
      """)
    let findings = read(text).findings
    #expect(findings.map(\.rule) == ["bad-formula", "unknown-reference", "unknown-reference", "gate-circle"])
    #expect(findings[1].places.count == 2, "a name is told once, with every place")
  }

  /// "Billion laughs", a file of its own, and a parameter entity.
  @Test(arguments: [
    "<!DOCTYPE opsa-mef [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<opsa-mef>&b;</opsa-mef>",
    "<!DOCTYPE opsa-mef [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>\n<opsa-mef>&f;</opsa-mef>",
    "<!DOCTYPE opsa-mef [<!ENTITY % p \"<!ELEMENT x EMPTY>\"> %p;]>\n<opsa-mef/>",
    "<!DOCTYPE opsa-mef SYSTEM \"opsa.dtd\">\n<opsa-mef>&outside;</opsa-mef>",
  ])
  func entitiesAreRefused(text: String) throws {
    let reading = read(text)
    #expect(reading.tree == nil && reading.findings.map(\.rule).first == "entity-refused")
  }

  @Test func aPlainDocumentTypeIsNoHarm() {
    let text = FaultTreeReaderErrorTests.gate("<event name=\"a\"/>").replacing(
      "<opsa-mef>", with: "<!DOCTYPE opsa-mef SYSTEM \"opsa.dtd\">\n<opsa-mef>")
    #expect(read(text).tree != nil)
  }

  @Test func deepNestingIsRefusedAndLongChainsAreRead() {
    func nested(_ depth: Int) -> String {
      Self.gate(String(repeating: "<or>", count: depth) + "<event name=\"a\"/>" + String(repeating: "</or>", count: depth))
    }
    #expect(read(nested(200)).tree?.gates.count == 200)
    #expect(read(nested(100_000)).findings.map(\.rule).first == "too-deep")
    let count = 50_000
    let chain = (0..<count).map { "<define-gate name=\"g\($0)\"><gate name=\"g\($0 + 1)\"/></define-gate>" }.joined()
    #expect(
      read(model(chain + "<define-gate name=\"g\(count)\"><event name=\"a\"/></define-gate>", data: Self.a)).tree?.gates.count == count + 1)
  }

  @Test func parametersThatLeanOnManyOthersAreNotFollowedForever() throws {
    let chain = (0..<5000).map { "<define-parameter name=\"p\($0)\"><parameter name=\"p\($0 + 1)\"/></define-parameter>" }.joined()
    let text = model(
      "<define-gate name=\"t\"><event name=\"e\"/></define-gate>",
      data: "<define-basic-event name=\"e\"><parameter name=\"p0\"/></define-basic-event>" + chain
        + "<define-parameter name=\"p5000\"><float value=\"0.5\"/></define-parameter>")
    let reading = read(text)
    #expect(try #require(reading.tree).events[0].probability == nil)
    #expect(reading.unreadProbabilities[0]?.rule == "unsupported")
  }

  /// Any byte of a good model replaced, and any beginning of it: an answer or an error, never a crash.
  @Test func damagedFilesNeverTrap() {
    let good = Array(
      model(
        "<define-gate name=\"t\"><atleast min=\"2\"><event name=\"a\"/><event name=\"b\"/><not><event name=\"a\"/></not></atleast></define-gate>",
        data: Self.a
      ).utf8)
    for length in 0..<good.count {
      let reading = FaultTreeReader.read(bytes: good.prefix(length), name: "m.xml")
      #expect(reading.tree == nil && !reading.findings.isEmpty)
    }
    for at in good.indices {
      for byte: UInt8 in [0, 0x3C, 0x3E, 0x22, 0x26, 0x30, 0xFF] {
        var bad = good
        bad[at] = byte
        let reading = FaultTreeReader.read(bytes: bad, name: "m.xml")
        #expect((reading.tree == nil) == reading.findings.contains { $0.severity == .error })
      }
    }
  }

  @Test func filesThatCannotBeReadAreErrors() throws {
    #expect(throws: ClusterIOError.self) { try FaultTreeReader.read(["/nowhere/at all.xml"]) }
    #expect(throws: ClusterIOError.self) { try FaultTreeReader.read(["/"]) }
  }

  @Test func thousandsOfProblemsAreCapped() {
    let tree = (0..<3000).map { "<define-gate name=\"g\($0)\"><event name=\"u\($0)\"/></define-gate>" }.joined()
    #expect(read(model(tree)).findings.count == 1000)
  }
}
