import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import CutSets
import GraphCore
import LinearPrograms
import Scenarios
import Testing

@Suite struct StrengtheningTests {
  static func network(_ seed: UInt64) -> Network {
    var generator = NetworkGenerator(firms: 70, links: 190, seed: seed)
    generator.products = 14
    generator.counties = 5
    generator.clusters = 4
    generator.leaders = 4
    generator.plantedSinglePoints = seed % 2 == 0 ? 2 : 0
    return generator.make().network
  }

  static func leaders(_ network: Network) -> [Target] { network.leaders().map { .firm($0, in: network) } }

  /// Today's loss is what the analyses of their own say: weak links, their blast radii, and importance.
  @Test(arguments: UInt64(0)..<6) func lossTodayIsThatOfTheAnalyses(seed: UInt64) throws {
    let network = Self.network(seed)
    let (view, targets) = (SupplyView(network), Self.leaders(network))
    let weakLinks = WeakLinks(view, targets: targets)
    let single = weakLinks.results.reduce(0) { $0 + $1.singlePoints.count }
    #expect(try Strengthening(view, targets: targets, objective: .spof).search.before == Double(single))
    let output = try Strengthening(view, targets: targets, objective: .output).search.before
    let upstream = weakLinks.model.structure.upstream(of: network.leaders().map(\.index))
    let radii = network.firms.all.filter { upstream.contains($0.row) }.reduce(0) { $0 + weakLinks.singlePoint($1).loss }
    #expect(abs(output - radii) <= 1e-9 * max(1, radii))
    let importance = try TargetImportance(view, targets: targets, defaultProbability: 0.01)
    let weights = FirmWeights(.output, of: network)
    let expected = zip(importance.results, network.leaders()).reduce(0) { $0 + $1.0.probability * weights.values[$1.1.row] }
    let risk = try Strengthening(view, targets: targets, objective: .risk).search.before
    #expect(abs(risk - expected) <= 1e-9 * max(1, expected))
  }

  /// A plan done for real, rows added to the tables, leaves exactly the single points that the plan says.
  @Test(arguments: UInt64(0)..<10) func planHoldsInTheChangedNetwork(seed: UInt64) throws {
    let network = Self.network(seed)
    var options = Strengthening.Options()
    options.kinds = seed % 3 == 0 ? [1] : [0, 1]
    options.candidateLimit = 60
    var strengthening = try Strengthening(SupplyView(network), targets: Self.leaders(network), objective: .spof, options: options)
    let budget = seed % 3 == 0 ? 6000.0 : 150
    let plan = try strengthening.search.plan(budget: budget, solver: try LinearSolver())
    var changed = network
    for step in strengthening.steps(plan) {
      for action in step.actions { Self.apply(strengthening.candidates[action], strengthening, to: &changed) }
    }
    let after = WeakLinks(SupplyView(changed), targets: Self.leaders(changed))
    // A new firm may be a single point itself, for nobody: it only adds.
    let left = after.results.reduce(0) { $0 + $1.singlePoints.count { $0.row < network.firms.count } }
    #expect(Double(left) == plan.loss)
    #expect(plan.loss < plan.before || plan.cost == 0)
  }

  private static func add(_ supplier: Int32, _ buyer: Int32, _ product: ProductID?, to network: inout Network) {
    let row = network.supplies.count
    network.supplies.suppliers.append(supplier)
    network.supplies.buyers.append(buyer)
    network.supplies.products.append(product?.index ?? -1)
    network.supplies.amount.append(nil, row: row)
    network.supplies.provenance.append(Provenance(.synthetic), row: row)
  }

