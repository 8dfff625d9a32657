import Diagram

/// Curves between boxes that stand anywhere, bent around the boxes between.
struct PositionRouting {
  let frames: [Frame]
  /// Labels already set.
  private var labels: [Frame] = []

  init(frames: [Frame]) { self.frames = frames }

  typealias Curve = (points: [Diagram.Point], tip: Diagram.Point?)

  /// The curve that passes few boxes and is not bent much: a wide detour is worse than running behind a box. It bends to the right of its direction, so that the two ways differ.
  func curve(_ source: Int, _ target: Int, hasArrow: Bool) -> Curve {
    let (from, to) = (frames[source], frames[target])
    if source == target { return loop(from, hasArrow) }
    var best: Curve = ([], nil)
    var bestCost = Double.infinity
    for bend in [0.08, 0.16, 0.26, -0.14, 0.36, -0.26, 0.48, -0.38, 0.62, -0.5] {
      let candidate = arc(from, to, bend, hasArrow)
      let hits = frames.indices.filter { $0 != source && $0 != target && crosses(candidate.points, frames[$0]) }.count
      let cost = Double(hits) * 0.35 + abs(bend) * 0.5 + (bend < 0 ? 0.02 : 0)
      if cost < bestCost {
        bestCost = cost
        best = candidate
      }
    }
    return best
  }

  private func arc(_ from: Frame, _ to: Frame, _ bend: Double, _ hasArrow: Bool) -> Curve {
    let a = Diagram.Point(from.midX, from.midY)
    let b = Diagram.Point(to.midX, to.midY)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let points = [
      a, Diagram.Point(a.x + dx / 3 - dy * bend, a.y + dy / 3 + dx * bend),
      Diagram.Point(b.x - dx / 3 - dy * bend, b.y - dy / 3 + dx * bend), b,
    ]
    // Leave the source box, and stop short of the target box for the arrow.
    var start = 0.0
    var end = 1.0
    for step in 0...200 where Self.contains(from, Self.point(points, Double(step) / 200), 1) { start = Double(step) / 200 }
    for step in (0...200).reversed() where Self.contains(to, Self.point(points, Double(step) / 200), 1) { end = Double(step) / 200 }
    if start >= end { (start, end) = (0.4, 0.6) }
    let tip = Self.point(points, end)
    if hasArrow {
      for step in (0...200).reversed() where Double(step) / 200 < end && Double(step) / 200 > start {
        let point = Self.point(points, Double(step) / 200)
        let length = ((point.x - tip.x) * (point.x - tip.x) + (point.y - tip.y) * (point.y - tip.y)).squareRoot()
        end = Double(step) / 200
        if length >= ColumnRouting.arrowLength { break }
      }
    }
    return (Self.part(points, start, end), hasArrow ? tip : nil)
  }

  private func loop(_ frame: Frame, _ hasArrow: Bool) -> Curve {
    let (x, y) = (frame.maxX, frame.midY)
    let arrow = hasArrow ? ColumnRouting.arrowLength : 0
    let points = [
      Diagram.Point(x, y - 7), Diagram.Point(x + 24, y - 12), Diagram.Point(x + 24, y + 7), Diagram.Point(x + arrow, y + 7),
    ]
    return (points, hasArrow ? Diagram.Point(x, y + 7) : nil)
  }

  /// A place on the curve where the label covers neither a box nor another label.
  mutating func labelPlace(_ curve: Curve, _ edge: Diagram.Edge) -> Diagram.Point {
    let width = ColumnRouting.labelWidth(edge)
    guard curve.points.count > 3 else { return Diagram.Point(0, 0) }
    var place = Self.point(curve.points, 0.5)
    for t in [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82] {
      let point = Self.point(curve.points, t)
      let frame = Frame(x: point.x - width / 2, y: point.y - 7, width: width, height: 14)
      if frames.contains(where: { $0.overlaps(frame) }) || labels.contains(where: { $0.overlaps(frame) }) { continue }
      place = point
      break
    }
    if !edge.label.isEmpty { labels.append(Frame(x: place.x - width / 2, y: place.y - 7, width: width, height: 14)) }
    return place
  }

  private func crosses(_ points: [Diagram.Point], _ frame: Frame) -> Bool {
    for step in 0...40 where Self.contains(frame, Self.point(points, Double(step) / 40), 4) { return true }
    return false
  }

  static func contains(_ frame: Frame, _ point: Diagram.Point, _ margin: Double) -> Bool {
    point.x > frame.x - margin && point.x < frame.maxX + margin && point.y > frame.y - margin && point.y < frame.maxY + margin
  }

  /// The point at `t` of one cubic piece.
  static func point(_ p: [Diagram.Point], _ t: Double) -> Diagram.Point {
    let u = 1 - t
    let (a, b, c, d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return Diagram.Point(
      a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x, a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y)
  }

  /// The piece of a cubic between `start` and `end` (de Casteljau twice).
  static func part(_ p: [Diagram.Point], _ start: Double, _ end: Double) -> [Diagram.Point] {
    func mix(_ a: Diagram.Point, _ b: Diagram.Point, _ t: Double) -> Diagram.Point {
      Diagram.Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
    }
    func blossom(_ r: Double, _ s: Double, _ t: Double) -> Diagram.Point {
      let one = [mix(p[0], p[1], r), mix(p[1], p[2], r), mix(p[2], p[3], r)]
      let two = [mix(one[0], one[1], s), mix(one[1], one[2], s)]
      return mix(two[0], two[1], t)
    }
    return [blossom(start, start, start), blossom(start, start, end), blossom(start, end, end), blossom(end, end, end)]
  }
}
