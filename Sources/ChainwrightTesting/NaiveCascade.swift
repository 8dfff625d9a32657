/// Cascades by the published formulas, word for word, over full matrices: the twin of the module Cascades.
///
/// Every matrix has a row and a column for each firm or sector, and every iteration walks all of them. Up to a few hundred firms.
///
/// > Source: Diem et al., Scientific Reports 12:7719 (2022); replaceability is 1 where nothing of a market is left.
public struct NaiveCascade: Sendable {
  /// `kinds[a][b]`: 0 negligible, 1 non-essential, 2 essential, for supplier sector a and buyer sector b.
  public var kinds: [[Int]]
  /// `amounts[i][j]`: what i sells to j.
  public var amounts: [[Double]]
  /// The sector of each firm.
  public var sectors: [Int]
  /// The market of each firm, or `nil` where nobody is replaceable.
  public var markets: [Int]?
  /// Weight columns, each used after division by its sum.
  public var weights: [[Double]]
  /// Revenue and costs, 0 where unknown.
  public var revenue: [Double]
  public var costs: [Double]

  /// A case; the weight is sales unless columns are given.
  public init(
    kinds: [[Int]], amounts: [[Double]], sectors: [Int], markets: [Int]?, weights: [[Double]] = [], revenue: [Double] = [],
    costs: [Double] = []
  ) {
    (self.kinds, self.amounts, self.sectors, self.markets) = (kinds, amounts, sectors, markets)
    let nothing = [Double](repeating: 0, count: sectors.count)
    self.weights = weights.isEmpty ? [amounts.map { $0.reduce(0, +) }] : weights
    self.revenue = revenue.isEmpty ? nothing : revenue
    self.costs = costs.isEmpty ? nothing : costs
  }

  /// Where a cascade ended.
  public struct Outcome: Sendable {
    public var downLoss: [Double]
    public var upLoss: [Double]
    /// For each weight column: ESRI, downstream, upstream.
    public var risks: [(esri: Double, down: Double, up: Double)]
    public var iterations: Int
    /// False when the limit came first.
    public var isConverged: Bool
  }

  /// Runs the shock (losses by firm) until no firm changes by more than the tolerance, or the loss by no more than that ratio.
  public func outcome(down xd: [Double], up xu: [Double], tolerance: Double, byRatio: Bool, iterationLimit: Int) -> Outcome {
    let firms = sectors.indices
    let out = firms.map { i in amounts[i].reduce(0, +) }
    let into = firms.map { j in firms.reduce(0) { $0 + amounts[$1][j] } }
    let shares = downstreamShares(into: into)
    let (psd, psu) = (xd.map { 1 - $0 }, xu.map { 1 - $0 })
    var (hd, hu) = (psd, psu)
    var iterations = 0
    var sum = weighted(0) { 1 - min(hd[$0], hu[$0]) }
    var goesOn = true
    while goesOn && iterations < iterationLimit {
      let sigma = firms.map { i in replaceability(of: i, remaining: hd, out: out) }
      var (nextDown, nextUp) = (hd, hu)
      for j in firms {
        var loss = [Double](repeating: 0, count: kinds.count)
        for i in firms { loss[sectors[i]] += shares[i][j] * sigma[i] * (1 - hd[i]) }
        var (essential, linear) = (1.0, 1.0)
        for k in kinds.indices {
          if kinds[k][sectors[j]] == 2 { essential = min(essential, 1 - loss[k]) }
          if kinds[k][sectors[j]] == 1 { linear -= loss[k] }
        }
        nextDown[j] = max(0, min(psd[j], essential, linear))
      }
      for i in firms {
        let total = max(out[i], revenue[i])
        let kept = 1 - firms.reduce(0) { total > 0 ? $0 + amounts[i][$1] / total * (1 - hu[$1]) : $0 }
        nextUp[i] = max(0, min(psu[i], kept))
      }
      iterations += 1
      let before = sum
      sum = weighted(0) { 1 - min(nextDown[$0], nextUp[$0]) }
      let change = firms.map { max(hd[$0] - nextDown[$0], hu[$0] - nextUp[$0]) }.max() ?? 0
      (hd, hu) = (nextDown, nextUp)
      goesOn = byRatio ? sum / before > 1 + tolerance : change > tolerance
    }
    return Outcome(
      downLoss: hd.map { 1 - $0 }, upLoss: hu.map { 1 - $0 },
      risks: weights.indices.map { q in
        (weighted(q) { 1 - min(hd[$0], hu[$0]) }, weighted(q) { 1 - hd[$0] }, weighted(q) { 1 - hu[$0] })
      }, iterations: iterations, isConverged: !goesOn)
  }

  private func downstreamShares(into: [Double]) -> [[Double]] {
    let firms = sectors.indices
    var bySector = firms.map { _ in [Double](repeating: 0, count: kinds.count) }
    for j in firms { for i in firms { bySector[j][sectors[i]] += amounts[i][j] } }
    return firms.map { i in
      firms.map { j in
        if amounts[i][j] == 0 { return 0 }
        let part = into[j] / max(into[j], costs[j])
        switch kinds[sectors[i]][sectors[j]] {
        case 2: return amounts[i][j] / bySector[j][sectors[i]] * part
        case 1: return amounts[i][j] / into[j] * part
        default: return 0
        }
      }
    }
  }

  private func replaceability(of firm: Int, remaining: [Double], out: [Double]) -> Double {
    guard let markets else { return 1 }
    let left = sectors.indices.filter { markets[$0] == markets[firm] }.reduce(0) { $0 + remaining[$1] * out[$1] }
    return left == 0 ? 1 : min(1, out[firm] / left)
  }

  private func weighted(_ column: Int, _ loss: (Int) -> Double) -> Double {
    let total = weights[column].reduce(0, +)
    return sectors.indices.reduce(0) { $0 + weights[column][$1] / total * loss($1) }
  }
}
