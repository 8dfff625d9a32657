public import Answers
import ClusterAnalysis
import ClusterModel

/// How does a firm compare with another, field by field?
public struct LeaderComparisonQuestion: Sendable {
  /// Id or name.
  public var leader: String
  /// The firm to compare it with.
  public var peer: String

  public init(leader: String, peer: String) {
    self.leader = leader
    self.peer = peer
  }

  /// The tables `figures`, `single_points` and `not_measured`; no score is formed. O(firms · links) for the single points.
  ///
  /// - Throws: ``QuestionError`` where the network has no such firm.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let (leader, peer) = (try network.find(firm: leader), try network.find(firm: peer))
    let comparison = LeaderComparison(leader, against: peer, in: study.facts())
    let (own, other) = (network.firmName(leader), network.firmName(peer))
    var answer = Answer(zh: "对标：\(own.zh)对\(other.zh)", en: "Benchmark: \(own.en) against \(other.en)")
    let missing = comparison.rows.flatMap { row in
      [(comparison.own, row.own), (comparison.peer, row.peer)].compactMap { firm, value in
        value.missing.map { (field: row.field, firm: firm, missing: $0) }
      }
    }
    answer.tables = [
      Answer.Table(
        "figures", zh: "逐项比较", en: "Field by field", ["figure", "firm_value", "peer_value", "difference"], over: comparison.rows
      ) { row in
        let name = row.field.rawValue
        return [
          .named(name), .figure(name, row.field.cell(row.own)), .figure(name, row.field.cell(row.peer)),
          .figure(name, row.field.difference(row.difference)),
        ]
      },
      Answer.Table(
        "single_points", zh: "单独停产即可使其停产的企业", en: "Firms whose loss alone stops it",
        ["firm_id", "name", "stopping_firms", "stopping_firm_ids"],
        over: [(comparison.own, comparison.singlePoints.own), (comparison.peer, comparison.singlePoints.peer)]
      ) { firm, points in
        network.idAndName(firm) + [.count(points.count), .list(points.map { network.thing($0) })]
      },
      Answer.Table(
        "not_measured", zh: "无法比较之处：缺少的事实", en: "Not comparable: missing facts", ["figure", "firm_id", "name", "missing"], over: missing
      ) { item in
        [.named(item.field.rawValue)] + network.idAndName(item.firm) + [.words(item.missing)]
      },
    ]
    answer.notes = Notes.synthetic(network)
    return answer
  }
}