  private static func apply(_ candidate: StrengtheningCandidate, _ strengthening: Strengthening, to network: inout Network) {
    let view = strengthening.model.view
    switch candidate.kind {
    case .secondSupplier(let buyer, let good, let supplier): add(supplier.index, buyer.index, view.product(good), to: &network)
    case .newFirm(let good, let county):
      // By hand, from what the guide says: the goods that at least half of the makers with needs buy, from all of their suppliers.
      // Makers: by makes.csv or a recorded sale; without a product the firms of the sector.
      let product = view.product(good)
      let supplies = view.network.supplies
      var makers = Set(view.network.makings.filter { $0.product == product && product != nil }.map(\.firm.index))
      for link in 0..<supplies.count where product != nil && supplies.product(SupplyID(link)) == product {
        makers.insert(supplies.suppliers[link])
      }
      if product == nil {
        let sector = good.key - Int32(view.network.products.count)
        makers = Set(view.network.firms.all.map(\.index).filter { sector > 0 && view.network.firms.industry.codes[Int($0)] == sector })
      }
      let known = makers.filter { !view.purchases(of: FirmID(Int($0))).isEmpty }
      let bought = Dictionary(grouping: known.flatMap { view.purchases(of: FirmID(Int($0))) }, by: { view.goods[$0] })
      let row = network.firms.count
      network.firms.ids.append("SYN-NEW-\(row)")
      network.firms.namesZh.append("设想")
      network.firms.namesEn.append("hypothetical")
      network.firms.counties.append(county?.index ?? -1)
      network.firms.clusters.append(-1)
      network.firms.industry.append("", row: row)
      network.firms.figuresYear.append(-1)
      network.firms.revenue.append(nil, row: row)
      network.firms.employees.append(nil, row: row)
      network.firms.provenance.append(Provenance(.synthetic), row: row)
      for (input, purchases) in bought where 2 * purchases.count >= known.count {
        for supplier in Set(purchases.flatMap { view.entries($0).map { view.suppliers[$0] } }) {
          add(supplier, Int32(row), view.product(input), to: &network)
        }
      }
      let upstream = strengthening.model.structure.upstream(
        of: strengthening.targets.indices.map {
          strengthening.search.problem.targets[$0].vertex
        })
      for purchase in view.goods.indices where view.goods[purchase] == good && upstream.contains(Int(view.buyers[purchase])) {
        add(Int32(row), view.buyers[purchase], view.product(good), to: &network)
      }
    case .stock, .alternateSite, .project: Issue.record("not asked for")
    }
  }

  /// Makers are those of `makes.csv` as those with a sale: of three, two of which sell nothing, two need Y and one needs X.
  @Test func aNewFirmNeedsWhatHalfOfTheMakersNeed() throws {
    var network = Network(name: "made up")
    network.products = ["P", "X", "Y"].map { Product(id: $0) }
    let firms = ["A", "B", "C", "D", "X", "Y", "L"].map { network.addFirm($0) }
    for maker in firms[0..<4] { network.makings.append(Making(firm: maker, product: ProductID(0))) }
    // What A sells to L is P; A buys X, B and C buy Y. Of D nothing is on record but that it makes P: it is no maker that needs nothing.
    for (supplier, buyer, product) in [(0, 6, 0), (4, 0, 1), (5, 1, 2), (5, 2, 2)] {
      network.addSupply(from: firms[supplier], to: firms[buyer], product: ProductID(product))
    }
    let view = SupplyView(network)
    let leader = Target.firm(firms[6], in: network)
    let good = try #require(view.goods.first { view.product($0) == ProductID(0) })
    var options = Strengthening.Options()
    options.candidates = [StrengtheningCandidate(.newFirm(good: good, county: nil), cost: 1)]
    var strengthening = try Strengthening(view, targets: [leader], objective: .spof, options: options)
    // A stops L, and X stops A. With the new firm, which needs Y alone, nobody does: by sales alone it would need X as A does, and X would stop L.
    let plan = try strengthening.search.plan(budget: 1, solver: try LinearSolver())
    #expect(plan.before == 2 && plan.loss == 0)
  }

  /// The plan's own scenario file is read without a finding, applies, and leaves exactly the single points that the plan says.
  @Test(arguments: UInt64(20)..<26) func planAsScenario(seed: UInt64) throws {
    let network = Self.network(seed)
    var options = Strengthening.Options()
    options.kinds = seed % 2 == 0 ? [0, 1] : [1]
    var strengthening = try Strengthening(SupplyView(network), targets: Self.leaders(network), objective: .spof, options: options)
    let plan = try strengthening.search.plan(budget: 6100, method: .greedy, solver: try LinearSolver())
    let text = StrengtheningScenario(strengthening, plan: plan, steps: strengthening.steps(plan)).text
    let reading = ScenarioReader.read(bytes: Array(text.utf8), name: "plan.yaml")
    #expect(reading.findings.isEmpty, "\(reading.findings.map(\.message.en))")
    let after = try network.applying(try #require(reading.scenario)).after
    let ids = Set(network.firms.all.map { network.firms.id($0) })
    let left = WeakLinks(SupplyView(after), targets: Self.leaders(after)).results.reduce(0) { sum, result in
      sum + result.singlePoints.count { ids.contains(after.firms.id($0)) }
    }
    #expect(Double(left) == plan.loss && plan.loss < plan.before)
    #expect(
      after.firms.count - network.firms.count
        == plan.chosen.indices.count { plan.chosen[$0] && strengthening.candidates[$0].kindNumber == 1 })
  }

