import Charts
public import ClusterAnalysis
import ClusterIO
import ClusterMaps
public import ClusterModel
public import Diagram

/// What a scenario does, for the chart of what may come: output over time under its events, and what its changes do to the measures.
public struct ScenarioPart: Sendable {
  public var name: LocalText
  public var description: String
  /// Output under the events; `nil` where the scenario has none.
  public var simulation: Simulation?
  /// The same report of the network as the scenario changes it; `nil` where it changes nothing.
  public var after: [Measure]?
  /// The map of the difference, in each language.
  public var map: [Language: Diagram]
  /// The page that shows it, where a page holds it.
  public var page: [Language: PagePicture] = [:]

  public init(
    name: LocalText, description: String = "", simulation: Simulation? = nil, after: [Measure]? = nil, map: [Language: Diagram] = [:]
  ) {
    self.name = name
    self.description = description
    self.simulation = simulation
    self.after = after
    self.map = map
  }
}

extension Report {
  /// The measures of the same cluster, county or region in another state of the network, for ``ScenarioPart/after``; `nil` where it is gone.
  ///
  /// What is compared is found by id, so rows may have moved. The changed network was read from no file: only values are to be used of these.
  public func measures(in changed: Network) -> [Measure]? {
    let other: Scope? =
      switch scope {
      case .cluster(let cluster): changed.cluster(id: network.clusters[cluster.row].id).map { .cluster($0) }
      case .county(let county): changed.county(code: network.counties[county.row].code).map { .county($0) }
      case .city: .city
      }
    return other.map { Report(Reading(network: changed), scope: $0).measures }
  }
}
