public import Diagram

extension Chart {
  /// The chart as a picture, for files other than SVG.
  public var picture: PagePicture {
    var sheet = Sheet(self)
    switch content {
    case .lines(let series): sheet.draw(series)
    case .bars(let bars): sheet.draw(bars)
    case .dots(let names, let rows): sheet.draw(rows, names: names)
    }
    return sheet.finishedPicture()
  }

  /// The chart as SVG 1.1, 760 points wide, as high as it needs to be; the same chart gives the same bytes. O(points).
  public func svg() -> String {
    var sheet = Sheet(self)
    switch content {
    case .lines(let series): sheet.draw(series)
    case .bars(let bars): sheet.draw(bars)
    case .dots(let names, let rows): sheet.draw(rows, names: names)
    }
    return sheet.finish()
  }
}

/// The page a chart is drawn on, from the top down.
struct Sheet {
  static let width = 760.0
  static let margin = 20.0
  static let ink = "#1f2933"
  static let soft = "#52606d"
  static let grid = "#d9dee4"
  /// Han fonts of the common systems, as on the maps.
  static let fonts = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
  /// Dark enough for a grey printer, and told apart by dashes and marks anyway.
  static let colors = ["#1d4f91", "#b42318", "#3e6b1f", "#5925dc", "#8a4b08", "#0b6e75", "#86198f", "#1f2933"]
  static let dashes = ["", "7 3", "2 2", "9 3 2 3", "4 4", "1 3", "12 4", "6 2 1 2 1 2"]

  let chart: Chart
  private(set) var body = ""
  /// The same marks as values.
  private var picture = PagePicture()
  /// Everything above this is used.
  var top = 0.0

  init(_ chart: Chart) {
    self.chart = chart
    heading()
  }

  private mutating func heading() {
    top = 14
    let room = Self.width - 2 * Self.margin
    for line in TextWidth.wrap(SafeText.clean(chart.title), size: 16, isBold: true, limit: room, lineLimit: 2) {
      top += 20
      text(line, x: Self.margin, y: top, size: 16, isBold: true)
    }
    for line in TextWidth.wrap(SafeText.clean(chart.subtitle), size: 12, limit: room, lineLimit: 2) {
      top += 17
      text(line, x: Self.margin, y: top, size: 12, color: Self.soft)
    }
    top += 14
  }

  /// The note under the chart.
  private mutating func addNote() {
    let lines = TextWidth.wrap(
      SafeText.clean(chart.note), size: 10.5, limit: Self.width - 2 * Self.margin, lineLimit: 4)
    if !lines.isEmpty { top += 6 }
    for line in lines {
      top += 14
      text(line, x: Self.margin, y: top, size: 10.5, color: Self.soft)
    }
  }

  mutating func finishedPicture() -> PagePicture {
    addNote()
    picture.title = chart.title
    picture.description = chart.description
    picture.language = chart.language
    picture.width = Self.width
    picture.height = top + 16
    return picture
  }

