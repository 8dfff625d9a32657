public import ClusterModel

/// 招商项目: the planned firms of a network, each once, put together from the rows of its projects.
public struct PlannedFirms: Sendable {
  /// One planned firm. What several rows say of it is what the first that says anything says.
  public struct Firm: Sendable {
    public var id: String
    public var name: Name
    /// Its rows of the table of projects.
    public var rows: [Int]
    public var cluster: ClusterID?
    /// Where it is to stand; that of its cluster where nothing else is said.
    public var county: CountyID?
    public var status: Project.Status?
    public var start = ""
    public var production = ""
    /// What it is to make, each once.
    public var products: [ProductID] = []
    /// Where it is to work, by products too, each once, ascending.
    public var stages: [StageID] = []
    public var capacity = ""
    public var output: Double?
    public var investment: Double?
    public var jobs: Double?
    public var confidence: Double?
    /// The firm of today that it is by its id or its name: it counts as that, and not once more.
    public var existing: FirmID?

    /// It is being built, or produces.
    public var isSure: Bool { status?.isSure ?? false }

    /// The year by the end of which it produces; `nil` where nothing says when.
    public var year: Int? { CalendarDay(production)?.year }

    /// Whether it produces by the end of the year, if it comes as it is said. One that produces now does so in every year.
    public func isDue(by year: Int) -> Bool { status == .inProduction || self.year.map { $0 <= year } ?? false }
  }

  /// By id.
  public let firms: [Firm]

  /// Those of some clusters alone; of all where none is given.
  public func inside(_ clusters: [ClusterID]) -> PlannedFirms {
    clusters.isEmpty ? self : PlannedFirms(firms.filter { $0.cluster.map { clusters.contains($0) } ?? false })
  }

  private init(_ firms: [Firm]) { self.firms = firms }

  /// O(rows + firms of the network).
  public init(_ network: Network) {
    var order: [String] = []
    var rows: [String: [Int]] = [:]
    for (row, project) in network.projects.enumerated() {
      if rows[project.id] == nil { order.append(project.id) }
      rows[project.id, default: []].append(row)
    }
    let existing = network.firmsOfProjects()
    firms = order.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { id in
      var firm = Self.firm(id, rows[id]!, network)
      firm.existing = existing[id]
      return firm
    }
  }

  private static func firm(_ id: String, _ rows: [Int], _ network: Network) -> Firm {
    let all = rows.map { network.projects[$0] }
    func first<Value>(_ value: (Project) -> Value?) -> Value? { all.lazy.compactMap(value).first }
    func text(_ value: (Project) -> String) -> String { all.lazy.map(value).first { !$0.isEmpty } ?? "" }
    var firm = Firm(id: id, name: all[0].name, rows: rows)
    firm.cluster = first(\.cluster)
    firm.county = first(\.county) ?? firm.cluster.flatMap { network.clusters[$0.row].county }
    firm.status = first(\.status)
    (firm.start, firm.production, firm.capacity) = (text(\.start), text(\.production), text(\.capacity))
    firm.products = Set(all.compactMap(\.product)).sorted()
    firm.stages = Set(all.compactMap { $0.stage ?? $0.product.flatMap { network.products[$0.row].stage } }).sorted()
    (firm.output, firm.investment, firm.jobs) = (first(\.output), first(\.investment), first(\.jobs))
    firm.confidence = first(\.confidence)
    return firm
  }
}

extension Network {
  /// The network in which planned firms are firms that work at their stages. Nobody is said to supply them or to buy of them: that is not known.
  ///
  /// - Parameter planned: those of them that are firms of today already are left out.
  /// - Complexity: O(rows of the network).
  public func adding(_ planned: some Sequence<PlannedFirms.Firm>) -> Network {
    var made = self
    for firm in planned where firm.existing == nil {
      let provenance = Provenance(.proposed)
      let added = made.addFirm(
        firm.id, firm.name, county: firm.county, cluster: firm.cluster, revenue: firm.output, employees: firm.jobs, provenance: provenance)
      for stage in firm.stages { made.makings.append(Making(firm: added, stage: stage, provenance: provenance)) }
    }
    return made
  }
}