  /// Second suppliers for the most central suppliers (by betweenness) at the same budget remove less risk than the plan, on average by far.
  @Test func beatsTheMostCentralSuppliers() throws {
    var (ours, central) = (0.0, 0.0)
    var counted = 0
    for seed in UInt64(1000)..<1020 {
      let network = Self.network(seed)
      var options = Strengthening.Options()
      options.kinds = [0]
      var strengthening = try Strengthening(SupplyView(network), targets: Self.leaders(network), objective: .risk, options: options)
      if strengthening.search.before == 0 || strengthening.candidates.isEmpty { continue }
      let budget = 60.0
      let plan = try strengthening.search.plan(budget: budget, method: .greedy, solver: try LinearSolver())
      let baseline = Self.central(strengthening, network, budget: budget)
      let left = try strengthening.search.loss(baseline)
      #expect(plan.loss <= left * (1 + 1e-12), "seed \(seed)")
      ours += 1 - plan.loss / plan.before
      central += 1 - left / plan.before
      counted += 1
    }
    #expect(counted >= 15 && ours > 1.5 * central)
  }

  /// The cheapest second supplier for each purchase that a central supplier serves, most central first, as far as the budget goes.
  private static func central(_ strengthening: Strengthening, _ network: Network, budget: Double) -> [Bool] {
    let betweenness = betweenness(network)
    let order = network.firms.all.sorted {
      betweenness[$0.row] != betweenness[$1.row] ? betweenness[$0.row] > betweenness[$1.row] : $0 < $1
    }
    let view = strengthening.model.view
    var chosen = [Bool](repeating: false, count: strengthening.candidates.count)
    var left = budget
    var served: Set<Int> = []
    for firm in order {
      for (number, candidate) in strengthening.candidates.enumerated().sorted(by: { $0.element.cost < $1.element.cost }) {
        guard case .secondSupplier(let buyer, let good, _) = candidate.kind, candidate.cost <= left, !chosen[number] else { continue }
        let purchase = view.purchases(of: buyer).first { view.goods[$0] == good }!
        guard view.entries(purchase).contains(where: { view.suppliers[$0] == firm.index }), served.insert(purchase).inserted else {
          continue
        }
        chosen[number] = true
        left -= candidate.cost
      }
    }
    return chosen
  }

  /// Brandes' algorithm, unweighted, along the supply links.
  /// > Source: U. Brandes, A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25 (2001).
  private static func betweenness(_ network: Network) -> [Double] {
    let graph = network.supplyGraph().graph
    let count = graph.vertexCount
    var result = [Double](repeating: 0, count: count)
    for source in 0..<count {
      var (distance, paths) = ([Int](repeating: -1, count: count), [Double](repeating: 0, count: count))
      (distance[source], paths[source]) = (0, 1)
      var order = [source]
      var head = 0
      while head < order.count {
        let vertex = order[head]
        head += 1
        for next in graph.outNeighbors(of: VertexID(vertex)).map({ Int($0) }) {
          if distance[next] < 0 {
            distance[next] = distance[vertex] + 1
            order.append(next)
          }
          if distance[next] == distance[vertex] + 1 { paths[next] += paths[vertex] }
        }
      }
      var share = [Double](repeating: 0, count: count)
      for vertex in order.reversed() {
        for next in graph.outNeighbors(of: VertexID(vertex)).map({ Int($0) }) where distance[next] == distance[vertex] + 1 {
          share[vertex] += paths[vertex] / paths[next] * (1 + share[next])
        }
        if vertex != source { result[vertex] += share[vertex] }
      }
    }
    return result
  }

