import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads XML with a parser that is not ours.
enum XMLCheck {
  struct Problem: Error {}

  static func run(_ text: String) throws -> Bool { try parse(text).isEmpty == false }

  /// The content of every `<text>`.
  static func texts(_ text: String) throws -> Set<String> { Set(try parse(text).filter { $0.name == "text" }.map(\.content)) }

  struct Element {
    var name: String
    var attributes: [String: String]
    var content: String
  }

  /// Every element, with the characters directly in it.
  static func parse(_ text: String) throws -> [Element] {
    let parser = XMLParser(data: Data(text.utf8))
    parser.shouldResolveExternalEntities = false
    let reader = Reader()
    parser.delegate = reader
    guard parser.parse() else { throw Problem() }
    return reader.elements
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes, content: ""))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if let last = open.last { elements[last].content += string }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { open.removeLast() }
  }
}
