import Diagram

extension Diagram {
  /// Boxes near their true points: scaled to the page, then pushed apart; a box that left its point keeps a dot there and a thread to it.
  static func placePositions(_ measured: Measured, _ options: LayoutOptions, _ page: inout PlacedDiagram) {
    let truth = PositionLayout.scaled(measured, options)
    let solved = PositionLayout.separated(measured, truth)
    let frames = solved.frames
    addNodes(measured, &page) { frames[$0] }
    let boxes = page.nodes.map(\.frame)
    var labels: [PlacedDiagram.Node] = []
    var curves = PositionRouting(frames: boxes)
    for link in measured.links.indices {
      let (source, target) = (measured.links[link].source, measured.links[link].target)
      let curve = curves.curve(source, target, hasArrow: measured.links[link].edge.style.hasArrow)
      addEdge(measured, link, curve.points, curve.tip, &page)
      addLabel(measured.links[link].edge, link, curves.labelPlace(curve, measured.links[link].edge), &labels)
    }
    page.nodes += labels
    addAnchors(measured, solved.anchors, &page)
    setSize(&page, width: 0)
  }

  private static func addAnchors(_ measured: Measured, _ anchors: [Point?], _ page: inout PlacedDiagram) {
    for (item, anchor) in anchors.enumerated() {
      guard let anchor else { continue }
      let frame = page.nodes[item].frame
      let inside = anchor.x > frame.x && anchor.x < frame.maxX && anchor.y > frame.y && anchor.y < frame.maxY
      if inside { continue }
      let dot = page.nodes.count
      page.nodes.append(
        PlacedDiagram.Node(
          id: "a\(item)", role: .anchor, frame: Frame(x: anchor.x - 2.5, y: anchor.y - 2.5, width: 5, height: 5), lines: [],
          style: Style(shape: .point, fill: Page.ink, stroke: Page.ink)))
      let end = Point(min(max(anchor.x, frame.x), frame.maxX), min(max(anchor.y, frame.y), frame.maxY))
      let (dx, dy) = ((end.x - anchor.x) / 3, (end.y - anchor.y) / 3)
      let points = (0..<4).map { Point(anchor.x + dx * Double($0), anchor.y + dy * Double($0)) }
      page.edges.append(
        PlacedDiagram.Edge(
          id: "w\(item)", key: "", source: dot, target: item, points: points, tip: nil,
          style: EdgeStyle(line: .solid, stroke: Color(0x9AA5B1), width: 0.8, hasArrow: false), isContent: false))
    }
  }
}

/// Finds room for boxes near their true points.
enum PositionLayout {
  /// True points in page units, keeping proportions; `nil` where unknown.
  static func scaled(_ measured: Measured, _ options: LayoutOptions) -> [Diagram.Point?] {
    let known = measured.items.compactMap(\.node.position).filter { $0.x.isFinite && $0.y.isFinite }
    guard let first = known.first else { return measured.items.map { _ in nil } }
    var (low, high) = (first, first)
    for point in known {
      low = Diagram.Point(min(low.x, point.x), min(low.y, point.y))
      high = Diagram.Point(max(high.x, point.x), max(high.y, point.y))
    }
    let horizontal = high.x > low.x ? options.mapWidth / (high.x - low.x) : Double.infinity
    let vertical = high.y > low.y ? options.mapHeight / (high.y - low.y) : Double.infinity
    let scale = min(horizontal, vertical)
    return measured.items.map { item in
      guard let point = item.node.position, point.x.isFinite, point.y.isFinite else { return nil }
      return scale.isFinite ? Diagram.Point((point.x - low.x) * scale, (point.y - low.y) * scale) : Diagram.Point(0, 0)
    }
  }

  /// Boxes that do not overlap, and the true points after the same stretch. Boxes of unknown place stand in rows beneath.
  static func separated(_ measured: Measured, _ truth: [Diagram.Point?]) -> (frames: [Frame], anchors: [Diagram.Point?]) {
    let sizes = measured.items.map { ($0.width, $0.height) }
    let known = truth.indices.filter { truth[$0] != nil }
    var stretch = 1.0
    var frames: [Frame] = []
    var anchors = truth
    for _ in 0..<24 {
      anchors = truth.map { $0.map { Diagram.Point($0.x * stretch, $0.y * stretch) } }
      frames = sizes.indices.map { item in
        let (width, height) = sizes[item]
        let point = anchors[item] ?? Diagram.Point(0, 0)
        return Frame(x: point.x - width / 2, y: point.y - height / 2, width: width, height: height)
      }
      if push(&frames, known, anchors) { break }
      stretch *= 1.15
    }
    if overlapping(frames, known) { stack(&frames, known) }
    standBeneath(&frames, known, truth.indices.filter { truth[$0] == nil })
    return (frames, anchors)
  }

