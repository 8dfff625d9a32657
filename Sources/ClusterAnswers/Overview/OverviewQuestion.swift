public import Answers
package import ClusterAnalysis
import ClusterIO
public import ClusterModel

/// What does the network hold: counts, shape, provenance, clusters?
public struct OverviewQuestion: Sendable {
  /// The day that ages are counted to; the latest day of the lists where it is `nil`.
  public var agedTo: CalendarDay?
  /// Months after which half of the supply links are gone.
  public var halfLife = LinkAgeing.publishedHalfLife

  public init() {}

  /// Facts of counts and shape and of how old the lists are, the tables `links_by_provenance`, `cluster_list`, `ages`, `ages_by_cluster` and `oldest_links`.
  /// O(rows log rows).
  ///
  /// - Throws: ``QuestionError`` where the half-life is not above 0.
  public func answer(_ study: Study) throws -> Answer {
    guard halfLife > 0, halfLife.isFinite else {
      throw QuestionError(.badOption, zh: "半衰期须为大于 0 的月数", en: "a half-life is a number of months above 0")
    }
    var answer = Self.answer(Overview(study.view), study.network)
    let ages = AgeTables(study.network, to: agedTo, halfLife: halfLife)
    answer.facts += ages.facts
    answer.tables += ages.tables
    answer.notes += ages.notes
    return answer
  }

  package static func answer(_ overview: Overview, _ network: Network) -> Answer {
    var answer = Answer(zh: "网络：\(network.displayName(.zh))", en: "Network: \(network.displayName(.en))")
    answer.facts = [
      ("counties", .count(overview.counties)), ("clusters", .count(overview.clusters)), ("firms", .count(overview.firms)),
      ("synthetic_firms", .count(overview.syntheticFirms)), ("leaders", .count(overview.leaders)), ("products", .count(overview.products)),
      ("chains", .count(overview.chains)), ("stages", .count(overview.stages)), ("supply_links", .count(overview.supplyLinks)),
      ("links_with_amount", .count(overview.linksWithAmount)), ("links_with_product", .count(overview.linksWithProduct)),
      ("weak_components", .count(overview.weakComponents)), ("largest_weak_component", .count(overview.largestWeakComponent)),
      ("cycles", .count(overview.circles)), ("largest_cycle", .count(overview.largestCircle)),
    ]
    answer.tables = [
      Answer.Table(
        "links_by_provenance", zh: "供应关系的来源类别", en: "Supply links by provenance", ["provenance", "links"], over: ProvenanceKind.allCases
      ) { kind in
        [kind.cell, .count(overview.linksByProvenance[Int(kind.rawValue)])]
      }
    ]
    if !network.clusters.isEmpty { answer.tables.append(clusters(network)) }
    answer.notes = network.remarks
    return answer
  }

  private static func clusters(_ network: Network) -> Answer.Table {
    var firms = [Int](repeating: 0, count: network.clusters.count)
    for firm in network.firms.all {
      if let cluster = network.firms.cluster(firm) { firms[cluster.row] += 1 }
    }
    return Answer.Table(
      "cluster_list", zh: "集群", en: "Clusters", ["cluster_id", "name", .data("county_code"), "county", "chain_id", "status", "firms"],
      rows: network.clusters.enumerated().map { row, cluster in
        let county = cluster.county.map { network.counties[$0.row] }
        let status: Cell =
          switch cluster.status {
          case .established: .word("established", zh: "已形成", en: "established")
          case .planned: .word("planned", zh: "规划", en: "planned")
          case nil: .unknown
          }
        return [
          .text(cluster.id), .name(cluster.name), county.map { .text($0.code) } ?? .unknown, county.map { .name($0.name) } ?? .unknown,
          cluster.chain.map { .text(network.chains[$0.row].id) } ?? .unknown, status, .count(firms[row]),
        ]
      })
  }
}

/// Which tables and columns are read?
public struct ColumnsQuestion: Sendable {
  public init() {}

  /// The table `columns`, from the data dictionary.
  public func answer() -> Answer {
    var answer = Answer(zh: "数据字典", en: "Data dictionary")
    answer.tables = [
      Answer.Table(
        "columns", zh: "列", en: "Columns", ["table", "column", "required", "column_unit", "labels", "meaning"],
        over: DataDictionary.standard.tables.flatMap { table in table.columns.map { (table.name, $0) } }
      ) { table, column in
        [
          .text(table), .text(column.name), .flag(column.isRequired), column.unit.isEmpty ? .nothing : .text(column.unit),
          .texts(column.labels), .words(column.meaning),
        ]
      }
    ]
    return answer
  }
}

extension ProvenanceKind {
  /// How a fact is known, in a word.
  package var cell: Cell {
    switch self {
    case .unknown: .word("not_said", zh: "未注明", en: "not said")
    case .sourced: .word("sourced", zh: "有出处", en: "sourced")
    case .derived: .word("derived", zh: "推算", en: "derived")
    case .inferred: .word("inferred", zh: "推断", en: "inferred")
    case .synthetic: .word("synthetic", zh: "虚构", en: "synthetic")
    case .proposed: .word("proposed", zh: "拟议", en: "proposed")
    }
  }
}
