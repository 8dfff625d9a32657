import CommandRuns
import Foundation
import Testing

/// Strengthening as its user asks for it; single points of Graphs/towel-chain/SOURCE.md.
@Suite struct StrengthenCommandTests {
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-strengthen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test func asData() throws {
    let run = try Command.run("strengthen", Command.towel, "--leader", "SYN-L1", "--budget", "200", "--format", "json")
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try Command.json(run.output)
    let weak = try Command.json(Command.run("weak-links", Command.towel, "--leader", "SYN-L1", "--format", "json").output)
    #expect(page["loss_today"] as? Double == (weak["single_points_count"] as? Int).map { Double($0) })
    #expect(page["is_proven"] as? Bool == true && page["gap"] as? Double == 0)
    let (today, left) = (try #require(page["loss_today"] as? Double), try #require(page["loss_left"] as? Double))
    let actions = try #require(page["actions"] as? [[String: Any]])
    let cost = actions.reduce(0) { $0 + ($1["cost_cny_wan"] as? Double ?? 0) }
    #expect(left < today && abs(cost - (page["cost_cny_wan"] as? Double ?? -1)) < 1e-9 && cost <= 200)
    // What is prevented adds up to what is gained.
    let prevented = try #require(page["prevented"] as? [[String: Any]])
    #expect(Double(prevented.reduce(0) { $0 + ($1["saved"] as? Int ?? 0) }) == today - left)
    let pareto = try #require(page["pareto"] as? [[String: Any]]).map {
      ($0["loss_left"] as? Double ?? -1, $0["loss_bound"] as? Double ?? -1)
    }
    #expect(pareto.count == 11 && pareto[0].0 == today && pareto[10].0 == left)
    for (first, second) in zip(pareto, pareto.dropFirst()) { #expect(first.0 >= second.0 && first.1 >= second.1) }
    #expect(pareto.allSatisfy { $0.1 <= $0.0 })
  }

  /// L needs two suppliers of P0, and A alone is on record: a second, unnamed one runs. The plan brings B in addition, so that none of three stops L; applied, it keeps what it
  /// promised. Written by hand: before, A stops L (the unnamed one cannot fail); after, two of A, B and the unnamed one are enough.
  @Test func aPlanForTwoOfOneKeepsItsPromise() throws {
    let files = [
      "chains.csv": "chain_id\nCH",
      "firms.csv": "firm_id,name,revenue_cny_wan,provenance\nSYN-A,A,100,synthetic\nSYN-B,B,100,synthetic\nSYN-L,L,100,synthetic",
      "makes.csv": "firm_id,product_id,provenance\nSYN-A,P0,synthetic\nSYN-B,P0,synthetic\nSYN-L,P1,synthetic",
      "products.csv": "product_id,name,stage_id\nP0,P0,s0\nP1,P1,s1",
      "requires.csv": "input_stage_id,output_stage_id,importance,needs\ns0,s1,essential,2",
      "roles.csv": "firm_id,role,provenance\nSYN-L,leader,synthetic",
      "stages.csv": "stage_id,chain_id,name,position\ns0,CH,s0,0\ns1,CH,s1,1",
      "supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan,provenance\nSYN-A,SYN-L,P0,50,synthetic",
    ]
    try Command.withFolder(files) { folder in
      let plan = folder + "/p.yaml"
      let made = try Command.run("strengthen", folder, "--budget", "100", "--plan", plan, "--format", "json")
      try #require(made.status == 0, "\(made.error)")
      let page = try Command.json(made.output)
      #expect(page["loss_today"] as? Int == 1 && page["loss_left"] as? Int == 0)
      let applied = try Command.run("what-if", folder, plan, "--all", "--format", "json")
      try #require(applied.status == 0, "\(applied.error)")
      let measures = try WhatIfCommandTests.measures(applied.output)
      func both(_ measure: String) -> (before: Double?, after: Double?) {
        let row = measures[WhatIfCommandTests.Row(table: "firm", id: "SYN-L", measure: measure)]
        return (row?.before, row?.after)
      }
      #expect(both("single_points") == (1, 0))
      // The default of 1 % for each firm: before A fails, after both A and B have to.
      let probability = both("stop_probability")
      #expect(abs((probability.before ?? 1) - 0.01) < 1e-12 && abs((probability.after ?? 1) - 0.0001) < 1e-12)
    }
  }

  @Test(arguments: ["spof", "risk", "output"]) func asText(objective: String) throws {
    let options = ["strengthen", Command.towel, "--budget", "300", "--objective", objective]
    let english = try Command.run(arguments: options + ["--lang", "en"]).output
    #expect(
      english.contains("no plan of these candidates leaves less than") && english.contains("default costs")
        && english.contains("proven best"))
    let chinese = try Command.run(arguments: options + ["--lang", "zh"]).output
    #expect(chinese.contains("以这些候选措施不低于") && chinese.contains("默认成本"))
    // The same bytes again: no clock cuts the search short.
    #expect(english == (try Command.run(arguments: options + ["--lang", "en"]).output) && !english.contains("the clock"))
  }

