import CommandRuns
import Foundation
import Testing

@Suite struct ReportCommandTests {
  private static func report(_ network: String, _ arguments: [String], to folder: String) throws -> CommandRun {
    try Command.run(arguments: ["report", network] + arguments + ["-o", folder])
  }

  private static func names(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

  @Test func writesWholeFoldersAndTheSameBytes() throws {
    try Command.withFolder([:]) { folder in
      let (one, two) = ("\(folder)/one", "\(folder)/two")
      let run = try Self.report(Command.towel, ["--cluster", "C-TOWEL"], to: one)
      try #require(run.status == 0 && run.error.isEmpty, "\(run.error)")
      _ = try Self.report(Command.towel, ["--cluster", "C-TOWEL"], to: two)
      let names = try Self.names(one)
      #expect(names.filter { $0.hasSuffix(".zh.svg") }.count >= 5 && names.contains("index.zh.html") && names.contains("lists.en.xlsx"))
      #expect(run.output.split(separator: "\n").count == names.count)
      for name in names {
        #expect(try Data(contentsOf: URL(filePath: "\(one)/\(name)")) == Data(contentsOf: URL(filePath: "\(two)/\(name)")), "\(name)")
      }
      let there = try Self.report(Command.towel, ["--cluster", "C-TOWEL"], to: one)
      #expect(there.status == 73 && there.error.contains("--force"))
      // One language takes the place of two; a stranger's file is left alone.
      #expect(try Self.report(Command.towel, ["--cluster", "C-TOWEL", "--lang", "zh", "--force"], to: one).status == 0)
      #expect(try Self.names(one).allSatisfy { !$0.contains(".en.") })
      try "mine".write(toFile: "\(one)/notes.txt", atomically: true, encoding: .utf8)
      #expect(try Self.report(Command.towel, ["--cluster", "C-TOWEL", "--force"], to: one).status == 73)
      #expect(try String(contentsOfFile: "\(one)/notes.txt", encoding: .utf8) == "mine")
      #expect(try Self.names(folder) == ["one", "two"], "no partial folder is left")
    }
  }

  @Test func saysWhatIsWrong() throws {
    try Command.withFolder([:]) { folder in
      #expect(try Self.report(Command.towel, [], to: folder).status == 64)
      #expect(try Self.report(Command.towel, ["--city", "--county", "139901"], to: folder).status == 64)
      #expect(try Self.report(Command.towel, ["--city", "--peer", "C-TOWEL"], to: folder).status == 64)
      let unknown = try Self.report(Command.towel, ["--cluster", "no"], to: folder)
      #expect(unknown.status == 65 && unknown.error.contains("C-TOWEL"))
      #expect(try Self.report(Command.towel, ["--county", "no"], to: folder).status == 65)
      #expect(try Self.report("nowhere", ["--city"], to: folder).status == 66)
      #expect(try Self.report(Command.towel, ["--city"], to: "/proc/no/where").status == 73)
    }
  }

  /// Names that try to become markup, formulas, scripts, paths.
  @Test func hostileNames() throws {
    let hostile = [
      "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "\" onload=\"x",
      "](javascript:alert(1))",
      "../../etc/passwd", "|a|b|", "</style><script>x</script>", "${x}", "[^1]: x",
    ]
    var firms = "firm_id,name,county_code,cluster_id,revenue_cny_wan\n"
    var makes = "firm_id,stage_id,product_id\n"
    for (number, name) in hostile.enumerated() {
      let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
      firms += "SYN-\(number),\(quoted),139901,C,10\n"
      makes += "SYN-\(number),S\(number % 2),P\n"
    }
    let bad = "\"" + "<script>alert(2)</script>" + "\""
    let files = [
      "firms.csv": firms, "makes.csv": makes,
      "supplies.csv":
        "supplier_id,buyer_id,product_id,amount_cny_wan,source\nSYN-0,SYN-1,P,5,\(bad)\nSYN-2,SYN-3,P,5,javascript:alert(1)\n",
      "products.csv": "product_id,name,stage_id\nP,\(bad),S0\n", "counties.csv": "county_code,name\n139901,\(bad)\n",
      "clusters.csv": "cluster_id,name,county_code,chain_id,leading_industry\nC,\(bad),139901,K,=1+1\n",
      "chains.csv": "chain_id,name\nK,\(bad)\n",
      "stages.csv": "stage_id,chain_id,name,position\nS0,K,\(bad),0\nS1,K,=1+1,1\nS2,K,../x,2\n",
      "requires.csv": "input_stage_id,output_stage_id\nS0,S1\nS2,S1\n",
      "figures.csv": "table,subject_id,attribute,value,text,unit,year\ncluster,C,\(bad),1,,\(bad),2020\ncluster,C,\(bad),2,,\(bad),2021\n",
    ]
    try Command.withFolder(files) { folder in
      for scope in [["--cluster", "C"], ["--county", "139901"], ["--city"]] {
        let out = "\(folder)/out\(scope[0])"
        let run = try Self.report(folder, scope, to: out)
        try #require(run.status == 0, "\(run.error)")
        for name in try Self.names(out) {
          #expect(name.wholeMatch(of: /(index|report|lists|tables|chart-[0-9][a-z0-9-]*)\.(zh|en)\.(html|md|xlsx|svg)/) != nil, "\(name)")
          if name.hasSuffix("xlsx") { continue }
          let text = try String(contentsOfFile: "\(out)/\(name)", encoding: .utf8)
          #expect(
            !text.contains("<script") && !text.contains("<img") && !text.contains("<style><") && !text.contains("href=\"javascript"),
            "\(name)")
          if name.hasSuffix(".md") {
            #expect(text.firstMatch(of: /[^\\]\]\(javascript/) == nil && !text.contains("\n[^1]: x"), "\(name)")
          } else if name.hasSuffix(".svg"), MapCommandTests.has("xmllint") {
            #expect(try MapCommandTests.tool("xmllint", ["--noout", "\(out)/\(name)"]).status == 0, "\(name)")
          }
        }
        let sheets = try CommandRun.of(
          "/usr/bin/env", ["python3", "-c", Self.formulas, "\(out)/lists.zh.xlsx"], in: folder, environment: ["PATH": "/usr/bin:/bin"])
        #expect(sheets.status == 0 && sheets.output == "0\n", "formulas in the workbook: \(sheets.output)\(sheets.error)")
      }
    }
  }

