import CommandRuns
import Foundation
import Testing

/// Who stays open, as its user asks for it.
@Suite struct CurtailCommandTests {
  private static let rules = "Examples/11-who-stays-open-in-an-orange-alert/textile-alert.yaml"

  @Test func asData() throws {
    let run = try Command.run("curtail", Command.towel, "--alert", "orange", "--rules", Self.rules, "--best", "3", "--format", "json")
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try Command.json(run.output)
    // Of one firm no output is known: a figure with its value.
    func value(_ name: String) -> Double? { (page[name] as? [String: Any])?["value"] as? Double }
    let (bare, kept, gap) = (value("kept_without_list"), value("kept_with_list"), page["list_gap"] as? Double)
    #expect(try #require(kept) > (try #require(bare)) && gap == 0)
    let list = try #require(page["white_list"] as? [[String: Any]])
    #expect(list.count <= 3 && list.allSatisfy { $0["place_worth"] is Double })
    let leaders = try #require(page["leaders"] as? [[String: Any]])
    #expect(leaders.map { $0["firm_id"] as? String }.sorted { $0! < $1! } == ["SYN-L1", "SYN-L2"])
  }

  @Test func asText() throws {
    let english = try Command.run("curtail", Command.towel, "--alert", "red").output
    #expect(english.contains("illustration") && english.contains("without a grade") && english.contains("synthetic"))
    let chinese = try Command.run("curtail", Command.towel, "--alert", "yellow", "--lang", "zh").output
    #expect(chinese.contains("黄色预警") && chinese.contains("示例") && chinese.contains("绩效分级"))
  }

  @Test("the list that --best finds keeps as much when it is given")
  func listRoundTrip() throws {
    let best = try Command.run("curtail", Command.towel, "--alert", "orange", "--best", "4", "--format", "csv")
    try Command.withFolder(["list.csv": best.output]) { folder in
      let again = try Command.json(
        Command.run("curtail", Command.towel, "--alert", "orange", "--white-list", folder + "/list.csv", "--format", "json").output)
      let found = try Command.json(Command.run("curtail", Command.towel, "--alert", "orange", "--best", "4", "--format", "json").output)
      #expect(again["kept_amount_with_list"] as? Double == found["kept_amount_with_list"] as? Double)
    }
  }

  @Test func everyUnknownFirmOfAListIsNamedWithItsLine() throws {
    try Command.withFolder(["list.csv": "firm_id\nSYN-L1\nnobody\nno one\n"]) { folder in
      let run = try Command.run("curtail", Command.towel, "--alert", "red", "--white-list", folder + "/list.csv")
      #expect(run.status == 65 && run.output.isEmpty)
      #expect(run.error.contains("list.csv:3:firm_id") && run.error.contains("list.csv:4:firm_id") && run.error.contains("2 errors"))
    }
  }

  @Test func rulesThatCannotBeKept() throws {
    let head = "name: x\ncuts:\n  - {alert: red, A: 0, B: 0, C: 0, D: 0}\n"
    let cases = [
      ("energy:\n  - {county: '139902', tce: 1}\nmust_keep:\n  - {firm: SYN-Y1}\n", "infeasible"),
      ("energy:\n  - {county: '1', tce: 1}\nmust_keep:\n  - {firm: nobody}\n", "2 errors"),
      ("energy:\n  - {county: '139903', tce: 1}\n", "none of the 0 firms"),
    ]
    for (text, message) in cases {
      try Command.withFolder(["rules.yaml": head + text]) { folder in
        let run = try Command.run("curtail", Command.towel, "--alert", "red", "--rules", folder + "/rules.yaml")
        #expect(run.status == 65 && run.output.isEmpty && run.error.contains(message), "\(run.error)")
        let other = try Command.run("curtail", Command.towel, "--alert", "yellow", "--rules", folder + "/rules.yaml")
        #expect(other.status == 65 && other.error.contains("yellow"))
      }
    }
  }

  static let wrong: [(arguments: [String], status: Int32)] = [
    (["--alert", "blue"], 64), ([], 64), (["--alert", "red", "--best", "0"], 64), (["--alert", "red", "--best", "1000"], 65),
    (["--alert", "red", "--best", "2", "--white-list", "x.csv"], 64), (["--alert", "red", "--white-list", "/nowhere.csv"], 66),
    (["--alert", "red", "--rules", "/nowhere.yaml"], 66), (["--alert", "red", "--time-limit", "0"], 64),
    (["--alert", "red", "--default-stock-days", "nan"], 64), (["--alert", "red", "--limit", "-1"], 64),
  ]

