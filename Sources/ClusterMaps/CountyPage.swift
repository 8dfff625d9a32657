import ClusterAnalysis
import ClusterModel
import Diagram

/// The counties on one page: their level, what they hold, and the largest net flows between them.
extension MapSheet {
  /// - Returns: `nil` where fewer than half of the counties inside have a seat: without places there is no map, and the graph is drawn.
  mutating func countyPage() -> PagePicture? {
    let own = network.counties.filter(\.isInside)
    if own.count(where: { $0.longitude != nil && $0.latitude != nil }) * 2 < own.count { return nil }
    for row in network.counties.indices where network.counties[row].isInside { cover(network.counties[row].provenance) }
    for cluster in network.clusters { cover(cluster.provenance) }
    for row in 0..<network.supplies.count {
      let (from, to) = (network.supplies.supplier(SupplyID(row)), network.supplies.buyer(SupplyID(row)))
      guard let a = network.firms.county(from), let b = network.firms.county(to), a != b else { continue }
      cover(from)
      cover(to)
      cover(network.supplies.provenance[row])
    }
    let plan = CountyPlan(self)
    var page = PagePicture()
    var drawing = CountyDrawing(plan, self)
    drawing.draw(self, &page)
    let inside = plan.places.filter(\.isInside)
    let region = network.title[language].isEmpty ? network.name : network.title[language]
    let drawn = plan.drawn
    let sum = drawn.reduce(0) { $0 + $1.amount }
    var subtitle = text(
      "\(region)：县（市、区）\(inside.count) 个，集群 \(network.clusters.count) 个",
      "\(region): \(inside.count) counties, \(network.clusters.count) clusters")
    if plan.total > 0 {
      let total = drawing.amount(plan.total) + (plan.countsLinks ? text(" 条", " links") : " " + largeUnit)
      let share = Words.percent(sum / plan.total)
      subtitle += text(
        "；净流向合计 \(total)，画出最大的 \(drawn.count) 条，占 \(share)", "; net flows \(total), the \(drawn.count) largest drawn, \(share) of it")
    }
    if let focus = plan.focus {
      let own = plan.places[focus]
      let names = own.clusters.map { pinName($0) }.joined(separator: text("、", ", "))
      subtitle = text(
        "\(own.name)：企业 \(own.firms) 家，集群 \(own.clusters.count) 个\(names.isEmpty ? "" : "（\(names)）")",
        "\(own.name): \(words.firms(own.firms)), clusters: \(own.clusters.count)\(names.isEmpty ? "" : " (\(names))")")
      if plan.total > 0 {
        subtitle += text(
          "；与外地的净流向 \(plan.flows.count) 条，画出最大的 \(drawn.count) 条，占 \(Words.percent(sum / plan.total))",
          "; net flows with other places: \(plan.flows.count), the \(drawn.count) largest drawn, \(Words.percent(sum / plan.total)) of it")
      }
    } else if inside.contains(where: { $0.level != nil }) {
      subtitle += text("；县名后为链条完整度（多个集群取最低）", "; by a name: completeness (lowest of several)")
    }
    var notes = [
      request.baseMap.map { text("底图审图号：\($0.number)", "Base map approved as \($0.number)") }
        ?? text("示意图，不表示行政区域界线", "A sketch: it shows no boundaries"),
      text("位置为驻地经纬度；框边黑条为区域外来源，不表示方位", "Places are seats; black bars at the frame are places outside and show no direction"),
    ]
    if plan.withoutAmount > 0 && !plan.countsLinks {
      notes.append(
        text("另有 \(plan.withoutAmount) 条县际供应关系金额未知，未计入", "\(plan.withoutAmount) links between counties are of unknown amount and left out"))
    }
    finish(
      &page, title: countyTitle(plan), subtitle: subtitle,
      description: plan.places.map { place in
        place.name + (place.level.map { " " + Words.percent($0) } ?? "")
          + (place.clusters.isEmpty ? "" : text("：", ": ") + place.clusters.map { pinName($0) }.joined(separator: text("、", ", ")))
      }.joined(separator: text("；", "; ")), notes: notes)
    return page
  }

