public import Answers
import ClusterAnalysis
import ClusterModel

/// Who stands behind a leader, and how many links away?
public struct TiersQuestion: Sendable {
  /// Id or name of the firm.
  public var leader: String

  public init(leader: String) { self.leader = leader }

  /// Facts `depth` and `firms`, and the tables `tiers` and `members`. O(firms + links).
  ///
  /// - Throws: ``QuestionError`` where the network has no such firm.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let leader = try network.find(firm: leader)
    let tiers = Tiers(of: leader, in: network)
    let name = network.firmName(leader)
    var answer = Answer(zh: "层级：\(name.zh)", en: "Tiers of \(name.en)")
    answer.facts = [("depth", .count(tiers.depth)), ("firms", .count(tiers.members.count))]
    let counts = (0...tiers.depth).map { tier in tiers.members.count { $0.shortest == tier } }
    answer.tables = [
      Answer.Table(
        "members", zh: "企业", en: "Firms",
        ["firm_id", "name", .data("county_code"), "county", "tier", "longest_tier", "cycle_firms"], over: tiers.members, shown: 40
      ) { member in
        network.idAndName(member.firm) + network.county(member.firm)
          + [.count(member.shortest), member.longest.map { .count($0) } ?? .nothing, .count(member.circle)]
      },
      Answer.Table("tiers", zh: "各层", en: "By tier", ["tier", "firms"], over: Array(counts.enumerated())) {
        [.count($0.offset), .count($0.element)]
      },
    ]
    answer.notes = network.remarks
    return answer
  }
}
