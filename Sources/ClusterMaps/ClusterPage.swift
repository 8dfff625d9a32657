import ClusterAnalysis
import ClusterModel
import Diagram

/// A cluster on one page, whatever its size: what each stage buys and sells outside, its firms, and the flows inside.
extension MapSheet {
  /// `nil` where the cluster has no firm. Of a chain of more stages than stand side by side, ten have a column and the others share one; a cluster
  /// without a chain has its firms by what they are in it.
  mutating func clusterPage(_ cluster: ClusterID) -> PagePicture? {
    let own = network.clusters[cluster.row]
    guard let chain = own.chain else { return clusterGroupsPage(cluster) }
    let all = stageFacts(chain, inside: cluster)
    guard !all.isEmpty, all.contains(where: { !$0.firms.isEmpty }) else { return nil }
    let (stages, rest) = columns(all)
    let firms = coverCluster(cluster)
    let plan = ClusterPlan(stages, rest: rest.map(\.stage), cluster, self)
    let drawing = ClusterDrawing(plan, self)
    var page = PagePicture()
    drawing.draw(self, &page)
    let unplaced = firms.count { firm in !facts.firmStages[firm].contains { stage in all.contains { $0.stage == stage } } }
    var structure = text("\(all.count) 个环节", "\(all.count) stages")
    if let completeness = facts.gaps?.completeness { structure += text("，完整度 ", ", completeness ") + Words.percent(completeness) }
    finish(
      &page, title: clusterFinding(plan, network.label(cluster)[language]), subtitle: clusterSubtitle(cluster, firms, structure, plan),
      description: stages.map { "\($0.name)（\($0.firms.count)）" + stateWords($0).map(\.text).joined(separator: " ") }.joined(
        separator: text("、", ", ")),
      notes: clusterNotes(plan, drawing, unplaced)
        + (rest.isEmpty
          ? []
          : [text("末列合并的环节：\(rest.map(\.name).joined(separator: "、"))", "in the last column: \(rest.map(\.name).joined(separator: ", "))")])
    )
    return page
  }

  /// Whose page it is: name, place, how many firms, how they are placed, and what is bought and sold.
  func clusterSubtitle(_ cluster: ClusterID, _ firms: [FirmID], _ structure: String, _ plan: ClusterPlan) -> String {
    let county = place(network.clusters[cluster.row].county)
    let (into, out, inside) = (large(plan.bought, largeUnit), large(plan.sold, largeUnit), large(plan.inside, largeUnit))
    return network.label(cluster)[language] + (county.isEmpty ? "" : text("（\(county)）", " (\(county))"))
      + text("：\(firms.count) 家企业，", ": \(words.firms(firms.count)), ") + structure
      + text("；外来 \(into)，对外 \(out)，集群内 \(inside)", "; in \(into), out \(out), inside \(inside)")
  }