  /// The finding: where supply between counties comes from.
  private func countyTitle(_ plan: CountyPlan) -> String {
    let plain = text("县域集群与供应流向图", "Clusters and flows between counties")
    if let focus = plan.focus { return countyTitle(plan, focus) }
    guard let largest = plan.flows.first, plan.total > 0 else { return plain }
    let outside = plan.flows.filter { !plan.places[$0.from].isInside && plan.places[$0.to].isInside }
    let sum = outside.reduce(0) { $0 + $1.amount }
    if sum >= 0.5 * plan.total {
      var byBuyer: [Int: Double] = [:]
      for flow in outside { byBuyer[flow.to, default: 0] += flow.amount }
      let first = byBuyer.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(2)
      let names = first.map { plan.places[$0.key].name }.joined(separator: text("、", " and "))
      let share = Words.percent(first.reduce(0) { $0 + $1.value } / sum)
      let all = Words.percent(sum / plan.total)
      if byBuyer.count <= 2 {
        return text("县际供应 \(all) 来自区域外，流向\(names)", "\(all) of supply between counties comes from outside, to \(names)")
      }
      return text(
        "县际供应 \(all) 来自区域外，\(names)占其中 \(share)", "\(all) of supply between counties comes from outside, \(share) of it to \(names)")
    }
    let (from, to) = (plan.places[largest.from].name, plan.places[largest.to].name)
    let share = Words.percent(largest.amount / plan.total)
    return text("县际供应最大的一条：\(from) → \(to)，占 \(share)", "The largest flow between counties: \(from) → \(to), \(share) of all")
  }

  /// The finding of one county: what it buys and sells elsewhere, net, and with whom most.
  private func countyTitle(_ plan: CountyPlan, _ focus: Int) -> String {
    let name = plan.places[focus].name
    guard plan.total > 0 else { return text("\(name)：与外地没有在册的供应往来", "\(name): no supply with other places on record") }
    func words(_ value: Double) -> String {
      plan.countsLinks ? text("\(Words.grouped(Int(value))) 条", "\(Words.grouped(Int(value))) links") : self.words.amount(value)
    }
    let parts = [true, false].compactMap { isIn -> String? in
      let own = plan.flows.filter { isIn ? $0.to == focus : $0.from == focus }
      guard let first = own.first else { return nil }
      let sum = own.reduce(0) { $0 + $1.amount }
      let (other, share) = (plan.places[isIn ? first.from : first.to].name, Words.percent(first.amount / sum))
      return isIn
        ? text("净购入 \(words(sum))，\(share) 来自\(other)", "buys \(words(sum)) net, \(share) of it from \(other)")
        : text("净售出 \(words(sum))，\(share) 去往\(other)", "sells \(words(sum)) net, \(share) of it to \(other)")
    }
    return name + text("：", ": ") + parts.joined(separator: text("；", "; "))
  }

  /// The name of a cluster beside its county's: without the county's name before it.
  func pinName(_ cluster: ClusterID) -> String {
    let own = network.clusters[cluster.row]
    let (industry, name) = (own.leadingIndustry[language], own.name[language])
    if name.isEmpty { return own.id }
    var short = name
    let county = own.county.map { network.counties[$0.row].name[language] } ?? ""
    // 高阳 of 高阳县 stands before 纺织.
    for begin in [county, language == .zh ? String(county.dropLast()) : ""] where begin.count > 1 && short == name && name.hasPrefix(begin)
    {
      let rest = name.dropFirst(begin.count).drop { $0 == " " || $0 == "·" }
      if rest.count > 1 { short = String(rest) }
    }
    return language == .zh && !industry.isEmpty && industry.count < short.count ? industry : short
  }
}

/// The drawing of a plan of counties.
struct CountyDrawing {
  typealias Look = PagePicture.Look
  typealias Face = PagePicture.Face

  let plan: CountyPlan
  let language: Language
  var layout = CountyLayout()
  /// The symbol of each place; `nil` for ports and for counties in the margin.
  private var symbolOf: [Int: Int] = [:]
  /// Places whose seats are too near to each other.
  private var dense: [[Int]] = []
  private var ports: [(place: Int, frame: Frame, name: Frame)] = []
  private var berths: [Int: Diagram.Point] = [:]
  private var unlabelled: [Int] = []
  /// Counties for whose words there was no room, with the letters that stand beside them.
  private(set) var keyed: [(place: Int, letter: String, frame: Frame)] = []

