import ClusterModel

/// Reads GraphML and GEXF: nodes are firms, edges are supply links, their attributes columns.
///
/// > Source: http://graphml.graphdrawing.org/specification.html and https://gexf.net/schema.html (1.3; 1.1 and 1.2 are read alike).
struct GraphXMLReader: XMLEvents {
  private(set) var tables = ExchangeTables()
  private(set) var problem: LocalText?
  private let isGEXF: Bool

  private struct Key {
    var field: Int
    /// A number is declared, and the dictionary does not say more.
    var mustBeNumber: Bool
  }

  private enum Place { case nowhere, graph, node, edge }
  private var place = Place.nowhere
  private var nodeKeys: [[UInt8]: Key] = [:]
  private var edgeKeys: [[UInt8]: Key] = [:]
  private var graphKeys: [[UInt8]: String] = [:]
  /// Keys in the order in which the last elements used them: the next one most often uses the same.
  private var recent: [(id: [UInt8], key: Key)] = []
  private var position = 0
  private var recentPlace = Place.nowhere
  private var declared = 0
  private var current: Key?
  private var graphKey: String?
  private var value: [UInt8] = []
  /// The label of a GEXF node, which is its name where it has no other.
  private var label: [UInt8] = []
  private var nameField = 0
  private var classOfAttributes = ""
  private var isCollecting = false
  private var hasGraph = false
  private var rootSeen = false
  var learned = LearnedRows()

  init(isGEXF: Bool) { self.isGEXF = isGEXF }

  private(set) var hasStopped = false

  static func read(_ path: String, isGEXF: Bool, threads: Int) throws(ClusterIOError) -> Reading {
    let shown = FieldValue.shownPath(path)
    let file = try FileBytes.open(path: path, shown: shown)
    var reader = GraphXMLReader(isGEXF: isGEXF)
    reader.learned.threads = threads
    reader.tables.supplies.reserve(bytes: min(file.count / 3, 1 << 28))
    if !PlainXML.read(&reader, file) {
      reader = GraphXMLReader(isGEXF: isGEXF)
      try parse(file, &reader, shown)
    }
    if let problem = reader.problem { throw ClusterIOError(.badFile, problem, place: ClusterModel.Place(file: shown)) }
    try file.checkUnchanged()
    return try reader.tables.reading(path, threads: threads)
  }

  /// Reads by the parser that knows all of XML.
  private static func parse(_ file: FileBytes, _ reader: inout GraphXMLReader, _ shown: String) throws(ClusterIOError) {
    var (at, forgotten) = (0, 0)
    let failure = try XMLStream.read(&reader) { (buffer, room) throws(ClusterIOError) in
      let count = min(room, file.count - at)
      buffer.copyMemory(from: file.start + at, byteCount: count)
      at += count
      if at - forgotten > FileBytes.window {
        file.forget(forgotten..<at)
        forgotten = at
      }
      return count
    }
    if let failure { throw ClusterIOError(.badFile, failure.message, place: ClusterModel.Place(file: shown)) }
  }

