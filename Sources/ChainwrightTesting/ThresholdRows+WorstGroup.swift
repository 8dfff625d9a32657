extension ThresholdRows {
  /// The largest weight that the joint loss of `size` of `events` stops, every group tried: the naive twin of the search by bounds (M6).
  ///
  /// `weights[v]` is that of vertex v, for the first `weights.count` vertices.
  public func worstLoss(events: [Int], size: Int, weights: [Double]) -> Double {
    let intact = survivors()
    func loss(_ down: Set<Int>) -> Double {
      let alive = survivors(down: down)
      return weights.indices.reduce(0) { $0 + (intact[$1] && !alive[$1] ? weights[$1] : 0) }
    }
    func worst(_ chosen: Set<Int>, from first: Int) -> Double {
      if chosen.count == size || first == events.count { return loss(chosen) }
      return max(worst(chosen.union([events[first]]), from: first + 1), worst(chosen, from: first + 1))
    }
    return worst([], from: 0)
  }
}
