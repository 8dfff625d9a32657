public import ClusterModel
public import Diagram

/// Two maps of the same view, before and after, as one drawing: what came, what went, what stayed.
///
/// The one drawing is laid out once. ``hiding(_:)`` says what to leave out of it for a drawing of either side, so that whatever stayed keeps its place.
public struct DifferenceMap: Sendable {
  public var diagram: Diagram
  /// What the drawings show, where the map is of a chain that a page holds; DOT keeps the graph.
  public var pages: [Side: PagePicture] = [:]
  /// Keys of figures and arrows that only the map after, or only the map before has.
  public private(set) var added: Set<String> = []
  public private(set) var removed: Set<String> = []
  /// Figures that both have and that say something else.
  public private(set) var changed: Set<String> = []

  /// Nothing differs.
  public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

  let language: Language
  /// What made the difference.
  let subject: String
  /// Names of figures that came and that went.
  var came = ""
  var went = ""
  func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  /// - Parameters:
  ///   - before: the map before; its figures must have been chosen like those of `after` (``MapRequest/shown``).
  ///   - after: the map after.
  ///   - title: what made the difference, for the heading.
  ///   - language: of title, marks and legend.
  ///   - arrowLimit: arrows that stayed, above which those between two stages become one.
  public init(_ before: Diagram, _ after: Diagram, title: String, language: Language, arrowLimit: Int = 45) {
    self.language = language
    subject = title
    diagram = after
    joinGroups(before, after)
    joinNodes(before, after)
    joinEdges(before, after, arrowLimit)
    addWords(before, after)
  }

  // MARK: Figures

  private mutating func joinGroups(_ before: Diagram, _ after: Diagram) {
    let old = Dictionary(before.groups.map { ($0.key, $0) }) { first, _ in first }
    let new = Set(after.groups.map(\.key))
    diagram.groups = after.groups.map { group in
      var group = group
      if let was = old[group.key] {
        let lines = group.lines
        group.lines = joined(was.lines, lines)
        group.style = look(group.key, was.lines, lines, fill: Palette.pale)
      } else {
        added.insert(group.key)
        group.lines = Self.signed(group.lines, Palette.plus, Palette.added)
        group.style = Palette.addedFigure
      }
      return group
    }
    for group in before.groups where !new.contains(group.key) {
      var group = group
      removed.insert(group.key)
      group.lines = Self.signed(group.lines, Palette.minus, Palette.removed)
      group.style = Palette.removedFigure
      diagram.groups.append(group)
    }
  }

  private mutating func joinNodes(_ before: Diagram, _ after: Diagram) {
    let old = Dictionary(before.nodes.map { ($0.key, $0) }) { first, _ in first }
    let new = Set(after.nodes.map(\.key))
    // The last column is where goods go out; it stands behind the stages of both sides.
    let last = max(before.columns.count, after.columns.count) - 1
    func place(_ node: inout Diagram.Node, _ side: Diagram) {
      if node.group.isEmpty && node.column > 0 && node.column == side.columns.count - 1 { node.column = last }
    }
    diagram.columns = before.columns.count > after.columns.count ? before.columns : after.columns
    diagram.nodes = after.nodes.map { node in
      var node = node
      place(&node, after)
      if let was = old[node.key] {
        let lines = node.lines
        node.lines = joined(was.lines, lines)
        node.style = look(node.key, was.lines, lines, fill: Color(0xFFFFFF), outlines: node.style.outlines)
      } else {
        added.insert(node.key)
        node.lines = Self.signed(node.lines, Palette.plus, Palette.added)
        node.style = Palette.addedFigure
      }
      return node
    }
    for node in before.nodes where !new.contains(node.key) {
      var node = node
      place(&node, before)
      removed.insert(node.key)
      node.lines = Self.signed(node.lines, Palette.minus, Palette.removed)
      node.style = Palette.removedFigure
      diagram.nodes.append(node)
    }
  }

  /// The sign stands before the first line.
  private static func signed(_ lines: [Diagram.Line], _ sign: String, _ color: Color) -> [Diagram.Line] {
    lines.enumerated().map { at, line in
      var line = line
      if at == 0 {
        line = Diagram.Line(sign + " " + line.text, .strong, color: color)
      } else if isFinding(line) && sign == Palette.plus {
        // What is new and has something wrong with it: that is bad news.
        line = Diagram.Line(Palette.badSign + " " + line.text, line.role, color: Palette.removed)
      } else {
        line.color = color
      }
      return line
    }
  }

  /// The lines of both sides. The news is told by its sign and colour: a finding that is gone is good, a new one is bad; other lines that changed are
  /// neither.
  private func joined(_ before: [Diagram.Line], _ after: [Diagram.Line]) -> [Diagram.Line] {
    let (old, new) = (Set(before.map(\.text)), Set(after.map(\.text)))
    let gone = before.filter { !new.contains($0.text) }
    let came = after.filter { !old.contains($0.text) }
    let good = gone.filter { Self.isFinding($0) }.map {
      Diagram.Line(Palette.goodSign + text(" 消除：", " gone: ") + $0.text, .mark, color: Palette.added)
    }
    let bad = came.filter { Self.isFinding($0) }.map {
      Diagram.Line(Palette.badSign + text(" 新增：", " new: ") + $0.text, .mark, color: Palette.removed)
    }
    let (were, are) = (gone.filter { !Self.isFinding($0) }, came.filter { !Self.isFinding($0) })
    var plain: [Diagram.Line] = []
    if were.count == 1 && are.count == 1 {
      plain = [Diagram.Line(were[0].text + " → " + are[0].text, .mark, color: Palette.ink)]
    } else {
      plain = were.map { Diagram.Line(Palette.minus + " " + $0.text, .mark, color: Palette.ink) }
      plain += are.map { Diagram.Line(Palette.plus + " " + $0.text, .mark, color: Palette.ink) }
    }
    let stayed = after.filter { old.contains($0.text) }.map { line in
      var line = line
      line.color = Palette.same
      return line
    }
    // The name stays on top.
    return Array(stayed.prefix(1)) + good + bad + plain + stayed.dropFirst()
  }

