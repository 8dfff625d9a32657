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

  /// The failure that tells which sets were out of reach, and what is not.
  ///
  /// - Parameters:
  ///   - kind: cut sets or path sets.
  ///   - order: what was asked for; `nil` is all orders.
  ///   - reached: complete to this order; 0 when not even order 1 is within reach.
  ///   - target: its id.
  ///   - advice: further ways out, beside a smaller order and more time.
  func outOfReach(_ kind: MinimalSets.Kind, order: Int?, reached: Int, target: String, advice: LocalText? = nil) -> CommandFailure {
    let sets = kind == .cuts ? LocalText(zh: "割集", en: "cut sets") : LocalText(zh: "路集", en: "path sets")
    let asked = order.map { LocalText(zh: "\($0) 阶以内", en: "up to order \($0)") } ?? LocalText(zh: "全部", en: "all")
    let seconds = timeLimit == timeLimit.rounded() ? "\(Int(clamping: Int64(min(timeLimit, 1e9))))" : "\(timeLimit)"
    let known =
      reached > 0
      ? LocalText(zh: "；完整至 \(reached) 阶", en: "; they are complete to order \(reached)")
      : LocalText(zh: "；连 1 阶也未完成", en: "; not even order 1 is")
    var (zh, en) = ("加大 --time-limit", "allow more with --time-limit")
    if reached > 0 { (zh, en) = ("改用 --order \(reached)，或\(zh)", "ask for --order \(reached), or \(en)") }
    if let advice { (zh, en) = ("\(zh)，\(advice.zh)", "\(en), \(advice.en)") }
    return CommandFailure(
      .badData,
      LocalText(
        zh: "\(safe(target))：\(asked[.zh])\(sets[.zh])超出限额（\(seconds) 秒，内存约 1.3 GB）\(known[.zh])",
        en: "\(safe(target)): \(asked[.en]) \(sets[.en]) are out of reach (\(seconds) s, some 1.3 GB)\(known[.en])"),
      remedy: LocalText(zh: zh, en: en))
  }
}
