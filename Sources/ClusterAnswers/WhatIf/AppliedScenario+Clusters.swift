import ClusterModel
package import Scenarios

extension AppliedScenario {
  /// The planned clusters of which some row differs, by id in the order of the table.
  package var plannedClusters: [String] {
    let ids = Set(
      rows.flatMap { row in
        (row.before + row.after).filter { $0.column.hasSuffix("_id") }.map(\.text) + row.id.split(separator: " / ").map(String.init)
      })
    var touched = ids
    for network in [before, after] {
      for firm in network.firms.all where ids.contains(network.firms.id(firm)) {
        if let cluster = network.firms.cluster(firm) { touched.insert(network.clusters[cluster.row].id) }
      }
    }
    return after.clusters.filter { $0.status == .planned && touched.contains($0.id) }.map(\.id)
  }
}