  /// A line that says what is wrong: missing, weak, broken, a chokepoint, a single point, a pair, or that no firm is on record.
  static func isFinding(_ line: Diagram.Line) -> Bool {
    ["○", "▼", "×", "■", "▲", "△"].contains { line.text.hasPrefix($0) } || ["无在册企业", "no firm on record"].contains(line.text)
  }

  private mutating func look(
    _ key: String, _ before: [Diagram.Line], _ after: [Diagram.Line], fill: Color, outlines: Int = 1
  ) -> Style {
    if Set(before.map(\.text)) == Set(after.map(\.text)) { return Style(fill: fill, stroke: Palette.border, outlines: outlines) }
    changed.insert(key)
    return Style(fill: fill, stroke: Palette.ink, strokeWidth: 1.8, outlines: outlines)
  }

  // MARK: Arrows

  private mutating func joinEdges(_ before: Diagram, _ after: Diagram, _ limit: Int) {
    let old = Dictionary(before.edges.map { ($0.key, $0) }) { first, _ in first }
    let new = Set(after.edges.map(\.key))
    var same: [Diagram.Edge] = []
    diagram.edges = []
    for edge in after.edges {
      var edge = edge
      if let was = old[edge.key] {
        edge.label = ""
        if was.description == edge.description {
          edge.style = EdgeStyle(stroke: Palette.border, width: 0.9)
          same.append(edge)
        } else {
          changed.insert(edge.key)
          edge.label = "±"
          edge.style = EdgeStyle(stroke: Palette.ink, width: 1.4)
          edge.description = text("原：", "before: ") + was.description + text("；后：", "; after: ") + edge.description
          diagram.edges.append(edge)
        }
      } else if Self.isTemplate(edge) {
        edge.style = EdgeStyle(stroke: Palette.border, width: 0.9)
        edge.label = ""
        same.append(edge)
      } else {
        added.insert(edge.key)
        edge.label = Palette.plus
        edge.style = Palette.addedArrow
        diagram.edges.append(edge)
      }
    }
    for edge in before.edges where !new.contains(edge.key) && !Self.isTemplate(edge) {
      var edge = edge
      removed.insert(edge.key)
      edge.label = Palette.minus
      edge.style = Palette.removedArrow
      diagram.edges.append(edge)
    }
    diagram.edges += bundled(same, limit)
  }

  /// An arrow of the template, which stands only where no supply is drawn: that it comes or goes is no change of its own.
  private static func isTemplate(_ edge: Diagram.Edge) -> Bool { edge.key.hasPrefix("requires:") }

  /// Where there are too many arrows that stayed, those between two boxes become one.
  private mutating func bundled(_ edges: [Diagram.Edge], _ limit: Int) -> [Diagram.Edge] {
    guard edges.count > limit else { return edges }
    let boxOf = Dictionary(diagram.nodes.map { ($0.key, $0.group) }) { first, _ in first }
    func box(_ key: String) -> String { boxOf[key].flatMap { $0.isEmpty ? nil : $0 } ?? key }
    var counts: [String: Int] = [:]
    var merged: [Diagram.Edge] = []
    for edge in edges {
      let (source, target) = (box(edge.source), box(edge.target))
      if source == target { continue }
      let key = "same:\(source)>\(target)"
      counts[key, default: 0] += 1
      if counts[key] == 1 {
        merged.append(
          Diagram.Edge(key: key, source: source, target: target, style: EdgeStyle(stroke: Palette.border, width: 1.6), title: edge.title))
      }
    }
    diagram.notes.append(
      text(
        "未变的供应关系较多，已按环节合并为灰色箭头；新增、消失的逐条画出。",
        "The many links that stayed are merged into grey arrows from stage to stage; those that came or went are drawn one by one."))
    return merged.map { edge in
      var edge = edge
      edge.title = ""
      edge.description = text("未变的关系 \(counts[edge.key] ?? 0) 条", "links that stayed: \(counts[edge.key] ?? 0)")
      return edge
    }
  }
}

extension Palette {
  static let plus = "+"
  static let minus = "−"
  static let goodSign = "✓"
  static let badSign = "✗"
  static let added = Color(0x1A7F37)
  static let removed = weak
  static let same = Color(0x7B8794)
  static let addedFigure = Style(fill: Color(0xECFDF3), stroke: added, strokeWidth: 2.8)
  static let removedFigure = Style(line: .dashed, fill: Color(0xFEF3F2), stroke: removed, strokeWidth: 1.8)
  static let addedArrow = EdgeStyle(stroke: added, width: 2.6)
  static let removedArrow = EdgeStyle(line: .dashed, stroke: removed, width: 1.6)
}

extension Diagram {
  /// The firms that the map draws one by one, by id.
  public var shownFirms: Set<String> {
    Set(
      nodes.compactMap { node in
        guard node.key.hasPrefix("firm:"), node.key.hasSuffix("@" + node.group) else { return nil }
        return String(node.key.dropFirst(5).dropLast(node.group.count + 1))
      })
  }
}