  @Test(arguments: wrong.indices)
  func badInput(row: Int) throws {
    let (arguments, status) = Self.wrong[row]
    let run = try Command.run(arguments: ["curtail", Command.towel] + arguments)
    #expect(run.status == status && run.output.isEmpty && !run.error.isEmpty)
  }

  /// 2,050 sewers of grade A buy cloth for 10 of each of two dyers of grade D. At orange a dyer keeps 0.2, so a fifth of all 246,000 is kept; with both listed, everything.
  @Test("a network too large to be solved: a plan, a bound, and words that say which is which")
  func bounds() throws {
    let sewers = (1...2_050).map { "SYN-S\($0)" }
    let firms = "firm_id,revenue_cny_wan,emission_grade\nSYN-D1,20500,D\nSYN-D2,20500,D\n" + sewers.map { "\($0),100,A\n" }.joined()
    let supplies =
      "supplier_id,buyer_id,product_id,amount_cny_wan\n" + sewers.map { "SYN-D1,\($0),CLOTH,10\nSYN-D2,\($0),CLOTH,10\n" }.joined()
    let files = ["firms.csv": firms, "supplies.csv": supplies, "products.csv": "product_id\nCLOTH\n"]
    try Command.withFolder(files) { folder in
      let asked = ["curtail", folder, "--alert", "orange", "--best", "2"]
      let run = try Command.run(arguments: asked + ["--format", "json"])
      #expect(run.status == 0, "\(run.error)")
      let page = try Command.json(run.output)
      func number(_ name: String) throws -> Double { try #require(page[name] as? Double, "\(name)") }
      try #expect(number("kept_without_list") <= 0.2 + 1e-9 && number("kept_without_list_at_most") >= 0.2 - 1e-9)
      try #expect(
        number("kept_amount_with_list") >= 0.999 * 246_000 && number("kept_amount_with_list") <= 246_000 && number("list_bound") == 246_000
          && number("list_gap") < 1e-3)
      let list = try #require(page["white_list"] as? [[String: Any]])
      #expect(list.count == 2 && list.allSatisfy { $0["place_worth"] == nil && $0["place_worth_by_price"] is Double })
      #expect(try Command.run(arguments: asked + ["--format", "json"]).output == run.output)
      let late = try Command.run(arguments: asked + ["--lang", "en", "--time-limit", "0.000001"])
      #expect(late.status == 0 && late.output.contains("Another run may differ") && late.output.contains("time limit reached"))
      let words = ["no plan keeps more than", "too large to be solved exactly", "by prices"]
      for word in words { #expect(late.output.contains(word), "\(word)") }
      let chinese = try Command.run(arguments: asked + ["--lang", "zh", "--time-limit", "0.000001"]).output
      #expect(chinese.contains("未精确求解") && chinese.contains("至多保住") && chinese.contains("再次运行结果可能不同"))
    }
  }

  private static let supplies = "supplier_id,buyer_id,product_id,amount_cny_wan\n"

  private func page(_ files: [String: String], _ arguments: String...) throws -> [String: Any] {
    var page: [String: Any] = [:]
    try Command.withFolder(files) { folder in
      let run = try Command.run(arguments: ["curtail", folder, "--format", "json"] + arguments)
      try #require(run.status == 0, "\(run.error)")
      page = try Command.json(run.output)
    }
    return page
  }

  /// golden/truth/curtail-spare-sold-to-nobody: 60 of U, 20 of X, 100 of T, which has capacity for 200 and nobody to sell it to: 180 of 300.
  @Test func spareSoldToNobodyIsNotMade() throws {
    let files = [
      "counties.csv": "county_code,name,inside\n139901,A,yes\n",
      "firms.csv":
        "firm_id,name,county_code,revenue_cny_wan,emission_grade\nSYN-U,U,139901,100,A\nSYN-X,X,139901,100,D\nSYN-T,T,139901,100,A\n",
      "makes.csv": "firm_id,product_id,capacity_cny_wan\nSYN-U,P,\nSYN-X,Q,\nSYN-T,R,200\n",
      "products.csv": "product_id,name\nP,P\nQ,Q\nR,R\n",
      "roles.csv": "firm_id,role\nSYN-T,leader\n", "supplies.csv": Self.supplies + "SYN-U,SYN-X,P,50\nSYN-U,SYN-T,P,50\n",
    ]
    let page = try page(files, "--alert", "orange")
    let kept = try #require(page["kept_without_list"] as? Double)
    #expect(abs(kept - 0.6) < 1e-9)
  }

  /// golden/truth/all-amounts-unknown: no output is known, and the only leader stops with its supplier of grade D.
  @Test func nothingKnownIsNotAllKept() throws {
    let files = [
      "firms.csv": "firm_id,emission_grade\nSYN-A,D\nSYN-L,A\n", "products.csv": "product_id\nP\n",
      "roles.csv": "firm_id,role\nSYN-L,leader\n", "supplies.csv": Self.supplies + "SYN-A,SYN-L,P,\n",
    ]
    for arguments in [["--alert", "red"], ["--alert", "red", "--by", "tax"], ["--alert", "red", "--by", "jobs", "--best", "1"]] {
      try Command.withFolder(files) { folder in
        let run = try Command.run(arguments: ["curtail", folder, "--format", "json"] + arguments)
        let page = try Command.json(run.output)
        #expect(
          page["kept_without_list"] is NSNull && page["usual_of_region"] is NSNull
            && page["leaders_halted"] as? Int == (arguments.count < 5 ? 1 : 0))
        #expect(arguments.count < 5 || (page["kept_with_list"] is NSNull && page["kept_amount_with_list"] is NSNull))
        let text = try Command.run(arguments: ["curtail", folder, "--lang", "en"] + arguments).output
        let kept = text.split(separator: "\n").first { $0.contains("kept without a white list") }
        #expect(kept?.hasSuffix(" unknown") == true && text.contains("what is kept is unknown"), "\(text)")
      }
    }
  }

