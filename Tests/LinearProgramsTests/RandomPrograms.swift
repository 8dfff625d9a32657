import ChainwrightTesting
import LinearPrograms

/// Small programs of small whole numbers, some without a solution.
enum RandomPrograms {
  static func program(seed: UInt64, whole: Double, variables: Int, rows: Int, bounded: Bool = true) -> LinearProgram {
    var draws = SplitMix64(seed: seed)
    var program = LinearProgram(draws.chance(0.5) ? .minimise : .maximise)
    let all = (0..<variables).map { at in
      let lower = Double(draws.within(-2...1))
      let isOpen = !bounded && draws.chance(0.4)
      return program.addVariable(
        lower: !bounded && draws.chance(0.2) ? -.infinity : lower, upper: isOpen ? .infinity : lower + Double(draws.within(0...4)),
        cost: Double(draws.within(-5...5)), isWhole: draws.chance(whole))
    }
    for _ in 0..<rows {
      let terms = all.filter { _ in draws.chance(0.7) }.map { ($0, Double(draws.within(-4...4))) }
      let value = Double(draws.within(-6...10))
      switch draws.below(4) {
      case 0: program.addRow("", terms, upper: value)
      case 1: program.addRow("", terms, lower: value - 4)
      case 2: program.addRow("", terms, lower: value - 3, upper: value)
      default: _ = draws.chance(0.4) ? program.addRow("", terms, equals: value / 2) : program.addRow("", terms, upper: value)
      }
    }
    return program
  }
}
