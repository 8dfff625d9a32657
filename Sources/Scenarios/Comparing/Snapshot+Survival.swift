import ClusterAnalysis
import ClusterModel
import LinearPrograms

extension Snapshot {
  /// How long each leader lasts when one of the firms upstream, or a common-cause group, stops (M19 to M23).
  mutating func measureSurvival(_ targets: [Target], _ facts: BenchmarkFacts, _ request: SnapshotRequest, _ threads: Int) {
    let network = facts.network
    let leaders = targets.compactMap { target -> FirmID? in
      if case .firm(let firm) = target.kind { return firm }
      return nil
    }
    if leaders.isEmpty { return }
    guard let solver = try? LinearSolver() else {
      unknowns.append(
        LocalText(
          zh: "未算能撑天数：没有线性规划求解器",
          en: "time to survive was not computed: there is no solver of linear programs"))
      return
    }
    let supply = SupplyModel(facts.sourcing.view)
    var columns = SurvivalColumns()
    var tooMany: [String] = []
    var contradictory: [String] = []
    for leader in leaders {
      let subject = network.subject(leader)
      let model = SurvivalModel(supply, leader: leader)
      let answer: TimeToSurvive?
      if model.firms.count > request.survivalLimit {
        tooMany.append(subject.id)
        answer = nil
      } else {
        answer = try? TimeToSurvive(model, disruptions: model.disruptions(), solver: solver, threads: threads)
        if answer == nil { contradictory.append(subject.id) }
      }
      let results = answer?.results
      func count(_ verdict: TimeToSurvive.Verdict) -> Double? { results.map { Double($0.count { $0.verdict == verdict }) } }
      add(subject, "disruptions_survived", .count, count(.survives))
      add(subject, "disruptions_not_survived", .count, count(.fails))
      add(subject, "disruptions_undecided", .count, count(.unknown))
      add(
        subject, "shortest_survival_days", .days,
        results.map { $0.map { $0.time ?? .infinity }.min() ?? .infinity })
      for result in results ?? [] {
        if result.verdict == .fails { held.append(Held(rule: "not-survived", about: subject, things: [result.disruption.subject])) }
        columns.add(result, leader: subject)
      }
    }
    self.columns += columns.all
    if !tooMany.isEmpty {
      unknowns.append(
        LocalText(
          zh: "上游企业多于 \(request.survivalLimit) 家，未算能撑天数：\(Self.list(tooMany, "、"))",
          en:
            "more than \(request.survivalLimit) firms upstream, so that time to survive was not computed: \(Self.list(tooMany, ", "))"
        ))
    }
    if !contradictory.isEmpty {
      unknowns.append(
        LocalText(
          zh: "产能与供应金额相互矛盾，能撑天数未知：\(Self.list(contradictory, "、"))",
          en:
            "capacities and supplies contradict one another, so that time to survive is unknown: \(Self.list(contradictory, ", "))"
        ))
    }
  }
}

/// The columns of time to survive while they are filled.
private struct SurvivalColumns {
  private var days = Snapshot.Column(
    measure: "survive_days", kind: .days)
  private var cover = Snapshot.Column(
    measure: "cover_days", kind: .days, isDetail: true)
  private var loss = Snapshot.Column(
    measure: "ttr_loss_cny_wan", kind: .amount)
  private var exposure = Snapshot.Column(
    measure: "risk_exposure", kind: .index, isDetail: true)

  var all: [Snapshot.Column] { [days, cover, loss, exposure] }

  mutating func add(_ result: TimeToSurvive.Result, leader: Subject) {
    let row = Snapshot.Column.Row(of: Snapshot.thing(result.disruption.subject), about: Snapshot.thing(leader))
    for column in [\Self.days, \.cover, \.loss, \.exposure] {
      self[keyPath: column].names[row.of] = result.disruption.subject.name
      self[keyPath: column].names[row.about!] = leader.name
    }
    days.numbers[row] = result.time ?? .infinity
    cover.numbers[row] = result.cover ?? .infinity
    loss.numbers[row] = result.loss
    exposure.numbers[row] = result.riskExposure
  }
}
