import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Foundation
import LinearPrograms
import Testing

/// The answers of Graphs/towel-chain/SOURCE.md, “Time to survive”, for the towel leader.
struct TimeToSurviveTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Graphs/towel-chain").path

  private func towel(_ options: SurvivalOptions = SurvivalOptions()) throws -> SurvivalModel {
    let network = try NetworkReader.read(Self.folder).network
    return SurvivalModel(SupplyModel(SupplyView(network)), leader: network.firm(id: "SYN-L1")!, options: options)
  }

  private func results(_ options: SurvivalOptions = SurvivalOptions()) throws -> [String: TimeToSurvive.Result] {
    let model = try towel(options)
    let answer = try TimeToSurvive(model, disruptions: model.disruptions(), solver: LinearSolver())
    return Dictionary(uniqueKeysWithValues: answer.results.map { ($0.disruption.subject.id, $0) })
  }

  @Test func timesByHand() throws {
    let found = try results()
    let times: [(id: String, time: Double, cover: Double)] = [
      ("SYN-T1", 35, 35), ("SYN-H1", 16.6, 16), ("SYN-D1", 37.5, 15), ("SYN-D2", 25, 15), ("SYN-X1", 32, 30), ("SYN-N1", 60, 12),
      ("SYN-N2", 15.1125, 12), ("SYN-R1", 63.45, 15), ("SYN-A2", 20.6 / 0.7, 19), ("SYN-S1", 27.16 / 0.58545, 31), ("SYN-FEED", 37.5, 12),
    ]
    for (id, time, cover) in times {
      let result = try #require(found[id], "\(id)")
      #expect(abs((result.time ?? .infinity) - time) < 1e-6, "\(id): \(result.time ?? .infinity)")
      #expect(abs((result.cover ?? .infinity) - cover) < 1e-6, "\(id): \(result.cover ?? .infinity)")
    }
  }

  @Test func lossesByHand() throws {
    let found = try results()
    // 3,600 a year, for 8, 5 and 3.91 days.
    for (id, days) in [("SYN-X1", 8.0), ("SYN-T1", 5), ("SYN-N2", 3.91)] {
      let result = try #require(found[id])
      #expect(result.verdict == .fails && abs(result.loss! - days * 3600 / 365) < 1e-6, "\(id): \(result.loss!)")
      #expect(abs(result.riskExposure! - days / 8) < 1e-6)
    }
    #expect(found["SYN-X1"]?.recovery == 40, "the other site is up before the works are back")
    for id in ["SYN-H1", "SYN-D1", "SYN-D2", "SYN-S1", "SYN-N1", "SYN-A2", "SYN-FEED"] {
      #expect(found[id]?.verdict == .survives && found[id]?.loss == 0, "\(id)")
    }
    #expect(found["SYN-G2"]?.verdict == .unknown && found["SYN-G2"]?.loss == nil)
  }

  @Test("what a stock that is not recorded may explain is not called a failure")
  func unknownStock() throws {
    let network = try NetworkReader.read(Self.folder).network
    var options = SurvivalOptions()
    for (days, verdict) in [(nil, TimeToSurvive.Verdict.unknown), (0.0, .fails)] as [(Double?, TimeToSurvive.Verdict)] {
      options.defaultStockDays = days
      let model = SurvivalModel(SupplyModel(SupplyView(network)), leader: network.firm(id: "SYN-L2")!, options: options)
      let answer = try TimeToSurvive(model, disruptions: model.disruptions(), solver: LinearSolver())
      // Its only dyer; neither towelling nor boxes are recorded at the bath towel leader.
      let dyer = try #require(answer.results.first { $0.disruption.subject.id == "SYN-D1" })
      #expect(dyer.time == 0 && dyer.verdict == verdict)
    }
  }

  @Test func optionsFillWhatIsNotRecorded() throws {
    var options = SurvivalOptions()
    options.defaultStockDays = 100
    options.defaultRecoveryDays = 3
    let filled = try results(options)
    let bare = try results()
    for (id, result) in filled {
      #expect((result.time ?? .infinity) >= (bare[id]!.time ?? .infinity) - 1e-9 && result.recovery != nil, "\(id)")
    }
    options.recoveryDays = 1000
    #expect(try results(options).values.allSatisfy { $0.recovery == 1000 })
    var first = SurvivalOptions()
    first.leaderFirst = true
    // The other dyer may send the leader what it sends to the bath towel leader now: 1,550 a year for 2,000.
    let freed = try results(first)
    #expect(freed["SYN-D2"]!.time! > 25)
    for (id, result) in freed { #expect((result.time ?? .infinity) >= (bare[id]!.time ?? .infinity) - 1e-6, "\(id)") }
  }

  @Test("the same at any thread count, and whatever else stops besides")
  func threads() throws {
    let model = try towel()
    let answers = try [1, 2, 5].map { try TimeToSurvive(model, disruptions: model.disruptions(), solver: LinearSolver(), threads: $0) }
    #expect(Set(answers.map { "\($0.results)" }).count == 1)
  }

  /// SYN-T1 makes what it did, with nothing to spare, so that nothing lasts longer than with its capacity of before.
  @Test("a capacity below what is made as usual is left out, and its firm named")
  func contradiction() throws {
    var network = try NetworkReader.read(Self.folder).network
    func survive() throws -> TimeToSurvive {
      let model = SurvivalModel(SupplyModel(SupplyView(network)), leader: network.firm(id: "SYN-L1")!)
      return try TimeToSurvive(model, disruptions: model.disruptions(), solver: LinearSolver())
    }
    let before = try survive()
    let usual = try #require(before.model.site(network.firm(id: "SYN-T1")!).map { before.model.flow.sites[$0].normal }) * 365
    for row in network.makings.indices where network.firms.id(network.makings[row].firm) == "SYN-T1" { network.makings[row].capacity = 4 }
    let short = try survive()
    #expect(before.model.shortCapacities.isEmpty && usual > 4)
    #expect(short.model.shortCapacities.map { network.firms.id($0.firm) } == ["SYN-T1"])
    #expect(short.results.count == before.results.count)
    func times(_ answer: TimeToSurvive) -> [String: Double] {
      Dictionary(uniqueKeysWithValues: answer.results.map { ($0.disruption.subject.id, $0.time ?? .infinity) })
    }
    for (id, time) in times(before) { #expect(times(short)[id]! <= time + 1e-6, "\(id)") }
    // No more than half a percent below is the same number rounded.
    let made = try #require(short.model.shortCapacities.first?.usual)
    for row in network.makings.indices where network.firms.id(network.makings[row].firm) == "SYN-T1" {
      network.makings[row].capacity = made * 0.9951
    }
    #expect(try survive().model.shortCapacities.isEmpty)
  }

  @Test("a leader that buys nothing lasts without end")
  func alone() throws {
    var network = Network(name: "one")
    network.firms.ids.append("A")
    let model = SurvivalModel(SupplyModel(SupplyView(network)), leader: FirmID(0))
    #expect(model.disruptions().isEmpty)
    #expect(try TimeToSurvive(model, disruptions: [], solver: LinearSolver()).results.isEmpty)
  }
}
