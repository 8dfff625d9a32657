import ClusterModel

/// GraphML.
extension GraphXMLReader {
  mutating func beginGraphML(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "data" {
      guard let id = attributes["key"] else { return fail("<data> 没有 key；请重新导出。", "a <data> has no key; export the file again.") }
      if place == .graph || place == .nowhere {
        collect(.graphData(graphKeys[Array(id)] ?? ""))
      } else if let key = key(id) {
        collect(.data(key))
      }
    } else if name == "node" || name == "edge" {
      beginElement(name, attributes)
    } else if name == "key" {
      declareGraphML(attributes)
    } else if name == "default" {
      collect(.standard)
    } else if name == "desc", place == .node || place == .edge {
      collect(.description)
    } else if name == "graph" {
      if place == .node { return beginGroup() }
      beginGraph(attributes["edgedefault"], attributes["id"])
    } else if name == "port" {
      tables.note(.leftOutPart, "firms", "ports")
      passOver()
    } else if name == "hyperedge" {
      fail("含有超边，不能读取；请改为普通的边。", "has hyperedges, which are not read; use plain edges.")
    }
  }

  mutating func beginGraph(_ word: Bytes?, _ id: Bytes?) {
    if hasGraph { return fail("含有多个图；请只留一个。", "has several graphs; keep one.") }
    hasGraph = true
    if let word { direction = GraphDirection(word) ?? .unsaid }
    if let id { tables.name = String(decoding: id, as: UTF8.self) }
    place = .graph
  }

  private mutating func declareGraphML(_ attributes: XMLAttributes) {
    declared += 1
    guard declared <= CSVDialect.columnLimit else { return fail("属性过多；请删去不需要的。", "declares too many attributes; leave some out.") }
    guard let id = attributes["id"] else { return fail("<key> 没有 id；请重新导出。", "a <key> has no id; export the file again.") }
    let name = attributes["attr.name"] ?? id
    let target = attributes["for"].map { String(decoding: $0, as: UTF8.self) } ?? "all"
    if target == "graph" || target == "all" { graphKeys[Array(id)] = String(decoding: name, as: UTF8.self) }
    declare(
      id, name, attributes["attr.type"], isNode: target == "node" || target == "all", isEdge: target == "edge" || target == "all",
      use: Self.use(attributes))
  }

  /// What yEd and its kin draw, and what of it is said in words.
  private static func use(_ attributes: XMLAttributes) -> Key.Use {
    func text(_ bytes: Bytes?) -> String { bytes.map { String(decoding: $0, as: UTF8.self) } ?? "" }
    let type = text(attributes["yfiles.type"] ?? attributes["type"])
    if type == "nodegraphics" || type == "edgegraphics" { return .labels }
    if !text(attributes["yfiles.type"]).isEmpty { return .nothing }
    if text(attributes["attr.uri"]).contains("yworks.com") {
      return ["NodeLabels", "EdgeLabels"].contains(text(attributes["attr.name"])) ? .labels : .nothing
    }
    return .column
  }
}

/// GEXF.
extension GraphXMLReader {
  mutating func beginGEXF(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "attvalue" {
      addValue(attributes)
    } else if name == "node" || name == "edge" {
      beginElement(name, attributes)
    } else if name == "attributes" {
      classOfAttributes = attributes["class"].map { String(decoding: $0, as: UTF8.self) } ?? "node"
    } else if name == "attribute" {
      declared += 1
      guard declared <= CSVDialect.columnLimit else { return fail("属性过多；请删去不需要的。", "declares too many attributes; leave some out.") }
      guard let id = attributes["id"] else { return fail("<attribute> 没有 id；请重新导出。", "an <attribute> has no id; export the file again.") }
      declare(id, attributes["title"] ?? id, attributes["type"], isNode: classOfAttributes == "node", isEdge: classOfAttributes == "edge")
    } else if name == "default" {
      collect(.standard)
    } else if name == "graph" {
      beginGraph(attributes["defaultedgetype"], nil)
      var name = "name"
      _ = name.withUTF8 { tables.firms.field($0) }
    } else if name == "nodes" || name == "edges" {
      if place == .node { beginGroup() } else if place == .group { place = .graph }
    } else if name == "spell" || name == "slice" {
      func text(_ bytes: Bytes?) -> String { bytes.map { String(decoding: $0, as: UTF8.self) } ?? "" }
      spells.append(text(attributes["start"] ?? attributes["startopen"]) + "/" + text(attributes["end"] ?? attributes["endopen"]))
    } else if name == "parent", let id = attributes["for"], place == .node {
      kept.append((Array("pid".utf8), Array(id)))
    } else if place == .node || place == .edge,
      name == "size" || name == "color" || name == "position" || name == "shape" || name == "thickness"
    {
      tables.note(.leftOutPart, place == .node ? "firms" : "supplies", "drawing")
    }
  }

  private mutating func addValue(_ attributes: XMLAttributes) {
    guard let id = attributes["for"] ?? attributes["id"], let given = attributes["value"] else { return }
    guard place == .node || place == .edge || place == .group, let key = key(id) else { return }
    if attributes["start"] != nil || attributes["end"] != nil || attributes["timestamp"] != nil {
      tables.note(.leftOutPart, place == .edge ? "supplies" : "firms", "times")
    }
    value.removeAll(keepingCapacity: true)
    value.append(contentsOf: given)
    store(key)
  }
}
