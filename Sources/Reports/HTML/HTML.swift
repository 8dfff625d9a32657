import Diagram

/// A piece of a page as a value: an element with attributes and children, a text, or a drawing.
///
/// Names of elements and attributes come from the two lists here and never from data; texts and values of attributes are cleaned and escaped in
/// one place, when the page is written. So no data can become markup, a script or a style.
///
///     HTML(.p, [.text("5 < 7 & "), HTML(.strong, "so")])
public struct HTML: Sendable {
  public enum Tag: String, Sendable, CaseIterable {
    case html, head, meta, title, style, body, main, header, footer, nav, section, div, span, p, h1, h2, h3, h4, a, strong, em, small, sup,
      br
    case ul, ol, li, dl, dt, dd, table, caption, thead, tbody, tr, th, td, figure, figcaption

    var isVoid: Bool { self == .meta || self == .br }
    /// Stands on lines of its own.
    var isBlock: Bool {
      switch self {
      case .span, .a, .strong, .em, .small, .sup, .br, .title, .h1, .h2, .h3, .h4, .p, .li, .dt, .dd, .td, .th, .caption, .figcaption: false
      default: true
      }
    }
    var endsLine: Bool {
      switch self {
      case .span, .a, .strong, .em, .small, .sup, .br, .td, .th: false
      default: true
      }
    }
  }

  public struct Attribute: Sendable {
    enum Name: String, Sendable {
      case lang, id, href, scope, charset, name, content, role, start, colspan
      case cssClass = "class"
      case equivalent = "http-equiv"
      case label = "aria-label"
      case labelledBy = "aria-labelledby"
      case tabIndex = "tabindex"
    }
    let name: Name
    let value: String

    public static func lang(_ language: String) -> Self { Self(name: .lang, value: language) }
    public static func id(_ id: String) -> Self { Self(name: .id, value: HTML.identifier(id)) }
    public static func css(_ name: String) -> Self { Self(name: .cssClass, value: name) }
    public static func label(_ text: String) -> Self { Self(name: .label, value: text) }
    package static func labelledBy(_ id: String) -> Self { Self(name: .labelledBy, value: HTML.identifier(id)) }
    public static func scope(_ scope: String) -> Self { Self(name: .scope, value: scope) }
    public static func role(_ role: String) -> Self { Self(name: .role, value: role) }
    public static func columns(_ count: Int) -> Self { Self(name: .colspan, value: String(count)) }
    /// Wide tables are scrolled with the keyboard too.
    package static var focusable: Self { Self(name: .tabIndex, value: "0") }
    static func meta(_ name: String, _ content: String) -> [Self] {
      [Self(name: .name, value: name), Self(name: .content, value: content)]
    }
    /// What a browser may do with the page, whatever got into it: show it. No script runs, nothing is fetched, nothing is sent.
    static var policy: [Self] {
      [
        Self(name: .equivalent, value: "Content-Security-Policy"),
        Self(name: .content, value: "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"),
      ]
    }
    static var utf8: Self { Self(name: .charset, value: "utf-8") }

