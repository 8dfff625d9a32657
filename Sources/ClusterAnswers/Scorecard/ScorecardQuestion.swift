public import Answers
import ClusterAnalysis
import ClusterModel

/// How does every county stand by the same figures (县域记分卡), and what changed since an earlier network?
public struct ScorecardQuestion: Sendable {
  /// Codes or names; all counties of the region where it is empty.
  public var counties: [String] = []

  public init() {}

  /// The tables `counties` (a column for each figure), with an earlier network `changes`, and `not_measured`. O(firms + links), and a search for single points.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - earlier: the network of an earlier year.
  /// - Throws: ``QuestionError`` where a county is unknown, or the network has none inside the region.
  public func answer(_ study: Study, since earlier: Study? = nil) throws -> Answer {
    let network = study.network
    if !network.counties.contains(where: \.isInside) {
      throw QuestionError(
        .missingData, zh: "网络中没有本区域的县（市、区）", en: "the network has no county inside the region",
        remedy: LocalText(
          zh: "在 counties.csv 列出县区，在 firms.csv 填写 county_code", en: "list counties in counties.csv, and give county_code in firms.csv"))
    }
    let chosen = Set(try network.each(counties) { try network.find(county: $0) })
    var card = CountyScorecard(study.facts())
    if let earlier { card = card.compared(to: CountyScorecard(earlier.facts()), network, earlier.network) }
    let rows = card.rows.filter { chosen.isEmpty || chosen.contains($0.county) }
    let recorded = rows.filter { $0.value(.firms).value != nil }
    var answer = Answer(zh: "县域记分卡：\(network.displayName(.zh))", en: "County scorecard: \(network.displayName(.en))")
    answer.facts = [("counties_count", .count(rows.count)), ("counties_with_firms", .count(recorded.count))]
    answer.tables = [Self.countyTable(recorded, rows.filter { $0.value(.firms).value == nil }, network)]
    if earlier != nil { answer.tables.append(Self.changeTable(rows, network)) }
    answer.tables.append(Self.missingTable(recorded, network))
    answer.notes = Self.notes(card, rows, network, isCompared: earlier != nil) + Notes.synthetic(network)
    return answer
  }

  /// Readers are spared counties without firms, and figures known of nobody.
  private static func countyTable(
    _ recorded: [CountyScorecard.Row], _ empty: [CountyScorecard.Row], _ network: Network
  ) -> Answer.Table {
    let fields = ScorecardField.allCases
    let table = Answer.Table(
      "counties", zh: "各县区", en: "Counties",
      [.data("county_code"), "county"] + fields.map { Answer.Column($0.figure) } + ["synthetic_firms"], over: recorded + empty,
      shown: recorded.count
    ) { row in
      network.county(row.county) + fields.map { $0.cell(row.value($0).range) } + [.count(row.syntheticFirms)]
    }
    return table.withoutUnknown
  }

  /// What is known of both; what differs comes first, and is what readers see.
  private static func changeTable(_ rows: [CountyScorecard.Row], _ network: Network) -> Answer.Table {
    struct Change {
      var county: CountyID
      var field: ScorecardField
      var (before, now, difference): (Double, Double, Double)
    }
    let all = rows.flatMap { row in
      ScorecardField.allCases.compactMap { field -> Change? in
        guard let before = row.earlier[field], let now = row.value(field).value, let difference = row.changes[field] else { return nil }
        return Change(county: row.county, field: field, before: before, now: now, difference: difference)
      }
    }
    let changed = all.filter { $0.difference != 0 }
    return Answer.Table(
      "changes", zh: "与上期相比的变化", en: "Changes since the earlier network",
      [.data("county_code"), "county", "figure", "value_before", "value", "difference"], over: changed + all.filter { $0.difference == 0 },
      shown: changed.count
    ) { change in
      let name = change.field.figure
      return network.county(change.county) + [
        .named(name), .figure(name, change.field.cell(change.before)), .figure(name, change.field.cell(change.now)),
        .figure(name, change.field.isShare ? .points(change.difference) : .number(change.difference)),
      ]
    }
  }

  /// What is missing, each once with the counties where it is.
  private static func missingTable(_ rows: [CountyScorecard.Row], _ network: Network) -> Answer.Table {
    struct Key: Hashable {
      var field: ScorecardField
      var missing: LocalText
    }
    var order: [Key] = []
    var counties: [Key: [CountyID]] = [:]
    for field in ScorecardField.allCases {
      for row in rows {
        guard let missing = row.value(field).missing else { continue }
        let key = Key(field: field, missing: missing)
        if counties[key] == nil { order.append(key) }
        counties[key, default: []].append(row.county)
      }
    }
    return Answer.Table(
      "not_measured", zh: "未知项：缺少的事实", en: "Unknown: missing facts", ["figure", "missing", "county_codes"],
      over: order.map { (key: $0, counties: counties[$0] ?? []) }
    ) { key, counties in
      [.named(key.field.figure), .words(key.missing), .list(counties.map { network.thing($0) })]
    }
  }

  private static func notes(
    _ card: CountyScorecard, _ rows: [CountyScorecard.Row], _ network: Network, isCompared: Bool
  ) -> [LocalText] {
    var notes: [LocalText] = []
    let empty = rows.filter { $0.value(.firms).value == nil }.map { network.counties[$0.county.row].name }
    if !empty.isEmpty {
      notes.append(
        LocalText(
          zh: "没有在册企业的县区，各项均未知：\(Wording(.zh).list(empty.map { $0[.zh] }))。",
          en: "counties without firms on record, of which nothing is known: \(Wording(.en).list(empty.map { $0[.en] }))."))
    }
    if let refusal = card.complexityRefusal {
      notes.append(LocalText(zh: "未给出经济复杂度：\(refusal.zh)。", en: "economic complexity (ECI) is not given: \(refusal.en)."))
    }
    if let ageing = card.ageing, rows.contains(where: { $0.value(.oldLinks).range != nil }) { notes.append(AgeTables.note(ageing)) }
    if isCompared {
      if rows.allSatisfy({ $0.changes.values.allSatisfy { $0 == 0 } }) {
        notes.append(LocalText(zh: "两期均已知的各项都没有变化。", en: "nothing that is known of both changed."))
      }
      notes.append(
        LocalText(
          zh: "任一期未知则不计变化；经济复杂度是同期各县之间的相对值，不作跨期比较。",
          en:
            "no change is given where one of the two is unknown; economic complexity is relative to its own year's counties and not compared."
        ))
    }
    return notes
  }
}

extension ScorecardField {
  fileprivate func cell(_ value: Double?) -> Cell { isShare ? .share(value) : .number(value) }
  fileprivate func cell(_ range: KnownRange?) -> Cell { isShare ? .share(range) : .number(range) }
}
