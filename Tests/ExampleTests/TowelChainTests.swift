import Chainwright
import Testing

/// Every number of `Graphs/towel-chain/SOURCE.md`, where it is worked out by hand, against the analyses.
@Suite struct TowelChainTests {
  private let network: Network
  private let view: SupplyView

  init() throws {
    let reading = try NetworkReader.read(packageRoot + "/Graphs/towel-chain")
    #expect(reading.problemCount == 0)
    network = reading.network
    view = SupplyView(network)
  }

  private func firm(_ short: String) throws -> FirmID { try #require(network.firm(id: "SYN-" + short)) }
  private func short(_ firm: FirmID) -> String { String(network.firms.id(firm).dropFirst(4)) }

  @Test func `27 firms, 40 links, all of them synthetic`() {
    #expect(network.firms.count == 27)
    #expect(network.supplies.count == 40)
    #expect(network.firms.all.allSatisfy { network.firms.isSynthetic($0) })
  }

  /// Single points with the firms that stop and the revenue lost, heaviest first; equal losses by id.
  private static let expected: [(target: String, points: [(firm: String, stops: Int, lost: Double)])] = [
    ("L1", [("X1", 6, 21_300), ("H1", 6, 12_415), ("T1", 2, 3_608)]),
    ("L2", [("X1", 6, 21_300), ("H1", 6, 12_415), ("A2", 3, 2_940), ("D1", 2, 2_850), ("N1", 3, 1_354), ("R1", 3, 1_354)]),
    ("C-TOWEL", [("X1", 6, 21_300), ("H1", 6, 12_415), ("K0", 4, 4_667), ("M1", 1, 4_600)]),
    ("TOWEL", [("X1", 6, 21_300), ("H1", 6, 12_415), ("K0", 4, 4_667), ("M1", 1, 4_600)]),
  ]

  @Test(arguments: 0..<4) func `single points of failure`(number: Int) throws {
    let expected = Self.expected[number]
    let stages = FirmStages(network)
    let target: Target? =
      switch expected.target {
      case "C-TOWEL": .cluster(try #require(network.cluster(id: "C-TOWEL")), in: network, firmStages: stages)
      case "TOWEL": .chain(try #require(network.chain(id: "TOWEL")), in: network, firmStages: stages)
      default: .firm(try firm(expected.target), in: network)
      }
    let weakLinks = WeakLinks(view, targets: [try #require(target)])
    let points = weakLinks.results[0].singlePoints
    #expect(points.map(short) == expected.points.map(\.firm))
    for (firm, known) in zip(points, expected.points) {
      let point = weakLinks.singlePoint(firm)
      #expect(point.stoppedFirms == known.stops, "\(known.firm)")
      #expect(point.loss == known.lost, "\(known.firm)")
    }
  }

  @Test func `what does not stop anybody, and what is short`() throws {
    let model = SupplyModel(view)
    // J1's two sales are of a non-essential input.
    #expect(model.purchasesWithoutEffect == 2)
    #expect(model.shortNeeds == 0)
    // Neither A3 nor K1 states its revenue; A3 has a known sale of 12, K1 has none.
    #expect(FirmWeights(.output, of: network).unknownCount == 1)
  }

  @Test func `suppliers, concentration and local share of single purchases`() throws {
    let sourcing = Sourcing(view)
    let expected: [(buyer: String, good: String, suppliers: Int32, hhi: Double?, local: Double?)] = [
      ("S1", "COTTON", 2, 0.53125, 0), ("W1", "YARN", 2, 0.625, 1), ("T1", "YARN", 2, 0.68, 1), ("D1", "GREY", 2, 0.5, 1),
      ("D2", "GREY", 2, 45.0 / 81, 1), ("D2", "AUX", 2, nil, 0), ("L1", "DYED", 2, 0.52, 1), ("L1", "BOX", 2, 0.68, 0.2),
      ("L1", "THREAD", 1, 1, 1), ("M1", "TOWEL", 2, 0.625, 1), ("M1", "FREIGHT", 3, nil, nil),
    ]
    for (buyer, good, suppliers, hhi, local) in expected {
      let purchase = try #require(view.purchases(of: firm(buyer)).first { view.subject(view.goods[$0]).id == good })
      #expect(sourcing.supplierCounts[purchase] == suppliers, "\(buyer) \(good)")
      if let hhi { #expect(abs(sourcing.hhi[purchase] - hhi) < 1e-12) } else { #expect(sourcing.hhi[purchase].isNaN) }
      #expect(sourcing.local(purchase)?.exact == local, "\(buyer) \(good)")
    }
  }

  @Test func `local supply of the cluster`() throws {
    let cluster = try #require(network.cluster(id: "C-TOWEL"))
    let members = network.firms.all.filter { network.firms.cluster($0) == cluster }
    #expect(members.count == 19)
    let total = Sourcing(view).total(of: members.flatMap { Array(view.purchases(of: $0)) })
    // 11,369 and 10,109 without AUX of D2 and FREIGHT of M1; of these 12 and 100 are known, 40 of them from K2 in the county. The two blank amounts are
    // one from outside, one from inside.
    #expect(
      total.bought == KnownSum(11_481, known: 36, of: 38) && total.near == KnownSum(10_149, known: total.near.of - 1, of: total.near.of))
    #expect(total.local == KnownRange(value: 10_149.0 / 11_481, low: 0, high: 1, known: 36, of: 38))
    #expect(total.unknown == 2)
  }

  @Test func `gaps and completeness`() throws {
    let cluster = try #require(network.cluster(id: "C-TOWEL"))
    let gaps = try #require(ChainGaps(of: cluster, in: Sourcing(view), firmStages: FirmStages(network)))
    let expected: [String: [ChainGaps.Gap]] = [
      "cotton": [.missing], "bamboo": [.weak], "loom": [.weak], "dyestuff": [.missing, .chokepoint], "aux": [.broken, .weak],
      "pack": [.weak],
    ]
    for row in gaps.rows {
      let id = network.stages[row.stage.row].id
      #expect(row.gaps == expected[id] ?? [], "\(id)")
    }
    #expect(gaps.rows.count == 12)
    #expect(gaps.completeness == 10.0 / 12)
  }

  @Test func `tiers to L1`() throws {
    let tiers = Tiers(of: try firm("L1"), in: network)
    let expected: [String: (shortest: Int, longest: Int?)] = [
      "L1": (0, 0), "D1": (1, 1), "D2": (1, 1), "T1": (1, 1), "N2": (1, 1), "N1": (1, nil), "W1": (2, 2), "W2": (2, 2), "X1": (2, 2),
      "A2": (2, 2), "A3": (2, 2), "H1": (2, 2), "S1": (2, 3), "S2": (2, 3), "R1": (2, nil), "J1": (3, 3), "B1": (3, 3), "G1": (3, 4),
      "G2": (3, 4),
    ]
    #expect(tiers.members.count == expected.count)
    for member in tiers.members {
      let known = try #require(expected[short(member.firm)], "\(short(member.firm))")
      #expect(member.shortest == known.shortest && member.longest == known.longest, "\(short(member.firm))")
      #expect(member.circle == (known.longest == nil ? 2 : 1))
    }
  }
}