  /// Counts what a cluster's page stands for: its firms, and those that they trade with.
  ///
  /// - Returns: the firms of the cluster.
  mutating func coverCluster(_ cluster: ClusterID) -> [FirmID] {
    cover(network.clusters[cluster.row].provenance)
    let firms = network.firms.all.filter { network.firms.cluster($0) == cluster }
    for firm in firms { cover(firm) }
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let ends = [network.supplies.supplier(link), network.supplies.buyer(link)]
      if ends.contains(where: { network.firms.cluster($0) == cluster }) {
        for end in ends { cover(end) }
        cover(network.supplies.provenance[row])
      }
    }
    return firms
  }

  /// The stages that have a column of their own, with one for all others behind them: what is missing or weak first, then by firms and what is bought.
  private func columns(_ stages: [StageFacts]) -> (columns: [StageFacts], rest: [StageFacts]) {
    guard stages.count > 11 else { return (stages, []) }
    func rank(_ at: Int) -> (Int, Int, Double, Int) {
      let stage = stages[at]
      return (stage.isMissing ? 0 : stage.isWeak ? 1 : 2, -stage.firms.count, -(stage.boughtOutside ?? 0), at)
    }
    let kept = Set(stages.indices.sorted { rank($0) < rank($1) }.prefix(10))
    let rest = stages.indices.filter { !kept.contains($0) }.map { stages[$0] }
    var last = rest[0]
    last.name = text("其余 \(rest.count) 环节", "\(rest.count) other stages")
    last.position = stages.last!.position + 1
    last.firms = folded(Array(Set(rest.flatMap(\.firms))), limit: .max).shown
    (last.states, last.local, last.suppliersOutside, last.boughtOutside) = ([], nil, [], nil)
    return (stages.indices.filter { kept.contains($0) }.map { stages[$0] } + [last], rest)
  }

  private func clusterFinding(_ plan: ClusterPlan, _ name: String) -> String {
    let missing = plan.stages.filter(\.isMissing)
    let largest = missing.max { a, b in
      let (x, y) = (a.boughtOutside ?? 0, b.boughtOutside ?? 0)
      return x != y ? x < y : a.position > b.position
    }
    if let largest, let amount = largest.boughtOutside, amount > 0 {
      let sole = largest.suppliersOutside.count == 1 ? text("，只此一家", ", one firm alone") : ""
      return text(
        "\(name)缺\(largest.name)：\(words.amount(amount))全靠外购\(sole)",
        "\(name) lacks \(largest.name): \(words.amount(amount)) bought outside\(sole)")
    }
    let weakest = plan.stages.filter { $0.states.contains(.weak) && $0.local != nil }.min {
      ($0.local ?? 0, $0.position) < ($1.local ?? 0, $1.position)
    }
    if let weakest, let local = weakest.local {
      return text(
        "\(name)\(weakest.name)配套率只有 \(Words.percent(local))", "\(name): only \(Words.percent(local)) of \(weakest.name) bought inside")
    }
    return text("\(name)企业与供应图", "\(name): firms and supply")
  }

  func clusterNotes(_ plan: ClusterPlan, _ drawing: ClusterDrawing, _ unplaced: Int) -> [String] {
    var notes = [
      text(
        "每\(drawing.isByStage ? "环节" : "列")先列领跑者、单点，再按营业收入（亿元，窄处未写）；各地列前五，其余合并，条长在各框内自比",
        "In each \(drawing.isByStage ? "stage" : "column") leaders and single points first, then by revenue (CNY bn, left out where a card is narrow); five places each, the others together; bars compare within a box"
      ),
      drawing.note,
    ]
    let unknown = (plan.sources + plan.targets).reduce(plan.inside.unknown) { $0 + $1.total.unknown }
    if unknown > 0 {
      notes.append(text("\(unknown) 条供货金额未知，合计只含已知部分（≥）", "\(unknown) links have no known amount: sums hold what is known (≥)"))
    }
    if plan.hiddenLanes > 0 {
      notes.append(text("集群内较小的 \(plan.hiddenLanes) 条流向未画", "\(plan.hiddenLanes) smaller flows inside are not drawn"))
    }
    if unplaced > 0 { notes.append(text("未归入环节的 \(unplaced) 家未画", "\(words.firms(unplaced)) at no stage not drawn")) }
    return notes
  }
}

/// The drawing of a cluster's plan.
struct ClusterDrawing {
  typealias Look = PagePicture.Look
  typealias Face = PagePicture.Face

  let plan: ClusterPlan
  /// Each column is a stage, and not a group of firms.
  let isByStage: Bool
  private let names: ShortNames
  private let language: Language
  private let pitch: Double
  private let largest: Double
  private let bandHeight: Double
  private let cardTop: Double
  private let cardBottom: Double
  private let lanesTop: Double
  /// Of the lower band: its caption stands under it, and over the legend.
  private let bottom: Double

  private static let top = 83.0
  private static let legendY = 526.0

