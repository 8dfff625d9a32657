import ClusterAnalysis
import ClusterModel
import Diagram

/// What the map of counties shows: places, what flows between them, and each county's level.
struct CountyPlan {
  struct Place {
    var county: CountyID
    var name: String
    var isInside: Bool
    /// Seat on the page; `nil` for a place outside without coordinates, which is a port, and for a county that stands in the margin.
    var seat: Diagram.Point?
    /// The lowest completeness of its clusters with a chain.
    var level: Double?
    var singlePoints = 0
    var firms = 0
    var clusters: [ClusterID] = []
    var flowIn = 0.0
    var flowOut = 0.0

    /// 1 to 5, fixed so that years compare.
    var levelClass: Int? { level.map { $0 < 0.5 ? 1 : $0 < 0.65 ? 2 : $0 < 0.75 ? 3 : $0 < 0.85 ? 4 : 5 } }
  }

  /// What one place supplies to another more than it gets from there.
  struct Flow {
    /// Positions in ``places``.
    var from: Int
    var to: Int
    /// 10,000 yuan a year, or links where no amount is known.
    var amount: Double
  }

  static let limit = 12
  private(set) var places: [Place] = []
  /// Net, the largest first.
  private(set) var flows: [Flow] = []
  /// No link says its amount: links are counted.
  private(set) var countsLinks = false
  private(set) var withoutAmount = 0
  /// The one place whose flows alone are drawn.
  private(set) var focus: Int?
  private(set) var total = 0.0

  /// The flows drawn: until nine tenths of all are shown.
  var drawn: ArraySlice<Flow> {
    var sum = 0.0
    for (number, flow) in flows.prefix(Self.limit).enumerated() {
      sum += flow.amount
      if sum >= 0.9 * total { return flows[...number] }
    }
    return flows.prefix(Self.limit)
  }

  init(_ sheet: MapSheet) {
    let network = sheet.network
    var numbers: [CountyID: Int] = [:]
    let sums = Self.sums(network)
    countsLinks = sums.countsLinks
    withoutAmount = sums.withoutAmount
    var used = Set<CountyID>()
    for pair in sums.gross.keys { used.formUnion([pair.from, pair.to]) }
    for row in network.counties.indices
    where network.counties[row].isInside || used.contains(CountyID(row)) || sheet.request.focus == CountyID(row) {
      let county = CountyID(row)
      numbers[county] = places.count
      var place = Place(county: county, name: sheet.place(county), isInside: network.counties[row].isInside)
      place.singlePoints = sheet.singlePoints[county] ?? 0
      place.clusters = network.clusters.indices.filter { network.clusters[$0].county == county }.map { ClusterID($0) }
      place.level = sheet.facts.allGaps.filter { place.clusters.contains($0.cluster) }.compactMap(\.completeness).min()
      places.append(place)
    }
    for firm in network.firms.all { if let county = network.firms.county(firm), let at = numbers[county] { places[at].firms += 1 } }
    for (pair, amount) in sums.gross {
      guard let from = numbers[pair.from], let to = numbers[pair.to] else { continue }
      places[from].flowOut += amount
      places[to].flowIn += amount
      let back = sums.gross[Pair(from: pair.to, to: pair.from)] ?? 0
      if amount > back { flows.append(Flow(from: from, to: to, amount: amount - back)) }
    }
    focus = sheet.request.focus.flatMap { numbers[$0] }
    if let focus { flows.removeAll { $0.from != focus && $0.to != focus } }
    flows.sort { a, b in a.amount != b.amount ? a.amount > b.amount : (a.from, a.to) < (b.from, b.to) }
    total = flows.reduce(0) { $0 + $1.amount }
    // Sums of a dictionary's values must not depend on its order: gross sums of a place are added again in a fixed one.
    for at in places.indices { (places[at].flowIn, places[at].flowOut) = (0, 0) }
    for (pair, amount) in sums.gross.sorted(by: { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }) {
      // Where one county's flows alone are drawn, the others' bars are what they have with it.
      if let focus, numbers[pair.from] != focus && numbers[pair.to] != focus { continue }
      if let from = numbers[pair.from] { places[from].flowOut += amount }
      if let to = numbers[pair.to] { places[to].flowIn += amount }
    }
    project(network, sheet.request.baseMap?.lines ?? [])
  }

  private struct Pair: Hashable {
    var from: CountyID
    var to: CountyID
  }

  private static func sums(_ network: Network) -> (gross: [Pair: Double], countsLinks: Bool, withoutAmount: Int) {
    var gross: [Pair: Double] = [:]
    var links: [Pair: Double] = [:]
    var without = 0
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      guard let from = network.firms.county(network.supplies.supplier(link)), let to = network.firms.county(network.supplies.buyer(link)),
        from != to
      else { continue }
      let pair = Pair(from: from, to: to)
      links[pair, default: 0] += 1
      if let amount = network.supplies.amount[row] { gross[pair, default: 0] += amount } else { without += 1 }
    }
    let isKnown = gross.values.contains { $0 > 0 }
    return isKnown ? (gross, false, without) : (links, true, without)
  }

  /// Seats on the page: one scale for both directions, so that distances compare.
  private mutating func project(_ network: Network, _ boundaries: [[Diagram.Point]]) {
    let seats = places.map { place in
      let county = network.counties[place.county.row]
      guard let longitude = county.longitude, let latitude = county.latitude, longitude.magnitude <= 180, latitude.magnitude <= 90 else {
        return nil as Diagram.Point?
      }
      return Diagram.Point(longitude, latitude)
    }
    let inside = places.indices.filter { places[$0].isInside }.compactMap { seats[$0] }
    guard let projection = Projection(places.indices.filter { places[$0].isInside }.map { network.counties[places[$0].county.row] }),
      !inside.isEmpty
    else { return }
    let points = places.indices.map { at in seats[at].map { _ in projection.point(network.counties[places[at].county.row]) } }
    let lines = boundaries.map { line in
      line.map { projection.point(County(code: "", name: Name(), longitude: $0.x, latitude: $0.y)) }
    }
    // With boundaries the whole of them is to be seen, else the seats.
    let own = places.indices.filter { places[$0].isInside }.compactMap { points[$0] } + lines.joined()
    let (low, high) = (
      Diagram.Point(own.map(\.x).min() ?? 0, own.map(\.y).min() ?? 0), Diagram.Point(own.map(\.x).max() ?? 0, own.map(\.y).max() ?? 0)
    )
    let room = lines.isEmpty ? CountyLayout.room : CountyLayout.wideRoom
    let span = Diagram.Point(max(high.x - low.x, 1), max(high.y - low.y, 1))
    scale = min(room.width / span.x, room.height / span.y, 20)
    let shift = Diagram.Point(
      room.midX - (low.x + high.x) / 2 * scale, room.midY - (low.y + high.y) / 2 * scale)
    boundary = lines.map { line in line.map { Diagram.Point($0.x * scale + shift.x, $0.y * scale + shift.y) } }
    for at in places.indices {
      guard let point = points[at] else { continue }
      // A place outside keeps its direction and comes in to the border of the map.
      places[at].seat = Diagram.Point(
        min(max(point.x * scale + shift.x, room.x - 14), room.maxX + 14), min(max(point.y * scale + shift.y, room.y - 10), room.maxY + 14))
    }
  }

  /// Boundaries that the user brought, on the page.
  private(set) var boundary: [[Diagram.Point]] = []
  /// Points a kilometre.
  private(set) var scale = 1.0
}
