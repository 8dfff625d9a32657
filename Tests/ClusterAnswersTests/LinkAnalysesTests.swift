import Answers
import ClusterModel
import Testing

@testable import ClusterAnswers

/// Analyses of links and of what is bought, as measures of a plan have them: the towel chain and small networks, worked out by hand from their tables.
@Suite struct LinkAnalysesTests {
  private let towel = Networks.towel

  /// Firms `id: people, revenue`, all in a county inside but those whose id begins with `out`; links `supplier buyer`.
  private func network(_ firms: [(String, Double?, Double?)], _ links: [(String, String)]) -> Network {
    var network = Network(name: "test")
    network.counties = [County(code: "in", name: Name(), isInside: true), County(code: "out", name: Name(), isInside: false)]
    for (row, (id, people, revenue)) in firms.enumerated() {
      network.firms.ids.append(id)
      network.firms.counties.append(id.hasPrefix("out") ? 1 : 0)
      network.firms.employees.append(people, row: row)
      network.firms.revenue.append(revenue, row: row)
    }
    network.firms.employees.pad(to: firms.count)
    network.firms.revenue.pad(to: firms.count)
    for (supplier, buyer) in links {
      network.supplies.suppliers.append(network.firm(id: supplier)!.index)
      network.supplies.buyers.append(network.firm(id: buyer)!.index)
    }
    return network
  }