  /// Three of four firms have neither grade nor industry: cut by 0.8 at worst, not concerned at best. The wholesaler (5131) is not concerned at all.
  @Test func whereMostGradesAreUnknownThePageLeadsWithIt() throws {
    let files = [
      "firms.csv":
        "firm_id,revenue_cny_wan,emission_grade,industry_code\nSYN-A,100,D,1713\nSYN-B,100,,\nSYN-C,100,,1713\nSYN-E,100,,\nSYN-W,100,,5131\n",
      "products.csv": "product_id\nP\n", "supplies.csv": Self.supplies,
    ]
    let page = try page(files, "--alert", "orange", "--best", "1")
    #expect(page["kept_without_list"] is NSNull && page["kept_with_list"] is NSNull && page["list_bound"] is NSNull)
    // Worst: 4 · 20 + 100 of 500; best: 20 + 4 · 100 (C as grade A).
    let (low, high) = try (#require(page["kept_lowest"] as? Double), #require(page["kept_highest"] as? Double))
    #expect(abs(low - 0.36) < 1e-9 && abs(high - 0.84) < 1e-9)
    #expect(page["firms_covered"] as? Int == 4 && page["firms_unplaced"] as? Int == 2)
    #expect((page["title"] as? String)?.contains("3 of 4 firms") == true, "\(page["title"] ?? "")")
    try Command.withFolder(files) { folder in
      let chinese = try Command.run("curtail", folder, "--alert", "orange", "--lang", "zh").output
      #expect(chinese.split(separator: "\n")[0].contains("4 家企业中 3 家的分级或行业未知"))
    }
  }

  /// golden/attacks/curtail-clp-abort: 1e15 bought by a carrier that sells for 1e-15 stopped the solver by an assertion.
  @Test func amountsFarApartAreAnError() throws {
    let files = [
      "firms.csv": "firm_id\n" + ["H1", "D1", "D2", "L1", "K0", "K1", "K2", "M1"].map { "SYN-\($0)\n" }.joined(),
      "products.csv": "product_id\nDYED\nFREIGHT\n",
      "supplies.csv": Self.supplies
        + "SYN-H1,SYN-D2,,1e15\nSYN-D1,SYN-L1,DYED,800\nSYN-D2,SYN-L1,DYED,0\nSYN-K1,SYN-M1,FREIGHT,1e-15\nSYN-K2,SYN-M1,FREIGHT,40\nSYN-K0,SYN-K1,,999999999999999\n",
    ]
    try Command.withFolder(files) { folder in
      let run = try Command.run("curtail", folder, "--alert", "red", "--best", "2")
      #expect(
        run.status == 65 && run.error.contains("SYN-K1") && run.error.contains("unit") && run.error.contains("supplies.csv:5"),
        "\(run.error)")
    }
  }
}
