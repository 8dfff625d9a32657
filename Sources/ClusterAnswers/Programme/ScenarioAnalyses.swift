import Answers
import ClusterAnalysis
import ClusterModel
import LinearPrograms
import Scenarios

/// Analyses that change the network before they look at it: strengthening, and scenarios.
extension MeasureAnalyses {
  /// 10,000 yuan, for the plan of strengthening that is shown.
  package static let budget = 1000.0
  /// How much work that plan may take.
  private static let steps = 100_000_000

  /// What a budget buys, by the greedy plan.
  func strengthening(_ call: AnalysisCall) -> MeasureAnswer {
    let targets = network.leaders().map { Target.firm($0, in: network) }
    guard !targets.isEmpty else {
      var report = MeasureAnswer(
        call, LocalText(zh: "无法衡量：没有领跑者或链主", en: "cannot be measured: the network names no leader"))
      report.missing = [MissingFacts("roles.csv", ["firm_id", "role"], LocalText(zh: "领跑者名单", en: "a list of leaders"))]
      return report
    }
    do {
      var strengthening = try Strengthening(SupplyView(network), targets: targets, objective: .spof)
      let plan = try strengthening.search.plan(budget: Self.budget, method: .greedy, solver: try LinearSolver(), steps: Self.steps)
      let (before, removed) = (strengthening.search.before, strengthening.search.before - plan.loss)
      let steps = strengthening.steps(plan)
      var report = MeasureAnswer(
        call,
        LocalText(
          zh:
            "\(Self.zh.amount(Self.budget))可消除 \(Self.zh.number(removed)) 个单点组合（共 \(Self.zh.number(before)) 个），花费 \(Self.zh.amount(plan.cost))",
          en:
            "\(Self.en.amount(Self.budget)) removes \(Self.en.number(removed)) of \(Self.en.number(before)) single-point pairs (firm x leader), at a cost of \(Self.en.amount(plan.cost))"
        ))
      report.numbers = [
        ("leader_single_points", .number(before), []), ("single_points_removed", .number(removed), []),
        ("cost_cny_wan", .number(plan.cost), []),
        ("removed_per_cny_million", plan.cost > 0 ? .number(removed / plan.cost * 100) : .nothing, []),
      ]
      report.answer.tables = [
        Answer.Table(
          "steps", zh: "先做什么", en: "What to do first", ["actions_count", "cost_cny_wan", "removed_firms"],
          rows: steps.map { step in
            [.count(step.actions.count), .number(step.cost), .list(step.prevents.flatMap(\.firms).map { network.thing($0) })]
          })
      ]
      report.answer.notes = [
        LocalText(
          zh: "强链方案的费用为默认值，措施为网络中推得的建议，不是任何企业的承诺。",
          en: "costs of strengthening are defaults, and actions are proposals drawn from the network, nobody's promise.")
      ]
      return report
    } catch {
      return MeasureAnswer(call, LocalText(zh: "未能求解", en: "could not be solved"))
    }
  }

  /// Each scenario's planned clusters: how far they would get.
  func whatIf(_ call: AnalysisCall) -> MeasureAnswer {
    var rows: [[Cell]] = []
    var failed: [String] = []
    for file in call.files {
      guard let scenario = scenarios[file], let applied = try? network.applying(scenario) else {
        failed.append(file)
        continue
      }
      for id in applied.plannedClusters {
        guard let prospect = ClusterProspect(of: id, before: network, after: applied.after) else { continue }
        func count(_ state: ClusterProspect.State) -> Cell { .count(prospect.rows.count { $0.state == state }) }
        rows.append([
          .text(scenario.name), .text(id), .share(prospect.completenessBefore), .share(prospect.completenessAfter), count(.present),
          count(.courted), count(.nearby), count(.absent),
          .list(prospect.toAttract.prefix(3).map { .thing(id: $0.stage.id, $0.stage.name) }),
        ])
      }
    }
    var report = MeasureAnswer(
      call,
      rows.isEmpty
        ? LocalText(zh: "情景文件中没有可衡量的规划集群", en: "no planned cluster in the scenarios can be measured")
        : LocalText(
          zh: "\(rows.count) 个规划集群的情景：完整度变化与先招引的环节见表",
          en:
            "scenarios of \(Self.en.count(rows.count, "", "planned cluster", "planned clusters")): completeness before and after, and what to attract first"
        ))
    report.numbers = [("planned_clusters", .count(rows.count), [])]
    report.answer.tables = [
      Answer.Table(
        "clusters", zh: "规划集群的情景（情景为假设，企业为虚构）", en: "Planned clusters, as scenarios have them (assumptions; invented firms)",
        [
          "scenario", "cluster_id", "completeness_before", "completeness_after", "stages_in_place", "stages_courted", "stages_nearby",
          "stages_absent", "attract_first",
        ], rows: rows)
    ]
    if !failed.isEmpty {
      report.missing = [
        MissingFacts(
          failed.joined(separator: ", "), [],
          LocalText(zh: "读不到或不适用于本网络的情景文件", en: "scenario files that cannot be read or do not fit this network"))
      ]
    }
    return report
  }
}
