import Diagram

/// Places on the map of counties: where flows bend, what their numbers stand on, and where a county's words find room.
struct CountyLayout {
  static let frame = Frame(x: 28, y: 70, width: 596, height: 458)
  /// Where seats may stand: room for labels on the left, for ports on the right, for the scale at the bottom.
  static let room = Frame(x: 72, y: 100, width: 456, height: 340)

  /// Where boundaries may run.
  static let wideRoom = Frame(x: 40, y: 82, width: 540, height: 404)

  /// A drawn flow: from its wide end to its narrow one.
  struct Curve {
    var flow: Int
    var points: [Diagram.Point]
    /// Half widths at the ends.
    var wide: Double
    var narrow: Double

    func half(_ number: Int) -> Double { wide + (narrow - wide) * Double(number) / Double(points.count - 1) }

    /// The flow as a shape.
    var outline: [Diagram.Point] {
      var (one, other): ([Diagram.Point], [Diagram.Point]) = ([], [])
      for number in points.indices {
        let (a, b) = (points[max(number - 1, 0)], points[min(number + 1, points.count - 1)])
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = max((dx * dx + dy * dy).squareRoot(), 1e-6)
        let (nx, ny) = (-dy / length * half(number), dx / length * half(number))
        one.append(Diagram.Point(points[number].x + nx, points[number].y + ny))
        other.append(Diagram.Point(points[number].x - nx, points[number].y - ny))
      }
      return one + other.reversed()
    }
  }

  /// A symbol on the map.
  struct Symbol {
    var at: Diagram.Point
    var radius: Double
  }

  var symbols: [Symbol] = []
  private(set) var curves: [Curve] = []
  /// What nothing may stand on: plates, insets, the scale and the arrow.
  var boxes: [Frame] = []
  /// Words that have found their place.
  var labels: [Label] = []

  // MARK: Flows

  /// The least costly bend from one end to the other: away from symbols that are no end, across as few flows as can be, and near to straight.
  mutating func add(_ flow: Int, from: (Diagram.Point, Double), to: (Diagram.Point, Double), width: Double, ends: [Int]) {
    var best: (cost: Double, curve: Curve)?
    for bend in [0, 0.08, -0.08, 0.15, -0.15, 0.22, -0.22, 0.30, -0.30, 0.42, -0.42] {
      guard let curve = curve(flow, from, to, width, bend) else { continue }
      var cost = 110 * bend.magnitude
      for (number, symbol) in symbols.enumerated() where !ends.contains(number) {
        let clearance = symbol.radius + 5 + 0.35 * width
        let near = curve.points.map { Self.distance($0, symbol.at) }.min() ?? 1e9
        cost += 10 * max(clearance - near, 0)
      }
      for other in curves { cost += 25 * Double(Self.crossings(curve.points, other.points)) }
      if best == nil || cost < best!.cost - 1e-9 { best = (cost, curve) }
    }
    if let best { curves.append(best.curve) }
  }

  private func curve(
    _ flow: Int, _ from: (Diagram.Point, Double), _ to: (Diagram.Point, Double), _ width: Double, _ bend: Double
  ) -> Curve? {
    let (dx, dy) = (to.0.x - from.0.x, to.0.y - from.0.y)
    let length = (dx * dx + dy * dy).squareRoot()
    if length < 1 { return nil }
    let control = Diagram.Point((from.0.x + to.0.x) / 2 - dy * bend, (from.0.y + to.0.y) / 2 + dx * bend)
    func at(_ t: Double) -> Diagram.Point {
      let (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
      return Diagram.Point(a * from.0.x + b * control.x + c * to.0.x, a * from.0.y + b * control.y + c * to.0.y)
    }
    let (start, end) = (min(from.1 / length, 0.45), max(1 - to.1 / length, 0.55))
    let points = (0...40).map { at(start + (end - start) * Double($0) / 40) }
    let inner = Self.frame
    for point in points where point.x < inner.x + 4 || point.x > inner.maxX + 2 || point.y < inner.y + 4 || point.y > inner.maxY - 4 {
      return bend == 0 ? Curve(flow: flow, points: points, wide: width / 2, narrow: max(1, 0.26 * width) / 2) : nil
    }
    return Curve(flow: flow, points: points, wide: width / 2, narrow: max(1, 0.26 * width) / 2)
  }

  /// Where a flow's number stands: near the wide end, off symbols and other numbers. `nil`: nowhere; the number is then read in the flow's title.
  mutating func plate(_ curve: Curve, width: Double, from start: Double) -> Diagram.Point? {
    var best: (cost: Double, at: Diagram.Point)?
    var run = 0.0
    for number in curve.points.indices.dropFirst().dropLast() {
      let (a, b) = (curve.points[number - 1], curve.points[number])
      // Pieces of a long flow are longer than a number is high.
      for part in 1...3 {
        let t = Double(part) / 3
        let at = Diagram.Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
        let far = run + Self.distance(a, b) * t
        if far < start { continue }
        let box = Frame(x: at.x - width / 2 - 2, y: at.y - 5.5, width: width + 4, height: 11)
        if boxes.contains(where: { $0.overlaps(box, margin: 0.5) }) { continue }
        if symbols.contains(where: { Self.distance($0.at, box) < $0.radius + 1.5 }) { continue }
        let cost = 0.15 * far + 18 * Double(curves.count { $0.flow != curve.flow && Self.meets($0, box, margin: 0) })
        if best == nil || cost < best!.cost - 1e-9 { best = (cost, at) }
      }
      run += Self.distance(a, b)
    }
    guard let at = best?.at else { return nil }
    boxes.append(Frame(x: at.x - width / 2 - 2, y: at.y - 5.5, width: width + 4, height: 11))
    return at
  }

  // MARK: Geometry

  static func distance(_ a: Diagram.Point, _ b: Diagram.Point) -> Double {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
  }

  /// From a point to a piece of a line.
  static func distance(_ point: Diagram.Point, _ a: Diagram.Point, _ b: Diagram.Point) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = dx * dx + dy * dy
    if length == 0 { return distance(point, a) }
    let t = min(max(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0), 1)
    return distance(point, Diagram.Point(a.x + dx * t, a.y + dy * t))
  }

  private static func crossings(_ a: [Diagram.Point], _ b: [Diagram.Point]) -> Int {
    func side(_ p: Diagram.Point, _ q: Diagram.Point, _ r: Diagram.Point) -> Bool {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 0
    }
    var count = 0
    // Every fourth piece is fine enough for a bend so gentle.
    for i in stride(from: 0, to: a.count - 4, by: 4) {
      for j in stride(from: 0, to: b.count - 4, by: 4) {
        let (p, q, r, s) = (a[i], a[i + 4], b[j], b[j + 4])
        if side(p, q, r) != side(p, q, s) && side(r, s, p) != side(r, s, q) { count += 1 }
      }
    }
    return count
  }
}
