import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import CommandRuns
import Foundation
import Testing

/// What hangs on each step, and who could be attracted, against plain sets and loops.
@Suite struct PriorityStepsTests {
  private static let graphs =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/Graphs/"

  private static func gaps(_ network: Network, _ view: SupplyView) -> ([ChainGaps], WeakLinks, Sourcing) {
    let (sourcing, stages) = (Sourcing(view), FirmStages(network))
    let clusters = network.clusters.indices.map { ClusterID($0) }
    return (
      clusters.compactMap { ChainGaps(of: $0, in: sourcing, firmStages: stages) },
      WeakLinks(view, targets: clusters.compactMap { Target.cluster($0, in: network, firmStages: stages) }), sourcing
    )
  }

  @Test(arguments: ["towel-chain", "baoding-2022"]) func `what stops with a step's sources is what the twin says`(name: String) throws {
    let network = try NetworkReader.read(Self.graphs + name).network
    let view = SupplyView(network)
    let (gaps, weakLinks, _) = Self.gaps(network, view)
    let steps = PrioritySteps(gaps, weakLinks, limit: 10).steps
    #expect(steps.count > 5)
    let twin = NaiveSurvival(network)
    // A cluster without a chain has its leaders as output, and single points all the same.
    let clusters = Set(gaps.map(\.cluster)).union(
      weakLinks.results.compactMap { if case .cluster(let cluster) = $0.target.kind { cluster } else { nil } })
    for step in steps.prefix(40) where !step.guarded.isEmpty {
      let down = Set(step.guarded)
      let all = down.union(twin.stopped(down: down))
      let expected = all.filter { network.firms.cluster($0).map { clusters.contains($0) } ?? false }
      #expect(Set(step.stopped) == expected, "\(step.subject.id)")
      // Revenue, else the sum of known sales.
      let outputs = expected.map { firm -> Double? in
        if let revenue = network.firms.revenue[firm.row] { return revenue }
        let sales = (0..<network.supplies.count).filter { network.supplies.supplier(SupplyID($0)) == firm }.compactMap {
          network.supplies.amount[$0]
        }
        return sales.isEmpty ? nil : sales.reduce(0, +)
      }
      #expect(step.unknown == outputs.filter { $0 == nil }.count)
      #expect(abs((step.exposure ?? 0) - outputs.compactMap { $0 }.reduce(0, +)) < 1e-6)
    }
    for (a, b) in zip(steps, steps.dropFirst()) { #expect((a.exposure ?? -1) >= (b.exposure ?? -1)) }
  }

  /// L needs salt and can do without oil; both come from outside. Losing the oil stops nobody: no step, and a note in place of a warning.
  @Test func `what stops nobody is no step`() throws {
    let files = [
      "chains.csv": "chain_id\nX", "clusters.csv": "cluster_id,county_code,chain_id\nC,139901,X",
      "counties.csv": "county_code,inside\n139901,yes\n139909,no",
      "firms.csv":
        "firm_id,county_code,cluster_id,revenue_cny_wan\nSYN-L,139901,C,500\nSYN-O,139909,,10\nSYN-S,139909,,10\nSYN-S2,139909,,10",
      "makes.csv": "firm_id,product_id\nSYN-L,P\nSYN-O,OIL\nSYN-S,SALT\nSYN-S2,SALT",
      "products.csv": "product_id,stage_id\nP,p\nOIL,o\nSALT,s",
      "requires.csv": "input_stage_id,output_stage_id,importance\ns,p,essential\no,p,non_essential",
      "stages.csv": "stage_id,chain_id,position\no,X,0\ns,X,0\np,X,1",
      "supplies.csv": "supplier_id,buyer_id,product_id\nSYN-O,SYN-L,OIL\nSYN-S,SYN-L,SALT\nSYN-S2,SYN-L,SALT",
    ]
    try TextFolder.with(files) { folder in
      let network = try NetworkReader.read(folder).inOrder().network
      let (gaps, weakLinks, _) = Self.gaps(network, SupplyView(network))
      let steps = PrioritySteps(gaps, weakLinks)
      // L itself stops the cluster: a step of its own, with as much at stake.
      #expect(steps.steps.map(\.subject.id) == ["s", "SYN-L"])
      #expect(steps.steps.first?.exposure == 500)
      #expect(steps.idle.map(\.subject.id) == ["o"])
      let severities = gaps[0].findings().map { "\($0.subject.id) \($0.rule) \($0.severity.word)" }
      // Of salt two suppliers are on record, of oil one, outside the region. L alone is at its stage, which nobody takes in.
      #expect(severities == ["o missing-link note", "o chokepoint note", "s missing-link warning"])
    }
  }

  @Test(arguments: ["towel-chain", "baoding-2022"]) func `makers outside and what they sell, by loops`(name: String) throws {
    let network = try NetworkReader.read(Self.graphs + name).network
    let (gaps, _, sourcing) = Self.gaps(network, SupplyView(network))
    let stages = FirmStages(network)
    let sources = StageSources(gaps, in: sourcing)
    #expect(sources.sources.count > 2)
    for source in sources.sources {
      var suppliers: Set<FirmID> = []
      var known: [Double] = []
      for row in 0..<network.supplies.count {
        let link = SupplyID(row)
        let seller = network.supplies.supplier(link)
        guard network.firms.cluster(network.supplies.buyer(link)) == source.cluster, network.firms.county(seller) == source.county,
          network.firms.cluster(seller) != source.cluster,
          network.supplies.product(link).flatMap({ network.products[$0.row].stage }) == source.stage
        else { continue }
        suppliers.insert(seller)
        if let amount = network.supplies.amount[row] { known.append(amount) }
      }
      #expect(Set(source.suppliers) == suppliers)
      // A blank amount drops only itself.
      #expect(known.isEmpty ? source.bought == nil : abs((source.bought ?? -1) - known.reduce(0, +)) < 1e-6)
      let makers = network.firms.all.filter {
        network.firms.cluster($0) != source.cluster && network.firms.county($0) == source.county && stages[$0].contains(source.stage)
      }
      #expect(Set(source.makers) == suppliers.union(makers))
    }
  }
}