  init(_ plan: ClusterPlan, _ sheet: MapSheet, isByStage: Bool = true) {
    self.plan = plan
    self.isByStage = isByStage
    bottom = Self.legendY - 24 - 13 * Double(MapSheet.legendRows(Self.legend(sheet, isByStage)) - 1)
    language = sheet.language
    pitch = (MapSheet.right - MapSheet.left) / Double(plan.stages.count)
    largest = max((plan.sources + plan.targets).map(\.total.amount).max() ?? 0, 1e-9)
    bandHeight = 18 + 11.6 * Double(plan.rowsOfSides)
    cardTop = Self.top + bandHeight + 26
    let bottomBand = bottom - bandHeight
    lanesTop = bottomBand - 26 - 17 * Double(max(plan.laneRows, 1)) - 6
    cardBottom = lanesTop - 4
    // Of hundreds of firms those alone that a card has room for: what the others are called tells nobody on the page apart.
    let room = max(Int((cardBottom - cardTop - 30) / 15), 0) * max(Int(pitch / 112), 1)
    names = ShortNames(plan.stages.flatMap { $0.firms.prefix(room) + $0.suppliersOutside.prefix(2) }, sheet)
  }

  var note: String { names.note }

  private func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  private func x(_ column: Int) -> Double { MapSheet.left + pitch * Double(column) + 4.5 }
  private var width: Double { pitch - 9 }
  private func middle(_ column: Int) -> Double { x(column) + width / 2 }

  func draw(_ sheet: MapSheet, _ page: inout PagePicture) {
    let unit = text("亿元/年", "CNY bn a year")
    let into =
      isByStage
      ? text("外来供应：本环节产品从集群外买入，", "Supply from outside: what is bought of a stage there, ")
      : text("外来供应：本列企业从集群外买入，", "Supply from outside: what the firms of a column buy there, ")
    let out =
      isByStage
      ? text("对外供应：本环节产品卖到集群外，", "Supply to outside: what is sold of it, ")
      : text("对外供应：本列企业卖到集群外，", "Supply to outside: what they sell there, ")
    page.text(
      into + unit, MapSheet.left + 4.5, Self.top - 5,
      Face(8, isBold: true, color: MapSheet.flowIn))
    page.text(
      out + unit, MapSheet.left + 4.5, bottom + 9,
      Face(8, isBold: true, color: MapSheet.flowOutline))
    for column in plan.stages.indices {
      drawSide(plan.sources[column], column, isSource: true, sheet, &page)
      drawSide(plan.targets[column], column, isSource: false, sheet, &page)
      drawCard(column, sheet, &page)
    }
    drawLanes(sheet, &page)
    drawLegend(sheet, &page)
  }

  // MARK: What crosses the border

  private func drawSide(_ side: ClusterPlan.Side, _ column: Int, isSource: Bool, _ sheet: MapSheet, _ page: inout PagePicture) {
    let y = isSource ? Self.top : bottom - bandHeight
    if side.places.isEmpty {
      page.text(text("无", "none"), middle(column), y + bandHeight / 2, Face(7.5, color: Palette.grey, anchor: .middle))
      return
    }
    let color = isSource ? MapSheet.flowIn : MapSheet.flowOut
    let outline: Color = isSource ? MapSheet.white : MapSheet.flowOutline
    let isOne = side.places.count == 1
    let kind = side.hasOutsiders ? text("地", isOne ? "place" : "places") : text("县", isOne ? "county" : "counties")
    let head =
      isSource
      ? text("来自 \(side.places.count) \(kind)", "\(side.places.count) \(kind)")
      : text("去往 \(side.places.count) \(kind)", "\(side.places.count) \(kind)")
    let thing = PagePicture.Thing(
      key: (isSource ? "in:" : "out:") + plan.keys[column],
      title: "\(plan.stages[column].name) \(head) \(sheet.large(side.total))",
      description: side.places.map { "\($0.name) \(sheet.large($0.amount))" }.joined(separator: text("、", ", ")))
    page.group(thing) { page in
      if side.total.amount > 0 {
        let wide = max(1.4, 20 * side.total.amount / largest) / 2
        let (a, b) = isSource ? (y + bandHeight, cardTop) : (lanesTop + 17 * Double(max(plan.laneRows, 1)) + 6, y)
        page.polygon(
          [(middle(column) - wide, a), (middle(column) + wide, a), (middle(column) + 0.3 * wide, b), (middle(column) - 0.3 * wide, b)],
          Look(fill: color, stroke: outline, width: 0.6))
      }
      page.box(x(column), y, width, bandHeight, radius: 3, Look(fill: MapSheet.white, stroke: Palette.border, width: 0.9))
      let total = page.text(sheet.large(side.total), x(column) + width - 4, y + 10.5, Face(7.5, isBold: true, anchor: .end))
      let (room, face) = (width - total - 10, Face(7.5, isBold: true))
      let short = "\(side.places.count) \(kind)"
      page.text(PagePicture.width(head, face) <= room ? head : short, x(column) + 4, y + 10.5, face, limit: room)
      drawPlaces(side, column, y + 18, color, sheet, &page)
    }
  }

