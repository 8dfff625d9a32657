import ArgumentParser
import Chainwright

/// How long an exact answer may take.
struct WorkLimits: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Give up after this long. What was complete by then is still counted, and the order to ask for is named.", valueName: "seconds"))
  var timeLimit: Double = 40

  func validate() throws {
    if let wrong = Self.wrong(timeLimit) { throw ValidationError(wrong) }
  }

  /// What is wrong with a time limit.
  static func wrong(_ timeLimit: Double) -> String? {
    timeLimit >= 0 ? nil : "--time-limit takes seconds from 0 on"
  }

  /// Clocks start when this is called. Of its share of what is left, each target spends six tenths on all that was asked for, the rest on the
  /// smaller orders, one after another.
  func limits() -> (_ targetsLeft: Int) -> TargetCutSets.Limits {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(min(timeLimit, 1e9)))
    return { targetsLeft in
      let now = clock.now
      let share = (end - now) / max(1, targetsLeft)
      let (first, last) = (now.advanced(by: share * 0.6), now.advanced(by: share))
      return (CutSetLimits(mayContinue: { clock.now < first }), CutSetLimits(mayContinue: { clock.now < last }))
    }
  }

  /// For answers that are all or nothing.
  func undivided() -> (_ targetsLeft: Int) -> CutSetLimits {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(min(timeLimit, 1e9)))
    return { targetsLeft in
      let last = clock.now.advanced(by: (end - clock.now) / max(1, targetsLeft))
      return CutSetLimits(mayContinue: { clock.now < last })
    }
  }

  /// Names the options by which the remedy of what is out of reach is carried out.
  ///
  /// - Parameters:
  ///   - error: of sets that were out of reach.
  ///   - options: beside that of time.
  func withOptions(_ error: QuestionError, _ options: String...) -> QuestionError {
    let named = ["--time-limit"] + options
    var error = error
    error.remedy.zh += "（\(named.joined(separator: "、"))）"
    error.remedy.en += " (\(named.joined(separator: ", ")))"
    return error
  }
}
