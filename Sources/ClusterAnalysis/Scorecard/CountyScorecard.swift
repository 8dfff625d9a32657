package import Answers
public import ClusterModel
import InputOutput

/// What the scorecard says of every county, by one definition each.
public enum ScorecardField: String, Sendable, CaseIterable {
  case firms
  case leaders
  case listed
  case littleGiants = "little_giants"
  case srdi
  case highTech = "high_tech"
  case output = "output_cny_wan"
  case employees
  /// Research by revenue.
  case researchShare = "rd_share"
  case clusters
  /// Weighted share of the stages of its clusters' chains that have a firm inside.
  case completeness
  /// Of what its firms buy, the share from firms of the county (M13).
  case localSupply = "local_supply_ratio"
  case singleSourced = "single_sourced_share"
  /// Firms of the county whose loss alone stops a leader, of whatever county.
  case singlePoints = "single_points"
  /// Stages of its clusters' chains that are missing, broken, weak or hang on one source outside.
  case gaps
  /// Stages in which it is specialised: RCA of at least 1 against the region's counties.
  case diversity
  /// Economic complexity (M31), where it is defined.
  case complexity = "eci"
  /// Of the supply links of its firms, the share older than the published half-life (M38).
  case oldLinks = "old_links"

  public var isShare: Bool { [.researchShare, .completeness, .localSupply, .singleSourced, .oldLinks].contains(self) }
  /// Says something of the lists, and nothing of the county: no scenario changes it.
  public var isOfLists: Bool { self == .oldLinks }

  /// Its name in `figures.csv`: a list of firms is counted, where the field of the same name says yes or no of one firm.
  package var figure: String {
    switch self {
    case .leaders, .listed, .littleGiants, .srdi, .highTech: FigureEntry.count(of: rawValue)
    case .gaps: "stages_with_gaps"
    // Of a target, its single points are counted; of a county, the firms that are one of some leader.
    case .singlePoints: "leader_stopping_firms"
    default: rawValue
    }
  }
  package var entry: FigureEntry { FigureEntry.named(figure) }
  /// The heading, with its unit in brackets.
  public var label: LocalText { entry.headings }
}

extension FigureEntry {
  /// `little_giants` → `little_giant_firms`.
  fileprivate static func count(of list: String) -> String { (list.hasSuffix("s") ? String(list.dropLast()) : list) + "_firms" }
}

/// 县域记分卡: the same figures, by the same definitions, for every county of the region; unknown stays unknown.
public struct CountyScorecard: Sendable {
  public struct Row: Sendable {
    public var county: CountyID
    public var values: [ScorecardField: Measured]
    public var syntheticFirms: Int
    /// Against the scorecard before; `nil` where one of the two is unknown.
    public var changes: [ScorecardField: Double] = [:]
    /// What the scorecard before says, where both are known.
    public var earlier: [ScorecardField: Double] = [:]

    public func value(_ field: ScorecardField) -> Measured { values[field] ?? .unknown(LocalText(zh: "", en: "")) }
  }

  /// The counties inside the region, by code.
  public let rows: [Row]
  /// Why no complexity is defined; `nil` where it is.
  public let complexityRefusal: LocalText?
  /// What the ages of links are counted to, and what is old; `nil` where no row of the network has a day.
  public let ageing: LinkAgeing?

  /// - Parameters:
  ///   - facts: of the network, with output as the measure.
  ///   - given: weak links of all leaders, where they are there already.
  ///   - givenGaps: of all clusters with a chain, likewise.
  public init(_ facts: BenchmarkFacts, weakLinks given: WeakLinks? = nil, gaps givenGaps: [ChainGaps]? = nil) {
    let network = facts.network
    let targets = network.leaders().map { Target.firm($0, in: network) }
    let weakLinks = given ?? (targets.isEmpty ? nil : WeakLinks(facts.sourcing.view, targets: targets))
    let gaps =
      givenGaps ?? network.clusters.indices.compactMap { ChainGaps(of: ClusterID($0), in: facts.sourcing, firmStages: facts.firmStages) }
    let complexity = RegionalComplexity(RegionalAmounts(facts, places: .county, by: .stage))
    complexityRefusal = complexity.refusal
    // No single point among leaders of whom no purchase is on record is not known to be none.
    let hasPurchases = network.leaders().contains { !facts.sourcing.view.purchases(of: $0).isEmpty }
    let points = hasPurchases ? Set((weakLinks?.results ?? []).flatMap(\.singlePoints)) : nil
    let ageing = LinkAgeing.latestDay(network).map { LinkAgeing(to: $0) }
    self.ageing = ageing
    let ages = ageing.map { FactAges.linksOfCounty(network, $0) }
    let inside = network.counties.indices.filter { network.counties[$0].isInside }.sorted {
      network.counties[$0].code < network.counties[$1].code
    }
    rows = inside.map { row in
      let county = CountyID(row)
      let measures = FirmSetMeasures(county, in: facts)
      let sheet = Sheet(
        county: county, facts: facts, measures: measures, members: Set(measures.firms), points: points, gaps: gaps, complexity: complexity,
        linkAges: ages?[row])
      return Row(
        county: county, values: Dictionary(uniqueKeysWithValues: ScorecardField.allCases.map { ($0, sheet.value($0)) }),
        syntheticFirms: measures.syntheticFirms)
    }
  }

