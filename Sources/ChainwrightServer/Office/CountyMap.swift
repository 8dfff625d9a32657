import Answers
import Chainwright
import ClusterModel
import Glibc

/// Counties where their seats lie, each a link to its own view. No border is drawn.
extension Visit {
  private struct Box {
    var county: County
    var (x, y): (Double, Double)
    var (seatX, seatY): (Double, Double)
    var width: Double
    var height: Double
  }

  private static let (width, height) = (660.0, 548.0)

  func countyMap(_ network: Network) throws -> Markup {
    let inside = network.counties.filter(\.isInside)
    if !inside.contains(where: { $0.longitude != nil }) {
      let counties = inside.map {
        "<li><a href=\"\(href("/", [("county", $0.code), ("cluster", nil), ("firm", nil)]))\"><span>\($0.shown(language))</span></a></li>"
          as Markup
      }
      let clusters = network.clusters.map {
        "<li><a href=\"\(href("/", [("cluster", $0.id)]))\"><span>\($0.name[language].isEmpty ? $0.id : $0.name[language])</span></a></li>"
          as Markup
      }
      return "<ul class=\"questions\">\(counties)\(clusters)</ul>"
    }
    let title = LocalText(zh: "各县区一览", en: "The counties at a glance")
    let card = try office.library.answer("scorecard", title, self) { try ScorecardQuestion().answer($0) }
    let rows = card[table: "counties"]
    var told: [String: (firms: String, points: String, pointCount: Double)] = [:]
    let wording = Wording(language)
    for at in 0..<(rows?.rowCount ?? 0) {
      guard let rows, case .text(let code)? = rows[at, "county_code"] else { continue }
      func text(_ column: String) -> String { rows[at, column].map { wording.text($0, FigureEntry.named(column)) } ?? "" }
      var points = 0.0
      switch rows[at, "leader_stopping_firms"] {
      case .number(let value)?: points = value
      case .count(let value)?: points = Double(value)
      default: break
      }
      told[code] = (text("firms"), text("leader_stopping_firms"), points)
    }
    let boxes = Self.placed(inside, language)
    let marks = boxes.map { box -> Markup in
      let name = box.county.shown(language)
      let clusters = network.clusters.filter { $0.county.map { network.counties[$0.row].code } == box.county.code }
      let signs = clusters.prefix(4).map { $0.status == .established ? "●" : $0.status == .planned ? "○" : "◌" }.joined()
      let facts = told[box.county.code]
      let points = facts.map { $0.pointCount > 0 ? " ▲ " + $0.points : "" } ?? ""
      let spoken =
        "\(name)" + t("：企业 \(facts?.firms ?? "0")，集群 \(clusters.count) 个", ": firms \(facts?.firms ?? "0"), clusters \(clusters.count)")
        + (points.isEmpty ? "" : t("，单点", ", single points") + points)
      let hasLead = abs(box.x - box.seatX) + abs(box.y - box.seatY) > 24
      let lead: Markup =
        hasLead ? "<line class=\"lead\" x1=\"\(Int(box.seatX))\" y1=\"\(Int(box.seatY))\" x2=\"\(Int(box.x))\" y2=\"\(Int(box.y))\"/>" : ""
      let two = !signs.isEmpty || !points.isEmpty
      let second: Markup =
        two
        ? "<text class=\"sub\" x=\"\(Int(box.x))\" y=\"\(Int(box.y + 13))\" text-anchor=\"middle\">\(signs)<tspan class=\"alarm\">\(points)</tspan></text>"
        : ""
      let isQuiet = facts.map { $0.firms.isEmpty || $0.firms == "0" || Int($0.firms.replacing(",", with: "")) == nil } ?? true
      let style: Markup = isQuiet ? "quiet-name" : "in"
      return """
        \(lead)<a href="\(href("/", [("county", box.county.code), ("cluster", nil), ("firm", nil)]))" aria-label="\(spoken)"><title>\(spoken)</title><rect class="hit" x="\(Int(box.x - box.width / 2))" y="\(Int(box.y - box.height / 2))" width="\(Int(box.width))" height="\(Int(box.height))" rx="3"/><text class="\(style)" x="\(Int(box.x))" y="\(Int(box.y + (two ? -3 : 5)))" text-anchor="middle">\(name)</text>\(second)</a>
        """
    }
    let links = boxes.map { box -> Markup in
      let points = told[box.county.code].map { $0.pointCount > 0 ? $0.points : "" } ?? ""
      let mark: Markup =
        points.isEmpty ? "" : "<span class=\"mark single\">\(points)<span class=\"sr\">\(t(" 家单点企业", " single points"))</span></span>"
      return
        "<li><a href=\"\(href("/", [("county", box.county.code), ("cluster", nil), ("firm", nil)]))\"><span>\(box.county.shown(language))</span>\(mark)</a></li>"
    }
    return """
      <svg class="county-map" viewBox="0 0 660 548" role="group" aria-label="\(t("按驻地经纬度排列的县区，选一个就只看这个县", "Counties by the place of their seats; choose one"))"><rect width="660" height="548" fill="none"/><text class="sub" x="24" y="30">\(t("北 ↑", "north ↑"))</text>\(marks)</svg>
      <details class="places-box"><summary>\(t("选县区", "Choose a county"))</summary><ul class="places">\(links)</ul></details>
      <p class="key"><span>\(t("● 已形成集群", "● established cluster"))</span><span>\(t("○ 规划集群", "○ planned"))</span><span>\(t("◌ 状态未注明", "◌ not said"))</span><span><span class="mark single">\(t("位于本县的单点企业", "single points in the county"))</span></span><span>\(t("灰字：无在册企业", "grey: no firm recorded"))</span><span>\(t("按驻地经纬度排列，未画界线", "placed by the seats; no borders"))</span><span><a href="\(href("/map/county.svg"))">\(t("供应流向图", "Map of flows"))</a></span><span><a href="\(href("/ask/scorecard"))">\(t("以表格看", "As a table"))</a></span></p>
      """
  }