  init(_ plan: CountyPlan, _ sheet: MapSheet) {
    self.plan = plan
    language = sheet.language

    group()
    layout.boxes.append(Frame(x: 34, y: 496, width: 140, height: 28))
    layout.boxes.append(Frame(x: 598, y: 74, width: 22, height: 36))
  }

  func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  /// A flow's size as its number says it.
  func amount(_ value: Double) -> String {
    if plan.countsLinks { return Words.grouped(Int(value.rounded())) }
    let large = language == .zh ? value / 10_000 : value / 100_000
    if language == .zh {
      return large == 0 ? "0" : large < 0.05 ? "<0.1" : large < 99.95 ? MapSheet.fixed(large, 1) : Words.grouped(Int(large.rounded()))
    }
    return large == 0 ? "0" : large < 0.005 ? "<0.01" : large < 99.95 ? MapSheet.fixed(large, 2) : Words.grouped(Int(large.rounded()))
  }

  // MARK: Places

  private func radius(_ place: CountyPlan.Place) -> Double {
    if !place.isInside { return 6.5 }
    if place.level != nil { return 9 }
    return place.firms > 0 || !place.clusters.isEmpty ? 6 : 3
  }

  /// Gathers seats nearer than two symbols to each other; each gathering is one symbol with a letter.
  private mutating func group() {
    let seated = plan.places.indices.filter { plan.places[$0].seat != nil }
    var root = Dictionary(uniqueKeysWithValues: seated.map { ($0, $0) })
    func find(_ place: Int) -> Int {
      var place = place
      while let next = root[place], next != place { place = next }
      return place
    }
    for (number, a) in seated.enumerated() {
      for b in seated[(number + 1)...] where CountyLayout.distance(plan.places[a].seat!, plan.places[b].seat!) < 22 {
        let (x, y) = (find(a), find(b))
        if x != y { root[max(x, y)] = min(x, y) }
      }
    }
    for (first, members) in Dictionary(grouping: seated, by: { find($0) }).sorted(by: { $0.key < $1.key }) {
      if members.count == 1 {
        symbolOf[first] = layout.symbols.count
        layout.symbols.append(CountyLayout.Symbol(at: plan.places[first].seat!, radius: radius(plan.places[first])))
        continue
      }
      let seats = members.map { plan.places[$0].seat! }
      let middle = Diagram.Point(
        seats.reduce(0) { $0 + $1.x } / Double(seats.count), seats.reduce(0) { $0 + $1.y } / Double(seats.count))
      for member in members { symbolOf[member] = layout.symbols.count }
      layout.symbols.append(CountyLayout.Symbol(at: middle, radius: 9))
      dense.append(members.sorted { plan.places[$0].seat!.x < plan.places[$1].seat!.x })
    }
  }

  private func width(_ flow: CountyPlan.Flow) -> Double { max(1.6, 16 * flow.amount / max(plan.flows.first?.amount ?? 1, 1e-9)) }

