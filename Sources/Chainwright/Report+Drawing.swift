public import ClusterModel
public import Diagram
public import Reports

extension Report {
  /// The report in a language, its maps drawn.
  public func document(_ language: Language) throws(DrawingError) -> Document {
    try document(language) { (diagram: Diagram) throws(DrawingError) in
      String(decoding: try Drawing(diagram).file(.svg), as: UTF8.self)
    }
  }

  /// The files of the report.
  ///
  ///     try Report(reading, scope: .city).files([.zh, .en]).write(to: "report", force: false)
  public func files(_ languages: [Language] = Language.allCases) throws(DrawingError) -> ReportFiles {
    var documents: [Document] = []
    for language in languages { documents.append(try document(language)) }
    return ReportFiles(documents)
  }
}
