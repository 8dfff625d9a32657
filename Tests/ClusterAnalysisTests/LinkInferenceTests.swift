import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterAnalysis

@Suite struct LinkInferenceTests {
  /// A market with a template; every third buyer of a stage's goods loses its record of them. Gives the links taken away, too.
  private static func market(seed: Int) -> (network: Network, hidden: Set<[Int32]>) {
    var generator = NetworkGenerator(firms: 160, links: 700, seed: UInt64(seed))
    generator.products = 8
    generator.hasTemplate = true
    var network = generator.make().network
    let view = SupplyView(network)
    var gone: Set<Int32> = []
    var hidden: Set<[Int32]> = []
    for purchase in 0..<view.purchaseCount where (Int(view.buyers[purchase]) + Int(view.goods[purchase].key)) % 3 == 0 {
      for entry in view.entries(purchase) {
        hidden.insert([view.suppliers[entry], view.buyers[purchase], view.goods[purchase].key])
        gone.formUnion(view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])])
      }
    }
    network.supplies = network.supplies.keeping((0..<Int32(network.supplies.count)).map { !gone.contains($0) })
    return (network, hidden)
  }

  @Test(arguments: 0..<6) func `as many links are expected as are on record, and each buyer buys what it should`(seed: Int) throws {
    let network = Self.market(seed: seed).network
    let inference = LinkInference(network, least: 1e-12)
    #expect(!inference.candidates.isEmpty)
    for stripe in inference.stripes where !stripe.isAssumed && !stripe.makers.isEmpty {
      // The calibration, added up anew: sum over pairs of z s d / (1 + z s d).
      var (expected, pairs) = (0.0, 0.0)
      for (buyer, demand) in zip(stripe.recordedBuyers, stripe.recordedDemands) {
        for (maker, strength) in zip(stripe.makers, stripe.strengths) where maker != buyer {
          expected += 1 - 1 / (1 + stripe.z * strength * demand)
          pairs += 1
        }
      }
      let goal = min(Double(stripe.recordedLinks), pairs * 0.999)
      #expect(abs(expected - goal) < 1e-6 * max(1, goal))
      // Each buyer's expected purchases are its demand (Ialongo et al. 2022, in-strengths are kept); links capped at 0.999 lose nothing.
      for (buyer, demand) in zip(stripe.buyers, stripe.demands) {
        let bought = inference.candidates.filter { $0.buyer == buyer && network.products[$0.product.row].stage == stripe.stage }
          .reduce(0) { $0 + $1.probability * $1.amount }
        #expect(abs(bought - demand) < 1e-9 * demand || stripe.makers == [buyer])
      }
    }
  }

  /// The model must tell the suppliers that were hidden from the other makers better than chance.
  @Test func `hidden suppliers are more probable than others`() {
    var (hits, others) = ([Double](), [Double]())
    for seed in 0..<6 {
      let (network, hidden) = Self.market(seed: seed)
      for candidate in LinkInference(network, least: 1e-12).candidates {
        let key = [candidate.supplier.index, candidate.buyer.index, candidate.product.index]
        if hidden.contains(key) { hits.append(candidate.probability) } else { others.append(candidate.probability) }
      }
    }
    #expect(hits.count > 100 && others.count > 100)
    let (hit, other) = (hits.reduce(0, +) / Double(hits.count), others.reduce(0, +) / Double(others.count))
    #expect(hit > 1.2 * other, "\(hit) against \(other)")
  }

  @Test func `inferred links are marked, and are not there as recorded`() {
    let network = Self.market(seed: 1).network
    let inference = LinkInference(network)
    let added = inference.addedToNetwork()
    #expect(added.supplies.count == network.supplies.count + inference.candidates.count)
    for row in network.supplies.count..<added.supplies.count {
      #expect(added.supplies.provenance.kind(row) == .inferred)
      #expect((added.supplies.confidence[row] ?? 1) < 1)
    }
    let facts = UncertainFacts(added, inferredFrom: network.supplies.count)
    #expect(facts.facts.allSatisfy(\.isInferred) && facts.facts.count == inference.candidates.count)
    #expect(facts.asRecorded.supplies.suppliers == network.supplies.suppliers)
    #expect(inference.improbable > 0)
  }

  @Test func `made-up firms are never linked with real ones`() {
    var network = Network(name: "mixed")
    network.chains = [Chain(id: "c", name: Name())]
    network.stages = [
      Stage(id: "in", chain: ChainID(0), name: Name(), position: 0), Stage(id: "out", chain: ChainID(0), name: Name(), position: 1),
    ]
    network.products = [Product(id: "p", stage: StageID(0))]
    network.requirements = [Requirement(input: StageID(0), output: StageID(1))]
    // A maker and two buyers of each kind; the first buyer is on record.
    for id in ["A-MAKER", "A-BUYER", "A-LACKING", "SYN-MAKER", "SYN-BUYER", "SYN-LACKING"] { network.firms.ids.append(id) }
    network.firms.revenue = NumberColumn([100, 50, 60, 100, 50, 60])
    for firm in [0, 3] { network.makings.append(Making(firm: FirmID(firm), product: ProductID(0), stage: StageID(0))) }
    for firm in [1, 2, 4, 5] { network.makings.append(Making(firm: FirmID(firm), stage: StageID(1))) }
    network.supplies.suppliers = [0, 3]
    network.supplies.buyers = [1, 4]
    network.supplies.products = [0, 0]
    network.supplies.amount = NumberColumn([10, 20])
    let inference = LinkInference(network)
    #expect(inference.candidates.map { [$0.supplier.row, $0.buyer.row] } == [[0, 2], [3, 5]])
    // The buyer on record spends 10 of 50, and 20 of 50: the others 12 and 24 of 60.
    #expect(inference.stripes.map(\.demands) == [[12], [24]])
    #expect(inference.candidates.allSatisfy { abs($0.probability * $0.amount - ($0.buyer.row == 2 ? 12 : 24)) < 1e-9 })
  }

  @Test func `nothing required, nothing inferred`() {
    #expect(LinkInference(Network(name: "empty")).candidates.isEmpty)
    var network = Self.market(seed: 2).network
    network.requirements = []
    #expect(LinkInference(network).stripes.isEmpty)
  }

  /// Many pairs are summed by polynomials: the same z as pair by pair, to rounding, over strengths of many sizes.
  @Test(arguments: 0..<12) func `tables give the z of the sums`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) &+ 400)
    func sizes(_ count: Int) -> [Double] {
      (0..<count).map { _ in (0..<(1 + random.below(8))).reduce(1.0) { product, _ in product * (0.1 + 12 * random.unit()) } }
    }
    let (makers, buyers) = (20 + random.below(40), 20 + random.below(40))
    let stripe = LinkInference.Stripe(
      stage: StageID(0), isSynthetic: true, makers: (0..<makers).map { FirmID($0) }, strengths: sizes(makers),
      // Some make and buy.
      recordedBuyers: (0..<buyers).map { FirmID($0 + makers - 5) }, recordedDemands: sizes(buyers),
      recordedLinks: 1 + random.below(makers * buyers), buyers: [], demands: [], isAssumed: false, z: 0, makersLeftOut: 0, buyersLeftOut: 0)
    var direct = StripeCalibration(stripe)
    var tabulated = StripeCalibration(stripe, mostPairs: 0)
    let (z, other) = (direct.solved(), tabulated.solved())
    #expect(z > 0 && abs(z - other) <= 1e-11 * z, "\(z) \(other)")
    #expect(abs(tabulated.expected(z) - direct.expected(z)) <= 1e-12 * direct.expected(z) + 1e-12)
  }
}
