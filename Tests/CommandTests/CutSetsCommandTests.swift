import ChainwrightTesting
import CommandRuns
import Foundation
import Testing

/// `chainwright cut-sets` as its user runs it.
@Suite struct CutSetsCommandTests {
  /// By hand: the pump fails, or both valves. P = 1 - 0.9 · (1 - 0.2 · 0.5) = 0.19.
  static let model = """
    <?xml version="1.0"?>
    <opsa-mef><define-fault-tree name="T">
    <define-gate name="top"><or><event name="pump"/><gate name="valves"/></or></define-gate>
    <define-gate name="valves"><and><event name="v\u{201C}2"/><event name="v1"/></and></define-gate>
    </define-fault-tree><model-data>
    <define-basic-event name="pump"><float value="0.1"/></define-basic-event>
    <define-basic-event name="v1"><float value="0.2"/></define-basic-event>
    <define-basic-event name="v\u{201C}2"><float value="0.5"/></define-basic-event>
    </model-data></opsa-mef>
    """

  @Test func writesExactlyTheAgreedJSON() throws {
    try Command.withFolder(["m.xml": Self.model]) { folder in
      let run = try Command.run("cut-sets", "\(folder)/m.xml", "--order", "2", "--format", "json")
      #expect(run.status == 0 && run.error.isEmpty)
      let page = try Command.json(run.output)
      #expect(page.keys.sorted() == ["complete_to_order", "counts", "cut_sets", "target"])
      #expect(page["target"] as? String == "top" && page["complete_to_order"] as? Int == 2)
      #expect(page["counts"] as? [Int] == [1, 1])
      #expect(page["cut_sets"] as? [[String]] == [["pump"], ["v1", "v\u{201C}2"]])
      let counted = try Command.json(Command.run("cut-sets", "\(folder)/m.xml", "--count", "--format", "json").output)
      #expect(counted.keys.sorted() == ["complete_to_order", "counts", "target"])
      #expect(counted["complete_to_order"] is NSNull && counted["counts"] as? [Int] == [1, 1])
    }
  }

  @Test func probabilityAndImportance() throws {
    try Command.withFolder(["m.xml": Self.model]) { folder in
      let page = try Command.json(Command.run("cut-sets", "\(folder)/m.xml", "--importance", "--count", "--format", "json").output)
      #expect(abs((page["probability"] as? Double ?? 0) - 0.19) < 1e-12)
      let rows = try #require(page["importance"] as? [[String: Any]])
      #expect(rows.map { $0["id"] as? String } == ["pump", "v1", "v\u{201C}2"])
      // Birnbaum of the pump: the valves hold, 0.9; of v1: the pump holds and v2 fails, 0.9 · 0.5.
      #expect(abs((rows[0]["birnbaum"] as? Double ?? 0) - 0.9) < 1e-12 && abs((rows[1]["birnbaum"] as? Double ?? 0) - 0.45) < 1e-12)
    }
  }

  @Test func textAndCSV() throws {
    try Command.withFolder(["m.xml": Self.model]) { folder in
      let text = try Command.run("cut-sets", "\(folder)/m.xml", "--top", "valves", "--probability")
      #expect(text.status == 0 && text.output.hasPrefix("Minimal cut sets: valves") && text.output.contains(/top probability +0\.100000\n/))
      #expect(try Command.run("cut-sets", "\(folder)/m.xml", language: "zh_CN.UTF-8").output.hasPrefix("最小割集：top"))
      #expect(try Command.run("cut-sets", "\(folder)/m.xml", "--format", "csv").output == "order,event_ids\n1,pump\n2,v1;v\u{201C}2\n")
    }
  }

  /// 2 of 2,000 events: 1,999,000 sets, written as a stream.
  @Test func millionsOfSetsAreAStream() throws {
    let names = (0..<2000).map { "e\($0)" }
    let model =
      "<opsa-mef><define-fault-tree name=\"T\"><define-gate name=\"t\"><atleast min=\"2\">"
      + names.map { "<event name=\"\($0)\"/>" }.joined()
      + "</atleast></define-gate></define-fault-tree><model-data>" + names.map { "<define-basic-event name=\"\($0)\"/>" }.joined()
      + "</model-data></opsa-mef>"
    try Command.withFolder(["m.xml": model]) { folder in
      let page = try Command.json(Command.run("cut-sets", "\(folder)/m.xml", "--count", "--format", "json").output)
      #expect(page["counts"] as? [Int] == [0, 1_999_000])
    }
  }

