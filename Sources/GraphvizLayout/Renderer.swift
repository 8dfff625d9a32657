import CGraphviz
public import Diagram

/// File formats that Graphviz draws.
public enum DrawingFormat: String, Sendable, Hashable, CaseIterable {
  case svg, png, pdf
}

/// Draws a document that this package wrote, in process, through libgraphviz.
///
/// Positions are in the document; Graphviz adds nothing to the layout (`nop2`). Calls from several threads wait for one another.
public struct Renderer: Sendable {
  /// Resolution of PNG; lowered for pages that would be wider or higher than 30,000 pixels.
  public var dotsPerInch: Int

  public init(dotsPerInch: Int = 192) { self.dotsPerInch = dotsPerInch }

  /// The bytes of the file.
  ///
  /// - Throws: `DrawingError.Code.graphviz` with Graphviz's own words when it reports any error.
  public func render(_ document: DOTDocument, as format: DrawingFormat) throws(DrawingError) -> [UInt8] {
    var resolution = 0
    if format == .png {
      let longest = max(document.width, document.height, 1)
      resolution = max(min(dotsPerInch, Int(30_000 * 72 / longest)), 1)
    }
    let result = document.text.withCString { text in
      cw_graphviz_render(text, "nop2", format.rawValue, Int32(resolution))
    }
    defer { cw_graphviz_free(result) }
    let words = result.message.map { String(cString: $0) } ?? ""
    guard result.failed == 0, let bytes = result.bytes else {
      let said = words.isEmpty ? "no reason was given" : words
      let remedy = "Are Graphviz and its \(format.rawValue) plugin installed (Debian: libgvc6)?"
      throw DrawingError(.graphviz, "Graphviz could not draw the \(format.rawValue): \(said). \(remedy)")
    }
    var file = Array(UnsafeBufferPointer(start: bytes, count: result.count))
    if format == .pdf { Self.removeDate(&file) }
    return file
  }

  /// Sets the date of a PDF, which Cairo takes from the clock, to the start of 2000: a file does not tell when it was drawn.
  static func removeDate(_ file: inout [UInt8]) {
    let mark = Array("/CreationDate (D:".utf8)
    let date = Array("20000101000000".utf8)
    // The information stands near the end, after all drawing.
    var start = file.count - mark.count - date.count
    while start >= 0 {
      if file[start] == mark[0] && file[start..<(start + mark.count)].elementsEqual(mark) {
        let place = start + mark.count
        if file[place..<(place + date.count)].allSatisfy({ $0 >= 48 && $0 <= 57 }) {
          file.replaceSubrange(place..<(place + date.count), with: date)
        }
        return
      }
      start -= 1
    }
  }
}
