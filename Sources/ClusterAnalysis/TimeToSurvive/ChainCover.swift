import GraphCore

/// Days of cover (METRICS M22) along the whole chain, as plain numbers.
///
/// A site goes on delivering as usual for as long as its stock of what it makes lasts, plus as long as the first of its inputs runs out: the
/// input's own stock, plus as long as the first of its suppliers goes on. Nobody sends more than usual, nothing is diverted: a lower bound of M21.
public struct ChainCover: Sendable {
  /// One a site: how long its customers beyond the sites are served as usual; infinite where nothing that it needs is touched.
  public let times: [Double]

  /// - Parameters:
  ///   - flow: the sites, where stocks are read against what is used each day; sites run at their normal rate.
  ///   - rates: what is sent of each flow a day as usual.
  ///   - stopped: sites that make nothing.
  /// - Complexity: O((flows + inputs) log(inputs)), Dijkstra's order: the first to run out is settled first.
  public init(_ flow: StockFlow, rates: [Double], stopped: [Int]) {
    let count = flow.sites.count
    var leaving = [Double](repeating: 0, count: flow.outputs.count)
    for (at, link) in flow.flows.enumerated() { leaving[link.output] += rates[at] }
    for (at, output) in flow.outputs.enumerated() { leaving[at] += output.demand }
    // How long the stock of each output lasts at the usual rate, and of each input.
    let outputCover = flow.outputs.indices.map { leaving[$0] > 0 ? flow.outputs[$0].stock / leaving[$0] : .infinity }
    let inputCover = flow.inputs.indices.map { at in
      let input = flow.inputs[at]
      let use = input.needPerUnit * flow.sites[input.site].normal
      return use > 0 ? input.stock / use : .infinity
    }
    var outputsOf = [[Int]](repeating: [], count: count)
    for (at, output) in flow.outputs.enumerated() { outputsOf[output.site].append(at) }
    var flowsOf = [[Int]](repeating: [], count: flow.outputs.count)
    for (at, link) in flow.flows.enumerated() where rates[at] > 0 { flowsOf[link.output].append(at) }

    // When each site can no longer make anything.
    var halt = [Double](repeating: .infinity, count: count)
    for site in stopped { halt[site] = 0 }
    var isSettled = [Bool](repeating: false, count: count)
    var queue = PriorityQueue<Double, Int>()
    for site in stopped { queue.push(0, site) }
    while let (time, site) = queue.pop() {
      if isSettled[site] || time > halt[site] { continue }
      isSettled[site] = true
      for output in outputsOf[site] {
        for at in flowsOf[output] {
          let input = flow.flows[at].input
          let next = time + outputCover[output] + inputCover[input]
          let buyer = flow.inputs[input].site
          if next < halt[buyer] {
            halt[buyer] = next
            queue.push(next, buyer)
          }
        }
      }
    }
    times = (0..<count).map { site in
      let demanded = outputsOf[site].filter { flow.outputs[$0].demand > 0 }.map { outputCover[$0] }.min()
      return halt[site] + (demanded ?? 0)
    }
  }
}