    /// A place on the page.
    public static func href(to id: String) -> Self { Self(name: .href, value: "#" + HTML.identifier(id)) }
    /// A file beside the page; what is no plain file name leads nowhere.
    public static func href(file: String) -> Self {
      let isPlain = !file.isEmpty && file.utf8.allSatisfy { HTML.isPlain($0) } && !file.hasPrefix(".")
      return Self(name: .href, value: isPlain ? file : "#")
    }
    /// An address on the web; `nil` unless it is http or https and plain.
    public static func href(web address: String) -> Self? {
      guard address.hasPrefix("http://") || address.hasPrefix("https://"), address.utf8.count < 500,
        address.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F && $0 != "\\" && $0 != "\"" && $0 != "<" && $0 != ">" })
      else { return nil }
      return Self(name: .href, value: address)
    }
  }

  indirect enum Content: Sendable {
    case element(Tag, [Attribute], [HTML])
    case text(String)
    /// Markup of our own: a drawing, a style sheet.
    case trusted(String)
  }
  let content: Content

  private init(content: Content) { self.content = content }

  public init(_ tag: Tag, _ attributes: [Attribute] = [], _ children: [HTML] = []) {
    content = .element(tag, attributes, children)
  }

  public init(_ tag: Tag, _ attributes: [Attribute] = [], _ text: String) { self.init(tag, attributes, [.text(text)]) }

  public init(_ tag: Tag, _ children: [HTML]) { self.init(tag, [], children) }

  public init(_ tag: Tag, _ text: String) { self.init(tag, [], [.text(text)]) }

  public static func text(_ text: String) -> HTML { HTML(content: .text(text)) }

  /// A drawing in the page.
  public static func drawing(_ drawing: InlineDrawing) -> HTML { HTML(content: .trusted(drawing.markup)) }

  /// A style sheet of our own.
  static func css(_ sheet: String) -> HTML { HTML(.style, [], [HTML(content: .trusted(sheet))]) }

  /// Letters, digits, `-`, `_` and `.`; everything else becomes `-`.
  static func identifier(_ id: String) -> String {
    String(decoding: id.utf8.map { isPlain($0) ? $0 : 0x2D }, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
      || byte == 0x2E
  }

  /// The markup. O(size); the depth is that of the page, which is made here and small.
  public func markup() -> String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch content {
    case .text(let text): out += XMLText.escaped(SafeText.clean(keepingEnds: text))
    case .trusted(let markup): out += markup
    case .element(let tag, let attributes, let children):
      out += "<" + tag.rawValue
      for attribute in attributes {
        out += " " + attribute.name.rawValue + "=\"" + XMLText.escaped(SafeText.clean(attribute.value)) + "\""
      }
      out += ">"
      if tag.isVoid {
        if tag == .meta { out += "\n" }
        return
      }
      if tag.isBlock { out += "\n" }
      for child in children { child.write(to: &out) }
      out += "</" + tag.rawValue + ">"
      if tag.endsLine { out += "\n" }
    }
  }
}

extension SafeText {
  /// Cleaned as by `clean`, with one space kept at each end where there was some: a text between two elements.
  static func clean(keepingEnds text: String) -> String {
    let cleaned = clean(text, limit: 4_000)
    if cleaned.isEmpty { return text.isEmpty ? "" : " " }
    let spaces: (Character?) -> String = { $0?.isWhitespace == true ? " " : "" }
    return spaces(text.first) + cleaned + spaces(text.last)
  }
}

/// A drawing of ours made ready to stand in a page beside others: without its declaration, its names its own, as wide as there is room.
public struct InlineDrawing: Sendable {
  let markup: String
  /// Points.
  let width: Double
  let height: Double

  /// - Parameters:
  ///   - svg: the SVG of a `Chart` or of a finished `PlacedDiagram`; anything else is not drawn.
  ///   - name: put before every id in it; letters, digits and `-`.
  ///   - isSheet: the drawing is a page of A4 with its margins: these are the paper's, and are left out here.
  public init?(svg: String, name: String, isSheet: Bool = false) {
    guard let begin = svg.firstRange(of: "<svg "), let size = Self.size(svg) else { return nil }
    (width, height) = size
    var markup = String(svg[begin.lowerBound...])
    let prefix = HTML.identifier(name) + "-"
    markup = markup.replacing(" id=\"", with: " id=\"\(prefix)").replacing("url(#", with: "url(#\(prefix)")
    // The root names its title and its description.
    if let range = markup.firstRange(of: /aria-labelledby="([^"]*)"/) {
      let names = markup[range].dropFirst("aria-labelledby=\"".count).dropLast().split(separator: " ").map { prefix + $0 }
      markup.replaceSubrange(range, with: "aria-labelledby=\"\(names.joined(separator: " "))\"")
    }
    // Its size is the page's to say; the view box keeps its shape.
    if let range = markup.firstRange(of: /\ width="[^"]*" height="[^"]*"/) { markup.removeSubrange(range) }
    if isSheet, let range = markup.firstRange(of: "viewBox=\"0 0 842 595\"") {
      markup.replaceSubrange(range, with: "viewBox=\"14 24 814 549\"")
    }
    self.markup = markup
  }

  private static func size(_ svg: String) -> (Double, Double)? {
    guard let match = svg.prefix(2_000).firstMatch(of: /viewBox="0 0 ([0-9.]+) ([0-9.]+)"/), let width = Double(match.1),
      let height = Double(match.2), width > 0, height > 0
    else { return nil }
    return (width, height)
  }
}
