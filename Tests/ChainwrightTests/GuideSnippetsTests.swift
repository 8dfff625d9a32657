import Chainwright
import Foundation
import Testing

/// The Swift of the guides is this file's: it compiles, runs, and says something.
@Suite("Swift in the guides") struct GuideSnippetsTests {
  private static let folder = ManualTests.root.appending(path: "docs/guides")
  /// How to write an analysis is shown by the sources themselves.
  private static let withoutSnippet: Set = ["add-an-analysis", "assistants", "beyond-one-machine", "install", "shell"]

  @Test("each guide has a piece of Swift, and it is the code below")
  func guidesAreCompiled() throws {
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let compiled = Dictionary(
      uniqueKeysWithValues: here.matches(of: /[ ]{4}\/\/ guide: ([a-z-]+)\n((?s).*?)[ ]{4}\/\/ guide: end/).map { match in
        (String(match.output.1), match.output.2.split(separator: "\n").map { String($0.dropFirst(4)) })
      })
    let guides = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".md") }.map {
      String($0.dropLast(3))
    }
    #expect(Set(compiled.keys) == Set(guides).subtracting(Self.withoutSnippet))
    for (guide, code) in compiled {
      let text = try String(contentsOf: Self.folder.appending(path: guide + ".md"), encoding: .utf8)
      let printed = text.matches(of: /```swift\nimport Chainwright\n\n((?s).*?)```/).map {
        $0.output.1.split(separator: "\n").map(String.init)
      }
      #expect(printed == [code], "\(guide)")
    }
  }

  // Tests run in the package's root, where the paths hold.
  @Test(
    "each piece runs and prints", .enabled(if: FileManager.default.fileExists(atPath: "Graphs/towel-chain")),
    arguments: Self.pieces.keys.sorted())
  func piecesRun(guide: String) throws {
    var printed = ""
    let folder = FileManager.default.temporaryDirectory.appending(path: "guide-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let piece = try #require(Self.pieces[guide])
    try piece({ printed += $0 + "\n" }, folder.path)
    #expect(printed.count > 10, "\(guide)")
  }

  private typealias Piece = @Sendable (_ print: (String) -> Void, _ folder: String) throws -> Void
  private static let pieces: [String: Piece] = [
    "benchmark": benchmark,
    "blast-radius": blastRadius,
    "cascade": cascade,
    "chain-for-my-industry": chainForMyIndustry,
    "chain-gaps": chainGaps,
    "complexity": complexity,
    "curtail": curtail,
    "cut-sets": cutSets,
    "dossier": dossier,
    "excel": excel,
    "exchange-formats": exchangeFormats,
    "fault-trees": faultTrees,
    "gates": gates,
    "importance": importance,
    "key-sectors": keySectors,
    "criticality": criticality,
    "leaders": leaders,
    "maps": maps,
    "match": match,
    "network-folders": networkFolders,
    "office-lists": officeLists,
    "programme": programme,
    "report": report,
    "robustness": robustness, "credit": credit, "projects": projects, "shared-factory": sharedFactory,
    "scorecard": scorecard,
    "shortlists": shortlists,
    "simulate": simulate,
    "sourcing": sourcing,
    "strengthen": strengthen,
    "tiers": tiers,
    "time-to-survive": timeToSurvive,
    "weak-links": weakLinks,
    "watch": watch,
    "what-if": whatIf,
    "workspace": workspace,
    "worst-group": worstGroup,
  ]

  @Sendable private static func benchmark(_ print: (String) -> Void, _ folder: String) throws {
    // guide: benchmark
    let study = Study(try NetworkReader.read("Graphs/baoding-2022"))
    var question = BenchmarkQuestion(cluster: "zhuozhou-auto")
    question.automatic = 1  // the most alike cluster
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func blastRadius(_ print: (String) -> Void, _ folder: String) throws {
    // guide: blast-radius
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = WeakLinksQuestion()
    question.measure = .jobs
    print(try question.answer(study).csv(.en, table: "single_points") ?? "")
    // guide: end
  }

  @Sendable private static func cascade(_ print: (String) -> Void, _ folder: String) throws {
    // guide: cascade
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    print(try CascadeQuestion(shocks: ["SYN-D1=0.4"]).answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func chainForMyIndustry(_ print: (String) -> Void, _ folder: String) throws {
    // guide: chain-for-my-industry
    let library = ChainLibrary.network()
    let draft = try ChainDraftReader.read("Tests/CommandTests/Contract/wigs.txt")
    let made = try ChainDraftQuestion([draft], library: library).template()
    for stage in made.template.stages { print("\(stage.position) \(stage.name.en)") }
    // guide: end
  }

  @Sendable private static func chainGaps(_ print: (String) -> Void, _ folder: String) throws {
    // guide: chain-gaps
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = GapsQuestion()
    question.clusters = ["C-TOWEL"]
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func complexity(_ print: (String) -> Void, _ folder: String) throws {
    // guide: complexity
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = ComplexityQuestion()
    question.goods = .product
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func curtail(_ print: (String) -> Void, _ folder: String) throws {
    // guide: curtail
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = CurtailmentQuestion(alert: .orange)
    question.defaultStockDays = 3
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func cutSets(_ print: (String) -> Void, _ folder: String) throws {
    // guide: cut-sets
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = CutSetsQuestion()
    question.targets.leaders = ["SYN-L1"]
    question.order = 2
    print(try question.sets(study).page.text(.en))
    // guide: end
  }

  @Sendable private static func dossier(_ print: (String) -> Void, _ folder: String) throws {
    // guide: dossier
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    print(try DossierQuestion(firm: "SYN-L1").answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func excel(_ print: (String) -> Void, _ folder: String) throws {
    // guide: excel
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    try WorkbookTemplate.write(to: "\(folder)/lists.xlsx", language: .zh, force: true)
    try ExchangeWriter.write(study.network, as: .workbook, to: "\(folder)/towel.xlsx", language: .zh, force: true)
    let again = try NetworkReader.read("\(folder)/towel.xlsx")  // a workbook is read as a folder is
    print("\(again.network.firms.count) firms, \(again.problemCount) findings")
    // guide: end
  }

  @Sendable private static func exchangeFormats(_ print: (String) -> Void, _ folder: String) throws {
    // guide: exchange-formats
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    try ExchangeWriter.write(study.network, as: .graphML, to: "\(folder)/towel.graphml", force: true)
    for (table, rows) in ExchangeWriter.tablesLeftOut(study.network, by: .graphML) { print("left out: \(table.name), \(rows) rows") }
    // guide: end
  }

  @Sendable private static func faultTrees(_ print: (String) -> Void, _ folder: String) throws {
    // guide: fault-trees
    let tree = try FaultTree(
      gates: [
        FaultTree.Gate("no cloth", .and, [.event(0), .event(1)]),  // both weavers lost
        FaultTree.Gate("no towels", .or, [.gate(0), .event(2)]),
      ],
      events: [.init("weaver one"), .init("weaver two"), .init("dye works")], top: 1)
    let sets = try MinimalCutSets(of: tree.cutSetProblem())
    for (order, count) in zip(1..., sets.counts) { print("\(count) minimal cut sets of order \(order)") }
    // guide: end
  }

  @Sendable private static func gates(_ print: (String) -> Void, _ folder: String) throws {
    // guide: gates
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    let reading = try RuleFile.gates("Rules/cluster-gates-miit-2022.yaml")
    for finding in reading.findings { print(finding.message.en) }  // what is wrong with the file, all of it
    if let gates = reading.rules { print(try GatesQuestion(gates).answer(study).text(.en)) }
    // guide: end
  }

  @Sendable private static func importance(_ print: (String) -> Void, _ folder: String) throws {
    // guide: importance
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = ImportanceQuestion()
    question.kinds = [.firms, .links]
    print(try question.answer(study).csv(.en) ?? "")
    // guide: end
  }

  @Sendable private static func keySectors(_ print: (String) -> Void, _ folder: String) throws {
    // guide: key-sectors
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = KeySectorsQuestion()
    question.digits = 2
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func leaders(_ print: (String) -> Void, _ folder: String) throws {
    // guide: leaders
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = LeadersQuestion()
    question.weights = [.innovation: 2, .leadership: 1]
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func maps(_ print: (String) -> Void, _ folder: String) throws {
    // guide: maps
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    if let leader = study.network.firm(id: "SYN-L1") {
      let drawing = MapRequest(.leader(leader), language: .zh).drawing(of: study.network)
      print(String(decoding: try drawing.file(.svg), as: UTF8.self))
    }
    // guide: end
  }

  @Sendable private static func match(_ print: (String) -> Void, _ folder: String) throws {
    // guide: match
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = MatchingQuestion()
    question.scope = .county
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func networkFolders(_ print: (String) -> Void, _ folder: String) throws {
    // guide: network-folders
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    for finding in study.reading?.problems ?? [] { print(finding.message.en + " → " + finding.remedy.en) }
    print("\(study.network.firms.count) firms, \(study.network.supplies.count) links")
    // guide: end
  }

  @Sendable private static func officeLists(_ print: (String) -> Void, _ folder: String) throws {
    // guide: office-lists
    let study = Study(try NetworkReader.read("Graphs/lanpu-2023/岚浦县重点产业名单.xlsx"))
    for finding in study.reading?.problems ?? [] { print(finding.message.zh + " → " + finding.remedy.zh) }
    print("\(study.network.firms.count) firms")
    // guide: end
  }

  @Sendable private static func programme(_ print: (String) -> Void, _ folder: String) throws {
    // guide: programme
    let study = Study(try NetworkReader.read("Graphs/baoding-2022"))
    let reading = try ProgrammeFile.read("Rules/programme-baoding-2022.yaml")
    if let plan = reading.rules, let day = CalendarDay(year: 2024, month: 6, day: 30) {
      print(try ProgrammeQuestion(plan, asOf: day).answer(study).text(.zh))
    }
    // guide: end
  }

  @Sendable private static func report(_ print: (String) -> Void, _ folder: String) throws {
    // guide: report
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    if let reading = study.reading {
      let report = Report(reading, scope: .city)
      try report.files([.zh, .en]).write(to: "\(folder)/report", force: true)
      print(try report.document(.en).html())
    }
    // guide: end
  }

  @Sendable private static func robustness(_ print: (String) -> Void, _ folder: String) throws {
    // guide: robustness
    let study = Study(try NetworkReader.read("Examples/15-which-fact-to-check-first/lists"))
    var question = RobustnessQuestion()
    question.settings.worlds = 50
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func credit(_ print: (String) -> Void, _ folder: String) throws {
    // guide: credit
    let study = Study(try NetworkReader.read("Examples/17-who-falls-with-whom/lists"))
    var question = CreditQuestion()
    question.shocks = ["示例甲染厂"]
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func projects(_ print: (String) -> Void, _ folder: String) throws {
    // guide: projects
    let study = Study(try NetworkReader.read("Examples/18-which-projects-first/lists"))
    print(try ProjectsQuestion().answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func sharedFactory(_ print: (String) -> Void, _ folder: String) throws {
    // guide: shared-factory
    let network = try NetworkReader.read("Examples/19-one-dye-works-for-all/lists").network
    let scenario = try ScenarioReader.read("Examples/19-one-dye-works-for-all/shared-dyeing.yaml").scenario!
    let applied = try network.applying(scenario)
    let report = SharedFactoryReport(applied.shared[0], of: applied)!
    print("enough: \(report.isEnough ?? false), stops: \(report.plantStop.stopped)")
    // guide: end
  }

  @Sendable private static func scorecard(_ print: (String) -> Void, _ folder: String) throws {
    // guide: scorecard
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    print(try ScorecardQuestion().answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func shortlists(_ print: (String) -> Void, _ folder: String) throws {
    // guide: shortlists
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    let reading = try RuleFile.shortlist("Rules/listing-shortlist.yaml")
    for finding in reading.findings { print(finding.message.en) }
    if let rule = reading.rules { print(try ShortlistQuestion(rule).answer(study).text(.en)) }
    // guide: end
  }

  @Sendable private static func simulate(_ print: (String) -> Void, _ folder: String) throws {
    // guide: simulate
    let study = Study(try NetworkReader.read("Graphs/baoding-2022"))
    if let scenario = try ScenarioReader.read("Examples/06-how-long-does-a-two-week-stop-last/dyer-stop.yaml").scenario {
      print(try SimulationQuestion(scenario).answer(study).text(.en))
    }
    // guide: end
  }

  @Sendable private static func sourcing(_ print: (String) -> Void, _ folder: String) throws {
    // guide: sourcing
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = SourcingQuestion()
    question.clusters = ["示例毛巾集群"]  // a name will do where it is one cluster's alone
    print(try question.answer(study).text(.zh))
    // guide: end
  }

  @Sendable private static func strengthen(_ print: (String) -> Void, _ folder: String) throws {
    // guide: strengthen
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = StrengtheningQuestion()
    question.objective = .spof
    let answer = try question.plan(study, budget: 70)
    print(answer.page.text(.en))
    print(answer.scenario)  // the plan as a scenario file: what-if says what it brings
    // guide: end
  }

  @Sendable private static func tiers(_ print: (String) -> Void, _ folder: String) throws {
    // guide: tiers
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    print(try TiersQuestion(leader: "SYN-L1").answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func timeToSurvive(_ print: (String) -> Void, _ folder: String) throws {
    // guide: time-to-survive
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = SurviveQuestion()
    question.leaders = ["SYN-L1"]
    question.options.defaultStockDays = 5
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func weakLinks(_ print: (String) -> Void, _ folder: String) throws {
    // guide: weak-links
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = WeakLinksQuestion()
    question.targets.leaders = ["SYN-L1"]
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func watch(_ print: (String) -> Void, _ folder: String) throws {
    // guide: watch
    let (then, now) = (try NetworkReader.read("Graphs/towel-chain"), try NetworkReader.read("Graphs/towel-chain"))
    let question = WatchQuestion(try WatchQuestion.standard(), earlier: .network(Study(then), name: "then"), since: "2026-06")
    print(try question.answer(Study(now)).text(.en))
    // guide: end
  }

  @Sendable private static func whatIf(_ print: (String) -> Void, _ folder: String) throws {
    // guide: what-if
    let study = Study(try NetworkReader.read("Graphs/baoding-2022"))
    if let scenario = try ScenarioReader.read("Examples/09-four-new-clusters/lixian-pv.yaml").scenario {
      let applied = try study.network.applying(scenario)
      print(try WhatIfQuestion([applied]).answer().text(.en))
    }
    // guide: end
  }

  @Sendable private static func workspace(_ print: (String) -> Void, _ folder: String) throws {
    // guide: workspace
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    if let reading = study.reading {
      let lists = Workspace.Lists(reading, path: "Graphs/towel-chain", who: "Li", at: "2026-06-30")
      _ = try Workspace.take(lists, into: "\(folder)/city.sqlite")
    }
    let known = try NetworkReader.read("\(folder)/city.sqlite", asOf: "2026-07")
    print("\(known.network.firms.count) firms were known in July")
    // guide: end
  }

  @Sendable private static func criticality(_ print: (String) -> Void, _ folder: String) throws {
    // guide: criticality
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    var question = CriticalityQuestion()
    question.targets.leaders = ["SYN-L1"]
    print(try question.answer(study).text(.en))
    // guide: end
  }

  @Sendable private static func worstGroup(_ print: (String) -> Void, _ folder: String) throws {
    // guide: worst-group
    let study = Study(try NetworkReader.read("Graphs/towel-chain"))
    print(try WorstGroupQuestion(size: 2).answer(study).json(.en))
    // guide: end
  }
}
