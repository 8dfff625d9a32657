import Chainwright
import Foundation
import Testing

// manual: FindingWeakLinks
/// A towel maker, two sewing firms, one dye works.
func towels() -> Network {
  var network = Network(name: "towels")
  for (id, name) in [("L", "towel maker"), ("S1", "sewing one"), ("S2", "sewing two"), ("X", "dye works")] {
    network.firms.ids.append(id)
    network.firms.namesZh.append("")
    network.firms.namesEn.append(name)
  }
  network.products = [
    Product(id: "dyed-cloth", name: Name(en: "dyed cloth")), Product(id: "towels", name: Name(en: "towels")),
  ]
  let firm = ["L": Int32(0), "S1": 1, "S2": 2, "X": 3]
  for (supplier, buyer, product) in [("X", "S1", Int32(0)), ("X", "S2", 0), ("S1", "L", 1), ("S2", "L", 1)] {
    network.supplies.suppliers.append(firm[supplier]!)
    network.supplies.buyers.append(firm[buyer]!)
    network.supplies.products.append(product)
  }
  return network
}

/// Every firm whose loss alone stops `leader`, with the steps that prove it.
func weakLinks(of leader: String, in network: Network) -> [String] {
  guard let firm = network.firm(id: leader) else { return [] }
  let links = WeakLinks(SupplyView(network), targets: [.firm(firm, in: network)], measure: .firms)
  return links.findings().flatMap { finding in
    [finding.message.en] + finding.witness.map { "  " + $0.text.en }
  }
}
// manual: end

// manual: FirstProgram
/// Says what is wrong with the lists and what stops the leader; writes three files to `folder`.
func firstProgram(_ folder: String) throws {
  let reading = try NetworkReader.read("Graphs/towel-chain")
  let audit = try AuditQuestion().answer(reading, named: "towel-chain")
  print(audit.answer.text(.en))
  if !audit.report.mayContinue { return }

  let study = Study(reading)
  let gaps = try GapsQuestion().answer(study)
  var question = WeakLinksQuestion()
  question.targets.leaders = ["SYN-L1"]
  let weakLinks = try question.answer(study)
  for finding in weakLinks.findings ?? [] {
    print(finding.message.en + " → " + finding.remedy.en)
  }

  let map = Drawing(MapRequest(.county, language: .zh).diagram(of: study.network))
  for (name, text) in [
    ("weak-links.json", weakLinks.json(.en)), ("gaps.html", Document(gaps, language: .zh).html()),
    ("county.svg", String(decoding: try map.file(.svg), as: UTF8.self)),
  ] { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
}
// manual: end

/// README.md, “As a library”.
func readme(_ print: (String, String) -> Void) throws {
  // manual: README
  let network = try NetworkReader.read("Graphs/towel-chain").network
  let targets = network.leaders().map { Target.firm($0, in: network) }
  for finding in WeakLinks(SupplyView(network), targets: targets).findings() {
    print(finding.message.en, finding.remedy.en)
  }
  // manual: end of README
}

/// The code of the manual's articles is this file's code: it compiles, and does what the article says.
@Suite("Manual") struct ManualTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("an article's code is the code above", arguments: ["FindingWeakLinks", "FirstProgram"])
  func articleIsCompiled(name: String) throws {
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let article = try Self.article(name)
    let compiled = try #require(here.firstMatch(of: try Regex<(Substring, Substring)>("// manual: \(name)\n((?s).*?)// manual: end")))
      .output.1
    let printed = try #require(article.firstMatch(of: /```swift\nimport Chainwright\n(import Foundation\n)?\n((?s).*?)```/)).output.2
    #expect(printed == compiled)
  }

  private static func article(_ name: String) throws -> String {
    try String(contentsOf: root.appending(path: "Sources/Chainwright/Chainwright.docc/\(name).md"), encoding: .utf8)
  }

  // Tests run in the package's root, where the paths hold.
  @Test("the first program writes a page, data and a map", .enabled(if: FileManager.default.fileExists(atPath: "Graphs/towel-chain")))
  func firstProgramRuns() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try firstProgram(folder.path)
    let files = try ["weak-links.json", "gaps.html", "county.svg"].map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }
    #expect(files[0].contains("\"single_points\""))
    #expect(files[1].hasPrefix("<!DOCTYPE html>") && files[1].contains("缺链"))
    #expect(files[2].contains("</svg>"))
    // What the manual calls twenty lines.
    let lines = try Self.article("FirstProgram").components(separatedBy: "```")[1].split(separator: "\n")
    #expect(lines.count { !$0.hasPrefix("import") && !$0.contains("///") && !$0.contains("func ") && $0 != "}" && $0 != "swift" } <= 20)
  }

  @Test("the README's code is the code above, and finds something")
  func readmeIsCompiled() throws {
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let document = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let compiled = try #require(here.firstMatch(of: /\/\/ manual: README\n((?s).*?)  \/\/ manual: end of README/)).output.1
    let printed = try #require(document.firstMatch(of: /```swift\nimport Chainwright\n\n((?s).*?)```/)).output.1
    #expect(printed.split(separator: "\n").map { "  " + $0 } == compiled.split(separator: "\n").map { String($0) })
    // The tests run in the package's root, where the relative path holds.
    guard FileManager.default.fileExists(atPath: "Graphs/towel-chain") else { return }
    var lines: [String] = []
    try readme { lines.append($0 + $1) }
    #expect(!lines.isEmpty)
  }

  @Test("the article's code finds the dye works, with its proof")
  func articleIsTrue() throws {
    #expect(try Self.article("FindingWeakLinks").contains("\nif dye works stops, towel maker stops\n"))
    // By hand: without X neither S1 nor S2 gets dyed cloth, so L gets no towels; without S1 or S2 the other one still delivers.
    let lines = weakLinks(of: "L", in: towels())
    #expect(lines.first == "if dye works stops, towel maker stops")
    #expect(lines.filter { !$0.hasPrefix(" ") }.count == 1)
    #expect(lines.contains { $0.contains("towel maker stops: no towels") })
    #expect(weakLinks(of: "nobody", in: towels()).isEmpty)
  }
}
