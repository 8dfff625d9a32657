import ClusterModel

extension SupplyModel {
  /// The model of a network and what must not stop: a vertex for each target that is no firm, made of its outputs.
  ///
  /// - Parameters:
  ///   - view: the purchases.
  ///   - targets: what must not stop.
  ///   - kinds: what may be lost; firms always may.
  /// - Returns: the model, and the vertex of each target in their order.
  package static func of(_ targets: [Target], in view: SupplyView, events kinds: EventKinds = .firms) -> (
    model: SupplyModel, vertices: [Int32]
  ) {
    let model = SupplyModel(view, outputs: targets.filter { !$0.outputs.isEmpty }.map { $0.outputs.map(\.firms) }, events: kinds)
    var others = model.targetVertices.makeIterator()
    let vertices = targets.map { target in
      if case .firm(let firm) = target.kind { return firm.index }
      return others.next()!
    }
    return (model, vertices)
  }
}
