import Answers
import ClusterAnalysis
import ClusterModel

/// What a page says of a peer that is of another network: from where, of which years, and which stage stands for which.
extension BenchmarkResult {
  private struct Side: Sendable {
    var code: String
    var label: LocalText
    var file: Cell
    var profile: ClusterProfile
    var facts: BenchmarkFacts

    var members: [FirmID] { facts.members[profile.cluster] ?? [] }
    /// The years that the firms' figures are of, first and last; `nil` where none is told.
    var years: (first: Int, last: Int)? {
      let years = members.compactMap { firm -> Int? in
        let years = facts.network.firms.figuresYear
        return years.indices.contains(firm.row) && years[firm.row] > 0 ? Int(years[firm.row]) : nil
      }
      return years.min().map { ($0, years.max() ?? $0) }
    }
    /// The days that the rows of the firms are of, first and last, as far as they can be read.
    var days: (first: CalendarDay, last: CalendarDay)? {
      let provenance = facts.network.firms.provenance
      let days = members.compactMap { CalendarDay(provenance[$0.row].asOf) }
      guard let first = days.min(by: { $0.number < $1.number }), let last = days.max(by: { $0.number < $1.number }) else { return nil }
      return (first, last)
    }
  }

  private func sides(_ elsewhere: PeerElsewhere) -> [Side] {
    [
      Side(
        code: "own", label: LocalText(zh: "本集群", en: "the cluster"), file: .nothing, profile: benchmarks[0].own, facts: facts),
      Side(
        code: "peer", label: LocalText(zh: "标杆", en: "the peer"), file: .text(elsewhere.file), profile: benchmarks[0].peer,
        facts: elsewhere.facts),
    ]
  }

  func sideTable(_ elsewhere: PeerElsewhere) -> Answer.Table {
    Answer.Table(
      "sides", zh: "两边的数据", en: "The data of both",
      ["side", "file", .data("cluster_id"), "cluster", "firms", "firms_known", "figures_years", "as_of", "synthetic_firms"],
      over: sides(elsewhere)
    ) { side in
      let members = side.members
      let years: Cell = side.years.map { .text($0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)") } ?? .unknown
      let days: Cell =
        side.days.map { .text($0.first.number == $0.last.number ? $0.last.text : "\($0.first.text) - \($0.last.text)") } ?? .unknown
      return [.word(code: side.code, side.label), side.file] + side.facts.network.cluster(side.profile.cluster) + [
        .count(members.count), .count(members.count { side.facts.scale(atOneStage: $0) != nil }), years, days,
        .count(members.count { side.facts.network.firms.isSynthetic($0) }),
      ]
    }
  }

  func matchTable(_ elsewhere: PeerElsewhere) -> Answer.Table {
    let matching = elsewhere.matching
    let (own, theirs) = (network, matching.peerNetwork)
    var count: [StageID: Int] = [:]
    for firm in elsewhere.facts.members[elsewhere.cluster] ?? [] {
      for stage in elsewhere.facts.firmStages[firm] { count[stage, default: 0] += 1 }
    }
    let firms = Dictionary(benchmarks[0].own.rows.map { ($0.stage, $0.firms.count) }, uniquingKeysWith: { first, _ in first })
    let rows =
      matching.pairs.map { (own: Optional($0.own), peer: $0.peer, ground: $0.ground, candidates: $0.candidates) }
      + matching.rest.map { (own: nil, peer: Optional($0), ground: .peerOnly, candidates: []) }
    let counts = count
    return Answer.Table(
      "matches", zh: "环节对应", en: "Which stage stands for which",
      [
        "stage_id", "stage", "firms", "peer_stage_id", "peer_stage", "peer_firms", "match_ground", "stage_candidates", "stage_certainty",
      ], over: rows
    ) { row in
      let mine: [Cell] =
        row.own.map { [.text(own.stages[$0.row].id), .name(own.stages[$0.row].name), .count(firms[$0] ?? 0)] } ?? [
          .nothing, .nothing, .nothing,
        ]
      let peer: [Cell] =
        row.peer.map { [.text(theirs.stages[$0.row].id), .name(theirs.stages[$0.row].name), .count(counts[$0] ?? 0)] }
        ?? [.unknown, .unknown, .unknown]
      return mine + peer + [
        .word(code: row.ground.rawValue, row.ground.label), .list(row.candidates.map { theirs.thing($0.stage) }),
        row.candidates.first.map { .share($0.certainty) } ?? .nothing,
      ]
    }
  }

  func notes(_ elsewhere: PeerElsewhere) -> [LocalText] {
    let file = elsewhere.file
    var notes = [
      LocalText(
        zh: "标杆的企业、供应关系和荣誉出自 \(file)，与本集群的数据分开测算：两边的名单各自为全，金额同为万元/年。标杆的编号属于该文件，本网络中相同的编号可能是别的。",
        en:
          "the peer's firms, links and honours are of \(file), and are measured apart from ours: the lists of each are full for itself, amounts of both are in 10,000 yuan a year. The peer's ids are of that file; the same id may be something else here."
      )
    ]
    let sides = sides(elsewhere)
    switch (sides[0].years, sides[1].years) {
    case (let own?, let peer?) where own == peer: break
    case (let own?, let peer?):
      func shown(_ years: (first: Int, last: Int)) -> String {
        years.first == years.last ? "\(years.first)" : "\(years.first)–\(years.last)"
      }
      notes.append(
        LocalText(
          zh: "两边数据年度不同：本集群 \(shown(own)) 年，标杆 \(shown(peer)) 年；规模、研发的差距含年度之差，没有折算。",
          en:
            "the figures are of different years: ours of \(shown(own)), the peer's of \(shown(peer)); gaps of scale and R&D hold the years between, which are not taken out."
        ))
    default:
      let lacking = sides.filter { $0.years == nil }.map(\.label)
      notes.append(
        LocalText(
          zh: "\(lacking.map(\.zh).joined(separator: "、"))的数据没有写年度（企业表“年度”列），两边是否同一年不得而知。",
          en:
            "no year is told (column year of the list of firms) for \(lacking.map(\.en).joined(separator: " and ")): whether both are of one year is not known."
        ))
    }
    let open = benchmarks[0].rows.count { $0.peer.unmatched != nil }
    if open > 0 {
      notes.append(
        LocalText(
          zh: "\(open) 个环节没有与标杆对上，不计入两边得分，也不当作标杆没有；“差距至少”“差距至多”已包括它们。",
          en:
            "\(open) \(open == 1 ? "stage stands" : "stages stand") for none of the peer's: in neither score, and not taken as absent there; \"at least\" and \"at most\" allow for them."
        ))
    }
    return notes
  }
}
