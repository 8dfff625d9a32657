import ClusterModel
import Testing

@testable import ClusterIO

/// A small network that breaks a rule, and where.
struct AuditCase: Sendable, CustomTestStringConvertible {
  var rule: String
  var files: [String: String]
  /// `file:row:column` of the first place of each finding.
  var places: [String]
  /// What a message must say.
  var says: String

  init(_ rule: String, _ files: [String: String], _ places: [String], says: String) {
    self.rule = rule
    self.files = ["firms.csv": "firm_id\nA\nB\nC\n"].merging(files) { $1 }
    self.places = places
    self.says = says
  }

  var testDescription: String { rule }

  static let stages = "stage_id,chain_id\ns1,K\ns2,K\ns3,K\n"

  /// Rows and columns by hand: the header is row 1.
  static let all: [AuditCase] = [
    AuditCase(
      "broken-quote", ["supplies.csv": "supplier_id,buyer_id\nA,B\n\"A,B\nB,C\n"], ["supplies.csv:3:supplier_id"], says: "never closed"),
    AuditCase(
      "field-too-long", ["supplies.csv": "supplier_id,buyer_id\nA,B\nA," + String(repeating: "x", count: 1 << 21) + "\nB,C\n"],
      ["supplies.csv:3:buyer_id"], says: "1 MiB"),
    AuditCase(
      "ragged-row", ["supplies.csv": "supplier_id,buyer_id\nA,B\nA,C,,x\nB,C,y\n"], ["supplies.csv:3:", "supplies.csv:4:"], says: "4 cells"),
    AuditCase(
      "short-row", ["firms.csv": "firm_id,name,year\nA,a,2022\nB,b\nC,c\n"], ["firms.csv:3:"],
      says: "2 cells only, the header 3; what is missing is unknown (2 places)"),
    AuditCase("empty-table", ["firms.csv": "firm_id\n"], ["firms.csv:0:"], says: "no rows"),
    AuditCase(
      "misspelt-column", ["firms.csv": "firm_id,emploees,colour\nA,1,red\n"], ["firms.csv:1:emploees"], says: "did you mean employees?"),
    AuditCase(
      "ignored-column", ["firms.csv": "firm_id,colour,\nA,red,x\n", "roles.csv": "firm_id,role,colour\nA,leader,red\n"],
      ["roles.csv:1:colour", "firms.csv:1:"], says: "“colour”"),
    AuditCase("implied-rows", ["supplies.csv": "supplier_id,buyer_id,product_id\nA,B,x\nA,B,y\n"], ["products.csv:0:"], says: "2 ids"),
    AuditCase("missing-key", ["firms.csv": "firm_id,name\nA,a\n,b\n"], ["firms.csv:3:firm_id"], says: "firm_id is empty"),
    AuditCase("bad-identifier", ["firms.csv": "firm_id\nA\n\"B\nC\"\n"], ["firms.csv:3:firm_id"], says: "B\\u{a}C"),
    AuditCase(
      "idle-stock",
      [
        "stocks.csv": "firm_id,product_id,kind,days\nA,x,material,1\nA,x,output,1\nB,x,,1\nB,,,\nC,,output,3\n",
        "supplies.csv": "supplier_id,buyer_id,product_id\nA,B,x\n", "products.csv": "product_id\nx\n",
      ], ["stocks.csv:2:product_id", "stocks.csv:5:days"], says: "holds x as a material"),
    AuditCase(
      "odd-credit",
      [
        "firms.csv": "firm_id\nA\nB\n",
        "credits.csv":
          "loan_id,lender,lender_id,borrower_id,guarantor_id,amount_cny_wan\n1,bank,,A,B,100\n1,bank,,A,,90\n2,,A,A,,5\n3,bank,,A,A,5\n,,,A,B,\n",
      ], ["credits.csv:3:amount_cny_wan", "credits.csv:4:lender_id", "credits.csv:5:guarantor_id", "credits.csv:6:loan_id"],
      says: "different amount"),
    AuditCase(
      "odd-project",
      [
        "firms.csv": "firm_id,name\nA,甲纺织\n", "stages.csv": "stage_id,chain_id\ndye,c\n",
        "projects.csv":
          "project_id,name,status,start,production,stage_id,investment_cny_wan,as_of\n"
          + "1,染厂,开工,2025-06,2024-12,dye,100,2024-03\n1,染厂,开工,,,,120,\n2,在谈厂,洽谈,,2023,dye,,2024-03\n3,甲纺织,签约,,2026,dye,,\n"
          + "4,无环节,签约,,2026,,,\n5,已投产,投产,,2026,dye,,2024-03\n",
      ],
      [
        "projects.csv:2:production", "projects.csv:3:investment_cny_wan", "projects.csv:4:status", "projects.csv:5:name",
        "projects.csv:6:stage_id", "projects.csv:7:production",
      ], says: "before building starts"),
    AuditCase("duplicate-id", ["firms.csv": "firm_id\nA\n\nB\nA\n"], ["firms.csv:5:firm_id"], says: "row 2"),
    AuditCase(
      "unknown-reference",
      ["supplies.csv": "supplier_id,buyer_id\nA,Z\n", "figures.csv": "table,subject_id,attribute\nfirm,A,x\nchain,K,y\nregion,,z\n"],
      ["supplies.csv:2:buyer_id", "figures.csv:3:subject_id"], says: "“Z” is not in firms.csv"),
    AuditCase(
      "bad-number", ["firms.csv": "firm_id,employees\nA,\"1,23\"\nB,many\nC,1e3\nD,inf\n"],
      ["firms.csv:2:employees", "firms.csv:3:employees", "firms.csv:5:employees"], says: "“1,23”"),
    AuditCase("negative-amount", ["firms.csv": "firm_id,employees\nA,-1\nB,-0\n"], ["firms.csv:2:employees"], says: "“-1”"),
    AuditCase(
      "share-range", ["supplies.csv": "supplier_id,buyer_id,share\nA,B,35\nA,C,1.0\nB,C,-0.1\n"],
      ["supplies.csv:2:share", "supplies.csv:4:share"], says: "“35”"),
    AuditCase(
      "impossible-year",
      ["supplies.csv": "supplier_id,buyer_id,since,as_of\nA,B,2022,2022-02-28\nA,C,22,2022-02-29\nB,C,20220,2022-13\n"],
      ["supplies.csv:3:since", "supplies.csv:3:as_of", "supplies.csv:4:since", "supplies.csv:4:as_of"], says: "“22”"),
    AuditCase("unknown-value", ["roles.csv": "firm_id,role\nA,领跑者\nB,king\n"], ["roles.csv:3:role"], says: "leader, chain_leader"),
    AuditCase(
      "synthetic-mislabelled",
      [
        "firms.csv": "firm_id,provenance\nA,sourced\nSYN-1,synthetic\nSYN-2,sourced\nB,synthetic\nSYN-3,\n",
        "supplies.csv": "supplier_id,buyer_id,provenance\nSYN-1,SYN-2,synthetic\nSYN-1,A,synthetic\nSYN-1,A,sourced\nA,B,inferred\n",
      ], ["firms.csv:4:provenance", "supplies.csv:3:provenance", "supplies.csv:4:provenance"],
      says: "speaks of a firm that is not"),
    AuditCase(
      "template-cycle",
      [
        "chains.csv": "chain_id\nK\n", "stages.csv": stages,
        "requires.csv": "input_stage_id,output_stage_id\ns1,s2\ns2,s3\ns3,s2\n",
      ], ["requires.csv:3:output_stage_id"], says: "s2 → s3 → s2"),
    AuditCase(
      "needs-range",
      [
        "chains.csv": "chain_id\nK\n", "stages.csv": stages,
        "requires.csv": "input_stage_id,output_stage_id,substitute_group,needs\ns1,s3,g,2\ns2,s3,g,3\ns1,s2,,5\n",
      ], ["requires.csv:3:needs"], says: "the group has 2"),
    AuditCase(
      "duplicate-row",
      ["supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan\nA,B,x,1\nA,B,x,2\nA,B,y,1\nB,A,x,1\n\nA,B,x,1\nA,B,,\nA,B,,\n"],
      ["supplies.csv:7:", "supplies.csv:9:"], says: "row 2"),
    AuditCase(
      "repeated-link", ["supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan\nA,B,x,1\nA,B,x,2\nA,B,y,1\nA,C,x,2\n"],
      ["supplies.csv:3:"], says: "of another row"),
    // A sells 100: 99.6 is the same number to three figures, 99.4 of B is not. C sells nothing and earns 50; D's second product has no capacity.
    AuditCase(
      "short-capacity",
      [
        "firms.csv": "firm_id,revenue_cny_wan\nA,\nB,\nC,50\nD,900\n",
        "makes.csv": "firm_id,product_id,capacity_cny_wan\nA,x,99.6\nB,x,90\nB,y,9.4\nC,x,40\nD,x,1\nD,y,\n",
        "supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan\nA,C,x,60\nA,D,x,40\nB,C,x,100\nB,D,y,\n",
        "products.csv": "product_id\nx\ny\n",
      ], ["makes.csv:3:capacity_cny_wan", "makes.csv:5:capacity_cny_wan"], says: "99.4 (10k CNY a year) is below the recorded sales of 100"),
    AuditCase("self-supply", ["supplies.csv": "supplier_id,buyer_id\nA,B\nB,B\n"], ["supplies.csv:3:buyer_id"], says: "same firm"),
    AuditCase(
      "share-sum",
      [
        "supplies.csv":
          "supplier_id,buyer_id,product_id,share\nA,C,x,0.5\nB,C,x,0.54\nA,C,y,0.5\nB,C,y,0.4\nA,B,x,0.5\nC,B,x,\nA,B,y,0.99\n"
      ], ["supplies.csv:4:share"], says: "sum to 0.9"),
    AuditCase(
      "bad-check-digit",
      ["firms.csv": "firm_id\n91110000600037341L\n91110000600037341N\n213800KUD8LAJWSQ9D15\n213800KUD8LXJWSQ9D15\nSYN-00000000000001\n"],
      ["firms.csv:3:firm_id", "firms.csv:5:firm_id"], says: "position 18 should be L"),
    AuditCase(
      "unknown-code",
      ["counties.csv": "county_code\n130628\n13062\nX1\n", "firms.csv": "firm_id,industry_code\nA,0131\nB,13100\nC,cars\nD,9\n"],
      ["counties.csv:3:county_code", "firms.csv:3:industry_code", "firms.csv:5:industry_code"], says: "“13062”"),
    AuditCase(
      "coordinates-out-of-range", ["counties.csv": "county_code,longitude,latitude\n130628,115.8,38.7\n130629,38.7,115.8\n"],
      ["counties.csv:3:longitude", "counties.csv:3:latitude"], says: "38.7"),
    AuditCase(
      "orphan-stage",
      ["chains.csv": "chain_id\nK\nL\n", "stages.csv": stages + "alone,L\n", "requires.csv": "input_stage_id,output_stage_id\ns1,s2\n"],
      ["stages.csv:4:stage_id"], says: "“s3”"),
    AuditCase(
      "stage-synonyms",
      [
        "chains.csv": "chain_id\nK\nL\n",
        "stages.csv":
          "stage_id,chain_id,name,name_en\ns1,K,织造,weaving\ns2,K,织造加工,looming\ns3,K,染整,Dyeing\ns4,K,印染,dyeing\ns5,L,织造,weaving\n",
      ], ["stages.csv:2:name", "stages.csv:4:name"], says: "same name as “s1”"),
    AuditCase(
      "stage-without-code",
      ["chains.csv": "chain_id\nK\nL\n", "stages.csv": "stage_id,chain_id,industry_code\ns1,K,1711\ns2,K,\ns3,L,\n"],
      ["stages.csv:3:industry_code", "stages.csv:4:industry_code"], says: "1 of 2 stages have no industry code"),
    AuditCase(
      "unsourced-requirement",
      [
        "chains.csv": "chain_id\nK\n", "stages.csv": stages,
        "requires.csv": "input_stage_id,output_stage_id,provenance,source\ns1,s2,inferred,\ns2,s3,,\ns1,s3,sourced,a book\n",
      ], ["requires.csv:3:source"], says: "1 of 3 requirements name no source"),
    AuditCase(
      "unsourced-fact",
      [
        "firms.csv": "firm_id,provenance,source\nA,sourced,the register\nB,sourced,\nC,derived,\nSYN-1,synthetic,\n",
        "supplies.csv": "supplier_id,buyer_id\nA,B\nA,C\nSYN-1,A\n", "roles.csv": "firm_id,role\nA,leader\n",
      ], ["firms.csv:3:source", "supplies.csv:2:source", "supplies.csv:3:source", "roles.csv:2:source"], says: "names no source"),
    AuditCase(
      "destroyed-id", ["firms.csv": "firm_id\n9.11306E+17\n3月1日\n2.5\nMar-02\nSYN-1\n"],
      ["firms.csv:2:firm_id", "firms.csv:3:firm_id", "firms.csv:4:firm_id"], says: "scientific notation"),
    AuditCase(
      "several-values", ["supplies.csv": "supplier_id,buyer_id,product_id\nA、B,C,x\nA,C,毛巾；浴巾\n"],
      ["supplies.csv:2:supplier_id", "supplies.csv:3:product_id"], says: "A、B"),
    AuditCase(
      "unknown-cell", ["firms.csv": "firm_id,employees,year\nA,—,无\nB,/,\nC,N/A,\n"], ["firms.csv:2:employees", "firms.csv:2:year"],
      says: "“—” says that nothing is known; it is unknown (3 places)"),
    AuditCase(
      "inexact-number", ["firms.csv": "firm_id,employees\nA,约300\nB,100-200\nC,200余\n"], ["firms.csv:2:employees"],
      says: "“约300” is no exact number"),
    AuditCase("missing-unit", ["firms.csv": "企业编号,营业收入\nA,5\n"], ["firms.csv:1:营业收入"], says: "names no unit; it is read in 万元"),
    AuditCase("stated-unit", ["firms.csv": "单位：亿元,\n企业编号,营业收入\nA,5\n"], ["firms.csv:1:营业收入"], says: "(亿元) and converted"),
    AuditCase(
      "left-out-row", ["firms.csv": "某县企业表,\n企业编号,从业人数\nA,5\n合计,5\n注：来自统计局,\n"],
      ["firms.csv:1:", "firms.csv:4:", "firms.csv:5:"], says: "“合计” is a total"),
    AuditCase(
      "bad-number", ["firms.csv": "firm_id,revenue_cny_wan\nA,1e76\nB,1e75\nC,1e-76\nD,0\nE,-1e300\nF,1e-75\nG,4.9e-324\n"],
      ["firms.csv:2:revenue_cny_wan", "firms.csv:4:revenue_cny_wan", "firms.csv:6:revenue_cny_wan", "firms.csv:8:revenue_cny_wan"],
      says: "no amount that anything has"),
    // Not the line end within a cell, nor the zero-width joiner of an emoji; at the ends of cells too.
    AuditCase(
      "control-character",
      [
        "firms.csv":
          "firm_id,name,remark\nA,甲\u{1B}[31m,\nB,\"乙\n厂👩\u{200D}👧\",x\u{0}y\nC,丙\u{202E}厂,x\u{9B}1m\nD,d\u{85}d,\nE,a\u{2069}b\u{7F},\tF\nF,\u{2}f,g\u{0}\n",
        "groups.csv": "group_id,name,firm_id\ng,g\u{8}组,A\n", "chains.csv": "chain_id,name,source\nK,链,a\u{1}b\n",
      ],
      [
        "firms.csv:2:name", "firms.csv:3:remark", "firms.csv:4:name", "firms.csv:4:remark", "firms.csv:5:name", "firms.csv:6:name",
        "firms.csv:7:name", "firms.csv:7:remark", "chains.csv:2:source", "groups.csv:0:name",
      ], says: "U+001B"),
    AuditCase("garbled-text", ["firms.csv": "firm_id,name\nA,锟斤拷\n"], ["firms.csv:2:"], says: "“锟斤拷”"),
    AuditCase("guessed-reading", ["firms.csv": "firm_id;name\nA;a\n"], ["firms.csv:0:"], says: "“;”"),
    AuditCase(
      "name-for-id", ["firms.csv": "firm_id,name\nA,甲厂\nB,乙厂\n", "supplies.csv": "supplier_id,buyer_id\n甲厂,B\n甲 厂,B\n甲厂,B\n"],
      ["supplies.csv:2:supplier_id", "supplies.csv:3:supplier_id"], says: "“甲厂” was taken for “A” of firms.csv, by its name (2 places)"),
    AuditCase(
      "outside-firm", ["supplies.csv": "supplier_id,buyer_id\n外地厂,B\nA,B\n"], ["supplies.csv:2:supplier_id"],
      says: "“外地厂” is not in the list of firms"),
    AuditCase(
      "edge-direction", ["supplies.csv": "supplier_id,buyer_id,Type\nA,B,Directed\nB,A,Undirected\n"], ["supplies.csv:3:Type"],
      says: "“Undirected”: this link has no direction"),
    AuditCase(
      "several-kinds", ["supplies.csv": "supplier_id,buyer_id,:TYPE\nA,B,SUPPLIES\nB,A,OWNS\nA,B,OWNS\n"], ["supplies.csv:0::TYPE"],
      says: "several kinds (OWNS 2, SUPPLIES 1)"),
    AuditCase(
      "small-percent", ["supplies.csv": "supplier_id,buyer_id,占比（%）\nA,B,35\nB,A,0.35\nB,A,0.5%\n"], ["supplies.csv:3:占比（%）"],
      says: "“0.35” was read as 0.35 %"),
    AuditCase(
      "unread-value", ["firms.csv": "firm_id,资质\nA,领跑者、绿色工厂\n"], ["firms.csv:2:资质"], says: "“绿色工厂” is no role or honour that is known"),
    AuditCase("no-leader", ["roles.csv": "firm_id,role\nA,listed\n"], ["roles.csv:0:"], says: "no leader"),
  ]
}