  /// A candidate file is checked against the network, everything at once.
  @Test func candidateFile() throws {
    let network = Self.network(0)
    let view = SupplyView(network)
    let buyer = network.leaders().first { !view.purchases(of: $0).isEmpty }!
    let purchase = view.purchases(of: buyer).first!
    let (good, supplier) = (view.subject(view.goods[purchase]).id, FirmID(Int(view.suppliers[view.entries(purchase).lowerBound])))
    let (id, other) = (network.firms.id(buyer), network.firms.id(supplier))
    let file = """
      action,firm_id,product_id,supplier_id,county_code,days,cost_cny_wan
      alternate_site,\(id),,,,,10
      库存,\(id),\(good),,,30,2.5
      second_supplier,\(id),\(good),\(other),,,5
      new_firm,,NONE,,99,,7
      alternate_site,\(id),,,,,11
      stock,nobody,\(good),,,3,1
      """
    let reading = try CandidateReader.read(bytes: Array(file.utf8), name: "c.csv")
    #expect(reading.findings.isEmpty && reading.rows.count == 6)
    let found = CandidateRows(reading.rows, in: view)
    #expect(found.candidates.isEmpty)
    #expect(found.findings.map { $0.places[0].row } == [4, 5, 5, 6, 7])
    let good2 = CandidateRows(Array(reading.rows.prefix(2)), in: view)
    #expect(good2.findings.isEmpty && good2.candidates.map(\.cost) == [10, 2.5])

    let bad = """
      action,firm_id,product_id,cost_cny_wan
      buy,X,,1
      stock,X,P,-1
      second_supplier,,P,3
      """
    let wrong = try CandidateReader.read(bytes: Array(bad.utf8), name: "c.csv")
    #expect(wrong.rows.isEmpty)
    // Row 3: the cost, and the days that a stock needs; row 4: the firm and the supplier.
    #expect(wrong.findings.map { $0.places[0].row } == [2, 3, 3, 4, 4])
    #expect(throws: ClusterIOError.self) { try CandidateReader.read(bytes: Array("firm_id\nX\n".utf8), name: "c.csv") }
  }

  @Test(arguments: StrengtheningProblem.Objective.allCases) func sameAnswerTwice(objective: StrengtheningProblem.Objective) throws {
    let network = Self.network(4)
    func text() throws -> String {
      var strengthening = try Strengthening(SupplyView(network), targets: Self.leaders(network), objective: objective)
      let plan = try strengthening.search.plan(budget: 120, method: .greedy, solver: try LinearSolver())
      return StrengtheningScenario(strengthening, plan: plan, steps: strengthening.steps(plan)).text
    }
    let first = try text()
    #expect(first == (try text()) && first.contains("changes:"))
    // Stocks and sites too are changes that can be made.
    let reading = ScenarioReader.read(bytes: Array(first.utf8), name: "plan.yaml")
    #expect(reading.findings.isEmpty)
    _ = try network.applying(try #require(reading.scenario))
  }

  /// A search that the work limit cuts short ends at the same place again, at any number of threads: the same plan, bound and text.
  @Test(arguments: StrengtheningProblem.Objective.allCases) func sameAnswerWhereTheWorkEnds(objective: StrengtheningProblem.Objective)
    throws
  {
    let network = Self.network(4)
    func answer(threads: Int, steps: Int) throws -> (plans: [StrengtheningPlan], text: String) {
      var options = Strengthening.Options()
      options.threads = threads
      var strengthening = try Strengthening(
        SupplyView(network, threads: threads), targets: Self.leaders(network), objective: objective, options: options)
      let solver = try LinearSolver()
      let plan = try strengthening.search.plan(budget: 400, solver: solver, steps: steps)
      let frontier = try strengthening.search.frontier(budgets: [100, 250, 400], method: .exact, solver: solver, steps: steps)
      let text = StrengtheningScenario(strengthening, plan: plan, steps: strengthening.steps(plan)).text
      return (frontier + [plan], text)
    }
    for steps in [3_000, 30_000, 200_000] {
      let first = try answer(threads: 1, steps: steps)
      if steps == 3_000 { #expect(first.plans.last!.end == .steps) }
      #expect(first.plans.allSatisfy { $0.end != .clock && $0.bound <= $0.loss })
      for threads in [1, 2] {
        let again = try answer(threads: threads, steps: steps)
        #expect(first.plans == again.plans && first.text == again.text, "\(steps) steps, \(threads) threads")
      }
    }
  }
}
