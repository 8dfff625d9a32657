import CommandRuns
import Foundation
import Testing

/// From nothing to gaps: a chain of the library or of an outline, and a list of firms as an office has it.
@Suite("Chains of any industry") struct ChainsCommandTests {
  private func run(_ folder: String, _ arguments: String...) throws -> CommandRun {
    try Command.run(arguments: arguments, language: "zh_CN.UTF-8", in: folder)
  }

  private static let outline = """
    # 假发
    假发成品
      发丝
        化纤丝 / 人发
      网帽
        蕾丝
      包装？
    """
  private static let firms = """
    企业,县区,环节,主要产品,供应商,资质
    甲发制品厂,某县,假发成品,长假发、短假发,乙纤维厂,领跑者
    乙纤维厂,某县,发丝,,丙化纤,
    丁发制品厂,某县,假发成品,,乙纤维厂,
    """

  @Test func anOutlineBecomesGaps() throws {
    try Command.withFolder(["提纲.txt": Self.outline, "企业.csv": Self.firms]) { folder in
      let draft = try run(folder, "chains", "draft", "提纲.txt", "--id", "wigs", "--to", "假发链", "--chart", "图.svg")
      #expect(draft.status == 0 && draft.output.contains("产业链草稿：假发"), "\(draft.output) \(draft.error)")
      #expect(FileManager.default.fileExists(atPath: folder + "/图.svg"))
      try FileManager.default.copyItem(atPath: folder + "/企业.csv", toPath: folder + "/假发链/企业.csv")
      let gaps = try run(folder, "gaps", "假发链")
      // Nobody makes caps, and the makers of wigs need them; fibre is made inside.
      #expect(gaps.status == 0 && gaps.output.contains("网帽") && gaps.output.contains("缺链"), "\(gaps.output) \(gaps.error)")
      let report = try run(folder, "report", "假发链", "--cluster", "wigs", "-o", "报告")
      #expect(report.status == 0, "\(report.error)")
      let doubt = try run(folder, "robustness", "假发链", "--format", "json")
      #expect(doubt.status == 0, "\(doubt.error)")
      // The other way: into a network that is there, from the folder that the draft was written to.
      try FileManager.default.removeItem(atPath: folder + "/假发链/企业.csv")
      try FileManager.default.createDirectory(atPath: folder + "/网", withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: folder + "/企业.csv", toPath: folder + "/网/企业.csv")
      let first = try run(folder, "chains", "add", "网", "wigs", "--from", "假发链", "--dry-run")
      #expect(first.status == 0 && !FileManager.default.fileExists(atPath: folder + "/网/stages.csv"), "\(first.output) \(first.error)")
    }
  }

  @Test func rowsAreAddedBelowAndNothingElseChanges() throws {
    let files = [
      "firms.csv": "firm_id,name\nF1,甲", "chains.csv": "chain_id,name,name_en,备注,provenance,source\nown,自有,,留着,inferred,我",
      "stages.csv": "环节编号,产业链编号,名称,英文名称,位置,权重,行业代码,来源类别,来源\nown-1,own,一,,0,1,,推断,我",
    ]
    try Command.withFolder(files) { folder in
      let before = try String(contentsOfFile: folder + "/stages.csv", encoding: .utf8)
      let added = try run(folder, "chains", "add", ".", "羊绒", "--stages", "分梳,制条")
      #expect(added.status == 0, "\(added.error)")
      let stages = try String(contentsOfFile: folder + "/stages.csv", encoding: .utf8)
      #expect(stages.hasPrefix(before) && stages.contains("cashmere-top,cashmere,制条,top making,4,1,1721,sourced,"))
      let chains = try String(contentsOfFile: folder + "/chains.csv", encoding: .utf8)
      #expect(chains.contains("own,自有,,留着,inferred,我\n") && chains.contains("\ncashmere,羊绒,cashmere,,inferred,"))
      #expect(try run(folder, "audit", ".").status == 0)
      let again = try run(folder, "chains", "add", ".", "羊绒", "--stages", "分梳,制条")
      let after = try String(contentsOfFile: folder + "/stages.csv", encoding: .utf8)
      #expect(again.status == 0 && after == stages)
    }
  }

  @Test func clashesAndListsThatCannotTakeRowsAreRefused() throws {
    let files = [
      "firms.csv": "firm_id,name\nF1,甲", "chains.csv": "chain_id,name\nc,丙", "stages.csv": "stage_id,chain_id,name\ncashmere-top,c,帽子",
    ]
    try Command.withFolder(files) { folder in
      let clash = try run(folder, "chains", "add", ".", "cashmere")
      #expect(clash.status == 65 && clash.error.contains("cashmere-top") && clash.error.contains("--as"), "\(clash.error)")
      let other = try run(folder, "chains", "add", ".", "cashmere", "--as", "羊绒链")
      #expect(other.status == 73 && other.error.contains("--to"), "\(other.error)")
      #expect(try String(contentsOfFile: folder + "/chains.csv", encoding: .utf8) == "chain_id,name\nc,丙")
      let elsewhere = try run(folder, "chains", "add", ".", "cashmere", "--as", "羊绒链", "--to", "新")
      #expect(elsewhere.status == 0, "\(elsewhere.error)")
      #expect(try run(folder, "audit", "新").status == 0)
      let book = try run(folder, "chains", "add", "新", "bearings", "--to", "新.xlsx")
      #expect(book.status == 0, "\(book.error)")
      #expect(try run(folder, "chains", "add", "新.xlsx", "cables").status == 73)
      #expect(try run(folder, "chains", "add", "新.xlsx", "cables", "--force").status == 0)
      #expect(try run(folder, "chains", "--help").status == 0)
    }
  }

  @Test func draftsOfWrongUseAndPrompt() throws {
    try Command.withFolder(["a.txt": Self.outline, "b.txt": Self.outline]) { folder in
      #expect(try run(folder, "chains", "draft", "a.txt", "b.txt").status == 64)
      let merged = try run(folder, "chain", "draft", "--merge", "a.txt", "b.txt", "--format", "json")
      #expect(merged.status == 0 && merged.output.contains("\"drafts\": 2"), "\(merged.error)")
      let prompt = try run(folder, "chains", "draft", "--prompt", "假发")
      #expect(prompt.status == 0 && prompt.output.contains("“假发”这一行业") && prompt.output.contains("substitute_group"))
    }
  }
}
