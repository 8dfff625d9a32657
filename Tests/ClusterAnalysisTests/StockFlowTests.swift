import ChainwrightTesting
import ClusterAnalysis
import Foundation
import LinearPrograms
import Testing

/// Times and losses of plain sites, against a published case, chains worked out by hand, and a search.
struct StockFlowTests {
  let solver = try! LinearSolver()

  /// Three suppliers that each make both products, by what they can make; two products by demand, stock and unit loss.
  static func teachingCase() -> StockFlow {
    var flow = StockFlow()
    for capacity in [30.0, 45, 60] { flow.sites.append(StockFlow.Site(normal: capacity)) }
    for product in [(demand: 75.0, stock: 20.0, loss: 5000.0), (demand: 50.0, stock: 25.0, loss: 6500.0)] {
      let site = flow.sites.count
      flow.sites.append(StockFlow.Site(normal: product.demand))
      flow.outputs.append(StockFlow.Output(site: site, stock: product.stock, demand: product.demand, lossPerUnit: product.loss))
      flow.inputs.append(StockFlow.Input(site: site, needPerUnit: 1))
    }
    for supplier in 0..<3 {
      for product in 0..<2 {
        flow.flows.append(StockFlow.Flow(output: flow.outputs.count, input: product))
        flow.outputs.append(StockFlow.Output(site: supplier))
      }
    }
    return flow
  }

