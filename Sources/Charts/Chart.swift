import Diagram

/// A chart as plain values: what is shown, in words and numbers; `svg()` draws it.
///
/// Three kinds share axes, reference lines and bands: lines and steps over a number (days, a budget), bars with one value a row, and dots with
/// several values a row. Nothing is told by colour alone: lines differ in dashes and marks and carry their names, dots differ in shape.
public struct Chart: Sendable {
  /// What a scale says.
  public struct Axis: Sendable {
    public enum Unit: Sendable {
      /// As it is; thousands are set apart.
      case number
      /// A share: 0.5 is written 50 %.
      case share
    }
    /// What is measured, with its unit: `万元`, `day`.
    public var title: String
    public var unit: Unit
    /// Values that must be within the scale, beside all that is shown.
    public var including: [Double]
    /// Nothing lies between whole numbers: years, days, firms.
    public var isWhole: Bool

    public init(_ title: String, unit: Unit = .number, including: [Double] = [], isWhole: Bool = false) {
      self.title = title
      self.unit = unit
      self.including = including
      self.isWhole = isWhole
    }
  }

  public struct Point: Sendable {
    public var x: Double
    /// NaN where unknown: the line is broken there.
    public var y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// One line, named at its end.
  public struct Series: Sendable {
    public var name: String
    /// In the order of x.
    public var points: [Point]
    /// Level from one point to the next: a Pareto curve, a stock of whole things.
    public var isStepped: Bool

    public init(_ name: String, _ points: [Point], isStepped: Bool = false) {
      self.name = name
      self.points = points
      self.isStepped = isStepped
    }
  }

  /// One row with a bar.
  public struct Bar: Sendable {
    public var label: String
    /// NaN where unknown: ``text`` is written in place of a bar.
    public var value: Double
    /// Written at the bar's end: the value in the reader's words.
    public var text: String
    /// Hatched, to stand out without colour.
    public var isMarked: Bool

    public init(_ label: String, _ value: Double, text: String, isMarked: Bool = false) {
      self.label = label
      self.value = value
      self.text = text
      self.isMarked = isMarked
    }
  }

  /// One row with dots.
  public struct Row: Sendable {
    public var label: String
    /// One value for each of the chart's dot names; NaN where unknown: no dot.
    public var values: [Double]
    /// Drawn as a thin line behind the dots: a range, an interval.
    public var range: ClosedRange<Double>?
    /// Written at the right.
    public var text: String

    public init(_ label: String, _ values: [Double], range: ClosedRange<Double>? = nil, text: String = "") {
      self.label = label
      self.values = values
      self.range = range
      self.text = text
    }
  }

  public enum Content: Sendable {
    /// At most 8 series are told apart by their dashes.
    case lines([Series])
    case bars([Bar])
    /// The names of the dots, and the rows; at most 6 kinds of dots are told apart by their shapes.
    case dots(names: [String], rows: [Row])
  }

  /// A value to compare with: a line across the chart on the scale of values.
  public struct Reference: Sendable {
    public var value: Double
    public var label: String

    public init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// A stretch of the horizontal scale: the days of an event. Only in charts of lines.
  public struct Band: Sendable {
    public var range: ClosedRange<Double>
    public var label: String

    public init(_ range: ClosedRange<Double>, _ label: String) {
      self.range = range
      self.label = label
    }
  }

  public var title: String
  /// One line under the title; may be empty.
  public var subtitle: String
  /// What the chart shows in words, for who cannot see it.
  public var description: String
  /// `zh` or `en`.
  public var language: String
  /// Across; the scale of values in charts of bars and dots.
  public var horizontal: Axis
  /// Upwards; not used in charts of bars and dots, whose rows have labels.
  public var vertical: Axis
  public var content: Content
  public var references: [Reference] = []
  public var bands: [Band] = []
  /// Small print under the chart: source, assumptions; may be empty.
  public var note = ""

  public init(
    title: String, subtitle: String = "", description: String, language: String, horizontal: Axis, vertical: Axis = Axis(""),
    content: Content
  ) {
    self.title = title
    self.subtitle = subtitle
    self.description = description
    self.language = language
    self.horizontal = horizontal
    self.vertical = vertical
    self.content = content
  }
}
