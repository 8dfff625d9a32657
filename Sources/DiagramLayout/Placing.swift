public import Diagram

extension Diagram {
  /// A place for everything: boxes that never overlap, edges as Bézier curves, title, legend and notes around.
  ///
  /// The same nodes, groups and edges give the same page in whatever order they are listed. Cost for columns: O((V + E) log V) for V nodes and the
  /// passages of long edges, E segments; for positions O(n²) with n nodes.
  public func placed(_ options: LayoutOptions = LayoutOptions()) -> PlacedDiagram {
    let measured = Measured(self, options)
    var page = PlacedDiagram(
      title: SafeText.clean(title, limit: 400), description: SafeText.clean(description, limit: 4_000), language: language,
      width: 0, height: 0)
    switch arrangement {
    case .columns: Self.placeColumns(self, measured, options, &page)
    case .positions: Self.placePositions(measured, options, &page)
    }
    return Page(page, self, options).placed
  }

  private static func placeColumns(_ diagram: Diagram, _ measured: Measured, _ options: LayoutOptions, _ page: inout PlacedDiagram) {
    var ordering = Ordering(ColumnGraph(measured), isLast: measured.items.map(\.node.isLast))
    ordering.run(sweeps: options.sweeps)
    let graph = ordering.graph
    let coordinates = Coordinates(graph, measured, options)
    let headings = graph.columnNumbers.map { number -> [PlacedDiagram.Line] in
      guard diagram.columns.indices.contains(number) else { return [] }
      return heading(diagram.columns[number], options)
    }
    let routing = ColumnRouting(graph, measured, coordinates, options, headingWidths: headings.map { Measured.width($0) + 8 })
    let headHeight = headings.reduce(0) { max($0, Measured.height($1)) }
    let drop = headHeight > 0 ? headHeight + 12 : 0
    addNodes(measured, &page) { vertex in
      let (left, right) = routing.span(vertex)
      return Frame(x: left, y: coordinates.top[vertex] + drop, width: right - left, height: coordinates.height[vertex])
    }
    for (column, lines) in headings.enumerated() where !lines.isEmpty {
      let width = routing.columnRight[column] - routing.columnLeft[column]
      page.nodes.append(
        PlacedDiagram.Node(
          id: "h\(column)", role: .furniture,
          frame: Frame(x: routing.columnLeft[column], y: 0, width: width, height: Measured.height(lines)), lines: lines, style: Page.plain))
    }
    var labels: [PlacedDiagram.Node] = []
    for link in measured.links.indices {
      let (points, tip, middle) = routing.curve(link)
      addEdge(measured, link, points.map { Point($0.x, $0.y + drop) }, tip.map { Point($0.x, $0.y + drop) }, &page)
      addLabel(measured.links[link].edge, link, Point(middle.x, middle.y + drop), &labels)
    }
    separateLabels(&labels)
    page.nodes += labels
    setSize(&page, width: routing.width)
  }

  private static func heading(_ heading: Heading, _ options: LayoutOptions) -> [PlacedDiagram.Line] {
    let title = TextWidth.wrap(
      SafeText.clean(heading.title, limit: 80), size: 12, isBold: true, limit: options.textLimit + 20, lineLimit: 2)
    let detail = TextWidth.wrap(SafeText.clean(heading.detail, limit: 80), size: 9, limit: options.textLimit + 20, lineLimit: 2)
    return title.map { PlacedDiagram.Line($0, size: 12, isBold: true, color: Page.ink) }
      + detail.map { PlacedDiagram.Line($0, size: 9, color: Page.grey) }
  }

  /// Items at positions `0 ..< items.count` of the page's nodes, then the titles of the boxes.
  static func addNodes(_ measured: Measured, _ page: inout PlacedDiagram, frame: (Int) -> Frame) {
    for (position, item) in measured.items.enumerated() {
      page.nodes.append(
        PlacedDiagram.Node(
          id: "n\(position)", role: .node, key: item.node.key, frame: frame(position), lines: item.lines, style: item.node.style,
          title: SafeText.clean(item.node.title, limit: 400), description: SafeText.clean(item.node.description, limit: 2_000),
          link: item.node.link))
    }
    for (position, box) in measured.boxes.enumerated() {
      let frame = frame(measured.items.count + position)
      page.boxes.append(
        PlacedDiagram.Box(
          id: "g\(position)", key: box.group.key, frame: frame, style: box.group.style,
          title: SafeText.clean(box.group.title, limit: 400), description: SafeText.clean(box.group.description, limit: 2_000),
          members: [measured.items.count + position] + box.members))
      page.nodes.append(
        PlacedDiagram.Node(
          id: "t\(position)", role: .boxTitle,
          frame: Frame(
            x: frame.x + 2, y: frame.y + Coordinates.boxPadding - 3, width: frame.width - 4, height: max(box.titleHeight, 2)),
          lines: box.lines, style: Page.plain))
    }
  }

