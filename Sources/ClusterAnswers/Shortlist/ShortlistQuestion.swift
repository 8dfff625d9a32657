public import Answers
import ClusterAnalysis
public import ClusterModel

/// Which firms meet a rule, and how near are the others?
public struct ShortlistQuestion: Sendable {
  public var rule: ShortlistRule
  /// Ids or names of clusters whose firms alone are candidates; all where it is empty.
  public var clusters: [String] = []
  /// Codes or names of counties, likewise.
  public var counties: [String] = []

  public init(_ rule: ShortlistRule) { self.rule = rule }

  /// How many firms are on the list and off it, and the tables `firms` (who qualifies), `rules` (what each of them does), `left_out` (by which rule, and how
  /// near) and `undecided` (with the missing facts). O(firms · rules), and what the rule's fields take.
  ///
  /// - Throws: ``QuestionError`` where the network has no such cluster or county.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    var firms = Array(network.firms.all)
    if !clusters.isEmpty {
      let chosen = Set(try network.each(clusters) { try network.find(cluster: $0) })
      firms = firms.filter { network.firms.cluster($0).map { chosen.contains($0) } == true }
    }
    if !counties.isEmpty {
      let chosen = Set(try network.each(counties) { try network.find(county: $0) })
      firms = firms.filter { network.firms.county($0).map { chosen.contains($0) } == true }
    }
    let list = Shortlist(rule, of: firms, in: study.facts())
    let title = { (language: Language) in rule.title[language].isEmpty ? rule.name : rule.title[language] }
    var answer = Answer(zh: "筛选：\(title(.zh))", en: "Shortlist: \(title(.en))")
    answer.facts = [
      ("candidate_firms", .count(firms.count)), ("chosen", .count(list.chosen.count)), ("beyond_limit", .count(list.beyondLimit.count)),
      ("left_out_count", .count(list.leftOut.count)), ("undecided_count", .count(list.undecided.count)),
    ]
    if !rule.provenance.source.isEmpty { answer.facts.append(("rule_source", .text(rule.provenance.source))) }
    answer.tables = [list.firmTable, list.ruleTable, list.leftOutTable, list.undecidedTable]
    let unknown = RuleNames.findings(of: rule, in: network)
    if !unknown.isEmpty { answer.findings = unknown }
    answer.notes =
      [
        LocalText(
          zh: "未知不等于不合格：缺少事实的企业单列；roles.csv 中有某类称号即视为该类名单齐全。先列只差一条且无未知的企业，差距小的在前。",
          en:
            "unknown is not a failure: firms with missing facts stand apart; a kind of honour that roles.csv names is taken as a full list. Firms left out by one rule alone come first, the nearest before."
        )
      ] + Notes.synthetic(network)
    return answer
  }
}
