import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import InputOutput
import Testing

/// Networks as tables of industries, and firm by firm, against plain sums and Gauss.
@Suite struct SectorsTests {
  static func network(_ seed: Int, firms: Int = 60, links: Int = 150) -> Network {
    var generator = NetworkGenerator(firms: firms, links: links, seed: UInt64(seed))
    generator.unknownAmounts = 0.1
    return generator.make().network
  }

  @Test(arguments: 0..<30) func industriesAddUpTheirFirms(seed: Int) throws {
    let network = Self.network(seed)
    let made = try IndustryTable(network, digits: 2)
    let table = made.sectors.table
    let output = made.output.output
    var flows: [String: Double] = [:]
    var totals: [String: Double] = [:]
    func sector(_ firm: FirmID) -> String? {
      let code = network.firms.industry[firm.row]
      return output[firm.row].isNaN || code.isEmpty ? nil : String(code.prefix(2))
    }
    for firm in network.firms.all { if let id = sector(firm) { totals[id, default: 0] += output[firm.row] } }
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      guard let amount = network.supplies.amount[row], let a = sector(network.supplies.supplier(link)),
        let b = sector(network.supplies.buyer(link))
      else { continue }
      flows["\(a)>\(b)", default: 0] += amount
    }
    #expect(made.sectors.ids == totals.keys.sorted() && made.sectors.ids.allSatisfy { $0.count == 2 })
    for (i, a) in made.sectors.ids.enumerated() {
      #expect(abs(table.output[i] - totals[a]!) < 1e-6)
      for (j, b) in made.sectors.ids.enumerated() { #expect(abs(table.flows[i, j] - flows["\(a)>\(b)", default: 0]) < 1e-6) }
    }
  }

  @Test(arguments: 0..<30) func streamsEqualGauss(seed: Int) throws {
    let network = Self.network(seed)
    let output = FirmOutput(network)
    let count = network.firms.count
    var flows = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for row in 0..<network.supplies.count {
      flows[Int(network.supplies.suppliers[row])][Int(network.supplies.buyers[row])] += network.supplies.amount[row] ?? 0
    }
    let naive = NaiveInputOutput(flows: flows, output: output.output.map { $0.isNaN ? 0 : $0 })
    let streams: FirmStreams
    do {
      streams = try FirmStreams(network)
    } catch {
      // A circle that keeps all it makes has no answer: then the inverse has a negative entry, or is beyond measure.
      #expect(naive.ghoshInverse.joined().contains { $0 < -1e-9 || $0 > 1e9 || $0.isNaN })
      return
    }
    let (ghosh, leontief) = (naive.ghoshInverse, naive.leontiefInverse())
    for firm in 0..<count where !output.output[firm].isNaN {
      let (up, down) = (ghosh[firm].reduce(0, +), leontief.reduce(0) { $0 + $1[firm] })
      #expect(abs(streams.upstreamness[firm] - up) < 1e-8 * up && abs(streams.downstreamness[firm] - down) < 1e-8 * down)
    }
    #expect(streams.residual <= 1e-12)
  }

  /// By hand: X (revenue 100) sells 60 to Y; Y's revenue is unknown, it buys 60 and sells 80 to Z: at least 80. Z makes 90.
  /// W has neither figure nor industry. Sectors at two digits: 17 (X), C17 (Y), 18 (Z).
  @Test func byHand() throws {
    var network = Network(name: "t")
    for (firm, code, revenue) in [("X", "1711", 100.0), ("Y", "C1722", nil), ("Z", "1810", 90), ("W", "", nil)]
      as [(String, String, Double?)]
    {
      network.firms.ids.append(firm)
      network.firms.industry.append(code, row: network.firms.ids.count - 1)
      network.firms.revenue.append(revenue, row: network.firms.ids.count - 1)
    }
    network.firms.industry.pad(to: 4)
    network.firms.revenue.pad(to: 4)
    network.supplies.suppliers = [0, 1, 1]
    network.supplies.buyers = [1, 2, 3]
    network.supplies.amount = NumberColumn([60, 80, .nan])
    let made = try IndustryTable(network, digits: 2)
    #expect(made.sectors.ids == ["17", "18", "C17"])
    #expect(made.sectors.table.flows.elements == [0, 0, 60, 0, 0, 0, 0, 80, 0] && made.sectors.table.output == [100, 90, 80])
    #expect(made.outsideFirms == 1 && made.output.boundedCount == 1 && made.output.unknownCount == 1 && made.output.linksWithoutAmount == 1)
    // Upstreamness: Z 1; Y 1 + 80/80 = 2; X 1 + 60/100 · 2 = 2.2. Downstreamness: X 1; Y 1 + 60/80 = 1.75; Z 1 + 80/90 · 1.75.
    let streams = try FirmStreams(network)
    #expect(zip(streams.upstreamness, [2.2, 2, 1]).allSatisfy { abs($0 - $1) < 1e-12 } && streams.upstreamness[3].isNaN)
    #expect(zip(streams.downstreamness, [1, 1.75, 1 + 80.0 / 90 * 1.75]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func noFiguresAtAll() {
    var network = Network(name: "t")
    network.firms.ids.append("X")
    #expect(throws: InputOutputError.self) { try IndustryTable(network) }
  }
}