  /// Boxes at the seats, moved apart where they lie on each other.
  private static func placed(_ counties: [County], _ language: Language) -> [Box] {
    let known = counties.filter { $0.longitude != nil && $0.latitude != nil }
    let (longitudes, latitudes) = (known.compactMap(\.longitude), known.compactMap(\.latitude))
    let (west, east) = (longitudes.min() ?? 0, longitudes.max() ?? 1)
    let (south, north) = (latitudes.min() ?? 0, latitudes.max() ?? 1)
    let shrink = cos((south + north) / 2 * .pi / 180)
    let scale = min((width - 130) / max(0.01, (east - west) * shrink), (height - 110) / max(0.01, north - south))
    let (left, top) = ((width - (east - west) * shrink * scale) / 2, (height - (north - south) * scale) / 2)
    var boxes: [Box] = []
    var row = 0.0
    for county in counties {
      let name = county.shown(language)
      let wide = name.unicodeScalars.reduce(12.0) { $0 + ($1.value > 0x2E80 ? 13.5 : 7.5) }
      var (x, y) = (70.0, height - 30 - row)
      if let longitude = county.longitude, let latitude = county.latitude {
        (x, y) = (left + (longitude - west) * shrink * scale, top + (north - latitude) * scale)
      } else {
        row += 44
      }
      boxes.append(Box(county: county, x: x, y: y, seatX: x, seatY: y, width: max(62, wide), height: 38))
    }
    // From north to south, so that what is moved is moved the same way each time.
    for _ in 0..<60 {
      var moved = false
      for a in boxes.indices {
        for b in boxes.indices where b > a {
          let (dx, dy) = (boxes[b].x - boxes[a].x, boxes[b].y - boxes[a].y)
          let (overX, overY) = ((boxes[a].width + boxes[b].width) / 2 + 4 - abs(dx), (boxes[a].height + boxes[b].height) / 2 + 4 - abs(dy))
          if overX <= 0 || overY <= 0 { continue }
          moved = true
          if overX < overY {
            boxes[a].x -= (dx < 0 ? -1 : 1) * overX / 2
            boxes[b].x += (dx < 0 ? -1 : 1) * overX / 2
          } else {
            boxes[a].y -= (dy < 0 ? -1 : 1) * overY / 2
            boxes[b].y += (dy < 0 ? -1 : 1) * overY / 2
          }
        }
      }
      for at in boxes.indices {
        boxes[at].x = min(max(boxes[at].x, boxes[at].width / 2 + 2), width - boxes[at].width / 2 - 2)
        boxes[at].y = min(max(boxes[at].y, 21), height - 21)
      }
      if !moved { break }
    }
    return boxes
  }
}

extension County {
  /// Its name, or its code where it has none.
  func shown(_ language: Language) -> String { name[language].isEmpty ? code : name[language] }
}
