import Diagram

/// Where the words of counties stand: never under a line or on another thing, and such that nobody takes them for another county's.
extension CountyLayout {
  /// A row of words; rows of a label stand below each other.
  struct Row {
    var width: Double
    var height: Double
  }

  /// The words of a county in their place.
  struct Label {
    var place: Int
    var symbol: Int
    var rows: [Row]
    var isFull: Bool
    var frame = Frame(x: 0, y: 0, width: 0, height: 0)
    /// Rows end at the right, towards the symbol.
    var isRight = false
    /// The middle of the symbol, and where a line from it ends at the words; `nil` where they stand at the symbol itself.
    var from = Diagram.Point(0, 0)
    var leader: Diagram.Point?
    var cost = 0.0

    /// Each row where it stands.
    var boxes: [Frame] {
      var y = frame.y
      return rows.map { row in
        defer { y += row.height }
        return Frame(x: isRight ? frame.maxX - row.width : frame.x, y: y, width: row.width, height: row.height)
      }
    }
  }

  /// Puts words of a county where they cost least; nowhere when there is no room for them.
  mutating func place(_ place: Int, _ symbol: Int, rows: [Row], isFull: Bool) {
    if let label = best(Label(place: place, symbol: symbol, rows: rows, isFull: isFull)) { labels.append(label) }
  }

  /// Puts a label where it costs least now that others have their places.
  mutating func placeAgain(_ number: Int) {
    let old = labels.remove(at: number)
    let new = best(Label(place: old.place, symbol: old.symbol, rows: old.rows, isFull: old.isFull)) ?? old
    labels.insert(new, at: number)
  }

  /// A place for a letter beside a symbol. `nil`: nowhere.
  mutating func key(_ symbol: Int, width: Double, height: Double) -> Frame? {
    let own = symbols[symbol]
    for place in 0..<16 {
      let (x, y) = (Self.cosines[place], Self.cosines[(place + 12) % 16])
      let at = Diagram.Point(own.at.x + x * (own.radius + 2 + width / 2), own.at.y + y * (own.radius + 2 + height / 2))
      let frame = Frame(x: at.x - width / 2, y: at.y - height / 2, width: width, height: height)
      if isFree(frame, symbol) && !curves.contains(where: { Self.meets($0, frame, margin: 0.5) }) {
        boxes.append(frame)
        return frame
      }
    }
    return nil
  }

  // MARK: Candidates

  private func best(_ wanted: Label) -> Label? {
    let own = symbols[wanted.symbol]
    let (width, height) = (wanted.rows.map(\.width).max() ?? 0, wanted.rows.reduce(0) { $0 + $1.height })
    var best: Label?
    func consider(_ x: Double, _ y: Double, isRight: Bool, isAway: Bool, _ cost: Double) {
      if let best, cost >= best.cost - 1e-9 { return }
      var label = wanted
      label.frame = Frame(x: x, y: y, width: width, height: height)
      (label.isRight, label.from) = (isRight, own.at)
      if isAway {
        // The line ends at a row that has words there.
        let box = label.boxes.min { Self.distance(own.at, $0) < Self.distance(own.at, $1) } ?? label.frame
        label.leader = Diagram.Point(min(max(own.at.x, box.x), box.maxX), min(max(own.at.y, box.y), box.maxY))
      }
      guard let more = self.cost(label) else { return }
      label.cost = cost + more
      if best == nil || label.cost < best!.cost - 1e-9 { best = label }
    }
    let (at, reach) = (own.at, own.radius + 3)
    let (left, right, above, below) = (at.x - reach - width, at.x + reach, at.y - own.radius - 1.5 - height, at.y + own.radius + 1.5)
    // At the symbol: beside it with the name, the middle or the last row on its height, below it, above it.
    let name = wanted.rows.first?.width ?? width
    let beside = [at.y - 6, at.y - height / 2, at.y + 6 - height]
    for (number, y) in beside.enumerated() {
      consider(right, y, isRight: false, isAway: false, 1.2 * Double(number))
      consider(left, y, isRight: true, isAway: false, 1.2 * Double(number) + 0.5)
    }
    for (number, x) in [at.x - name / 2, at.x - own.radius, at.x - own.radius / 2 - name / 2].enumerated() {
      consider(x, below, isRight: false, isAway: false, 2 + 0.6 * Double(number))
      consider(x, above, isRight: false, isAway: false, (height > 12 ? 5 : 2.5) + 0.6 * Double(number))
    }
    for (number, x) in [at.x - width + name / 2, at.x + own.radius - width].enumerated() {
      consider(x, below, isRight: true, isAway: false, 2.4 + 0.6 * Double(number))
      consider(x, above, isRight: true, isAway: false, (height > 12 ? 5.4 : 3) + 0.6 * Double(number))
    }
    for ring in [5, 11, 19, 29, 41, 56, 74, 95, 120, 150] {
      if let best, best.cost < 6 + 0.6 * Double(ring) { break }
      for place in 0..<16 {
        let (x, y) = (Self.cosines[place], Self.cosines[(place + 12) % 16])
        let reach = reach + Double(ring)
        let side = x < -0.3 ? -width : x > 0.3 ? 0 : -width / 2
        for up in y < -0.3 ? [-height] : y > 0.3 ? [0] : [-6, -height / 2] {
          consider(
            at.x + x * reach + side, at.y + y * reach + up, isRight: x < -0.3, isAway: true, 6 + 0.6 * Double(ring) + 0.1 * Double(place))
        }
      }
    }
    return best
  }