  /// The candidates as CSV are a candidate file, and lead to the same plan.
  @Test func candidatesRoundTrip() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let list = try Command.run("strengthen", Command.towel, "--list-candidates", "--objective", "risk", "--format", "csv").output
    let file = folder.appending(path: "candidates.csv")
    try Data(list.utf8).write(to: file)
    let arguments = ["strengthen", Command.towel, "--objective", "risk", "--budget", "250", "--format", "json"]
    let (own, given) = try (Command.run(arguments: arguments), Command.run(arguments: arguments + ["--candidates", file.path]))
    #expect(given.status == 0, "\(given.error)")
    #expect(try Command.json(own.output)["loss_left"] as? Double == Command.json(given.output)["loss_left"] as? Double)
  }

  @Test func files() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (plan, curve) = (folder.appending(path: "plan.yaml").path, folder.appending(path: "curve.svg").path)
    let arguments = ["strengthen", Command.towel, "--budget", "200", "--plan", plan, "--pareto", curve]
    #expect(try Command.run(arguments: arguments).status == 0)
    let text = try String(contentsOfFile: plan, encoding: .utf8)
    #expect(text.contains("changes:\n  - add: ") && text.contains("provenance: proposed"))
    #expect(try String(contentsOfFile: curve, encoding: .utf8).contains("</svg>"))
    // The plan of the example is the one that the command writes.
    #expect(try Command.run("strengthen", Command.towel, "--budget", "70", "--plan", plan, "--force").status == 0)
    let example = "\(Command.root)/Examples/10-where-to-spend-the-money/plan.yaml"
    #expect(try String(contentsOfFile: plan, encoding: .utf8) == String(contentsOfFile: example, encoding: .utf8))
    // Not overwritten without being told to.
    #expect(try Command.run(arguments: arguments).status == 73)
    #expect(try Command.run(arguments: arguments + ["--force"]).status == 0)
  }

  /// Out of time: the best so far, labelled, with a bound; or an error with --require-proof.
  @Test func timeLimit() throws {
    let run = try Command.run("strengthen", Command.towel, "--budget", "200", "--time-limit", "0", "--lang", "en")
    #expect(run.status == 0 && run.output.contains("best so far, not proven best"))
    #expect(run.output.contains("stopped by the clock: another run may differ"))
    let exact = try Command.run("strengthen", Command.towel, "--budget", "200", "--time-limit", "0", "--require-proof")
    #expect(exact.status == 65 && exact.output.isEmpty && exact.error.contains("--time-limit"))
  }

  /// Out of work: labelled likewise, and the same on every run.
  @Test(arguments: ["spof", "output"]) func stepLimit(objective: String) throws {
    let arguments = ["strengthen", Command.towel, "--budget", "200", "--objective", objective, "--step-limit", "0.005"]
    let texts = try (0..<2).map { _ in try Command.run(arguments: arguments + ["--lang", "en"]).output }
    #expect(texts[0] == texts[1] && texts[0].contains("stopped at the work limit of 0.005 million steps"))
    let page = try Command.json(Command.run(arguments: arguments + ["--format", "json"]).output)
    #expect(page["search_end"] as? String == "steps" && page["is_proven"] as? Bool == false)
    let exact = try Command.run(arguments: arguments + ["--require-proof", "--lang", "en"])
    #expect(exact.status == 65 && exact.output.isEmpty && exact.error.contains("allow more work") && exact.error.contains("--step-limit"))
  }

  /// An exact probability is all or nothing: within ten steps there is none.
  @Test func exactProbabilityOutOfReach() throws {
    let run = try Command.run(
      "strengthen", Command.towel, "--budget", "200", "--objective", "risk", "--step-limit", "0.00001", "--lang", "en")
    #expect(run.status == 65 && run.output.isEmpty && run.error.contains("allow more work") && run.error.contains("--step-limit"))
  }

  static let wrong: [(arguments: [String], status: Int32, says: String)] = [
    (["--budget", "0.01"], 65, "cheapest"), (["--budget", "-5"], 64, "--budget"), ([], 64, "--budget"),
    (["--budget", "nan"], 64, "--budget"),
    (["--budget", "50", "--objective", "luck"], 64, "objective"), (["--budget", "50", "--leader", "nobody"], 65, "nobody"),
    (["--budget", "50", "--candidates", "/nowhere.csv"], 66, "nowhere"), (["--budget", "50", "--plan", "plan.txt"], 64, "yaml"),
    (["--budget", "50", "--greedy", "--require-proof"], 64, "--greedy"), (["--budget", "50", "--time-limit", "-1"], 64, "--time-limit"),
    (["--budget", "50", "--step-limit", "-1"], 64, "--step-limit"),
  ]

  @Test(arguments: wrong.indices)
  func badInput(row: Int) throws {
    let (arguments, status, says) = Self.wrong[row]
    let run = try Command.run(arguments: ["strengthen", Command.towel, "--lang", "en"] + arguments)
    #expect(run.status == status && run.output.isEmpty && run.error.contains(says), "\(run.error)")
  }
}
