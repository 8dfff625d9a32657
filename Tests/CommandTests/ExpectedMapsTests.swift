import CommandRuns
import Foundation
import Testing

/// The maps beside each network in Graphs/: what `chainwright map` draws of it today is what stands in its `expected/`.
@Suite struct ExpectedMapsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var network: String
    var name: String
    var view: [String]
    var language: String
    var testDescription: String { "\(network) \(name).\(language)" }
  }

  static let cases = ["zh", "en"].flatMap { language in
    [
      Case(network: "towel-chain", name: "chain", view: ["--view", "chain", "--cluster", "C-TOWEL"], language: language),
      Case(network: "towel-chain", name: "leader", view: ["--view", "leader", "--leader", "SYN-L1"], language: language),
      Case(network: "towel-chain", name: "cascade", view: ["--view", "cascade", "--shock", "SYN-X1"], language: language),
      Case(network: "lanpu-2023", name: "pumps", view: ["--view", "chain", "--cluster", "LP-BF"], language: language),
      Case(network: "lanpu-2023", name: "leader", view: ["--view", "leader", "--leader", "91345921MA8XMXDC22"], language: language),
      Case(network: "lanpu-2023", name: "county", view: ["--view", "county"], language: language),
      Case(
        network: "baoding-2022", name: "cascade-dyestuff", view: ["--view", "cascade", "--shock", "SYN-GYT-OUT-DYESTUFF-001"],
        language: language),
      Case(network: "baoding-2022", name: "county", view: ["--view", "county"], language: language),
      Case(network: "baoding-2022", name: "lixian-pv", view: ["--view", "chain", "--cluster", "lixian-pv"], language: language),
      Case(
        network: "baoding-2022", name: "gaoyang-textiles", view: ["--view", "cluster", "--cluster", "gaoyang-textiles"], language: language),
    ]
  }

  @Test(arguments: cases) func drawsWhatIsExpected(_ test: Case) throws {
    let folder = "\(Command.root)/Graphs/\(test.network)/expected"
    let isRecording = ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1"
    try Command.withFolder([:]) { drawn in
      let names = ["dot", "svg"].map { "\(test.name).\(test.language).\($0)" }
      let run = try MapCommandTests.map("Graphs/\(test.network)", test.view, names.map { "\(drawn)/\($0)" }, test.language)
      try #require(run.status == 0, "\(run.error)")
      for name in names {
        let text = try String(contentsOfFile: "\(drawn)/\(name)", encoding: .utf8)
        if isRecording {
          try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
          try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
          Issue.record("recorded \(folder)/\(name): read it with git diff, then run again without CHAINWRIGHT_RECORD")
        } else {
          let expected = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
          #expect(text == expected, "\(test.network)/expected/\(name) differs: look at the map, then record it with `make golden`")
        }
      }
    }
  }
}
