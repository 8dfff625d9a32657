import Cascades
import ClusterAnalysis
import ClusterModel
import CutSets
import InputOutput

extension Snapshot {
  /// The numbers of every firm and every pair, and what takes as much work.
  mutating func measureEveryFirm(
    _ targets: [Target], _ weakLinks: WeakLinks, _ facts: BenchmarkFacts, _ request: SnapshotRequest, _ threads: Int
  ) {
    let network = facts.network
    let firms = Self.names(network.firms.all, network)
    addRisks(network, firms, threads)
    addLosses(weakLinks, firms)
    addImportance(targets, facts, firms, request, threads)
    measureSurvival(targets, facts, request, threads)
    measureWorstStops(facts, request, threads)
    addStreams(network, firms)
    addSourcing(facts.sourcing, firms)
    addSpecialisation(facts)
    measureWorstPair(facts, request)
    measureMatching(facts)
  }

  // MARK: Firms

  private mutating func addRisks(_ network: Network, _ firms: [Column.Thing: Name], _ threads: Int) {
    guard let model = try? CascadeModel(network),
      let risks = try? model.kernel.allFirms(CascadeSettings(tolerance: Self.riskTolerance), threads: threads)
    else {
      unknowns.append(
        LocalText(zh: "未算 ESRI：没有金额大于 0 的供应关系", en: "ESRI was not computed: no supply link has an amount above 0"))
      return
    }
    var column = Column(
      measure: "esri", kind: .probability, names: firms)
    for firm in risks.firms { column.numbers[Column.Row(of: Self.thing(FirmID(firm), network))] = risks.risk(of: firm).esri }
    columns.append(column)
  }

  /// Far below what is shown of a difference; the published method's own tolerance of 0.01 would be as large as many of them.
  static let riskTolerance = 1e-6

  /// What stops with each firm upstream of a target (M5).
  private mutating func addLosses(_ weakLinks: WeakLinks, _ firms: [Column.Thing: Name]) {
    let network = weakLinks.model.network
    var loss = Column(
      measure: "blast_cny_wan", kind: .amount,
      names: firms)
    var stopped = Column(
      measure: "blast_firms", kind: .count, isDetail: true, names: firms)
    for firm in network.firms.all {
      let point = weakLinks.singlePoint(firm)
      // The firm itself stops: 0 means that it is upstream of no target, and was not tried.
      if point.stoppedFirms == 0 { continue }
      loss.set(Column.Row(of: Self.thing(firm, network)), point.lost.range)
      stopped.numbers[Column.Row(of: Self.thing(firm, network))] = Double(point.stoppedFirms)
    }
    columns += [loss, stopped]
  }

  /// How likely each target stops, and whose failure matters most for that (M3).
  private mutating func addImportance(
    _ targets: [Target], _ facts: BenchmarkFacts, _ firms: [Column.Thing: Name], _ request: SnapshotRequest, _ threads: Int
  ) {
    let measures: [(name: String, importance: (EventImportance) -> Double?)] = [
      ("fussell_vesely", { $0.fussellVesely }),
      ("birnbaum", { $0.birnbaum }),
      ("criticality", { $0.criticality }),
    ]
    var found = measures.enumerated().map { at, measure in
      Column(measure: measure.name, kind: .probability, isDetail: at > 0, absent: 0, names: firms)
    }
    var beyond: [String] = []
    for (target, result) in zip(targets, Self.importance(targets, facts.sourcing.view, request, threads)) {
      add(target.subject, "stop_probability", .probability, result?.probability)
      // A target that is beyond the limit is not named: nothing counts as 0 for it.
      guard let result else {
        beyond.append(target.subject.id)
        continue
      }
      let about = Self.thing(target.subject)
      for at in found.indices { found[at].names[about] = target.subject.name }
      for row in result.rows {
        guard case .firm(let firm) = row.event else { continue }
        let place = Column.Row(of: Self.thing(firm, facts.network), about: about)
        for (at, measure) in measures.enumerated() { found[at].numbers[place] = measure.importance(row.importance) }
      }
    }
    columns += found
    if !beyond.isEmpty {
      unknowns.append(
        LocalText(
          zh: "停产概率与重要度超出工作限额，未知：\(Self.list(beyond, "、"))",
          en: "probability and importance are beyond the limit of work and unknown: \(Self.list(beyond, ", "))"))
    }
  }

  /// One a target; `nil` where it is beyond the limit.
  private static func importance(
    _ targets: [Target], _ view: SupplyView, _ request: SnapshotRequest, _ threads: Int
  ) -> [TargetImportance.Result?] {
    let limits = CutSetLimits(steps: request.probabilitySteps)
    return concurrentMap(targets.count, threads: threads) { at in
      try? TargetImportance(
        view, targets: [targets[at]], defaultProbability: request.failureProbability, limits: { _ in limits }
      ).results[0]
    }
  }

  /// How far each firm stands from final use and from first inputs (M14).
  private mutating func addStreams(_ network: Network, _ firms: [Column.Thing: Name]) {
    guard let streams = try? FirmStreams(network) else { return }
    var up = Column(measure: "upstreamness", kind: .index, names: firms)
    var down = Column(
      measure: "downstreamness", kind: .index, isDetail: true,
      names: firms)
    for firm in network.firms.all where !streams.upstreamness[firm.row].isNaN {
      up.numbers[Column.Row(of: Self.thing(firm, network))] = streams.upstreamness[firm.row]
      down.numbers[Column.Row(of: Self.thing(firm, network))] = streams.downstreamness[firm.row]
    }
    columns += [up, down]
  }

