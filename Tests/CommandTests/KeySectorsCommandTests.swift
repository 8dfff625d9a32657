import CommandRuns
import Foundation
import Testing

/// `chainwright key-sectors` as its user runs it.
@Suite struct KeySectorsCommandTests {
  /// By hand: A = [[0, 0.5], [0.2, 0]]; L = [[1, 0.5], [0.2, 1]] / 0.9; row sums of G 2 / 0.9 and 1.1 / 0.9.
  static let table = "sector,a,b,fd\na,0,100,0\nb,20,0,180\nwages,80,100,\n"

  @Test func tableAsJSON() throws {
    try Command.withFolder(["t.csv": Self.table]) { folder in
      let run = try Command.run(
        "key-sectors", "--io-table", "\(folder)/t.csv", "--effect", "wages", "--extract", "a,b", "--size", "1", "--format", "json")
      #expect(run.status == 0 && run.error.isEmpty)
      let page = try Command.json(run.output)
      #expect(page["sector_count"] as? Int == 2 && page["key_sectors"] as? Int == 0 && page["final_demand"] as? [String] == ["fd"])
      #expect(try #require(page["residual"] as? Double) < 1e-12 && page["condition_number"] is Double)
      let rows = try #require(page["sectors"] as? [[String: Any]])
      #expect(rows.map { $0["sector_id"] as? String } == ["b", "a"])
      func value(_ row: Int, _ name: String) -> Double { rows[row][name] as? Double ?? .nan }
      #expect(abs(value(0, "output_multiplier") - 1.5 / 0.9) < 1e-12 && abs(value(1, "output_multiplier") - 1.2 / 0.9) < 1e-12)
      #expect(abs(value(0, "upstreamness") - 1.1 / 0.9) < 1e-12 && abs(value(1, "upstreamness") - 2 / 0.9) < 1e-12)
      // x_b Σ_i L_ib / L_bb = 200 · 1.5; of a 100 · 1.2.
      #expect(abs(value(0, "extraction_loss") - 300) < 1e-9 && abs(value(1, "extraction_loss") - 120) < 1e-9)
      #expect(rows[0]["linkage_class"] as? String == "backward" && rows[1]["linkage_class"] as? String == "forward")
      // Wages: 0.8 and 0.5 of output; of b (0.8 · 0.5 + 0.5) / 0.9 = 1: all value is wages.
      let effects = try #require(page["effects"] as? [[String: Any]])
      #expect(
        abs((effects[0]["wages_effect"] as? Double ?? 0) - 1) < 1e-12 && abs((effects[0]["wages_multiplier"] as? Double ?? 0) - 2) < 1e-12)
      let groups = try #require(page["groups"] as? [[String: Any]])
      #expect(groups.map { $0["extraction_choice"] as? String } == ["extract", "worst", "greedy", "worst_singles"])
      #expect(abs((groups[0]["extraction_loss"] as? Double ?? 0) - 300) < 1e-9 && groups[1]["sector_ids"] as? [String] == ["b"])
    }
  }

  @Test func textAndCSV() throws {
    try Command.withFolder(["t.csv": Self.table]) { folder in
      let text = try Command.run("key-sectors", "--io-table", "\(folder)/t.csv", "--limit", "1")
      #expect(
        text.output.hasPrefix("Key sectors: ") && text.output.contains("… and 1 more row")
          && text.output.contains("rows of the Ghosh inverse")
      )
      #expect(try Command.run("key-sectors", "--io-table", "\(folder)/t.csv", "--lang", "zh").output.hasPrefix("关键部门："))
      let csv = try Command.run("key-sectors", "--io-table", "\(folder)/t.csv", "--format", "csv", "--forward", "leontief").output
      #expect(
        csv.hasPrefix(
          "sector_id,linkage_class,sector_output,output_multiplier,backward,forward,spread,upstreamness,extraction_loss,extraction_share\nb,"
        ))
    }
  }

  @Test func network() throws {
    let run = try Command.run("key-sectors", Command.towel, "--digits", "2", "--format", "csv")
    #expect(run.status == 0 && run.output.split(separator: "\n").map { $0.prefix(3) } == ["sec", "17,", "26,", "01,"])
    let firms = try Command.json(Command.run("key-sectors", Command.towel, "--of-firms", "--format", "json").output)
    let rows = try #require(firms["positions"] as? [[String: Any]])
    #expect(
      rows.count == 27 && rows.allSatisfy { ($0["upstreamness"] as? Double ?? 0) >= 1 && ($0["downstreamness"] as? Double ?? 0) >= 1 })
  }

  @Test func badTables() throws {
    let files = [
      "sum.csv": Self.table.replacing("80,100", with: "80,200"), "bad.csv": Self.table.replacing("20,0", with: "x,"),
      "closed.csv": ",a,b,c\na,0,10,0\nb,10,0,0\nc,0,0,5\nva,0,0,5\n", "empty.csv": "",
    ]
    try Command.withFolder(files) { folder in
      func run(_ file: String, _ more: String...) throws -> (Int32, String) {
        let run = try Command.run(arguments: ["key-sectors", "--io-table", "\(folder)/\(file)"] + more)
        #expect(run.output.isEmpty)
        return (run.status, run.error)
      }
      let sum = try run("sum.csv")
      #expect(sum.0 == 65 && sum.1.contains("sum.csv:b: column “b”: intermediate and primary inputs add up to 300.0, output is 200.0"))
      let bad = try run("bad.csv")
      #expect(bad.0 == 65 && bad.1.contains("bad.csv:3:a: “x” is no number") && bad.1.contains("bad.csv:3:b: the cell is blank"))
      let closed = try run("closed.csv")
      #expect(closed.0 == 65 && closed.1.contains("sell all they make to each other: a, b\n"))
      #expect(try run("empty.csv").0 == 66 && run("none.csv").0 == 66)
      #expect(try run("sum.csv", "--tolerance", "0.5", "--extract", "q").1.contains("there is no such sector: q"))
      #expect(try run("sum.csv", "--tolerance", "0.5", "--effect", "jobs").1.contains("rows there are: wages"))
      #expect(try run("sum.csv", "--tolerance", "0.5", "--size", "3").1.contains("more than the 2 sectors"))
      #expect(try run("sum.csv", "--lang", "zh").1.contains("处置"))
    }
  }

  @Test(arguments: [
    [], ["Graphs/towel-chain", "--io-table", "x.csv"], ["--make", "x.csv"], ["--io-table", "x.csv", "--of-firms"],
    ["Graphs/towel-chain", "--digits", "7"],
    ["Graphs/towel-chain", "--zero=-"], ["Graphs/towel-chain", "--of-firms", "--size", "2"], ["--io-table", "x.csv", "--size", "0"],
  ])
  func wrongUsage(arguments: [String]) throws {
    #expect(try Command.run(arguments: ["key-sectors"] + arguments).status == 64)
  }
}
