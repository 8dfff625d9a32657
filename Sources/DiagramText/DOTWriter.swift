public import Diagram

extension PlacedDiagram {
  /// The drawing in the DOT language, with every position in it: `dot -Tsvg` draws it as it stands (`layout=nop2`).
  ///
  /// The same drawing gives the same bytes. O(size).
  public var dot: DOTDocument {
    var writer = DOTWriter(page: self)
    writer.write()
    return DOTDocument(text: writer.text, width: width, height: height)
  }
}

/// Writes a placed diagram as DOT: y up, points for positions, inches for sizes.
struct DOTWriter {
  let page: PlacedDiagram
  var text = ""

  static let font = "Noto Sans CJK SC"

  init(page: PlacedDiagram) { self.page = page }

  mutating func write() {
    let (width, height) = (XMLText.number(page.width), XMLText.number(page.height))
    text += "digraph \"drawing\" {\n"
    // Every attribute that a subgraph sets is declared here, or Graphviz would take it for the root's as well.
    text += "  graph [layout=nop2, bb=\"0,0,\(width),\(height)\", bgcolor=white, pad=0, outputorder=edgesfirst, splines=true, label=\"\""
    text += ", id=drawing, style=\"\", color=black, fillcolor=white, penwidth=1, fontname=\"\(Self.font)\""
    text += ", comment=\(Writing.dotLiteral(SafeText.clean(page.title, limit: 200)))]\n"
    text += "  node [shape=box, fixedsize=true, margin=0, label=\"\", fontname=\"\(Self.font)\", fontsize=11]\n"
    text += "  edge [fontname=\"\(Self.font)\", arrowsize=0.8]\n"
    // An unseen node as large as the page, so that the page is drawn in full.
    text += "  page [style=invis"
    place(Frame(x: 0, y: 0, width: page.width, height: page.height))
    text += "]\n"
    var inBox = Set<Int>()
    for box in page.boxes { writeBox(box, &inBox) }
    for node in page.nodes.indices where !inBox.contains(node) { writeNode(page.nodes[node], indent: "  ") }
    for edge in page.edges { writeEdge(edge) }
    text += "}\n"
  }

  private mutating func place(_ frame: Frame) {
    text += ", pos=\"\(XMLText.number(frame.midX)),\(XMLText.number(page.height - frame.midY))!\""
    text += ", width=\(inches(frame.width)), height=\(inches(frame.height))"
  }

  /// Four decimals: a hundredth of an inch would be most of a point.
  private func inches(_ points: Double) -> String {
    guard points.isFinite, points > 0 else { return "0.01" }
    let value = Int((min(points, 1e9) / 72 * 10_000).rounded())
    let part = String(value % 10_000 + 10_000).dropFirst()
    return "\(value / 10_000).\(part)"
  }

  private mutating func writeBox(_ box: PlacedDiagram.Box, _ inBox: inout Set<Int>) {
    let (frame, style) = (box.frame, box.style)
    text += "  subgraph cluster_\(box.id) {\n    graph [id=\(box.id)"
    text += ", bb=\"\(XMLText.number(frame.x)),\(XMLText.number(page.height - frame.maxY))"
    text += ",\(XMLText.number(frame.maxX)),\(XMLText.number(page.height - frame.y))\""
    text += ", style=\"\(styleWords(style))\", color=\"\(style.stroke.hex)\", penwidth=\(XMLText.number(style.strokeWidth))"
    if let fill = style.fill { text += ", fillcolor=\"\(fill.hex)\"" }
    if !box.key.isEmpty { text += ", comment=\(Writing.dotLiteral(SafeText.clean(box.key, limit: 200)))" }
    text += "]\n"
    for member in box.members where page.nodes.indices.contains(member) && inBox.insert(member).inserted {
      writeNode(page.nodes[member], indent: "    ")
    }
    text += "  }\n"
  }

  private func styleWords(_ style: Style) -> String {
    var words: [String] = []
    if style.shape == .roundedBox { words.append("rounded") }
    if style.fill != nil { words.append("filled") }
    if style.line != .solid { words.append(style.line.rawValue) }
    return words.joined(separator: ",")
  }

