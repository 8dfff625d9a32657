import ArgumentParser
import Chainwright

/// What must not stop.
struct TargetOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The firm that must not stop (repeatable).", valueName: "firm")) var leader: [String] = []
  @Option(help: ArgumentHelp("The cluster whose output must not stop (repeatable).", valueName: "cluster")) var cluster: [String] = []
  @Option(help: ArgumentHelp("The chain whose output must not stop (repeatable).", valueName: "chain")) var chain: [String] = []
  @Option(help: ArgumentHelp("Take the N largest firms as targets.", valueName: "n")) var largest: Int?

  func validate() throws {
    if let largest, largest < 1 { throw UsageError(zh: "--largest 须为 1 或更大的数", en: "--largest takes a number from 1 on") }
  }

  var choice: TargetChoice {
    var choice = TargetChoice()
    choice.leaders = leader
    choice.clusters = cluster
    choice.chains = chain
    choice.largest = largest
    return choice
  }

  /// The targets asked for; all leaders when none is.
  func targets(in network: Network, firmStages: FirmStages, by: LossMeasure = .output) throws -> [Target] {
    try choice.targets(Study(network), by: by)
  }
}

extension EventKinds {
  /// The kinds that an option names.
  static func parsed(_ words: String) throws -> EventKinds {
    guard let kinds = EventKinds(words: words) else {
      throw UsageError(
        zh: "--events 可选 \(named.map(\.name).joined(separator: "、"))，多项用逗号隔开；不能取“\(safe(words))”",
        en: "--events takes \(named.map(\.name).joined(separator: ", ")), with commas between, and not \"\(safe(words))\"")
    }
    return kinds
  }
}
