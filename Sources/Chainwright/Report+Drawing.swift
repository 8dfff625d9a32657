import Charts
public import ClusterModel
public import Diagram
import DiagramText
import GraphvizLayout
public import Reports

extension Report {
  /// The report in a language, its maps drawn.
  ///
  /// - Parameters:
  ///   - language: of every text.
  ///   - hasPNG: draws each picture as PNG too, for files that take no SVG.
  public func document(_ language: Language, hasPNG: Bool = false) throws(DrawingError) -> Document {
    try document(language) { (picture: Drawable) throws(DrawingError) -> Drawn in
      switch picture {
      case .diagram(let diagram):
        let drawing = Drawing(diagram)
        return Drawn(svg: String(decoding: try drawing.file(.svg), as: UTF8.self), png: hasPNG ? try drawing.file(.png) : [])
      case .page(let page): return Drawn(svg: page.svg, png: hasPNG ? try Renderer().render(page.dot, as: .png) : [])
      case .chart(let chart): return Drawn(svg: chart.svg(), png: hasPNG ? try Renderer().render(chart.picture.dot, as: .png) : [])
      }
    }
  }

  /// The files of the report.
  ///
  ///     try Report(reading, scope: .city).files([.zh, .en]).write(to: "report", force: false)
  ///
  /// - Parameters:
  ///   - languages: one set of files each.
  ///   - hasWord: a Word document in each language too.
  public func files(_ languages: [Language] = Language.allCases, hasWord: Bool = false) throws(DrawingError) -> ReportFiles {
    var documents: [Document] = []
    for language in languages { documents.append(try document(language, hasPNG: hasWord)) }
    return ReportFiles(documents, hasWord: hasWord)
  }
}