  private static let formulas = """
    import sys, zipfile
    z = zipfile.ZipFile(sys.argv[1])
    print(sum(z.read(n).count(b"<f>") + z.read(n).count(b"<f ") for n in z.namelist() if "worksheets" in n))
    """

  @Test(arguments: [["--cluster", "zhuozhou-auto", "--peer", "qingyuan-auto"], ["--county", "130635"], ["--city"]])
  func baoding(scope: [String]) throws {
    try Command.withFolder([:]) { folder in
      let run = try Self.report("Graphs/baoding-2022", scope + ["--lang", "zh"], to: "\(folder)/r")
      try #require(run.status == 0, "\(run.error)")
      let page = try String(contentsOfFile: "\(folder)/r/index.zh.html", encoding: .utf8)
      #expect(page.contains("虚构") && page.contains("亿元") && page.contains("图六") && page.contains("清单六"))
      #expect(!page.contains("NaN") && !page.contains("Optional("))
      // Every link leads somewhere on the page, and no id is there twice.
      let ids = page.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count)
      for target in Set(page.matches(of: /href="#([^"]*)"/).map { String($0.1) }) { #expect(ids.contains(target), "#\(target)") }
    }
  }

  @Test func scenario() throws {
    let events = "name: flood\ntitle: 洪水\nevents:\n  - firms: [SYN-X1]\n    loss: 1\n    start: 3\n    duration: 30\n"
    try Command.withFolder(["s.yaml": events, "bad.yaml": "name: x\nevents:\n  - firms: [NOBODY]\n    loss: 2\n"]) { folder in
      let run = try Self.report(
        Command.towel, ["--cluster", "C-TOWEL", "--scenario", "\(folder)/s.yaml", "--lang", "zh"], to: "\(folder)/r")
      try #require(run.status == 0, "\(run.error)")
      let page = try String(contentsOfFile: "\(folder)/r/index.zh.html", encoding: .utf8)
      #expect(page.contains("情景：洪水") && page.contains("chart-3-output") && !page.contains("未给出情景"))
      let bad = try Self.report(Command.towel, ["--cluster", "C-TOWEL", "--scenario", "\(folder)/bad.yaml"], to: "\(folder)/b")
      #expect(bad.status == 65 && bad.error.contains("bad.yaml"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/b"))
    }
  }

  /// Any command's page as HTML, by the same writer.
  @Test(arguments: [
    ["gaps", "Graphs/towel-chain", "--cluster", "C-TOWEL"], ["weak-links", "Graphs/towel-chain", "--leader", "SYN-L1"],
    ["audit", "Graphs/towel-chain"], ["sourcing", "Graphs/towel-chain", "--cluster", "C-TOWEL"],
  ])
  func pagesAsHTML(arguments: [String]) throws {
    let run = try Command.run(arguments: arguments + ["--format", "html", "--lang", "en"])
    #expect(run.status == 0 && run.output.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">") && run.output.hasSuffix("</html>\n"))
    #expect(run.output.contains("<table") && run.output.contains("<h1>") && !run.output.contains("<script"))
    // Nothing that the text has is lost: its title, and every number of its facts.
    let text = try Command.run(arguments: arguments + ["--lang", "en"]).output
    #expect(run.output.contains("<h1>\(text.prefix { $0 != "\n" })</h1>"))
  }
}
