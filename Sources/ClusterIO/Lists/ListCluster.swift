import ClusterModel

extension NetworkAssembly {
  /// Takes the firms of a list as the cluster of their chain, where nobody says of which cluster they are: the list is what an office calls its cluster, and
  /// gaps and reports are of one.
  mutating func makeClusters() {
    let network = reading.network
    guard tables["clusters"] == nil, network.clusters.isEmpty, network.firms.clusters.isEmpty, !network.stages.isEmpty else { return }
    var clusters: [Int: Int32] = [:]
    var clusterOf = [Int32](repeating: -1, count: network.firms.count)
    for making in network.makings where clusterOf[making.firm.row] < 0 {
      guard let stage = making.stage else { continue }
      let chain = network.stages[stage.row].chain
      if clusters[chain.row] == nil {
        clusters[chain.row] = Int32(reading.network.clusters.count)
        let known = network.chains[chain.row]
        let isUnnamed = known.id == SideLists.chain
        reading.network.clusters.append(
          Cluster(
            id: isUnnamed ? "LIST" : known.id, name: isUnnamed ? Name(zh: network.name) : known.name, chain: chain))
      }
      clusterOf[making.firm.row] = clusters[chain.row]!
    }
    if clusters.isEmpty { return }
    reading.network.firms.clusters = clusterOf
  }
}

extension NetworkAssembly {
  /// Gives products of which there is no list the stage at which all who say where they make them do so: without it no sale of them would count for the stage.
  mutating func placeProducts() {
    guard tables["products"] == nil else { return }
    let none: Int32 = -1
    let several: Int32 = -2
    var stageOf = [Int32](repeating: none, count: reading.network.products.count)
    for making in reading.network.makings {
      guard let product = making.product, let stage = making.stage else { continue }
      let known = stageOf[product.row]
      stageOf[product.row] = known == none || known == Int32(stage.row) ? Int32(stage.row) : several
    }
    for (row, stage) in stageOf.enumerated() where stage >= 0 { reading.network.products[row].stage = StageID(Int(stage)) }
  }
}
