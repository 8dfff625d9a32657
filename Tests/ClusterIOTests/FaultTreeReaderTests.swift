import ChainwrightTesting
import ClusterIO
import ClusterModel
import CutSets
import Foundation
import Testing

/// The text of a model around the insides of a fault tree and of its model data.
func model(_ tree: String, data: String = "") -> String {
  "<?xml version=\"1.0\"?>\n<opsa-mef><define-fault-tree name=\"T\">\(tree)</define-fault-tree><model-data>\(data)</model-data></opsa-mef>"
}

func read(_ text: String, top: String? = nil, missionTime: Double? = nil) -> FaultTreeReading {
  FaultTreeReader.read(bytes: Array(text.utf8), name: "m.xml", top: top, missionTime: missionTime)
}

@Suite struct FaultTreeReaderTests {
  static let ab = "<define-basic-event name=\"b\"/><define-basic-event name=\"a\"><float value=\"0.25\"/></define-basic-event>"

  @Test func readsGatesEventsAndHouses() throws {
    let reading = read(
      model(
        """
        <label>A tree</label>
        <define-gate name="top"><label>the top</label><attributes><attribute name="x" value="y"/></attributes>
          <or><gate name="g"/><event name="h" type="house-event"/><event name="中文"/></or></define-gate>
        <define-gate name="g"><atleast min="2"><basic-event name="a"/><event name="b"/><and><event name="a"/><event name="中文"/></and></atleast></define-gate>
        <define-house-event name="h"><constant value="false"/></define-house-event>
        """, data: Self.ab + "<define-basic-event name=\"中文\"><float value=\"1e-3\"/></define-basic-event>"))
    let tree = try #require(reading.tree)
    #expect(reading.findings.isEmpty)
    // Events ascend by name.
    #expect(tree.events == [.init("a", probability: 0.25), .init("b"), .init("中文", probability: 0.001)])
    #expect(tree.houseEvents == [.init("h", occurs: false)])
    #expect(
      tree.gates == [
        .init("top", .or, [.gate(1), .house(0), .event(2)]), .init("g", .atLeast(2), [.event(0), .event(1), .gate(2)]),
        .init("", .and, [.event(0), .event(2)]),
      ])
    #expect(tree.top == 0)
  }

  @Test func aGateMayPassOnAnEventAndFormulasHoldConstants() throws {
    let tree = try #require(
      read(
        model(
          "<define-gate name=\"t\"><event name=\"g\"/></define-gate><define-gate name=\"g\"><or><event name=\"a\"/><constant value=\"true\"/></or></define-gate>",
          data: Self.ab)
      ).tree)
    #expect(tree.gates == [.init("t", .or, [.gate(1)]), .init("g", .or, [.event(0), .house(0)])])
    #expect(tree.houseEvents == [.init("true", occurs: true)])
  }

  /// Names of the format's chapter on scopes: private things are seen from inside, or by their path.
  @Test func componentsHaveScopes() throws {
    let text = model(
      """
      <define-gate name="top"><and><gate name="A.g"/><gate name="T.B.g"/><gate name="seen"/></and></define-gate>
      <define-component name="A" role="private">
        <define-gate name="g"><or><event name="x"/><event name="y"/></or></define-gate>
        <define-basic-event name="x"/>
        <define-gate name="seen" role="public"><event name="x"/></define-gate>
      </define-component>
      <define-component name="B" role="private">
        <define-gate name="g"><or><event name="x"/><event name="y"/></or></define-gate>
        <define-basic-event name="x"/>
        <define-component name="C"><define-basic-event name="deep"/><define-gate name="unused"><or><event name="x"/><event name="deep"/></or></define-gate></define-component>
      </define-component>
      """, data: "<define-basic-event name=\"x\"/><define-basic-event name=\"y\"/>")
    let tree = try #require(read(text, top: "top").tree)
    #expect(tree.events.map(\.name) == ["T.A.x", "T.B.x", "y"])
    #expect(tree.gates.map(\.name) == ["top", "T.A.g", "T.B.g", "seen"])
    #expect(try #require(read(text, top: "T.B.C.unused").tree).events.map(\.name) == ["T.B.C.deep", "T.B.x"])
  }

  /// 1 - exp(-0.002 · 1000) = 0.86466471676…; (0.1 + 0.3) / 2 · 0.5 = 0.1.
  @Test func expressionsAreWorkedOut() throws {
    let text = model(
      "<define-gate name=\"t\"><or><event name=\"a\"/><event name=\"b\"/><event name=\"c\"/></or></define-gate>",
      data: """
        <define-basic-event name="a"><exponential><parameter name="rate"/><system-mission-time/></exponential></define-basic-event>
        <define-basic-event name="b"><mul><mean><float value="0.1"/><parameter name="p"/></mean><float value="0.5"/></mul></define-basic-event>
        <define-basic-event name="c"><label>no more</label><lognormal-deviate><float value="0.2"/><float value="3"/><float value="0.95"/></lognormal-deviate></define-basic-event>
        <define-parameter name="rate"><float value="0.002"/></define-parameter>
        <define-parameter name="p"><sub><int value="1"/><float value="0.7"/></sub></define-parameter>
        """)
    let reading = read(text, missionTime: 1000)
    let values = try #require(reading.tree).events.map { $0.probability ?? -1 }
    #expect(abs(values[0] - 0.864_664_716_763_387_3) < 1e-15)
    #expect(abs(values[1] - 0.1) < 1e-15 && values[2] == 0.2)
    let timeless = read(text)
    #expect(try #require(timeless.tree).events[0].probability == nil)
    #expect(timeless.unreadProbabilities[0]?.rule == "no-mission-time")
  }

  @Test(arguments: [
    "<gamma-deviate><float value=\"1\"/></gamma-deviate>", "<parameter name=\"none\"/>", "<parameter name=\"loop\"/>",
    "<div><int value=\"1\"/><int value=\"0\"/></div>",
  ])
  func anExpressionThatIsNotReadIsToldWhenAsked(expression: String) throws {
    let reading = read(
      model(
        "<define-gate name=\"t\"><event name=\"a\"/></define-gate>",
        data:
          "<define-basic-event name=\"a\">\(expression)</define-basic-event><define-parameter name=\"loop\"><parameter name=\"loop\"/></define-parameter>"
      ))
    #expect(try #require(reading.tree).events[0].probability == nil)
    let finding = try #require(reading.unreadProbabilities[0])
    #expect(finding.rule == "unsupported" && finding.message.en.hasPrefix("unsupported: ") && finding.places[0].row == 2)
  }

  @Test func eventTreesAreLeftOutWithANote() throws {
    let text = model("<define-gate name=\"t\"><event name=\"a\"/></define-gate>", data: Self.ab)
      .replacing("</opsa-mef>", with: "<define-event-tree name=\"e\"><initial-state><not/></initial-state></define-event-tree></opsa-mef>")
    let reading = read(text)
    #expect(reading.tree != nil && reading.findings.map(\.rule) == ["left-out"])
  }

  /// What is below another top does not matter.
  @Test func onlyGatesBelowTheTopMustBeCoherent() throws {
    let text = model(
      "<define-gate name=\"t\"><or><event name=\"a\"/><event name=\"b\"/></or></define-gate><define-gate name=\"u\"><and><event name=\"a\"/><not><event name=\"b\"/></not></and></define-gate>",
      data: Self.ab)
    #expect(read(text, top: "t").tree != nil)
    #expect(read(text, top: "u").findings.map(\.rule) == ["non-coherent-gate"])
    #expect(read(text).findings.map(\.rule) == ["several-top-events"])
  }

  @Test func oneModelInSeveralFiles() throws {
    let folder = try TemporaryFolder([
      "tree.xml": model("<define-gate name=\"t\"><or><event name=\"a\"/><event name=\"b\"/></or></define-gate>"),
      "data.xml": "<opsa-mef><model-data>\(Self.ab)</model-data></opsa-mef>",
    ])
    #expect(try FaultTreeReader.read([folder.path + "/tree.xml", folder.path + "/data.xml"]).tree?.events.count == 2)
    let alone = try FaultTreeReader.read([folder.path + "/tree.xml"])
    #expect(alone.tree == nil && alone.findings.map(\.subject.id) == ["a", "b"])
  }

  @Test(arguments: 0..<60) func whatIsWrittenIsReadBack(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var nets = RandomNeeds(firmCount: 12)
    nets.cycles = 0
    let tree = try nets.make(seed: UInt64(seed)).faultTree(of: 11, probabilities: (0..<12).map { _ in random.unit() })
    let read = try #require(read(FaultTreeText.xml(tree)).tree)
    // Names ascend as text, so compare by name.
    func named(_ tree: FaultTree) -> [String: Double?] { Dictionary(uniqueKeysWithValues: tree.events.map { ($0.name, $0.probability) }) }
    #expect(named(read) == named(tree))
    #expect(read.gates.map(\.name) == tree.gates.map(\.name))
    for mask in 0..<(1 << min(tree.events.count, 8)) {
      func stops(_ tree: FaultTree, _ order: [String]) -> Bool {
        let (structure, target) = tree.structure()
        var survival = Survival(of: structure)
        for (bit, name) in order.enumerated() where mask >> bit & 1 == 1 {
          survival.stop(Int32(tree.events.firstIndex { $0.name == name }!))
        }
        return survival.isStopped(target)
      }
      let order = tree.events.prefix(8).map(\.name)
      #expect(stops(tree, order) == stops(read, order))
    }
  }
}
