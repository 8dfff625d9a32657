import Charts
import ClusterAnalysis
import ClusterMaps
import ClusterModel
import Diagram

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