  private func drawPlaces(
    _ side: ClusterPlan.Side, _ column: Int, _ y: Double, _ color: Color, _ sheet: MapSheet, _ page: inout PagePicture
  ) {
    let shown = side.places.prefix(5)
    let most = max(shown.first?.amount.amount ?? 0, 1e-9)
    for (number, entry) in shown.enumerated() {
      let base = y + 11.6 * Double(number) + 7
      let value = page.text(sheet.large(entry.amount), x(column) + width - 4, base, Face(7, anchor: .end))
      let barLength = max(min(width * 0.26, width - value - 44), 0)
      let name = page.text(entry.name, x(column) + 4, base, Face(7), limit: width - value - barLength - 12)
      _ = name
      let length = barLength * entry.amount.amount / most
      if length > 0.5 { page.box(x(column) + width - value - 7 - barLength, base - 5.2, length, 4.6, Look(fill: color)) }
    }
    if side.places.count > 5 {
      let base = y + 11.6 * 5 + 7
      let rest = side.places.dropFirst(5)
      let value = page.text(
        sheet.large(rest.reduce(ClusterPlan.Sum()) { $0 + $1.amount }), x(column) + width - 4, base,
        Face(7, color: Color(0x52606D), anchor: .end))
      page.text(
        text("其余 \(rest.count)", "\(rest.count) others"), x(column) + 4, base, Face(7, color: Color(0x52606D)), limit: width - value - 10)
    }
  }

  // MARK: Cards

  private func drawCard(_ column: Int, _ sheet: MapSheet, _ page: inout PagePicture) {
    let stage = plan.stages[column]
    let thing = PagePicture.Thing(
      key: (isByStage ? "stage:" : "group:") + plan.keys[column], title: stage.name,
      description: stage.firms.prefix(40).map { sheet.network.firms.name($0, sheet.language) }.joined(separator: text("、", ", ")))
    page.group(thing) { page in
      page.box(x(column), cardTop, width, cardBottom - cardTop, radius: 5, sheet.cardLook(stage))
      var size = 8.5
      while size > 7, PagePicture.width(stage.name, Face(size, isBold: true)) > width - 8 { size -= 0.5 }
      var y = cardTop + 13
      let lines =
        PagePicture.width(stage.name, Face(size, isBold: true)) <= width - 8
        ? [stage.name] : TextWidth.wrap(SafeText.clean(stage.name), size: 7.3, isBold: true, limit: width - 10, lineLimit: 2)
      for line in lines {
        page.text(line, middle(column), y, Face(size, isBold: true, anchor: .middle), limit: width - 6)
        y += 9.5
      }
      y += 1
      let count =
        stage.firms.isEmpty
        ? (stage.isMissing ? text("0 家", "0 firms") : text("无在册企业", "none on record")) : sheet.words.firms(stage.firms.count)
      page.text(text("\(count)", count), middle(column), y, Face(7, color: Color(0x52606D), anchor: .middle), limit: width - 6)
      y += 10.5
      if let local = stage.local, !stage.isMissing {
        page.text(
          text("配套率 ", "inside ") + Words.percent(local), middle(column), y,
          Face(7, color: stage.states.contains(.weak) ? Palette.weak : MapSheet.black, anchor: .middle), limit: width - 6)
        y += 10.5
      }
      for state in sheet.stateWords(stage) {
        page.text(state.text, middle(column), y, Face(7.5, isBold: true, color: state.color, anchor: .middle), limit: width - 6)
        y += 10.5
      }
      if stage.firms.isEmpty { drawLack(stage, column, y + 8, sheet, &page) } else { drawFirms(stage, column, y - 4, sheet, &page) }
    }
  }

