/// A threshold network as flat rows: vertex `v` is alive when it is up and at least `thresholds[v]` of its in-neighbours are alive.
///
/// The in-neighbours of `v` are `sources[offsets[v] ..< offsets[v + 1]]`; the greatest fixed point is meant.
public struct ThresholdRows: Sendable, Equatable {
  /// Length `vertexCount + 1`.
  public var offsets: [Int32]
  public var sources: [Int32]
  /// Length `vertexCount`.
  public var thresholds: [Int32]

  public var vertexCount: Int { thresholds.count }

  public init(offsets: [Int32], sources: [Int32], thresholds: [Int32]) {
    self.offsets = offsets
    self.sources = sources
    self.thresholds = thresholds
  }

  /// Which vertices are alive when those of `down` are not: rounds over all vertices until nothing changes.
  public func survivors(down: Set<Int> = []) -> [Bool] {
    var alive = (0..<vertexCount).map { !down.contains($0) }
    var changed = true
    while changed {
      changed = false
      for vertex in 0..<vertexCount where alive[vertex] {
        let row = sources[Int(offsets[vertex])..<Int(offsets[vertex + 1])]
        if row.filter({ alive[Int($0)] }).count < Int(thresholds[vertex]) {
          alive[vertex] = false
          changed = true
        }
      }
    }
    return alive
  }
}

extension NaiveSurvival where Firm == Int {
  /// The same network as a threshold network: firms keep their numbers `0 ..< firms.count`, then come the needs and their options.
  ///
  ///     firm  (threshold: its needs)  ←  need (threshold: needed)  ←  option (threshold 1)  ←  supplier firms
  ///
  /// - Precondition: the firms are `0 ..< firms.count`.
  public func thresholdRows() -> ThresholdRows {
    precondition(firms == Set(0..<firms.count), "firms are numbered from 0 without holes")
    var rows: [[Int32]] = Array(repeating: [], count: firms.count)
    var thresholds = [Int32](repeating: 0, count: firms.count)
    for firm in 0..<firms.count {
      for need in needs[firm] ?? [] {
        var options: [Int32] = []
        for suppliers in need.options {
          options.append(Int32(rows.count))
          rows.append(suppliers.map { Int32($0) })
          thresholds.append(1)
        }
        rows[firm].append(Int32(rows.count))
        thresholds[firm] += 1
        rows.append(options)
        thresholds.append(Int32(need.needed))
      }
    }
    var offsets: [Int32] = [0]
    for row in rows { offsets.append(offsets[offsets.count - 1] + Int32(row.count)) }
    return ThresholdRows(offsets: offsets, sources: rows.flatMap { $0 }, thresholds: thresholds)
  }
}
