public import Answers
public import ClusterAnalysis
public import ClusterModel

/// Which k firms, or common-cause groups, cost most when they are lost together?
public struct WorstGroupQuestion: Sendable {
  /// How many are lost together, from 1 on.
  public var size: Int
  /// Common-cause groups in place of firms.
  public var ofGroups = false
  /// What losses are added up in.
  public var measure = LossMeasure.output

  /// What the clock allows in all; `nil` is no limit.
  public var secondsAllowed: Double?

  public init(size: Int) { self.size = size }

  /// Facts of the worst group with its proven bound, and the table `choices` with the two short cuts that miss it.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: when its time is over, the best so far is given with its bound.
  /// - Throws: ``QuestionError`` where the size is none, or there are not so many.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer {
    let work = work.within(secondsAllowed)
    let network = study.network
    try check(network)
    let losses = WorstLosses(study.view, size: size, kind: ofGroups ? .groups : .firms, measure: measure, mayContinue: { !work.isOver })
    let names = EventNames(losses.model, kinds: ofGroups ? .groups : .firms)
    let (count, zh, en) = (size, network.displayName(.zh), network.displayName(.en))
    var answer =
      ofGroups
      ? Answer(zh: "最严重的 \(count) 个共因组：\(zh)", en: "The worst \(count == 1 ? "group" : "\(count) groups"): \(en)")
      : Answer(zh: "最严重的 \(count) 家企业：\(zh)", en: "The worst \(count == 1 ? "firm" : "\(count) firms"): \(en)")
    let isUnknown = losses.weights.unknownCount == network.firms.count
    let isOpen = losses.weights.unknownCount > 0
    let loss = Answer.Column(losses.weights.lossColumn)
    answer.facts = [
      ("size", .count(size)), (loss, isUnknown ? .unknown : .number(losses.worst.lost.range)),
      ("bound", isUnknown ? .unknown : .number(bound(losses))), ("gap_to_bound", isOpen ? .unknown : .share(losses.gap)),
      // Another group may cost more by what is not known.
      ("is_proven", isOpen && losses.isProven ? .unknown : .flag(losses.isProven)),
      ("groups_examined", .count(losses.examined)),
    ]
    let rows: [(Cell, WorstLosses.Choice)] = [
      (.word("worst", zh: "最严重", en: "worst"), losses.worst), (.word("greedy", zh: "逐个选最重", en: "one after another"), losses.greedy),
      (.word("worst_singles", zh: "单独最重的几个", en: "worst singles"), losses.worstSingles),
    ]
    let model = losses.model
    answer.tables = [
      Answer.Table(
        "choices", zh: "最严重组合与两种捷径", en: "The worst group, and two short cuts",
        ["choice", loss, "stopped_firms", "event_ids", "names"],
        rows: rows.map { word, choice in
          [
            word, isUnknown ? .unknown : .number(choice.lost.range), isUnknown ? .unknown : .count(choice.stoppedFirms),
            isUnknown ? .unknown : .texts(choice.events.map { names.id($0) }),
            isUnknown ? .unknown : .names(choice.events.map { model.subject($0).name }),
          ]
        })
    ]
    if losses.worst.events.count < size && !isUnknown {
      let named = losses.worst.events.count
      answer.notes.append(
        LocalText(
          zh: "只列 \(named) 个：再多损失也不增加损失额。", en: "only \(named) \(named == 1 ? "is" : "are") named: losing more would cost nothing more."))
    }
    answer.notes += Notes.model(model) + Notes.unknownWeights(losses.weights)
    return answer
  }

  /// What no group costs more than: of the firms of unknown weight nothing bounds it.
  private func bound(_ losses: WorstLosses) -> KnownRange {
    let (firms, unknown) = (losses.model.network.firms.count, losses.weights.unknownCount)
    return unknown == 0
      ? KnownRange(losses.bound) : KnownRange(value: losses.bound, low: nil, high: nil, known: firms - unknown, of: firms)
  }

  private func check(_ network: Network) throws {
    let count = ofGroups ? network.groups.count : network.firms.count
    if ofGroups && count == 0 {
      throw QuestionError(
        .missingData, zh: "网络中没有共因组", en: "the network has no common-cause groups",
        remedy: LocalText(
          zh: "在 groups.csv 中列出（group_id, firm_id），一行一个成员", en: "list them in groups.csv (group_id, firm_id), one row a member"))
    }
    if size < 1 || size > count {
      throw QuestionError(
        .badOption, zh: "同时损失 \(size) 个：网络中的\(ofGroups ? "共因组" : "企业")有 \(count) 个",
        en: "\(size) lost together: the network has \(count) \(ofGroups ? "groups" : "firms")",
        remedy: LocalText(zh: "请给出 1 至 \(count) 之间的数", en: "give a size from 1 to \(count)"))
    }
  }
}