  /// Places outside that have no seat stand as bars on the frame, the largest first from the middle of those they supply.
  private mutating func placePorts() {
    let drawn = Array(plan.drawn.enumerated())
    let places = plan.places.indices.filter { place in
      plan.places[place].seat == nil && drawn.contains { $0.element.from == place || $0.element.to == place }
    }.sorted {
      let (a, b) = (plan.places[$0], plan.places[$1])
      return a.flowIn + a.flowOut != b.flowIn + b.flowOut ? a.flowIn + a.flowOut > b.flowIn + b.flowOut : $0 < $1
    }
    var bars: [(place: Int, flows: [(number: Int, width: Double, at: Diagram.Point)], height: Double, y: Double)] = []
    for place in places {
      var flows: [(number: Int, width: Double, at: Diagram.Point)] = []
      for (number, flow) in drawn where flow.from == place || flow.to == place {
        let other = flow.from == place ? flow.to : flow.from
        guard let symbol = symbolOf[other] else { continue }
        flows.append((number, max(13, width(flow) + 5), layout.symbols[symbol].at))
      }
      let height = max(flows.reduce(0) { $0 + $1.width } + 8, 26)
      let mean = flows.isEmpty ? 300 : flows.reduce(0) { $0 + $1.at.y } / Double(flows.count)
      // From the steepest upwards to the steepest downwards, so that flows to one bar do not cross before it.
      func slope(_ at: Diagram.Point) -> Double { (at.y - mean) / max(CountyLayout.frame.maxX - at.x, 1) }
      flows.sort { (slope($0.at), $0.number) < (slope($1.at), $1.number) }
      bars.append((place, flows, height, mean))
    }
    let all = bars.reduce(0) { $0 + $1.height } + Double(max(bars.count - 1, 0)) * 26
    var y = min(max((bars.first?.y ?? 300) - (bars.first?.height ?? 0) / 2, 120), max(515 - all, 90))
    for bar in bars.sorted(by: { $0.y != $1.y ? $0.y < $1.y : $0.place < $1.place }) {
      let frame = Frame(x: CountyLayout.frame.maxX - 5, y: y, width: 10, height: bar.height)
      ports.append((bar.place, frame, frame))
      var berth = y + 4 + (bar.height - 8 - bar.flows.reduce(0) { $0 + $1.width }) / 2
      for flow in bar.flows {
        berths[flow.number] = Diagram.Point(frame.x, berth + flow.width / 2)
        berth += flow.width
      }
      y += bar.height + 26
    }
  }

  /// The name of a bar stands above or below it, where fewer flows run.
  private mutating func placePortNames() {
    for number in ports.indices {
      let bar = ports[number].frame
      let width = min(PagePicture.width(portWords(ports[number].place), Face(9, isBold: true)), 110)
      let places = [bar.y - 13, bar.maxY + 2, bar.y - 26, bar.maxY + 15, bar.y - 40, bar.y - 55].map {
        Frame(x: bar.maxX - 7 - width, y: $0, width: width, height: 11.5)
      }
      func cost(_ place: Frame) -> Int {
        (place.maxY > CountyLayout.frame.maxY - 2 ? 50 : 0) + 20 * layout.boxes.count { $0.overlaps(place, margin: 2) }
          + 5 * layout.curves.count { CountyLayout.meets($0, place, margin: 1.5) }
      }
      // The first of those that cost least.
      ports[number].name = places.min { cost($0) < cost($1) } ?? places[0]
      layout.boxes.append(ports[number].name)
      layout.boxes.append(bar)
    }
  }

  private func portWords(_ place: Int) -> String {
    "\(plan.places[place].name) \(amount(plan.places[place].flowOut + plan.places[place].flowIn))"
  }

  private mutating func placeFlows() {
    for (number, flow) in plan.drawn.enumerated() {
      func end(_ place: Int) -> (Diagram.Point, Double, Int?)? {
        if let symbol = symbolOf[place] { return (layout.symbols[symbol].at, layout.symbols[symbol].radius + 2, symbol) }
        return berths[number].map { ($0, 0, nil) }
      }
      guard let from = end(flow.from), let to = end(flow.to) else { continue }
      layout.add(number, from: (from.0, from.1), to: (to.0, to.1 + 0.5), width: width(flow), ends: [from.2, to.2].compactMap { $0 })
    }
  }

  // MARK: Drawing

  mutating func draw(_ sheet: MapSheet, _ page: inout PagePicture) {
    let frame = CountyLayout.frame
    page.box(frame.x, frame.y, frame.width, frame.height, Look(fill: Color(0xFBFCFE), stroke: Palette.border, width: 1))
    for line in plan.boundary { page.line(line.map { ($0.x, $0.y) }, Look(stroke: Palette.border, width: 0.6)) }
    placePorts()
    placeFlows()
    placePortNames()
    drawFlows(&page)
    var plates: [(String, Diagram.Point)] = []
    for curve in layout.curves {
      let flow = plan.drawn[curve.flow]
      let words = amount(flow.amount)
      let start = symbolOf[flow.from] == nil ? 17.0 : 9
      if let at = layout.plate(curve, width: PagePicture.width(words, Face(7.5, isBold: true)), from: start) { plates.append((words, at)) }
    }
    var insets: [(letter: String, members: [Int], frame: Frame)] = []
    for (number, members) in dense.enumerated() {
      let letter = String(UnicodeScalar(UInt8(65 + number % 26)))
      if let frame = insetPlace(members, sheet) { insets.append((letter, members, frame)) } else { unlabelled += members }
    }
    placeLabels(sheet)
    for label in layout.labels { if let end = label.leader { page.line([(label.from.x, label.from.y), (end.x, end.y)], Self.leader) } }
    drawDense(&page)
    for (words, at) in plates { page.plate(words, centre: at.x, at.y + 2.7, Face(7.5, isBold: true)) }
    drawCounties(sheet, &page)
    for inset in insets { drawInset(inset.letter, inset.members, inset.frame, sheet, &page) }
    drawPorts(&page)
    drawScale(&page)
    drawPanel(sheet, &page)
  }

