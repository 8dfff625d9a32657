/// A rectangle on the page, in points, y down.
public struct Frame: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public var midX: Double { x + width / 2 }
  public var midY: Double { y + height / 2 }
  public var maxX: Double { x + width }
  public var maxY: Double { y + height }

  /// True when the two share more than a border.
  public func overlaps(_ other: Frame, margin: Double = 0) -> Bool {
    x < other.maxX + margin && other.x < maxX + margin && y < other.maxY + margin && other.y < maxY + margin
  }
}

/// A diagram with a place for everything: a page of `width` × `height` points, the origin at the top left.
///
/// Items come in drawing order and are numbered; the numbering depends on keys, not on the order in which a diagram listed them.
public struct PlacedDiagram: Sendable {
  public var title: String
  public var description: String
  /// BCP 47 tag.
  public var language: String
  public var width: Double
  public var height: Double
  public var boxes: [Box]
  public var nodes: [Node]
  public var edges: [Edge]

  public init(title: String, description: String, language: String, width: Double, height: Double) {
    self.title = title
    self.description = description
    self.language = language
    self.width = width
    self.height = height
    boxes = []
    nodes = []
    edges = []
  }
}

extension PlacedDiagram {
  /// One line of text as it will stand: cut and measured.
  public struct Line: Sendable, Hashable {
    public var text: String
    /// Points.
    public var size: Double
    public var isBold: Bool
    public var color: Color

    public init(_ text: String, size: Double, isBold: Bool = false, color: Color = Color(0x1F2933)) {
      self.text = text
      self.size = size
      self.isBold = isBold
      self.color = color
    }

    /// Height of the line on the page; Graphviz sets lines 1.2 em apart, and Han text wants more air, small text most.
    public var height: Double { size * (size < 10 ? 1.4 : 1.3) }
  }

  /// A group's box; its title is the node `titleNode`.
  public struct Box: Sendable {
    /// `g0`, `g1`, …
    public var id: String
    public var key: String
    public var frame: Frame
    public var style: Style
    public var title: String
    public var description: String
    /// Positions in ``PlacedDiagram/nodes``: the title's, then the members'.
    public var members: [Int]

    public init(id: String, key: String, frame: Frame, style: Style, title: String, description: String, members: [Int]) {
      self.id = id
      self.key = key
      self.frame = frame
      self.style = style
      self.title = title
      self.description = description
      self.members = members
    }
  }

  /// A node, or a piece of text on the page.
  public struct Node: Sendable {
    public enum Role: String, Sendable, Hashable {
      /// Stands for a thing of the diagram.
      case node
      /// The title text of a box.
      case boxTitle
      /// Text on an edge.
      case edgeLabel
      /// Page title, column heading, legend, note.
      case furniture
      /// Where a moved node truly is.
      case anchor
    }

    /// Letters and digits: `n12`.
    public var id: String
    public var role: Role
    public var key: String
    public var frame: Frame
    public var lines: [Line]
    public var isLeftAligned: Bool
    public var style: Style
    public var title: String
    public var description: String
    public var link: String

    public init(
      id: String, role: Role, key: String = "", frame: Frame, lines: [Line], isLeftAligned: Bool = false, style: Style, title: String = "",
      description: String = "", link: String = ""
    ) {
      self.id = id
      self.role = role
      self.key = key
      self.frame = frame
      self.lines = lines
      self.isLeftAligned = isLeftAligned
      self.style = style
      self.title = title
      self.description = description
      self.link = link
    }
  }

  public struct Edge: Sendable {
    /// `e0`, `e1`, …
    public var id: String
    public var key: String
    /// Positions in ``PlacedDiagram/nodes``.
    public var source: Int
    public var target: Int
    /// Cubic Bézier pieces: 1 + 3 k points from the source to the arrow's base.
    public var points: [Diagram.Point]
    /// The arrow's tip; `nil` without an arrow.
    public var tip: Diagram.Point?
    public var style: EdgeStyle
    /// False for legend samples and the threads that tie a moved node to its true place.
    public var isContent: Bool
    public var title: String
    public var description: String

    public init(
      id: String, key: String, source: Int, target: Int, points: [Diagram.Point], tip: Diagram.Point?, style: EdgeStyle,
      isContent: Bool = true, title: String = "", description: String = ""
    ) {
      self.id = id
      self.key = key
      self.source = source
      self.target = target
      self.points = points
      self.tip = tip
      self.style = style
      self.isContent = isContent
      self.title = title
      self.description = description
    }
  }
}

/// A drawing in the DOT language, written by this package from checked values.
///
/// The renderer takes nothing else: foreign DOT can crash or hang Graphviz, so there is no public way to make one from a string.
public struct DOTDocument: Sendable, Hashable {
  public let text: String
  /// Size of the page in points.
  public let width: Double
  public let height: Double

  package init(text: String, width: Double, height: Double) {
    self.text = text
    self.width = width
    self.height = height
  }
}
