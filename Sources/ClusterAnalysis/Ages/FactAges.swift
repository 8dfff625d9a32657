public import ClusterModel

/// How old the rows of a network's lists are.
public struct FactAges: Sendable {
  /// The ages of some rows.
  public struct Group: Sendable, Hashable {
    public var rows = 0
    /// Rows with a day that can be read.
    public var dated = 0
    public var oldest: CalendarDay?
    public var newest: CalendarDay?
    /// Months, over the dated; of an even number the mean of the two in the middle. `nil` where none is dated.
    public var median: Double?
    /// The share of rows older than the half-life: rows without a day may or may not be. `nil` without rows.
    public var old: KnownRange?
  }

  public let ageing: LinkAgeing
  public let firms: Group
  public let links: Group
  public let makings: Group
  public let figures: Group
  /// For each cluster, the links of which one end or both are in it.
  public let linksOfCluster: [Group]
  /// The dated links, the oldest first; ties by supplier, buyer and product. Not more than asked for.
  public let oldestLinks: [(link: SupplyID, day: CalendarDay)]

  /// - Parameters:
  ///   - network: its firms, links, makings and figures.
  ///   - ageing: the day that is counted to, and what is old.
  ///   - limit: how many of the oldest links are named.
  /// - Complexity: O(rows log rows) time.
  public init(_ network: Network, _ ageing: LinkAgeing, naming limit: Int = 1000) {
    self.ageing = ageing
    let supplies = network.supplies
    let linkDays = Self.days(supplies.provenance.asOf, supplies.count)
    firms = Self.group(Self.days(network.firms.provenance.asOf, network.firms.count), ageing)
    links = Self.group(linkDays, ageing)
    makings = Self.group(network.makings.map { CalendarDay($0.provenance.asOf) }, ageing)
    figures = Self.group(network.figures.map { CalendarDay($0.provenance.asOf) }, ageing)
    var ofCluster = [[CalendarDay?]](repeating: [], count: network.clusters.count)
    for row in 0..<supplies.count {
      let ends = [supplies.supplier(SupplyID(row)), supplies.buyer(SupplyID(row))].map { network.firms.cluster($0)?.row }
      if let end = ends[0] { ofCluster[end].append(linkDays[row]) }
      if let end = ends[1], end != ends[0] { ofCluster[end].append(linkDays[row]) }
    }
    linksOfCluster = ofCluster.map { Self.group($0, ageing) }
    let dated = linkDays.indices.filter { linkDays[$0] != nil }
    func key(_ row: Int) -> (Int, String, String, String) {
      let link = SupplyID(row)
      return (
        linkDays[row]!.number, network.firms.id(supplies.supplier(link)), network.firms.id(supplies.buyer(link)),
        supplies.product(link).map { network.products[$0.row].id } ?? ""
      )
    }
    // Only those as old as the last that is named are put in order by their names.
    let last = dated.count > limit ? dated.map { linkDays[$0]!.number }.sorted()[limit - 1] : Int.max
    let named = dated.filter { linkDays[$0]!.number <= last }.map { ($0, key($0)) }.sorted { $0.1 < $1.1 }
    oldestLinks = named.prefix(limit).map { (SupplyID($0.0), linkDays[$0.0]!) }
  }

  private static func days(_ column: CodedColumn, _ count: Int) -> [CalendarDay?] {
    let days = LinkAgeing.days(column)
    return column.codes.isEmpty ? [CalendarDay?](repeating: nil, count: count) : column.codes.map { days[Int($0)] }
  }

  private static func group(_ days: [CalendarDay?], _ ageing: LinkAgeing) -> Group {
    var group = Group(rows: days.count)
    let known = days.compactMap { $0 }.sorted()
    group.dated = known.count
    group.oldest = known.first
    group.newest = known.last
    if let middle = known.isEmpty ? nil : known.count / 2 {
      let (low, high) = (known[(known.count - 1) / 2], known[middle])
      group.median = (ageing.months(since: low) + ageing.months(since: high)) / 2
    }
    if !days.isEmpty {
      let old = known.count { ageing.months(since: $0) > ageing.halfLife }
      let (rows, open) = (Double(days.count), days.count - known.count)
      group.old = KnownRange(
        value: known.isEmpty ? nil : Double(old) / Double(known.count), low: Double(old) / rows, high: Double(old + open) / rows,
        known: known.count, of: days.count)
    }
    return group
  }
}
