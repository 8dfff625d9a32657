import CommandRuns
import Foundation
import Testing

/// Time to survive as its user asks for it; figures of Graphs/towel-chain/SOURCE.md.
@Suite struct SurviveCommandTests {
  @Test func asData() throws {
    let run = try Command.run("survive", Command.towel, "--leader", "SYN-L1", "--format", "json")
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try Command.json(run.output)
    #expect(page["inputs_needed"] as? Int == 18 && page["disruptions_count"] as? Int == 19)
    let rows = try #require(page["disruptions"] as? [[String: Any]])
    #expect(rows.first?["disruption_id"] as? String == "SYN-X1" && rows.first?["survive_days"] as? Double == 32)
    #expect(rows.first?["recovery_days"] as? Double == 40 && rows.first?["rei"] as? Double == 1)
  }

  @Test func asText() throws {
    let english = try Command.run("survive", Command.towel, "--leader", "SYN-L1").output
    #expect(english.contains("Example Dyestuff Works") && english.contains("fails") && english.contains("lower bounds"))
    let chinese = try Command.run("survive", Command.towel, "--leader", "SYN-L1", "--lang", "zh").output
    #expect(chinese.contains("撑不过") && chinese.contains("可撑天数") && chinese.contains("示例毛巾领跑者的染色毛巾布"))
  }

  @Test func namedFirmsTogether() throws {
    // The dyers together: 5 days of towels, 10 of towelling. Freight does not reach the leader.
    let lines = try Command.run(
      "survive", Command.towel, "--leader", "SYN-L1", "--disrupt", "SYN-D1,SYN-D2", "--disrupt", "SYN-K1", "--recovery-days", "20",
      "--format", "csv"
    ).output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("SYN-L1,SYN-D1+SYN-D2,") && lines[1].contains(",fails,15,15,20,"))
    #expect(lines[2].hasPrefix("SYN-L1,SYN-K1,") && lines[2].contains(",survives,,,20,0,0,"))
  }

  static let wrong: [(arguments: [String], status: Int32)] = [
    (["survive", Command.towel, "--leader", "nobody"], 65), (["survive", Command.towel, "--disrupt", "SYN-D1,nobody"], 65),
    (["survive", Command.towel, "--recovery-days", "-1"], 64), (["survive", Command.towel, "--default-stock-days", "nan"], 64),
    (["survive", Command.towel, "--disrupt", ","], 64), (["survive", "/nowhere"], 66),
  ]

  @Test(arguments: wrong.indices)
  func badInput(row: Int) throws {
    let (arguments, status) = Self.wrong[row]
    let run = try CommandRun.of(
      CommandRun.builtCommand(besides: CommandLine.arguments[0]), arguments, in: Command.root, environment: ["LANG": "C"])
    #expect(run.status == status && run.output.isEmpty && !run.error.isEmpty)
  }
}
