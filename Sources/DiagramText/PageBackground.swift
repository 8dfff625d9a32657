public import Diagram

extension PagePicture {
  /// The page as a DOT document that holds nothing but its marks, for Graphviz to write as PNG or PDF. O(marks).
  public var dot: DOTDocument {
    let (wide, high) = (XMLText.number(width), XMLText.number(height))
    var operations = "F 10 \(DOTWriter.font.utf8.count) -\(DOTWriter.font)"
    for mark in marks { append(mark, &operations) }
    var text = "digraph \"page\" {\n"
    text += "  graph [layout=nop2, bb=\"0,0,\(wide),\(high)\", bgcolor=white, pad=0, margin=0, label=\"\""
    text += ", _background=\(Writing.dotLiteral(operations))]\n"
    let (x, y) = (XMLText.number(width / 2), XMLText.number(height / 2))
    text += "  page [style=invis, shape=box, fixedsize=true, label=\"\", pos=\"\(x),\(y)!\""
    text += ", width=\(inches(width)), height=\(inches(height))]\n}\n"
    return DOTDocument(text: text, width: width, height: height)
  }

  private func inches(_ points: Double) -> String {
    let value = Int((points / 72 * 10_000).rounded())
    return "\(value / 10_000).\(String(value % 10_000 + 10_000).dropFirst())"
  }

  private func append(_ mark: Mark, _ out: inout String) {
    switch mark {
    case .box(let frame, let radius, let look): draw(Self.corners(frame, min(radius, frame.width / 2, frame.height / 2)), look, &out)
    case .polygon(let points, let look): draw(points, look, &out)
    case .line(let points, let look):
      guard points.count > 1, let pen = look.stroke else { return }
      out += Self.pens(pen, look) + " L \(points.count)" + list(points)
    case .circle(let point, let radius, let look):
      let size = " \(XMLText.number(point.x)) \(up(point.y)) \(XMLText.number(radius)) \(XMLText.number(radius))"
      if let fill = look.fill { out += " c 7 -\((look.stroke ?? fill).hex) C 7 -\(fill.hex)" + Self.style(look) + " E" + size }
      if let pen = look.stroke, look.fill == nil { out += Self.pens(pen, look) + " e" + size }
    case .text(let text, let point, let type, _):
      let align = type.anchor == .start ? -1 : type.anchor == .middle ? 0 : 1
      out += " t \(type.isBold ? 1 : 0) F \(XMLText.number(type.size)) \(DOTWriter.font.utf8.count) -\(DOTWriter.font)"
      out += " c 7 -\(type.color.hex) T \(XMLText.number(point.x)) \(up(point.y)) \(align)"
      out += " \(XMLText.number(Self.width(text, type))) \(text.utf8.count) -\(text)"
    case .begin, .end: break
    }
  }

  private func draw(_ points: [Diagram.Point], _ look: Look, _ out: inout String) {
    guard points.count > 2 else { return }
    if let fill = look.fill {
      // A ground without an outline has one of its own colour, as thin as can be.
      var look = look
      if look.stroke == nil { (look.width, look.line) = (0.01, .solid) }
      out += " c 7 -\((look.stroke ?? fill).hex) C 7 -\(fill.hex)" + Self.style(look) + " P \(points.count)" + list(points)
    } else if let pen = look.stroke {
      out += Self.pens(pen, look) + " p \(points.count)" + list(points)
    }
  }

  private static func pens(_ pen: Color, _ look: Look) -> String { " c 7 -\(pen.hex)" + style(look) }

  private static func style(_ look: Look) -> String {
    let width = "setlinewidth(\(XMLText.number(max(look.width, 0.01))))"
    return " S \(look.line.rawValue.utf8.count) -\(look.line.rawValue) S \(width.utf8.count) -\(width)"
  }

  /// The outline of a box, its corners rounded by pieces of a circle.
  private static func corners(_ frame: Frame, _ radius: Double) -> [Diagram.Point] {
    let (a, b) = (Diagram.Point(frame.x, frame.y), Diagram.Point(frame.maxX, frame.maxY))
    if radius <= 0 { return [a, Diagram.Point(b.x, a.y), b, Diagram.Point(a.x, b.y)] }
    // Sines of 0, 22.5, 45, 67.5 and 90 degrees.
    let sines = [0, 0.382_683, 0.707_107, 0.923_88, 1]
    let centres = [
      Diagram.Point(b.x - radius, a.y + radius), Diagram.Point(b.x - radius, b.y - radius), Diagram.Point(a.x + radius, b.y - radius),
      Diagram.Point(a.x + radius, a.y + radius),
    ]
    var points: [Diagram.Point] = []
    for (quarter, centre) in centres.enumerated() {
      for step in sines.indices {
        let (s, c) = (sines[step], sines[sines.count - 1 - step])
        let (x, y) = [(s, -c), (c, s), (-s, c), (-c, -s)][quarter]
        points.append(Diagram.Point(centre.x + radius * x, centre.y + radius * y))
      }
    }
    return points
  }

  private func list(_ points: [Diagram.Point]) -> String {
    points.map { " \(XMLText.number($0.x)) \(up($0.y))" }.joined()
  }

  private func up(_ y: Double) -> String { XMLText.number(height - y) }
}
