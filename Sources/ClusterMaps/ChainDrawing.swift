import ClusterAnalysis
import ClusterModel
import Diagram

/// Draws the bands of a chain: cards, the brackets of what must arrive together, and the lines between them, which run in lanes of their own.
struct ChainDrawing {
  typealias Look = PagePicture.Look
  typealias Face = PagePicture.Face

  let plan: ChainPlan
  let language: Language
  private let names: ShortNames
  private(set) var frames: [Int: Frame] = [:]
  private var bandFrames: [Frame] = []
  private var bandOf: [Int: Int] = [:]
  private var levelOf: [Int: Int] = [:]
  /// The first sub-column of a level has its left side free.
  private var isReachable: [Int: Bool] = [:]
  /// The right side of each level's cards.
  private var edge: [Int: Double] = [:]
  /// How many lines leave each gutter or cross each gap already.
  private var used: [String: Int] = [:]
  private let largest: Double
  /// In a drawing of what differs: the lines with more supply (`true`) and with less, by their stages; all others are grey. `nil` elsewhere.
  var lineNews: [[Int]: Bool]?

  static let top = 74.0
  static let bottom = 500.0
  private static let first = 74.0
  private static let last = 780.0

  /// `nil` where the cards would be too small to read.
  init?(_ plan: ChainPlan, _ sheet: MapSheet, bottom: Double = ChainDrawing.bottom) {
    self.plan = plan
    language = sheet.language
    // A card holds a dozen names at most.
    names = ShortNames(plan.stages.flatMap { $0.firms.prefix(12) }, sheet)
    largest = max(plan.bundles.map(\.amount).max() ?? 0, 1e-9)
    let rows = plan.bands.map { band in band.map(\.rows).max() ?? 0 }
    let count = Double(plan.bands.count)
    let room = bottom - Self.top - 18 * (count - 1) - 14 * count
    let row = min(64, room / Double(max(rows.reduce(0, +), 1)))
    if row - 8 < 32 { return nil }
    var y = Self.top
    var level = 0
    for (number, band) in plan.bands.enumerated() {
      let height = Double(rows[number]) * row - 8 + 14
      bandFrames.append(Frame(x: MapSheet.left, y: y, width: MapSheet.right - MapSheet.left, height: height))
      let columns = band.reduce(0) { $0 + $1.columns.count }
      let extra = Double(columns - band.count)
      let width = min(250, (Self.last - Self.first - 62 * Double(band.count - 1) - 10 * extra) / Double(max(columns, 1)))
      if width < 66 { return nil }
      let gutter =
        band.count > 1 ? (Self.last - Self.first - width * Double(columns) - 10 * extra) / Double(band.count - 1) : 0
      var x = Self.first
      for own in band {
        for (sub, column) in own.columns.enumerated() {
          let taken = Double(column.count) * row - 8
          for (place, stage) in column.enumerated() {
            frames[stage] = Frame(x: x, y: y + 7 + (height - 14 - taken) / 2 + Double(place) * row, width: width, height: row - 8)
            bandOf[stage] = number
            levelOf[stage] = level
            isReachable[stage] = sub == 0
          }
          x += width + 10
        }
        edge[level] = x - 10
        x += gutter - 10
        level += 1
      }
      y += height + 18
    }
  }

  /// The line can reach its stage without crossing a card.
  func isDrawn(_ bundle: ChainPlan.Bundle) -> Bool { isReachable[bundle.to] == true }

  func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  var note: String { names.note }

  // MARK: Drawing

  mutating func draw(_ sheet: MapSheet, _ page: inout PagePicture) {
    drawBands(&page)
    var unsaid: [Int: [Int]] = plan.distant
    for bundle in plan.bundles where isReachable[bundle.to] != true {
      for input in bundle.from { unsaid[input, default: []].append(bundle.to) }
    }
    let drawn = plan.bundles.filter { isDrawn($0) }
    drawBundles(drawn, sheet, &page)
    for stage in plan.stages.indices { drawCard(stage, unsaid[stage] ?? [], sheet, &page) }
  }

