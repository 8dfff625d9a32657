public import ClusterModel

/// What must not stop: a leader, a cluster's output, a chain's output.
public struct Target: Sendable {
  public enum Kind: Sendable, Equatable {
    case firm(FirmID)
    case cluster(ClusterID)
    case chain(ChainID)
  }
  public var kind: Kind
  public var subject: Subject
  /// Empty for a firm; else the target runs when of each of these sets at least one firm does: the makers of each output stage.
  public var outputs: [(stage: StageID?, firms: [FirmID])]

  /// A firm, usually a leader.
  public static func firm(_ firm: FirmID, in network: Network) -> Target {
    Target(kind: .firm(firm), subject: network.subject(firm), outputs: [])
  }

  /// A cluster's output: of every output stage of its chain (a stage with firms inside and no present stage after it), some firm inside runs.
  ///
  /// Without a chain, or without firms at stages, all leaders of the cluster; `nil` when there are none either.
  public static func cluster(_ cluster: ClusterID, in network: Network, firmStages: FirmStages) -> Target? {
    let firms = network.firms.all.filter { network.firms.cluster($0) == cluster }
    let subject = network.subject(cluster)
    if let chain = network.clusters[cluster.row].chain {
      let outputs = outputStages(of: chain, among: firms, in: network, firmStages: firmStages)
      if !outputs.isEmpty { return Target(kind: .cluster(cluster), subject: subject, outputs: outputs) }
    }
    let leaders = network.leaders().filter { network.firms.cluster($0) == cluster }
    if leaders.isEmpty { return nil }
    return Target(kind: .cluster(cluster), subject: subject, outputs: leaders.map { (nil, [$0]) })
  }

  /// A chain's output over the whole network; `nil` when no firm works at any of its stages.
  public static func chain(_ chain: ChainID, in network: Network, firmStages: FirmStages) -> Target? {
    let outputs = outputStages(of: chain, among: Array(network.firms.all), in: network, firmStages: firmStages)
    if outputs.isEmpty { return nil }
    return Target(kind: .chain(chain), subject: network.subject(chain), outputs: outputs)
  }

  /// The stages of `chain` with firms among `firms` from which no other such stage is reached along `requires`.
  static func outputStages(
    of chain: ChainID, among firms: [FirmID], in network: Network, firmStages: FirmStages
  ) -> [(stage: StageID?, firms: [FirmID])] {
    var makers: [StageID: [FirmID]] = [:]
    for firm in firms {
      for stage in firmStages[firm] where network.stages[stage.row].chain == chain { makers[stage, default: []].append(firm) }
    }
    let next = Dictionary(grouping: network.requirements, by: \.input).mapValues { $0.map(\.output) }
    return network.stages(of: chain).compactMap { stage in
      guard let firms = makers[stage] else { return nil }
      var seen: Set<StageID> = [stage]
      var stack = [stage]
      while let at = stack.popLast() {
        for output in next[at] ?? [] where seen.insert(output).inserted { stack.append(output) }
      }
      let isLast = seen.allSatisfy { $0 == stage || makers[$0] == nil }
      return isLast ? (stage, firms) : nil
    }
  }
}

extension Network {
  /// The firms with a leader or chain leader role, each once, by row.
  public func leaders() -> [FirmID] {
    Set(roles.filter { $0.kind == .leader || $0.kind == .chainLeader }.map(\.firm)).sorted()
  }

  public func subject(_ firm: FirmID) -> Subject {
    Subject(table: "firm", id: firms.id(firm), name: Name(zh: firms.name(firm, .zh), en: firms.name(firm, .en)))
  }
  public func subject(_ cluster: ClusterID) -> Subject {
    Subject(table: "cluster", id: clusters[cluster.row].id, name: clusters[cluster.row].name)
  }
  public func subject(_ chain: ChainID) -> Subject {
    Subject(table: "chain", id: chains[chain.row].id, name: chains[chain.row].name)
  }
  public func subject(_ stage: StageID) -> Subject {
    Subject(table: "stage", id: stages[stage.row].id, name: stages[stage.row].name)
  }
}
