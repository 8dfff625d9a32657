import ClusterModel

/// Reads GraphML and GEXF: nodes are firms, edges are supply links, their attributes columns.
///
/// What a file says and no table holds (drawings, groups, edges' numbers) is told of in ``ExchangeTables``; nothing is left out without a word.
///
/// > Source: http://graphml.graphdrawing.org/specification.html and https://gexf.net/schema.html (1.3; 1.1 and 1.2 are read alike).
struct GraphXMLReader: XMLEvents {
  var tables = ExchangeTables()
  private(set) var problem: LocalText?
  let isGEXF: Bool

  struct Key {
    /// What is done with a value.
    enum Use { case column, labels, nothing }

    var field: Int
    /// A number is declared, and the dictionary does not say more.
    var mustBeNumber: Bool
    var use = Use.column
  }

  /// `group` is a node with a graph of its own, behind that graph.
  enum Place { case nowhere, graph, node, edge, group }
  var place = Place.nowhere
  var nodeKeys: [[UInt8]: Key] = [:]
  var edgeKeys: [[UInt8]: Key] = [:]
  var graphKeys: [[UInt8]: String] = [:]
  /// Values of elements that do not give them.
  var nodeDefaults: [(key: Key, value: [UInt8])] = []
  var edgeDefaults: [(key: Key, value: [UInt8])] = []
  /// The key that is being declared, while its default may come.
  var declaring: (id: [UInt8], isNode: Bool, isEdge: Bool)?
  /// Keys in the order in which the last elements used them: the next one most often uses the same.
  private var recent: [(id: [UInt8], key: Key)] = []
  private var position = 0
  private var recentPlace = Place.nowhere
  var declared = 0
  /// The text that is being collected, and what it is.
  enum Collected {
    case nothing
    case data(Key)
    case graphData(String)
    case standard, description
  }
  var collected = Collected.nothing
  var value: [UInt8] = []
  /// Elements that are open within the text that is collected.
  private var depth = 0
  /// Elements that are open within one that is passed over.
  private var passedDepth = 0
  /// The labels of the element that is open: of a drawing, or of a GEXF node.
  var labels: [[UInt8]] = []
  private var isLabel = false
  /// Attributes of the element that are no others' business: each becomes a column.
  var kept: [(name: [UInt8], value: [UInt8])] = []
  /// Times at which a GEXF element is there.
  var spells: [String] = []
  var classOfAttributes = ""
  var hasGraph = false
  /// What edges are that do not say it.
  var direction = GraphDirection.unsaid
  private var rootSeen = false
  var groups = NodeGroups()
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

  mutating func fail(_ zh: String, _ en: String) {
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
    if passedDepth > 0 {
      passedDepth += 1
    } else if isCollecting {
      depth += 1
      beginWithin(name, attributes)
    } else if isGEXF {
      beginGEXF(name, attributes)
    } else {
      beginGraphML(name, attributes)
    }
  }

  mutating func end(_ name: XMLName) {
    if passedDepth > 0 {
      passedDepth -= 1
    } else if isCollecting {
      if depth == 0 { return endValue() }
      depth -= 1
      isLabel = false
    } else if name == "node" {
      endNode()
    } else if name == "edge" {
      endEdge()
    } else if name == "key" || name == "attribute" {
      declaring = nil
    } else if !groups.open.isEmpty, isGEXF ? name == "nodes" || name == "edges" : name == "graph" {
      place = .group
    } else if name == "graphml" || name == "gexf" {
      tables.addGroups(&groups)
    }
  }

  mutating func text(_ bytes: Bytes) {
    guard isCollecting, passedDepth == 0 else { return }
    if isLabel {
      labels[labels.count - 1].append(contentsOf: bytes)
    } else if case .data(let key) = collected, key.use != .column {
      return
    } else {
      value.append(contentsOf: bytes)
    }
  }

  var isCollecting: Bool { if case .nothing = collected { false } else { true } }

  mutating func collect(_ what: Collected) {
    value.removeAll(keepingCapacity: true)
    (collected, depth, isLabel) = (what, 0, false)
  }

  /// Passes over the element that has just begun, and all in it.
  mutating func passOver() { passedDepth = 1 }