  func drawBands(_ page: inout PagePicture) {
    let words = [text("上游", "up"), text("中游", "mid"), text("下游", "down")]
    for (number, frame) in bandFrames.enumerated() {
      page.box(frame.x, frame.y, frame.width, frame.height, radius: 4, Look(fill: Color(0xFBFCFE), stroke: Color(0xE4E9EE), width: 0.9))
      page.box(frame.x, frame.y, 20, frame.height, radius: 4, Look(fill: Color(0xE8EEF4)))
      guard bandFrames.count == 3 else { continue }
      if language == .zh {
        for (place, character) in words[number].enumerated() {
          page.text(String(character), frame.x + 10, frame.midY - 3 + 13 * Double(place), Face(9.5, isBold: true, anchor: .middle))
        }
      } else {
        page.text(words[number], frame.x + 10, frame.midY + 2, Face(7, anchor: .middle), limit: 24)
      }
    }
  }

  private mutating func lane(_ key: String) -> Double {
    let number = used[key, default: 0]
    used[key] = number + 1
    return Double(number)
  }

  mutating func drawBundles(_ bundles: [ChainPlan.Bundle], _ sheet: MapSheet, _ page: inout PagePicture) {
    var starts: [[Int]: (x: Double, y: Double)] = [:]
    for bundle in bundles.sorted(by: { ($0.from, $0.to).0.count > ($1.from, $1.to).0.count }) where starts[bundle.from] == nil {
      guard let level = levelOf[bundle.from[0]], let side = edge[level] else { continue }
      let own = bundle.from.compactMap { frames[$0] }
      let (top, bottom) = (own.map(\.y).min() ?? 0, own.map(\.maxY).max() ?? 0)
      if bundle.from.count == 1 {
        starts[bundle.from] = (own[0].maxX, own[0].midY)
        continue
      }
      let x = side + 6 + 7 * lane("bracket\(level)")
      let look = Look(stroke: MapSheet.black, width: 2.2)
      page.line([(x - 4, top), (x, top), (x, bottom), (x - 4, bottom)], look)
      for frame in own where frame.maxX >= side - 1 {
        page.line([(frame.maxX, frame.midY), (x, frame.midY)], Look(stroke: MapSheet.black, width: 1))
      }
      // The line leaves between two cards, off the places where others enter.
      starts[bundle.from] = (x, (top + bottom) / 2)
    }
    var plates: [(text: String, frame: Frame)] = []
    for bundle in bundles {
      guard let start = starts[bundle.from], let target = frames[bundle.to] else { continue }
      let isNear = bandOf[bundle.from[0]] == bandOf[bundle.to]
      let points = isNear ? near(bundle, start, target) : far(bundle, start, target)
      drawLine(bundle, points, sheet, &page)
      if let lineNews {
        guard let isMore = lineNews[bundle.from + [bundle.to]] else { continue }
        let words = isMore ? text("＋ 新供应", "+ new supply") : text("− 供应减少", "− less supply")
        if let plate = plate(points, words, plates.map(\.frame)) { plates.append(plate) }
      } else if bundle.isSupplied && bundle.amount > 0, let plate = plate(points, sheet.large(bundle.amount), plates.map(\.frame)) {
        plates.append(plate)
      }
    }
    for plate in plates { page.plate(plate.text, centre: plate.frame.midX, plate.frame.midY + 2.6, Face(7.5, isBold: true)) }
  }

  private mutating func near(_ bundle: ChainPlan.Bundle, _ start: (x: Double, y: Double), _ target: Frame) -> [(Double, Double)] {
    let level = levelOf[bundle.from[0]] ?? 0
    let room = max(target.x - (edge[level] ?? start.x) - 34, 6)
    let x = (edge[level] ?? start.x) + 20 + min(lane("gutter\(level)") * 9, room)
    let y = entry(bundle.to, target)
    if abs(start.y - y) < 1 { return [(start.x, y), (target.x, y)] }
    return [(start.x, start.y), (x, start.y), (x, y), (target.x, y)]
  }

