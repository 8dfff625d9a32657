import CommandRuns
import Foundation
import Testing

/// Shocks, systemic risk and their files as their user asks for them.
@Suite struct CascadeCommandTests {
  /// A steel mill sells to two smiths of one trade, who sell to a shop: A → B (6), A → C (2), B → D (5), C → D (5).
  static let small = [
    "firms.csv":
      "firm_id,name,industry_code,county_code,employees,co2\nA,Mill,3120,1,10,5\nB,Smith One,3389,1,20,\nC,Smith Two,3389,2,30,2\nD,Shop,5261,2,,1\n",
    "counties.csv": "county_code,name\n1,One\n2,Two\n",
    "supplies.csv": "supplier_id,buyer_id,amount_cny_wan\nA,B,6\nA,C,0.5\nB,D,5\nC,D,5\nA,C,1.5\n",
  ]

  private func rows(_ csv: String) -> [[String: String]] {
    let lines = csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// Equal but for the rounding of a sum or two.
  private func isNear(_ text: String?, _ value: Double) -> Bool { abs((text.flatMap(Double.init) ?? .nan) - value) < 1e-15 }

  /// By hand. Output: A 8, B 5, C 5, in all 18. B stops: D loses 5 of 10 inputs (a shop can do without, but half of all it buys is half), A loses 6 of 8 sales.
  /// Smiths stand in for each other: alone of 10, B is missed by its share 0.5, once its market has only C left by min(1, 5/5) = 1.
  @Test func allFirmsByHand() throws {
    try Command.withFolder(Self.small) { folder in
      let csv = try Command.run("cascade", folder, "--all", "--format", "csv")
      #expect(csv.status == 0 && csv.error.isEmpty)
      #expect(csv.output.hasPrefix("firm_id,esri,esri_down,esri_up,iterations\nA,"))
      let all = rows(csv.output)
      try #require(all.compactMap { $0["firm_id"] } == ["A", "B", "C", "D"])
      // A stops: B and C lack their only steel and lose all; D has no sales, so no weight.
      #expect(all[0]["esri"] == "1" && all[0]["esri_down"] == "1" && isNear(all[0]["esri_up"], 8.0 / 18))
      // B stops: itself 5, and 6 of A's 8.
      #expect(isNear(all[1]["esri"], 11.0 / 18) && isNear(all[1]["esri_down"], 5.0 / 18))
      // D stops: nobody buys from B and C, who buy no steel.
      #expect(all[3]["esri"] == "1" && all[3]["esri_down"] == "0")
    }
  }

  @Test func furtherWeightsAndPlaces() throws {
    try Command.withFolder(Self.small) { folder in
      let run = try Command.run("cascade", folder, "--format", "csv", "--by", "output,jobs,co2", "--inside", "1")
      let header = run.output.split(separator: "\n").first.map(String.init)
      let further = ["jobs", "co2", "inside", "outside"].map { "esri_\($0),esri_down_\($0),esri_up_\($0)" }
      #expect(header == (["firm_id,esri,esri_down,esri_up,iterations"] + further).joined(separator: ","))
      let b = try #require(rows(run.output).first { $0["firm_id"] == "B" })
      // Jobs known: 10, 20, 30. B stops: 20 and 3/4 of 10. Carbon known: 5, 2, 1; D loses half for want of inputs at the end.
      #expect(isNear(b["esri_jobs"], 27.5 / 60))
      // Inside are A and B with 13: 11 are lost; outside is C with 5: nothing.
      #expect(isNear(b["esri_inside"], 11.0 / 13) && b["esri_outside"] == "0")
      let text = try Command.run("cascade", folder, "--by", "output,jobs,co2").output
      #expect(text.contains("the jobs of 1 firm is unknown") && text.contains("the co2 of 1 firm is unknown"))
    }
  }

  @Test func aShockIsExplained() throws {
    try Command.withFolder(Self.small) { folder in
      let page = try Command.json(Command.run("cascade", folder, "--shock", "A=0.5", "--format", "json", "--split", "county").output)
      let losses = try #require(page["losses"] as? [[String: Any]])
      let b = try #require(losses.first { $0["firm_id"] as? String == "B" })
      #expect(b["loss_down"] as? Double == 0.5 && b["limit"] as? String == "sector" && b["partner_id"] as? String == "A")
      #expect(b["limit_sector"] as? String == "3120" && b["county_code"] as? String == "1" && b["county"] as? String == "One")
      #expect(b["iteration"] as? Int == 1 && b["parent_id"] as? String == "A" && b["direction"] as? String == "down")
      let a = try #require(losses.first { $0["firm_id"] as? String == "A" })
      #expect(a["limit"] as? String == "shock" && a["iteration"] as? Int == 0 && a["direction"] is NSNull)
      #expect(page["shocked_ids"] as? [String] == ["A"] && page["shock_shares"] as? [Double] == [0.5])
      let d = try #require(losses.first { $0["firm_id"] as? String == "D" })
      #expect(d["limit"] as? String == "other_inputs" && d["iteration"] as? Int == 2)
      // County 1 has 13 of output and loses half of A and B.
      let counties = try #require(page["breakdown"] as? [[String: Any]])
      #expect(counties.first { $0["county_code"] as? String == "1" }?["lost_output"] as? Double == 6.5)
      #expect(page["lost_share_output"] as? Double == 0.5)
      let up = try Command.json(Command.run("cascade", folder, "--shock", "D", "--direction", "down", "--format", "json").output)
      #expect(up["lost_share_output"] as? Double == 0 && up["hit_firms"] as? Int == 1)
      let zh = try Command.run("cascade", folder, "--shock", "A", "--lang", "zh").output
      #expect(zh.hasPrefix("冲击传导：") && zh.contains("行业 3120 的投入"))
    }
  }

  /// Columns of the user's own are told by their names, in what losses are counted and where.
  @Test func weightsOfOnesOwn() throws {
    var files = Self.small
    files["firms.csv"] =
      "firm_id,name,industry_code,county_code,co2,down\nA,Mill,3120,1,5,1\nB,Smith One,3389,1,,1\nC,Smith Two,3389,2,2,1\nD,Shop,5261,2,1,1\n"
    try Command.withFolder(files) { folder in
      let shock = ["cascade", folder, "--shock", "A=0.5", "--by", "co2,output", "--inside", "Two", "--split", "county", "--lang", "en"]
      let page = try Command.json(Command.run(arguments: shock + ["--format", "json"]).output)
      #expect(page["loss_weights"] as? [String] == ["co2", "output"] && page["inside_ids"] as? [String] == ["2"])
      // Known are 5, 2 and 1: half of A's and of C's, and of D's, who buys of them alone.
      #expect(page["lost_co2"] as? Double == 4 && page["lost_share_co2"] as? Double == 0.5 && page["lost_inside"] as? Double == 1.5)
      let text = try Command.run(arguments: shock).output
      for words in ["share lost (co2)", "lost inside (co2)", "share of output lost"] { #expect(text.contains(words), "\(words): \(text)") }
      #expect(try Command.run(arguments: ["cascade", folder, "--all", "--by", "output,co2"]).output.contains("(co2)"))
      // Two columns of one name are none.
      let twice = try Command.run(arguments: ["cascade", folder, "--all", "--by", "output,down", "--format", "json"])
      #expect(twice.status == 65 && twice.output.isEmpty && twice.error.contains("esri_down"))
      let nowhere = try Command.run(arguments: ["cascade", folder, "--inside", "Nowhere"])
      #expect(nowhere.status == 65 && nowhere.error.contains("Nowhere"))
    }
  }

  /// The rows of the stream and the page's own table hold the same numbers.
  @Test func thePageAgreesWithTheStream() throws {
    try Command.withFolder(Self.small) { folder in
      let all = ["cascade", folder, "--by", "output,jobs", "--format", "csv"]
      let stream = rows(try Command.run(arguments: all).output).sorted { $0["firm_id"]! < $1["firm_id"]! }
      let page = rows(try Command.run(arguments: all + ["--table", "risks"]).output).sorted { $0["firm_id"]! < $1["firm_id"]! }
      #expect(stream.count == 4 && page.count == 4 && page[0]["name"] == "Mill")
      for (row, told) in zip(stream, page) { #expect(row.allSatisfy { told[$0.key] == $0.value }, "\(row) \(told)") }
    }
  }

  /// What is not known is assumed in the open.
  @Test func unknownAmountsAndSectors() throws {
    let files = [
      "firms.csv": "firm_id,industry_code\nA,1711\nB,\nC,1712\n", "supplies.csv": "supplier_id,buyer_id\nA,C\nB,C\n",
    ]
    try Command.withFolder(files) { folder in
      let run = try Command.run("cascade", folder, "--shock", "B")
      #expect(run.output.contains("no link has an amount: each counts 1") && run.output.contains("the sector of 1 firm is unknown"))
      // B is one of two purchases that are alike, and not essential.
      let page = try Command.json(Command.run("cascade", folder, "--shock", "B", "--format", "json").output)
      let losses = try #require(page["losses"] as? [[String: Any]])
      #expect(losses.first { $0["firm_id"] as? String == "C" }?["loss_down"] as? Double == 0.5)
      // Under Leontief it is an input of its own.
      let leontief = try Command.run("cascade", folder, "--shock", "B", "--essentiality", "leontief", "--format", "csv")
      #expect(rows(leontief.output).first { $0["firm_id"] == "C" }?["loss_down"] == "1")
    }
  }

  @Test func essentialityOfAFile() throws {
    var files = Self.small
    files["good.csv"] = "supplier_sector,buyer_sector,type\n3120,3389,0\n3389,5261,1\n"
    files["bad.csv"] = "supplier_sector,buyer_sector,type\n3120,3389,2\n3120,3389,1\n3120,5261,9\n"
    try Command.withFolder(files) { folder in
      let good = try Command.run("cascade", folder, "--shock", "A", "--essentiality", "\(folder)/good.csv", "--format", "json")
      #expect(
        isNear("\(try Command.json(good.output)["lost_share_down_output"] as? Double ?? .nan)", 8.0 / 18),
        "steel is negligible: only A itself is lost")
      let bad = try Command.run("cascade", folder, "--essentiality", "\(folder)/bad.csv")
      #expect(bad.status == 65 && bad.output.isEmpty)
      #expect(bad.error.contains("bad.csv:3") && bad.error.contains("bad.csv:4:type") && bad.error.contains("2 errors"))
      #expect(try Command.run("cascade", folder, "--essentiality", "\(folder)/none.csv").status == 66)
    }
  }

  @Test func wrongShocksAllAtOnce() throws {
    try Command.withFolder(Self.small) { folder in
      let run = try Command.run("cascade", folder, "--shock", "A=1.5,B=-0.1,X,C,C=0.5", "--shock", "D=nan")
      #expect(run.status == 65 && run.output.isEmpty)
      for word in ["A=1.5", "B=-0.1", "\"X\"", "C=0.5", "D=nan", "5 errors"] { #expect(run.error.contains(word), "\(word)") }
      let zh = try Command.run("cascade", folder, "--shock", "X", "--lang", "zh")
      #expect(zh.status == 65 && zh.error.contains("没有编号或名称为“X”的企业"))
    }
  }

  @Test func wrongInput() throws {
    var files = Self.small
    files["supplies.csv"] = "supplier_id,buyer_id,amount_cny_wan\nA,B,-6\n"
    try Command.withFolder(files) { folder in
      let negative = try Command.run("cascade", folder, "--strict")
      #expect(negative.status == 65 && negative.error.contains("supplies.csv:2"))
    }
    files["supplies.csv"] = "supplier_id,buyer_id,amount_cny_wan\n"
    try Command.withFolder(files) { folder in
      let empty = try Command.run("cascade", folder)
      #expect(empty.status == 65 && empty.error.contains("no supply link"))
    }
    try Command.withFolder(Self.small) { folder in
      let weights = try Command.run("cascade", folder, "--by", "luck,tax")
      #expect(weights.status == 65 && weights.error.contains("luck") && weights.error.contains("weight tax: of no firm"))
      #expect(weights.error.contains("co2"), "the columns that there are")
      #expect(try Command.run("cascade", folder, "--inside", "9").status == 65)
      for wrong in [
        ["--tolerance", "-1"], ["--tolerance", "nan"], ["--shock", "A", "--all"], ["--split", "county"],
        ["--shock", "A", "--split", "moon"],
        ["--resume"], ["--threads", "0"], ["--by", "jobs,jobs"], ["--direction", "up"], ["--limit", "-1"],
      ] {
        let run = try CommandRun.of(
          CommandRun.builtCommand(besides: CommandLine.arguments[0]), ["cascade", folder] + wrong, in: folder, environment: ["LANG": "C"])
        #expect(run.status == 64 && run.output.isEmpty, "\(wrong)")
      }
    }
  }

  @Test func sameBytesWithAnyThreads() throws {
    let outputs = try ["1", "2", "5"].map { threads in
      try Command.run("cascade", "Graphs/baoding-2022", "--format", "csv", "--by", "output,jobs", "--threads", threads).output
    }
    #expect(Set(outputs).count == 1 && outputs[0].split(separator: "\n").count == 708)
  }

  @Test func everyFormatAndLanguage() throws {
    for arguments in [[], ["--shock", "SYN-X1"], ["--shock", "SYN-X1", "--split", "county,sector"]] {
      for language in ["zh", "en"] {
        for format in ["text", "json", "csv"] {
          let run = try CommandRun.of(
            CommandRun.builtCommand(besides: CommandLine.arguments[0]),
            ["cascade", Command.towel, "--lang", language, "--format", format] + arguments, in: Command.root, environment: ["LANG": "C"])
          // Of two tables, CSV is one, and the other is named.
          let tables = arguments.contains("--split") && format == "csv" ? "breakdown, losses" : ""
          #expect(run.status == 0 && !run.output.isEmpty && (tables.isEmpty ? run.error.isEmpty : run.error.contains(tables)))
          if format == "json" { _ = try Command.json(run.output) }
        }
      }
    }
  }
}
