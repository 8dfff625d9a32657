import CommandRuns
import Foundation
import Testing

@Suite struct SimulateCommandTests {
  struct Outcome {
    var status: Int32 = -1
    var output = ""
    var error = ""
    /// The texts of the folder afterwards.
    var files: [String: String] = [:]
  }

  static func simulate(_ scenario: String, _ arguments: [String] = [], files: [String: String] = [:]) throws -> Outcome {
    var outcome = Outcome()
    try Command.withFolder(["s.yaml": scenario].merging(files) { $1 }) { folder in
      let run = try Command.run(
        arguments: ["simulate", Command.towel, "\(folder)/s.yaml"] + arguments.map { $0.replacing("FOLDER", with: folder) })
      (outcome.status, outcome.output, outcome.error) = (run.status, run.output, run.error)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        outcome.files[name] = try? String(contentsOf: URL(filePath: "\(folder)/\(name)"), encoding: .utf8)
      }
    }
    return outcome
  }

  static let stop = "name: stop\nevents:\n  - {firms: SYN-D1, loss: 1, start: 2, duration: 7, recovery: {days: 3}}\n"

  @Test func writesTheSeriesAndTheDrawing() throws {
    let run = try Self.simulate(
      Self.stop, ["--days", "30", "--lang", "zh", "--series", "FOLDER/a.csv", "--series", "FOLDER/a.json", "--chart", "FOLDER/a.svg"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let lines = try #require(run.files["a.csv"]).split(separator: "\n")
    #expect(lines.count == 31 && lines[0].hasSuffix("day,output_kept,missed_output_cny_wan,unmet_demand_cny_wan"))
    #expect(lines[1] == "1,1,0,0")
    let json = try JSONSerialization.jsonObject(with: Data(try #require(run.files["a.json"]).utf8)) as? [String: Any]
    #expect(json != nil)
    let svg = try #require(run.files["a.svg"])
    #expect(svg.contains("role=\"img\"") && svg.contains("示例毛巾领跑者") && svg.contains("lang=\"zh\""))
    #expect(run.output.contains("受制于"))
  }

  @Test(arguments: ["firm", "product", "cluster"]) func seriesOfSubjects(by: String) throws {
    let run = try Self.simulate(Self.stop, ["--days", "21", "--step", "week", "--series-of", by, "--format", "csv", "--lang", "en"])
    let lines = run.output.split(separator: "\n")
    #expect(run.status == 0 && lines[0] == "day,\(by)_id,name,output_kept")
    #expect(lines[1].hasPrefix("7,") && lines.last!.hasPrefix("21,") && (lines.count - 1) % 3 == 0)
  }

  /// Everything that is wrong is told, each with its line.
  @Test func allErrorsAtOnce() throws {
    let bad =
      "name: bad\nevents:\n  - {firms: SYN-D1, loss: 1.5, start: 2, duration: 0}\n  - {firms: SYN-D1, loss: 1, start: 2, durtion: 4}\n"
    let run = try Self.simulate(bad, ["--lang", "en"])
    #expect(run.status == 65 && run.output.isEmpty)
    for part in [
      "s.yaml:3: event 1: loss is 1.5", "s.yaml:3: event 1: duration is 0", "s.yaml:4: event 2: there is no field durtion",
      "4 errors in the scenario",
    ] {
      #expect(run.error.contains(part), "\(part): \(run.error)")
    }
    let unknown = try Self.simulate(
      "name: u\nevents:\n  - {firms: [SYN-NO, SYN-NEITHER], loss: 1, start: 2, duration: 4}\n", ["--lang", "zh"])
    #expect(unknown.status == 65 && unknown.error.contains("SYN-NO") && unknown.error.contains("SYN-NEITHER"))
  }

  @Test func usageAndFiles() throws {
    for wrong in [
      ["--days", "0"], ["--stopped-below", "2"], ["--series", "FOLDER/a.pdf"], ["--series", "FOLDER/a.svg"], ["--chart", "FOLDER/a.csv"],
      ["--series-of", "county"], ["--overproduction", "0.5"],
    ] {
      #expect(try Self.simulate(Self.stop, wrong).status == 64, "\(wrong)")
    }
    #expect(try Command.run("simulate", Command.towel, "/nowhere/s.yaml").status == 66)
    let there = try Self.simulate(Self.stop, ["--chart", "FOLDER/a.svg"], files: ["a.svg": "mine"])
    #expect(there.status == 73 && there.files["a.svg"] == "mine")
  }
}