  private mutating func far(_ bundle: ChainPlan.Bundle, _ start: (x: Double, y: Double), _ target: Frame) -> [(Double, Double)] {
    let band = bandOf[bundle.from[0]] ?? 0
    let number = lane("gap\(band)")
    let right = MapSheet.right - 9 - 4 * number
    let gap = bandFrames[band].maxY + 9 + (number.truncatingRemainder(dividingBy: 2) == 0 ? -3 : 3)
    let left = MapSheet.left + 34 - 4 * number
    let y = entry(bundle.to, target)
    return [(start.x, start.y), (right, start.y), (right, gap), (left, gap), (left, y), (target.x, y)]
  }

  /// Where a line enters a card: several a little apart.
  private mutating func entry(_ stage: Int, _ frame: Frame) -> Double {
    let all = plan.bundles.filter { $0.to == stage }.count
    let number = lane("entry\(stage)")
    return frame.midY + (all > 1 ? (number - Double(all - 1) / 2) * min(9, (frame.height - 12) / Double(all)) : 0)
  }

  private func drawLine(_ bundle: ChainPlan.Bundle, _ points: [(Double, Double)], _ sheet: MapSheet, _ page: inout PagePicture) {
    let isMoney = bundle.isSupplied && bundle.amount > 0
    var color = isMoney ? MapSheet.flowWithin : Color(0x9AA5B1)
    var width = isMoney ? max(1.6, 6.5 * bundle.amount / largest) : 1.6
    if let lineNews {
      let isMore = lineNews[bundle.from + [bundle.to]]
      color = isMore == nil ? Palette.border : isMore! ? MapSheet.good : Palette.weak
      width = isMore == nil ? 1.4 : 2.6
    }
    let names = bundle.from.map { plan.stages[$0].name }.joined(separator: text("、", ", "))
    let words = "\(names) → \(plan.stages[bundle.to].name)" + (isMoney ? ": \(sheet.large(bundle.amount)) \(sheet.largeUnit)" : "")
    page.group(PagePicture.Thing(key: "bundle:\(bundle.from):\(bundle.to)", title: words)) { page in
      var points = points
      let end = points[points.count - 1]
      points[points.count - 1] = (end.0 - 6, end.1)
      page.line(points, Look(stroke: MapSheet.white, width: width + 2))
      page.line(points, Look(stroke: color, width: width))
      let half = max(3.2, width / 2 + 1.6)
      page.polygon([(end.0 - 7, end.1 - half), (end.0, end.1), (end.0 - 7, end.1 + half)], Look(fill: color))
    }
  }

  /// The number stands on the longest piece of the line that has room, off the numbers of others; `nil` where there is none.
  private func plate(_ points: [(Double, Double)], _ words: String, _ taken: [Frame]) -> (text: String, frame: Frame)? {
    let width = PagePicture.width(words, Face(7.5, isBold: true)) + 5
    var pieces: [(length: Double, a: (Double, Double), b: (Double, Double))] = []
    for number in 1..<points.count {
      let (a, b) = (points[number - 1], points[number])
      let isUpright = abs(a.0 - b.0) < 0.1
      let length = abs(a.0 - b.0) + abs(a.1 - b.1)
      pieces.append((isUpright ? (length >= 22 ? length + 40 : 0) : length, a, b))
    }
    for piece in pieces.sorted(by: { $0.length > $1.length }) {
      for part in [0.5, 0.38, 0.62, 0.26, 0.74, 0.15, 0.85] {
        let (x, y) = (piece.a.0 + (piece.b.0 - piece.a.0) * part, piece.a.1 + (piece.b.1 - piece.a.1) * part)
        let frame = Frame(x: x - width / 2, y: y - 6, width: width, height: 12)
        if taken.allSatisfy({ !$0.overlaps(frame, margin: 1) }) { return (words, frame) }
      }
    }
    return nil
  }

  // MARK: Cards

