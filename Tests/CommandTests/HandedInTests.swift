import Chainwright
import CommandRuns
import Foundation
import Testing

/// What is handed in, looked at by the programs that offices open it with: Chromium, LibreOffice, python-docx.
enum Office {
  /// A Python that has the module, else `nil`: the one that CHAINWRIGHT_PYTHON names, that of the set-up for tests, the system's.
  static func python(with module: String) -> String? {
    let places = [OraclePython.path, Command.root + "/.build/browser/bin/python3"].compactMap { $0 }
    return places.first { python in
      let run = try? CommandRun.of(python, ["-c", "import \(module)"], in: "/", environment: ["PATH": "/usr/bin:/bin", "HOME": "/tmp"])
      return run?.status == 0
    }
  }

  static let word = python(with: "docx")
  static let browser = MapCommandTests.has("chromium") ? python(with: "playwright") : nil
  static let hasLibreOffice = MapCommandTests.has("soffice") && MapCommandTests.has("pdfinfo")

  static func run(_ python: String, _ script: String, _ arguments: [String]) throws -> CommandRun {
    try CommandRun.of(
      python, ["Tests/Handed/\(script)"] + arguments, in: Command.root,
      environment: ["PATH": "/usr/bin:/bin", "HOME": "/tmp", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"])
  }

  /// Pages of A4 that LibreOffice prints a file on.
  static func pages(_ file: String, in folder: String) throws -> Int {
    let run = try CommandRun.of(
      "/usr/bin/soffice",
      ["--headless", "-env:UserInstallation=file://\(folder)/profile", "--convert-to", "pdf", "--outdir", folder, file], in: folder,
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder])
    try #require(run.status == 0, "\(run.error)")
    let name = URL(filePath: file).deletingPathExtension().lastPathComponent
    let info = try MapCommandTests.tool("pdfinfo", ["\(folder)/\(name).pdf"]).output
    return try #require(info.split(separator: "\n").first { $0.hasPrefix("Pages:") }?.split(separator: " ").last.flatMap { Int($0) })
  }
}

@Suite struct HandedInTests {
  /// The list of 84 firms of an office prints on eight pages of A4, once on forty-two; each sheet has its header on each page, and no words among numbers.
  @Test(.enabled(if: Office.hasLibreOffice, "needs LibreOffice (soffice) and poppler-utils")) func listsPrintOnEightPages() throws {
    try Command.withFolder([:]) { folder in
      let run = try Command.run(arguments: ["report", "Graphs/lanpu-2023", "--county", "345921", "--lang", "zh", "-o", "\(folder)/report"])
      try #require(run.status == 0, "\(run.error)")
      let pages = try Office.pages("\(folder)/report/lists.zh.xlsx", in: folder)
      // The bound, for a county of 84 firms.
      #expect(pages <= 8, "\(pages) pages")
      let reading = try MapCommandTests.tool("unzip", ["-p", "\(folder)/report/lists.zh.xlsx", "xl/workbook.xml"]).output
      // Six lists, six sheets; each repeats its header.
      #expect(reading.components(separatedBy: "<sheet ").count == 7)
      #expect(
        reading.components(separatedBy: "_xlnm.Print_Titles").count == 7 && reading.components(separatedBy: "_FilterDatabase").count == 7)
    }
  }

  /// python-docx reads title, first page, opening paragraph with its notes, six charts and six lists; LibreOffice prints it.
  @Test(.enabled(if: Office.word != nil, "needs python3 with python-docx: name one in CHAINWRIGHT_PYTHON")) func wordReadsTheReport() throws
  {
    try Command.withFolder([:]) { folder in
      let run = try Command.run(arguments: [
        "report", Command.towel, "--cluster", "C-TOWEL", "--lang", "zh", "--docx", "--unit", "示例县工信局", "--date", "2022年10月8日",
        "--classification",
        "内部", "-o", "\(folder)/report",
      ])
      try #require(run.status == 0, "\(run.error)")
      let checked = try Office.run(
        try #require(Office.word), "word.py", ["\(folder)/report/report.zh.docx", "示例毛巾集群产业链报告", "示例县工信局", "2022年10月8日", "内部"])
      #expect(checked.status == 0, "\(checked.output)\(checked.error)")
      if Office.hasLibreOffice { #expect(try Office.pages("\(folder)/report/report.zh.docx", in: folder) >= 8) }
    }
  }

  static let live: [(network: String, view: [String])] = [
    ("towel-chain", ["--view", "leader", "--leader", "SYN-L1"]), ("towel-chain", ["--view", "chain", "--cluster", "C-TOWEL"]),
    ("lanpu-2023", ["--view", "county"]), ("lanpu-2023", ["--view", "chain", "--cluster", "LP-BF"]),
    ("baoding-2022", ["--view", "cluster", "--cluster", "gaoyang-textiles"]),
  ]

  /// The live page stops whom the engine stops, for every firm of every shipped network, and a hundred pairs of each.
  @Test(
    .enabled(if: Office.browser != nil, "needs chromium, and python3 with playwright: name one in CHAINWRIGHT_PYTHON"),
    arguments: live.indices)
  func theLivePageAnswersAsTheEngine(number: Int) throws {
    let (name, view) = Self.live[number]
    try Command.withFolder([:]) { folder in
      let run = try MapCommandTests.map("Graphs/\(name)", view, ["\(folder)/map.html"], "zh")
      try #require(run.status == 0, "\(run.error)")
      try expected(name).write(toFile: "\(folder)/expected.json", atomically: true, encoding: .utf8)
      let checked = try Office.run(try #require(Office.browser), "live.py", ["\(folder)/map.html", "\(folder)/expected.json"])
      #expect(checked.status == 0, "\(checked.output.prefix(4_000))\(checked.error.suffix(2_000))")
      let size = try Data(contentsOf: URL(filePath: "\(folder)/map.html")).count
      // About 100 kB for a cluster; the largest here holds all 707 firms of a city.
      #expect(size < 320_000, "\(size) bytes")
    }
  }

  /// Who stops when a firm does, by the engine: deletions in the supply structure.
  private func expected(_ name: String) throws -> String {
    let network = try NetworkReader.read("\(Command.root)/Graphs/\(name)").network.inOrder().network
    let model = SupplyModel(SupplyView(network))
    var survival = Survival(of: model.structure)
    let firms = Array(network.firms.all)
    var losses = firms.map { [$0] }
    for number in 0..<100 where firms.count > 2 {
      losses.append([firms[number * 37 % firms.count], firms[(number * 61 + 1) % firms.count]])
    }
    let cases = losses.map { lost -> String in
      let before = survival.mark
      for firm in lost { survival.stop(firm.index) }
      let ids = survival.stopped.filter { Int($0) < firms.count }.map { "\"\(network.firms.id(FirmID(Int($0))))\"" }
      survival.revert(to: before)
      return "{\"stop\":[" + lost.map { "\"\(network.firms.id($0))\"" }.joined(separator: ",") + "],\"stopped\":["
        + ids.joined(separator: ",") + "]}"
    }
    return "{\"stops\":[" + cases.joined(separator: ",\n") + "]}"
  }
}
