import ClusterModel
import Diagram

/// The words beside a county, the insets, and the panel at the right.
extension CountyDrawing {
  private static let nameFace = Face(8.5, isBold: true)

  // MARK: Label blocks

  private func clusterWords(_ place: CountyPlan.Place, _ sheet: MapSheet) -> [(cluster: ClusterID?, name: String)] {
    var all: [(cluster: ClusterID?, name: String)] = place.clusters.prefix(3).map { ($0, sheet.pinName($0)) }
    if place.clusters.count > 3 { all.append((nil, text("等 \(place.clusters.count) 个", "\(place.clusters.count) in all"))) }
    return all
  }

  private func hasBars(_ place: CountyPlan.Place) -> Bool { place.flowIn + place.flowOut > 0 }

  /// Widths and heights of the rows of words beside a county.
  func labelRows(_ number: Int, _ sheet: MapSheet, isFull: Bool) -> [CountyLayout.Row] {
    let place = plan.places[number]
    var width = PagePicture.width(place.name, Self.nameFace) + 2
    if let level = place.level { width += 3 + PagePicture.width(Words.percent(level), Face(8)) }
    if place.singlePoints > 0 { width += 4 + PagePicture.width("▲\(place.singlePoints)", Face(7.5, isBold: true)) }
    var rows = [CountyLayout.Row(width: width, height: 11)]
    if !isFull { return rows }
    rows += clusterWords(place, sheet).map { .init(width: 11 + PagePicture.width($0.name, Face(7)), height: 9.5) }
    if hasBars(place) { rows.append(.init(width: barsWidth(place), height: 16)) }
    return rows
  }

  /// Width and height of the words beside a county.
  func labelSize(_ number: Int, _ sheet: MapSheet, isFull: Bool) -> (Double, Double) {
    let rows = labelRows(number, sheet, isFull: isFull)
    return (rows.map(\.width).max() ?? 0, rows.reduce(0) { $0 + $1.height })
  }

