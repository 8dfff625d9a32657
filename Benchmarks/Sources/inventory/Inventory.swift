import Chainwright
import ChainwrightTesting
import Foundation

/// `inventory [FIRMS LINKS DAYS]`: inventory dynamics of 71 sectors, 5,041 flows, 365 days, as `python/inventory_peer.py` runs BoARIO on them; then of a
/// generated network of firms. CPU time of the days alone, best and median of 5 runs, milliseconds.
@main struct Inventory {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    sectors()
    let (firms, links, days) = arguments.count == 3 ? (arguments[0], arguments[1], arguments[2]) : (100_000, 450_000, 365)
    var generator = NetworkGenerator(firms: firms, links: links, seed: 20_221_117)
    generator.isNamed = false
    let model = StockModel(SupplyModel(SupplyView(generator.make().network)), defaultStockDays: 15)
    let stopped = (0..<Int32(max(1, firms / 1000))).map { $0 * 1000 % Int32(firms) }
    run("\(firms) firms, \(model.producers.amounts.count) purchases, \(days) days", model.producers, stopped: stopped, days: days)
  }

  /// The table of `python/inventory_peer.py`: the same congruence gives the same numbers.
  static func sectors() {
    let count = 71
    var state: UInt64 = 2022
    func draw(_ bound: UInt64) -> Double {
      state = (1_103_515_245 * state + 12_345) % (1 << 31)
      return Double((state >> 16) % bound)
    }
    let flows = (0..<count * count).map { _ in (1 + draw(40)) / 365 }
    let demand = (0..<count).map { _ in (1_000 + draw(3_000)) / 365 }
    let network = InventoryNetwork(
      flows: flows, finalDemand: demand, goods: Array(0..<count), stockDays: [Double](repeating: 90, count: count))
    run("71 sectors, 5041 flows, 365 days", network, stopped: [7], days: 365)
  }

  static func run(_ name: String, _ network: InventoryNetwork, stopped: [Int32], days: Int) {
    let calendar = DisturbanceCalendar(
      [Disturbance(.capacity, producers: stopped, loss: 0.3, start: 7, duration: 22, recoveryDays: 30)],
      producerCount: network.producerCount)
    var times: [Double] = []
    var least = 1.0
    for _ in 0..<5 {
      var state = InventoryDynamics(network)
      let start = clock()
      for day in 1...days {
        let (losses, demand) = calendar.mean(over: day...day)
        state.advance(losses: losses, demand: demand)
        least = min(least, zip(state.output, network.output).reduce(0) { $0 + $1.0 * $1.1 } / network.output.reduce(0, +))
      }
      times.append(Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e3)
    }
    times.sort()
    print("\(name): best \((times[0] * 10).rounded() / 10) ms, median \((times[2] * 10).rounded() / 10) ms, least output kept \(least)")
  }
}
