import ClusterAnalysis
public import ClusterModel
public import GraphCore

extension Snapshot {
  /// Measures a network.
  ///
  /// - Parameters:
  ///   - network: what is measured.
  ///   - request: which clusters, leaders and gates, and how much work.
  ///   - threads: the numbers do not depend on it.
  ///   - before: a snapshot by the same request: what bears on a target as it did there is not computed anew.
  ///   - progress: told how many targets are done of how many.
  public init(
    _ network: Network, _ request: SnapshotRequest, threads: Int = Threads.standard, like before: Snapshot? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) {
    self.init()
    let facts = BenchmarkFacts(network)
    let clusters = network.clusters.indices.map { ClusterID($0) }.filter { cluster in
      let row = network.clusters[cluster.row]
      if !request.clusters.isEmpty { return request.clusters.contains(row.id) }
      return row.chain != nil || !(facts.members[cluster] ?? []).isEmpty
    }
    measureNetwork(facts)
    for cluster in clusters { measure(cluster, facts) }
    let targets = Self.targets(clusters, facts, request)
    let weakLinks = WeakLinks(facts.sourcing.view, targets: targets, threads: threads)
    measure(targets, weakLinks, facts, request, known: before?.cutSets, progress)
    measureCounties(facts)
    measureSectors(network, threads)
    addShortlists(facts, request)
    measureLeaders(facts, request)
    for set in request.gates {
      for cluster in clusters {
        let subject = network.subject(cluster)
        gates += ClusterGates(cluster, set, in: facts).rows.map { Gate(cluster: subject, set: set.name, row: $0) }
      }
    }
    if request.everyFirm { measureEveryFirm(targets, weakLinks, facts, request, threads) }
    groupBySubject()
  }

  /// All measures of a subject together, the subjects as they first come.
  private mutating func groupBySubject() {
    var order: [[String]: Int] = [:]
    for value in values where order[[value.key.table, value.key.id]] == nil { order[[value.key.table, value.key.id]] = order.count }
    values = values.enumerated().sorted { a, b in
      let (x, y) = (order[[a.element.key.table, a.element.key.id]]!, order[[b.element.key.table, b.element.key.id]]!)
      return x != y ? x < y : a.offset < b.offset
    }.map(\.element)
  }

  mutating func add(_ subject: Subject, _ measure: String, _ kind: Kind, _ value: Double?) {
    add(subject, measure, kind, range: value.map { KnownRange($0) })
  }

  /// A figure of which parts may be unknown.
  mutating func add(_ subject: Subject, _ measure: String, _ kind: Kind, range: KnownRange?) {
    values.append(
      Value(
        key: Key(table: subject.table, id: subject.id, measure: measure), subject: subject, kind: kind,
        range: range))
  }

  mutating func add(_ subject: Subject, _ measure: String, _ count: Int) {
    add(subject, measure, .count, Double(count))
  }

  // MARK: The whole network

  private mutating func measureNetwork(_ facts: BenchmarkFacts) {
    let network = facts.network
    // One name before and after, whatever the folders are called.
    let subject = Self.wholeNetwork
    subjects.insert([subject.table, subject.id])
    let overview = Overview(facts.sourcing.view)
    add(subject, "firms", overview.firms)
    add(subject, "supply_links", overview.supplyLinks)
    add(subject, "weak_components", overview.weakComponents)
    add(subject, "largest_component", overview.largestWeakComponent)
    add(subject, "circles", overview.circles)
    add(subject, "largest_circle", overview.largestCircle)
    addSourcing(subject, facts.sourcing, Array(0..<facts.sourcing.view.purchaseCount))
    add(subject, "output_cny_wan", .amount, range: network.firms.count == 0 ? nil : KnownSum(facts.weights.values).range)
  }

  /// What is bought: how much, from how many, how near (M4, M11, M13).
  private mutating func addSourcing(_ subject: Subject, _ sourcing: Sourcing, _ purchases: [Int]) {
    let total = sourcing.total(of: purchases)
    add(subject, "goods_bought", total.purchases)
    add(subject, "single_sourced", total.singleSourced)
    add(subject, "hhi_above_0_25", .count, range: sourcing.concentrated(above: 0.25, purchases))
    add(subject, "hhi_above_0_4", .count, range: sourcing.concentrated(above: 0.4, purchases))
    add(subject, "mean_hhi", .index, range: sourcing.meanConcentration(purchases))
    add(subject, "bought_cny_wan", .amount, range: total.purchases == 0 ? nil : total.bought.range)
    add(subject, "local_supply_ratio", .ratio, range: total.local)
    add(subject, "leakage", .ratio, range: total.leakage)
  }

  // MARK: Clusters

  private mutating func measure(_ cluster: ClusterID, _ facts: BenchmarkFacts) {
    let network = facts.network
    let subject = network.subject(cluster)
    subjects.insert([subject.table, subject.id])
    let measures = FirmSetMeasures(cluster, in: facts)
    for field in FirmSetField.allCases {
      let kind: Kind = field == .concentration ? .index : field.isShare ? .ratio : field == .firms ? .count : .amount
      add(subject, field == .localSupply ? "cluster_supply_ratio" : field.rawValue, kind, range: measures.value(field).range)
    }
    let view = facts.sourcing.view
    let members = facts.members[cluster] ?? []
    addSourcing(subject, facts.sourcing, members.flatMap { Array(view.purchases(of: $0)) })
    let pools = Pooling(of: cluster, in: facts.sourcing).pools
    add(subject, "pools", pools.count)
    add(
      subject, "pool_volume_cny_wan", .amount,
      range: KnownSum(sums: pools.map(\.volume)).range)
    guard let gaps = ChainGaps(of: cluster, in: facts.sourcing, firmStages: facts.firmStages) else { return }
    add(subject, "stages_present", .count, gaps.completeness == nil ? nil : Double(gaps.rows.count { !$0.inside.isEmpty }))
    for gap in ChainGaps.Gap.allCases {
      add(subject, "stages_" + gap.rawValue, .count, range: gaps.count([gap]))
      held += gaps.rows.filter { $0.gaps.contains(gap) }.map { Held(rule: gap.rule, about: subject, things: [network.subject($0.stage)]) }
    }
  }

  // MARK: Counties

  /// The scorecard of every county, M31 included. It counts the single points of all leaders, and of leaders alone.
  mutating func measureCounties(_ facts: BenchmarkFacts) {
    for row in CountyScorecard(facts).rows {
      let county = facts.network.counties[row.county.row]
      let subject = Subject(table: "county", id: county.code, name: county.name)
      subjects.insert([subject.table, subject.id])
      for field in ScorecardField.allCases where !field.isOfLists {
        let kind: Kind =
          switch field {
          case .complexity: .relative
          case .output: .amount
          default: field.isShare ? .ratio : .count
          }
        add(subject, field.figure, kind, range: row.value(field).range)
      }
    }
  }
}
