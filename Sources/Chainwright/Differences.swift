import ClusterAnalysis
public import ClusterMaps
public import ClusterModel
import Diagram
public import DiagramLayout
public import Scenarios

extension AppliedScenario {
  /// The map of what the scenario changes.
  ///
  ///     let map = applied.differenceMap(of: "lixian-pv", asChain: true, language: .zh)
  ///     let svg = try map?.drawing().file(.svg)
  ///
  /// - Parameters:
  ///   - cluster: the cluster drawn, by id.
  ///   - isChain: its chain with all stages, or (`false`) its firms with what flows in and out.
  ///   - language: of title, names and legend.
  /// - Returns: `nil` when one of the networks has no such cluster, or it has no chain to draw.
  public func differenceMap(of cluster: String, asChain isChain: Bool = true, language: Language) -> DifferenceMap? {
    func request(_ network: Network) -> MapRequest? {
      guard let id = network.cluster(id: cluster) else { return nil }
      if !isChain { return MapRequest(.cluster(id), language: language) }
      return network.clusters[id.row].chain.map { MapRequest(.chain($0, inside: id), language: language) }
    }
    guard var old = request(before), var new = request(after) else { return nil }
    // Both sides draw the same firms one by one: those that the map before shows, and those that the scenario touches.
    let shown = old.diagram(of: before).shownFirms.union(touchedFirms)
    (old.shown, new.shown) = (shown, shown)
    (old.arrowLimit, new.arrowLimit) = (.max, .max)
    let title = scenario.title[language].isEmpty ? scenario.name : scenario.title[language]
    let (oldFacts, newFacts) = (old.facts(of: before), new.facts(of: after))
    var map = DifferenceMap(old.diagram(of: oldFacts), new.diagram(of: newFacts), title: title, language: language)
    map.pages = MapRequest.differencePages(before: (old, oldFacts), after: (new, newFacts), title: title)
    return map
  }

  /// The firms that come, go or stop, and the ends of links that do; the first of them where there are very many.
  private var touchedFirms: [String] {
    var ids: [String] = []
    var seen = Set<String>()
    for row in rows where row.kind != .changed {
      let cells = row.after.isEmpty ? row.before : row.after
      for cell in cells
      where ["firm_id", "supplier_id", "buyer_id"].contains(cell.column) && ["firms", "supplies", "makes"].contains(row.table) {
        if seen.insert(cell.text).inserted { ids.append(cell.text) }
      }
    }
    return Array(ids.prefix(60))
  }
}

extension DifferenceMap {
  /// The map laid out, of both sides or of one; what stays has the same place in all three.
  public func drawing(_ side: Side = .both, options: LayoutOptions = LayoutOptions()) -> Drawing {
    let placed = page(side, of: diagram.placed(options))
    // The page is of the stages of one side; in words it says what differs, as the graph does.
    var picture = pages[side]
    if side != .both { picture?.description = placed.description }
    return Drawing(placed, page: picture)
  }
}
