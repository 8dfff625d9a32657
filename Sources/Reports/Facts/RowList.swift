import ClusterIO
public import ClusterModel

/// Rows of the input tables, as a reader finds them: `supplies.csv:18–26`.
public struct RowList: Sendable, Hashable {
  /// For each file, rows as a spreadsheet counts them, ascending, each once.
  public private(set) var rows: [String: [Int]] = [:]

  public init() {}

  public init(_ places: some Sequence<Place>) {
    for place in places { if let row = place.row { rows[place.file, default: []].append(row) } }
    for file in rows.keys { rows[file] = Array(Set(rows[file] ?? [])).sorted() }
  }

  public var isEmpty: Bool { rows.isEmpty }
  public var count: Int { rows.values.reduce(0) { $0 + $1.count } }

  public static func + (a: Self, b: Self) -> Self {
    var sum = a
    for (file, rows) in b.rows { sum.rows[file] = Array(Set((sum.rows[file] ?? []) + rows)).sorted() }
    return sum
  }

  /// The rows by file, runs as `18–26`; at most `limit` runs a file, and then how many rows there are in all.
  public func texts(_ language: Language, limit: Int = 300) -> [String] {
    rows.keys.sorted().map { file in
      let all = rows[file] ?? []
      var runs: [ClosedRange<Int>] = []
      for row in all {
        if let last = runs.last, last.upperBound + 1 == row { runs[runs.count - 1] = last.lowerBound...row } else { runs.append(row...row) }
      }
      let shown = runs.prefix(limit).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }.joined(
        separator: ", ")
      if runs.count <= limit { return "\(file):\(shown)" }
      return "\(file):\(shown)…" + (language == .zh ? "（共 \(all.count) 行）" : " (\(all.count) rows in all)")
    }
  }
}