  /// The same with the differences to `earlier`, county by code.
  public func compared(to earlier: CountyScorecard, _ network: Network, _ before: Network) -> CountyScorecard {
    let old = Dictionary(uniqueKeysWithValues: earlier.rows.map { (before.counties[$0.county.row].code, $0) })
    return CountyScorecard(
      rows: rows.map { row in
        var row = row
        guard let past = old[network.counties[row.county.row].code] else { return row }
        for field in ScorecardField.allCases {
          // ECI is relative to its own year's counties: a difference would compare two scales.
          if field == .complexity { continue }
          if let now = row.value(field).value, let then = past.value(field).value {
            row.changes[field] = now - then
            row.earlier[field] = then
          }
        }
        return row
      }, complexityRefusal: complexityRefusal, ageing: ageing)
  }

  private init(rows: [Row], complexityRefusal: LocalText?, ageing: LinkAgeing?) {
    self.rows = rows
    self.complexityRefusal = complexityRefusal
    self.ageing = ageing
  }
}

/// One county while its row is made.
private struct Sheet {
  let county: CountyID
  let facts: BenchmarkFacts
  let measures: FirmSetMeasures
  let members: Set<FirmID>
  /// `nil` where the network has no leader that is recorded to buy anything.
  let points: Set<FirmID>?
  let gaps: [ChainGaps]
  let complexity: RegionalComplexity
  /// `nil` where no row of the network has a day.
  let linkAges: FactAges.Group?

  private var network: Network { facts.network }
  private var noFirms: LocalText { LocalText(zh: "企业（firms.csv 的 county_code）", en: "its firms (county_code of firms.csv)") }

  func value(_ field: ScorecardField) -> Measured {
    switch field {
    case .firms: measures.value(.firms)
    case .leaders: honour(.leader)
    case .listed: honour(.listed)
    case .littleGiants: honour(.littleGiant)
    case .srdi: honour(.srdi)
    case .highTech: honour(.highTech)
    case .output: measures.value(.output)
    case .employees: measures.value(.employees)
    case .researchShare: measures.value(.researchShare)
    case .clusters: .known(Double(network.clusters.count { $0.county == county }))
    case .completeness: completeness
    case .localSupply: purchases(.localSupply)
    case .singleSourced: purchases(.singleSourcedShare)
    case .singlePoints:
      members.isEmpty
        ? .unknown(noFirms)
        : points.map { .known(Double($0.intersection(members).count)) }
          ?? .unknown(LocalText(zh: "领跑者及其采购（roles.csv、supplies.csv）", en: "a leader and what it buys (roles.csv, supplies.csv)"))
    case .gaps: gapCount
    case .diversity: diversity
    case .complexity:
      place.flatMap { complexity.places[$0].isNaN ? nil : .known(complexity.places[$0]) }
        ?? .unknown(complexity.refusal ?? LocalText(zh: "已知产出的企业与环节", en: "firms with stages and known output"))
    case .oldLinks:
      Measured(
        linkAges.flatMap { $0.dated > 0 ? $0.old : nil },
        LocalText(zh: "供应关系的截至日期（supplies.csv 的 as_of）", en: "the day of each supply link (as_of of supplies.csv)"))
    }
  }

  private func purchases(_ field: FirmSetField) -> Measured {
    Measured(
      measures.value(field).range, LocalText(zh: "本县企业的采购及金额（supplies.csv）", en: "purchases of its firms with amounts (supplies.csv)"))
  }

  private func honour(_ kind: Role.Kind) -> Measured {
    if members.isEmpty { return .unknown(noFirms) }
    guard facts.honours.kept.contains(kind) else {
      return .unknown(
        LocalText(zh: "\(FigureEntry.named(kind.rawValue).label.zh)名单（roles.csv）", en: "a list (roles.csv, role = \(kind.rawValue))"))
    }
    return .known(Double(members.count { facts.honours.has(kind, $0) == true }))
  }

  private var own: [ChainGaps] { gaps.filter { network.clusters[$0.cluster.row].county == county && $0.completeness != nil } }

  private var noChain: LocalText {
    LocalText(zh: "对照产业链的集群及其企业的环节（clusters.csv、makes.csv）", en: "clusters with a chain, and their firms' stages (clusters.csv, makes.csv)")
  }

  private var completeness: Measured {
    // As in the page of chain gaps, what can be spared does not count.
    let rows = own.flatMap(\.rows).filter { !$0.isSpared }
    func weight(_ row: ChainGaps.Row) -> Double { network.stages[row.stage.row].weight }
    let whole = Sums.ordered(rows.map(weight))
    return whole > 0 ? .known(Sums.ordered(rows.filter { !$0.inside.isEmpty }.map(weight)) / whole) : .unknown(noChain)
  }

  private var gapCount: Measured {
    let chains = gaps.filter { network.clusters[$0.cluster.row].county == county }
    let range = ChainGaps.count(in: chains)
    if chains.isEmpty { return .unknown(noChain) }
    return Measured(
      range,
      chains.contains { $0.completeness == nil }
        ? noChain
        : LocalText(
          zh: "各环节的采购及金额、供应商所在地（supplies.csv、firms.csv）",
          en: "what is bought of its stages, with amounts and the suppliers' counties (supplies.csv, firms.csv)"))
  }

  private var place: Int? { complexity.amounts.places.firstIndex { $0.id == network.counties[county.row].code } }

  private var diversity: Measured {
    guard let place, let advantage = complexity.advantage, complexity.amounts.totals[place] > 0 else {
      return .unknown(LocalText(zh: "已知产出的企业与环节", en: "firms with stages and known output"))
    }
    return .known(Double(advantage.diversity[place]))
  }
}