  // MARK: Goods and stages

  /// How concentrated each purchase is (M11), and how near each good is bought (M13).
  private mutating func addSourcing(_ sourcing: Sourcing, _ firms: [Column.Thing: Name]) {
    let view = sourcing.view
    let byGood = sourcing.byGood()
    var goods: [Column.Thing: Name] = [:]
    for (good, _) in byGood {
      let name = view.name(good)
      goods[Self.thing(view.subject(good))] = Name(zh: name.zh, en: name.en)
    }
    var hhi = Column(
      measure: "supplier_hhi", kind: .index,
      names: firms.merging(goods) { first, _ in first })
    for purchase in 0..<view.purchaseCount {
      let row = Column.Row(
        of: Self.thing(view.subject(view.goods[purchase])), about: Self.thing(FirmID(Int(view.buyers[purchase])), view.network))
      hhi.set(row, sourcing.concentration(purchase))
    }
    var near = Column(
      measure: "good_local_supply_ratio", kind: .ratio,
      names: goods)
    for (good, total) in byGood {
      near.set(Column.Row(of: Self.thing(view.subject(good))), total.local)
    }
    columns += [hhi, near]
  }

  /// How specialised each cluster is in each stage of its chain (M27).
  private mutating func addSpecialisation(_ facts: BenchmarkFacts) {
    let network = facts.network
    let specialisation = Specialisation(facts)
    var column = Column(
      measure: "location_quotient", kind: .index)
    for at in network.clusters.indices {
      guard let chain = network.clusters[at].chain else { continue }
      let profile = ClusterProfile(of: ClusterID(at), along: chain, in: facts)
      let cluster = network.subject(ClusterID(at))
      column.names[Self.thing(cluster)] = cluster.name
      for row in profile.rows {
        let stage = network.subject(row.stage)
        column.names[Self.thing(stage)] = stage.name
        column.set(Column.Row(of: Self.thing(stage), about: Self.thing(cluster)), specialisation.quotient(row, of: profile).range)
      }
    }
    columns.append(column)
  }

  // MARK: Sectors

  /// Linkages, multipliers and extraction of the sectors that firms add up to (M14, M18, M25, M26).
  mutating func measureSectors(_ network: Network, _ threads: Int) {
    guard let industries = try? IndustryTable(network), industries.sectors.ids.count <= Self.sectorLimit,
      let model = try? LeontiefModel(industries.sectors.table, threads: threads)
    else { return }
    let ids = industries.sectors.ids
    let linkages = Linkages(model)
    let extraction = Extraction(model)
    let sectors = ids.map { Subject(table: "sector", id: $0, name: Name(zh: $0, en: $0)) }
    let names = Dictionary(uniqueKeysWithValues: sectors.map { (Self.thing($0), $0.name) })
    func column(
      _ measure: String, _ kind: Kind, isDetail: Bool = true, _ numbers: [Double]
    ) {
      var column = Column(measure: measure, kind: kind, isDetail: isDetail, names: names)
      for (sector, number) in zip(sectors, numbers) where !number.isNaN { column.numbers[Column.Row(of: Self.thing(sector))] = number }
      columns.append(column)
    }
    column(
      "extraction_loss_cny_wan", .amount, isDetail: false, extraction.singles)
    column("backward", .index, linkages.power)
    column("forward", .index, linkages.forward)
    column("spread", .index, linkages.spread)
    column("output_multiplier", .index, model.outputMultipliers)
    column("sector_upstreamness", .index, model.upstreamness)
    let key = linkages.keySectors
    add(Self.wholeNetwork, "key_sectors", .count, Double(key.count))
    held += key.map { Held(rule: "key-sector", about: Self.wholeNetwork, things: [sectors[$0]]) }
  }

  /// Inverting takes the cube of their number.
  private static let sectorLimit = 600

  // MARK: The whole network, with work

  /// The two firms whose loss together costs most (M6).
  private mutating func measureWorstPair(_ facts: BenchmarkFacts, _ request: SnapshotRequest) {
    var steps = 0
    let worst = WorstLosses(facts.sourcing.view, size: 2) {
      steps += 1
      return steps <= request.groupSteps
    }
    add(
      Self.wholeNetwork, "worst_pair_loss_cny_wan", .amount,
      range: worst.isProven ? worst.worst.lost.range : nil)
  }

  /// What is bought outside, how much of it makers inside could match (M32), and what nobody inside makes.
  private mutating func measureMatching(_ facts: BenchmarkFacts) {
    let whole = Self.wholeNetwork
    let challenges = Challenges(facts.sourcing.view).challenges
    add(whole, "challenges", .count, Double(challenges.count))
    held += challenges.map { Held(rule: "no-maker-inside", about: whole, things: [$0.subject]) }
    let matching = Matching(SupplyModel(facts.sourcing.view))
    add(whole, "bought_outside_cny_wan", .amount, range: matching.isUnplaced ? nil : matching.wantedSum.range)
    add(whole, "matched_cny_wan", .amount, range: matching.isUnplaced ? nil : matching.matchedRange)
  }
}
