import ClusterModel
import InputOutput
import Testing

@testable import ClusterIO

@Suite struct ChainDraftTests {
  private func links(_ draft: ChainDraft) -> [String] {
    draft.links.map { link in
      let (input, output) = (draft.steps[link.input].name, draft.steps[link.output].name)
      let mark = link.importance == .essential ? "" : "~"
      let group = link.group.isEmpty ? "" : "(\(link.group))"
      return "\(input.zh)\(input.en)\(mark)\(group)>\(output.zh)\(output.en)@\(link.confidence)"
    }
  }

  @Test func anOutline() throws {
    let text = """
      # 假发

      1. 假发成品
      \t- 发丝（hair fibre）：卷发丝、直发丝
      \t    化纤丝 / 人发
      \t- 网帽
      \t\t蕾丝
      \t- 包装？
      （2）假发护理液
      \t网 帽
      """
    let draft = ChainOutline.read(text, file: "提纲.txt")
    #expect(draft.name == Name(zh: "假发"))
    #expect(draft.steps.map(\.name.zh) == ["假发成品", "发丝", "化纤丝", "人发", "网帽", "蕾丝", "包装", "假发护理液"])
    #expect(draft.steps[1].name.en == "hair fibre" && draft.steps[1].products == ["卷发丝", "直发丝"])
    #expect(
      links(draft) == [
        "发丝hair fibre>假发成品@0.8", "化纤丝(化纤丝)>发丝hair fibre@0.8", "人发(化纤丝)>发丝hair fibre@0.8", "网帽>假发成品@0.8", "蕾丝>网帽@0.8",
        "包装~>假发成品@0.8", "网帽>假发护理液@0.8",
      ])
    #expect(draft.links[1].source == "提纲.txt:5")
  }

  @Test func anOutlineAsATemplate() throws {
    let draft = ChainOutline.read("成品\n  甲\n    原料\n  辅料\n", file: "a.txt")
    let template = draft.template(id: "x", asOf: "2026-11-30")
    // The longest way: 原料 0, 甲 1, 成品 2; 辅料 in the column before its first use.
    #expect(template.stages.map { "\($0.id) \($0.name.zh) \($0.position)" } == ["x-01 原料 0", "x-02 甲 1", "x-03 辅料 1", "x-04 成品 2"])
    #expect(template.products.map { "\($0.id) \($0.name.zh)" } == ["P-x-01 原料", "P-x-02 甲", "P-x-03 辅料", "P-x-04 成品"])
    #expect(template.stages.allSatisfy { $0.provenance == Provenance(.inferred, source: $0.provenance.source, asOf: "2026-11-30") })
    #expect(template.chain.name == Name(zh: "成品"))
  }

  /// Steps in a circle have columns too, and the audit names the circle.
  @Test func aCircleIsDrawnAndTold() throws {
    let draft = try Self.list("产品,上游产品\n甲,乙\n乙,丙\n丙,甲\n")
    let template = draft.template(id: "c")
    #expect(template.stages.count == 3 && template.requirements.count == 3)
    var network = Network(name: "c")
    network.add(template)
    #expect(try Audit.run(Reading(network: network)).findings.contains { $0.rule == "template-cycle" })
  }

  private static func list(_ text: String) throws -> ChainDraft {
    let folder = try TemporaryFolder(["清单.csv": text])
    return try ChainDraftReader.read(folder.path + "/清单.csv")
  }

  @Test func aListOfProductsAndInputs() throws {
    let draft = try Self.list("序号,产品,上游产品,重要性,置信度,来源\n1,织布,棉纱、化纤,,,厂里说的\n2,织布,织机,非必需,0.4,\n3,棉纱,棉花,,,\n")
    #expect(links(draft) == ["棉纱>织布@0.8", "化纤>织布@0.8", "织机~>织布@0.4", "棉花>棉纱@0.8"])
    #expect(draft.links[0].source == "清单.csv:2 厂里说的")
  }

  @Test func aTableOfStreams() throws {
    let draft = try Self.list("上游,中游,下游\n棉花,纺纱,服装\n染料,印染,\n设备,,\n")
    // 染料 beside 印染; 印染 has nothing beside it, so all of 下游; 设备 all of 中游.
    #expect(
      links(draft) == ["棉花>纺纱@0.5", "纺纱>服装@0.5", "染料>印染@0.5", "印染~>服装@0.2", "设备~>纺纱@0.2", "设备~>印染@0.2"])
  }

  @Test func jsonOfAModel() throws {
    let text = """
      {"chain": "假发", "chain_en": "wigs", "stages": [{"name": "发丝", "name_en": "fibre", "products": ["卷发丝"], "industry_code": "2829"}, {"name": "成品"}],
       "links": [{"input": "发丝", "output": "成品", "importance": "non_essential", "confidence": 0.9, "source": "某书"}, {"input": "成品", "output": "发丝"}]}
      """
    let draft = try ChainDraftReader.json(Array(text.utf8), file: "m.json")
    #expect(draft.name == Name(zh: "假发", en: "wigs") && draft.steps[0].industryCode == "2829")
    #expect(links(draft) == ["发丝fibre~>成品@0.9", "成品>发丝fibre@0.5"])
    #expect(draft.links[0].source == "m.json:2 某书")
  }

  @Test(arguments: [
    (#"{"stages": [{"name": "甲"}], "links": [{"input": "甲", "output": "丁"}]}"#, "丁"),
    (#"{"stages": [{"name": "甲", "industry_code": "17"}], "links": [{"input": "甲", "output": "甲", "confidence": 2}]}"#, "confidence"),
    (#"{"stages": [{"name": "甲", "colour": "红"}]}"#, "colour"), (#"{"stages": [{"name": "甲", "industry_code": "A1x"}]}"#, "A1x"),
    (#"[1, 2]"#, "一组字段"), (#"{"stages": "#, "YAML"), (#"{"stages": [{"products": []}]}"#, "名称"),
  ]) func wrongJSONSaysWhere(_ text: String, _ word: String) throws {
    let error = try #require(throws: ClusterIOError.self) { try ChainDraftReader.json(Array(text.utf8), file: "m.json") }
    #expect(error.text(.zh).contains(word) && error.text(.zh).contains("m.json"), "\(error.text(.zh))")
  }

  @Test func whatSaysNothingIsRefused() throws {
    let folder = try TemporaryFolder(["空.txt": "\n\n", "表.csv": "甲,乙\n1,2\n"])
    for name in ["空.txt", "表.csv"] {
      let error = try #require(throws: ClusterIOError.self) { try ChainDraftReader.read(folder.path + "/" + name) }
      #expect(error.place?.file.hasSuffix(name) == true)
    }
  }

  /// Three drafts: 甲→丙 in all, 乙→丙 in two of which one says non-essential, 丁→丙 in one.
  @Test func mergedDrafts() throws {
    let drafts = ["丙\n  甲\n  乙\n", "丙\n  甲\n  乙？\n", "丙\n  甲\n  丁\n"].enumerated().map { ChainOutline.read($1, file: "\($0).txt") }
    let merged = ChainDraft.merged(drafts)
    #expect(links(merged) == ["甲>丙@1.0", "乙~>丙@\(2.0 / 3)", "丁>丙@\(1.0 / 3)"])
    #expect(merged.links[1].source == "0.txt:3; 1.txt:3 (2/3)")
    #expect(links(ChainDraft.merged([drafts[0]])) == ["甲>丙@1.0", "乙>丙@1.0"])
  }

  /// Two spinners buy cotton, one of them also dye; the third is not known to buy anything: 2 of 2 and 1 of 2.
  @Test func firmsShowTheirChain() throws {
    var network = Network(name: "n", title: Name(zh: "某县"))
    network.products = ["棉花", "棉纱", "染料"].enumerated().map { Product(id: "P\($0)", name: Name(zh: $1)) }
    let firms = (0..<5).map { network.addFirm("F\($0)") }
    for firm in firms[2...] { network.makings.append(Making(firm: firm, product: ProductID(1))) }
    network.makings.append(Making(firm: firms[0], product: ProductID(0)))
    network.addSupply(from: firms[0], to: firms[2], product: ProductID(0))
    network.addSupply(from: firms[0], to: firms[3], product: ProductID(0))
    network.addSupply(from: firms[1], to: firms[3], product: ProductID(2))
    let draft = ChainDraft(of: network)
    #expect(draft.name == Name(zh: "某县"))
    #expect(links(draft) == ["棉花>棉纱@1.0", "染料~>棉纱@0.5"])
    #expect(draft.links[1].source == "n: 1/2")
    #expect(ChainDraft(of: network, inside: [firms[2]]).links.count == 1)
  }

  /// a = 30/100 of cloth is yarn, 4/100 dye; yarn buys 20/50 fibre.
  @Test func coefficientsOfATable() throws {
    var flows = DenseMatrix(rows: 4, columns: 4)
    (flows[1, 0], flows[2, 0], flows[3, 1]) = (30, 4, 20)
    let names = ["织造", "纺纱", "染料", "纤维"]
    let table = SectorTable(ids: names, names: names, table: try InputOutputTable(flows: flows, output: [100, 50, 10, 30]))
    let draft = ChainDraft(of: table, sector: 0, threshold: 0.05, depth: 2, file: "表.csv")
    #expect(links(draft) == ["纺纱>织造@0.5", "纤维>纺纱@0.5"])
    #expect(draft.links[0].source == "表.csv: 纺纱 → 织造 0.3")
    #expect(ChainDraft(of: table, sector: 0, threshold: 0.01, depth: 1, file: "").links.count == 2)
  }

  @Test func codesByWords() throws {
    let library = ChainLibrary.network()
    var template = ChainOutline.read("成衣\n  棉纱\n  不存在的东西\n", file: "a").template(id: "x")
    let candidates = template.codeCandidates(library)
    // 棉纱 is a product of 纺纱 (1711) in the chain of towels.
    let yarn = candidates.filter { template.stages[$0.stage].name.zh == "棉纱" }
    #expect(yarn.first?.code == "1711" && yarn.first?.isWhole == true)
    #expect(!candidates.contains { template.stages[$0.stage].name.zh == "不存在的东西" })
    template.take(candidates)
    #expect(template.stages.first { $0.name.zh == "棉纱" }?.industryCode == "1711")
  }
}
