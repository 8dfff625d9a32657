import Diagram

/// Places the columns across the page and draws the edges between them as Bézier curves that run only in the gaps and along free passages.
struct ColumnRouting {
  let graph: ColumnGraph
  let measured: Measured
  let coordinates: Coordinates
  /// Left and right border of every column.
  private(set) var columnLeft: [Double] = []
  private(set) var columnRight: [Double] = []
  /// Total width of columns and gaps.
  private(set) var width = 0.0
  /// Height at which segment `step` of a link leaves its left vertex and enters its right one.
  private var leave: [[Double]]
  private var enter: [[Double]]

  static let arrowLength = 8.0

  init(_ graph: ColumnGraph, _ measured: Measured, _ coordinates: Coordinates, _ options: LayoutOptions, headingWidths: [Double]) {
    self.graph = graph
    self.measured = measured
    self.coordinates = coordinates
    leave = graph.paths.map { [Double](repeating: 0, count: max($0.count - 1, 0)) }
    enter = leave
    placeColumns(options, headingWidths)
    placePorts()
  }

  /// Left and right border of a vertex.
  func span(_ vertex: Int) -> (left: Double, right: Double) {
    let column = graph.column[vertex]
    let isMember = graph.isItem(vertex) && measured.items[vertex].group >= 0
    let inset = isMember ? Coordinates.boxPadding : 0
    return (columnLeft[column] + inset, columnRight[column] - inset)
  }

  private mutating func placeColumns(_ options: LayoutOptions, _ headingWidths: [Double]) {
    let count = graph.blocks.count
    var widths = [Double](repeating: 60, count: count)
    for (vertex, item) in measured.items.enumerated() {
      let padding = item.group >= 0 ? Coordinates.boxPadding * 2 : 0
      widths[graph.column[vertex]] = max(widths[graph.column[vertex]], item.width + padding)
    }
    for (position, box) in measured.boxes.enumerated() {
      let column = graph.column[graph.itemCount + position]
      widths[column] = max(widths[column], box.titleWidth + Coordinates.boxPadding * 2)
    }
    for (column, heading) in headingWidths.enumerated() where column < count { widths[column] = max(widths[column], heading) }
    var segments = [Int](repeating: 0, count: count)
    var labels = [Double](repeating: 0, count: count)
    for (link, path) in graph.paths.enumerated() {
      let label = Self.labelWidth(measured.links[link].edge)
      if path.isEmpty {
        let column = graph.column[measured.links[link].source]
        segments[column] += 2
        if label > 0 { labels[column] = max(labels[column], label + 40) }
      }
      for vertex in path.dropLast() { segments[graph.column[vertex]] += 1 }
      if label > 0 && !path.isEmpty { labels[graph.column[path[0]]] = max(labels[graph.column[path[0]]], label + 36) }
    }
    var next = 0.0
    for column in 0..<count {
      columnLeft.append(next)
      columnRight.append(next + widths[column])
      let room = min(Double(segments[column]).squareRoot() * 5, 110)
      let isLast = column == count - 1
      let gap = isLast && segments[column] == 0 ? 0 : max(options.columnGap + room, labels[column])
      next += widths[column] + gap
    }
    width = next
  }

  static func labelWidth(_ edge: Diagram.Edge) -> Double {
    edge.label.isEmpty ? 0 : TextWidth.width(labelText(edge), size: 9) + 6
  }

  static func labelText(_ edge: Diagram.Edge) -> String { SafeText.clean(edge.label, limit: 24) }

  /// Spreads the ends of edges along each side of a vertex, in the order of where they go.
  private mutating func placePorts() {
    var leaving = [[(Int, Int)]](repeating: [], count: graph.column.count)
    var entering = leaving
    for (link, path) in graph.paths.enumerated() where path.count > 1 {
      for step in 0..<(path.count - 1) {
        leaving[path[step]].append((link, step))
        entering[path[step + 1]].append((link, step))
      }
    }
    for vertex in graph.column.indices {
      let right = leaving[vertex].sorted { a, b in
        (coordinates.center(graph.paths[a.0][a.1 + 1]), a.0) < (coordinates.center(graph.paths[b.0][b.1 + 1]), b.0)
      }
      for (position, end) in right.enumerated() { leave[end.0][end.1] = port(vertex, position, right.count) }
      let left = entering[vertex].sorted { a, b in
        (coordinates.center(graph.paths[a.0][a.1]), a.0) < (coordinates.center(graph.paths[b.0][b.1]), b.0)
      }
      for (position, end) in left.enumerated() { enter[end.0][end.1] = port(vertex, position, left.count) }
    }
  }