struct AuditTests {
  @Test(arguments: AuditCase.all) func findsWhatBreaksTheRule(_ example: AuditCase) throws {
    let folder = try TemporaryFolder(example.files)
    let report = try Audit.run(try NetworkReader.read(folder.path))
    let findings = report.findings.filter { $0.rule == example.rule }
    let places = findings.map { "\($0.places[0].file):\($0.places[0].row ?? 0):\($0.places[0].column)" }
    #expect(places == example.places)
    #expect(findings.contains { $0.message.en.contains(example.says) }, "\(findings.map(\.message.en))")
    let rule = try #require(AuditRule.all.first { $0.id == example.rule })
    #expect(findings.allSatisfy { $0.severity == rule.severity && $0.remedy == rule.remedy && !$0.message.zh.isEmpty })
    #expect(report.counts.first { $0.rule.id == example.rule }?.count == places.count)
    #expect(report.mayContinue == !report.counts.contains { $0.rule.severity == .error })
  }

  @Test func everyRuleHasACaseAndAText() {
    // These rules are of workbooks alone, which WorkbookReaderTests breaks, and of graph files, which ForeignGraphTests does.
    let cases = AuditCase.all.map(\.rule) + ["ignored-sheet", "unreadable-cell", "filled-down", "left-out-part"]
    #expect(AuditRule.all.map(\.id).sorted() == Set(cases).sorted())
    #expect(ReadingRule.allCases.allSatisfy { AuditRule.of($0).id == $0.rawValue })
    for rule in AuditRule.all {
      for text in [rule.checks, rule.why, rule.remedy] { #expect(!text.zh.isEmpty && !text.en.isEmpty, "\(rule.id)") }
    }
  }

  @Test func strictRulesBarAnalyses() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id,source\nA,x\n", "roles.csv": "firm_id,role,source\nA,leader,x\n"])
    let clean = try Audit.run(try NetworkReader.read(folder.path), strict: Set(AuditRule.all.map(\.id)))
    #expect(clean.findings.isEmpty && clean.mayContinue)
    try folder.write("supplies.csv", Array("supplier_id,buyer_id,source\nA,A,x\n".utf8))
    let reading = try NetworkReader.read(folder.path)
    #expect(try Audit.run(reading).mayContinue)
    let strict = try Audit.run(reading, strict: ["self-supply"])
    #expect(!strict.mayContinue)
    #expect(strict.fatalRules.map(\.id) == ["self-supply"])
    #expect(strict.findings.map(\.severity) == [.error])
    #expect(strict.count(.warning) == 1)
    let unknown = #expect(throws: ClusterIOError.self) { try Audit.run(reading, strict: ["self-suply"]) }
    #expect(unknown?.message.en.contains("self-supply") == true)
  }

  @Test func aNetworkThatWasNotReadIsAuditedToo() throws {
    var network = Network(name: "made")
    for id in ["A", "B"] { network.firms.ids.append(id) }
    network.supplies.suppliers = [0, 0]
    network.supplies.buyers = [1, 1]
    let report = try Audit.run(Reading(network: network))
    #expect(report.findings.map(\.rule) == ["duplicate-row", "unsourced-fact", "unsourced-fact", "no-leader"])
  }
}