  private func drawCard(_ number: Int, _ unsaid: [Int], _ sheet: MapSheet, _ page: inout PagePicture) {
    guard let frame = frames[number] else { return }
    let stage = plan.stages[number]
    let thing = PagePicture.Thing(
      key: "stage:\(sheet.network.stages[stage.stage.row].id)", title: stage.name,
      description: (sheet.stateWords(stage).map(\.text)
        + stage.firms.prefix(60).map { sheet.network.firms.name($0, sheet.language) }).joined(separator: text("、", ", ")))
    page.group(thing) { page in
      page.box(frame.x, frame.y, frame.width, frame.height, radius: 4, sheet.cardLook(stage))
      let step = (frame.height - 8) / 3
      let (x, right) = (frame.x + 7, frame.maxX - 7)
      let count =
        stage.firms.isEmpty ? (stage.isMissing ? text("0 家", "0") : text("无在册企业", "none on record")) : sheet.words.firms(stage.firms.count)
      let grey = Face(7, color: Color(0x52606D), anchor: .end)
      var y = frame.y + 4 + step * 0.72
      let used = page.text(count, right, y, grey, limit: frame.width * 0.45)
      page.text(stage.name, x, y, Face(9, isBold: true), limit: frame.width - used - 20)
      y += step
      var left = x
      var free = right
      if let local = stage.local, !stage.isMissing {
        let words = text("配套率 ", "inside ") + Words.percent(local)
        let isLow = stage.states.contains(.weak) || stage.states.contains(.broken)
        free -=
          page.text(
            words, right, y, Face(7, isBold: isLow, color: isLow ? Palette.weak : MapSheet.black, anchor: .end), limit: frame.width * 0.5)
          + 5
      }
      for state in sheet.stateWords(stage) where free - left > 20 {
        left += page.text(state.text, left, y, Face(7.5, isBold: true, color: state.color), limit: free - left) + 7
      }
      y += step
      drawLast(number, unsaid, frame, y, sheet, &page)
    }
  }

  /// Firms as many as fit, or what is bought in their place; and at the right what no line says.
  private func drawLast(
    _ number: Int, _ unsaid: [Int], _ frame: Frame, _ y: Double, _ sheet: MapSheet, _ page: inout PagePicture
  ) {
    let stage = plan.stages[number]
    var right = frame.maxX - 7
    var x = frame.x + 7
    let others =
      Array(Set(unsaid)).sorted().map { plan.stages[$0].name }
      + (plan.notes[number] ?? []).map { plan.stages[$0].name + text("（非必需）", " (not essential)") }
    if !others.isEmpty {
      let words = text("供 ", "to ") + others.prefix(2).joined(separator: text("、", ", ")) + (others.count > 2 ? text(" 等", " …") : "")
      right -= page.text(words, right, y, Face(7, color: Color(0x52606D), anchor: .end), limit: frame.width * 0.45) + 6
    }
    if stage.isMissing {
      let isSole = stage.suppliersOutside.count == 1
      page.text(
        sheet.importWords(stage), x, y, Face(7, isBold: isSole, color: isSole ? Palette.weak : MapSheet.black), limit: right - x)
      return
    }
    for (at, firm) in stage.firms.enumerated() {
      let isLeader = Palette.leading(sheet.rolesOf[firm] ?? []) != nil
      let isPoint = sheet.marks.ofFirm(sheet.network.firms.id(firm)) != nil
      let mark = (isLeader ? "★" : "") + (isPoint ? "▲" : "")
      let type = Face(7, isBold: isLeader || isPoint, color: isLeader ? Palette.blue : isPoint ? Palette.weak : MapSheet.black)
      let words = mark + names[firm]
      let more = stage.firms.count - at
      let rest = text("另 \(more) 家", "+\(more)")
      let reserve = at == stage.firms.count - 1 ? 0 : PagePicture.width(text("另 \(more - 1) 家", "+\(more - 1)"), Face(7)) + 6
      let real = sheet.isStamped && !sheet.network.firms.isSynthetic(firm) ? 11.0 : 0
      let width = PagePicture.width(words, type)
      // The first is cut where it has to be, but not to less than a reader can tell.
      if x + real + width + reserve > right && (at > 0 || right - x - real - reserve < 24) {
        page.text(rest, x, y, Face(7, color: Color(0x52606D)), limit: right - x)
        return
      }
      let key = "firm:\(sheet.network.firms.id(firm))@\(number)"
      page.add(.begin(PagePicture.Thing(key: key, title: sheet.network.firms.name(firm, sheet.language))))
      x += sheet.realMark(firm, x, y, &page)
      x += names.draw(firm, mark: mark, x, y, type, limit: max(right - x - reserve, 12), &page) + 6
      page.add(.end)
    }
  }
}
