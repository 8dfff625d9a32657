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
  ///   - limit: how many of the oldest links are named; none below 1.
  /// - Complexity: O(rows + clusters · different days) time, besides the sorting of the oldest links.
  public init(_ network: Network, _ ageing: LinkAgeing, naming limit: Int = 1000) {
    self.ageing = ageing
    let supplies = network.supplies
    let days = LinkAgeing.days(supplies.provenance.asOf)
    firms = Self.group(network.firms.provenance.asOf, network.firms.count, ageing)
    links = Self.links(network, ageing)
    makings = Self.group(network.makings.map(\.provenance.asOf), ageing)
    figures = Self.group(network.figures.map(\.provenance.asOf), ageing)
    linksOfCluster = Self.links(network, ageing, owners: network.clusters.count) { network.firms.cluster($0)?.row }
    oldestLinks = Self.oldest(network, days, limit)
  }

  /// The ages of the supply links alone. O(links + different days · log).
  ///
  /// - Parameters:
  ///   - network: its links.
  ///   - ageing: the day that is counted to, and what is old.
  public static func links(_ network: Network, _ ageing: LinkAgeing) -> Group {
    group(network.supplies.provenance.asOf, network.supplies.count, ageing)
  }

  /// The ages of some of the supply links. O(links + different days · log).
  ///
  /// - Parameters:
  ///   - network: its links.
  ///   - ageing: the day that is counted to, and what is old.
  ///   - isCounted: whether a link is one of them.
  public static func links(_ network: Network, _ ageing: LinkAgeing, where isCounted: (SupplyID) -> Bool) -> Group {
    let column = network.supplies.provenance.asOf
    let days = LinkAgeing.days(column)
    var (counts, undated) = ([Int](repeating: 0, count: days.count), 0)
    for row in 0..<network.supplies.count where isCounted(SupplyID(row)) {
      if column.codes.isEmpty { undated += 1 } else { counts[Int(column.codes[row])] += 1 }
    }
    var dated: [(day: CalendarDay?, rows: Int)] = zip(days, counts).map { (day: $0, rows: $1) }
    dated.append((day: nil, rows: undated))
    return group(dated, ageing)
  }

  /// For each county, the ages of the links of which one end or both are in it. O(links + counties · different days).
  ///
  /// - Parameters:
  ///   - network: its links and counties.
  ///   - ageing: the day that is counted to, and what is old.
  package static func linksOfCounty(_ network: Network, _ ageing: LinkAgeing) -> [Group] {
    links(network, ageing, owners: network.counties.count) { network.firms.county($0)?.row }
  }

  /// For each owner, the ages of the links of which one end or both are its.
  private static func links(_ network: Network, _ ageing: LinkAgeing, owners count: Int, _ owner: (FirmID) -> Int?) -> [Group] {
    let supplies = network.supplies
    let days = LinkAgeing.days(supplies.provenance.asOf)
    let codes = supplies.provenance.asOf.codes
    // Without any date there is one kind of row: undated.
    let kinds = codes.isEmpty ? [nil] : days
    var ofOwner = [[Int]](repeating: [Int](repeating: 0, count: kinds.count), count: count)
    for row in 0..<supplies.count {
      let code = codes.isEmpty ? 0 : Int(codes[row])
      let (seller, buyer) = (owner(supplies.supplier(SupplyID(row))), owner(supplies.buyer(SupplyID(row))))
      if let seller { ofOwner[seller][code] += 1 }
      if let buyer, buyer != seller { ofOwner[buyer][code] += 1 }
    }
    return ofOwner.map { group(Array(zip(kinds, $0)), ageing) }
  }

  private static func oldest(_ network: Network, _ days: [CalendarDay?], _ limit: Int) -> [(link: SupplyID, day: CalendarDay)] {
    let supplies = network.supplies
    let codes = supplies.provenance.asOf.codes
    if limit < 1 || codes.isEmpty { return [] }
    func key(_ row: Int) -> (Int, String, String, String) {
      let link = SupplyID(row)
      return (
        days[Int(codes[row])]!.number, network.firms.id(supplies.supplier(link)), network.firms.id(supplies.buyer(link)),
        supplies.product(link).map { network.products[$0.row].id } ?? ""
      )
    }
    // Only those as old as the last that is named are put in order by their names.
    var counts = [Int](repeating: 0, count: days.count)
    for code in codes { counts[Int(code)] += 1 }
    var (last, before) = (Int.min, 0)
    for (day, count) in zip(days, counts).compactMap({ day, count in day.map { ($0.number, count) } }).sorted(by: { $0.0 < $1.0 })
    where before < limit {
      last = day
      before += count
    }
    let isNamed = days.map { $0.map { $0.number <= last } ?? false }
    let named = codes.indices.filter { isNamed[Int(codes[$0])] }.map { ($0, key($0)) }.sorted { $0.1 < $1.1 }
    return named.prefix(limit).map { (SupplyID($0.0), days[Int(codes[$0.0])]!) }
  }

  /// Of a column of dates, in which each different one stands once.
  private static func group(_ column: CodedColumn, _ count: Int, _ ageing: LinkAgeing) -> Group {
    if column.codes.isEmpty { return group([(nil, count)], ageing) }
    var counts = [Int](repeating: 0, count: column.values.count)
    for code in column.codes { counts[Int(code)] += 1 }
    return group(Array(zip(LinkAgeing.days(column), counts)), ageing)
  }

  private static func group(_ dates: [String], _ ageing: LinkAgeing) -> Group {
    var counts: [String: Int] = [:]
    for date in dates { counts[date, default: 0] += 1 }
    return group(counts.map { (CalendarDay($0.key), $0.value) }, ageing)
  }

  /// - Parameter days: days, and how many rows are of each; a day may come again.
  private static func group(_ days: [(day: CalendarDay?, rows: Int)], _ ageing: LinkAgeing) -> Group {
    var group = Group(rows: days.reduce(0) { $0 + $1.rows })
    let known = days.compactMap { entry in entry.day.map { (day: $0, rows: entry.rows) } }.filter { $0.rows > 0 }.sorted { $0.day < $1.day }
    group.dated = known.reduce(0) { $0 + $1.rows }
    group.oldest = known.first?.day
    group.newest = known.last?.day
    func day(at place: Int) -> CalendarDay {
      var before = 0
      for entry in known {
        before += entry.rows
        if place < before { return entry.day }
      }
      return known[known.count - 1].day
    }
    if group.dated > 0 {
      let (low, high) = (day(at: (group.dated - 1) / 2), day(at: group.dated / 2))
      group.median = (ageing.months(since: low) + ageing.months(since: high)) / 2
    }
    if group.rows > 0 {
      let old = known.reduce(0) { $0 + (ageing.months(since: $1.day) > ageing.halfLife ? $1.rows : 0) }
      let (rows, open) = (Double(group.rows), group.rows - group.dated)
      group.old = KnownRange(
        value: group.dated == 0 ? nil : Double(old) / Double(group.dated), low: Double(old) / rows, high: Double(old + open) / rows,
        known: group.dated, of: group.rows)
    }
    return group
  }
}