  @Test(arguments: [
    ("<opsa-mef/>", "no-top-event"), ("", "xml-syntax"),
    (model.replacing("<and>", with: "<xor>").replacing("</and>", with: "</xor>"), "XOR in gate valves"),
    (model.replacing("name=\"v1\"/>", with: "name=\"v3\"/>"), "event v3 is not defined"),
    ("<!DOCTYPE opsa-mef [<!ENTITY a \"ha\">]><opsa-mef>&a;</opsa-mef>", "entity-refused"),
    (model.replacing("<gate name=\"valves\"/>", with: "<gate name=\"top\"/>"), "top → top"),
  ])
  func badModelsSayWhatToDo(model: String, says: String) throws {
    try Command.withFolder(["m.xml": model]) { folder in
      let run = try Command.run("cut-sets", "\(folder)/m.xml", "--order", "2", "--format", "json")
      #expect(run.status == 65 && run.output.isEmpty && run.error.contains(says), "\(run.error)")
    }
  }

  /// By hand: the top holds while the pump does and either valve.
  @Test func pathSets() throws {
    try Command.withFolder(["m.xml": Self.model]) { folder in
      let page = try Command.json(Command.run("cut-sets", "\(folder)/m.xml", "--paths", "--format", "json").output)
      #expect(page["path_sets"] as? [[String]] == [["pump", "v1"], ["pump", "v\u{201C}2"]] && page["cut_sets"] == nil)
      #expect(page["counts"] as? [Int] == [0, 2, 0])
      let all = try Command.run("cut-sets", "\(folder)/m.xml", "--paths", "--count", "--format", "csv")
      #expect(all.output == "order,path_sets\n1,0\n2,2\n")
      #expect(try Command.run("cut-sets", "\(folder)/m.xml", "--paths", language: "zh_CN.UTF-8").output.hasPrefix("最小路集：top"))
    }
  }

  /// What is out of reach is an error that names what is not; counts are given as far as they go, a list is not.
  @Test func outOfReach() throws {
    var generator = RandomFaultTree(eventCount: 2000, shape: .trains)
    generator.sharing = 0.3
    try Command.withFolder(["hard.xml": FaultTreeText.xml(generator.make(seed: 0))]) { folder in
      let none = try Command.run("cut-sets", "\(folder)/hard.xml", "--count", "--time-limit", "0", "--format", "json")
      #expect(none.status == 65 && none.error.contains("all cut sets are out of reach") && none.error.contains("--time-limit"))
      #expect(!none.error.contains("--leader"), "there are no leaders in a fault tree")
      if !none.output.isEmpty {
        let page = try Command.json(none.output)
        let order = try #require(page["complete_to_order"] as? Int)
        #expect((page["counts"] as? [Int])?.count == order && none.error.contains("complete to order \(order)"))
        #expect(none.error.contains("ask for order \(order)") && none.error.contains("--order"))
      }
      let list = try Command.run("cut-sets", "\(folder)/hard.xml", "--order", "9", "--time-limit", "0")
      #expect(list.status == 65 && list.output.isEmpty && list.error.contains("up to order 9 cut sets are out of reach"))
      let chinese = try Command.run("cut-sets", "\(folder)/hard.xml", "--order", "9", "--time-limit", "0", language: "zh_CN.UTF-8")
      #expect(chinese.error.contains("9 阶以内割集超出限额") && chinese.error.contains("--time-limit"))
      let exact = try Command.run("cut-sets", "\(folder)/hard.xml", "--order", "1", "--probability", "--time-limit", "0")
      #expect(exact.status == 65 && exact.output.isEmpty && exact.error.contains("out of reach"))
      #expect(try Command.run("cut-sets", "\(folder)/hard.xml", "--time-limit", "-1").status == 64)
    }
  }

  @Test func wrongUsage() throws {
    try Command.withFolder(["m.xml": Self.model]) { folder in
      #expect(try Command.run("cut-sets", "\(folder)/m.xml", "--order", "0").status == 64)
      #expect(try Command.run("cut-sets", "\(folder)/m.xml", "--order=-1").status == 64)
      #expect(try Command.run("cut-sets", "\(folder)/m.xml", "--order", "many").status == 64)
      #expect(try Command.run("cut-sets").status == 64)
      #expect(try Command.run("cut-sets", "\(folder)/none.xml").status == 66)
      let unknown = try Command.run("cut-sets", "\(folder)/m.xml", "--top", "zz")
      #expect(unknown.status == 65 && unknown.error.contains("there is no gate zz"))
      #expect(unknown.error.contains("gates at the top: top (--top)"))
      let missing = try Command.run("cut-sets", "\(folder)/m.xml", "--order", "9223372036854775807", "--format", "json")
      #expect(missing.status == 0, "a huge order is no huge table")
    }
  }

  @Test func probabilityNeedsAllProbabilities() throws {
    try Command.withFolder(["m.xml": Self.model.replacing("<float value=\"0.2\"/>", with: "<weird/>")]) { folder in
      #expect(try Command.run("cut-sets", "\(folder)/m.xml").status == 0)
      let run = try Command.run("cut-sets", "\(folder)/m.xml", "--probability")
      #expect(run.status == 65 && run.error.contains("unsupported: <weird> in the probability of v1"), "\(run.error)")
    }
  }
}