  /// What a county on the map is, for a tooltip and a reader of screens.
  func thing(_ number: Int, _ sheet: MapSheet) -> PagePicture.Thing {
    let place = plan.places[number]
    let words = [place.name, place.level.map { Words.percent($0) } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    let clusters = place.clusters.map { sheet.pinName($0) }.joined(separator: text("、", ", "))
    let flows = text("入 \(amount(place.flowIn))，出 \(amount(place.flowOut))", "in \(amount(place.flowIn)), out \(amount(place.flowOut))")
    let says = (clusters.isEmpty ? "" : clusters + text("；", "; ")) + flows
    return PagePicture.Thing(key: "county:\(sheet.network.counties[place.county.row].code)", title: words, description: says)
  }

  func drawLabel(
    _ number: Int, _ frame: Frame, isRight: Bool, isFull: Bool, _ sheet: MapSheet, _ page: inout PagePicture
  ) {
    let place = plan.places[number]
    let isKnown = place.firms > 0 || !place.clusters.isEmpty || !place.isInside
    let own = labelSize(number, sheet, isFull: false).0
    var x = isRight ? frame.maxX - own : frame.x
    var type = Self.nameFace
    if !isKnown { (type.isBold, type.color) = (false, Color(0x52606D)) }
    x += page.text(place.name, x, frame.y + 8.5, type) + 3
    if let level = place.level { x += page.text(Words.percent(level), x, frame.y + 8.5, Face(8)) + 4 }
    if place.singlePoints > 0 {
      page.text("▲\(place.singlePoints)", x, frame.y + 8.5, Face(7.5, isBold: true, color: Palette.weak))
    }
    if !isFull { return }
    var y = frame.y + 11
    for entry in clusterWords(place, sheet) {
      let width = 11 + PagePicture.width(entry.name, Face(7))
      let left = isRight ? frame.maxX - width : frame.x
      if let cluster = entry.cluster { Self.pin(sheet.network.clusters[cluster.row].status, left + 4, y + 4.2, &page) }
      page.text(entry.name, left + 10, y + 7, Face(7))
      y += 9.5
    }
    if hasBars(place) { bars(place, isRight ? frame.maxX - barsWidth(place) : frame.x, y, &page) }
  }

  private var largest: Double { max(plan.places.filter(\.isInside).map { max($0.flowIn, $0.flowOut) }.max() ?? 1, 1e-9) }

  private func barsWidth(_ place: CountyPlan.Place) -> Double {
    let largest = largest
    return [place.flowIn, place.flowOut].map { value in
      (language == .zh ? 10 : 14) + min(34 * value / largest, 34) + 3.5 + PagePicture.width(amount(value), Face(7))
    }.max() ?? 0
  }

  private func bars(_ place: CountyPlan.Place, _ x: Double, _ y: Double, _ page: inout PagePicture) {
    let rows = [
      (text("入", "in"), place.flowIn, MapSheet.flowIn), (text("出", "out"), place.flowOut, MapSheet.flowOut),
    ]
    let largest = largest
    for (number, row) in rows.enumerated() {
      let base = y + 7 + Double(number) * 8
      page.text(row.0, x, base, Face(7, color: Color(0x52606D)))
      let start = x + (language == .zh ? 10 : 14)
      let length = min(34 * row.1 / largest, 34)
      if row.1 > 0 { page.box(start, base - 5.2, max(length, 0.8), 4.6, Look(fill: row.2)) }
      page.text(amount(row.1), start + max(length, 0) + 2.5, base, Face(7))
    }
  }

  /// A pin: full for an established cluster, hollow for a planned one, dotted where that is not said.
  static func pin(_ status: Cluster.Status?, _ x: Double, _ y: Double, _ page: inout PagePicture) {
    let look: Look =
      switch status {
      case .established: Look(fill: MapSheet.black, stroke: MapSheet.black, width: 0.8)
      case .planned: Look(fill: MapSheet.white, stroke: MapSheet.black, width: 0.9)
      case nil: Look(fill: MapSheet.white, stroke: MapSheet.black, width: 0.9, line: .dotted)
      }
    page.polygon([(x, y + 4.2), (x - 2.6, y + 0.4), (x - 2.6, y - 2), (x, y - 3.6), (x + 2.6, y - 2), (x + 2.6, y + 0.4)], look)
  }

  // MARK: Insets

  private func insetSize(_ members: [Int], _ sheet: MapSheet) -> (cell: Double, row: Double, width: Double, height: Double) {
    let sizes = members.prefix(8).map { labelSize($0, sheet, isFull: true) }
    let cell = (sizes.map(\.0).max() ?? 40) + 22
    let row = (sizes.map(\.1).max() ?? 20) + 5
    let rows = Double((min(members.count, 8) + 1) / 2)
    return (cell, row, 2 * cell + 12, rows * row + 20)
  }

  /// The corner or middle of a side where an inset hides least.
  mutating func insetPlace(_ members: [Int], _ sheet: MapSheet) -> Frame? {
    let size = insetSize(members, sheet)
    let frame = CountyLayout.frame
    let (x0, x1, x2) = (frame.x + 8, frame.midX - size.width / 2, frame.maxX - size.width - 26)
    let (y0, y1) = (frame.y + 8, frame.maxY - size.height - 36)
    var places = [(x0, y1), (x0, y0), (x2, y1), (x2, y0 + 34), (x1, y1), (x1, y0), (x0, (y0 + y1) / 2), (x2, (y0 + y1) / 2)]
    for row in 0...4 {
      for column in 0...6 { places.append((x0 + (x2 - x0) * Double(column) / 6, y0 + (y1 - y0) * Double(row) / 4)) }
    }
    var best: (cost: Double, frame: Frame)?
    for (x, y) in places {
      let place = Frame(x: x, y: y, width: size.width, height: size.height)
      if place.y < frame.y || place.x < frame.x { continue }
      var cost = 0.0
      for box in layout.boxes where box.overlaps(place, margin: 2) { cost += 1_000 }
      for symbol in layout.symbols
      where symbol.at.x > place.x - 12 && symbol.at.x < place.maxX + 12 && symbol.at.y > place.y - 12 && symbol.at.y < place.maxY + 12 {
        // A county hidden under it would be no place at all.
        cost += 250
      }
      for symbol in layout.symbols
      where symbol.at.x > place.x - 50 && symbol.at.x < place.maxX + 50 && symbol.at.y > place.y - 36 && symbol.at.y < place.maxY + 36 {
        cost += 5
      }
      for curve in layout.curves {
        cost += Double(curve.points.count { $0.x > place.x && $0.x < place.maxX && $0.y > place.y && $0.y < place.maxY })
      }
      if best == nil || cost < best!.cost - 1e-9 { best = (cost, place) }
    }
    guard let best, best.cost < 200 else { return nil }
    layout.boxes.append(best.frame)
    return best.frame
  }

  func drawInset(_ letter: String, _ members: [Int], _ frame: Frame, _ sheet: MapSheet, _ page: inout PagePicture) {
    let size = insetSize(members, sheet)
    page.box(frame.x, frame.y, frame.width, frame.height, radius: 3, Look(fill: MapSheet.white, stroke: MapSheet.black, width: 1))
    page.text(letter, frame.x + 6, frame.y + 11, Face(8, isBold: true))
    let more = members.count > 8 ? text("（另 \(members.count - 8) 个）", " (\(members.count - 8) more)") : ""
    page.text(
      text("相距太近的县区", "too near to each other") + more, frame.x + 18, frame.y + 11, Face(7.5, isBold: true), limit: frame.width - 24)
    for (number, member) in members.prefix(8).enumerated() {
      let x = frame.x + 6 + Double(number % 2) * size.cell
      let y = frame.y + 16 + Double(number / 2) * size.row
      let own = labelSize(member, sheet, isFull: true)
      page.group(thing(member, sheet)) { page in
        Self.symbol(plan.places[member], Diagram.Point(x + 9, y + 10), &page)
        drawLabel(member, Frame(x: x + 20, y: y, width: own.0, height: own.1), isRight: false, isFull: true, sheet, &page)
      }
    }
  }

  // MARK: The panel

  func drawPanel(_ sheet: MapSheet, _ page: inout PagePicture) {
    let (x, head) = (642.0, Face(8.5, isBold: true))
    var y = 80.0
    func line(_ words: String, indent: Double = 24, step: Double = 14, _ page: inout PagePicture) {
      page.text(words, x + indent, y, Face(7.5), limit: 172 - indent)
      y += step
    }
    if plan.places.contains(where: { $0.level != nil }) {
      page.text(text("链条完整度（五级）", "Completeness, five classes"), x, y, head)
      y += 15
      for (number, words) in [
        text("不足 50 %", "under 50 %"), "50–65 %", "65–75 %", "75–85 %", text("85 % 及以上", "85 % and more"),
      ].enumerated() {
        page.circle(x + 9, y - 3, 7, Look(fill: Self.ramp[number], stroke: MapSheet.black, width: 1))
        page.text("\(number + 1)", x + 9, y, Face(8, isBold: true, color: number > 2 ? MapSheet.white : MapSheet.black, anchor: .middle))
        line(words, step: 16, &page)
      }
    }
    page.circle(x + 9, y - 3, 6, Look(fill: MapSheet.white, stroke: Color(0x627D98), width: 1))
    page.text("–", x + 9, y - 0.4, Face(7, color: Color(0x52606D), anchor: .middle))
    line(text("未知（无对照产业链）", "unknown (no chain to compare)"), &page)
    page.circle(x + 9, y - 3, 3, Look(fill: MapSheet.white, stroke: Palette.grey, width: 0.9))
    line(text("无在册企业和集群", "no firm and no cluster on record"), &page)
    if plan.places.contains(where: { !$0.isInside && $0.seat != nil }) {
      page.box(x + 3, y - 9, 12, 12, Look(fill: Color(0xE8ECF0), stroke: Color(0x9AA5B1), width: 1))
      line(text("区域外的县市", "a place outside the region"), &page)
    }
    y += 4
    page.text(text("集群", "Clusters"), x, y, head)
    y += 13
    for (status, words) in [
      (Cluster.Status.established as Cluster.Status?, text("已形成", "established")), (.planned, text("规划", "planned")),
      (nil, text("状态未注明", "not said")),
    ] {
      Self.pin(status, x + 9, y - 3, &page)
      line(words, step: 12, &page)
    }
    page.text("▲n", x + 9, y, Face(7.5, isBold: true, color: Palette.weak, anchor: .middle))
    line(text("停产即令领跑者停产的企业数", "firms that alone stop a leader"), &page)
    y += 4
    if plan.total > 0 { flowPanel(x, &y, sheet, &page) }
    restPanel(x, &y, sheet, &page)
  }

  private func flowPanel(_ x: Double, _ y: inout Double, _ sheet: MapSheet, _ page: inout PagePicture) {
    let unit = plan.countsLinks ? text("条", "links") : text("亿元/年", "CNY bn a year")
    page.text(text("净流向，\(unit)", "Net flows, \(unit)"), x, y, Face(8.5, isBold: true))
    y += 13
    let own = plan.focus.map { plan.places[$0].name }
    let colors: [(Color, String)] =
      own.map {
        [(MapSheet.flowIn, text("流入\($0)", "into \($0)")), (MapSheet.flowOut, text("流出\($0)", "out of \($0)"))]
      } ?? [
        (MapSheet.flowIn, text("区域外流入", "from outside")), (Color(0x7A93AC), text("区域内各县之间", "within the region")),
        (MapSheet.flowOut, text("流出区域外", "to the outside")),
      ]
    for (color, words) in colors {
      page.polygon([(x, y - 6.5), (x + 18, y - 3.6), (x + 18, y - 2.4), (x, y + 0.5)], Look(fill: color))
      page.text(words, x + 24, y, Face(7.5), limit: 148)
      y += 12.5
    }
    page.text(text("宽端为供方，宽与额成正比", "wide end: the seller; width by amount"), x, y, Face(7, color: Color(0x52606D)), limit: 172)
    y += 12
    page.box(x, y - 7, 14, 3, Look(fill: MapSheet.flowIn))
    page.box(x, y - 3, 9, 3, Look(fill: MapSheet.flowOut))
    page.text(text("入、出总额（不轧差）", "in and out, gross"), x + 24, y, Face(7.5), limit: 148)
    y += 16
    let rest = plan.flows.dropFirst(plan.drawn.count)
    if rest.isEmpty { return }
    page.text(text("未画出的 \(rest.count) 条净流向", "\(rest.count) net flows not drawn"), x, y, Face(8.5, isBold: true), limit: 172)
    y += 12
    for flow in rest.prefix(7) {
      let value = page.text(amount(flow.amount), 814, y, Face(7, anchor: .end))
      page.text("\(plan.places[flow.from].name) → \(plan.places[flow.to].name)", x, y, Face(7), limit: 168 - value)
      y += 9.5
    }
    if rest.count > 7 {
      page.text(amount(rest.dropFirst(7).reduce(0) { $0 + $1.amount }), 814, y, Face(7, color: Color(0x52606D), anchor: .end))
      page.text(text("其余 \(rest.count - 7) 条", "\(rest.count - 7) others"), x, y, Face(7, color: Color(0x52606D)))
      y += 9.5
    }
    y += 6
  }

  /// Counties that have no seat, and those for whose words there was no room.
  private func restPanel(_ x: Double, _ y: inout Double, _ sheet: MapSheet, _ page: inout PagePicture) {
    if !keyed.isEmpty {
      page.text(text("图上只标字母的", "Lettered on the map"), x, y, Face(8.5, isBold: true), limit: 172)
      y += 11
      for key in keyed where y < 525 {
        let place = plan.places[key.place]
        let level = place.level.map { " " + Words.percent($0) } ?? ""
        let bars = text("入 \(amount(place.flowIn)) 出 \(amount(place.flowOut))", "in \(amount(place.flowIn)) out \(amount(place.flowOut))")
        let words = hasBars(place) ? page.text(bars, 814, y, Face(7, anchor: .end)) : 0
        page.text("\(key.letter)  \(place.name)\(level)", x, y, Face(7), limit: 168 - words)
        y += 9.5
      }
      y += 4
    }
    for label in layout.labels where !label.isFull && !plan.places[label.place].clusters.isEmpty && y < 525 {
      let place = plan.places[label.place]
      let names = place.clusters.map { sheet.pinName($0) }.joined(separator: text("、", ", "))
      y += 9.5 * Double(page.wrapped(place.name + text("：", ": ") + names, x, y, Face(7), limit: 166, lines: 2, step: 9.5)) + 2
    }
    let seatless = plan.places.filter { $0.isInside && $0.seat == nil }.map(\.name)
    for (head, names) in [(text("无坐标：", "Without a seat: "), seatless), (text("未能标名：", "Not named: "), unlabelledNames)]
    where !names.isEmpty && y < 520 {
      let words = head + names.joined(separator: text("、", ", "))
      y += 9.5 * Double(page.wrapped(words, x, y, Face(7), limit: 166, lines: 3, step: 9.5)) + 3
    }
  }
}