  private mutating func fail(_ zh: String, _ en: String) {
    if problem == nil { problem = LocalText(zh: zh, en: en) }
    hasStopped = true
  }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if !rootSeen {
      rootSeen = true
      let isRight = isGEXF ? name == "gexf" : name == "graphml"
      if !isRight {
        let wanted = isGEXF ? "gexf" : "graphml"
        let there = FieldValue.shown(name.text)
        fail("最外层元素是 <\(there)>，不是 <\(wanted)>；请检查文件格式。", "its outermost element is <\(there)>, not <\(wanted)>; check what the file is.")
      }
      return
    }
    if isGEXF { beginGEXF(name, attributes) } else { beginGraphML(name, attributes) }
  }

  mutating func end(_ name: XMLName) {
    if name == "data" {
      endValue()
    } else if name == "node" {
      if place == .node {
        if isGEXF, !label.isEmpty, !tables.firms.isSet(nameField) { _ = tables.firms.set(nameField, label) }
        tables.firms.endRow()
      }
      place = .graph
    } else if name == "edge" {
      if place == .edge { tables.supplies.endRow() }
      place = .graph
    }
  }

  mutating func text(_ bytes: Bytes) {
    if isCollecting { value.append(contentsOf: bytes) }
  }

  // Elements written like those before them.

  mutating func pass(_ bytes: Bytes, _ at: Int) -> Int {
    guard place == .graph, !isGEXF, at + 8 < bytes.count else { return at }
    // The element before this one was read: what is to be learned from it?
    if let start = learned.start {
      learned.start = nil
      let text = Bytes(rebasing: bytes[start..<at])
      if let template = template(text, isEdge: learned.isEdge) { learned.add(template) }
    }
    let isEdge = bytes[at + 1] == 0x65
    guard isEdge || bytes[at + 1] == 0x6E else { return at }
    learned.turn(isEdge: isEdge)
    let next =
      isEdge ? learned.read(bytes, at, into: &tables.supplies) : learned.read(bytes, at, into: &tables.firms)
    if next == at { learned.start = at }
    return next
  }

  private func template(_ text: Bytes, isEdge: Bool) -> RowTemplate? {
    RowTemplate(text, fieldCount: isEdge ? tables.supplies.names.count : tables.firms.names.count) { name in
      if isEdge {
        if name.elementsEqual("source".utf8) { return .field(0, mustBeNumber: false) }
        if name.elementsEqual("target".utf8) { return .field(1, mustBeNumber: false) }
        return name.elementsEqual("directed".utf8) || name.elementsEqual("type".utf8) ? .same : .ignored
      }
      return name.elementsEqual("id".utf8) ? .field(0, mustBeNumber: false) : .ignored
    } data: { id in
      (isEdge ? edgeKeys : nodeKeys)[Array(id)].map { .field($0.field, mustBeNumber: $0.mustBeNumber) }
    }
  }

  // GraphML.

  private mutating func beginGraphML(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "data" {
      guard let id = attributes["key"] else { return fail("<data> 没有 key；请重新导出。", "a <data> has no key; export the file again.") }
      value.removeAll(keepingCapacity: true)
      isCollecting = true
      if place == .graph {
        graphKey = graphKeys[Array(id)]
      } else {
        current = key(id)
      }
    } else if name == "node" || name == "edge" {
      beginElement(name, attributes)
    } else if name == "key" {
      declare(attributes)
    } else if name == "graph" {
      beginGraph(attributes["edgedefault"], attributes["id"])
    } else if name == "hyperedge" || name == "port" {
      fail("含有超边或端口，不能读取；请改为普通的边。", "has hyperedges or ports, which are not read; use plain edges.")
    }
  }

  private mutating func beginGraph(_ direction: Bytes?, _ id: Bytes?) {
    if hasGraph { return fail("含有多个图或嵌套的图；请只留一个。", "has several graphs, or graphs within graphs; keep one.") }
    hasGraph = true
    if let direction, direction.elementsEqual("undirected".utf8) {
      return fail(
        "边没有方向；供应关系由供应商指向采购方，请导出有向图。", "its edges have no direction, and goods run from supplier to buyer; export a directed graph.")
    }
    if let id { tables.name = String(decoding: id, as: UTF8.self) }
    place = .graph
  }

  private mutating func declare(_ attributes: XMLAttributes) {
    declared += 1
    guard declared <= CSVDialect.columnLimit else { return fail("属性过多；请删去不需要的。", "declares too many attributes; leave some out.") }
    guard let id = attributes["id"] else { return fail("<key> 没有 id；请重新导出。", "a <key> has no id; export the file again.") }
    let name = attributes["attr.name"] ?? id
    let target = attributes["for"].map { String(decoding: $0, as: UTF8.self) } ?? "all"
    declare(id, name, attributes["attr.type"], isNode: target == "node" || target == "all", isEdge: target == "edge" || target == "all")
    if target == "graph" { graphKeys[Array(id)] = String(decoding: name, as: UTF8.self) }
  }

  private mutating func declare(_ id: Bytes, _ name: Bytes, _ type: Bytes?, isNode: Bool, isEdge: Bool) {
    let word = type.map { String(decoding: $0, as: UTF8.self) } ?? "string"
    let isNumber = ["int", "long", "float", "double", "integer", "short", "byte"].contains(word)
    func isFree(_ table: String) -> Bool {
      DataDictionary.standard[table]?[String(decoding: name, as: UTF8.self)] == nil
    }
    if isNode,
      nodeKeys.updateValue(Key(field: tables.firms.field(name), mustBeNumber: isNumber && isFree("firms")), forKey: Array(id)) != nil
    {
      fail("属性 \(FieldValue.shown(id)) 声明了两次；请重新导出。", "the attribute \(FieldValue.shown(id)) is declared twice; export the file again.")
    }
    if isEdge,
      edgeKeys.updateValue(Key(field: tables.supplies.field(name), mustBeNumber: isNumber && isFree("supplies")), forKey: Array(id)) != nil
    {
      fail("属性 \(FieldValue.shown(id)) 声明了两次；请重新导出。", "the attribute \(FieldValue.shown(id)) is declared twice; export the file again.")
    }
  }

  private mutating func key(_ id: Bytes) -> Key? {
    if position < recent.count, recentPlace == place, recent[position].id.elementsEqual(id) {
      position += 1
      return recent[position - 1].key
    }
    if recentPlace != place {
      recent.removeAll()
      recentPlace = place
    }
    if let at = recent.firstIndex(where: { $0.id.elementsEqual(id) }) {
      position = at + 1
      return recent[at].key
    }
    guard let key = (place == .node ? nodeKeys : edgeKeys)[Array(id)] else {
      let shown = FieldValue.shown(id)
      fail("属性 \(shown) 没有声明；请重新导出。", "the attribute \(shown) is not declared; export the file again.")
      return nil
    }
    recent.append((Array(id), key))
    position = recent.count
    return key
  }

  private mutating func beginElement(_ name: XMLName, _ attributes: XMLAttributes) {
    guard place == .graph else {
      return fail("节点或边不在图中，或互相嵌套；请重新导出。", "nodes or edges stand outside the graph or in each other; export it again.")
    }
    position = 0
    if name == "node" {
      place = .node
      guard let id = attributes["id"] else { return fail("有节点没有 id；请重新导出。", "a node has no id; export the file again.") }
      _ = tables.firms.set(0, id)
      label.removeAll(keepingCapacity: true)
      // Some programs give a node without a label its id as one.
      if let given = attributes["label"], !given.elementsEqual(id) { label.append(contentsOf: given) }
      return
    }
    place = .edge
    guard let source = attributes["source"], let target = attributes["target"] else {
      return fail("有边没有 source 或 target；请重新导出。", "an edge has no source or no target; export the file again.")
    }
    for word: StaticString in ["directed", "type"] {
      if let direction = attributes[word], direction.elementsEqual("false".utf8) || direction.elementsEqual("undirected".utf8) {
        return fail("有边没有方向；请导出有向图。", "an edge has no direction; export a directed graph.")
      }
    }
    _ = tables.supplies.set(0, source)
    _ = tables.supplies.set(1, target)
  }

  private mutating func endValue() {
    defer { isCollecting = false }
    if place == .graph, isCollecting {
      if graphKey == "title" { tables.title.zh = String(decoding: value, as: UTF8.self) }
      if graphKey == "title_en" { tables.title.en = String(decoding: value, as: UTF8.self) }
      return
    }
    guard let key = current else { return }
    current = nil
    store(key)
  }

  private mutating func store(_ key: Key) {
    if key.mustBeNumber, !value.isEmpty, value.withUnsafeBufferPointer({ FieldValue.number(FieldValue.trimmed($0)) }) == nil {
      let shown = value.withUnsafeBufferPointer { FieldValue.shown($0) }
      return fail(
        "“\(shown)”所在属性声明为数字；请改正，或声明为文本。", "“\(shown)” stands in an attribute declared as a number; correct it, or declare it as text.")
    }
    let isNew = place == .node ? tables.firms.set(key.field, value) : tables.supplies.set(key.field, value)
    if !isNew {
      let word = place == .node ? "node" : "edge"
      let number = (place == .node ? tables.firms.count : tables.supplies.count) + 1
      fail("第 \(number) 个\(word == "node" ? "节点" : "边")同一属性出现两次；请只留一个。", "\(word) \(number) has one attribute twice; keep one.")
    }
  }

  // GEXF.

  private mutating func beginGEXF(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "attvalue" {
      guard let id = attributes["for"] ?? attributes["id"], let given = attributes["value"] else { return }
      guard place == .node || place == .edge, let key = key(id) else { return }
      value.removeAll(keepingCapacity: true)
      value.append(contentsOf: given)
      store(key)
    } else if name == "node" || name == "edge" {
      beginElement(name, attributes)
    } else if name == "attributes" {
      classOfAttributes = attributes["class"].map { String(decoding: $0, as: UTF8.self) } ?? "node"
    } else if name == "attribute" {
      declared += 1
      guard declared <= CSVDialect.columnLimit else { return fail("属性过多；请删去不需要的。", "declares too many attributes; leave some out.") }
      guard let id = attributes["id"] else { return fail("<attribute> 没有 id；请重新导出。", "an <attribute> has no id; export the file again.") }
      declare(id, attributes["title"] ?? id, attributes["type"], isNode: classOfAttributes == "node", isEdge: classOfAttributes == "edge")
    } else if name == "graph" {
      beginGraph(attributes["defaultedgetype"], nil)
      var name = "name"
      nameField = name.withUTF8 { tables.firms.field($0) }
    }
  }
}