  static let path =
    (ProcessInfo.processInfo.environment["CHAINWRIGHT_SHARED"]
      ?? URL(filePath: #filePath).appending(path: "../../../../shared").standardized.path)
    + "/golden/ttr/ttr_tts.json"

  /// Simchi-Levi et al. 2015 as a teaching case (acedesci/scanalytics_cases, problem 1).
  @Test(.enabled(if: FileManager.default.fileExists(atPath: path), "the golden file is not here"))
  func teaching() throws {
    let golden = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: Self.path))) as? [String: Any])
    let expected = try #require(golden["expected"] as? [String: [String: Any]])
    let recovery = try #require(golden["TTR"] as? Double)
    let flow = Self.teachingCase()
    let largest = 275_000.0
    for (name, stopped) in [("none", []), ("S1", [0]), ("S2", [1]), ("S3", [2])] {
      let row = try #require(expected[name])
      let time = try flow.survival(stopped: stopped, solver).time
      if let wanted = row["TTS"] as? Double { #expect(abs(time! - wanted) < 1e-6) } else { #expect(time == nil) }
      let loss = try flow.loss(stopped: stopped, time: recovery, solver).total
      #expect(abs(loss - (row["cost"] as! Double)) < 1e-6)
      if let index = row["REI"] as? Double { #expect(abs(loss / largest - index) < 1e-6) }
    }
  }

  /// a → b → c, one a day; stocks 3 of what a sends, 5 at b's input, 2 of what b sends, 1 at c's input, 4 of what c sells.
  private func chain() -> StockFlow {
    var flow = StockFlow()
    flow.sites = [StockFlow.Site(normal: 1), StockFlow.Site(normal: 1), StockFlow.Site(normal: 1)]
    flow.outputs = [
      StockFlow.Output(site: 0, stock: 3), StockFlow.Output(site: 1, stock: 2), StockFlow.Output(site: 2, stock: 4, demand: 1),
    ]
    flow.inputs = [StockFlow.Input(site: 1, needPerUnit: 1, stock: 5), StockFlow.Input(site: 2, needPerUnit: 1, stock: 1)]
    flow.flows = [StockFlow.Flow(output: 0, input: 0), StockFlow.Flow(output: 1, input: 1)]
    return flow
  }

  @Test("a chain lasts as long as all its stocks together")
  func chainByHand() throws {
    let flow = chain()
    // Without a: 3 + 5 + 2 + 1 + 4; without b: 2 + 1 + 4; without c: 4.
    for (stopped, time) in [(0, 15.0), (1, 7), (2, 4)] {
      let survival = try flow.survival(stopped: [stopped], solver)
      #expect(abs(survival.time! - time) < 1e-9)
      #expect(ChainCover(flow, rates: [1, 1], stopped: [stopped]).times[2] == time)
      // Ten days without: what is beyond the time is lost.
      #expect(abs(try flow.loss(stopped: [stopped], time: 10, solver).total - max(0, 10 - time)) < 1e-9)
    }
    #expect(try flow.survival(stopped: [0], solver).inputWorth == [1, 1])
    #expect(try flow.survival(stopped: [], solver).time == nil)
    #expect(ChainCover(flow, rates: [1, 1], stopped: []).times[2] == .infinity)
  }

  @Test("nothing at all has no time")
  func empty() throws {
    #expect(try StockFlow().survival(stopped: [], solver).time == nil)
    #expect(try StockFlow().loss(stopped: [], time: 3, solver).total == 0)
    #expect(ChainCover(StockFlow(), rates: [], stopped: []).times == [])
  }

  /// Layered sites, each fed by some of the layer before at the rates that balance; some have something to spare.
  static func random(seed: UInt64) -> (flow: StockFlow, rates: [Double], leader: Int) {
    var draws = SplitMix64(seed: seed)
    var flow = StockFlow()
    var rates: [Double] = []
    let layers = 2 + draws.below(3)
    var before: [Int] = []
    for layer in 0...layers {
      let count = layer == layers ? 1 : 1 + draws.below(3)
      var here: [Int] = []
      for _ in 0..<count {
        let site = flow.sites.count
        here.append(site)
        flow.sites.append(StockFlow.Site(normal: 0, spare: 0))
        flow.outputs.append(
          StockFlow.Output(site: site, stock: Double(draws.below(6)), demand: layer == layers ? 10 : 0, lossPerUnit: 2))
      }
      for site in here where layer > 0 {
        for _ in 0..<(1 + draws.below(2)) {
          let input = flow.inputs.count
          flow.inputs.append(StockFlow.Input(site: site, needPerUnit: 0, stock: Double(draws.below(20))))
          var suppliers = before.filter { _ in draws.chance(0.6) }
          if suppliers.isEmpty { suppliers = [before[0]] }
          for supplier in suppliers {
            flow.flows.append(StockFlow.Flow(output: supplier, input: input))
            rates.append(Double(draws.within(1...9)))
          }
        }
      }
      before = here
    }
    // A site makes what it sends, or its customers' demand.
    for (at, link) in flow.flows.enumerated() { flow.sites[link.output].normal += rates[at] }
    for output in flow.outputs.indices { flow.sites[flow.outputs[output].site].normal += flow.outputs[output].demand }
    var used = [Double](repeating: 0, count: flow.inputs.count)
    for (at, link) in flow.flows.enumerated() { used[link.input] += rates[at] }
    for at in flow.inputs.indices where flow.sites[flow.inputs[at].site].normal > 0 {
      flow.inputs[at].needPerUnit = used[at] / flow.sites[flow.inputs[at].site].normal
      flow.inputs[at].needPerSpareUnit = flow.inputs[at].needPerUnit
    }
    for site in flow.sites.indices where draws.chance(0.3) { flow.sites[site].spare = flow.sites[site].normal * draws.unit() }
    return (flow, rates, flow.sites.count - 1)
  }

  @Test("one program equals a search by bisection on the loss; the cover is never above it; the stocks' worths are true")
  func twin() throws {
    var bounded = 0
    for seed in 0..<150 {
      let (flow, rates, leader) = Self.random(seed: UInt64(seed))
      let stopped = [seed % leader]
      let survival = try flow.survival(stopped: stopped, solver)
      let cover = ChainCover(flow, rates: rates, stopped: stopped).times[leader]
      #expect(try flow.survival(stopped: [], solver).time == nil, "\(seed): as usual, all is well")
      guard let time = survival.time else {
        #expect(try flow.loss(stopped: stopped, time: 1000, solver).total < 1e-4, "\(seed)")
        continue
      }
      bounded += 1
      #expect(cover <= time + 1e-6, "\(seed): \(cover) \(time)")
      var (low, high) = (0.0, StockFlow.endless)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if try flow.loss(stopped: stopped, time: middle, solver).total > 1e-6 { high = middle } else { low = middle }
      }
      #expect(abs(low - time) < 1e-4 * max(1, time), "\(seed): \(low) \(time)")
      // The time is the sum of all stocks at their worth.
      let sum =
        zip(survival.inputWorth, flow.inputs).reduce(0) { $0 + $1.0 * $1.1.stock }
        + zip(survival.outputWorth, flow.outputs).reduce(0) { $0 + $1.0 * $1.1.stock }
      #expect(abs(sum - time) < 1e-6 * max(1, time), "\(seed): \(sum) \(time)")
    }
    #expect(bounded > 75)
  }
}
