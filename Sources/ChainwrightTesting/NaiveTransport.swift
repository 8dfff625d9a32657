/// Transport by trying every way to send whole units: right by being plain, for a handful of arcs.
public enum NaiveTransport {
  /// The most that can be met, and the least that it costs.
  ///
  /// O(product of the arcs' capacities).
  public static func best(
    supplies: [Int], demands: [Int], arcs: [(supply: Int, demand: Int, cost: Int)]
  ) -> (amount: Int, cost: Int) {
    var (spare, open) = (supplies, demands)
    var best = (amount: 0, cost: 0)
    func send(_ at: Int, _ amount: Int, _ cost: Int) {
      if at == arcs.count {
        if amount > best.amount || (amount == best.amount && cost < best.cost) { best = (amount, cost) }
        return
      }
      let arc = arcs[at]
      for part in 0...min(spare[arc.supply], open[arc.demand]) {
        spare[arc.supply] -= part
        open[arc.demand] -= part
        send(at + 1, amount + part, cost + part * arc.cost)
        spare[arc.supply] += part
        open[arc.demand] += part
      }
    }
    send(0, 0, 0)
    return best
  }
}
