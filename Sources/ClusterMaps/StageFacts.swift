import ClusterAnalysis
import ClusterModel
import Diagram

/// A stage of a cluster's chain as cards show it.
struct StageFacts {
  var stage: StageID
  var name: String
  var position: Int
  /// States and roles first, then revenue, then id.
  var firms: [FirmID] = []
  var states: Set<ChainGaps.Gap> = []
  /// The part of what the cluster buys of it that comes from inside.
  var local: Double?
  /// What is bought of it from outside, by supplier; 10,000 yuan a year, `nil` where no amount is known.
  var suppliersOutside: [FirmID] = []
  var boughtOutside: Double?

  /// Stands for the stage of firms that are grouped otherwise.
  static let none = StageID(-1)

  var isMissing: Bool { states.contains(.missing) }
  var isUnrecorded: Bool { firms.isEmpty && !isMissing }
  var isWeak: Bool { states.contains(.weak) || states.contains(.broken) }
}

extension MapSheet {
  /// The stages of a chain, of a cluster or of the whole network, in their order.
  func stageFacts(_ chain: ChainID, inside cluster: ClusterID?) -> [StageFacts] {
    var firmsAt: [StageID: [FirmID]] = [:]
    for firm in network.firms.all where cluster == nil || network.firms.cluster(firm) == cluster {
      for stage in facts.firmStages[firm] { firmsAt[stage, default: []].append(firm) }
    }
    let gaps = facts.gaps?.cluster == cluster ? facts.gaps : nil
    return network.stages(of: chain).map { stage in
      var own = StageFacts(stage: stage, name: stageName(stage), position: network.stages[stage.row].position)
      own.firms = folded(firmsAt[stage] ?? [], limit: .max).shown
      for state in ChainGaps.Gap.allCases where marks.ofStage(network.stages[stage.row].id, state.rule) != nil { own.states.insert(state) }
      if let row = gaps?.rows.first(where: { $0.stage == stage }) {
        own.local = row.sourcing.local?.value
        own.suppliersOutside = row.suppliers.filter { network.firms.cluster($0) != cluster }
        own.boughtOutside = row.sourcing.purchases == 0 ? nil : row.sourcing.outside
      }
      return own
    }
  }

  /// The marks of a stage in words, each with its colour.
  func stateWords(_ stage: StageFacts) -> [(text: String, color: Color)] {
    var words: [(text: String, color: Color)] = []
    if stage.isMissing { words.append((text("○ 缺链", "○ missing"), Palette.missing)) }
    if stage.states.contains(.broken) { words.append((text("× 断链", "× broken"), Palette.weak)) }
    if stage.states.contains(.weak) { words.append((text("▼ 弱链", "▼ weak"), Palette.weak)) }
    if stage.states.contains(.chokepoint) { words.append((text("■ 卡脖子", "■ chokepoint"), Palette.choke)) }
    return words
  }

  /// The frame of a stage's card: missing dashed, weak or broken red, without a firm on record dotted.
  func cardLook(_ stage: StageFacts) -> PagePicture.Look {
    if stage.isMissing { return PagePicture.Look(fill: Self.white, stroke: Palette.missing, width: 1.7, line: .dashed) }
    if stage.isUnrecorded { return PagePicture.Look(fill: Self.white, stroke: Palette.grey, width: 1, line: .dotted) }
    if stage.isWeak { return PagePicture.Look(fill: Self.pink, stroke: Palette.weak, width: 1.9) }
    return PagePicture.Look(fill: Self.white, stroke: Color(0x9AA5B1), width: 1)
  }

  /// What is bought of a stage from outside: how much, and from how many.
  func importWords(_ stage: StageFacts) -> String {
    let count = stage.suppliersOutside.count
    if count == 0 { return text("外购来源未知", "no supplier on record") }
    let amount = stage.boughtOutside.map { words.amount($0) } ?? text("金额未知", "amount unknown")
    if count == 1 { return text("外购 \(amount)，只有 1 家", "bought: \(amount), from 1 firm only") }
    return text("外购 \(amount)，来自 \(count) 家", "bought: \(amount), from \(count) firms")
  }
}