  private func drawLack(_ stage: StageFacts, _ column: Int, _ top: Double, _ sheet: MapSheet, _ page: inout PagePicture) {
    guard stage.isMissing, !stage.suppliersOutside.isEmpty else { return }
    var y = top
    let type = Face(7, anchor: .middle)
    page.text(text("全靠外购", "bought outside"), middle(column), y, type, limit: width - 6)
    y += 10.5
    let amount = stage.boughtOutside.map { sheet.words.amount($0) } ?? text("金额未知", "amount unknown")
    page.text(amount, middle(column), y, Face(7.5, isBold: true, anchor: .middle), limit: width - 6)
    y += 13
    if stage.suppliersOutside.count == 1 {
      page.text(
        text("▲ 只此 1 家", "▲ only one"), middle(column), y, Face(7.5, isBold: true, color: Palette.weak, anchor: .middle), limit: width - 6)
    } else {
      page.text(
        text("来自 \(stage.suppliersOutside.count) 家", "from \(stage.suppliersOutside.count) firms"), middle(column), y, type,
        limit: width - 6)
    }
    for firm in stage.suppliersOutside.prefix(2) where y < cardBottom - 14 {
      y += 10.5
      let key = "firm:\(sheet.network.firms.id(firm))@\(column)"
      page.group(PagePicture.Thing(key: key, title: sheet.network.firms.name(firm, sheet.language))) { page in
        names.draw(firm, middle(column), y, Face(7, color: Color(0x52606D), anchor: .middle), limit: width - 6, &page)
      }
    }
  }

  private func drawFirms(_ stage: StageFacts, _ column: Int, _ top: Double, _ sheet: MapSheet, _ page: inout PagePicture) {
    let tall = cardBottom - 6 - top
    let rows = max(Int(tall / 15), 0)
    // Where one column of firms does not hold them and the card is wide, several do.
    let side = stage.firms.count <= rows ? 1 : max(Int((width - 4) / 112), 1)
    let isAll = stage.firms.count <= rows * side
    let shown = isAll ? stage.firms.count : max(min((rows - 2) * side, stage.firms.count), 0)
    let wide = (width - 4) / Double(side) - 4
    // What is left of the height lets names stand on two lines.
    var spare = side == 1 ? tall - 15 * Double(shown) - (isAll ? 0 : 27) : 0
    var y = top
    let perColumn = isAll ? rows : max(rows - 2, 1)
    for (number, firm) in stage.firms.prefix(shown).enumerated() {
      if number % perColumn == 0 { y = top }
      let place = Frame(x: x(column) + 4 + (wide + 4) * Double(number / perColumn), y: y, width: wide, height: 13.4)
      y += 15 + drawFirm(firm, column, place, spare: &spare, sheet, &page)
    }
    if isAll { return }
    drawRest(stage.firms.dropFirst(shown), column, side == 1 ? y : top + 15 * Double(perColumn), sheet, &page)
  }

