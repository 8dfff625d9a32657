/// Small random AND/OR networks for tests of kernels against ``NaiveSurvival``.
public struct RandomNeeds: Sendable {
  public var firmCount: Int
  /// Most needs a firm has.
  public var needs = 3
  /// Most suppliers an option has.
  public var suppliers = 3
  /// Probability that a supplier stands downstream of its buyer, so that goods run in a circle.
  public var cycles = 0.1
  /// Probability that a need has two or three options, of which it takes some.
  public var groups = 0.25

  public init(firmCount: Int) { self.firmCount = firmCount }

  /// Firms `0 ..< firmCount`; goods mostly run from low to high numbers, so the last firms are good targets.
  public func make(seed: UInt64) -> NaiveSurvival<Int> {
    var random = SplitMix64(seed: seed)
    var table: [Int: [NaiveNeed<Int>]] = [:]
    for firm in 0..<firmCount {
      var list: [NaiveNeed<Int>] = []
      for _ in 0..<random.within(0...needs) {
        let optionCount = random.chance(groups) ? random.within(2...3) : 1
        var options: [[Int]] = []
        for _ in 0..<optionCount {
          var option: Set<Int> = []
          for _ in 0..<random.within(1...suppliers) {
            // A third of the suppliers come from close by: long chains, not only short ones.
            let near = random.chance(0.33) ? max(0, firm - 4) : 0
            let supplier = random.chance(cycles) ? random.below(firmCount) : random.within(min(near, max(0, firm - 1))...max(0, firm - 1))
            if supplier != firm { option.insert(supplier) }
          }
          if !option.isEmpty { options.append(option.sorted()) }
        }
        if !options.isEmpty { list.append(NaiveNeed(options: options, needed: random.within(1...options.count))) }
      }
      if !list.isEmpty { table[firm] = list }
    }
    return NaiveSurvival(firms: Set(0..<firmCount), needs: table)
  }
}
