import Answers
import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Foundation
import Testing

@testable import Reports

enum Graphs {
  static let folder =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/Graphs"

  static func report(_ name: String, cluster: String) throws -> Report {
    let reading = try NetworkReader.read("\(folder)/\(name)")
    return Report(reading, scope: .cluster(try #require(reading.network.cluster(id: cluster))))
  }

  /// A drawing that takes no room.
  static let noDrawing = Report.Drawn(
    svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\" role=\"img\" aria-label=\"map\"></svg>\n")
}

@Suite("The report") struct ReportTests {
  /// By hand from Graphs/towel-chain: 10 of 12 stages have a firm inside (cotton and dyestuff have none).
  @Test func figuresOfTheTowelChain() throws {
    let report = try Graphs.report("towel-chain", cluster: "C-TOWEL")
    let values = Dictionary(report.measures.map { ($0.id, $0.value) }) { first, _ in first }
    // grep -c C-TOWEL Graphs/towel-chain/firms.csv
    #expect(values["firms"] == .count(19))
    #expect(values["leaders"] == .count(2))
    #expect(values["completeness"] == .ratio(10.0 / 12))
    #expect(values["gaps:missing"] == .count(2) && values["gaps:chokepoint"] == .count(1))
    // The dyestuff works stops both dyers, both leaders and the market: 1,550 + 1,250 + 3,600 + 1,300 + 4,600.
    #expect(values["exposure:C-TOWEL:dyestuff"] == .amount(12_300))
  }

  /// What is known is at least so much, with how many are known: sums by plain loops over the rows of an office's lists.
  @Test func sumsOfWhatIsKnownSaySo() throws {
    let report = try Graphs.report("lanpu-2023", cluster: "LP-BF")
    let network = report.network
    let values = Dictionary(report.measures.map { ($0.id, $0.value) }) { first, _ in first }
    let own = network.firms.all.filter { network.firms.cluster($0) == network.cluster(id: "LP-BF") }
    let revenue = own.compactMap { network.firms.revenue[$0.row] }.sorted()
    try #require(revenue.count < own.count && !revenue.isEmpty)
    let sum = revenue.reduce(0, +)
    guard case .partly(let known, .amount)? = values["revenue"] else {
      Issue.record("the revenue is \(String(describing: values["revenue"]))")
      return
    }
    #expect(abs((known.low ?? 0) - sum) < 1e-6 && known.high == nil && known.known == revenue.count && known.of == own.count)
    // grep -c of the cluster's firms with and without revenue: 41 and 15.
    #expect(Wording(.zh).value(.partly(known, .amount)) == "≥ 17.5 亿元（41/56）")
    // No headline of which a part is unknown is printed as if it were the whole.
    guard case .partly(let local, .ratio)? = values["local-supply"], case .partly(let outside, .amount)? = values["bought-outside"] else {
      Issue.record("local supply or what is bought outside is certain")
      return
    }
    #expect(local.known < local.of && outside.known < outside.of)
    // All of it comes from outside the cluster, whatever the blanks hold.
    #expect(values["local:LP-BF:\(network.stages[try #require(report.gaps.first?.rows.first).stage.row].id)"] == .ratio(0))
  }

  /// The rows behind a number decide it: without them it is another number, unknown, or gone.
  @Test func everyNumberHangsOnItsRows() throws {
    let report = try Graphs.report("towel-chain", cluster: "C-TOWEL")
    let known = report.measures.filter { $0.value != .unknown }
    #expect(known.count > 60)
    for measure in known {
      #expect(!measure.basis.rows.isEmpty, "\(measure.id) names no row")
      let after = try Self.without(measure.basis.rows, of: "towel-chain", cluster: "C-TOWEL")
      let changed = after?.measures.first { $0.id == measure.id }
      #expect(changed?.value != measure.value, "\(measure.id) = \(measure.value) stays without \(measure.basis.rows.texts(.en))")
    }
  }

  /// The report of the network without some rows of its files.
  static func without(_ rows: RowList, of network: String, cluster: String) throws -> Report? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-rows-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(Graphs.folder)/\(network)") where name.hasSuffix(".csv") {
      let text = try String(contentsOfFile: "\(Graphs.folder)/\(network)/\(name)", encoding: .utf8)
      let gone = Set(rows.rows[name] ?? [])
      let kept = text.split(separator: "\n").enumerated().filter { !gone.contains($0.offset + 1) }.map { String($0.element) }
      try (kept.joined(separator: "\n") + "\n").write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    let reading = try NetworkReader.read(folder)
    return reading.network.cluster(id: cluster).map { Report(reading, scope: .cluster($0)) }
  }

  /// A scenario that changes the network: the numbers that differ stand beside each other.
  @Test func beforeAndAfter() throws {
    var report = try Graphs.report("towel-chain", cluster: "C-TOWEL")
    // supplies.csv:18–19, the dyestuff works sells to nobody any more.
    let sold = RowList([18, 19].map { Place(file: "supplies.csv", row: $0) })
    let changed = try #require(try Self.without(sold, of: "towel-chain", cluster: "C-TOWEL"))
    let after = try #require(report.measures(in: changed.network))
    #expect(after.map(\.value) == changed.measures.map(\.value))
    report.scenario = ScenarioPart(name: LocalText(zh: "断供", en: "no dyestuff"), after: after)
    let table = try #require(report.document(.en) { _ in Graphs.noDrawing }.tables.first { $0.name == "difference" })
    let stages = table.rows.map { $0[1].text }
    #expect(stages.contains("dyestuff") && table.rows.count < report.measures.count / 2)
    // Nothing changed, nothing shown.
    let same = report.measures
    report.scenario?.after = same
    #expect(report.document(.en) { _ in Graphs.noDrawing }.tables.first { $0.name == "difference" }?.rows.isEmpty == true)
  }

  /// What is unknown is never shown as 0: a cluster without firms, links and template.
  @Test func nothingKnownIsNothingShown() throws {
    let reading = try NetworkReader.read("\(Graphs.folder)/baoding-2022")
    let cluster = try #require(reading.network.cluster(id: "quyang-carving"))
    let report = Report(reading, scope: .cluster(cluster))
    #expect(report.headline.allSatisfy { $0.value == .unknown }, "\(report.headline.map { ($0.id, $0.value) })")
    for language in Language.allCases {
      let document = report.document(language) { _ in Graphs.noDrawing }
      #expect(document.figures.allSatisfy { $0.cell.mark == .missing && $0.cell.note == nil })
      // Its published figures are there all the same.
      #expect(document.tables.contains { $0.name == "figures" && $0.rows.count >= 4 })
    }
  }

  @Test(arguments: ["lixian-pv", "gaoyang-textiles"], Language.allCases)
  func everyNoteIsThereAndUsed(cluster: String, language: Language) throws {
    let document = try Graphs.report("baoding-2022", cluster: cluster).document(language) { _ in Graphs.noDrawing }
    let used = Set(document.figures.compactMap(\.cell.note) + document.tables.flatMap { $0.rows.flatMap { $0.compactMap(\.note) } })
    #expect(used == Set(1...document.notes.count))
    for (number, note) in document.notes.enumerated() {
      #expect(!note.formula.isEmpty, "note \(number + 1)")
    }
    // Six charts and six lists, each with something to say.
    #expect(document.sections.first { $0.id == "charts" }?.sections.map(\.blocks.isEmpty) == [Bool](repeating: false, count: 6))
    #expect(document.sections.first { $0.id == "lists" }?.sections.map(\.blocks.isEmpty) == [Bool](repeating: false, count: 6))
    #expect(!document.banner.isEmpty, "the firms are made up")
    for table in document.tables { #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(table.name)") }
  }

  /// The order of rows in the files does not show, but in the numbers of the rows.
  @Test func rowOrderDoesNotShow() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-order-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(Graphs.folder)/towel-chain") where name.hasSuffix(".csv") {
      let lines = try String(contentsOfFile: "\(Graphs.folder)/towel-chain/\(name)", encoding: .utf8).split(separator: "\n")
      let turned = name == "firms.csv" || name == "supplies.csv" || name == "makes.csv" ? [lines[0]] + lines.dropFirst().reversed() : lines
      try (turned.joined(separator: "\n") + "\n").write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    let reading = try NetworkReader.read(folder)
    let turned = Report(reading, scope: .cluster(try #require(reading.network.cluster(id: "C-TOWEL"))))
    let plain = try Graphs.report("towel-chain", cluster: "C-TOWEL")
    #expect(turned.measures.map(\.id) == plain.measures.map(\.id))
    for (a, b) in zip(turned.measures, plain.measures) { #expect(a.value == b.value, "\(a.id)") }
  }

  @Test(arguments: Language.allCases) func golden(language: Language) throws {
    let document = try Graphs.report("towel-chain", cluster: "C-TOWEL").document(language) { _ in Graphs.noDrawing }
    let isRecording = ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1"
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden").path
    for (name, text) in [
      ("towel-chain.\(language.rawValue).html", document.html(others: [(.zh, "index.zh.html"), (.en, "index.en.html")])),
      ("towel-chain.\(language.rawValue).md", document.markdown { "\($0.name).\(language.rawValue).svg" }),
    ] {
      let problem = GoldenText.problem(text, path: "\(folder)/\(name)", isRecording: isRecording)
      #expect(problem == nil, "\(problem ?? "")")
    }
  }
}