  /// - Returns: how much more than its place it took.
  private func drawFirm(
    _ firm: FirmID, _ column: Int, _ place: Frame, spare: inout Double, _ sheet: MapSheet, _ page: inout PagePicture
  ) -> Double {
    let isLeader = Palette.leading(sheet.rolesOf[firm] ?? []) != nil
    let isPoint = sheet.marks.ofFirm(sheet.network.firms.id(firm)) != nil
    let look =
      isLeader
      ? Look(fill: Color(0xE3EEF9), stroke: Palette.blue, width: 1.2)
      : Look(fill: MapSheet.white, stroke: isPoint ? Palette.weak : Palette.border, width: isPoint ? 1.2 : 0.8)
    let grey = Face(7, color: Color(0x52606D), anchor: .end)
    let type = Face(7, isBold: isLeader)
    let mark = (isLeader ? "★" : "") + (isPoint ? "▲" : "")
    let bold = Face(7, isBold: true, color: isPoint && !isLeader ? Palette.weak : Palette.blue)
    var revenue = place.width > 40 ? sheet.network.firms.revenue[firm.row].map { sheet.large($0) } : nil
    let real = sheet.isStamped && !sheet.network.firms.isSynthetic(firm) ? 11.0 : 0
    let used = 7 + real + (mark.isEmpty ? 0 : PagePicture.width(mark, bold) + 1)
    var room = place.width - used - (revenue.map { PagePicture.width($0, grey) + 3 } ?? 0)
    var lines = spare >= 8.5 ? names.twoLines(firm, type, limit: room, &page) : nil
    // A name of which hardly anything would be left matters more than the revenue.
    if lines == nil, room < 36, PagePicture.width(names[firm], type) > room {
      (revenue, room) = (nil, place.width - used)
      lines = spare >= 8.5 ? names.twoLines(firm, type, limit: room, &page) : nil
    }
    let more = lines == nil ? 0 : 8.5
    spare -= more
    let thing = PagePicture.Thing(
      key: "firm:\(sheet.network.firms.id(firm))@\(column)", title: sheet.network.firms.name(firm, sheet.language))
    page.group(thing) { page in
      page.box(place.x, place.y, place.width, place.height + more, radius: 3, look)
      let base = place.y + 9.4
      if let revenue { page.text(revenue, place.maxX - 4, base, grey) }
      var left = place.x + 3
      left += sheet.realMark(firm, left, base, &page)
      if !mark.isEmpty { left += page.text(mark, left, base, bold) + 1 }
      if let lines {
        for (number, line) in lines.enumerated() { page.text(line, left, base + 8.5 * Double(number), type) }
      } else {
        names.draw(firm, left, base, type, limit: room, &page)
      }
    }
    return more
  }

  /// One box for the firms that have none.
  private func drawRest(_ rest: ArraySlice<FirmID>, _ column: Int, _ y: Double, _ sheet: MapSheet, _ page: inout PagePicture) {
    page.box(x(column) + 4, y, width - 8, 25, radius: 2, Look(fill: Palette.pale, stroke: Color(0x829AB1), width: 0.8))
    page.box(x(column) + 6, y + 2, width - 12, 21, radius: 1, Look(stroke: Color(0x829AB1), width: 0.8))
    page.text(text("其余 \(rest.count) 家", "\(rest.count) others"), middle(column), y + 11, Face(7, anchor: .middle), limit: width - 14)
    let known = rest.compactMap { sheet.network.firms.revenue[$0.row] }
    if !known.isEmpty {
      let bare = (known.count < rest.count ? "≥ " : "") + sheet.large(known.reduce(0, +))
      let whole = bare + " " + sheet.largeUnit
      let sum = PagePicture.width(whole, Face(7)) <= width - 14 ? whole : bare
      page.text(sum, middle(column), y + 20, Face(7, color: Color(0x52606D), anchor: .middle), limit: width - 14)
    }
  }

  // MARK: Flows inside

