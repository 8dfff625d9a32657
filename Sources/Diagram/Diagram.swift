/// A drawing as plain values: what is drawn, not where.
///
/// Nodes stand in columns (left to right, goods running with the reading direction) or at given positions; groups are boxes around nodes of one
/// column; edges join nodes or groups by key. Everything a reader sees or hears is text in one language, `language`.
///
///     column 0      column 1        title
///     ┌ group ─┐    ┌ group ─┐      subtitle
///     │ node ──┼──▶ │ node   │      … the drawing …
///     └────────┘    └────────┘      legend, notes, source line
///
/// Unknown keys, repeated keys and empty texts are allowed: a layout drops what it cannot draw and never traps.
public struct Diagram: Sendable {
  /// How nodes find their place.
  public enum Arrangement: Sendable, Hashable {
    /// In the column each node names.
    case columns
    /// Near the position each node names; boxes that would overlap move apart as little as possible.
    case positions
  }

  public var title: String
  public var subtitle: String
  /// Source and date: the last line of the page.
  public var sourceLine: String
  /// What a reader must know to read the drawing right: what was folded, what is made up.
  public var notes: [String]
  /// The drawing in words, for those who cannot see it.
  public var description: String
  /// BCP 47 tag of all texts: `zh-Hans`, `en`.
  public var language: String
  public var arrangement: Arrangement
  /// A heading for each column, by column number; may be shorter than the columns used.
  public var columns: [Heading]
  public var groups: [Group]
  public var nodes: [Node]
  public var edges: [Edge]
  public var legend: [LegendEntry]

  public init(
    title: String, subtitle: String = "", sourceLine: String = "", notes: [String] = [], description: String = "",
    language: String = "en", arrangement: Arrangement = .columns, columns: [Heading] = [], groups: [Group] = [],
    nodes: [Node] = [], edges: [Edge] = [], legend: [LegendEntry] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.sourceLine = sourceLine
    self.notes = notes
    self.description = description
    self.language = language
    self.arrangement = arrangement
    self.columns = columns
    self.groups = groups
    self.nodes = nodes
    self.edges = edges
    self.legend = legend
  }
}

extension Diagram {
  /// The heading over a column: a title and, smaller, a detail.
  public struct Heading: Sendable, Hashable {
    public var title: String
    public var detail: String

    public init(_ title: String, detail: String = "") {
      self.title = title
      self.detail = detail
    }
  }

  /// A line of text inside a node or under a group's title.
  public struct Line: Sendable, Hashable {
    /// Relative weight on the page.
    public enum Role: Sendable, Hashable {
      /// The name of the thing.
      case name
      /// A name that must stand out.
      case strong
      /// A smaller, greyer addition.
      case detail
      /// A state in words, in the colour of the node's outline: `▲ 单点`.
      case mark
    }

    public var text: String
    public var role: Role
    /// `nil` takes the role's.
    public var color: Color?

    public init(_ text: String, _ role: Role = .name, color: Color? = nil) {
      self.text = text
      self.role = role
      self.color = color
    }
  }

  /// A point in points of 1/72 inch, or in map units for positions to be scaled; y runs down.
  public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A figure on the page that stands for one thing.
  public struct Node: Sendable {
    /// Names the node in edges; derived from the data (`firm:SYN-0001`), unique among nodes and groups.
    public var key: String
    public var lines: [Line]
    public var style: Style
    /// Column, 0 at the left; used in ``Arrangement/columns``.
    public var column: Int
    /// The key of the group that holds the node; empty for none.
    public var group: String
    /// Nodes begin in this order within a column (ties by key) before crossings are reduced.
    public var order: Double
    /// Stays at the end of its group, as a “the other 38” does.
    public var isLast: Bool
    /// True position in any unit, y down; used in ``Arrangement/positions``.
    public var position: Point?
    /// What a tooltip or a screen reader says.
    public var title: String
    public var description: String
    /// `http:`, `https:`, `#…` or a relative address; others are dropped by the writers.
    public var link: String

    public init(
      key: String, lines: [Line], style: Style = Style(), column: Int = 0, group: String = "", order: Double = 0, isLast: Bool = false,
      position: Point? = nil, title: String = "", description: String = "", link: String = ""
    ) {
      self.key = key
      self.lines = lines
      self.style = style
      self.column = column
      self.group = group
      self.order = order
      self.isLast = isLast
      self.position = position
      self.title = title
      self.description = description
      self.link = link
    }
  }

  /// A box around nodes of one column; drawn also when it holds none.
  public struct Group: Sendable {
    public var key: String
    public var lines: [Line]
    public var style: Style
    public var column: Int
    public var order: Double
    public var title: String
    public var description: String

    public init(
      key: String, lines: [Line], style: Style = Style(), column: Int = 0, order: Double = 0, title: String = "", description: String = ""
    ) {
      self.key = key
      self.lines = lines
      self.style = style
      self.column = column
      self.order = order
      self.title = title
      self.description = description
    }
  }

  /// An arrow from one node or group to another.
  public struct Edge: Sendable {
    /// Unique among edges; where two are equal the later is dropped.
    public var key: String
    /// Keys of nodes or groups.
    public var source: String
    public var target: String
    /// Short text on the edge; empty for none.
    public var label: String
    public var style: EdgeStyle
    public var title: String
    public var description: String

    public init(
      key: String, source: String, target: String, label: String = "", style: EdgeStyle = EdgeStyle(), title: String = "",
      description: String = ""
    ) {
      self.key = key
      self.source = source
      self.target = target
      self.label = label
      self.style = style
      self.title = title
      self.description = description
    }
  }

  /// What a look means.
  public struct LegendEntry: Sendable {
    public enum Sample: Sendable {
      case node(Style)
      case edge(EdgeStyle)
      /// A mark as it stands in labels, with its colour.
      case mark(String, Color)
    }

    public var sample: Sample
    public var text: String

    public init(_ sample: Sample, _ text: String) {
      self.sample = sample
      self.text = text
    }
  }
}
