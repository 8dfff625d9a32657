import ClusterModel

/// What edges are that do not say whether they have a direction.
enum GraphDirection {
  case directed, undirected, mutual, unsaid

  /// `nil` for any other word.
  init?(_ word: Bytes) {
    switch String(decoding: word, as: UTF8.self).lowercased() {
    case "directed", "true", "1": self = .directed
    case "undirected", "false", "0": self = .undirected
    case "mutual": self = .mutual
    default: return nil
    }
  }
}

/// Nodes that hold nodes: no firms, unless an edge ends at one.
struct NodeGroups {
  struct Group {
    var id: [UInt8]
    var label: [UInt8] = []
    var isEnd = false
  }

  private var groups: [Group] = []
  private var numbers: [[UInt8]: Int] = [:]
  /// The groups that are open, the innermost last.
  private(set) var open: [Int] = []
  /// Values that groups have.
  var lostValues = 0

  var count: Int { groups.count }

  mutating func begin(_ id: [UInt8], label: [UInt8]) {
    open.append(groups.count)
    numbers[id] = groups.count
    groups.append(Group(id: id, label: label))
  }

  mutating func end(label: [UInt8]) {
    let at = open.removeLast()
    if groups[at].label.isEmpty { groups[at].label = label }
  }

  /// Notes that an edge ends at the node `id`.
  mutating func noteEnd(_ id: Bytes) {
    if let at = numbers[Array(id)] { groups[at].isEnd = true }
  }

  /// The labels of the groups that are open, or their ids.
  var path: String {
    open.map { String(decoding: groups[$0].label.isEmpty ? groups[$0].id : groups[$0].label, as: UTF8.self) }.joined(separator: " / ")
  }

  /// The groups at which edges end.
  var ends: [Group] { groups.filter(\.isEnd) }
}

/// Nodes and edges, as GraphML and GEXF have them alike.
extension GraphXMLReader {
  mutating func beginElement(_ name: XMLName, _ attributes: XMLAttributes) {
    guard place == .graph else {
      return fail("节点或边不在图中，或互相嵌套；请重新导出。", "nodes or edges stand outside the graph or in each other; export it again.")
    }
    restartKeys()
    if !kept.isEmpty { kept.removeAll(keepingCapacity: true) }
    if !labels.isEmpty { labels.removeAll(keepingCapacity: true) }
    if !spells.isEmpty { spells.removeAll() }
    if name == "node" { beginNode(attributes) } else { beginEdge(attributes) }
    // Elements that have columns of their own are taken apart, each of them.
    if !kept.isEmpty { learned.isOn = false }
  }

  private mutating func beginNode(_ attributes: XMLAttributes) {
    place = .node
    guard let id = attributes["id"] else { return fail("有节点没有 id；请重新导出。", "a node has no id; export the file again.") }
    _ = tables.firms.set(0, id)
    for (name, value) in attributes {
      if name == "id" || name == "foldertype" || name == "yfiles.foldertype" || name.bytes.starts(with: "parse.".utf8) { continue }
      if isGEXF, name == "label" {
        // Some programs give a node without a label its id as one.
        if !value.elementsEqual(id) { labels.append(Array(value)) }
      } else {
        kept.append((Array(name.bytes), Array(value)))
      }
    }
  }

  private mutating func beginEdge(_ attributes: XMLAttributes) {
    place = .edge
    guard let source = attributes["source"], let target = attributes["target"] else {
      return fail("有边没有 source 或 target；请重新导出。", "an edge has no source or no target; export the file again.")
    }
    var own: GraphDirection?
    for (name, value) in attributes {
      if name == "source" || name == "target" { continue }
      if name == "id" {
        tables.noteOnce(.leftOutPart, "supplies", "edge-ids")
      } else if name == "sourceport" || name == "targetport" {
        tables.note(.leftOutPart, "supplies", "ports")
      } else if name == "directed" || name == "type", let direction = GraphDirection(value) {
        own = direction
      } else {
        kept.append((Array(name.bytes), Array(value)))
      }
    }
    check(own ?? direction, isOwn: own != nil)
    if groups.count > 0 {
      groups.noteEnd(source)
      groups.noteEnd(target)
    }
    _ = tables.supplies.set(0, source)
    _ = tables.supplies.set(1, target)
  }

