import ChainwrightTesting
import ClusterIO
import ClusterModel
import CutSets
import Foundation
import Testing

/// Against an independent program: SCRAM's own models, and 55 random supply networks.
@Suite(.enabled(if: Scram.path != nil, "SCRAM is not installed: apt-get install scram")) struct ScramTests {
  struct Model: Sendable, CustomTestStringConvertible {
    var files: [String]
    var top: String
    var testDescription: String { "\(files.joined(separator: " ")) \(top)" }

    init(_ files: String..., top: String) {
      self.files = files
      self.top = top
    }
    var paths: [String] { files.map { Scram.models + "/" + $0 } }
  }

  static let coherent = [
    Model("Theatre/theatre.xml", top: "Theatre"), Model("Lift/lift.xml", top: "LiftDoor"), Model("HIPPS/HIPPS.xml", top: "top"),
    Model("SmallTree/SmallTree.xml", top: "top"), Model("ne574/ne574.xml", top: "System"),
    Model("TwoTrain/two_train.xml", top: "TopEvent"), Model("BSCU/BSCU.xml", top: "LossOfBrakingCommands"),
    Model("Baobab/baobab1.xml", "Baobab/baobab1-basic-events.xml", top: "r1"),
    Model("Baobab/baobab2.xml", "Baobab/baobab2-basic-events.xml", top: "r1"),
    Model("Chinese/chinese.xml", "Chinese/chinese-basic-events.xml", top: "r1"),
    Model("Chinese/chinese.xml", "Chinese/mcs_prob.xml", top: "r1"),
    Model("Chinese/chinese.xml", "Chinese/mixed_mcs_prob.xml", top: "r1"), Model("Chinese/chinese.xml", "Chinese/high-prob.xml", top: "r1"),
    Model("ThreeMotor/three_motor.xml", top: "E1"),
    Model("EventTrees/gas_leak/gas_leak.xml", "EventTrees/gas_leak/gas_leak_reactive.xml", top: "Gas-detection-system.root"),
    Model("EventTrees/gas_leak/gas_leak_reactive.xml", top: "Isolation-valve-A.root"),
    Model("EventTrees/gas_leak/gas_leak_reactive.xml", top: "Isolation-valve-B.root"),
    Model("EventTrees/gas_leak/gas_leak_reactive.xml", top: "Blowdown-valve.root"),
  ]

  /// Models that hold what is refused, with the rule that says so.
  static let refused = [
    "CEA9601/CEA9601.xml": "non-coherent-gate", "TwoTrain/common_cause.xml": "unsupported", "TwoTrain/substitutions.xml": "unsupported",
    "TwoTrain/nondeclarative_substitutions.xml": "unsupported", "TwoTrain/two_train_alignment.xml": "unsupported",
  ]

  @Test(arguments: coherent) func agreesOnItsOwnModels(model: Model) throws {
    let tree = try #require(try FaultTreeReader.read(model.paths, top: model.top, missionTime: 8760).tree)
    try compare(tree, model.paths, top: model.top, order: nil)
    try compareProbabilities(tree, model.paths, top: model.top)
    for order in 1...4 { try compare(tree, model.paths, top: model.top, order: order) }
  }

  /// Every installed file with a fault tree is either compared or refused for a reason.
  @Test func noInstalledModelIsForgotten() throws {
    let files = (FileManager.default.enumerator(atPath: Scram.models)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".xml") }
    try #require(files.count > 20)
    let compared = Set(Self.coherent.flatMap(\.files))
    for file in files.sorted() where !compared.contains(file) {
      let path = Scram.models + "/" + file
      guard try String(contentsOfFile: path, encoding: .utf8).contains("<define-fault-tree") else { continue }
      let rule = try #require(Self.refused[file], "\(file) is neither compared nor refused")
      var paths = [path]
      if file == "CEA9601/CEA9601.xml" { paths.append(Scram.models + "/CEA9601/CEA9601-basic-events.xml") }
      let reading = try FaultTreeReader.read(paths)
      #expect(reading.tree == nil && reading.findings.contains { $0.rule == rule }, "\(file): \(reading.findings.map(\.rule))")
    }
  }

  @Test(arguments: 0..<55) func agreesOnRandomSupplyNetworks(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) + 5000)
    let firmCount = random.within(8...30)
    var nets = RandomNeeds(firmCount: firmCount)
    nets.cycles = 0
    // Probabilities of three digits, so that both programs read the same number.
    let probabilities = (0..<firmCount).map { _ in Double(random.within(1...400)) / 1000 }
    let tree = try nets.make(seed: UInt64(seed)).faultTree(of: firmCount - 1, probabilities: probabilities)
    let file = FileManager.default.temporaryDirectory.appending(path: "chainwright-\(UUID().uuidString).xml")
    try Data(FaultTreeText.xml(tree, writesCountingOut: true).utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let read = try #require(FaultTreeReader.read(bytes: Array(FaultTreeText.xml(tree).utf8), name: "net.xml").tree)
    let top = tree.gates[tree.top].name
    // By brute force, so that a difference shows which program is wrong.
    let brute = nets.make(seed: UInt64(seed)).minimalCutSets(of: firmCount - 1, order: 2).map { $0.map { "F\($0)" }.sorted() }
    let ours = try MinimalCutSets(of: read.cutSetProblem(), order: 2).sets.map { $0.map { read.events[Int($0)].name }.sorted() }
    #expect(Set(ours) == Set(brute))
    for order in [nil, 1, 2, 3] { try compare(read, [file.path], top: top, order: order) }
    try compareProbabilities(read, [file.path], top: top)
  }

  /// Counts, sets, top probability and importance of both programs.
  func compare(_ tree: FaultTree, _ files: [String], top: String, order: Int?) throws {
    let cuts = try MinimalCutSets(of: tree.cutSetProblem(), order: order)
    let counts = cuts.counts.map { $0.exactly! }
    let theirs = try Scram.run(["--zbdd", "-l", "\(order ?? 30)"] + files, top: top)
    func trimmed(_ counts: [UInt64]) -> [UInt64] { Array(counts.reversed().drop { $0 == 0 }.reversed()) }
    #expect(trimmed(counts) == trimmed(theirs.counts))
    let sets = cuts.sets.map { $0.map { tree.events[Int($0)].name }.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(sets == theirs.sets)
  }

  /// SCRAM prints six digits.
  func compareProbabilities(_ tree: FaultTree, _ files: [String], top: String) throws {
    let probabilities = try tree.events.map { try #require($0.probability) }
    let importance = try FailureImportance(of: tree.cutSetProblem(), probabilities: probabilities)
    let theirs = try Scram.run(["--bdd", "--probability", "true", "--importance", "true"] + files, top: top)
    func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 6e-6 * max(abs(a), abs(b)) + 1e-300 }
    let total = try #require(theirs.probability)
    #expect(agree(importance.probability, total), "\(importance.probability) \(total)")
    try #require(theirs.importance.count > 0)
    for row in importance.events {
      // It lists only events that matter.
      guard let other = theirs.importance[tree.events[Int(row.event)].name] else {
        #expect(row.birnbaum == 0)
        continue
      }
      #expect(agree(row.birnbaum, other.birnbaum), "\(row) \(other)")
      #expect(agree(try #require(row.criticality), other.criticality), "\(row) \(other)")
    }
  }
}
