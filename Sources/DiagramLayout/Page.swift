import Diagram

/// Puts a title above, and legend, notes and source line below, what was placed; everything shifts to make room.
struct Page {
  var placed: PlacedDiagram
  private let diagram: Diagram
  private let options: LayoutOptions
  private var furnitureCount = 0

  static let ink = Color(0x1F2933)
  static let grey = Color(0x52606D)
  static let plain = Style(shape: .plain, fill: nil)

  /// `placed` holds the drawing from (0, 0), `width` × `height`.
  init(_ placed: PlacedDiagram, _ diagram: Diagram, _ options: LayoutOptions) {
    self.placed = placed
    self.diagram = diagram
    self.options = options
    finish()
  }

  private mutating func finish() {
    let inner = max(placed.width, options.minimumWidth)
    let head = texts(
      [(diagram.title, 20, true, Self.ink, 2), (diagram.subtitle, 12, false, Self.grey, 3)], width: inner)
    let drop = options.margin + head.reduce(0) { $0 + $1.height } + (head.isEmpty ? 0 : 16)
    placed.shift(options.margin + (inner - placed.width) / 2, drop)
    var next = options.margin
    for line in head { addText([line], x: options.margin, y: &next) }
    next = drop + placed.height + 18
    addLegend(inner, &next)
    let notes = diagram.notes.map { ($0, 10.0, false, Self.ink, 4) } + [(diagram.sourceLine, 9.0, false, Self.grey, 3)]
    for line in texts(notes, width: inner) { addText([line], x: options.margin, y: &next) }
    placed.width = inner + options.margin * 2
    placed.height = next + options.margin * 0.7
  }

  private func texts(_ texts: [(String, Double, Bool, Color, Int)], width: Double) -> [PlacedDiagram.Line] {
    var lines: [PlacedDiagram.Line] = []
    for (text, size, isBold, color, limit) in texts {
      let parts = TextWidth.wrap(
        SafeText.clean(text, limit: 1_000), size: size, isBold: isBold, limit: width - 8, lineLimit: limit)
      lines += parts.map { PlacedDiagram.Line($0, size: size, isBold: isBold, color: color) }
    }
    return lines
  }

  private mutating func addText(_ lines: [PlacedDiagram.Line], x: Double, y: inout Double) {
    let height = Measured.height(lines)
    add(Frame(x: x, y: y, width: Measured.width(lines) + 8, height: height), lines, Self.plain)
    y += height
  }

  @discardableResult
  private mutating func add(_ frame: Frame, _ lines: [PlacedDiagram.Line], _ style: Style, isLeft: Bool = true) -> Int {
    placed.nodes.append(
      PlacedDiagram.Node(id: "f\(furnitureCount)", role: .furniture, frame: frame, lines: lines, isLeftAligned: isLeft, style: style))
    furnitureCount += 1
    return placed.nodes.count - 1
  }

  /// Samples and their meaning, side by side, as many to a line as fit.
  private mutating func addLegend(_ inner: Double, _ next: inout Double) {
    if diagram.legend.isEmpty { return }
    var x = options.margin
    let height = 20.0
    for entry in diagram.legend {
      let text = PlacedDiagram.Line(SafeText.clean(entry.text, limit: 120), size: 9.5, color: Self.ink)
      let textWidth = TextWidth.width(text.text, size: 9.5) + 8
      let sampleWidth = sampleWidth(entry.sample)
      if x > options.margin && x + sampleWidth + 7 + textWidth > options.margin + inner {
        x = options.margin
        next += height + 2
      }
      addSample(entry.sample, Frame(x: x, y: next + 2, width: sampleWidth, height: height - 4))
      add(Frame(x: x + sampleWidth + 7, y: next + 2, width: textWidth, height: height - 4), [text], Self.plain)
      x += sampleWidth + 7 + textWidth + 12
    }
    next += height + 12
  }

  private func sampleWidth(_ sample: Diagram.LegendEntry.Sample) -> Double {
    switch sample {
    case .node: 24
    case .edge: 30
    case .mark(let mark, _): TextWidth.width(SafeText.clean(mark, limit: 12), size: 9.5, isBold: true) + 8
    }
  }

  private mutating func addSample(_ sample: Diagram.LegendEntry.Sample, _ frame: Frame) {
    switch sample {
    case .node(let style):
      let inset = style.outlines > 1 ? 0.0 : 2
      add(Frame(x: frame.x, y: frame.y + inset, width: frame.width, height: frame.height - inset * 2), [], style)
    case .mark(let mark, let color):
      let line = PlacedDiagram.Line(SafeText.clean(mark, limit: 12), size: 9.5, isBold: true, color: color)
      add(frame, [line], Self.plain)
    case .edge(let style):
      let bare = Style(shape: .plain, fill: nil)
      let from = add(Frame(x: frame.x, y: frame.midY - 1, width: 2, height: 2), [], bare)
      let to = add(Frame(x: frame.maxX - 2, y: frame.midY - 1, width: 2, height: 2), [], bare)
      let end = frame.maxX - (style.hasArrow ? ColumnRouting.arrowLength : 0)
      let third = (end - frame.x) / 3
      let points = (0..<4).map { Diagram.Point(frame.x + third * Double($0), frame.midY) }
      placed.edges.append(
        PlacedDiagram.Edge(
          id: "k\(placed.edges.count)", key: "", source: from, target: to, points: points,
          tip: style.hasArrow ? Diagram.Point(frame.maxX, frame.midY) : nil, style: style, isContent: false))
    }
  }
}
