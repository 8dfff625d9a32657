import ClusterAnalysis
public import ClusterMaps
public import ClusterModel
public import Diagram

extension MapRequest {
  /// The map of a network: runs the analyses that the view shows, and draws what they found.
  ///
  ///     let drawing = Drawing(MapRequest(.leader(firm), language: .zh).diagram(of: network))
  public func diagram(of network: Network) -> Diagram { diagram(of: facts(of: network)) }

  /// The map laid out: a page where the view has one, else its diagram.
  ///
  ///     let bytes = try MapRequest(.county, language: .zh).drawing(of: network).file(.pdf)
  public func drawing(of network: Network) -> Drawing { drawing(of: facts(of: network)) }

  /// The map laid out from facts that are known already.
  public func drawing(of facts: MapFacts) -> Drawing { Drawing(diagram(of: facts), page: page(of: facts)) }

  /// Runs the analyses that the view shows.
  public func facts(of network: Network) -> MapFacts {
    var facts = MapFacts(network)
    if case .cascade(let firms) = self.view {
      // A network without links has no cascade, and the drawing says so.
      facts.cascade = (try? CascadeModel(network)).flatMap { try? CascadeLosses($0, shocked: firms.map { ($0, 1) }) }
      return facts
    }
    let view = SupplyView(network)
    var targets: [Target] = []
    var gapped: ClusterID?
    switch self.view {
    case .chain(let chain, let cluster):
      gapped = cluster
      let target = cluster.map { Target.cluster($0, in: network, firmStages: facts.firmStages) }
      if let target = target ?? Target.chain(chain, in: network, firmStages: facts.firmStages) { targets.append(target) }
    case .cluster(let cluster):
      gapped = cluster
      if let target = Target.cluster(cluster, in: network, firmStages: facts.firmStages) { targets.append(target) }
    case .county:
      let sourcing = Sourcing(view)
      facts.allGaps = network.clusters.indices.compactMap {
        ChainGaps(of: ClusterID($0), in: sourcing, firmStages: facts.firmStages)
      }
      // The targets that weak links are sought for when none is named.
      targets = network.leaders().map { Target.firm($0, in: network) }
    case .leader(let leader):
      targets = [Target.firm(leader, in: network)]
      facts.tiers = Tiers(of: leader, in: network)
    case .cascade:
      break
    case .benchmark(let own, let peer):
      if let chain = network.clusters[own.row].chain {
        let all = BenchmarkFacts(network)
        let profiles = [own, peer].map { ClusterProfile(of: $0, along: chain, in: all) }
        facts.benchmark = Benchmark(profiles[0], against: profiles[1], in: network)
      }
      return facts
    case .tree(let clusters), .sources(let clusters), .steps(let clusters):
      let sourcing = Sourcing(view)
      let gaps = clusters.compactMap { ChainGaps(of: $0, in: sourcing, firmStages: facts.firmStages) }
      let weakLinks = WeakLinks(view, targets: clusters.compactMap { Target.cluster($0, in: network, firmStages: facts.firmStages) })
      if clusters.count == 1 { facts.gaps = gaps.first }
      facts.findings = gaps.flatMap { $0.findings() } + weakLinks.findings(limit: 200)
      facts.sources = StageSources(gaps, in: sourcing)
      facts.steps = PrioritySteps(gaps, weakLinks)
      return facts
    }
    if let gapped, let gaps = ChainGaps(of: gapped, in: Sourcing(view), firmStages: facts.firmStages) {
      facts.gaps = gaps
      facts.findings += gaps.findings()
    }
    // A map shows that a firm is a single point, and one sentence of why: the heaviest of each target are enough to mark.
    // On a map of counties they are counted, all of them.
    var marked = 200
    if case .county = self.view { marked = .max }
    let weakLinks = WeakLinks(view, targets: targets)
    facts.model = weakLinks.model
    facts.findings += weakLinks.findings(limit: marked)
    // Pairs up to a readable number; what is too large to find is not marked.
    if marksPairs, let sets = try? TargetCutSets(view, targets: targets, order: 2, limits: { _ in (CutSetLimits(steps: 50_000_000), nil) })
    {
      facts.findings += sets.findings(limit: 500).filter { $0.rule == "cut-set-of-two" }
    }
    return facts
  }
}
