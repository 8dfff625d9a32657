public import Answers
public import ClusterAnalysis
public import ClusterModel
import GraphCore
import LinearPrograms

/// For every firm and common cause of the network: how long can all customers be served when it stops, and what is lost until it is back?
public struct RecoveryQuestion: Sendable {
  /// Ids or names of firms that stop together, or of a common cause, county or cluster, a list for each time; every firm and common cause where it is empty.
  public var disruptions: [[String]] = []
  /// What counts where stocks and recovery times are not recorded; `leaderFirst` has no meaning here.
  public var options = SurvivalOptions()
  /// The share of what each of them can make that it loses, above 0 and up to 1.
  public var capacityLost = 1.0
  /// Programs solved at a time; the answer does not depend on it.
  public var threads = Threads.standard

  public init() {}

  /// Facts, and the table `recoveries` (heaviest loss first; stops that cost nothing are counted, not listed).
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told how many disruptions are done.
  /// - Throws: ``QuestionError`` where a firm is unknown, an option out of range, or no firm has a revenue or sales; the solver's error.
  /// - Complexity: O(firms + links), and for each disruption a few linear programs of the firms that it touches.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer { try self.work(study).whole(work) }

  /// The stops made ready to be solved.
  ///
  /// - Throws: ``QuestionError`` where a firm is unknown, an option out of range, or no firm has a revenue or sales; the solver's error.
  package func work(_ study: Study) throws -> RecoveryWork {
    try SurviveQuestion.checkDays(options)
    guard capacityLost > 0, capacityLost <= 1 else {
      throw QuestionError(
        .badOption, zh: "损失的产能份额必须大于 0、不超过 1", en: "the share of capacity lost must be above 0 and at most 1",
        remedy: LocalText(zh: "例如一半产能写 0.5", en: "half of the capacity is 0.5"))
    }
    let network = study.network
    let wanted = disruptions.isEmpty ? nil : try disruptions.map { try SurviveQuestion.disruption($0, network) }
    do {
      let stops = try NetworkStops(
        study.model, options: options, disruptions: wanted, capacityLost: capacityLost, solver: LinearSolver())
      return RecoveryWork(question: self, network: network, stops: stops)
    } catch is SurvivalError {
      throw Self.contradiction
    }
  }

  static let contradiction = QuestionError(
    .missingData, zh: "没有一家企业的产出已知，或产能、库存与供应金额相互矛盾",
    en: "no firm has a known output, or capacities, stocks and supplies contradict one another",
    remedy: LocalText(zh: "填写营业收入（firms.csv）或供应金额（supplies.csv）", en: "give revenues in firms.csv or amounts in supplies.csv"))

  /// What the stops come to, as an answer.
  func answer(_ found: NetworkSurvival, _ network: Network) -> Answer {
    var answer = Answer(zh: "全网恢复时间：\(network.displayName(.zh))", en: "Recovery of the whole network: \(network.displayName(.en))")
    let known = found.results.compactMap(\.loss)
    answer.facts = [
      ("disruptions_count", .count(found.results.count + found.harmless)), ("harmless_stops", .count(found.harmless)),
      ("costly_stops", .count(known.count)), ("recovery_unknown", .count(found.results.count - known.count)),
      ("inputs_needed", .count(found.model.inputs.count)), ("stocks_recorded", .count(found.model.inputs.count { $0.recordedDays != nil })),
      ("assumed_amounts", .count(found.model.assumedAmounts)), ("unmeasured_firms", .count(found.unmeasured)),
    ]
    answer.tables = [
      Answer.Table(
        "recoveries", zh: "停产至恢复的损失（大者在前）", en: "What is lost until it is back, heaviest first",
        [
          "disruption_id", "name", .data("survive_days"), .readers("survive_days_words"), "recovery_days", "loss_cny_wan",
          "own_loss_cny_wan",
          "others_loss_cny_wan", "rei",
        ], over: found.results, shown: 30
      ) { row in
        [.text(row.disruption.subject.id), .name(row.disruption.subject.name)] + SurvivalAnswer.days(row.time) + [
          .number(row.recovery), .number(row.loss), .number(row.ownLoss), .number(row.othersLoss), .share(row.riskExposure),
        ]
      }
    ]
    answer.notes = Self.notes(found) + partialNote + Notes.synthetic(network)
    return answer
  }

  private var partialNote: [LocalText] {
    guard capacityLost < 1 else { return [] }
    return [
      LocalText(
        zh: "停产的企业只损失 \(Wording(.zh).share(capacityLost)) 的产能，其余照常可用。",
        en: "the firms that stop lose \(Wording(.en).share(capacityLost)) of what they can make, and go on with the rest.")
    ]
  }

  private static func notes(_ found: NetworkSurvival) -> [LocalText] {
    var notes = [
      LocalText(
        zh: "最终需求为企业产出中未供给网络内企业的部分；用尽库存、产能和在册供应关系后仍不能满足的，计为损失，不是预测。未记录的库存按没有计，因此天数为下限、损失为上限。",
        en:
          "final demand is what a firm makes and does not send to firms of the network; what cannot be met with every stock, capacity and recorded supplier used in the best way is lost. A stock that is not recorded counts as none: days are lower bounds, losses upper ones."
      )
    ]
    if found.harmless > 0 {
      notes.append(
        LocalText(
          zh: "\(found.harmless) 种停产没有损失，未列出。",
          en: found.harmless == 1 ? "1 stop costs nothing and is not listed." : "\(found.harmless) stops cost nothing and are not listed."))
    }
    if found.unmeasured > 0 {
      notes.append(
        LocalText(
          zh: "\(found.unmeasured) 家企业既无营业收入也无已知的销售金额，其损失无从计算，未计入；没有销售记录的，卖给它们的货视为卖方的最终需求。",
          en: found.unmeasured == 1
            ? "of 1 firm neither revenue nor the amount of a sale is known: what it loses is not known and counts nothing; what is sold to a firm without sales is final demand of the seller."
            : "of \(found.unmeasured) firms neither revenue nor the amount of a sale is known: what they lose is not known and counts nothing; what is sold to a firm without sales is final demand of the seller."
        ))
    }
    if found.model.assumedAmounts > 0 {
      notes.append(
        LocalText(
          zh: "\(found.model.assumedAmounts) 条供应关系金额不详，按同一采购的其他供应商的均值计。",
          en: found.model.assumedAmounts == 1
            ? "the amount of 1 link is not known; the mean of the buyer’s other suppliers stands for it."
            : "the amounts of \(found.model.assumedAmounts) links are not known; the mean of the buyer’s other suppliers stands for them."))
    }
    return notes
  }
}