  /// An element within a text that is collected: of drawings the labels are wanted.
  private mutating func beginWithin(_ name: XMLName, _ attributes: XMLAttributes) {
    guard case .data(let key) = collected, key.use == .labels else { return }
    if name == "NodeLabel" || name == "EdgeLabel" || name == "Label.Text" {
      isLabel = true
      labels.append([])
    } else if name == "Label", let text = attributes["Text"] {
      labels.append(Array(text))
    } else if name == "Arrows", let source = attributes["source"], let target = attributes["target"] {
      let (from, to) = (source.elementsEqual("none".utf8), target.elementsEqual("none".utf8))
      if to { tables.note(.edgeDirection, "supplies", from ? "plain" : "against") }
    }
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
    // Members of groups say so, and an edge may end at a group.
    guard groups.open.isEmpty, groups.count == 0 else { return at }
    let isEdge = bytes[at + 1] == 0x65
    guard isEdge || bytes[at + 1] == 0x6E, (isEdge ? edgeDefaults : nodeDefaults).isEmpty else { return at }
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
        return name.elementsEqual("id".utf8) ? .ignored : .same
      }
      return name.elementsEqual("id".utf8) ? .field(0, mustBeNumber: false) : .same
    } data: { id in
      guard let key = (isEdge ? edgeKeys : nodeKeys)[Array(id)] else { return nil }
      switch key.use {
      case .column: return .field(key.field, mustBeNumber: key.mustBeNumber)
      case .labels: return nil
      case .nothing: return .ignored
      }
    }
  }

  // Keys and values.

  mutating func declare(_ id: Bytes, _ name: Bytes, _ type: Bytes?, isNode: Bool, isEdge: Bool, use: Key.Use = .column) {
    let word = type.map { String(decoding: $0, as: UTF8.self) } ?? "string"
    let isNumber = ["int", "long", "float", "double", "integer", "short", "byte"].contains(word)
    func isFree(_ table: String) -> Bool {
      DataDictionary.standard[table]?[String(decoding: name, as: UTF8.self)] == nil
    }
    func key(_ rows: inout ExchangeRows, _ table: String) -> Key {
      use == .column ? Key(field: rows.field(name), mustBeNumber: isNumber && isFree(table)) : Key(field: -1, mustBeNumber: false, use: use)
    }
    let shown = FieldValue.shown(id)
    if isNode, nodeKeys.updateValue(key(&tables.firms, "firms"), forKey: Array(id)) != nil {
      fail("属性 \(shown) 声明了两次；请重新导出。", "the attribute \(shown) is declared twice; export the file again.")
    }
    if isEdge, edgeKeys.updateValue(key(&tables.supplies, "supplies"), forKey: Array(id)) != nil {
      fail("属性 \(shown) 声明了两次；请重新导出。", "the attribute \(shown) is declared twice; export the file again.")
    }
    declaring = (Array(id), isNode, isEdge)
  }

  mutating func key(_ id: Bytes) -> Key? {
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
    if (place == .edge ? edgeKeys : nodeKeys)[Array(id)] == nil, isGEXF {
      // Some programs declare no attributes: their ids are their names.
      declare(id, id, nil, isNode: place != .edge, isEdge: place == .edge)
      declaring = nil
    }
    guard let key = (place == .edge ? edgeKeys : nodeKeys)[Array(id)] else {
      let shown = FieldValue.shown(id)
      fail("属性 \(shown) 没有声明；请重新导出。", "the attribute \(shown) is not declared; export the file again.")
      return nil
    }
    recent.append((Array(id), key))
    position = recent.count
    return key
  }

  mutating func restartKeys() { position = 0 }

  mutating func store(_ key: Key) {
    if place == .group {
      if !value.isEmpty { groups.lostValues += 1 }
      return
    }
    guard isNumber(key) else { return }
    let isNew = place == .node ? tables.firms.set(key.field, value) : tables.supplies.set(key.field, value)
    if !isNew {
      let word = place == .node ? "node" : "edge"
      let number = (place == .node ? tables.firms.count : tables.supplies.count) + 1
      if isGEXF {
        return fail(
          "第 \(number) 个\(word == "node" ? "节点" : "边")的同一属性有几个值（随时间变化？）；请选定一个时点后重新导出。",
          "\(word) \(number) has several values of one attribute (over time?); choose one moment and export the file again.")
      }
      fail("第 \(number) 个\(word == "node" ? "节点" : "边")同一属性出现两次；请只留一个。", "\(word) \(number) has one attribute twice; keep one.")
    }
  }

  /// Whether the value is a number where one is declared; if not, that is said.
  private mutating func isNumber(_ key: Key) -> Bool {
    guard key.mustBeNumber, !value.isEmpty,
      value.withUnsafeBufferPointer({ FieldValue.number(FieldValue.trimmed($0)) == nil && !Placeholder.isOne(FieldValue.trimmed($0)) })
    else { return true }
    let shown = value.withUnsafeBufferPointer { FieldValue.shown($0) }
    fail("“\(shown)”所在属性声明为数字；请改正，或声明为文本。", "“\(shown)” stands in an attribute declared as a number; correct it, or declare it as text.")
    return false
  }

  private mutating func endValue() {
    let what = collected
    collected = .nothing
    switch what {
    case .nothing: break
    case .graphData(let key):
      let text = String(decoding: value, as: UTF8.self)
      tables.takeGraphValue(key, text)
    case .standard: setDefault()
    case .description:
      let trimmed = value.withUnsafeBufferPointer { Array(FieldValue.trimmed($0)) }
      if !trimmed.isEmpty { kept.append((Array("desc".utf8), trimmed)) }
    case .data(let key):
      switch key.use {
      case .column: store(key)
      case .labels, .nothing: tables.note(.leftOutPart, place == .edge ? "supplies" : "firms", "drawing")
      }
    }
  }

  /// What elements have that do not say it.
  private mutating func setDefault() {
    guard let declaring, !value.isEmpty else { return }
    for (isUsed, isNode) in [(declaring.isNode, true), (declaring.isEdge, false)] where isUsed {
      guard let key = (isNode ? nodeKeys : edgeKeys)[declaring.id], key.use == .column, isNumber(key) else { continue }
      if isNode { nodeDefaults.append((key, value)) } else { edgeDefaults.append((key, value)) }
    }
  }
}
