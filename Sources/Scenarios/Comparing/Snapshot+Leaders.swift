import ClusterAnalysis
import ClusterModel

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
      add(subject, "chosen", list.chosen.count)
      add(subject, "beyond_limit", list.beyondLimit.count)
      add(subject, "left_out", list.leftOut.count)
      add(subject, "undecided", list.undecided.count)
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
          zh: "领跑者多于 \(Self.leaderLimit) 家：未比较评分与名次",
          en: "more than \(Self.leaderLimit) leaders: scores and ranks were not compared"))
      return
    }
    let measures = FirmMeasures(facts, fields: LeaderScores.fields)
    guard let scores = LeaderScores(leaders, measures: measures) else { return }
    let names = Self.names(leaders, network)
    func add(
      _ measure: String, _ kind: Kind, isDetail: Bool = false, _ number: (LeaderScores.Row) -> Double
    ) {
      var column = Column(measure: measure, kind: kind, isDetail: isDetail)
      column.names = names
      for row in scores.rows { column.numbers[Column.Row(of: Self.thing(row.firm, network))] = number(row) }
      columns.append(column)
    }
    // Scores are taken between the best and the worst candidate: they move when others come.
    add("leader_score_low", .index) { $0.score.lowerBound }
    add("leader_score_high", .index, isDetail: true) { $0.score.upperBound }
    add("leader_rank_low", .count) { Double($0.rank.lowerBound) }
    add("leader_rank_high", .count, isDetail: true) { Double($0.rank.upperBound) }
    add("leader_best_rank", .count, isDetail: true) { Double($0.ranks.lowerBound) }
    add("leader_worst_rank", .count, isDetail: true) { Double($0.ranks.upperBound) }
  }

  /// Ranks over all weights take the square of their number.
  private static let leaderLimit = 300
}
