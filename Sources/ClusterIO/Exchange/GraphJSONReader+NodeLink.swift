import ClusterModel

/// What node-link JSON has said so far: `{"directed": true, "nodes": [{"id": …}], "links": [{"source": …, "target": …}]}`.
///
/// > Source: NetworkX, `node_link_data` (`links` up to 3.3, `edges` from 3.4 on); d3-force, vis-network (`from`, `to`) write it alike.
struct NodeLink {
  /// There are nodes at the outermost level.
  var hasNodes = false
  /// There are links at the outermost level.
  var isThere = false
  /// The ids of the nodes in their order, as long as none is a number: then links may be by place.
  var ids: [[UInt8]] = []
  var hasNumberIDs = false
  var isDirected: Bool?
  /// Links that stand before the nodes, to be read when these are known.
  var later: JSONScanner?
}

extension GraphJSONReader {
  /// Reads a member of the outermost object, when it is one of node-link JSON.
  mutating func nodeLinkMember(_ name: String) throws(Wrong) -> Bool {
    switch name {
    case "directed":
      guard case .word(let value) = try next() else { throw wrong("“directed”的类型不对。", "“directed” has the wrong type.") }
      nodeLink.isDirected = value
      if value == false {
        throw wrong("图没有方向（directed）；请导出有向图。", "is not directed, and goods run from supplier to buyer; export a directed graph.")
      }
    case "nodes":
      nodeLink.hasNodes = true
      try expect(.beginArray, name, name)
      try elements { (reader) throws(Wrong) in try reader.linkedNode() }
    case "links", "edges":
      if nodeLink.isThere {
        throw wrong("既有 links 又有 edges；请只留一个。", "has both “links” and “edges”; keep one.")
      }
      nodeLink.isThere = true
      if nodeLink.hasNodes {
        try links()
      } else {
        nodeLink.later = scanner
        try skip(try next())
      }
    case "elements":
      guard try next() == .beginObject else {
        throw wrong(
          "elements 是列表；请用 Cytoscape 导出为分开的 nodes 和 edges，或写成 GraphML。",
          "“elements” is a list; export it from Cytoscape with nodes and edges apart, or as GraphML.")
      }
      nodeLink.isThere = true
      try members { (reader, part) throws(Wrong) in
        try reader.expect(.beginArray, part, part)
        try reader.elements { (reader) throws(Wrong) in try reader.element(isNode: part == "nodes") }
      }
    default: return false
    }
    return true
  }

  /// A node or edge of Cytoscape: what it says is its data, the rest is how it is drawn.
  private mutating func element(isNode: Bool) throws(Wrong) {
    while try next() == .key {
      let isData = scanner.text { $0.elementsEqual("data".utf8) }
      let token = try next()
      if isData, token == .beginObject {
        if isNode { try linkedNode() } else { try link() }
      } else {
        tables.note(.leftOutPart, isNode ? "firms" : "supplies", "drawing")
        try skip(token)
      }
    }
  }

  /// Reads the links that stand before the nodes.
  mutating func readLaterLinks() throws(Wrong) {
    if let later = nodeLink.later {
      scanner = later
      try links()
    }
    if nodeLink.isThere, nodeLink.isDirected == nil { tables.noteOnce(.guessedReading, "supplies", "direction") }
  }

  private mutating func links() throws(Wrong) {
    try expect(.beginArray, "links", "links")
    try elements { (reader) throws(Wrong) in try reader.link() }
  }

  private mutating func linkedNode() throws(Wrong) {
    var isNumber = false
    var id: [UInt8]?
    while try next() == .key {
      let name = scanner.text { Array($0) }
      let token = try next()
      if name.elementsEqual("id".utf8), token == .string || token == .number {
        id = scanner.text { Array($0) }
        isNumber = token == .number
        _ = tables.firms.set(0, id ?? [])
      } else {
        try keep(name, token, \.firms)
      }
    }
    if id == nil {
      // Without an id the name is one, or the place in the list.
      let given = ["name", "key", "label"].first { tables.firms.text(of: $0) != nil }
      let text = given.flatMap { tables.firms.text(of: $0) } ?? String(nodeLink.ids.count)
      _ = tables.firms.set(0, text.utf8)
      id = Array(text.utf8)
      tables.noteOnce(.guessedReading, "firms", "node-names", text: given ?? "0, 1, 2, …")
    }
    nodeLink.hasNumberIDs = nodeLink.hasNumberIDs || isNumber
    nodeLink.ids.append(id ?? [])
    tables.firms.endRow()
  }

  private mutating func link() throws(Wrong) {
    while try next() == .key {
      let name = scanner.string
      let token = try next()
      let end = name == "source" || name == "from" ? 0 : name == "target" || name == "to" ? 1 : -1
      if end >= 0, token == .string || token == .number, !tables.supplies.isSet(end) {
        var text = scanner.text { Array($0) }
        if token == .number, !nodeLink.hasNumberIDs, let place = Int(String(decoding: text, as: UTF8.self)) {
          guard nodeLink.ids.indices.contains(place) else {
            throw wrong(
              "有边的一端是第 \(place) 个节点（从 0 起），但只有 \(nodeLink.ids.count) 个节点；请重新导出。",
              "an edge ends at node \(place), counted from 0, and there are \(nodeLink.ids.count) nodes; export it again.")
          }
          text = nodeLink.ids[place]
          tables.noteOnce(.guessedReading, "supplies", "ends-by-number")
        }
        _ = tables.supplies.set(end, text)
      } else if name == "directed", token == .word(false) {
        throw wrong("有边没有方向；请导出有向图。", "an edge has no direction; export a directed graph.")
      } else {
        try keep(Array(name.utf8), token, \.supplies)
      }
    }
    guard tables.supplies.isSet(0), tables.supplies.isSet(1) else {
      throw wrong("有边没有 source 或 target；请重新导出。", "an edge has no source or no target; export the file again.")
    }
    tables.supplies.endRow()
  }

  /// Keeps a member as a column of its row: texts and numbers as they stand, lists of them one after the other, anything else as JSON.
  mutating func keep(_ name: [UInt8], _ token: JSONScanner.Token, _ path: WritableKeyPath<ExchangeTables, ExchangeRows>) throws(Wrong) {
    let value: [UInt8]
    switch token {
    case .string, .number: value = scanner.text { Array($0) }
    case .word(let word):
      guard let word else { return }
      value = Array((word ? "true" : "false").utf8)
    case .beginArray, .beginObject: value = try nested(token)
    default: return
    }
    guard tables[keyPath: path].names.count < CSVDialect.columnLimit else {
      throw wrong("属性过多；请删去不需要的。", "has too many attributes; leave some out.")
    }
    tables[keyPath: path].keep(name, value)
  }

  /// A list of texts and numbers with ； between them; any other value as it stands.
  private mutating func nested(_ token: JSONScanner.Token) throws(Wrong) -> [UInt8] {
    let start = scanner.at - 1
    let depth = scanner.depth - 1
    var parts: [[UInt8]] = []
    var isPlain = token == .beginArray
    while scanner.depth > depth {
      switch try next() {
      case .string, .number: parts.append(scanner.text { Array($0) })
      case .word(let word): parts.append(Array((word.map { $0 ? "true" : "false" } ?? "").utf8))
      case .endArray: break
      default: isPlain = false
      }
    }
    if isPlain { return Array(parts.joined(separator: Array("；".utf8))) }
    return Array(Bytes(start: file.start + start, count: scanner.at - start))
  }
}
