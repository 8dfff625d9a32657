import ClusterAnalysis
import ClusterIO
import ClusterModel
import CommandRuns
import Testing

/// Small networks whose right answer is plain, written out in full.
@Suite struct TemplateTruthTests {
  /// B works at s1, which needs P0 and knows no substitute, and at s2, which takes P0 or P1. So A alone stops B, whatever the order of any table.
  @Test(arguments: [["s0", "s1", "s2"], ["s2", "s0", "s1"], ["s1", "s2", "s0"], ["s2", "s1", "s0"]]) func aNeedForEachStage(order: [String])
    throws
  {
    let positions = ["s0": 0, "s1": 1, "s2": 2]
    let files = [
      "chains.csv": "chain_id\nCH",
      "firms.csv": "firm_id,name\nSYN-A,A\nSYN-C,C\nSYN-B,B",
      "makes.csv": "firm_id,product_id\nSYN-A,P0\nSYN-C,P1\nSYN-B,P1\nSYN-B,P2",
      "products.csv": "product_id,name,stage_id\nP0,P0,s0\nP1,P1,s1\nP2,P2,s2",
      "requires.csv": "input_stage_id,output_stage_id,importance,substitute_group\ns0,s1,essential,\ns0,s2,essential,g\ns1,s2,essential,g",
      "roles.csv": "firm_id,role\nSYN-B,leader",
      "stages.csv": (["stage_id,chain_id,name,position"] + order.map { "\($0),CH,\($0),\(positions[$0]!)" }).joined(separator: "\n"),
      "supplies.csv": "supplier_id,buyer_id,product_id\nSYN-A,SYN-B,P0\nSYN-C,SYN-B,P1",
    ]
    #expect(try points(files) == ["SYN-A"])
  }

  /// One stage calls P0 essential, another non-essential: it is needed.
  @Test func essentialForOneStageIsEssential() throws {
    let files = [
      "chains.csv": "chain_id\nCH", "firms.csv": "firm_id\nSYN-A\nSYN-B", "makes.csv": "firm_id,stage_id\nSYN-B,s1\nSYN-B,s2",
      "products.csv": "product_id,stage_id\nP0,s0",
      "requires.csv": "input_stage_id,output_stage_id,importance\ns0,s1,non_essential\ns0,s2,essential",
      "roles.csv": "firm_id,role\nSYN-B,leader", "stages.csv": "stage_id,chain_id,name,position\ns0,CH,,0\ns1,CH,,1\ns2,CH,,1",
      "supplies.csv": "supplier_id,buyer_id,product_id\nSYN-A,SYN-B,P0",
    ]
    #expect(try points(files) == ["SYN-A"])
  }

  /// s1 takes 2 suppliers of P0. With A alone on record one is unnamed and runs, and A cannot be spared; a proposal of B makes it three of which two must run, while a record of B
  /// takes the unnamed one's place.
  @Test func proposalsAddAndRecordsReplace() throws {
    func files(_ more: String) -> [String: String] {
      [
        "chains.csv": "chain_id\nCH", "firms.csv": "firm_id\nSYN-A\nSYN-B\nSYN-L",
        "makes.csv": "firm_id,product_id\nSYN-A,P0\nSYN-B,P0\nSYN-L,P1",
        "products.csv": "product_id,stage_id\nP0,s0\nP1,s1",
        "requires.csv": "input_stage_id,output_stage_id,importance,needs\ns0,s1,essential,2",
        "roles.csv": "firm_id,role\nSYN-L,leader", "stages.csv": "stage_id,chain_id,name,position\ns0,CH,,0\ns1,CH,,1",
        "supplies.csv": "supplier_id,buyer_id,product_id,provenance\nSYN-A,SYN-L,P0,synthetic" + more,
      ]
    }
    #expect(try points(files("")) == ["SYN-A"])
    #expect(try points(files("\nSYN-B,SYN-L,P0,proposed")) == [])
    #expect(try points(files("\nSYN-B,SYN-L,P0,synthetic")) == ["SYN-A", "SYN-B"])
    let model = try read(files("")) { SupplyModel(SupplyView($0)) }
    #expect(model.shortNeeds == 1 && model.unnamedSources == 1)
  }

  /// A link in two rows, 0.3 and blank: what is known counts. Two known ones both have to break.
  @Test(arguments: [("", 0.3), ("0.5", 0.15)]) func repeatedLinkBreaksAsFarAsIsKnown(second: String, expected: Double) throws {
    let files = [
      "firms.csv": "firm_id\nSYN-A\nSYN-L", "products.csv": "product_id\nP", "roles.csv": "firm_id,role\nSYN-L,leader",
      "supplies.csv":
        "supplier_id,buyer_id,product_id,amount_cny_wan,failure_probability\nSYN-A,SYN-L,P,10,0.3\nSYN-A,SYN-L,P,11,\(second)",
    ]
    let rows = try read(files) { network in
      try TargetImportance(
        SupplyView(network), targets: network.leaders().map { .firm($0, in: network) }, kinds: .links, defaultProbability: 0.01
      ).results[0].rows
    }
    #expect(rows.count == 1 && abs(rows[0].probability - expected) < 1e-12)
  }

  /// L buys P and Q from A alone: a second supplier of one of them saves nothing.
  @Test func remedyNamesEveryGood() throws {
    let files = [
      "firms.csv": "firm_id,name\nSYN-A,A\nSYN-L,L\nSYN-M,M", "products.csv": "product_id,name\nP,P\nQ,Q",
      "roles.csv": "firm_id,role\nSYN-L,leader", "supplies.csv": "supplier_id,buyer_id,product_id\nSYN-A,SYN-L,P\nSYN-A,SYN-L,Q",
    ]
    let findings = try read(files) { network in
      WeakLinks(SupplyView(network), targets: network.leaders().map { .firm($0, in: network) }).findings()
    }
    #expect(findings.count == 1)
    #expect(findings[0].remedy.en == "secure a second supplier of P and a second supplier of Q for L")
    #expect(findings[0].remedy.zh == "为L落实“P”的第二供应商和“Q”的第二供应商")
    #expect(findings[0].witness.map(\.text.en).last == "L stops: no P (A stopped); no Q (A stopped)")
  }

  private func read<Result>(_ files: [String: String], _ body: (Network) throws -> Result) throws -> Result {
    try TextFolder.with(files) { try body(NetworkReader.read($0).network) }
  }

  private func points(_ files: [String: String]) throws -> [String] {
    try read(files) { network in
      let leaders = network.leaders().map { Target.firm($0, in: network) }
      return WeakLinks(SupplyView(network), targets: leaders).results.flatMap(\.singlePoints).map { network.firms.id($0) }.sorted()
    }
  }
}
