extension PagePicture {
  /// The page as SVG 1.1, a point a unit, as large as a sheet of A4; the same page gives the same bytes. O(marks).
  public var svg: String {
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let tag = XMLText.escaped(language)
    out += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.number(width))pt\" height=\"\(Self.number(height))pt\""
    out += " viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" role=\"img\" lang=\"\(tag)\" xml:lang=\"\(tag)\""
    out += " aria-labelledby=\"drawing-title drawing-desc\" font-family=\"\(Self.fonts)\">\n"
    out += "<title id=\"drawing-title\">\(XMLText.escaped(SafeText.clean(title)))</title>\n"
    out += "<desc id=\"drawing-desc\">\(XMLText.escaped(SafeText.clean(description, limit: 8_000)))</desc>\n"
    out += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    var number = 0
    for mark in marks { Self.write(mark, &number, &out) }
    return out + "</svg>\n"
  }

  static let fonts = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"

  private static func write(_ mark: Mark, _ number: inout Int, _ out: inout String) {
    switch mark {
    case .box(let frame, let radius, let look):
      out += "<rect x=\"\(tenth(frame.x))\" y=\"\(tenth(frame.y))\" width=\"\(tenth(frame.width))\" height=\"\(tenth(frame.height))\""
      if radius > 0 { out += " rx=\"\(tenth(radius))\"" }
      out += attributes(look) + "/>\n"
    case .polygon(let points, let look): out += "<polygon points=\"\(list(points))\"\(attributes(look))/>\n"
    case .line(let points, let look): out += "<polyline points=\"\(list(points))\"\(attributes(look))/>\n"
    case .circle(let point, let radius, let look):
      out += "<circle cx=\"\(tenth(point.x))\" cy=\"\(tenth(point.y))\" r=\"\(tenth(radius))\"\(attributes(look))/>\n"
    case .text(let text, let point, let type, let full):
      out += "<text x=\"\(tenth(point.x))\" y=\"\(tenth(point.y))\" font-size=\"\(Self.number(type.size))\""
      if type.anchor != .start { out += " text-anchor=\"\(type.anchor.rawValue)\"" }
      if type.isBold { out += " font-weight=\"bold\"" }
      out += " fill=\"\(type.color.hex)\">"
      if !full.isEmpty { out += "<title>\(XMLText.escaped(full))</title>" }
      out += XMLText.escaped(text) + "</text>\n"
    case .begin(let thing):
      number += 1
      out += "<g id=\"thing-\(number)\" data-key=\"\(XMLText.escaped(SafeText.clean(thing.key, limit: 200)))\">\n"
      if !thing.title.isEmpty { out += "<title>\(XMLText.escaped(SafeText.clean(thing.title, limit: 400)))</title>\n" }
      if !thing.description.isEmpty { out += "<desc>\(XMLText.escaped(SafeText.clean(thing.description)))</desc>\n" }
    case .end: out += "</g>\n"
    }
  }

  private static func attributes(_ look: Look) -> String {
    var out = " fill=\"\(look.fill?.hex ?? "none")\""
    guard let stroke = look.stroke else { return out }
    out += " stroke=\"\(stroke.hex)\" stroke-width=\"\(number(look.width))\""
    switch look.line {
    case .solid: break
    case .dashed: out += " stroke-dasharray=\"4 2.5\""
    case .dotted: out += " stroke-dasharray=\"1.2 1.8\""
    }
    return out
  }

  private static func list(_ points: [Diagram.Point]) -> String {
    points.map { "\(tenth($0.x)),\(tenth($0.y))" }.joined(separator: " ")
  }

  static func number(_ value: Double) -> String { XMLText.number(value) }

  /// A tenth of a point is finer than a printer's dot.
  static func tenth(_ value: Double) -> String { XMLText.number((value * 10).rounded() / 10) }
}
