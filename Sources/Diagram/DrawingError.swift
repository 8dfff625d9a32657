/// Why a drawing could not be made.
public struct DrawingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, in kind; more may be added.
  public struct Code: RawRepresentable, Sendable, Hashable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Graphviz could not read or draw the document.
    public static let graphviz = Code(rawValue: "graphviz")
    /// The SVG to finish is not one Graphviz drew of this diagram.
    public static let unexpectedSVG = Code(rawValue: "unexpected-svg")
  }

  public var code: Code
  /// What is wrong and what to do.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
