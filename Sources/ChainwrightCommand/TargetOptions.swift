import ArgumentParser
import Chainwright

/// What must not stop.
struct TargetOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The firm that must not stop (repeatable).", valueName: "firm-id")) var leader: [String] = []
  @Option(help: ArgumentHelp("The cluster whose output must not stop (repeatable).", valueName: "cluster-id")) var cluster: [String] = []
  @Option(help: ArgumentHelp("The chain whose output must not stop (repeatable).", valueName: "chain-id")) var chain: [String] = []
  @Option(help: ArgumentHelp("Take the N largest firms as targets.", valueName: "n")) var largest: Int?

  func validate() throws {
    if let largest, largest < 1 { throw ValidationError("--largest takes a number from 1 on") }
  }

  /// The targets asked for; all leaders when none is.
  func targets(in network: Network, firmStages: FirmStages, by: LossMeasure = .output) throws -> [Target] {
    var targets: [Target] = []
    for id in leader { targets.append(.firm(try network.find(firm: id), in: network)) }
    for id in cluster {
      guard let target = Target.cluster(try network.find(cluster: id), in: network, firmStages: firmStages) else {
        throw CommandFailure(
          .badData,
          LocalText(
            zh: "集群 \(safe(id)) 既没有处在产业链环节的企业，也没有领跑者", en: "cluster \(safe(id)) has neither firms at stages of its chain nor leaders"),
          remedy: LocalText(zh: "在 makes.csv 填写企业所在环节，或用 --leader 指定", en: "give its firms' stages in makes.csv, or name --leader"))
      }
      targets.append(target)
    }
    for id in chain {
      guard let target = Target.chain(try network.find(chain: id), in: network, firmStages: firmStages) else {
        throw CommandFailure(
          .badData, LocalText(zh: "没有企业处在产业链 \(safe(id)) 的任何环节", en: "no firm works at any stage of chain \(safe(id))"),
          remedy: LocalText(zh: "在 makes.csv 填写企业所在环节", en: "give the firms' stages in makes.csv"))
      }
      targets.append(target)
    }
    if let largest {
      targets += FirmWeights(by, of: network).largest(largest, of: network).map { .firm($0, in: network) }
    }
    if targets.isEmpty { targets = network.leaders().map { .firm($0, in: network) } }
    if targets.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "网络中没有领跑者或链主", en: "the network names no leader"),
        remedy: LocalText(
          zh: "在 roles.csv 列出领跑者（firm_id，role = leader），或用 --leader、--cluster、--chain 指定编号，或用 --largest 10",
          en: "list leaders in roles.csv (firm_id, role = leader), or use --leader ID, --cluster ID, --chain ID or --largest 10"))
    }
    return targets
  }
}

extension EventKinds {
  /// The kinds that an option names.
  static func parsed(_ words: String) throws -> EventKinds {
    guard let kinds = EventKinds(words: words) else {
      throw ValidationError(
        "--events takes \(named.map(\.name).joined(separator: ", ")), several parted by commas, and not \"\(safe(words))\"")
    }
    return kinds
  }
}
