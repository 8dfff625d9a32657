package import ClusterModel
import CutSets
import GraphCore

/// Where in the structure the suppliers of a purchase are counted.
extension SupplyModel {
  /// The needs of a firm, as positions in ``needs``. O(log needs).
  package func needs(of buyer: FirmID) -> Range<Int> {
    func first(_ isBefore: (FirmID) -> Bool) -> Int {
      var (low, high) = (0, needs.count)
      while low < high {
        let middle = (low + high) / 2
        if isBefore(needs[middle].buyer) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first { $0.row < buyer.row }..<first { $0.row <= buyer.row }
  }

  /// The vertices at which a further supplier of a purchase counts: its own need, and its place in the needs of substitute groups; none where it stops nobody.
  package func vertices(ofPurchase purchase: Int) -> [Int32] {
    needs(of: FirmID(Int(view.buyers[purchase]))).compactMap { number in
      let vertex = network.firms.count + number
      if needs[number].purchases == [purchase] { return Int32(vertex) }
      // The inputs of a group have vertices in their order.
      return needs[number].inputs.firstIndex { $0.contains(purchase) }.map {
        structure.graph.inNeighbors(of: VertexID(vertex)).sorted()[$0]
      }
    }
  }

  /// The purchase whose suppliers a vertex counts, the first where an input of a group has several; `nil` for a firm, an event, a group as a whole, or a target.
  package func purchase(ofVertex vertex: Int32) -> Int? {
    if let need = need(ofVertex: vertex) { return need.purchases.count == 1 ? need.purchases[0] : nil }
    if event(vertex) != nil { return nil }
    let outputs = structure.graph.outNeighbors(of: VertexID(Int(vertex)))
    guard outputs.count == 1, let next = outputs.first, let need = need(ofVertex: next), need.purchases.count > 1 else { return nil }
    let inputs = structure.graph.inNeighbors(of: VertexID(Int(next))).sorted()
    return inputs.firstIndex(of: vertex).map { need.inputs[$0][0] }
  }
}
