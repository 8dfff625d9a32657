/// The group of k sectors whose extraction costs most, with the bound that proves it.
public struct WorstExtraction: Sendable {
  /// Sectors and what their joint extraction costs.
  public struct Choice: Sendable, Equatable {
    /// Ascending.
    public var sectors: [Int]
    public var loss: Double
  }
  /// The worst group found.
  public var best: Choice
  /// No group of that size costs more; ``best``'s own loss when the search ended; infinite where no bound holds (see ``Extraction``).
  public var bound: Double
  /// The worst sector, then the worst after it, and so on.
  public var greedy: Choice
  /// The k worst single sectors, together.
  public var worstSingles: Choice
  /// Groups and part groups looked at.
  public var examined: Int

  /// Whether ``best`` is proven to be the worst, up to rounding.
  public var isProven: Bool { bound <= best.loss }
}

extension Extraction {
  /// Searches all groups of `size` sectors: exact by branch and bound, greedy where no bound holds and there are too many groups.
  ///
  /// A further sector adds at most what it adds to a smaller group, so a part group and its best r additions bound all groups that begin
  /// with it. With negative coefficients or final demand that fails; then all groups are looked at if there are at most `groupLimit`,
  /// else the greedy choice stands, without bound. Cost: O(n · depth) at each part group.
  ///
  /// - Parameters:
  ///   - size: how many, 1 to n.
  ///   - groupLimit: the most groups looked at without a bound.
  ///   - mayContinue: asked at every part group; when it says no, the best so far is given with its bound.
  public func worstGroup(of size: Int, groupLimit: Double = 5e6, mayContinue: () -> Bool = { true }) -> WorstExtraction {
    precondition(size >= 1 && size <= count, "a group has 1 to n sectors")
    var search = Search(self)
    let all = Array(0..<count)
    let singles = search.gains(all)
    let order = all.sorted { singles[$0] != singles[$1] ? singles[$0] > singles[$1] : $0 < $1 }
    let top = search.choice(Array(order.prefix(size)))
    let greedy = search.greedy(size)
    search.best = greedy.loss >= top.loss ? greedy : top
    var groups = 1.0
    for at in 0..<(size - 1) { groups *= Double(count - at) / Double(at + 1) }
    search.isBounded = isMonotone
    let bound = isMonotone || groups <= groupLimit ? search.explore(order, places: size, mayContinue) : .infinity
    return WorstExtraction(best: search.best, bound: bound, greedy: greedy, worstSingles: top, examined: search.examined)
  }
}

/// The depth-first search: the system with the sectors taken so far removed, one rank-one change each.
///
/// After S is gone, L' = L - L_·S (L_SS)⁻¹ L_S·; of it only the diagonal, the column sums and the outputs are kept, and of each taken
/// sector the scaled column and the row of L' at its time, from which any further row and column follows.
private struct Search {
  let extraction: Extraction
  var diagonal: [[Double]]
  var columnSums: [[Double]]
  var output: [[Double]]
  /// Of each taken sector s: L'_·s / L'_ss, and L'_s·.
  var columns: [[Double]] = []
  var rows: [[Double]] = []
  var taken: [Int] = []
  var loss = 0.0
  var best = WorstExtraction.Choice(sectors: [], loss: -.infinity)
  var examined = 0
  var isBounded = true

  init(_ extraction: Extraction) {
    self.extraction = extraction
    diagonal = [(0..<extraction.count).map { extraction.inverse[$0, $0] }]
    columnSums = [extraction.columnSums]
    output = [extraction.output]
  }

  func gain(_ sector: Int) -> Double {
    output[taken.count][sector] * columnSums[taken.count][sector] / diagonal[taken.count][sector]
  }

  func gains(_ sectors: [Int]) -> [Double] { sectors.map { gain($0) } }

  mutating func take(_ sector: Int) {
    let n = extraction.count
    var column = (0..<n).map { extraction.inverse[$0, sector] }
    var row = Array(extraction.inverse.elements[sector * n..<(sector + 1) * n])
    for at in taken.indices {
      let (c, r) = (rows[at][sector], columns[at][sector])
      for i in 0..<n {
        column[i] -= columns[at][i] * c
        row[i] -= r * rows[at][i]
      }
    }
    let own = column[sector]
    let (x, u) = (output[taken.count][sector], columnSums[taken.count][sector])
    loss += gain(sector)
    for i in 0..<n { column[i] /= own }
    diagonal.append(diagonal[taken.count].indices.map { diagonal[taken.count][$0] - column[$0] * row[$0] })
    columnSums.append(columnSums[taken.count].indices.map { columnSums[taken.count][$0] - u / own * row[$0] })
    output.append(output[taken.count].indices.map { output[taken.count][$0] - column[$0] * x })
    columns.append(column)
    rows.append(row)
    taken.append(sector)
  }

  mutating func giveBack(lossBefore: Double) {
    taken.removeLast()
    rows.removeLast()
    columns.removeLast()
    diagonal.removeLast()
    columnSums.removeLast()
    output.removeLast()
    loss = lossBefore
  }

  mutating func choice(_ sectors: [Int]) -> WorstExtraction.Choice {
    let before = loss
    for sector in sectors.dropLast() { take(sector) }
    let result = WorstExtraction.Choice(sectors: (taken + [sectors.last!]).sorted(), loss: loss + gain(sectors.last!))
    for _ in sectors.dropLast() { giveBack(lossBefore: before) }
    return result
  }

  mutating func greedy(_ size: Int) -> WorstExtraction.Choice {
    var left = Array(0..<extraction.count)
    while taken.count < size {
      let place = left.indices.max { gain(left[$0]) != gain(left[$1]) ? gain(left[$0]) < gain(left[$1]) : $0 > $1 }!
      take(left.remove(at: place))
    }
    let result = WorstExtraction.Choice(sectors: taken.sorted(), loss: loss)
    while !taken.isEmpty { giveBack(lossBefore: 0) }
    return result
  }

  /// Looks for a worse group among those that add `places` of `candidates` to the sectors taken.
  ///
  /// - Returns: an upper bound on the loss of every such group, at least that of ``best``.
  mutating func explore(_ candidates: [Int], places: Int, _ mayContinue: () -> Bool) -> Double {
    examined += 1
    var gained = candidates.map { (sector: $0, gain: gain($0)) }
    gained.sort { $0.gain != $1.gain ? $0.gain > $1.gain : $0.sector < $1.sector }
    if places == 1 {
      if let top = gained.first, loss + top.gain > best.loss {
        best = WorstExtraction.Choice(sectors: (taken + [top.sector]).sorted(), loss: loss + top.gain)
      }
      return best.loss
    }
    var bound = best.loss
    for first in 0...max(0, gained.count - places) where first + places <= gained.count {
      // All groups whose best ranked member here is `first`.
      if isBounded {
        let most = gained[first..<first + places].reduce(loss) { $0 + $1.gain }
        if most <= max(best.loss, bound) * (1 + 1e-12) { break }
        if !mayContinue() { return max(bound, most) }
      } else if !mayContinue() {
        return .infinity
      }
      let before = loss
      take(gained[first].sector)
      bound = max(bound, explore(gained[(first + 1)...].map(\.sector), places: places - 1, mayContinue))
      giveBack(lossBefore: before)
      // What an earlier branch found may have raised the best above the bounds of others.
      bound = max(bound, best.loss)
    }
    return bound
  }
}
