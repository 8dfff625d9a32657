import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Scenarios
import Testing

/// The example of the guide, worked out by hand there (docs/guides/shared-factory.md), and laws on networks that look real.
@Suite struct SharedFactoryTests {
  private static let folder = String(#filePath.split(separator: "/Tests/")[0]) + "/Examples/19-one-dye-works-for-all"

  private func example() throws -> Network { try NetworkReader.read(Self.folder + "/lists").network.inOrder().network }

  private func scenario(_ text: String) throws -> Scenario {
    let reading = ScenarioReader.read(bytes: Array(text.utf8), name: "s.yaml")
    #expect(reading.findings.map(\.message.en) == [])
    return try #require(reading.scenario)
  }

  private func links(_ network: Network) -> Set<String> {
    let (links, firms) = (network.supplies, network.firms)
    return Set(
      (0..<links.count).map { row in
        let product = links.product(SupplyID(row)).map { network.products[$0.row].id } ?? ""
        let amount = links.amount[row].map { " \(Int($0))" } ?? ""
        return "\(firms.id(links.supplier(SupplyID(row)))) > \(firms.id(links.buyer(SupplyID(row)))) \(product)\(amount)"
      })
  }

  @Test func theExampleByHand() throws {
    let network = try example()
    let reading = try ScenarioReader.read(Self.folder + "/shared-dyeing.yaml")
    #expect(reading.findings.map(\.message.en) == [])
    let applied = try network.applying(try #require(reading.scenario))
    #expect(
      links(applied.after) == [
        "SYN-S > SYN-Z1 SHA 300", "SYN-S > SYN-Z2 SHA 200", "SYN-S > SYN-Z3 SHA", "SYN-H > SYN-GX RL", "SYN-Z1 > SYN-GX PEI",
        "SYN-Z2 > SYN-GX PEI", "SYN-Z3 > SYN-GX PEI", "SYN-GX > SYN-J RAN 1700",
      ])
    let report = try #require(SharedFactoryReport(applied.shared[0], of: applied))
    #expect(report.firms.map { network.firms.id($0) } == ["SYN-Z1", "SYN-Z2", "SYN-Z3"] && report.factory.emptied == [])
    // 800 and 600 of capacity, and 400 that the third is recorded to sell.
    #expect(report.need == KnownSum(1800, known: 3, of: 3) && report.isEnough == true)
    #expect(report.grades == [0, 0, 2, 1, 0] && report.employees == KnownSum(70, known: 2, of: 3))
    // C gives up 20, 50 and 80 %, D 40, 80 and 100 %, A nothing: 640 + 480 + 240; 400 + 300 + 80; 160 + 120 + 0.
    #expect(report.alerts.map(\.level) == [.yellow, .orange, .red])
    for (alert, kept) in zip(report.alerts, [1360.0, 780, 280]) {
      #expect(abs((alert.before?.exact ?? 0) - kept) < 1e-9 && alert.after?.exact == 1800 && alert.cut == 0)
    }
    // One weaver and dyer alone stops nobody: two more sell dyed cloth. The plant stops the towel maker.
    #expect(report.worstBefore.stopped == 1 && report.worstBefore.leaders.isEmpty)
    #expect(report.plantStop.stopped == 2 && report.plantStop.leaders.map { applied.after.firms.id($0) } == ["SYN-J"])
    func points(_ network: Network) -> [String] {
      WeakLinks(SupplyView(network), targets: network.leaders().map { .firm($0, in: network) }).results[0].singlePoints
        .map { network.firms.id($0) }.sorted()
    }
    #expect(points(network) == ["SYN-H", "SYN-S"] && points(applied.after) == ["SYN-GX", "SYN-H", "SYN-S"])
    #expect(applied.notes.isEmpty)
  }

  @Test func enoughOrNotOrUnknown() throws {
    let network = try example()
    func isEnough(_ capacity: String, _ network: Network) throws -> Bool? {
      let applied = try network.applying(
        try scenario("name: s\nchanges:\n  - share_step: {stage: T3}\n    plant: {plant_id: SYN-GX\(capacity), emission_grade: A}\n"))
      return try #require(SharedFactoryReport(applied.shared[0], of: applied)).isEnough
    }
    #expect(try isEnough(", capacity_cny_wan: 1799", network) == false && isEnough(", capacity_cny_wan: 1800", network) == true)
    #expect(try isEnough("", network) == nil)
    // What the third firm makes is not known: 1,400 is too little in any case, more may be.
    var unknown = network
    let link = try #require((0..<unknown.supplies.count).first { unknown.supplies.amount[$0] == 400 })
    unknown.supplies.amount.numbers[link] = .nan
    #expect(try isEnough(", capacity_cny_wan: 1399", unknown) == false && isEnough(", capacity_cny_wan: 5000", unknown) == nil)
  }

  /// Grey cloth that one weaver sells to another dyer goes to the plant, and so does what it wove for its own dyeing, which nobody recorded: no amount of the link is known.
  @Test func whatIsMovedAndHandedOnIsUnknown() throws {
    var network = try example()
    let grey = try #require(network.products.firstIndex { $0.id == "PEI" })
    let (weaver, dyer) = (try #require(network.firm(id: "SYN-Z1")), try #require(network.firm(id: "SYN-Z3")))
    network.addSupply(from: weaver, to: dyer, product: ProductID(grey), amount: 100)
    let applied = try network.applying(try scenario("name: s\nchanges:\n  - share_step: {stage: T3}\n    plant: {plant_id: SYN-GX}\n"))
    #expect(links(applied.after).filter { $0.hasPrefix("SYN-Z1 >") } == ["SYN-Z1 > SYN-GX PEI"])
  }

  /// A firm with the step alone hands over all that it buys, and is left without a step.
  @Test func aFirmWithTheStepAlone() throws {
    var network = try example()
    network.makings.removeAll { network.firms.id($0.firm) == "SYN-Z3" && $0.product.map { network.products[$0.row].id } == "PEI" }
    let applied = try network.applying(
      try scenario("name: s\nchanges:\n  - share_step: {firms: [SYN-Z1, SYN-Z3], stage: T3}\n    plant: {plant_id: SYN-GX}\n"))
    #expect(applied.shared[0].emptied == ["SYN-Z3"] && applied.shared[0].firms == ["SYN-Z1", "SYN-Z3"])
    #expect(
      links(applied.after) == [
        "SYN-S > SYN-Z1 SHA 300", "SYN-S > SYN-Z2 SHA 200", "SYN-S > SYN-GX SHA", "SYN-H > SYN-GX RL", "SYN-H > SYN-Z2 RL 60",
        "SYN-Z1 > SYN-GX PEI", "SYN-Z2 > SYN-J RAN 500", "SYN-GX > SYN-J RAN 1200",
      ])
  }

  @Test(arguments: [
    ("- share_step: {stage: T5}\n    plant: {plant_id: SYN-GX}", "1 firm is at the stage"),
    ("- share_step: {stage: T9}\n    plant: {plant_id: SYN-GX}", "there is no stage"),
    ("- share_step: {stage: T3}\n    plant: {plant_id: SYN-Z1}", "has SYN-Z1 already"),
    ("- share_step: {stage: T3}\n    plant: {plant_id: SYN-GX, county: 110000}", "which is not in counties"),
  ])
  func whatDoesNotFit(_ change: String, _ says: String) throws {
    let network = try example()
    let scenario = try scenario("name: s\nchanges:\n  \(change)\n")
    let error = #expect(throws: ScenarioError.self) { try network.applying(scenario) }
    #expect(error?.findings.contains { $0.message.en.contains(says) } == true, "\(error?.findings.map(\.message.en) ?? [])")
  }

  @Test(arguments: [
    ("share_step: {county: 139901}\n    plant: {plant_id: G}", "stage is not given"), ("share_step: {stage: T3}", "plant is not given"),
    ("share_step: {stage: T3}\n    plant: {name: G}", "plant_id is not given"),
    ("share_step: {stage: T3}\n    plant: {plant_id: G, emission_grade: E}", "cannot be E"),
    ("share_step: {stage: T3}\n    plant: {plant_id: G, capacity_cny_wan: much}", "is no number"),
    ("shut: {firms: A}\n    plant: {plant_id: G}", "is not for shut"),
  ])
  func whatIsWrittenWrong(_ change: String, _ says: String) throws {
    let reading = ScenarioReader.read(bytes: Array("name: s\nchanges:\n  - \(change)\n".utf8), name: "s.yaml")
    #expect(reading.findings.contains { $0.message.en.contains(says) }, "\(reading.findings.map(\.message.en))")
  }

  /// Nothing is left with the firms of what they sold of the step, the plant sells as much, nobody else's sales change, and all of it can be taken back.
  @Test(arguments: ["towel-chain", "lanpu-2023", "baoding-2022"]) func nothingIsLost(_ name: String) throws {
    let network = try graph(name)
    let stages = FirmStages(network)
    var tried = 0
    for stage in network.stages.indices {
      let firms = Set(network.firms.all.filter { stages[$0].contains(StageID(stage)) })
      // Of the large one a part tells enough.
      if firms.count < 2 || (name == "baoding-2022" && tried == 4) { continue }
      tried += 1
      let applied = try network.applying(
        try scenario(
          "name: s\nchanges:\n  - share_step: {stage: \(network.stages[stage].id)}\n    plant: {plant_id: SYN-PLANT, emission_grade: A}\n"))
      func sales(_ network: Network, _ isSeller: (FirmID) -> Bool) -> (links: Int, known: Double, unknown: Int) {
        var found = (links: 0, known: 0.0, unknown: 0)
        for row in 0..<network.supplies.count where isSeller(network.supplies.supplier(SupplyID(row))) {
          guard let product = network.supplies.product(SupplyID(row)), network.products[product.row].stage == StageID(stage) else {
            continue
          }
          found.links += 1
          if let amount = network.supplies.amount[row] { found.known += amount } else { found.unknown += 1 }
        }
        return found
      }
      let ids = Set(firms.map { network.firms.id($0) })
      #expect(sales(applied.after) { ids.contains(applied.after.firms.id($0)) }.links == 0)
      let (before, after) = (sales(network) { firms.contains($0) }, sales(applied.after) { applied.after.firms.id($0) == "SYN-PLANT" })
      if before.unknown == 0 { #expect(abs(before.known - after.known) < 1e-6) }
      let others = (
        sales(network) { !firms.contains($0) },
        sales(applied.after) { firm in
          let id = applied.after.firms.id(firm)
          return !ids.contains(id) && id != "SYN-PLANT"
        }
      )
      #expect(others.0.links == others.1.links && others.0.known == others.1.known)
      let later = FirmStages(applied.after)
      #expect(applied.after.firms.all.filter { later[$0].contains(StageID(stage)) }.map { applied.after.firms.id($0) } == ["SYN-PLANT"])
      #expect(try written(applied.undone()) == written(network))
      let report = try #require(SharedFactoryReport(applied.shared[0], of: applied))
      #expect(report.firms.count == firms.count && report.plantStop.stopped >= 1 && report.isEnough == nil)
    }
    #expect(tried > 1)
  }
}
