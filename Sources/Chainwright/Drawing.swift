public import ClusterAnalysis
public import ClusterModel
public import Diagram
public import DiagramLayout
import DiagramText
import GraphvizLayout
import Reports

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
  /// What SVG, PNG and PDF show, where the map is drawn on a page; DOT keeps the graph.
  public let page: PagePicture?

  /// A diagram laid out, and the page that is shown in its place.
  ///
  /// - Parameters:
  ///   - diagram: what DOT holds.
  ///   - page: what the drawings show; `nil` shows the diagram.
  ///   - options: of the layout.
  public init(_ diagram: Diagram, page: PagePicture?, options: LayoutOptions = LayoutOptions()) {
    placed = diagram.placed(options)
    dot = placed.dot
    self.page = page
  }

  public init(_ diagram: Diagram, options: LayoutOptions = LayoutOptions()) { self.init(diagram.placed(options)) }

  /// The files of a diagram that is laid out already.
  ///
  /// - Parameters:
  ///   - placed: what DOT holds.
  ///   - page: what the drawings show; `nil` shows the diagram.
  public init(_ placed: PlacedDiagram, page: PagePicture? = nil) {
    self.placed = placed
    dot = placed.dot
    self.page = page
  }

  /// The bytes of the file. DOT and SVG are the same for the same diagram on any machine; PNG and PDF depend on its fonts.
  public func file(_ format: Format) throws(DrawingError) -> [UInt8] {
    if let page {
      switch format {
      case .dot: return Array(dot.text.utf8)
      case .svg: return Array(page.svg.utf8)
      case .png: return try Renderer().render(page.dot, as: .png)
      case .pdf: return try Renderer().render(page.dot, as: .pdf)
      }
    }
    return switch format {
    case .dot: Array(dot.text.utf8)
    case .svg: Array(try placed.finishedSVG(Renderer().render(dot, as: .svg)).utf8)
    case .png: try Renderer().render(dot, as: .png)
    case .pdf: try Renderer().render(dot, as: .pdf)
    }
  }

  /// The map as one live page that needs nothing else; a view without a page of its own shows its diagram's title alone.
  ///
  /// - Parameters:
  ///   - model: who needs what to run.
  ///   - scope: the firms a large network is cut down to, with all upstream of them; `nil` keeps all.
  ///   - language: of every text.
  public func live(_ model: SupplyModel, scope: Set<FirmID>?, language: Language) -> [UInt8] {
    var drawn = page ?? PagePicture(title: placed.title, description: placed.description, language: placed.language)
    if page == nil { drawn.text(placed.title, 28, 44, PagePicture.Face(16, isBold: true), limit: 786) }
    return LiveMap(drawn, model: model, scope: scope, language: language).html
  }
}