  /// Rows of the boxes whose place is unknown, centred beneath the others.
  private static func standBeneath(_ frames: inout [Frame], _ known: [Int], _ unknown: [Int]) {
    let left = known.map { frames[$0].x }.min() ?? 0
    let right = max(known.map { frames[$0].maxX }.max() ?? 0, left + 600)
    var top = (known.map { frames[$0].maxY }.max() ?? 0) + (known.isEmpty ? 0 : 50)
    // Spread out: their arrows are the long ones of the map.
    let total = unknown.reduce(0) { $0 + frames[$1].width }
    let gap = max((right - left - total) / Double(unknown.count + 1), 24)
    var row: [Int] = []
    func width(_ row: [Int]) -> Double { row.reduce(-gap) { $0 + frames[$1].width + gap } }
    func set(_ row: [Int]) {
      var x = (left + right - width(row)) / 2
      for item in row {
        frames[item].x = x
        frames[item].y = top
        x += frames[item].width + gap
      }
      top += (row.map { frames[$0].height }.max() ?? 0) + 16
    }
    for item in unknown {
      if !row.isEmpty && width(row + [item]) > right - left {
        set(row)
        row = []
      }
      row.append(item)
    }
    set(row)
  }

  /// Pushes overlapping boxes apart along the shorter way, and off the true points of others; true when none is left.
  private static func push(_ frames: inout [Frame], _ known: [Int], _ anchors: [Diagram.Point?]) -> Bool {
    let margin = 12.0
    for _ in 0..<200 {
      var moved = false
      for (position, a) in known.enumerated() {
        for b in known[(position + 1)...] where frames[a].overlaps(frames[b], margin: margin) {
          let (fa, fb) = (frames[a], frames[b])
          let across = (fa.width + fb.width) / 2 + margin - abs(fa.midX - fb.midX) + 0.1
          let down = (fa.height + fb.height) / 2 + margin - abs(fa.midY - fb.midY) + 0.1
          moved = true
          if across < down {
            let way = fa.midX <= fb.midX ? across / 2 : -across / 2
            frames[a].x -= way
            frames[b].x += way
          } else {
            let way = fa.midY <= fb.midY ? down / 2 : -down / 2
            frames[a].y -= way
            frames[b].y += way
          }
        }
      }
      for a in known {
        for b in known where a != b {
          guard let point = anchors[b] else { continue }
          let frame = frames[a]
          let other = frames[b]
          // A point inside its own box is not shown, and may be covered.
          if point.x > other.x && point.x < other.maxX && point.y > other.y && point.y < other.maxY { continue }
          let (dx, dy) = (point.x - frame.midX, point.y - frame.midY)
          let across = frame.width / 2 + 6 - abs(dx)
          let down = frame.height / 2 + 6 - abs(dy)
          if across <= 0 || down <= 0 { continue }
          moved = true
          if across < down {
            frames[a].x += dx >= 0 ? -across - 0.1 : across + 0.1
          } else {
            frames[a].y += dy >= 0 ? -down - 0.1 : down + 0.1
          }
        }
      }
      if !moved { return true }
    }
    return false
  }

  private static func overlapping(_ frames: [Frame], _ known: [Int]) -> Bool {
    for (position, a) in known.enumerated() { for b in known[(position + 1)...] where frames[a].overlaps(frames[b]) { return true } }
    return false
  }

  /// The last resort: down the page in the order of height until each box is free.
  private static func stack(_ frames: inout [Frame], _ known: [Int]) {
    var placed: [Int] = []
    for item in known.sorted(by: { (frames[$0].y, $0) < (frames[$1].y, $1) }) {
      for other in placed.sorted(by: { (frames[$0].y, $0) < (frames[$1].y, $1) }) where frames[item].overlaps(frames[other], margin: 4) {
        frames[item].y = frames[other].maxY + 4.1
      }
      placed.append(item)
    }
  }
}
