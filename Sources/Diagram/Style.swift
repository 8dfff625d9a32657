/// An opaque colour.
public struct Color: Sendable, Hashable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  /// From `0xRRGGBB`.
  public init(_ rgb: UInt32) {
    red = UInt8(truncatingIfNeeded: rgb >> 16)
    green = UInt8(truncatingIfNeeded: rgb >> 8)
    blue = UInt8(truncatingIfNeeded: rgb)
  }

  /// `#rrggbb`.
  public var hex: String {
    let digits = Array("0123456789abcdef")
    var text = "#"
    for part in [red, green, blue] {
      text.append(digits[Int(part >> 4)])
      text.append(digits[Int(part & 15)])
    }
    return text
  }
}

/// The outline of a node.
public enum Shape: String, Sendable, Hashable, CaseIterable {
  case box, roundedBox, octagon, hexagon, ellipse
  /// A dot without text.
  case point
  /// Text without an outline.
  case plain
}

/// How a line is drawn.
public enum LineStyle: String, Sendable, Hashable, CaseIterable {
  case solid, dashed, dotted
}

/// The look of a node or of a group's box.
public struct Style: Sendable, Hashable {
  public var shape: Shape
  public var line: LineStyle
  /// `nil` leaves the ground bare.
  public var fill: Color?
  public var stroke: Color
  /// Points.
  public var strokeWidth: Double
  /// Two for a thing that stands for several.
  public var outlines: Int
  public var text: Color

  public init(
    shape: Shape = .roundedBox, line: LineStyle = .solid, fill: Color? = Color(0xFFFFFF), stroke: Color = Color(0x52606D),
    strokeWidth: Double = 1, outlines: Int = 1, text: Color = Color(0x1F2933)
  ) {
    self.shape = shape
    self.line = line
    self.fill = fill
    self.stroke = stroke
    self.strokeWidth = strokeWidth
    self.outlines = outlines
    self.text = text
  }
}

/// The look of an edge.
public struct EdgeStyle: Sendable, Hashable {
  public var line: LineStyle
  public var stroke: Color
  /// Points.
  public var width: Double
  public var hasArrow: Bool

  public init(line: LineStyle = .solid, stroke: Color = Color(0x7B8794), width: Double = 1, hasArrow: Bool = true) {
    self.line = line
    self.stroke = stroke
    self.width = width
    self.hasArrow = hasArrow
  }
}
