public import ClusterModel
public import CutSets

extension TargetCutSets {
  /// The proof of one set in a sentence: “if 甲 and 乙 stop, 印染 has no 坯布, so 毛巾 stops”. O(cascade).
  public func sentence(_ set: [Int32], of result: Result, state: inout Survival) -> LocalText? {
    let events = events(set)
    let vertices = events.compactMap { model.vertex($0) }
    return Explanation(losses: vertices, stops: result.vertex, in: model, state: &state).map {
      model.sentence(events, $0, target: result.target)
    }
  }

  /// The state that ``sentence(_:of:state:)`` works on.
  public func startState() -> Survival { Survival(of: model.structure) }

  /// The sets of the orders 1 and 2 as findings, each with its witness, smaller sets first, the first `limit` of each target.
  ///
  /// The rule is `cut-set-of-one` or `cut-set-of-two`; the subject is the target, and the first step of the witness is about the things lost.
  public func findings(limit: Int = .max) -> [Finding] {
    var state = startState()
    return results.flatMap { result in
      result.found.sets.prefix(throughOrder: 2).lazy.prefix(limit).compactMap { finding($0, result, &state) }
    }
  }

  private func finding(_ set: [Int32], _ result: Result, _ state: inout Survival) -> Finding? {
    let events = events(set)
    let vertices = events.compactMap { model.vertex($0) }
    guard let explanation = Explanation(losses: vertices, stops: result.vertex, in: model, state: &state) else { return nil }
    let remedy = Remedy(losses: vertices, stops: result.vertex, in: model, state: &state)
    let lost = WitnessStep(
      LocalText(zh: "同时失去：\(names(events, .zh))", en: "lost together: \(names(events, .en))"), subjects: events.map { model.subject($0) })
    return Finding(
      rule: events.count == 1 ? "cut-set-of-one" : "cut-set-of-two", severity: events.count == 1 ? .warning : .note,
      subject: result.target.subject, message: model.sentence(events, explanation, target: result.target),
      remedy: model.text(remedy, for: result.target),
      witness: [lost] + model.witness(explanation, target: result.target), places: model.places(explanation),
      figures: [("order", Double(events.count)), ("stopped_firms", Double(explanation.stoppedFirms.count))])
  }

  private func names(_ events: [SupplyEvent], _ language: Language) -> String {
    events.map { model.subject($0).display(language) }.joined(separator: language == .zh ? "、" : ", ")
  }
}
