import Answers
import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

/// Files in Chinese words give the bytes that their English twins give.
@Suite("Chinese twins of scenarios, rules and plans") struct WrittenTwinTests {
  private func data(_ words: [String]) throws -> String {
    let run = try Command.run(arguments: words + ["--format", "json"])
    #expect(run.status == 0 && !run.output.isEmpty, "\(run.error)")
    return run.output
  }

  @Test(arguments: [
    ["gates", "Graphs/baoding-2022", "Rules/cluster-gates-miit-2022.yaml"],
    ["shortlist", "Graphs/baoding-2022", "Rules/listing-shortlist.yaml"],
    ["curtail", "Graphs/towel-chain", "--alert", "orange", "--rules", "Rules/curtailment-illustration.yaml"],
    ["simulate", "Graphs/baoding-2022", "Examples/06-how-long-does-a-two-week-stop-last/dyer-stop.yaml"],
    ["what-if", "Graphs/lanpu-2023", "Tests/CommandTests/Contract/lanpu-plan.yaml"],
  ])
  func theSameBytes(words: [String]) throws {
    let chinese = words.map { $0.hasSuffix(".yaml") ? $0.replacing(".yaml", with: ".zh.yaml") : $0 }
    #expect(try data(words) == data(chinese))
  }

  /// A plan names itself in the commands that it shows.
  @Test func planTwin() throws {
    let plan = "Rules/programme-baoding-2022"
    let words = ["programme", "Graphs/baoding-2022", "--as-of", "2023-06-30"]
    let chinese = try data(words + [plan + ".zh.yaml"])
    #expect(try data(words + [plan + ".yaml"]) == chinese.replacing(plan + ".zh.yaml", with: plan + ".yaml"))
  }

  /// Names in the place of ids: of the county, the cluster, a firm and a product.
  @Test func scenariosByName() throws {
    let text = try String(contentsOfFile: Command.root + "/Tests/CommandTests/Contract/lanpu-plan.zh.yaml", encoding: .utf8)
    let network = try NetworkReader.read(Command.root + "/Graphs/lanpu-2023").network
    func name(_ table: String, _ id: String) throws -> String {
      switch table {
      case "county": try #require(network.county(code: id).map { network.counties[$0.row].name.zh })
      case "cluster": try #require(network.cluster(id: id).map { network.clusters[$0.row].name.zh })
      case "firm": try #require(network.firm(id: id).map { network.firms.name($0, .zh) })
      default: try #require(network.products.first { $0.id == id }?.name.zh)
      }
    }
    var named = text
    for (table, id) in [("county", "345921"), ("cluster", "LP-BF"), ("firm", "91345921MA8XMXDC22"), ("product", "CP-BF03")] {
      named = named.replacing(": \(id)", with: ": \(try name(table, id))")
    }
    try #require(named != text && !named.contains(": CP-BF03"))
    try Command.withFolder(["plan.zh.yaml": named, "plan.yaml": text]) { folder in
      let runs = try ["plan.yaml", "plan.zh.yaml"].map { file in
        try Command.run(arguments: ["what-if", "Graphs/lanpu-2023", folder + "/" + file, "--format", "json"])
      }
      #expect(runs[1].status == 0, "\(runs[1].error)")
      #expect(runs[0].output == runs[1].output)
    }
  }

  /// A figure, a unit and a county that nobody knows: each with its file, its line and what comes near. The rest is answered.
  @Test func whatNobodyKnows() throws {
    let gates = "名称: 试\n门槛:\n  - {编号: a, 指标: 产植, 不低于: 40亿元}\n  - {编号: b, 指标: 产值, 单位: 吨, 不低于: 40}\n  - {编号: c, 指标: 占地面积, 不高于: 100平方公里}\n"
    let list = "名称: 试\n条件:\n  - {字段: 县区代码, 属于: [高阳, 高羊县]}\n"
    try Command.withFolder(["门槛.yaml": gates, "名单.yaml": list]) { folder in
      let run = try Command.run(
        arguments: ["gates", "Graphs/baoding-2022", folder + "/门槛.yaml", "--cluster", "gaoyang-textiles", "--lang", "zh"])
      #expect(run.status == 0, "\(run.error)")
      #expect(run.output.contains("没有名为“产植”的公布数据") && run.output.contains("是否指“产值”") && run.output.contains("门槛.yaml:3"))
      #expect(run.output.contains("门槛.yaml:4") && run.output.contains("规则写的是“吨”") && !run.output.contains("门槛.yaml:5"))
      let chosen = try Command.run(arguments: ["shortlist", "Graphs/baoding-2022", folder + "/名单.yaml", "--lang", "zh"])
      #expect(chosen.output.contains("网络中没有“高羊县”") && chosen.output.contains("是否指“高阳县”") && chosen.output.contains("130628"))
    }
  }
}

/// Lists with a few errors: the rest is analysed, every page says so, and `--strict` stops.
@Suite("What is sound is analysed") struct SoundRestTests {
  /// The towel chain with a link to nobody and a headcount that is none.
  private static func broken(_ body: (String) throws -> Void) throws {
    try Command.withFolder([:]) { folder in
      let network = folder + "/net"
      try FileManager.default.copyItem(atPath: Command.root + "/Graphs/towel-chain", toPath: network)
      let path = network + "/supplies.csv"
      var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
      let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      lines.append((["NOBODY-9"] + cells.dropFirst()).joined(separator: ","))
      try lines.map { $0 + "\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
      try body(network)
    }
  }

  @Test func everyPageSaysSo() throws {
    try Self.broken { network in
      for contract in ContractCase.all where contract.network.name == "towel-chain" {
        // What writes into the lists takes them whole.
        guard contract.arguments.contains("{network}"), !["audit", "chains-add"].contains(contract.arguments[0]) else { continue }
        let words = contract.words.map { $0 == "Graphs/towel-chain" ? network : $0 }
        let command = try ChainwrightCommand.command(words + ["--lang", "zh"])
        let answer = try #require(command as? any AnsweringCommand).answer()
        #expect(answer.notes.contains { $0.zh.contains("没有采用") && $0.zh.contains("引用不存在 1") }, "\(contract.name)")
      }
    }
  }

  @Test func documentsSaySo() throws {
    try Self.broken { network in
      let report = try Command.run(arguments: ["report", network, "--cluster", "C-TOWEL", "-o", network + "-out", "--lang", "zh"])
      #expect(report.status == 0 && report.error.contains("引用不存在"), "\(report.error)")
      let pages = try FileManager.default.contentsOfDirectory(atPath: network + "-out").filter { $0.hasSuffix(".html") }
      let text = try pages.map { try String(contentsOfFile: network + "-out/" + $0, encoding: .utf8) }.joined()
      #expect(text.contains("所在的行或单元格没有采用"))
    }
  }

  @Test func strictStops() throws {
    try Self.broken { network in
      let loose = try Command.run(arguments: ["weak-links", network, "--lang", "zh"])
      #expect(loose.status == 0 && loose.error.contains("NOBODY-9") && loose.error.contains("--strict"), "\(loose.error)")
      let strict = try Command.run(arguments: ["weak-links", network, "--strict", "--lang", "zh"])
      #expect(strict.status == 65 && strict.output.isEmpty)
      // What is written anew is all or nothing.
      #expect(try Command.run(arguments: ["convert", network, network + ".xlsx"]).status == 65)
    }
  }
}
