import Answers
import ArgumentParser
import Chainwright
import ClusterAnalysis
import ClusterIO
import ClusterModel
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

/// A template whose stages need each other, as nitrogen fertiliser (which takes caustic soda) and chlor-alkali (which takes ammonia) do, is analysed by every command that reads templates.
@Suite struct CyclicTemplateTests {
  private static let files = [
    "chains.csv": "chain_id,name\nHG,化工",
    "clusters.csv": "cluster_id,name,county_code,chain_id,status\nC,示例化工集群,139901,HG,established\nD,邻县化工集群,139902,HG,established",
    "counties.csv":
      "county_code,name,inside,longitude,latitude\n139901,示例县,yes,115.7,38.7\n139902,邻例县,yes,115.4,38.5\n139909,外县,no,116.5,39.1",
    "firms.csv":
      "firm_id,name,county_code,cluster_id,industry_code,revenue_cny_wan,emission_grade\nSYN-N,氮肥厂,139901,C,2621,900,B\nSYN-K,氯碱厂,139901,C,2612,700,C\nSYN-P,农药厂,139901,C,2631,1200,B\nSYN-N2,邻县氮肥厂,139902,D,2621,400,D\nSYN-S,盐场,139909,,1030,300,",
    "makes.csv": "firm_id,product_id\nSYN-N,AMMONIA\nSYN-K,SODA\nSYN-P,PESTICIDE\nSYN-N2,AMMONIA\nSYN-S,SALT",
    "products.csv": "product_id,name,stage_id\nAMMONIA,合成氨,n\nSODA,烧碱,k\nPESTICIDE,农药,p\nSALT,原盐,s",
    "requires.csv": "input_stage_id,output_stage_id,importance\nn,k,essential\nk,n,essential\nk,p,essential\ns,k,essential",
    "roles.csv": "firm_id,role\nSYN-P,leader\nSYN-N,leader",
    "stages.csv": "stage_id,chain_id,name,position\nn,HG,氮肥,0\nk,HG,氯碱,1\np,HG,农药,2\ns,HG,原盐,0",
    "supplies.csv":
      "supplier_id,buyer_id,product_id,amount_cny_wan,confidence\nSYN-N,SYN-K,AMMONIA,100,\nSYN-K,SYN-N,SODA,60,0.8\nSYN-K,SYN-P,SODA,300,\nSYN-S,SYN-K,SALT,80,",
    "stop.yaml":
      "name: stop\ntitle: stop\nprovenance: synthetic\nsource: test\nevents:\n  - firms: SYN-K\n    loss: 1\n    start: 3\n    duration: 10\n",
    "shut.yaml": "name: shut\ntitle: shut\nprovenance: synthetic\nsource: test\nchanges:\n  - shut: {firms: SYN-S}\n",
  ]

  private static let questions: [[String]] = [
    ["audit", "{}"], ["describe", "{}"], ["gaps", "{}"], ["weak-links", "{}"], ["weak-links", "{}", "--order", "2"],
    ["weak-links", "{}", "--cluster", "C"], ["dossier", "{}", "--firm", "SYN-N"], ["tiers", "{}", "--leader", "SYN-P"], ["leaders", "{}"],
    ["scorecard", "{}"], ["sourcing", "{}"], ["importance", "{}"], ["worst-group", "{}", "--size", "2"], ["match", "{}"],
    ["match", "{}", "--challenges"], ["match", "{}", "--pool", "--min-buyers", "2"], ["survive", "{}"],
    ["curtail", "{}", "--alert", "orange"],
    ["cascade", "{}", "--all"], ["key-sectors", "{}"], ["complexity", "{}"], ["robustness", "{}"], ["infer-links", "{}"],
    ["benchmark", "{}", "--cluster", "C", "--peer", "D"], ["strengthen", "{}", "--budget", "500"], ["simulate", "{}", "{}/stop.yaml"],
    ["what-if", "{}", "{}/shut.yaml"],
  ]

  @Test(arguments: questions) func `every command takes it`(words: [String]) throws {
    try TextFolder.with(Self.files) { folder in
      let command = try ChainwrightCommand.command(words.map { $0.replacing("{}", with: folder) } + ["--lang", "zh"])
      let answer = try #require(command as? any AnsweringCommand).answer()
      #expect(!answer.text(.zh).isEmpty && !answer.tables.isEmpty)
    }
  }

  /// Chlor-alkali is the sole source of caustic soda: it stops the fertiliser works and the pesticide works; the salt works stops all of them.
  @Test func `the circle is no error, and what hangs on it is found`() throws {
    try TextFolder.with(Self.files) { folder in
      let report = try Audit.run(try NetworkReader.read(folder))
      #expect(report.mayContinue)
      #expect(report.findings.first { $0.rule == "template-cycle" }?.severity == .note)
      let network = try NetworkReader.read(folder).inOrder().network
      let stages = FirmStages(network)
      let weak = WeakLinks(SupplyView(network), targets: network.leaders().map { .firm($0, in: network) })
      let points = weak.results.map { result in
        (
          network.firms.id(network.leaders()[weak.results.firstIndex { $0.target.subject.id == result.target.subject.id }!]),
          Set(result.singlePoints.map { network.firms.id($0) })
        )
      }
      // SYN-N needs SYN-K, which needs SYN-S (and SYN-N itself); SYN-P needs SYN-K, so SYN-N and SYN-S too.
      for (leader, found) in points {
        #expect(found == (leader == "SYN-N" ? ["SYN-K", "SYN-S"] : ["SYN-K", "SYN-N", "SYN-S"]), "\(leader)")
      }
      let gaps = try #require(ChainGaps(of: ClusterID(0), in: Sourcing(SupplyView(network)), firmStages: stages))
      #expect(gaps.completeness == 3.0 / 4, "salt comes from outside")
    }
  }

  @Test(arguments: ["chain", "cluster", "county", "leader", "tree", "sources", "steps"]) func `every map is drawn`(view: String) throws {
    try TextFolder.with(Self.files) { folder in
      var words = ["map", folder, "--view", view, "-o", "\(folder)/map.dot", "--lang", "zh"]
      if view == "leader" { words += ["--leader", "SYN-P"] } else if view != "county" { words += ["--cluster", "C"] }
      var command = try ChainwrightCommand.command(words)
      try command.run()
      #expect(try String(contentsOfFile: "\(folder)/map.dot", encoding: .utf8).contains("digraph"))
      if view != "chain" { return }
      var report = try ChainwrightCommand.command(["report", folder, "--cluster", "C", "-o", "\(folder)/report", "--lang", "zh"])
      try report.run()
    }
  }
}
