import Answers
import ClusterAnalysis
import ClusterModel
package import CutSets

/// What a reader of cut sets must know.
extension CutSetsAnswer {
  var notes: [LocalText] {
    let isPaths = found.kind == .paths
    var notes = [
      isPaths
        ? LocalText(
          zh: "最小路集：只要其中各项在产，其余全部失去，目标仍在产，且缺一不可的集合；\(completeness.zh)。",
          en:
            "minimal path sets: while all of one run, the target runs whatever else is lost, and none of them can be left out; \(completeness.en)."
        )
        : LocalText(
          zh: "最小割集：共同失去即致目标停产、且缺一不可的集合；\(completeness.zh)。",
          en: "minimal cut sets: lost together they stop the target, and none of them can be left out; \(completeness.en)."
        ),
      LocalText(
        zh: "目标企业本身不计入；企业所需每种产品只要有一家在册供应商在产即可运行。",
        en: "the target's own firm is left out; a firm runs while each good it needs has a recorded supplier that runs."),
    ]
    if found.results.contains(where: { $0.found.smallestOrder == nil && $0.found.completeToOrder == nil }) {
      notes.append(
        isPaths
          ? LocalText(zh: "没有最小阶数（-）的目标：怎样都无法在产。", en: "a target without smallest order (-): nothing keeps it running.")
          : LocalText(zh: "没有冗余深度（-）的目标：怎样失去都不会停产。", en: "a target without redundancy depth (-): nothing that may be lost stops it."))
    }
    let circles = found.results.flatMap { found.circles($0) }
    if let first = circles.first {
      let ids = first.prefix(6).map { SafeText.safe(found.model.network.firms.id($0)) }
      let shown = ids.joined(separator: ", ") + (first.count > 6 ? ", …" : "")
      let count = Set(circles).count
      notes.append(
        LocalText(
          zh: "目标上游有 \(count) 组企业循环互供（如 \(shown)）：取最大不动点，能互相维持的视为在产。",
          en:
            "\(count == 1 ? "1 circle" : "\(count) circles") of firms supply each other upstream (\(shown)): by the greatest fixed point, what keeps itself running runs."
        ))
    }
    return notes + Notes.model(found.model)
  }

  /// What all results are complete to.
  private var completeness: LocalText {
    if let least = found.results.compactMap(\.found.completeToOrder).min() {
      return LocalText(zh: "完整至 \(least) 阶", en: "complete to order \(least)")
    }
    return LocalText(zh: "各阶均完整", en: "complete, all orders")
  }
}

extension QuestionError {
  /// That sets were out of reach, and what is not.
  ///
  /// - Parameters:
  ///   - kind: cut sets or path sets.
  ///   - order: what was asked for; `nil` is all orders.
  ///   - reached: complete to this order; 0 when not even order 1 is within reach.
  ///   - target: its id.
  ///   - seconds: what the clock allowed; `nil` when there was none.
  ///   - isOneOfSeveral: fewer targets could be asked for.
  package static func cutSetsOutOfReach(
    _ kind: MinimalSets.Kind, order: Int?, reached: Int, target: String, seconds: Double?, isOneOfSeveral: Bool
  ) -> QuestionError {
    let sets = kind == .cuts ? LocalText(zh: "割集", en: "cut sets") : LocalText(zh: "路集", en: "path sets")
    let asked = order.map { LocalText(zh: "\($0) 阶以内", en: "up to order \($0)") } ?? LocalText(zh: "全部", en: "all")
    let clock = seconds.map {
      LocalText(zh: "\(Wording(.zh).number($0)) 秒，", en: "\(Wording(.en).number($0)) s, ")
    }
    let known =
      reached > 0
      ? LocalText(zh: "；完整至 \(reached) 阶", en: "; they are complete to order \(reached)")
      : LocalText(zh: "；连 1 阶也未完成", en: "; not even order 1 is")
    var (zh, en) = ("放宽时限", "allow more time")
    if reached > 0 { (zh, en) = ("只问 \(reached) 阶以内，或\(zh)", "ask for order \(reached), or \(en)") }
    if isOneOfSeveral { (zh, en) = ("\(zh)，或只问一个目标", "\(en), or name one target") }
    let name = SafeText.safe(target)
    return QuestionError(
      .outOfReach, zh: "\(name)：\(asked.zh)\(sets.zh)超出限额（\(clock?.zh ?? "")内存约 1.3 GB）\(known.zh)",
      en: "\(name): \(asked.en) \(sets.en) are out of reach (\(clock?.en ?? "")some 1.3 GB)\(known.en)",
      remedy: LocalText(zh: zh, en: en))
  }
}
