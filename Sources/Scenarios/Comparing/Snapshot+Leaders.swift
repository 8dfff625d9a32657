import ClusterAnalysis
import ClusterModel
import LinearPrograms

extension Snapshot {
  // MARK: Lists

  /// Who is on each list, and who would be were it longer or more known.
  mutating func addShortlists(_ facts: BenchmarkFacts, _ request: SnapshotRequest) {
    let network = facts.network
    for rule in request.shortlists {
      let list = Shortlist(rule, of: Array(network.firms.all), in: facts)
      let title = Name(
        zh: rule.title[.zh].isEmpty ? rule.name : rule.title[.zh], en: rule.title[.en].isEmpty ? rule.name : rule.title[.en])
      let subject = Subject(table: "shortlist", id: rule.name, name: title)
      subjects.insert([subject.table, subject.id])
      add(subject, "chosen", "入选", "on the list", list.chosen.count)
      add(subject, "beyond_limit", "合格但超出名额", "qualified, beyond the limit", list.beyondLimit.count)
      add(subject, "left_out", "未入选", "left out", list.leftOut.count)
      add(subject, "undecided", "缺少事实、无法判定", "cannot be decided", list.undecided.count)
      held += list.chosen.map { Held(rule: "on-shortlist", about: subject, things: [network.subject($0.firm)]) }
    }
  }

  // MARK: Scores

  /// Leaders' scores and ranks among all leaders of the network (M30); ranges where facts lack.
  mutating func measureLeaders(_ facts: BenchmarkFacts, _ request: SnapshotRequest) {
    let network = facts.network
    let leaders = network.leaders()
    guard !leaders.isEmpty else { return }
    guard leaders.count <= Self.leaderLimit else {
      unknowns.append(
        LocalText(
          zh: "领跑者多于 \(Self.leaderLimit) 家：未比较评分与名次，见 leaders",
          en: "more than \(Self.leaderLimit) leaders: scores and ranks were not compared, see leaders"))
      return
    }
    let measures = FirmMeasures(facts, fields: LeaderScores.fields)
    guard let scores = LeaderScores(leaders, measures: measures) else { return }
    let names = Self.names(leaders, network)
    func add(
      _ measure: String, _ zh: String, _ en: String, _ kind: Kind, isDetail: Bool = false, _ number: (LeaderScores.Row) -> Double
    ) {
      var column = Column(measure: measure, label: LocalText(zh: zh, en: en), kind: kind, isDetail: isDetail)
      column.names = names
      for row in scores.rows { column.numbers[Column.Row(of: Self.thing(row.firm, network))] = number(row) }
      columns.append(column)
    }
    // Scores are taken between the best and the worst candidate: they move when others come.
    add("leader_score_low", "领跑者得分（至少）", "leader score, at least", .index) { $0.score.lowerBound }
    add("leader_score_high", "领跑者得分（至多）", "leader score, at most", .index, isDetail: true) { $0.score.upperBound }
    add("leader_rank_low", "领跑者名次（最好）", "leader's rank, at best", .count) { Double($0.rank.lowerBound) }
    add("leader_rank_high", "领跑者名次（最差）", "leader's rank, at worst", .count, isDetail: true) { Double($0.rank.upperBound) }
    add("leader_best_rank", "任意权重下最好名次", "best rank over all weights", .count, isDetail: true) { Double($0.ranks.lowerBound) }
    add("leader_worst_rank", "任意权重下最差名次", "worst rank over all weights", .count, isDetail: true) { Double($0.ranks.upperBound) }
  }

  /// Ranks over all weights take the square of their number.
  private static let leaderLimit = 300

  // MARK: Time to survive

  /// How long each leader lasts when one of the firms upstream, or a common-cause group, stops (M19 to M23).
  mutating func measureSurvival(_ targets: [Target], _ facts: BenchmarkFacts, _ request: SnapshotRequest, _ threads: Int) {
    let network = facts.network
    let leaders = targets.compactMap { target -> FirmID? in
      if case .firm(let firm) = target.kind { return firm }
      return nil
    }
    guard !leaders.isEmpty, let solver = try? LinearSolver() else { return }
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
      add(subject, "disruptions_survived", "撑得过的中断", "disruptions survived", .count, count(.survives))
      add(subject, "disruptions_not_survived", "撑不过的中断", "disruptions not survived", .count, count(.fails))
      add(subject, "disruptions_undecided", "无法判断的中断", "disruptions undecided", .count, count(.unknown))
      add(
        subject, "shortest_survival_days", "最短可撑天数", "fewest days to survive", .days,
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
          zh: "上游企业多于 \(request.survivalLimit) 家，未算能撑天数：\(Self.list(tooMany, "、"))（见 survive --leader）",
          en:
            "more than \(request.survivalLimit) firms upstream, so that time to survive was not computed: \(Self.list(tooMany, ", ")) (see survive --leader)"
        ))
    }
    if !contradictory.isEmpty {
      unknowns.append(
        LocalText(
          zh: "产能与供应金额相互矛盾，能撑天数未知：\(Self.list(contradictory, "、"))（见 survive --leader）",
          en:
            "capacities and supplies contradict one another, so that time to survive is unknown: \(Self.list(contradictory, ", ")) (see survive --leader)"
        ))
    }
  }

  static func list(_ ids: [String], _ comma: String) -> String {
    ids.prefix(5).joined(separator: comma) + (ids.count > 5 ? "\(comma)… (\(ids.count))" : "")
  }

  // MARK: Things

  static func thing(_ firm: FirmID, _ network: Network) -> Column.Thing { Column.Thing(table: "firm", id: network.firms.id(firm)) }
  static func thing(_ subject: Subject) -> Column.Thing { Column.Thing(table: subject.table, id: subject.id) }

  static func names(_ firms: some Sequence<FirmID>, _ network: Network) -> [Column.Thing: Name] {
    Dictionary(firms.map { (thing($0, network), network.subject($0).name) }) { first, _ in first }
  }
}

/// The columns of time to survive while they are filled.
private struct SurvivalColumns {
  private var days = Snapshot.Column(
    measure: "survive_days", label: LocalText(zh: "可撑天数", en: "days to survive"), kind: .days)
  private var cover = Snapshot.Column(
    measure: "cover_days", label: LocalText(zh: "保底天数", en: "days of cover"), kind: .days, isDetail: true)
  private var loss = Snapshot.Column(
    measure: "ttr_loss_cny_wan", label: LocalText(zh: "恢复前的损失（万元）", en: "loss until recovery (10k CNY)"), kind: .amount)
  private var exposure = Snapshot.Column(
    measure: "risk_exposure", label: LocalText(zh: "风险暴露指数", en: "risk exposure"), kind: .index, isDetail: true)

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