  /// Large takes 1,000 people and 40,000 of revenue (工信部联企业〔2011〕300号). Of four pairs of large and small, big-1 with small-1, both ways, and small-2 with big-2
  /// are linked; links among large firms, with a firm of unknown size or one outside are no such pair.
  @Test func integrationByHand() throws {
    let report = MeasureAnswer.of(
      .integration,
      network(
        [
          ("big-1", 1000, 40_000), ("big-2", 5000, 50_000), ("small-1", 999, 90_000), ("small-2", 20, nil), ("who", 3000, nil),
          ("out-big", 9000, 90_000),
        ],
        [
          ("big-1", "small-1"), ("small-1", "big-1"), ("small-2", "big-2"), ("big-1", "big-2"), ("who", "big-1"), ("who", "small-1"),
          ("out-big", "small-2"),
        ]))
    #expect(try report.value("large_firms") == 2 && report.value("small_firms") == 2 && report.value("link_density") == 0.5)
    #expect(try report.column("firm_id") == ["big-1", "big-2"] && report.column("small_partners") == ["1", "1"])
    #expect(report.headline.en == "2 pairs between 2 large and 2 small firms supply each other (density 50.0 %)")
    #expect(report.missing.first?.rows.en.contains("the size of 1 firm is unknown") == true)
    // No small firm known: no share of nothing. No large one: nothing to measure.
    let alone = MeasureAnswer.of(.integration, network([("big", 1000, 40_000), ("who", nil, nil)], [("who", "big")]))
    #expect(
      try alone.value("link_density") == nil && alone.headline.en.hasSuffix("(density unknown)") && alone.headline.zh.contains("密度 未知"))
    #expect(try MeasureAnswer.of(.integration, towel).value("link_density") == nil)
  }

  /// A buys p, q, r; B q, r, s; C r. Overlaps: A, B 2 of 4; A, C 1 of 3; B, C 1 of 3.
  @Test func alliancesByHand() throws {
    var network = network([("a1", nil, nil), ("a2", nil, nil), ("b", nil, nil), ("c", nil, nil), ("d", nil, nil), ("out-x", nil, nil)], [])
    network.clusters = ["A", "B", "C"].map { Cluster(id: $0, name: Name()) }
    network.firms.clusters = [0, 0, 1, 2, -1, -1]
    network.products = ["p", "q", "r", "s"].map { Product(id: $0) }
    for (buyer, product) in [(0, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 2), (4, 0)] {
      network.supplies.suppliers.append(5)
      network.supplies.buyers.append(Int32(buyer))
      network.supplies.products.append(Int32(product))
    }
    let report = MeasureAnswer.of(.alliances, network)
    #expect(try report.value("cluster_pairs") == 3)
    #expect(try report.column("cluster_id") == ["A", "A", "B"] && report.column("other_id") == ["B", "C", "C"])
    #expect(try report.column("shared_products") == ["q, r", "r", "r"] && report.column("jaccard").first == "0.5")
    #expect(report.headline.en == "3 pairs of clusters share inputs; first A and B (2 goods, overlap 50.0 %)")
    #expect(MeasureAnswer.of(.alliances, towel).headline.en == "no two clusters buy the same product")
  }

  /// From the formulas of SOURCE.md: M1, L1, L2, D1, D2, K1, K2 (of K0), N1 and R1 (of each other), Y1 (of S1, A1) and S2 (of G2) hang on one firm and
  /// risk all their output. The others risk what their largest buyer takes: S1 600 of 1,404, W1 600 of 1,100, W2 500 of 800, G1 300, B1 100, N2 80, H1 60 of
  /// 110, K3 60, A1 25, J1 12 of 20, K0 10 of 20, T1 6. K1's output and A2's sales are not on record.
  @Test func exposureOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.exposure, towel)
    #expect(
      try report.column("firm_id").map { $0.dropFirst(4) }
        == "M1 L1 D1 L2 D2 Y1 S1 W1 W2 G1 S2 B1 N2 H1 K3 K2 N1 A1 R1 J1 K0 T1".split(separator: " "))
    #expect(
      try report.column("exposure_cny_wan").map { Double($0) }
        == [4600, 3600, 1550, 1300, 1250, 700, 600, 600, 500, 300, 220, 100, 80, 60, 60, 45, 36, 25, 18, 12, 10, 6])
    // Over half to one buyer: G1 B1 A1 D2 T1 N2 R1 L1 L2 K1 K2 K3 to one alone, W1 W2 J1 H1 D1, S2 (200 of 201)
    // and N1 (20 of 33).
    #expect(try report.value("firms_concentrated") == 19 && report.value("firms_hanging") == 11 && report.value("largest_exposure") == 4600)
    #expect(
      report.headline.en
        == "19 firms sell over half to one buyer, 11 stop when one other firm does; the largest exposure is Example Towel Market, CNY 46 million a year"
    )
    // M1 and Y1 sell to nobody on record, A2 an amount that is not.
    #expect(report.missing.first?.rows.en == "sales and amounts of 3 firms" && report.answer.notes.count == 1)
  }

  /// L1 with D1, D2, T1, N1, N2, M1 has 11,544 of 18,229; then S1 with G1, W1, W2, Y1 adds 4,450; then M1 adds L2, K2, K3: 1,605. K1's output is unknown.
  @Test func visitsOfTheTowelChain() throws {
    var call = AnalysisCall(.visits)
    call.count = 3
    let report = MeasureAnswer.of(call, towel)
    #expect(
      try report.column("firm_id") == ["SYN-L1", "SYN-S1", "SYN-M1"] && report.column("output_added") == ["11544.0", "4450.0", "1605.0"])
    #expect(try report.value("output_covered") == 17_599 && abs(report.value("covered_share")! - 17_599.0 / 18_229) < 1e-12)
    #expect(report.headline.en == "3 visits cover 96.5 % of the region's known output, direct suppliers and buyers included")
    #expect(report.missing.first?.rows.en == "revenue of 1 firm")
  }

  /// Of 24 firms inside D1 reaches W1, W2, A2, H1, L1, L2 and itself, as many as L1 and before it by id; then L1 adds D2, T1, N1, N2, M1.
  @Test func spreadOfTheTowelChain() throws {
    var call = AnalysisCall(.spread)
    (call.column, call.count) = ("cloud", 2)
    let report = MeasureAnswer.of(call, towel)
    #expect(try report.column("firm_id") == ["SYN-D1", "SYN-L1"] && report.column("newly_reached") == ["7.0", "5.0"])
    #expect(try report.value("firms_reached") == 12 && report.value("adopters") == nil)
    #expect(report.headline.en == "2 firms to begin with reach 12 with their direct suppliers and buyers (50.0 % of those without it)")
    // Where D1 and its suppliers have it, L1 begins: itself, D2, T1, N1, N2, M1 of 21.
    var network = towel
    let adopters = Set(["SYN-D1", "SYN-W1", "SYN-H1"].map { network.firm(id: $0)! })
    network.firms.extra.append(("cloud", TextColumn(network.firms.all.map { adopters.contains($0) ? "yes" : "" })))
    call.count = 1
    let some = MeasureAnswer.of(call, network)
    #expect(try some.value("adopters") == 3 && some.column("firm_id") == ["SYN-L1"] && some.value("firms_reached") == 6)
    #expect(some.headline.en.contains("(28.6 % of those without it)"))
  }

  /// Auxiliaries are bought by D1 and D2 (dyeing) and Y1 (dyeing and weaving), yarn by W1, W2 (weaving), Y1 and T1; two firms inside make each.
  @Test func sharedInputsOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.sharedInputs, towel)
    #expect(try report.column("product_id") == ["AUX", "YARN"] && report.column("stages_needing") == ["2", "2"])
    #expect(try report.column("buyers") == ["3", "4"] && report.column("makers_inside") == ["2", "2"])
    #expect(try report.value("shared_inputs") == 2 && report.value("scarce_inputs") == 0)
  }

  /// Of 11,906 bought with known amounts 862 come from G2, X1 and A3; all of the 150 of dyestuff (industry 2645).
  @Test func outsideSupplyOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.outsideSupply, towel)
    #expect(abs(try report.value("outside_share")! - 862.0 / 11_906) < 1e-12)
    #expect(report.headline.en == "7.2 % of what is bought comes from outside the region")
    #expect(
      try report.column("stage_id").prefix(3) == ["cotton", "dyestuff", "aux"]
        && report.column("outside_cny_wan").prefix(3) == ["700.0", "150.0", "12.0"])
    #expect(report.missing.first?.rows.en.hasPrefix("2 of ") == true, "A2 to D2 and K1 to M1 have no amount")
    var call = AnalysisCall(.outsideSupply)
    call.industries = ["26"]
    // Dyestuff 150 and auxiliaries 12 of 217: 30 of A2, 25 of A1 are from inside.
    #expect(abs(try MeasureAnswer.of(call, towel).value("outside_share")! - 162.0 / 217) < 1e-12)
    call.industries = ["35"]
    #expect(MeasureAnswer.of(call, towel).headline.en == "cannot be measured: no purchase of industries 35 is on record")
  }

  /// H1 2,600, D1 1,500, D2 1,400 tonnes of 8,870 that 16 firms inside have on record.
  @Test func energyOfTheTowelChain() throws {
    var call = AnalysisCall(.energy)
    (call.column, call.count) = ("energy_tce", 3)
    let report = MeasureAnswer.of(call, towel)
    #expect(try report.column("firm_id").prefix(3) == ["SYN-H1", "SYN-D1", "SYN-D2"] && report.value("firms_with_use") == 16)
    #expect(abs(try report.value("first_share")! - 5500.0 / 8870) < 1e-12)
    #expect(report.headline.en == "the first 3 firms are 62.0 % of the known use")
  }

  /// L2 hangs on six firms, L1 on three (SOURCE.md); nobody's contact is on record.
  @Test func contactsOfTheTowelChain() throws {
    var call = AnalysisCall(.contacts)
    call.column = "contact"
    let report = MeasureAnswer.of(call, towel)
    #expect(try report.column("firm_id") == ["SYN-L2", "SYN-L1"] && report.column("single_points") == ["6", "3"])
    #expect(try report.value("leaders") == 2 && report.value("without_contact") == nil)
  }
}
