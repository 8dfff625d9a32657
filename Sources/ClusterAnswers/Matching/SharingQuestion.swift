public import Answers
import ClusterAnalysis
import ClusterModel

/// Which step of many small firms could move into one plant? 共享智造。
public struct SharingQuestion: Sendable {
  /// Ids or names; the firms of all clusters, and of none, when empty.
  public var clusters: [String] = []
  /// How many firms a step must have; from 2 on.
  public var minimumFirms = 3
  /// Firms with a revenue from here on are not small; 10,000 yuan a year.
  public var smallRevenue = 2000.0

  public init() {}

  /// Facts `sharing_candidates`, `least_firms` and `small_below`, and the table `sharing` (the most firms first). O(firms + makings).
  ///
  /// - Throws: ``QuestionError`` where a cluster is unknown or an option out of range.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    guard minimumFirms >= 2, smallRevenue >= 0, smallRevenue.isFinite else {
      throw QuestionError(.badOption, zh: "共享工厂至少两家企业，营业收入界限不小于 0", en: "two firms share at least, and the limit of revenue starts at 0")
    }
    let chosen = try network.each(clusters) { try network.find(cluster: $0) }
    let found = SharingCandidates(network, clusters: chosen, minimum: minimumFirms, revenue: smallRevenue).candidates
    let only = chosen.count == 1 ? network.label(chosen[0]) : nil
    var answer = Answer(
      zh: "共享智造候选：\(only?[.zh] ?? network.displayName(.zh))", en: "Steps to share: \(only?[.en] ?? network.displayName(.en))")
    answer.facts = [
      ("sharing_candidates", .count(found.count)), ("least_firms", .count(minimumFirms)), ("small_below", .number(smallRevenue)),
    ]
    answer.tables = [
      Answer.Table(
        "sharing", zh: "同一县、同一环节的小企业（多者在前）", en: "Small firms of one county at one step, the most first",
        [
          .data("county_code"), "county", "stage_id", "stage", "sharing_firms", "firms_known_small", "firms_graded_b_to_d",
          "firms_not_sharing",
          "step_need", "revenue_of_firms", .data("sharing_firm_ids"), .readers("names"),
        ], over: found, shown: 20
      ) { row -> [Cell] in
        let stage = network.stages[row.stage.row]
        let names: [Cell] = row.firms.prefix(4).map { .words(network.firmName($0)) } + (row.firms.count > 4 ? [.text("…")] : [])
        return network.county(row.county) + [
          .text(stage.id), .name(stage.name), .count(row.firms.count), .count(row.knownSmall), .count(row.graded), .count(row.others),
          .number(row.capacity.range), .number(row.revenue.range), .texts(row.firms.map { network.firms.id($0) }), .list(names),
        ]
      }
    ]
    let limit = (Wording(.zh).number(smallRevenue), Wording(.en).number(smallRevenue))
    answer.notes =
      [
        LocalText(
          zh: "候选企业：处在该环节、位于该县，绩效分级不是 A 级，营业收入低于 \(limit.0) 万元（规上的界限为 2000 万元）；分级、营业收入未知的也列入，并注明已知几家。贸易、服务业不计。",
          en:
            "candidates: firms at the step and in the county, not of grade A, with a revenue below \(limit.1) (2,000 is where a firm is 规上); those of unknown grade or revenue are among them, and how many are known is said. Trade and services are not counted."
        ),
        LocalText(
          zh: "试算一家：在情景文件中写“共享智造: {环节: …, 县区: …}”和“共享工厂: {企业编号: …, 绩效分级: A, 产能: …}”，再问假如。",
          en:
            "to try one, write a scenario with share_step: {stage: …, county: …} and plant: {plant_id: …, emission_grade: A, capacity_cny_wan: …}."
        ),
      ]
    if found.isEmpty {
      answer.notes.append(
        LocalText(
          zh: "没有候选：同一县同一环节没有这么多小企业；可放宽营业收入界限或企业数。",
          en: "no candidates: no step has so many small firms in one county; raise the limit of revenue, or ask for fewer firms."))
    }
    answer.notes += Notes.synthetic(network)
    return answer
  }
}