  private func port(_ vertex: Int, _ position: Int, _ count: Int) -> Double {
    let middle = coordinates.center(vertex)
    if count < 2 || graph.isDummy(vertex) { return middle }
    let step = min(9, (coordinates.height[vertex] - 12) / Double(count - 1))
    return middle + (Double(position) - Double(count - 1) / 2) * max(step, 0)
  }

  /// The curve of a link: its points from source to target, the arrow's tip, and the middle for a label.
  func curve(_ link: Int) -> (points: [Diagram.Point], tip: Diagram.Point?, middle: Diagram.Point) {
    let path = graph.paths[link]
    let hasArrow = measured.links[link].edge.style.hasArrow
    let arrow = hasArrow ? Self.arrowLength : 0
    if path.count < 2 { return loop(link, arrow) }
    let isReversed = graph.isReversed[link]
    // The arrow sits at the right end, or at the left end of a link that runs back.
    let first = span(path[0]).right
    let last = span(path[path.count - 1]).left
    var points = [Diagram.Point(first + (isReversed ? arrow : 0), leave[link][0])]
    var middle = points[0]
    for step in 0..<(path.count - 1) {
      let from = Diagram.Point(columnRight[graph.column[path[step]]], leave[link][step])
      let to = Diagram.Point(columnLeft[graph.column[path[step + 1]]], enter[link][step])
      let isLast = step == path.count - 2
      let end = isLast ? Diagram.Point(last - (isReversed ? 0 : arrow), to.y) : to
      let start = points[points.count - 1]
      if from.x > start.x { Self.line(to: from, &points) }
      let origin = points[points.count - 1]
      let bend = isLast ? Diagram.Point(min(to.x, end.x), to.y) : to
      let half = (origin.x + bend.x) / 2
      points += [Diagram.Point(half, origin.y), Diagram.Point(half, bend.y), bend]
      if step == 0 { middle = Diagram.Point(half, (origin.y + bend.y) / 2) }
      if isLast {
        if end.x > bend.x { Self.line(to: end, &points) }
      } else {
        let next = Diagram.Point(columnRight[graph.column[path[step + 1]]], leave[link][step + 1])
        Self.line(to: next, &points)
      }
    }
    let tip: Diagram.Point? =
      hasArrow ? (isReversed ? Diagram.Point(first, leave[link][0]) : Diagram.Point(last, points[points.count - 1].y)) : nil
    return (isReversed ? points.reversed() : points, tip, middle)
  }

  private static func line(to end: Diagram.Point, _ points: inout [Diagram.Point]) {
    let start = points[points.count - 1]
    let third = (end.x - start.x) / 3
    let rise = (end.y - start.y) / 3
    points += [Diagram.Point(start.x + third, start.y + rise), Diagram.Point(end.x - third, end.y - rise), end]
  }

  /// An edge within one column, out into the gap at its right and back.
  private func loop(_ link: Int, _ arrow: Double) -> (points: [Diagram.Point], tip: Diagram.Point?, middle: Diagram.Point) {
    let (source, target) = (measured.links[link].source, measured.links[link].target)
    let edge = columnRight[graph.column[source]]
    var (from, to) = (coordinates.center(source), coordinates.center(target))
    if source == target {
      let rise = min(coordinates.height[source] / 4, 8)
      (from, to) = (from - rise, to + rise)
    }
    let distance = from > to ? from - to : to - from
    let out = edge + 14 + min(distance * 0.12, 26)
    let end = span(target).right
    var points = [Diagram.Point(span(source).right, from)]
    if edge > points[0].x { Self.line(to: Diagram.Point(edge, from), &points) }
    let back = max(edge, end + arrow)
    points += [Diagram.Point(out, from), Diagram.Point(out, to), Diagram.Point(back, to)]
    if back > end + arrow { Self.line(to: Diagram.Point(end + arrow, to), &points) }
    let middle = Diagram.Point(edge + 8 + Self.labelWidth(measured.links[link].edge) / 2, (from + to) / 2)
    return (points, arrow > 0 ? Diagram.Point(end, to) : nil, middle)
  }
}