  /// What a place costs beside its distance; `nil` where words may not stand.
  private func cost(_ label: Label) -> Double? {
    let frames = label.boxes
    guard frames.allSatisfy({ isFree($0, label.symbol) }) else { return nil }
    for curve in curves where Self.meets(curve, label.frame, margin: 1) {
      for frame in frames where Self.meets(curve, frame, margin: 1) { return nil }
    }
    for other in labels {
      if let end = other.leader { for frame in frames where Self.meets(other.from, end, frame, margin: 1) { return nil } }
    }
    var cost = 0.0
    let own = Self.distance(symbols[label.symbol].at, frames) - symbols[label.symbol].radius
    for (number, other) in symbols.enumerated() where number != label.symbol {
      let distance = Self.distance(other.at, frames) - other.radius
      if label.leader == nil && distance <= own + 1 { return nil }
      if distance < 7 { cost += 4 * (7 - distance) }
    }
    guard let end = label.leader else { return cost }
    for (number, other) in symbols.enumerated() where number != label.symbol {
      if Self.distance(other.at, label.from, end) < other.radius + 2 { return nil }
    }
    for box in boxes where Self.meets(label.from, end, box, margin: 0) { return nil }
    for other in labels {
      for box in other.boxes where Self.meets(label.from, end, box, margin: 1) { return nil }
      if let there = other.leader, Self.cross(label.from, end, other.from, there) { return nil }
    }
    for curve in curves {
      for number in curve.points.indices.dropFirst() where Self.cross(label.from, end, curve.points[number - 1], curve.points[number]) {
        cost += 8
      }
    }
    return cost
  }

  /// Nothing stands there: neither a thing, nor a symbol, nor words.
  private func isFree(_ frame: Frame, _ symbol: Int) -> Bool {
    let inner = Self.frame
    if frame.x < inner.x + 3 || frame.maxX > inner.maxX - 3 || frame.y < inner.y + 3 || frame.maxY > inner.maxY - 3 { return false }
    if boxes.contains(where: { $0.overlaps(frame, margin: 1.5) }) { return false }
    if labels.contains(where: { $0.frame.overlaps(frame, margin: 1.5) && $0.boxes.contains { $0.overlaps(frame, margin: 1.5) } }) {
      return false
    }
    return !symbols.enumerated().contains { number, other in
      number != symbol && Self.distance(other.at, frame) < other.radius + 1.5
    }
  }

  // MARK: Geometry

  /// Cosines of sixteenths of a circle, east first.
  private static let cosines = [
    1, 0.923_88, 0.707_107, 0.382_683, 0, -0.382_683, -0.707_107, -0.923_88, -1, -0.923_88, -0.707_107, -0.382_683, 0, 0.382_683, 0.707_107,
    0.923_88,
  ]

  /// From a point to a box; 0 inside it.
  static func distance(_ point: Diagram.Point, _ box: Frame) -> Double {
    let (dx, dy) = (max(box.x - point.x, 0, point.x - box.maxX), max(box.y - point.y, 0, point.y - box.maxY))
    return (dx * dx + dy * dy).squareRoot()
  }

  /// From a point to the nearest of some boxes.
  static func distance(_ point: Diagram.Point, _ boxes: [Frame]) -> Double { boxes.map { distance(point, $0) }.min() ?? .infinity }

  /// A flow as wide as it is drawn runs over a box.
  static func meets(_ curve: Curve, _ box: Frame, margin: Double) -> Bool {
    for number in curve.points.indices.dropFirst() {
      let wide = margin + curve.half(number - 1)
      if meets(curve.points[number - 1], curve.points[number], box, margin: wide) { return true }
    }
    return false
  }

  /// A piece of a line runs over a box that is larger by a margin: it is cut at each side until nothing is left, or something.
  static func meets(_ a: Diagram.Point, _ b: Diagram.Point, _ box: Frame, margin: Double) -> Bool {
    var (low, high) = (0.0, 1.0)
    for (start, run, least, most) in [
      (a.x, b.x - a.x, box.x - margin, box.maxX + margin), (a.y, b.y - a.y, box.y - margin, box.maxY + margin),
    ] {
      if run == 0 {
        if start <= least || start >= most { return false }
        continue
      }
      let (one, other) = ((least - start) / run, (most - start) / run)
      low = max(low, min(one, other))
      high = min(high, max(one, other))
      if low >= high { return false }
    }
    return true
  }

  private static func cross(_ a: Diagram.Point, _ b: Diagram.Point, _ c: Diagram.Point, _ d: Diagram.Point) -> Bool {
    func side(_ p: Diagram.Point, _ q: Diagram.Point, _ r: Diagram.Point) -> Bool {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 0
    }
    return side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
  }
}
