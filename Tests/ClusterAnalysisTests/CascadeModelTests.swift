import Cascades
import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

@Suite struct CascadeModelTests {
  private func network(_ codes: [String], _ links: [(Int, Int, Double?)]) -> Network {
    var network = Network(name: "n")
    for (row, code) in codes.enumerated() {
      network.firms.ids.append("F\(row)")
      network.firms.industry.append(code, row: row)
    }
    network.firms.industry.pad(to: codes.count)
    for (row, link) in links.enumerated() {
      network.supplies.suppliers.append(Int32(link.0))
      network.supplies.buyers.append(Int32(link.1))
      network.supplies.amount.append(link.2, row: row)
    }
    network.supplies.amount.pad(to: links.count)
    return network
  }

  /// GB/T 4754-2017: D is 44 to 46, E 47 to 50, F (trade) begins with 51; NACE Rev. 2: F ends with 43.
  @Test(arguments: [
    ("0131", SectorKind.physical), ("1711", .physical), ("C1711", .physical), ("4415", .physical), ("50", .physical), ("5261", .service),
    ("13.20", .physical), ("43.99", .physical), ("45.11", .service), ("F45.11", .service), ("", .unknown), ("textiles", .unknown),
    ("00", .unknown), ("7", .unknown), ("17-1", .unknown),
  ]) func kindsOfSectors(code: String, kind: SectorKind) {
    #expect(SectorKind(code: code) == kind)
  }

  @Test func unknownAmountsAreMedians() throws {
    // Firm 3 pays 2, 4 and 9: median 4. Firm 4 pays nothing known: the median of 2, 4, 9 is 4 too, with 7 more it is 5.5.
    let model = try CascadeModel(
      network(["1", "1", "1", "2", "2", "2"], [(0, 3, 2), (1, 3, 4), (2, 3, 9), (5, 3, nil), (0, 4, nil), (0, 5, 7)]))
    #expect(model.amounts == [2, 4, 9, 4, 5.5, 7])
    #expect(model.account.linksWithoutAmount == 2 && model.account.linksByBuyer == 1 && !model.account.isEqualSplit)
    #expect(model.account.firmsWithoutSales == 2 && model.account.firmsWithoutInputs == 3 && model.account.isolatedFirms == 0)
    let equal = try CascadeModel(network(["", "1"], [(0, 1, nil)]))
    #expect(equal.amounts == [1] && equal.account.isEqualSplit && equal.account.firmsWithoutSector == 1)
  }

  @Test func whatCannotBe() {
    #expect(throws: CascadeModel.Failure.self) { try CascadeModel(network(["1"], [])) }
    #expect(throws: CascadeModel.Failure.self) { try CascadeModel(network(["1", "1"], [(0, 1, 0)])) }
    #expect(throws: CascadeModel.Failure.self) { try CascadeModel(network(["1", "1"], [(0, 1, 1)]), weights: ["output", "jobs"]) }
  }

  /// Laws on random networks: parents lead back to a shocked firm step by step, parts add up to the whole, and the order of links changes no bit.
  @Test(arguments: 0..<20) func laws(seed: Int) throws {
    var generator = NetworkGenerator(firms: 120, links: 420, seed: UInt64(seed))
    generator.unknownAmounts = 0.2
    let network = generator.make().network
    let model = try CascadeModel(network)
    let shocked = [(firm: FirmID(seed), loss: 1.0), (firm: FirmID(seed + 40), loss: 0.5)]
    let losses = try CascadeLosses(model, shocked: shocked)
    let rowOf = Dictionary(uniqueKeysWithValues: losses.rows.map { ($0.firm, $0) })
    for row in losses.rows {
      #expect(row.loss > 0 && row.loss <= 1)
      guard let parent = row.parent else {
        #expect(row.firstHit == 0 && shocked.contains { $0.firm == row.firm })
        continue
      }
      let before = try #require(rowOf[parent])
      #expect(before.firstHit < row.firstHit, "a parent is hit before its child")
      let isLink = (0..<network.supplies.count).contains { link in
        let ends = (network.supplies.supplier(SupplyID(link)), network.supplies.buyer(SupplyID(link)))
        return row.hitDirection == .down ? ends == (parent, row.firm) : ends == (row.firm, parent)
      }
      #expect(isLink, "goods run between parent and child")
    }
    for parts: Set<CascadeBreakdown.Part> in [[], [.county], [.sector], [.county, .sector]] {
      let breakdown = CascadeBreakdown(losses, by: parts)
      #expect(breakdown.rows.reduce(0) { $0 + $1.firms } == 120)
      #expect(breakdown.rows.reduce(0) { $0 + $1.hitFirms } == losses.rows.count)
      let lost = breakdown.rows.reduce(0) { $0 + $1.lost[0] }
      let total = breakdown.rows.reduce(0) { $0 + $1.totals[0] }
      #expect(abs(lost / total - losses.result.risks[0].esri) < 1e-12)
    }
    var reversed = network
    reversed.supplies.suppliers.reverse()
    reversed.supplies.buyers.reverse()
    reversed.supplies.amount.numbers.reverse()
    let again = try CascadeModel(reversed)
    let (one, other) = (try model.kernel.allFirms(), try again.kernel.allFirms())
    #expect(one.risks == other.risks && one.iterations == other.iterations)
    #expect(model.fingerprint != (try CascadeModel(network, inputs: .linear)).fingerprint)
  }
}