  private static let leader = Look(stroke: Color(0x52606D), width: 0.9, line: .dotted)

  /// Finds a place for the words of each county: all of them, else its name, else a letter that the panel explains.
  private mutating func placeLabels(_ sheet: MapSheet) {
    let order = symbolOf.keys.filter { place in !dense.contains { $0.contains(place) } }.sorted {
      let (a, b) = (plan.places[$0], plan.places[$1])
      let (x, y) = (a.flowIn + a.flowOut, b.flowIn + b.flowOut)
      return x != y ? x > y : $0 < $1
    }
    for isFull in [true, false] {
      for place in order where !layout.labels.contains(where: { $0.place == place }) {
        layout.place(place, symbolOf[place]!, rows: labelRows(place, sheet, isFull: isFull), isFull: isFull)
      }
      // A later label may have left room, or an earlier one may stand better elsewhere.
      for _ in 0..<2 { for number in layout.labels.indices { layout.placeAgain(number) } }
    }
    for place in order where !layout.labels.contains(where: { $0.place == place }) {
      let letter = Self.letter(keyed.count)
      let size = (PagePicture.width(letter, Face(7.5, isBold: true)), 9.0)
      guard let at = layout.key(symbolOf[place]!, width: size.0, height: size.1) else {
        unlabelled.append(place)
        continue
      }
      keyed.append((place, letter, at))
    }
  }

  /// a to z, then aa to zz.
  private static func letter(_ number: Int) -> String {
    let one = String(UnicodeScalar(UInt8(97 + number % 26)))
    return number < 26 ? one : String(UnicodeScalar(UInt8(96 + min(number / 26, 26)))) + one
  }

  private func drawFlows(_ page: inout PagePicture) {
    for curve in layout.curves {
      let flow = plan.drawn[curve.flow]
      let (from, to) = (plan.places[flow.from], plan.places[flow.to])
      let isIn = plan.focus.map { $0 == flow.to } ?? !from.isInside
      let isOut = plan.focus.map { $0 == flow.from } ?? (from.isInside && !to.isInside)
      let color = isIn ? MapSheet.flowIn : isOut ? MapSheet.flowOut : Color(0x7A93AC)
      let outline: Color = isOut ? MapSheet.flowOutline : MapSheet.white
      let words = "\(from.name) → \(to.name): \(amount(flow.amount))"
      page.group(PagePicture.Thing(key: "flow:\(from.name)>\(to.name)", title: words)) { page in
        page.add(.polygon(curve.outline, Look(fill: color, stroke: outline, width: 0.7)))
      }
    }
  }

  private func drawDense(_ page: inout PagePicture) {
    for (number, members) in dense.enumerated() {
      let at = layout.symbols[symbolOf[members[0]]!].at
      page.box(at.x - 9, at.y - 9, 18, 18, radius: 3, Look(fill: MapSheet.white, stroke: MapSheet.black, width: 1.2))
      page.text(
        String(UnicodeScalar(UInt8(65 + number % 26))), at.x, at.y + 3.4, Face(9, isBold: true, anchor: .middle))
    }
  }