  private mutating func writeNode(_ node: PlacedDiagram.Node, indent: String) {
    let style = node.style
    text += "\(indent)\(node.id) [id=\(node.id)"
    // Graphviz draws the second outline 4 points outside the first: the inner one is made smaller.
    let inset = style.outlines > 1 && node.frame.width > 12 && node.frame.height > 12 ? 4.0 : 0
    let frame = node.frame
    place(Frame(x: frame.x + inset, y: frame.y + inset, width: frame.width - inset * 2, height: frame.height - inset * 2))
    switch style.shape {
    case .box, .roundedBox: break
    case .octagon: text += ", shape=octagon"
    case .hexagon: text += ", shape=hexagon"
    case .ellipse, .point: text += ", shape=ellipse"
    case .plain: text += style.fill == nil ? ", shape=none" : ", style=filled, penwidth=0"
    }
    if style.shape == .plain {
      if let fill = style.fill { text += ", color=\"\(fill.hex)\", fillcolor=\"\(fill.hex)\"" }
    } else {
      let words = styleWords(style)
      if !words.isEmpty { text += ", style=\"\(words)\"" }
      text += ", color=\"\(style.stroke.hex)\""
      if let fill = style.fill { text += ", fillcolor=\"\(fill.hex)\"" }
      if style.strokeWidth != 1 { text += ", penwidth=\(XMLText.number(style.strokeWidth))" }
      if style.outlines > 1 { text += ", peripheries=2" }
    }
    writeLabel(node)
    if let link = Writing.safeLink(node.link) {
      text += ", URL=\"\(link)\", tooltip=\(Writing.dotLiteral(SafeText.clean(node.title, limit: 200)))"
    }
    if !node.key.isEmpty { text += ", comment=\(Writing.dotLiteral(SafeText.clean(node.key, limit: 200)))" }
    text += "]\n"
  }

  private mutating func writeLabel(_ node: PlacedDiagram.Node) {
    guard let first = node.lines.first else { return }
    let isUniform = node.lines.allSatisfy { $0.size == first.size && $0.isBold == first.isBold && $0.color == first.color }
    if isUniform {
      let end = node.isLeftAligned ? "\\l" : "\\n"
      let body = node.lines.map { String(Writing.dotLiteral($0.text).dropFirst().dropLast()) }.joined(separator: end)
      text += ", label=\"\(body)\(node.isLeftAligned ? end : "")\""
      if first.size != 11 { text += ", fontsize=\(XMLText.number(first.size))" }
      if first.isBold { text += ", fontname=\"\(Self.font) Bold\"" }
      text += ", fontcolor=\"\(first.color.hex)\""
      return
    }
    // Rows of a table have the heights of the layout; lines broken by <BR/> would stand closer.
    text += ", label=<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">"
    for line in node.lines {
      text += "<TR><TD HEIGHT=\"\(Int(line.height))\">"
      let content = XMLText.escaped(line.text)
      let font = "<FONT POINT-SIZE=\"\(XMLText.number(line.size))\" COLOR=\"\(line.color.hex)\">"
      text += line.isBold ? "\(font)<B>\(content)</B></FONT>" : "\(font)\(content)</FONT>"
      text += "</TD></TR>"
    }
    text += "</TABLE>>"
  }

  private mutating func writeEdge(_ edge: PlacedDiagram.Edge) {
    guard page.nodes.indices.contains(edge.source), page.nodes.indices.contains(edge.target), edge.points.count > 3 else { return }
    text += "  \(page.nodes[edge.source].id) -> \(page.nodes[edge.target].id) [id=\(edge.id), pos=\""
    if let tip = edge.tip { text += "e,\(XMLText.number(tip.x)),\(XMLText.number(page.height - tip.y)) " }
    for (position, point) in edge.points.enumerated() {
      if position > 0 { text += " " }
      text += "\(XMLText.number(point.x)),\(XMLText.number(page.height - point.y))"
    }
    text += "\", color=\"\(edge.style.stroke.hex)\", penwidth=\(XMLText.number(edge.style.width))"
    if edge.style.line != .solid { text += ", style=\(edge.style.line.rawValue)" }
    if edge.tip == nil { text += ", arrowhead=none" }
    if !edge.key.isEmpty { text += ", comment=\(Writing.dotLiteral(SafeText.clean(edge.key, limit: 200)))" }
    text += "]\n"
  }
}