  /// Goods run from supplier to buyer: an edge without a direction says too little.
  private mutating func check(_ direction: GraphDirection, isOwn: Bool) {
    switch direction {
    case .directed: break
    case .unsaid where !isGEXF: tables.noteOnce(.guessedReading, "supplies", "direction")
    case .unsaid:
      fail(
        "没有说明边是有方向的（defaultedgetype），按 GEXF 的规定即为无方向；供应关系由供应商指向采购方，请导出有向图。",
        "does not say that its edges are directed (defaultedgetype), which in GEXF means that they are not, and goods run from supplier to buyer; export a "
          + "directed graph.")
    case .mutual:
      fail("有边是双向的（mutual）；请写成方向相反的两条边。", "an edge runs both ways (mutual); write two directed edges.")
    case .undirected where isOwn: fail("有边没有方向；请导出有向图。", "an edge has no direction; export a directed graph.")
    case .undirected:
      fail(
        "边没有方向；供应关系由供应商指向采购方，请导出有向图。", "its edges have no direction, and goods run from supplier to buyer; export a directed graph.")
    }
  }

  mutating func endNode() {
    if place == .group {
      groups.end(label: label(0))
      labels.removeAll()
    } else if place == .node {
      if !groups.open.isEmpty { tables.firms.keep("group", Array(groups.path.utf8)) }
      for at in labels.indices where !label(at).isEmpty {
        tables.firms.keep(at == 0 ? "name" : "label_\(at + 1)", label(at), otherwise: at == 0 ? "label" : nil)
      }
      if !spells.isEmpty { tables.firms.keep("spells", Array(spells.joined(separator: "；").utf8)) }
      for (name, value) in kept { tables.firms.keep(name, value) }
      for (key, value) in nodeDefaults where !tables.firms.isSet(key.field) { _ = tables.firms.set(key.field, value) }
      tables.firms.endRow()
    }
    place = .graph
  }

  mutating func endEdge() {
    if place == .edge {
      for at in labels.indices where !label(at).isEmpty { tables.supplies.keep(at == 0 ? "label" : "label_\(at + 1)", label(at)) }
      if !spells.isEmpty { tables.supplies.keep("spells", Array(spells.joined(separator: "；").utf8)) }
      for (name, value) in kept { tables.supplies.keep(name, value) }
      for (key, value) in edgeDefaults where !tables.supplies.isSet(key.field) { _ = tables.supplies.set(key.field, value) }
      tables.supplies.endRow()
    }
    place = .graph
  }

  /// A graph within the node that is open, which is a group then.
  mutating func beginGroup() {
    let name = label(0).isEmpty ? Array((tables.firms.text(of: "name") ?? "").utf8) : []
    groups.begin(Array((tables.firms.text(of: "firm_id") ?? "").utf8), label: name.isEmpty ? label(0) : name)
    groups.lostValues += tables.firms.setCount - (name.isEmpty ? 1 : 2) + kept.count + max(0, labels.count - 1)
    tables.firms.clear()
    kept.removeAll()
    labels.removeAll()
    place = .graph
  }

  /// A label in one line, without blanks around.
  private func label(_ at: Int) -> [UInt8] {
    guard at < labels.count else { return [] }
    // A drawing breaks the lines of its labels.
    if isGEXF { return labels[at] }
    let lines = String(decoding: labels[at], as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
      var line = String(line)
      return line.withUTF8 { String(decoding: FieldValue.trimmed($0), as: UTF8.self) }
    }
    return Array(
      lines.filter { !$0.isEmpty }.reduce("") { text, line in
        // Chinese goes on in the next line without a blank.
        let isWide = (text.unicodeScalars.last?.value ?? 0) > 0x2E80 || (line.unicodeScalars.first?.value ?? 0) > 0x2E80
        return text.isEmpty ? line : text + (isWide ? "" : " ") + line
      }.utf8)
  }
}
