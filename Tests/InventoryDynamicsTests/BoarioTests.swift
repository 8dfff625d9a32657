import Foundation
import InventoryDynamics
import Testing

/// Against an independent program: BoARIO 0.7.2, run by scripts/oracles/inventory_oracle.py.
@Suite struct BoarioTests {
  struct Oracle: Decodable {
    struct Shock: Decodable {
      var sector: String
      var loss: Double
      var occurrence: Int
      var duration: Int
      var recoveryDays: Int
    }
    struct Parameters: Decodable {
      var mainInvDur: Double?
      var inventoryRestorationTau: Double?
      var alphaTau: Double?
      var psiParam: Double?
      var orderType: String?
    }
    struct Run: Decodable {
      var shocks: [Shock]
      var parameters: Parameters
      var output: [[Double]]
      var unmet: [Double]
    }
    var sectors: [String]
    var flows: [[Double]]
    var finalDemand: [Double]
    var runs: [Run]

    static func read(_ path: String) throws -> Oracle {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Oracle.self, from: Data(contentsOf: URL(filePath: path)))
    }
  }

  static let folder = ProcessInfo.processInfo.environment["CHAINWRIGHT_BOARIO"]

  /// Plays a run again; gives total output of each step as a share of undisturbed output, and unmet final demand.
  func play(_ run: Oracle.Run, of oracle: Oracle) throws -> (total: [Double], unmet: [Double]) {
    var settings = InventoryDynamics.Settings()
    settings.threshold = run.parameters.psiParam ?? 0.8
    settings.restockingDays = run.parameters.inventoryRestorationTau ?? 60
    settings.overproductionDays = run.parameters.alphaTau ?? 365
    settings.canSwitch = run.parameters.orderType == nil
    let names = oracle.sectors.map { String($0.split(separator: "|")[1]) }
    let goods = Array(Set(names)).sorted()
    // BoARIO's tables are a year's; its steps are days of a year of 365.
    let network = InventoryNetwork(
      flows: oracle.flows.flatMap { $0.map { $0 / 365 } }, finalDemand: oracle.finalDemand.map { $0 / 365 },
      goods: names.map { goods.firstIndex(of: $0)! }, stockDays: goods.map { _ in run.parameters.mainInvDur ?? 90 })
    // Occurrence o and duration d act at full force in BoARIO's steps o + 1 ... o + d + 2, counted from 0; our days count from 1.
    let disturbances = try run.shocks.map { shock in
      Disturbance(
        .capacity, producers: [Int32(try #require(oracle.sectors.firstIndex(of: shock.sector)))], loss: shock.loss,
        start: shock.occurrence + 2, duration: shock.duration + 2, recoveryDays: shock.recoveryDays)
    }
    let calendar = DisturbanceCalendar(disturbances, producerCount: network.producerCount)
    var state = InventoryDynamics(network, settings: settings)
    var total: [Double] = []
    var unmet: [Double] = []
    for (step, expected) in run.output.enumerated() {
      let (losses, demand) = calendar.mean(over: step + 1...step + 1)
      state.advance(losses: losses, demand: demand)
      for producer in expected.indices {
        #expect(
          abs(state.output[producer] * network.output[producer] - expected[producer]) <= 1e-12 * expected[producer],
          "step \(step), \(oracle.sectors[producer])")
      }
      total.append(zip(state.output, network.output).reduce(0) { $0 + $1.0 * $1.1 } / network.output.reduce(0, +))
      unmet.append((0..<network.producerCount).reduce(0) { $0 + state.unmetFinalDemand($1) })
    }
    for (ours, theirs) in zip(unmet, run.unmet) { #expect(abs(ours - theirs) <= 1e-9 * network.output.reduce(0, +)) }
    return (total, unmet)
  }

  /// A made-up table of 3 regions × 4 sectors: mild, with stocks running out, and with orders that do not switch.
  @Test func everySectorAndStepOfOurOwnTable() throws {
    let oracle = try Oracle.read(#filePath.replacing("BoarioTests.swift", with: "Golden/boario-own.json"))
    #expect(oracle.runs.count == 3)
    for run in oracle.runs { _ = try play(run, of: oracle) }
  }

  /// A 30 % shock to reg2 manufacturing for 20 days with linear recovery over 30, on pymrio 0.7.0's test system.
  @Test(.enabled(if: folder != nil, "needs CHAINWRIGHT_BOARIO: see scripts/oracles/inventory_oracle.py")) func pymrioTestSystem() throws {
    let oracle = try Oracle.read(Self.folder! + "/boario-pymrio.json")
    let (total, unmet) = try play(oracle.runs[0], of: oracle)
    // BoARIO 0.7.2, 120 steps: minimum 0.9728040664 at step 7, unmet final demand 8 830 162.848.
    let least = try #require(total.min())
    #expect(abs(least - 0.9728040664) < 1e-10 && total.firstIndex(of: least) == 7)
    #expect(abs(unmet.reduce(0, +) - 8_830_162.848) < 1e-3)
  }
}