  private func drawLanes(_ sheet: MapSheet, _ page: inout PagePicture) {
    let most = max(plan.lanes.map(\.amount).max() ?? 0, 1e-9)
    let used = Set(plan.lanes.flatMap { [$0.from, $0.to] })
    for column in used.sorted() {
      let deepest = plan.lanes.filter { $0.from == column || $0.to == column }.map(\.row).max() ?? 0
      page.line(
        [(middle(column), cardBottom), (middle(column), lanesTop + 17 * Double(deepest) + 8.5)],
        Look(stroke: MapSheet.flowWithin, width: 1))
    }
    for lane in plan.lanes {
      let y = lanesTop + 17 * Double(lane.row) + 8.5
      let color = lane.isBought ? MapSheet.flowIn : MapSheet.flowWithin
      let sign = lane.to > lane.from ? 1.0 : -1.0
      let (a, b) = (middle(lane.from) + 3 * sign, middle(lane.to) - 2 * sign)
      let (wide, narrow) = (max(1.2, 11 * lane.amount / most) / 2, max(1.2, 0.4 * 11 * lane.amount / most) / 2)
      let head = b - 5 * sign
      let words = "\(plan.stages[lane.from].name) → \(plan.stages[lane.to].name): \(sheet.large(lane.amount))"
      page.group(PagePicture.Thing(key: "lane:\(lane.from)>\(lane.to)", title: words)) { page in
        page.polygon([(a, y - wide), (head, y - narrow), (head, y + narrow), (a, y + wide)], Look(fill: color))
        page.polygon([(head, y - max(3, narrow)), (b, y), (head, y + max(3, narrow))], Look(fill: color))
        page.plate(sheet.large(lane.amount), centre: a + (b - a) * 0.56, y + 2.6, Face(7, isBold: true))
      }
    }
  }

  private func drawLegend(_ sheet: MapSheet, _ page: inout PagePicture) {
    sheet.legendRow(Self.legend(sheet, isByStage), y: Self.legendY, &page)
  }

  private static func legend(_ sheet: MapSheet, _ isByStage: Bool) -> [MapSheet.LegendEntry] {
    func text(_ zh: String, _ en: String) -> String { sheet.text(zh, en) }
    func taper(_ color: Color) -> (inout PagePicture, Double, Double) -> Void {
      { page, x, y in page.polygon([(x, y - 1), (x + 22, y + 2), (x + 22, y + 4), (x, y + 7)], Look(fill: color)) }
    }
    let stages: [MapSheet.LegendEntry] = [
      (
        text("○ 缺链", "○ missing"),
        MapSheet.legendBox(Look(fill: MapSheet.white, stroke: Palette.missing, width: 1.7, line: .dashed))
      ),
      (
        text("▼ 弱链 × 断链", "▼ weak × broken"),
        MapSheet.legendBox(Look(fill: MapSheet.pink, stroke: Palette.weak, width: 1.9))
      ),
    ]
    let flows: [MapSheet.LegendEntry] = [
      (text("外来", "from outside"), taper(MapSheet.flowIn)), (text("对外", "to outside"), taper(MapSheet.flowOut)),
      (text("集群内，宽端为供方", "inside; wide end: seller"), taper(MapSheet.flowWithin)),
    ]
    let firms: [MapSheet.LegendEntry] = [
      (
        text("★ 领跑者 ▲ 单点", "★ leader ▲ single point"),
        MapSheet.legendBox(Look(fill: Color(0xE3EEF9), stroke: Palette.blue, width: 1.2))
      ),
      (
        text("合并的企业", "firms together"),
        { page, x, y in
          page.box(x, y - 1.5, 22, 9, radius: 2, Look(fill: Palette.pale, stroke: Color(0x829AB1), width: 0.8))
          page.box(x + 1.5, y, 19, 6, radius: 1, Look(stroke: Color(0x829AB1), width: 0.8))
        }
      ),
    ]
    return flows + (isByStage ? stages : []) + firms
  }
}
