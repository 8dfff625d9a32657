public import Diagram

extension PlacedDiagram {
  /// The SVG that Graphviz drew of ``dot``, made fit to publish: words for every thing, our own text places, no version comment, no DTD, no script.
  ///
  /// Shapes and curves stay Graphviz's. Text lines are set again from the layout, so the bytes do not depend on the fonts of this machine.
  /// - Throws: `DrawingError.Code.unexpectedSVG` when `svg` is not a drawing of this diagram. O(size).
  public func finishedSVG(_ svg: [UInt8]) throws(DrawingError) -> String {
    var finisher = SVGFinisher(page: self)
    return try finisher.finish(svg)
  }
}

struct SVGFinisher {
  let page: PlacedDiagram
  private var text = ""
  private var nodeOf: [String: Int] = [:]
  private var edgeOf: [String: Int] = [:]
  private var boxOf: [String: Int] = [:]
  /// The element being written.
  private var node: Int?
  private var hasText = false
  /// Groups come from Graphviz in an order that changes from run to run: they are held back here, and written in ours.
  private var groups: [(position: Int, text: String)] = []
  private var openGroup: (position: Int, before: String)?
  private var hasBackground = false

  /// Where Noto is missing, the Han fonts of the common systems.
  static let fonts = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"

  init(page: PlacedDiagram) {
    self.page = page
    for (position, node) in page.nodes.enumerated() { nodeOf[node.id] = position }
    for (position, edge) in page.edges.enumerated() { edgeOf[edge.id] = position }
    for (position, box) in page.boxes.enumerated() { boxOf[box.id] = position }
  }

  mutating func finish(_ svg: [UInt8]) throws(DrawingError) -> String {
    var isInside = false
    for bytes in svg.split(separator: 10) {
      // Only marks in ASCII are looked for; everything else is copied as it is.
      let line = String(decoding: bytes, as: UTF8.self)
      if !isInside {
        if line.hasPrefix("<g id=\"drawing\"") {
          isInside = true
          try open(line)
        }
        continue
      }
      copy(line)
    }
    guard isInside, text.hasSuffix("</svg>\n") else {
      throw DrawingError(.unexpectedSVG, "the SVG is not complete, or not of this drawing: draw the diagram's own DOT")
    }
    return text
  }

  private mutating func open(_ line: String) throws(DrawingError) {
    guard let transform = Self.attribute("transform", of: line) else {
      throw DrawingError(.unexpectedSVG, "the SVG has no transform: draw the diagram's own DOT")
    }
    let (width, height) = (XMLText.number(page.width), XMLText.number(page.height))
    text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text +=
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"\(width)pt\" height=\"\(height)pt\""
    let language = XMLText.escaped(page.language)
    text += " viewBox=\"0 0 \(width) \(height)\" role=\"img\" lang=\"\(language)\" xml:lang=\"\(language)\""
    text += " aria-labelledby=\"drawing-title drawing-desc\" font-family=\"\(Self.fonts)\">\n"
    text += "<title id=\"drawing-title\">\(XMLText.escaped(page.title))</title>\n"
    text += "<desc id=\"drawing-desc\">\(XMLText.escaped(page.description))</desc>\n"
    text += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    text += "<g id=\"drawing\" transform=\"\(XMLText.escaped(transform))\">\n"
  }

  private mutating func copy(_ line: String) {
    if line.hasPrefix("<!--") { return }
    if line.hasPrefix("<title>") { return }
    if line.hasPrefix("<text") {
      if !hasText, let node { writeText(page.nodes[node]) }
      hasText = true
      return
    }
    if line.hasPrefix("<polygon"), !hasBackground {
      // The page's ground, which is the rectangle above.
      hasBackground = true
      return
    }
    if line.hasPrefix("<g id=\"a_") {
      guard let node, let link = Writing.safeLink(page.nodes[node].link) else {
        text += "<g><a>\n"
        return
      }
      text += "<g><a href=\"\(link)\" xlink:href=\"\(link)\">\n"
      return
    }
    if line.hasPrefix("<g id="), let id = Self.attribute("id", of: line) {
      openElement(id)
      return
    }
    if line == "</svg>" || (line == "</g>" && openGroup == nil) { writeGroups() }
    text += Self.withoutTransparent(line)
    text += "\n"
    if line == "</g>", let group = openGroup {
      groups.append((group.position, text))
      text = group.before
      openGroup = nil
    }
  }

  private mutating func writeGroups() {
    for group in groups.sorted(by: { $0.position < $1.position }) { text += group.text }
    groups = []
  }

  private mutating func openElement(_ id: String) {
    node = nil
    hasText = false
    if boxOf[id] == nil { writeGroups() }
    if let position = nodeOf[id] {
      node = position
      let value = page.nodes[position]
      write(id, value.role.rawValue, value.key, value.title, value.description)
    } else if let position = edgeOf[id] {
      let value = page.edges[position]
      write(id, value.isContent ? "edge" : "furniture", value.key, value.title, value.description)
    } else if let position = boxOf[id] {
      let value = page.boxes[position]
      openGroup = (position, text)
      text = ""
      write(id, "group", value.key, value.title, value.description)
    } else {
      text += "<g>\n"
    }
  }

  private mutating func write(_ id: String, _ kind: String, _ key: String, _ title: String, _ description: String) {
    text += "<g id=\"\(id)\" class=\"\(kind)\""
    if !key.isEmpty { text += " data-key=\"\(XMLText.escaped(SafeText.clean(key, limit: 200)))\"" }
    text += ">\n"
    if !title.isEmpty { text += "<title>\(XMLText.escaped(title))</title>\n" }
    if !description.isEmpty { text += "<desc>\(XMLText.escaped(description))</desc>\n" }
  }

  /// The lines of a node, centred on it from our own widths and heights; y runs down from the page's lower edge.
  private mutating func writeText(_ node: PlacedDiagram.Node) {
    var top = node.frame.midY - node.lines.reduce(0) { $0 + $1.height } / 2 - page.height
    for line in node.lines {
      // Han glyphs reach from 0.12 em under the baseline to 0.88 em above it: the baseline stands 0.38 em under the line's middle.
      let baseline = top + line.height / 2 + line.size * 0.38
      let x = node.isLeftAligned ? node.frame.x : node.frame.midX
      text += "<text x=\"\(XMLText.number(x))\" y=\"\(XMLText.number(baseline))\""
      if !node.isLeftAligned { text += " text-anchor=\"middle\"" }
      text += " font-size=\"\(XMLText.number(line.size))\""
      if line.isBold { text += " font-weight=\"bold\"" }
      text += " fill=\"\(line.color.hex)\">\(XMLText.escaped(line.text))</text>\n"
      top += line.height
    }
  }

  private static func attribute(_ name: String, of line: String) -> String? {
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    for position in parts.indices.dropLast() where parts[position].hasSuffix(" \(name)=") { return String(parts[position + 1]) }
    return nil
  }

  /// `transparent` is no SVG 1.1 colour.
  private static func withoutTransparent(_ line: String) -> String {
    guard let range = line.firstRange(of: "stroke=\"transparent\"") else { return line }
    return line[..<range.lowerBound] + "stroke=\"none\"" + line[range.upperBound...]
  }
}
