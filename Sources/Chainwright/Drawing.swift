public import Diagram
public import DiagramLayout
import DiagramText
import GraphvizLayout

/// A diagram laid out, and its files.
///
///     let drawing = Drawing(diagram)
///     let bytes = try drawing.file(.svg)
public struct Drawing: Sendable {
  /// Files a drawing is written as.
  public enum Format: String, Sendable, CaseIterable {
    case dot, svg, png, pdf
  }

  public let placed: PlacedDiagram
  public let dot: DOTDocument

  public init(_ diagram: Diagram, options: LayoutOptions = LayoutOptions()) { self.init(diagram.placed(options)) }

  /// The files of a page that is laid out already.
  public init(_ placed: PlacedDiagram) {
    self.placed = placed
    dot = placed.dot
  }

  /// The bytes of the file. DOT and SVG are the same for the same diagram on any machine; PNG and PDF depend on its fonts.
  public func file(_ format: Format) throws(DrawingError) -> [UInt8] {
    switch format {
    case .dot: Array(dot.text.utf8)
    case .svg: Array(try placed.finishedSVG(Renderer().render(dot, as: .svg)).utf8)
    case .png: try Renderer().render(dot, as: .png)
    case .pdf: try Renderer().render(dot, as: .pdf)
    }
  }
}
