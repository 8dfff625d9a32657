import Chainwright

/// The analyses of a plan's measures that change the network before they look at it: scenarios and strengthening.
struct PlanAnswers: Sendable {
  let network: Network
  /// The folder of the plan, with its slash; scenario files are relative to it.
  let folder: String
  /// 10,000 yuan, for the plan of strengthening that is shown.
  static let budget = 1000.0
  /// How much work that plan may take.
  static let steps = 100_000_000

  var all: [AnalysisCall.Kind: @Sendable (AnalysisCall) -> MeasureReport] {
    [.strengthening: { strengthening($0) }, .whatIf: { whatIf($0) }]
  }

  /// What a budget buys, by the greedy plan with its gap.
  func strengthening(_ call: AnalysisCall) -> MeasureReport {
    let command = "strengthen NETWORK --budget \(Int(Self.budget))"
    let targets = network.leaders().map { Target.firm($0, in: network) }
    guard !targets.isEmpty else {
      var report = MeasureReport(
        call, LocalText(zh: "无法衡量：没有领跑者或链主", en: "cannot be measured: the network names no leader"), command: command)
      report.missing = [MissingFacts("roles.csv", ["firm_id", "role"], LocalText(zh: "领跑者名单", en: "a list of leaders"))]
      return report
    }
    do {
      var strengthening = try Strengthening(SupplyView(network), targets: targets, objective: .spof)
      let plan = try strengthening.search.plan(budget: Self.budget, method: .greedy, solver: try LinearSolver(), steps: Self.steps)
      let (before, removed) = (strengthening.search.before, strengthening.search.before - plan.loss)
      let steps = strengthening.steps(plan)
      var report = MeasureReport(
        call,
        LocalText(
          zh: "\(grouped(Int(Self.budget))) 万元可消除 \(decimal(removed)) 个单点（共 \(decimal(before)) 个），花费 \(decimal(plan.cost)) 万元",
          en:
            "\(grouped(Int(Self.budget))) (10k CNY) removes \(decimal(removed)) of \(decimal(before)) single points, at a cost of \(decimal(plan.cost))"
        ),
        command: command)
      report.numbers = [
        .init("before", "领跑者的单点（单点 × 领跑者）", "single points of leaders, firm x leader", .known(before)),
        .init("removed", "可消除", "removed", .known(removed)),
        .init("cost_cny_wan", "花费（万元，费用为默认值）", "cost (10k CNY, by default costs)", .known(plan.cost)),
        .init(
          "removed_per_cny_million", "每百万元消除", "removed per million CNY",
          plan.cost > 0 ? .known(removed / plan.cost * 100) : .unknown(LocalText(zh: "没有花费", en: "nothing is spent"))),
      ]
      report.tables = [
        MeasureReport.Table(
          "steps", "先做什么", "What to do first",
          [
            ("actions", LocalText(zh: "措施", en: "actions")), ("cost_cny_wan", LocalText(zh: "费用（万元）", en: "cost (10k CNY)")),
            ("removes", LocalText(zh: "消除的单点", en: "single points removed")),
          ],
          steps.map { step in
            [
              .integer(step.actions.count), .number(step.cost),
              .names(step.prevents.flatMap(\.firms).map { LocalText(zh: network.firms.name($0, .zh), en: network.firms.name($0, .en)) }),
            ]
          })
      ]
      report.notes = [
        LocalText(
          zh: "强链方案的费用为默认值，措施为网络中推得的建议，不是任何企业的承诺；`strengthen` 列出每项措施和可证的差距。",
          en:
            "costs of strengthening are defaults, and actions are proposals drawn from the network, nobody's promise; `strengthen` lists each, with the proven gap."
        )
      ]
      return report
    } catch {
      return MeasureReport(call, LocalText(zh: "未能求解，见命令", en: "could not be solved: run the command"), command: command)
    }
  }

  /// Each scenario's planned clusters: how far they would get.
  func whatIf(_ call: AnalysisCall) -> MeasureReport {
    let command = "what-if NETWORK" + call.files.map { " PLAN/\($0)" }.joined()
    var rows: [[MeasureReport.Cell]] = []
    var failed: [String] = []
    for file in call.files {
      guard let reading = try? ScenarioReader.read(folder + file), let scenario = reading.scenario,
        let applied = try? network.applying(scenario)
      else {
        failed.append(file)
        continue
      }
      for id in WhatIfCommand.plannedClusters(applied) {
        guard let prospect = ClusterProspect(of: id, before: network, after: applied.after) else { continue }
        func count(_ state: ClusterProspect.State) -> Int { prospect.rows.count { $0.state == state } }
        let gates = prospect.toAttract.prefix(3).map { LocalText(zh: $0.stage.name[.zh], en: $0.stage.name[.en]) }
        rows.append([
          .text(scenario.name), .text(id), prospect.completenessBefore.map { .share($0) } ?? .unknown,
          prospect.completenessAfter.map { .share($0) } ?? .unknown, .integer(count(.present)), .integer(count(.courted)),
          .integer(count(.nearby)), .integer(count(.absent)), .names(gates),
        ])
      }
    }
    var report = MeasureReport(
      call,
      rows.isEmpty
        ? LocalText(zh: "情景文件中没有可衡量的规划集群", en: "no planned cluster in the scenarios can be measured")
        : LocalText(
          zh: "\(rows.count) 个规划集群的情景：完整度变化与先招引的环节见表",
          en: "scenarios of \(rows.count) planned clusters: completeness before and after, and what to attract first"), command: command)
    report.numbers = [.init("clusters", "情景中的规划集群", "planned clusters in the scenarios", count: rows.count)]
    report.tables = [
      MeasureReport.Table(
        "clusters", "规划集群的情景（情景为假设，企业为虚构）", "Planned clusters, as scenarios have them (assumptions; invented firms)",
        [
          ("scenario", LocalText(zh: "情景", en: "scenario")), ("cluster_id", LocalText(zh: "集群", en: "cluster")),
          ("completeness_before", LocalText(zh: "完整度（前）", en: "completeness before")),
          ("completeness_after", LocalText(zh: "完整度（后）", en: "after")), ("present", LocalText(zh: "已有环节", en: "present")),
          ("courted", LocalText(zh: "招引", en: "courted")), ("nearby", LocalText(zh: "邻近", en: "nearby")),
          ("absent", LocalText(zh: "缺失", en: "absent")), ("attract_first", LocalText(zh: "先招引", en: "attract first")),
        ], rows)
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