  static func addEdge(_ measured: Measured, _ link: Int, _ points: [Point], _ tip: Point?, _ page: inout PlacedDiagram) {
    let edge = measured.links[link].edge
    page.edges.append(
      PlacedDiagram.Edge(
        id: "e\(link)", key: edge.key, source: measured.links[link].source, target: measured.links[link].target, points: points, tip: tip,
        style: edge.style, title: SafeText.clean(edge.title, limit: 400), description: SafeText.clean(edge.description, limit: 2_000)))
  }

  static func addLabel(_ edge: Edge, _ link: Int, _ middle: Point, _ labels: inout [PlacedDiagram.Node]) {
    if edge.label.isEmpty { return }
    let line = PlacedDiagram.Line(ColumnRouting.labelText(edge), size: 9, color: Page.ink)
    let width = TextWidth.width(line.text, size: 9) + 6
    let style = Style(shape: .plain, fill: Color(0xFFFFFF))
    labels.append(
      PlacedDiagram.Node(
        id: "l\(link)", role: .edgeLabel,
        frame: Frame(x: middle.x - width / 2, y: middle.y - 7, width: width, height: 14), lines: [line], style: style))
  }

  /// Moves labels of one gap down until none covers another.
  private static func separateLabels(_ labels: inout [PlacedDiagram.Node]) {
    let order = labels.indices.sorted { (labels[$0].frame.y, $0) < (labels[$1].frame.y, $1) }
    var placed: [Frame] = []
    for label in order {
      var frame = labels[label].frame
      // The earlier ones stand higher; passing one may meet the next, and each is passed once at most.
      for other in placed where frame.overlaps(other, margin: 1) { frame.y = other.maxY + 1.5 }
      labels[label].frame = frame
      let place = placed.firstIndex { $0.y > frame.y } ?? placed.count
      placed.insert(frame, at: place)
    }
  }

  /// The page's size from what stands on it. Curves may swing out of the boxes, above and to the left too: then everything moves.
  static func setSize(_ page: inout PlacedDiagram, width: Double) {
    let margin = 4.0
    var (low, high) = (Point(0, 0), Point(width, 0))
    func include(_ x: Double, _ y: Double) {
      low = Point(min(low.x, x), min(low.y, y))
      high = Point(max(high.x, x), max(high.y, y))
    }
    for frame in page.nodes.map(\.frame) + page.boxes.map(\.frame) {
      include(frame.x, frame.y)
      include(frame.maxX, frame.maxY)
    }
    for edge in page.edges {
      for piece in stride(from: 0, to: edge.points.count - 1, by: 3) {
        for step in 0...12 {
          let point = PositionRouting.point(Array(edge.points[piece...(piece + 3)]), Double(step) / 12)
          include(point.x - margin, point.y - margin)
          include(point.x + margin, point.y + margin)
        }
      }
    }
    page.shift(-low.x, -low.y)
    page.width = high.x - low.x
    page.height = high.y - low.y
  }
}

extension PlacedDiagram {
  /// Moves everything `right` and `down`.
  mutating func shift(_ right: Double, _ down: Double) {
    if right == 0 && down == 0 { return }
    func moved(_ point: Diagram.Point) -> Diagram.Point { Diagram.Point(point.x + right, point.y + down) }
    func moved(_ frame: Frame) -> Frame {
      Frame(x: frame.x + right, y: frame.y + down, width: frame.width, height: frame.height)
    }
    for box in boxes.indices { boxes[box].frame = moved(boxes[box].frame) }
    for node in nodes.indices { nodes[node].frame = moved(nodes[node].frame) }
    for edge in edges.indices {
      edges[edge].points = edges[edge].points.map { moved($0) }
      edges[edge].tip = edges[edge].tip.map { moved($0) }
    }
  }
}
