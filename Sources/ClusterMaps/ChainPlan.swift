import ClusterModel

/// Where the stages of a chain stand on a page: levels from upstream to downstream, cut into bands that lie under each other.
struct ChainPlan {
  struct Level {
    /// Sub-columns from the left, each with stages from the top.
    var columns: [[Int]] = []
    var rows: Int { columns.map(\.count).max() ?? 0 }
    var stages: [Int] { columns.flatMap { $0 } }
  }

  /// Inputs of one level that feed the same stage: one line from their side to it.
  struct Bundle {
    var from: [Int]
    var to: Int
    var amount: Double
    var isSupplied: Bool
  }

  let stages: [StageFacts]
  private(set) var bands: [[Level]] = []
  private(set) var bundles: [Bundle] = []
  /// Stages that the chain can do without an input of, in words on the card: what it goes to.
  private(set) var notes: [Int: [Int]] = [:]
  /// Essential inputs that come from farther than the band before, or that no line is drawn for: in words on the card.
  private(set) var distant: [Int: [Int]] = [:]

  /// - Parameters:
  ///   - stages: by position.
  ///   - requirements: of the chain, as pairs of positions in `stages`; with whether the output can do without.
  ///   - supplied: what flows between two stages, 10,000 yuan a year.
  init(_ stages: [StageFacts], needs: [(input: Int, output: Int, isEssential: Bool)], supplied: [Int: Double]) {
    self.stages = stages
    let levels = Self.levels(stages.count, needs)
    place(levels, needs)
    var level = [Int](repeating: 0, count: stages.count)
    var band = level
    var number = 0
    for (at, own) in bands.enumerated() {
      for entry in own {
        for stage in entry.stages { (level[stage], band[stage]) = (number, at) }
        number += 1
      }
    }
    var groups: [[Int]: [Int]] = [:]
    for need in needs {
      guard need.isEssential else {
        notes[need.input, default: []].append(need.output)
        continue
      }
      // A line runs to the next level only; what skips one is said in words.
      if level[need.output] - level[need.input] == 1 {
        groups[[level[need.input], need.output], default: []].append(need.input)
      } else {
        distant[need.input, default: []].append(need.output)
      }
    }
    bundles = groups.sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }.map { key, inputs in
      let amounts = inputs.compactMap { supplied[$0 * 1_000 + key[1]] }
      return Bundle(from: inputs.sorted(), to: key[1], amount: amounts.reduce(0, +), isSupplied: !amounts.isEmpty)
    }
  }

  /// The longest way from a source over all inputs; a source moves up to just before its first buyer.
  private static func levels(_ count: Int, _ needs: [(input: Int, output: Int, isEssential: Bool)]) -> [Int] {
    var level = [Int](repeating: 0, count: count)
    // A template may run in circles: no way is longer than there are stages.
    for _ in 0..<count {
      var isChanged = false
      for need in needs where need.input != need.output && level[need.output] <= level[need.input] && level[need.input] + 1 < count {
        level[need.output] = level[need.input] + 1
        isChanged = true
      }
      if !isChanged { break }
    }
    let fed = Set(needs.map(\.output))
    for stage in 0..<count where !fed.contains(stage) {
      if let first = needs.filter({ $0.input == stage }).map({ level[$0.output] }).min() { level[stage] = max(first - 1, 0) }
    }
    // No level is empty.
    let used = Array(Set(level)).sorted()
    let rank = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($0.element, $0.offset) })
    return level.map { rank[$0]! }
  }

  private mutating func place(_ levelOf: [Int], _ needs: [(input: Int, output: Int, isEssential: Bool)]) {
    let count = (levelOf.max() ?? -1) + 1
    let fed = Set(needs.map(\.output))
    let all = (0..<count).map { number -> Level in
      var own = stages.indices.filter { levelOf[$0] == number }
      func key(_ stage: Int) -> (Int, Int, Int) {
        (fed.contains(stage) ? 0 : 1, needs.filter { $0.input == stage }.map(\.output).min() ?? 99, stage)
      }
      own.sort { key($0) < key($1) }
      let columns = max((own.count + 2) / 3, 1)
      let rows = (own.count + columns - 1) / columns
      return Level(columns: (0..<columns).map { Array(own.dropFirst($0 * rows).prefix(rows)) })
    }
    let width = { (levels: ArraySlice<Level>) in levels.reduce(0) { $0 + $1.columns.count } }
    if count < 5 && width(all[...]) <= 4 || count < 3 {
      bands = count == 0 ? [] : [all]
      return
    }
    var best: (cost: (Int, Int, Int), cuts: (Int, Int))?
    for first in 1..<(count - 1) {
      for second in (first + 1)..<count {
        let parts = [all[..<first], all[first..<second], all[second...]]
        let widths = parts.map(width)
        let cost = (widths.max()!, parts.reduce(0) { $0 + ($1.map(\.rows).max() ?? 0) }, -widths.min()!)
        if best == nil || cost < best!.cost { best = (cost, (first, second)) }
      }
    }
    let cuts = best!.cuts
    bands = [Array(all[..<cuts.0]), Array(all[cuts.0..<cuts.1]), Array(all[cuts.1...])]
  }
}
