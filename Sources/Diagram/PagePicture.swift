/// A page of A4 across, drawn mark by mark: every mark has its place in points, y runs down.
///
/// It is for drawings whose places follow from what they say, and not from a search for room: a page so made prints at its true size, and no text on
/// it is under 7 points. Marks are drawn in their order; texts are cleaned when they are added.
public struct PagePicture: Sendable {
  /// A4 across.
  public static let width = 842.0
  public static let height = 595.0
  /// No text on a page is smaller.
  public static let smallest = 7.0

  /// How a shape looks; without a colour it has no ground, or no outline.
  public struct Look: Sendable, Hashable {
    public var fill: Color?
    public var stroke: Color?
    public var width: Double
    public var line: LineStyle

    public init(fill: Color? = nil, stroke: Color? = nil, width: Double = 1, line: LineStyle = .solid) {
      self.fill = fill
      self.stroke = stroke
      self.width = width
      self.line = line
    }
  }

  /// Which point of a text its place names.
  public enum Anchor: String, Sendable, Hashable { case start, middle, end }

  /// How a text looks.
  public struct Face: Sendable, Hashable {
    public var size: Double
    public var isBold: Bool
    public var color: Color
    public var anchor: Anchor

    public init(_ size: Double, isBold: Bool = false, color: Color = Color(0x1F2933), anchor: Anchor = .start) {
      self.size = size
      self.isBold = isBold
      self.color = color
      self.anchor = anchor
    }
  }

  /// What a group of marks stands for, for a tooltip, a screen reader and a link.
  public struct Thing: Sendable, Hashable {
    public var key: String
    public var title: String
    public var description: String

    public init(key: String, title: String, description: String = "") {
      self.key = key
      self.title = title
      self.description = description
    }
  }

  public enum Mark: Sendable, Hashable {
    case box(Frame, radius: Double, Look)
    case polygon([Diagram.Point], Look)
    case line([Diagram.Point], Look)
    case circle(Diagram.Point, radius: Double, Look)
    /// A text with its baseline at a point; `full` is what was to stand there, where it had to be cut.
    case text(String, Diagram.Point, Face, full: String)
    case begin(Thing)
    case end
  }

  public var title: String
  public var description: String
  /// BCP 47 tag of all texts.
  public var language: String
  public private(set) var marks: [Mark] = []
  /// Whose name a text on the page is, of names that have to be told apart.
  var owners: [String: String] = [:]
  /// Of the page, in points.
  public var width = PagePicture.width
  public var height = PagePicture.height

  public init(title: String = "", description: String = "", language: String = "en") {
    self.title = title
    self.description = description
    self.language = language
  }

  public mutating func add(_ mark: Mark) { marks.append(mark) }

  /// Puts marks under all others.
  package mutating func addBelow(_ below: [Mark]) { marks = below + marks }

  public mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, radius: Double = 0, _ look: Look) {
    marks.append(.box(Frame(x: x, y: y, width: width, height: height), radius: radius, look))
  }

  public mutating func line(_ points: [(Double, Double)], _ look: Look) {
    marks.append(.line(points.map { Diagram.Point($0.0, $0.1) }, look))
  }

  public mutating func polygon(_ points: [(Double, Double)], _ look: Look) {
    marks.append(.polygon(points.map { Diagram.Point($0.0, $0.1) }, look))
  }

  public mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ look: Look) {
    marks.append(.circle(Diagram.Point(x, y), radius: radius, look))
  }

  /// A text on one line, no wider than `limit`; what does not fit is cut and ends with `…`.
  ///
  /// - Returns: its width as drawn.
  @discardableResult
  public mutating func text(_ text: String, _ x: Double, _ y: Double, _ type: Face, limit: Double = .infinity) -> Double {
    let clean = SafeText.clean(text, limit: 400)
    if clean.isEmpty { return 0 }
    let shown = Self.fitted(clean, type, limit)
    marks.append(.text(shown, Diagram.Point(x, y), type, full: shown == clean ? "" : clean))
    return Self.width(shown, type)
  }

  /// The width of a text with slack for a reader who has another font.
  public static func width(_ text: String, _ type: Face) -> Double {
    TextWidth.width(text, size: type.size, isBold: type.isBold) * 1.03
  }

  /// The text, or the longest beginning of it that fits with `…`.
  public static func fitted(_ text: String, _ type: Face, _ limit: Double) -> String {
    if limit == .infinity || width(text, type) <= limit { return text }
    var kept = Array(text.unicodeScalars)
    while !kept.isEmpty {
      kept.removeLast()
      var view = String.UnicodeScalarView(kept)
      view.append("…")
      let cut = String(view)
      if width(cut, type) <= limit { return cut }
    }
    return "…"
  }

  /// A text over several lines, each `step` below the last.
  ///
  /// - Returns: how many lines it took.
  @discardableResult
  public mutating func wrapped(
    _ text: String, _ x: Double, _ y: Double, _ type: Face, limit: Double, lines: Int, step: Double
  ) -> Int {
    let all = TextWidth.wrap(
      SafeText.clean(text, limit: 1_000), size: type.size * 1.03, isBold: type.isBold, limit: limit, lineLimit: lines)
    for (number, line) in all.enumerated() { self.text(line, x, y + Double(number) * step, type) }
    return all.count
  }

  /// A number on a line: on a white plate, so that nothing shows through it.
  public mutating func plate(_ text: String, centre x: Double, _ y: Double, _ type: Face) {
    var type = type
    type.anchor = .middle
    let width = Self.width(text, type)
    box(x - width / 2 - 1.8, y - type.size * 0.82 - 1, width + 3.6, type.size * 0.98 + 2.6, radius: 2, Look(fill: Color(0xFFFFFF)))
    self.text(text, x, y, type)
  }

  /// Marks that stand for one thing.
  public mutating func group(_ thing: Thing, _ draw: (inout PagePicture) -> Void) {
    marks.append(.begin(thing))
    draw(&self)
    marks.append(.end)
  }
}
