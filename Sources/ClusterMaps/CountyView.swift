import ClusterAnalysis
import ClusterModel
import Diagram

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension MapSheet {
  /// Counties at their true positions, with their clusters and the flows between them.
  mutating func drawCounties() {
    let region = network.title[language].isEmpty ? network.name : network.title[language]
    diagram.title = text("县域集群分布与供应流向图", "Clusters and flows between counties")
    diagram.arrangement = .positions
    let flows = countyFlows()
    let inside = network.counties.indices.filter { network.counties[$0].isInside }
    let partners = Set(flows.flows.keys.flatMap { [$0.source, $0.target] })
    let drawn = network.counties.indices.filter { network.counties[$0].isInside || partners.contains(Self.key(network.counties[$0])) }
    diagram.subtitle = text(
      "\(region)。县（市、区）\(inside.count) 个，集群 \(network.clusters.count) 个；上北下南，按驻地经纬度定位",
      "\(region). \(inside.count) counties, \(network.clusters.count) clusters; north up, placed by longitude and latitude of the seats")
    let places = Projection(network.counties.indices.filter { network.counties[$0].isInside }.map { network.counties[$0] })
    var names: [String: String] = [:]
    var unplaced = 0
    for county in drawn {
      let value = network.counties[county]
      let position = places?.place(value)
      if position == nil { unplaced += 1 }
      let node = countyNode(CountyID(county), position: position)
      names[node.key] = node.title
      diagram.nodes.append(node)
    }
    explain(.moved)
    if unplaced > 0 {
      diagram.notes.append(
        text("\(unplaced) 个县没有坐标，列在图下方。", "\(unplaced) counties have no coordinates and stand beneath the map."))
    }
    if drawn.contains(where: { !network.counties[$0].isInside }) {
      diagram.notes.append(
        text("区域外的县市只示方向，不按比例。", "Places outside the region show the direction only, not the distance."))
    }
    draw(flows, limit: request.flowLimit, labels: 15, names: names)
    diagram.description =
      text("各县及其集群：", "Counties and their clusters: ")
      + inside.map { county in
        let clusters = network.clusters.filter { $0.county == CountyID(county) }.map { clusterName($0) }
        let name = network.counties[county].name[language]
        return clusters.isEmpty ? name : name + text("（", " (") + clusters.joined(separator: text("、", ", ")) + text("）", ")")
      }.joined(separator: text("；", "; "))
  }

  private static func key(_ county: County) -> String { "county:\(county.code)" }

  private func clusterName(_ cluster: Cluster) -> String {
    let industry = cluster.leadingIndustry[language]
    let name = cluster.name[language]
    return language == .zh && !industry.isEmpty && industry.count < name.count ? industry : name.isEmpty ? cluster.id : name
  }

  private mutating func countyFlows() -> Flows {
    var flows = Flows()
    let firms = network.firms
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      guard let from = firms.county(network.supplies.supplier(link)), let to = firms.county(network.supplies.buyer(link)), from != to else {
        continue
      }
      flows.add(link, network, from: Self.key(network.counties[from.row]), to: Self.key(network.counties[to.row]))
      cover(network.supplies.supplier(link))
      cover(network.supplies.buyer(link))
      cover(network.supplies.provenance[row])
    }
    return flows
  }

  private mutating func countyNode(_ county: CountyID, position: Diagram.Point?) -> Diagram.Node {
    let value = network.counties[county.row]
    cover(value.provenance)
    let name = value.name[language].isEmpty ? value.code : value.name[language]
    let clusters = network.clusters.filter { $0.county == county }
    var lines = [Diagram.Line(name, clusters.isEmpty ? .name : .strong)]
    for cluster in clusters.prefix(3) {
      cover(cluster.provenance)
      lines.append(Diagram.Line((cluster.status == .planned ? "○ " : "● ") + clusterName(cluster), .detail))
    }
    if clusters.count > 3 {
      lines.append(Diagram.Line(text("等 \(clusters.count) 个集群", "\(clusters.count) clusters in all"), .detail))
    }
    var style = value.isInside ? (clusters.isEmpty ? Palette.emptyCounty : Palette.county) : Palette.elsewhere
    if !value.isInside {
      explain(.elsewhere)
    } else if !clusters.isEmpty {
      explain(.county)
    }
    let weak = singlePoints[county] ?? 0
    if weak > 0 {
      style.shape = .roundedBox
      style.stroke = Palette.weak
      style.strokeWidth = 2
      lines.append(
        Diagram.Line(
          "▲ " + text("致领跑者停产的单点 \(weak) 家", weak == 1 ? "1 firm alone stops a leader" : "\(weak) firms alone stop a leader"), .mark))
      explain(.singlePoint)
    }
    return Diagram.Node(
      key: Self.key(value), lines: lines, style: style, position: position, title: name,
      description: lines.dropFirst().map(\.text).joined(separator: text("；", "; ")))
  }
}

/// Equirectangular projection about the middle of the region, in kilometres, y down.
struct Projection {
  private let longitude: Double
  private let latitude: Double
  private let stretch: Double
  private var low = Diagram.Point(0, 0)
  private var high = Diagram.Point(0, 0)

  /// `nil` when no county has coordinates.
  init?(_ counties: [County]) {
    let known = counties.filter { Self.isPlaced($0) }
    guard !known.isEmpty else { return nil }
    longitude = known.reduce(0) { $0 + ($1.longitude ?? 0) } / Double(known.count)
    latitude = known.reduce(0) { $0 + ($1.latitude ?? 0) } / Double(known.count)
    stretch = cos(latitude * .pi / 180)
    let points = known.map { raw($0) }
    low = Diagram.Point(points.map(\.x).min() ?? 0, points.map(\.y).min() ?? 0)
    high = Diagram.Point(points.map(\.x).max() ?? 0, points.map(\.y).max() ?? 0)
  }

  /// The place of a county; one outside the region is drawn in to the border of the map, in its direction.
  func place(_ county: County) -> Diagram.Point? {
    guard Self.isPlaced(county) else { return nil }
    let point = raw(county)
    if county.isInside { return point }
    let margin = max(high.x - low.x, high.y - low.y, 1) * 0.18
    return Diagram.Point(
      min(max(point.x, low.x - margin), high.x + margin), min(max(point.y, low.y - margin), high.y + margin))
  }

  /// Kilometres from the middle, y down.
  func point(_ county: County) -> Diagram.Point { raw(county) }

  /// 111.32 km a degree on the equator's circle.
  private func raw(_ county: County) -> Diagram.Point {
    Diagram.Point(((county.longitude ?? 0) - longitude) * stretch * 111.32, (latitude - (county.latitude ?? 0)) * 111.32)
  }

  private static func isPlaced(_ county: County) -> Bool {
    guard let longitude = county.longitude, let latitude = county.latitude else { return false }
    return longitude.magnitude <= 180 && latitude.magnitude <= 90
  }
}