  /// Each county's symbol with its words, or with the letter under which the panel names it.
  private func drawCounties(_ sheet: MapSheet, _ page: inout PagePicture) {
    for (place, symbol) in symbolOf.sorted(by: { $0.key < $1.key }) where !dense.contains(where: { $0.contains(place) }) {
      let at = layout.symbols[symbol].at
      page.group(thing(place, sheet)) { page in
        if place == plan.focus { page.circle(at.x, at.y, layout.symbols[symbol].radius + 2.5, Look(stroke: Palette.blue, width: 2.2)) }
        Self.symbol(plan.places[place], at, &page)
        if let label = layout.labels.first(where: { $0.place == place }) {
          drawLabel(place, label.frame, isRight: label.isRight, isFull: label.isFull, sheet, &page)
        } else if let key = keyed.first(where: { $0.place == place }) {
          page.plate(key.letter, centre: key.frame.midX, key.frame.maxY - 2, Face(7.5, isBold: true))
        }
      }
    }
  }

  static let ramp = [Color(0xF1F6F4), Color(0xCDE3DB), Color(0x98C6B6), Color(0x549A85), Color(0x1E6B58)]

  static func symbol(_ place: CountyPlan.Place, _ at: Diagram.Point, _ page: inout PagePicture) {
    if !place.isInside {
      page.box(at.x - 6, at.y - 6, 12, 12, Look(fill: Color(0xE8ECF0), stroke: Color(0x9AA5B1), width: 1))
    } else if let level = place.levelClass {
      page.circle(at.x, at.y, 9, Look(fill: ramp[level - 1], stroke: MapSheet.black, width: 1))
      page.text("\(level)", at.x, at.y + 3.2, Face(8.5, isBold: true, color: level > 3 ? MapSheet.white : MapSheet.black, anchor: .middle))
    } else if place.firms > 0 || !place.clusters.isEmpty {
      page.circle(at.x, at.y, 6, Look(fill: MapSheet.white, stroke: Color(0x627D98), width: 1))
      page.text("–", at.x, at.y + 2.6, Face(7, color: Color(0x52606D), anchor: .middle))
    } else {
      page.circle(at.x, at.y, 3, Look(fill: MapSheet.white, stroke: Palette.grey, width: 0.9))
    }
  }

  private func drawPorts(_ page: inout PagePicture) {
    for port in ports {
      let place = plan.places[port.place]
      let words = portWords(port.place)
      page.group(PagePicture.Thing(key: "port:\(place.name)", title: words)) { page in
        page.box(port.frame.x, port.frame.y, port.frame.width, port.frame.height, Look(fill: MapSheet.black))
        let type = Face(9, isBold: true, anchor: .end)
        if layout.curves.contains(where: { CountyLayout.meets($0, port.name, margin: 0) }) {
          page.box(port.name.x - 2, port.name.y, port.name.width + 3, port.name.height, radius: 2, Look(fill: MapSheet.white))
        }
        page.text(words, port.frame.maxX - 7, port.name.maxY - 2.5, type, limit: 110)
      }
    }
  }

  /// 1, 2 or 5 times a power of ten kilometres, near a quarter of the map's width.
  private func drawScale(_ page: inout PagePicture) {
    guard plan.scale > 0, plan.places.contains(where: { $0.seat != nil }) else { return }
    let wanted = 120 / plan.scale / 2
    var step = 1.0
    while step * 10 <= wanted { step *= 10 }
    if step * 5 <= wanted { step *= 5 } else if step * 2 <= wanted { step *= 2 }
    let unit = step * plan.scale
    let (x, y) = (42.0, 515.0)
    page.box(x, y, unit, 3, Look(fill: MapSheet.black, stroke: MapSheet.black, width: 0.8))
    page.box(x + unit, y, unit, 3, Look(fill: MapSheet.white, stroke: MapSheet.black, width: 0.8))
    let type = Face(7, anchor: .middle)
    page.text("0", x, y - 4, type)
    page.text("\(Int(step))", x + unit, y - 4, type)
    page.text("\(Int(step * 2)) km", x + 2 * unit, y - 4, type)
    page.text(text("北", "N"), 609, 83, Face(7, isBold: true, anchor: .middle))
    page.polygon([(609, 86), (613.5, 101), (609, 97.5), (604.5, 101)], Look(fill: MapSheet.black))
  }

  var unlabelledNames: [String] { unlabelled.sorted().map { plan.places[$0].name } }
}
