import Diagram

/// A diagram made ready for placing: texts cleaned and cut, sizes known, keys resolved, everything in an order that depends on keys alone.
struct Measured {
  struct Item {
    var node: Diagram.Node
    var lines: [PlacedDiagram.Line]
    var width: Double
    var height: Double
    /// Position in `groups`, -1 for none.
    var group: Int
  }

  struct Box {
    var group: Diagram.Group
    var lines: [PlacedDiagram.Line]
    var titleWidth: Double
    var titleHeight: Double
    /// Positions in `items`.
    var members: [Int]
  }

  /// An end is `0 ..< items.count` for a node, from `items.count` on for a group.
  struct Link {
    var edge: Diagram.Edge
    var source: Int
    var target: Int
  }

  var items: [Item] = []
  var boxes: [Box] = []
  var links: [Link] = []

  init(_ diagram: Diagram, _ options: LayoutOptions) {
    var numberOf: [String: Int] = [:]
    let nodes = diagram.nodes.sorted { ($0.order, $0.key) < ($1.order, $1.key) }
    var groupOf: [String: Int] = [:]
    if diagram.arrangement == .columns {
      for group in diagram.groups.sorted(by: { ($0.order, $0.key) < ($1.order, $1.key) }) where groupOf[group.key] == nil {
        groupOf[group.key] = boxes.count
        let lines = Self.lines(of: group.lines, group.style, options, nameLines: 2)
        boxes.append(
          Box(group: group, lines: lines, titleWidth: Self.width(lines), titleHeight: Self.height(lines), members: []))
      }
    }
    for var node in nodes where numberOf[node.key] == nil && groupOf[node.key] == nil {
      let group = groupOf[node.group] ?? -1
      if group >= 0 {
        node.column = boxes[group].group.column
        boxes[group].members.append(items.count)
      }
      numberOf[node.key] = items.count
      items.append(Self.item(node, group, options))
    }
    var seen: Set<String> = []
    for edge in diagram.edges.sorted(by: { $0.key < $1.key }) where seen.insert(edge.key).inserted {
      guard let source = numberOf[edge.source] ?? groupOf[edge.source].map({ $0 + items.count }),
        let target = numberOf[edge.target] ?? groupOf[edge.target].map({ $0 + items.count })
      else { continue }
      links.append(Link(edge: edge, source: source, target: target))
    }
    if diagram.arrangement == .columns { raiseBusyItems() }
  }

  /// Gives nodes with many edges on one side the height to keep their ends apart.
  private mutating func raiseBusyItems() {
    var ends = [(Int, Int)](repeating: (0, 0), count: items.count + boxes.count)
    for link in links {
      ends[link.source].0 += 1
      ends[link.target].1 += 1
    }
    for item in items.indices where items[item].node.style.shape != .point {
      let busy = min(max(ends[item].0, ends[item].1), 12)
      items[item].height = max(items[item].height, 12 + 5 * Double(busy - 1))
    }
  }

  private static func item(_ node: Diagram.Node, _ group: Int, _ options: LayoutOptions) -> Item {
    let lines = lines(of: node.lines, node.style, options, nameLines: options.nameLines)
    var width = width(lines) + 16
    var height = max(height(lines) + 9, 20)
    if node.style.outlines > 1 {
      width += 8
      height += 6
    }
    switch node.style.shape {
    case .octagon, .hexagon: width += 14
    case .ellipse:
      width *= 1.42
      height *= 1.42
    case .point:
      width = 7
      height = 7
    case .plain:
      width -= 10
      height -= 5
    case .box, .roundedBox: break
    }
    return Item(node: node, lines: node.style.shape == .point ? [] : lines, width: width, height: height, group: group)
  }

  /// Lines as they will stand: cleaned, wrapped, sized by role.
  static func lines(
    of lines: [Diagram.Line], _ style: Style, _ options: LayoutOptions, nameLines: Int
  ) -> [PlacedDiagram.Line] {
    var placed: [PlacedDiagram.Line] = []
    for line in lines {
      let isName = line.role == .name || line.role == .strong
      let size = isName ? 11.0 : 9.0
      let isBold = line.role == .strong || line.role == .mark
      let color = line.color ?? (line.role == .detail ? Color(0x52606D) : line.role == .mark ? style.stroke : style.text)
      // Nothing longer than the lines can hold is worth cleaning.
      let text = SafeText.clean(line.text, limit: 400)
      for part in TextWidth.wrap(text, size: size, isBold: isBold, limit: options.textLimit, lineLimit: nameLines) {
        placed.append(PlacedDiagram.Line(part, size: size, isBold: isBold, color: color))
      }
    }
    return placed
  }

  static func width(_ lines: [PlacedDiagram.Line]) -> Double {
    lines.reduce(0) { max($0, TextWidth.width($1.text, size: $1.size, isBold: $1.isBold)) }
  }

  static func height(_ lines: [PlacedDiagram.Line]) -> Double { lines.reduce(0) { $0 + $1.height } }
}
