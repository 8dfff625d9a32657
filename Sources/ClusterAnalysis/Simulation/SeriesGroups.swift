import ClusterModel
import InventoryDynamics

/// Adds up output by subject, step by step.
struct SeriesGroups {
  private let subjects: [Subject]
  /// Firm, group and weight (output a day that the firm has in the group), ascending by group.
  private var firms: [Int32] = []
  private var groups: [Int32] = []
  private var weights: [Double] = []
  private var whole: [Double]
  private var kept: [[Double]]

  init(_ kind: Simulation.Subjects, of model: StockModel) {
    let network = model.network
    let producers = model.producers
    var subjects: [Subject] = []
    switch kind {
    case .total, .firm:
      for firm in kind == .firm ? Array(network.firms.all) : network.leaders() where producers.output[firm.row] > 0 {
        firms.append(firm.index)
        groups.append(Int32(subjects.count))
        weights.append(producers.output[firm.row])
        subjects.append(network.subject(firm))
      }
    case .cluster:
      var groupOf = [Int32](repeating: -1, count: network.clusters.count)
      for firm in network.firms.all where producers.output[firm.row] > 0 {
        guard let cluster = network.firms.cluster(firm) else { continue }
        if groupOf[cluster.row] < 0 {
          groupOf[cluster.row] = Int32(subjects.count)
          subjects.append(network.subject(cluster))
        }
        firms.append(firm.index)
        groups.append(groupOf[cluster.row])
        weights.append(producers.output[firm.row])
      }
    case .product:
      var groupOf: [Good: Int32] = [:]
      let view = model.supply.view
      for purchase in 0..<view.purchaseCount {
        let good = view.goods[purchase]
        for entry in view.entries(purchase) {
          let amount = view.amounts[entry].isNaN ? model.assumedAmount : view.amounts[entry]
          if amount <= 0 { continue }
          let group = groupOf[good] ?? Int32(subjects.count)
          if groupOf.updateValue(group, forKey: good) == nil { subjects.append(view.subject(good)) }
          firms.append(view.suppliers[entry])
          groups.append(group)
          weights.append(amount / 365)
        }
      }
    }
    self.subjects = subjects
    whole = [Double](repeating: 0, count: subjects.count)
    for (group, weight) in zip(groups, weights) { whole[Int(group)] += weight }
    kept = [[Double]](repeating: [], count: subjects.count)
  }

  mutating func add(_ output: [Double]) {
    if subjects.isEmpty { return }
    var made = [Double](repeating: 0, count: subjects.count)
    for place in firms.indices { made[Int(groups[place])] += weights[place] * output[Int(firms[place])] }
    for group in made.indices { kept[group].append(made[group] / whole[group]) }
  }

  /// Heaviest loss first, ties by id.
  func series(_ network: Network) -> [Simulation.Series] {
    let series = subjects.indices.map { Simulation.Series(subject: subjects[$0], kept: kept[$0], output: whole[$0] * 365) }
    let lost = series.map { one in one.output * one.kept.reduce(0) { $0 + 1 - $1 } }
    return series.indices.sorted { lost[$0] != lost[$1] ? lost[$0] > lost[$1] : series[$0].subject.id < series[$1].subject.id }
      .map { series[$0] }
  }
}
