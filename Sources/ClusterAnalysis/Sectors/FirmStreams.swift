public import ClusterModel
public import InputOutput

/// How far each firm stands from final use, and from first inputs, along recorded links (METRICS M14).
public struct FirmStreams: Sendable {
  public let output: FirmOutput
  /// Σ_j G_ij: the steps that what a firm sells takes to final use on average, itself counted; from 1. NaN where nothing is known of the firm.
  public let upstreamness: [Double]
  /// Σ_j L_ji: the steps of making behind what a firm makes, itself counted, which is its output multiplier; from 1. NaN likewise.
  public let downstreamness: [Double]
  /// The larger of the two residuals, and the products with the coefficients that both took.
  public let residual: Double
  public let iterations: Int

  /// Two solutions by iteration; links without an amount are left out. O(links · iterations).
  ///
  /// - Throws: `notConverged` and `unproductive` with firms that sell (nearly) all they make to each other; `zeroOutput`.
  public init(_ network: Network) throws(InputOutputError) {
    output = FirmOutput(network)
    let (graph, linkOfEdge) = network.supplyGraph()
    let amounts = linkOfEdge.map { network.supplies.amount[Int($0)] ?? 0 }
    let made = output.output.map { $0.isNaN ? 0 : $0 }
    let ones = [Double](repeating: 1, count: made.count)
    let up = try FlowSystem(graph, amounts: amounts, output: made, kind: .ghosh).solve(ones)
    let down = try FlowSystem(graph, amounts: amounts, output: made, kind: .leontiefTransposed).solve(ones)
    let isKnown = output.output.map { !$0.isNaN }
    upstreamness = zip(up.values, isKnown).map { $1 ? $0 : .nan }
    downstreamness = zip(down.values, isKnown).map { $1 ? $0 : .nan }
    residual = max(up.residual, down.residual)
    iterations = up.iterations + down.iterations
  }
}
