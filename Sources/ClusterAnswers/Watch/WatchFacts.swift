import ClusterAnalysis
import ClusterModel
import Scenarios

/// The rows that differ and bear on what turned.
struct WatchFacts {
  struct Fact: Sendable {
    var thing: Watched.Thing
    var row: RowDifference
    /// It is about a firm or stage of a finding that opened or closed.
    var isDirect: Bool
  }

  private let then: Network
  private let now: Network
  private let rows: [RowDifference]
  private let findings: [Comparison.Finding]

  /// - Complexity: O(rows).
  init(then: Network, now: Network, _ findings: [Comparison.Finding]) {
    (self.then, self.now, self.findings) = (then, now, findings)
    rows = RowDifference.all(from: then, to: now)
  }

  /// Thing by thing.
  func all(of turned: [Watched.Thing]) -> [Fact] {
    turned.flatMap { thing -> [Fact] in
      let mine = findings.filter { $0.held.about.table == thing.subject.table && $0.held.about.id == thing.subject.id }
      let firms = Set(mine.flatMap(\.held.things).filter { $0.table == "firm" }.map(\.id))
      let stages = Set(mine.flatMap(\.held.things).filter { $0.table == "stage" }.map(\.id))
      let scope = Scope(thing, [then, now])
      let found = rows.filter { scope.holds($0) }.map { row in
        Fact(
          thing: thing, row: row,
          isDirect: !(row.about["firms"] ?? []).isDisjoint(with: firms) || !(row.about["stages"] ?? []).isDisjoint(with: stages))
      }
      return found.enumerated().sorted { a, b in
        let (x, y) = (Self.rank(a.element), Self.rank(b.element))
        return x != y ? x < y : a.offset < b.offset
      }.map(\.element)
    }
  }

  /// What bears directly first; then who supplies and makes, and what a firm says of itself last.
  private static func rank(_ fact: Fact) -> Int {
    let lists = ["supplies", "makes", "roles", "stages", "requires", "clusters", "chains"]
    let list =
      lists.firstIndex(of: fact.row.table) ?? (fact.row.table == "firms" && fact.row.kind == .changed ? lists.count + 1 : lists.count)
    return (fact.isDirect ? 0 : 100) + list
  }

  /// What a chain, county or leader hangs on, then or now.
  private struct Scope {
    var firms: Set<String> = []
    var stages: Set<String> = []
    var clusters: Set<String> = []
    var counties: Set<String> = []
    var chains: Set<String> = []
    /// A supply counts only between two of the firms.
    var isUpstream = false

    init(_ thing: Watched.Thing, _ networks: [Network]) {
      let id = thing.subject.id
      isUpstream = thing.kind == .leader
      for network in networks {
        switch thing.kind {
        case .chain:
          guard let cluster = network.cluster(id: id) else { continue }
          add([cluster], network)
          firms.formUnion(network.firms.all.filter { network.firms.cluster($0) == cluster }.map { network.firms.id($0) })
        case .county:
          guard let county = network.county(code: id) else { continue }
          counties.insert(id)
          add(network.clusters.indices.map { ClusterID($0) }.filter { network.clusters[$0.row].county == county }, network)
          firms.formUnion(network.firms.all.filter { network.firms.county($0) == county }.map { network.firms.id($0) })
        case .leader:
          firms.insert(id)
          guard let leader = network.firm(id: id) else { continue }
          firms.formUnion(Tiers(of: leader, in: network).members.map { network.firms.id($0.firm) })
        }
      }
    }

    private mutating func add(_ own: [ClusterID], _ network: Network) {
      for cluster in own {
        clusters.insert(network.clusters[cluster.row].id)
        guard let chain = network.clusters[cluster.row].chain else { continue }
        chains.insert(network.chains[chain.row].id)
        stages.formUnion(network.stages(of: chain).map { network.stages[$0.row].id })
      }
    }

    func holds(_ row: RowDifference) -> Bool {
      let named = row.about["firms"] ?? []
      if !named.isEmpty { return isUpstream ? named.isSubset(of: firms) : !named.isDisjoint(with: firms) }
      func meets(_ list: String, _ own: Set<String>) -> Bool { !(row.about[list] ?? []).isDisjoint(with: own) }
      if row.table == "stages" || row.table == "requires" { return meets("stages", stages) }
      return meets("clusters", clusters) || meets("counties", counties) || meets("chains", chains)
    }
  }
}
