/// Sizes of a layout, in points.
public struct LayoutOptions: Sendable {
  /// Text is wrapped at this width inside nodes.
  public var textLimit = 132.0
  /// Lines that a node's name may take.
  public var nameLines = 3
  /// Space between columns, before room for edges and labels is added.
  public var columnGap = 46.0
  /// Between two nodes of a column.
  public var nodeGap = 9.0
  /// Between two groups of a column.
  public var groupGap = 18.0
  /// Around the drawing.
  public var margin = 28.0
  /// The page is at least this wide.
  public var minimumWidth = 640.0
  /// Width and height that a map of positions aims at.
  public var mapWidth = 900.0
  public var mapHeight = 600.0
  /// Sweeps of crossing reduction.
  public var sweeps = 12

  public init() {}
}
