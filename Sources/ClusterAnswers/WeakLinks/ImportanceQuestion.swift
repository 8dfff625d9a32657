public import Answers
public import ClusterAnalysis
import ClusterModel
public import CutSets

/// How likely is a target to stop, and which events matter most for that?
public struct ImportanceQuestion: Sendable {
  public var targets = TargetChoice()
  /// What may be lost.
  public var kinds = EventKinds.firms
  /// Of events whose probability the data do not give, 0…1.
  public var defaultProbability = 0.01

  public init() {}

  /// The tables `importance` and `target_list`, exact by decision diagram.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - limits: asked for each target, with the number of targets left.
  /// - Throws: ``QuestionError`` where a target is not found; `CutSetError` where the answer is out of reach or the default is no probability.
  public func answer(_ study: Study, limits: (_ targetsLeft: Int) -> CutSetLimits = { _ in CutSetLimits() }) throws -> Answer {
    let network = study.network
    let importance = try TargetImportance(
      study.view, targets: try targets.targets(study), kinds: kinds, defaultProbability: defaultProbability, limits: limits)
    var answer = Answer(zh: "重要度：\(network.displayName(.zh))", en: "Importance: \(network.displayName(.en))")
    answer.facts = [
      ("targets_count", .count(importance.results.count)), ("default_probability", .share(defaultProbability)),
      ("defaulted_events", .count(importance.defaultedEvents)),
    ]
    let model = importance.model
    answer.tables = [
      Answer.Table(
        "importance", zh: "各事件的重要度（按割集重要度降序）", en: "Importance of each event, by its share of the target's stops",
        ["target_id", "event_id", "name", "probability", "fussell_vesely", "birnbaum", "criticality"],
        over: importance.results.flatMap { result in result.rows.map { (result.target.subject.id, $0) } }, shown: 10
      ) { target, row in
        [
          .text(target), .text(row.id), .name(model.subject(row.event).name), .share(row.probability),
          .number(row.importance.fussellVesely),
          .number(row.importance.birnbaum), .number(row.importance.criticality),
        ]
      },
      Answer.Table("target_list", zh: "目标", en: "Targets", ["target_id", "name", "probability"], over: importance.results) { result in
        [.text(result.target.subject.id), .name(result.target.subject.name), .share(result.probability)]
      },
    ]
    answer.notes =
      [
        LocalText(
          zh: "概率为精确值，各事件相互独立；目标企业自身的停产不计入。割集重要度（Fussell-Vesely）：目标停产时，含该事件的割集发生的概率；结构重要度（Birnbaum）：该事件发生与否，目标停产概率之差。",
          en:
            "exact probabilities, events independent; the target's own failure is not in them. Fussell-Vesely: how likely, when the target stops, some cut set with the event has happened; Birnbaum: by how much the target is likelier to stop when the event happens."
        )
      ] + Notes.model(model)
    return answer
  }
}
