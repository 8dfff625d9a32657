import CommandRuns
import Foundation
import Testing

/// A workbook as an office keeps it, taken in with one command and one file of names, through to what a planner asks.
///
/// The workbook is made by scripts/wild/generate.py: 80 firms, and the three names that it prints are the ones that nobody but a person can settle.
@Suite("Lists as they are") struct ListImportCommandTests {
  private static let book = Command.root + "/Examples/16-an-office-list-as-it-is/重点企业摸底表.xlsx"

  private func run(_ folder: String, _ arguments: String...) throws -> CommandRun {
    try Command.run(arguments: arguments, language: "zh_CN.UTF-8", in: folder)
  }

  /// Answers every question with its first candidate.
  private func settle(_ path: String) throws -> [String: String] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    var said: [String: String] = [:]
    for at in lines.indices.dropFirst() {
      lines[at][4] = "1"
      said[lines[at][0]] = lines[at][2].components(separatedBy: "；")[0].replacingOccurrences(of: "1. ", with: "")
    }
    try lines.map { $0.joined(separator: ",") }.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return said
  }

  @Test func oneCommandAndOneFileOfNames() throws {
    try Command.withFolder([:]) { folder in
      try FileManager.default.copyItem(atPath: Self.book, toPath: folder + "/名单.xlsx")
      let first = try run(folder, "import", "名单.xlsx", "-o", "对应.csv", "--confirm", "确认.csv")
      #expect(first.status == 0 && first.output.contains("表1       企业          80"), "\(first.error)")
      #expect(first.error.contains("确认.csv 的“决定”列"))
      // The names that the generator blurred, and whom it meant: printed by scripts/wild/generate.py.
      let said = try settle(folder + "/确认.csv")
      #expect(said["珞衡车驾"] == "澜州市珞衡车架有限公司" && said["珞菏"] == "澜州市珞菏电机有限公司" && said["澹岫锂电源"] == "云汀澹岫电源厂")

      let second = try run(
        folder, "import", "名单.xlsx", "--map", "对应.csv", "--confirm", "确认.csv", "--to", "network", "--format", "json")
      #expect(second.status == 0, "\(second.error)")
      let page = try Command.json(String(second.output.prefix(through: second.output.lastIndex(of: "}")!)))
      // 80 firms of the list, and the three of OUTSIDE in the generator.
      #expect(page["firms"] as? Int == 83 && page["firms_outside_lists"] as? Int == 3 && page["names_open"] as? Int == 0)
      #expect(page["links"] as? Int == 170)
      let lists = try #require(page["lists"] as? [[String: Any]])
      #expect(lists.map { $0["table"] as? String } == ["unread", "firms", "supplies", "requires", "unread"])
      // Four subtotals, the total, the note and the line of signatures; the total and the note of the links.
      #expect(lists.map { $0["list_rows_left_out"] as? Int } == [nil, 7, 2, 0, nil])

      for network in ["对应.csv", "network"] {
        let links = try run(folder, "weak-links", network, "--format", "json")
        #expect(links.status == 0, "\(links.error)")
        let points = try #require(try Command.json(links.output)["single_points"] as? [[String: Any]])
        // All controllers need the chips of one firm outside, and all vehicles the chargers of another.
        #expect(points.prefix(2).map { $0["firm_id"] as? String } == ["海陵湾榕骏芯片有限公司", "远山市岚泊充电器厂"])
        let gaps = try run(folder, "gaps", network)
        // Nobody in the list makes chargers; all other stages supply the next one (NEEDS in the generator).
        #expect(gaps.status == 0 && gaps.output.contains("没有企业从事“充电器”") && !gaps.output.contains("断链"), "\(gaps.output) \(gaps.error)")
        let map = try run(folder, "map", network, "--view", "chain", "--cluster", "LIST", "-o", "图.svg", "--force")
        #expect(map.status == 0, "\(map.error)")
        let report = try run(folder, "report", network, "--cluster", "LIST", "-o", "报告", "--force")
        #expect(report.status == 0, "\(report.error)")
      }
      let proof = try run(folder, "weak-links", "对应.csv", "--limit", "1")
      #expect(proof.output.contains("@ 表2!B"))
    }
  }

  /// The same mapping serves the next list, whose sheet has another column and another file name; single columns are mapped by hand.
  @Test func theMappingServesTheNextList() throws {
    let june = "企业全称,所属片区,营收\n甲厂,河东县,3\n乙厂,河西县,2\n"
    let july = "企业全称,所属片区,营收\n甲厂,河东县,4\n丙厂,河西县,1\n"
    try Command.withFolder(["六月.csv": june, "七月.csv": july]) { folder in
      let first = try run(folder, "import", "六月.csv", "--map", "所属片区=county_code", "--map", "营收（亿元）=revenue_cny_wan", "-o", "对应.csv")
      #expect(first.status == 0, "\(first.error)")
      let path = folder + "/对应.csv"
      var text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("所属片区,企业,县区代码"))
      text = text.replacingOccurrences(of: "营收,企业,营业收入（万元）,,", with: "营收,企业,营业收入（万元）,亿元,")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try run(folder, "import", "七月.csv", "--map", "对应.csv", "--to", "net").status == 0)
      let firms = try String(contentsOfFile: folder + "/net/firms.csv", encoding: .utf8)
      #expect(firms == "firm_id,county_code,revenue_cny_wan\n甲厂,河东县,40000\n丙厂,河西县,10000\n")
      let wrong = text.replacingOccurrences(of: "县区代码", with: "县区代号")
      try wrong.write(toFile: path, atomically: true, encoding: .utf8)
      let refused = try run(folder, "import", "七月.csv", "--map", "对应.csv")
      #expect(refused.status != 0 && refused.error.contains("没有列“县区代号”"))
    }
  }

  /// Lists with errors are shown, and nothing is written; what is no list is said.
  @Test func whatCannotBeTakenIn() throws {
    try Command.withFolder(["a.csv": "甲,乙\n1,2\n", "b.csv": "企业名称,从业人数\n甲厂,很多\n"]) { folder in
      let nothing = try run(folder, "import", "a.csv")
      #expect(nothing.status != 0 && nothing.error.contains("没有认出企业名单或供应关系"))
      let shown = try run(folder, "import", "b.csv")
      #expect(shown.status == 0 && shown.output.contains("很多"))
      let refused = try run(folder, "import", "b.csv", "--to", "net")
      #expect(refused.status == 65 && !FileManager.default.fileExists(atPath: folder + "/net"))
    }
  }

  /// What was decided of a name is kept in the workspace: the list of the next month is not asked again, and a withdrawn import takes its decisions along.
  @Test func decisionsStayInTheWorkspace() throws {
    let firms = "企业名称,从业人数\n虚构织布有限公司,10\n虚构印染有限公司,20\n"
    try Command.withFolder(["企业.csv": firms, "六月.csv": "供应商,采购方\n虚构织布总厂,虚构印染有限公司\n"]) { folder in
      let asked = try run(folder, "import", "企业.csv", "六月.csv", "--confirm", "确认.csv", "--format", "json")
      #expect(
        try Command.json(String(asked.output)).keys.contains("names") && (try Command.json(asked.output)["names_open"]) as? Int == 1,
        "\(asked.error)")
      _ = try settle(folder + "/确认.csv")
      let taken = try run(folder, "import", "企业.csv", "六月.csv", "--confirm", "确认.csv", "--into", "city.sqlite", "--yes")
      #expect(taken.status == 0, "\(taken.error)")
      #expect(taken.output.contains("1 个名称的决定记入工作区"))
      // Without the file of names; another list with the same name in it.
      try "供应商,采购方\n虚构织布总厂,虚构印染有限公司\n虚构印染有限公司,虚构织布总厂\n".write(
        toFile: folder + "/七月.csv", atomically: true, encoding: .utf8)
      let next = try run(folder, "import", "企业.csv", "七月.csv", "--into", "city.sqlite", "--yes", "--format", "json")
      #expect(next.status == 0, "\(next.error)")
      let described = try Command.json(try run(folder, "describe", "city.sqlite", "--format", "json").output)
      #expect(described["firms"] as? Int == 2 && described["supply_links"] as? Int == 2, "\(described)")
      // The same again says nothing new.
      let again = try run(folder, "import", "企业.csv", "七月.csv", "--into", "city.sqlite", "--yes")
      #expect(again.output.contains("没有变化"))
      for number in ["2", "1"] { #expect(try run(folder, "import", "--withdraw", number, "--into", "city.sqlite", "--yes").status == 0) }
      let after = try run(folder, "import", "企业.csv", "七月.csv", "--dry-run", "--into", "city.sqlite", "--confirm", "再.csv")
      #expect(after.error.contains("1 个名称待确认"), "\(after.error)")
    }
  }

  private static let office = ["/usr/bin/soffice", "/usr/bin/libreoffice"].first { FileManager.default.isExecutableFile(atPath: $0) }

  /// The wild workbook saved by LibreOffice as .ods and .xls: the same page, and the mapping names the planner's own file.
  @Test(.enabled(if: ListImportCommandTests.office != nil, "LibreOffice is not installed"), arguments: ["ods", "xls"])
  func spreadsheetsOfOtherKinds(kind: String) throws {
    try Command.withFolder([:]) { folder in
      try FileManager.default.copyItem(atPath: Self.book, toPath: folder + "/名单.xlsx")
      let made = try CommandRun.of(
        try #require(Self.office),
        ["-env:UserInstallation=file://\(folder)/profile", "--headless", "--convert-to", kind, "--outdir", folder, folder + "/名单.xlsx"],
        in: folder,
        environment: ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"])
      try #require(made.status == 0 && FileManager.default.fileExists(atPath: folder + "/名单.\(kind)"), "\(made.error)")
      func page(_ file: String) throws -> [String: Any] {
        let taken = try run(folder, "import", file, "-o", "对应.csv", "--force", "--format", "json")
        #expect(taken.status == 0, "\(taken.error)")
        return try Command.json(taken.output)
      }
      let (own, other) = (try page("名单.xlsx"), try page("名单.\(kind)"))
      for fact in ["firms", "links", "firms_outside_lists", "names_open", "name_cells"] {
        #expect(own[fact] as? Int == other[fact] as? Int, "\(fact)")
      }
      #expect(try String(contentsOfFile: folder + "/对应.csv", encoding: .utf8).contains("名单.\(kind)"))
      // The mapping is a network of that file.
      #expect(try run(folder, "weak-links", "对应.csv", "--limit", "1").output.contains("@ 表2!B"))
    }
  }
}