  consuming func finish() -> String {
    addNote()
    let (width, height) = (XMLText.number(Self.width), XMLText.number(top + 16))
    let language = XMLText.escaped(chart.language)
    var page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    page +=
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)pt\" height=\"\(height)pt\" viewBox=\"0 0 \(width) \(height)\" role=\"img\""
    page += " lang=\"\(language)\" xml:lang=\"\(language)\" aria-labelledby=\"chart-title chart-desc\" font-family=\"\(Self.fonts)\">\n"
    page += "<title id=\"chart-title\">\(XMLText.escaped(SafeText.clean(chart.title)))</title>\n"
    page += "<desc id=\"chart-desc\">\(XMLText.escaped(SafeText.clean(chart.description)))</desc>\n"
    page += "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    page +=
      "<rect width=\"6\" height=\"6\" fill=\"#ffffff\"/><rect width=\"3\" height=\"6\" fill=\"\(Self.colors[1])\"/></pattern></defs>\n"
    page += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    return page + body + "</svg>\n"
  }

  // MARK: Pieces

  /// `#rrggbb` as a colour; anything else is black.
  private static func color(_ hex: String) -> Color { Color(UInt32(hex.dropFirst(), radix: 16) ?? 0) }

  private static func style(_ dash: String) -> LineStyle {
    dash.isEmpty ? .solid : (dash.split(separator: " ").first.flatMap { Double($0) } ?? 9) <= 2 ? .dotted : .dashed
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 11, anchor: Anchor = .start, color: String = ink, isBold: Bool = false,
    hasHalo: Bool = false
  ) {
    if text.isEmpty { return }
    picture.text(
      text, x, y,
      PagePicture.Face(
        size, isBold: isBold, color: Self.color(color), anchor: anchor == .start ? .start : anchor == .middle ? .middle : .end))
    body += "<text x=\"\(XMLText.number(x))\" y=\"\(XMLText.number(y))\" font-size=\"\(XMLText.number(size))\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if isBold { body += " font-weight=\"bold\"" }
    if hasHalo { body += " stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\" stroke-linejoin=\"round\"" }
    body += " fill=\"\(color)\">\(XMLText.escaped(text))</text>\n"
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, color: String = grid, width: Double = 1, dash: String = "") {
    picture.line([(x1, y1), (x2, y2)], PagePicture.Look(stroke: Self.color(color), width: width, line: Self.style(dash)))
    body += "<path d=\"M\(XMLText.number(x1)) \(XMLText.number(y1))L\(XMLText.number(x2)) \(XMLText.number(y2))\" fill=\"none\""
    stroke(color, width, dash)
  }

  mutating func path(_ data: String, color: String, width: Double, dash: String) {
    for piece in data.split(separator: "M") {
      var points: [(Double, Double)] = []
      for part in piece.split(separator: "L") {
        // `x y`, and where the line is stepped `x yHx`: on to another x at the same height.
        let steps = part.split(separator: "H")
        let start = steps.first.map { $0.split(separator: " ").compactMap { Double($0) } } ?? []
        if start.count == 2 { points.append((start[0], start[1])) }
        for x in steps.dropFirst().compactMap({ Double($0) }) { if let last = points.last { points.append((x, last.1)) } }
      }
      picture.line(points, PagePicture.Look(stroke: Self.color(color), width: width, line: Self.style(dash)))
    }
    body += "<path d=\"\(data)\" fill=\"none\" stroke-linejoin=\"round\""
    stroke(color, width, dash)
  }

  private mutating func stroke(_ color: String, _ width: Double, _ dash: String) {
    body += " stroke=\"\(color)\" stroke-width=\"\(XMLText.number(width))\""
    if !dash.isEmpty { body += " stroke-dasharray=\"\(dash)\"" }
    body += "/>\n"
  }

  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, stroke: String? = nil) {
    let ground = fill.hasPrefix("url") ? Color(0xE9A49E) : Self.color(fill)
    picture.box(x, y, width, height, PagePicture.Look(fill: ground, stroke: stroke.map { Self.color($0) }, width: 1))
    body +=
      "<rect x=\"\(XMLText.number(x))\" y=\"\(XMLText.number(y))\" width=\"\(XMLText.number(width))\" height=\"\(XMLText.number(height))\""
    body += " fill=\"\(fill)\""
    if let stroke { body += " stroke=\"\(stroke)\"" }
    body += "/>\n"
  }

  /// A mark of one of eight shapes; the even ones are filled, so that neighbours differ even where the shape is small.
  mutating func mark(_ kind: Int, x: Double, y: Double, radius r: Double = 3.6) {
    let color = Self.colors[kind % Self.colors.count]
    func point(_ dx: Double, _ dy: Double) -> String { "\(XMLText.number(x + dx * r)) \(XMLText.number(y + dy * r))" }
    let fill = kind % 2 == 0 ? color : "#ffffff"
    let look = PagePicture.Look(fill: Self.color(fill), stroke: Self.color(color), width: 1)
    func at(_ dx: Double, _ dy: Double) -> (Double, Double) { (x + dx * r, y + dy * r) }
    switch kind % 4 {
    case 0: picture.circle(x, y, r, look)
    case 1: picture.polygon([at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)], look)
    case 2: picture.polygon([at(0, -1.2), at(1.15, 0.9), at(-1.15, 0.9)], look)
    default: picture.polygon([at(0, -1.35), at(1.35, 0), at(0, 1.35), at(-1.35, 0)], look)
    }
    switch kind % 4 {
    case 0:
      body +=
        "<circle cx=\"\(XMLText.number(x))\" cy=\"\(XMLText.number(y))\" r=\"\(XMLText.number(r))\" fill=\"\(fill)\" stroke=\"\(color)\"/>\n"
    case 1:
      body += "<path d=\"M\(point(-1, -1))L\(point(1, -1))L\(point(1, 1))L\(point(-1, 1))Z\" fill=\"\(fill)\" stroke=\"\(color)\"/>\n"
    case 2:
      body += "<path d=\"M\(point(0, -1.2))L\(point(1.15, 0.9))L\(point(-1.15, 0.9))Z\" fill=\"\(fill)\" stroke=\"\(color)\"/>\n"
    default:
      body +=
        "<path d=\"M\(point(0, -1.35))L\(point(1.35, 0))L\(point(0, 1.35))L\(point(-1.35, 0))Z\" fill=\"\(fill)\" stroke=\"\(color)\"/>\n"
    }
  }

  mutating func open(_ name: String, _ kind: String) {
    body += "<g class=\"\(kind)\">\n<title>\(XMLText.escaped(SafeText.clean(name)))</title>\n"
  }
  mutating func close() { body += "</g>\n" }

  /// Text cut to fit, in at most `lines` lines.
  static func fit(_ text: String, size: Double = 11, limit: Double, lines: Int = 1) -> [String] {
    TextWidth.wrap(SafeText.clean(text), size: size, limit: limit, lineLimit: lines)
  }
}
