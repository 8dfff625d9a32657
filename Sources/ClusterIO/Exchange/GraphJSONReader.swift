import ClusterModel

/// Reads JSON Graph Format and GeoJSON.
///
/// > Source: https://jsongraphformat.info (version 2; the lists of nodes of version 1 are read alike) and RFC 7946.
struct GraphJSONReader {
  /// What is wrong with the file, and where.
  struct Wrong: Error {
    var message: LocalText
    var offset: Int
  }

  let file: FileBytes
  /// Up to here the file has been given back.
  private var forgotten = 0
  /// What a file of node-link JSON has said so far.
  var nodeLink = NodeLink()
  var scanner: JSONScanner
  var tables = ExchangeTables()

  static func read(_ path: String, isGeo: Bool, threads: Int) throws(ClusterIOError) -> Reading {
    let shown = FieldValue.shownPath(path)
    let file = try FileBytes.open(path: path, shown: shown)
    let bytes = Bytes(start: file.start, count: file.count)
    if let bad = TextEncoding.firstInvalidUTF8(bytes) {
      throw .badExchange(
        shown, "第 \(bad + 1) 个字节起不是 UTF-8；JSON 必须是 UTF-8，请重新导出。", "is not UTF-8 from byte \(bad + 1) on, as JSON must be; export it again.")
    }
    var reader = GraphJSONReader(file: file, scanner: JSONScanner(bytes))
    do throws(Wrong) {
      if isGeo {
        try reader.collection()
      } else {
        try reader.graphFile()
        try reader.readLaterLinks()
      }
    } catch {
      let line = bytes[..<min(bytes.count, error.offset)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
      throw ClusterIOError(.badFile, error.message, place: Place(file: shown, row: line))
    }
    try file.checkUnchanged()
    return try reader.tables.reading(path, threads: threads)
  }

  func wrong(_ zh: String, _ en: String) -> Wrong { Wrong(message: LocalText(zh: zh, en: en), offset: scanner.at) }

  mutating func next() throws(Wrong) -> JSONScanner.Token {
    if scanner.at - forgotten > FileBytes.window {
      // The text of the token before may still be asked for: it comes back from the file.
      file.forget(forgotten..<scanner.at)
      forgotten = scanner.at
    }
    do throws(JSONScanner.Failure) {
      return try scanner.next()
    } catch {
      let text =
        error.isTooDeep
        ? LocalText(zh: "嵌套超过 \(JSONScanner.depthLimit) 层，不予读取；请重新导出。", en: "nests deeper than \(JSONScanner.depthLimit); export it again.")
        : LocalText(zh: "不是合格的 JSON；请用原来的软件重新导出。", en: "is no well-formed JSON; export it again with the program it came from.")
      throw Wrong(message: text, offset: error.offset)
    }
  }

  /// Passes over the value that `token` begins.
  mutating func skip(_ token: JSONScanner.Token) throws(Wrong) {
    guard token == .beginObject || token == .beginArray else { return }
    let depth = scanner.depth - 1
    while scanner.depth > depth { _ = try next() }
  }

  /// Calls `use` for each member of the object that is open; `use` reads the value.
  mutating func members(_ use: (inout GraphJSONReader, String) throws(Wrong) -> Void) throws(Wrong) {
    var seen = Set<String>()
    while try next() == .key {
      let name = scanner.string
      guard seen.insert(name).inserted else {
        let shown = FieldValue.shown(name)
        throw wrong("同一对象中“\(shown)”出现两次；请只留一个。", "“\(shown)” stands twice in one object; keep one.")
      }
      try use(&self, name)
    }
  }

  mutating func expect(_ token: JSONScanner.Token, _ zh: String, _ en: String) throws(Wrong) {
    guard try next() == token else { throw wrong("“\(zh)”的类型不对；请重新导出。", "“\(en)” has the wrong type; export it again.") }
  }

  mutating func stringValue(_ name: String) throws(Wrong) -> String {
    try expect(.string, name, name)
    return scanner.string
  }

  // JSON Graph Format.

  private mutating func graphFile() throws(Wrong) {
    let first = try next()
    guard first == .beginObject else {
      throw wrong(
        "最外层不是对象；请给出 JSON Graph Format 或 NetworkX 的 node-link JSON。",
        "its outermost value is no object; give a file in JSON Graph Format, or node-link JSON as NetworkX writes it.")
    }
    var hasGraph = false
    try members { (reader, name) throws(Wrong) in
      if name == "graphs" {
        throw reader.wrong("含有多个图（graphs）；请只留一个 graph。", "holds several graphs; keep one, as “graph”.")
      }
      if try reader.nodeLinkMember(name) { return }
      guard name == "graph" else { return try reader.passOver(name, try reader.next()) }
      let token = try reader.next()
      // Node-link JSON may say here anything of its graph.
      guard token == .beginObject else { return try reader.passOver(name, token) }
      hasGraph = true
      try reader.graph()
    }
    guard hasGraph || nodeLink.isThere else {
      throw wrong(
        "没有 graph，也没有 nodes 和 links；请给出 JSON Graph Format，或 NetworkX 的 node-link JSON（node_link_data）。",
        "has no “graph”, and no “nodes” with “links”; give a file in JSON Graph Format, or node-link JSON as NetworkX writes it (node_link_data)."
      )
    }
    guard try next() == .end else { throw wrong("文件末尾有多余内容。", "has something behind its end; take it out.") }
  }

  /// Passes over the value of a member that is no one's business, which is told.
  mutating func passOver(_ name: String, _ token: JSONScanner.Token) throws(Wrong) {
    if !["multigraph", "type", "version", "$schema"].contains(name) {
      tables.noteOnce(.leftOutPart, "firms", "graph-value", text: FieldValue.shown(name))
    }
    try skip(token)
  }

  private mutating func graph() throws(Wrong) {
    try members { (reader, name) throws(Wrong) in
      switch name {
      case "directed":
        guard try reader.next() == .word(true) else {
          throw reader.wrong("图没有方向（directed）；请导出有向图。", "is not directed, and goods run from supplier to buyer; export a directed graph.")
        }
      case "nodes": try reader.nodes()
      case "edges":
        try reader.expect(.beginArray, name, name)
        try reader.elements { (reader) throws(Wrong) in try reader.edge() }
      case "hyperedges": throw reader.wrong("含有超边，不能读取；请改为普通的边。", "has hyperedges, which are not read; use plain edges.")
      default:
        let token = try reader.next()
        switch (name, token) {
        case ("id", .string), ("id", .number): reader.tables.name = reader.scanner.string
        case ("label", .string): reader.tables.title.zh = reader.scanner.string
        case ("name", .string): reader.tables.takeGraphValue(name, reader.scanner.string)
        case ("metadata", .beginObject): try reader.graphMetadata()
        default: try reader.passOver(name, token)
        }
      }
    }
  }

  private mutating func graphMetadata() throws(Wrong) {
    try members { (reader, name) throws(Wrong) in
      if name == "title_en" {
        reader.tables.title.en = try reader.stringValue(name)
      } else if name == "tables" {
        try reader.expect(.beginObject, name, name)
        try reader.members { (reader, table) throws(Wrong) in
          try reader.expect(.beginArray, table, table)
          try reader.elements { (reader) throws(Wrong) in
            try reader.values(\.gathered)
            reader.tables.takeGathered(as: table)
          }
        }
      } else {
        try reader.passOver(name, try reader.next())
      }
    }
  }

  /// Calls `use` at the start of each object of the array that is open.
  mutating func elements(_ use: (inout GraphJSONReader) throws(Wrong) -> Void) throws(Wrong) {
    while true {
      let token = try next()
      if token == .endArray { return }
      guard token == .beginObject else { throw wrong("列表中应为对象；请重新导出。", "a list has something that is no object; export it again.") }
      try use(&self)
    }
  }

  /// The nodes: an object by id (version 2), or a list (version 1).
  private mutating func nodes() throws(Wrong) {
    let token = try next()
    if token == .beginArray {
      try elements { (reader) throws(Wrong) in try reader.node(nil) }
    } else if token == .beginObject {
      while try next() == .key {
        let id = scanner.text { Array($0) }
        try expect(.beginObject, "nodes", "nodes")
        try node(id)
      }
    } else {
      throw wrong("“nodes”的类型不对；请重新导出。", "“nodes” has the wrong type; export it again.")
    }
  }

  private mutating func node(_ id: [UInt8]?) throws(Wrong) {
    if let id { _ = tables.firms.set(0, id) }
    var label: [UInt8] = []
    while try next() == .key {
      let (isLabel, isID, isMetadata) = scanner.text { text in
        (text.elementsEqual("label".utf8), text.elementsEqual("id".utf8), text.elementsEqual("metadata".utf8))
      }
      let name = isLabel || isID || isMetadata ? [] : scanner.text { Array($0) }
      let token = try next()
      if isMetadata, token == .beginObject {
        try values(\.firms)
      } else if isLabel, token == .string {
        label = scanner.text { Array($0) }
      } else if isID, id == nil, token == .string || token == .number {
        _ = scanner.text { tables.firms.set(0, $0) }
      } else {
        try keep(name, token, \.firms)
      }
    }
    var name = "name"
    if !label.isEmpty {
      let field = name.withUTF8 { tables.firms.field($0) }
      if !tables.firms.isSet(field) { _ = tables.firms.set(field, label) }
    }
    tables.firms.endRow()
  }

  private mutating func edge() throws(Wrong) {
    while try next() == .key {
      let (isSource, isTarget, isMetadata, isDirected) = scanner.text { text in
        (
          text.elementsEqual("source".utf8), text.elementsEqual("target".utf8), text.elementsEqual("metadata".utf8),
          text.elementsEqual("directed".utf8)
        )
      }
      let isRelation = scanner.text { $0.elementsEqual("relation".utf8) }
      let name = isSource || isTarget || isMetadata || isDirected ? [] : scanner.text { Array($0) }
      let token = try next()
      if isSource || isTarget, token == .string || token == .number {
        guard scanner.text({ tables.supplies.set(isSource ? 0 : 1, $0) }) else {
          throw wrong("同一条边有两个 source 或 target；请只留一个。", "an edge has two sources or two targets; keep one.")
        }
      } else if isMetadata, token == .beginObject {
        try values(\.supplies)
      } else if isDirected, token == .word(false) {
        throw wrong("有边没有方向；请导出有向图。", "an edge has no direction; export a directed graph.")
      } else if !isRelation || token != .string || scanner.text({ !$0.elementsEqual("supplies".utf8) }) {
        // That it is a supply link is what we write ourselves.
        try keep(name, token, \.supplies)
      }
    }
    tables.supplies.endRow()
  }

  /// The members of the object that is open, as the fields of a row of one of the tables.
  mutating func values(_ path: WritableKeyPath<ExchangeTables, ExchangeRows>) throws(Wrong) {
    var rows = ExchangeRows()
    swap(&rows, &tables[keyPath: path])
    defer { swap(&rows, &tables[keyPath: path]) }
    while try next() == .key {
      let field = scanner.text { rows.field($0) }
      guard rows.names.count <= CSVDialect.columnLimit else { throw wrong("属性过多；请删去不需要的。", "has too many attributes; leave some out.") }
      let token = try next()
      let isNew: Bool
      switch token {
      case .string, .number: isNew = scanner.text { rows.set(field, $0) }
      case .word(let value):
        guard let value else { continue }
        isNew = rows.set(field, (value ? "true" : "false").utf8)
      default:
        let shown = FieldValue.shown(String(decoding: rows.names[field], as: UTF8.self))
        throw wrong("“\(shown)”的值是列表或对象，只能是文本或数字；请改正。", "“\(shown)” is a list or an object; only texts and numbers are read. Change it.")
      }
      if !isNew {
        let shown = FieldValue.shown(String(decoding: rows.names[field], as: UTF8.self))
        throw wrong("同一对象中“\(shown)”出现两次；请只留一个。", "“\(shown)” stands twice in one object; keep one.")
      }
    }
  }

  // GeoJSON.

  private mutating func collection() throws(Wrong) {
    try expect(.beginObject, "FeatureCollection", "FeatureCollection")
    var isCollection = false
    try members { (reader, name) throws(Wrong) in
      switch name {
      case "type": isCollection = try reader.stringValue(name) == "FeatureCollection"
      case "name": reader.tables.name = try reader.stringValue(name)
      case "title": reader.tables.title.zh = try reader.stringValue(name)
      case "title_en": reader.tables.title.en = try reader.stringValue(name)
      case "features":
        try reader.expect(.beginArray, name, name)
        try reader.elements { (reader) throws(Wrong) in try reader.feature() }
      default: try reader.skip(try reader.next())
      }
    }
    guard isCollection else { throw wrong("不是 FeatureCollection；请导出为 GeoJSON。", "is no FeatureCollection; export it as GeoJSON.") }
    guard try next() == .end else { throw wrong("文件末尾有多余内容。", "has something behind its end; take it out.") }
  }

  /// A feature is a row of the table that its member `@table` names; without one, a line is a supply link and anything else a firm.
  private mutating func feature() throws(Wrong) {
    var geometry = ""
    var hasRow = false
    tables.gathered.clear()
    while try next() == .key {
      let name = scanner.string
      let token = try next()
      if name == "properties", token == .beginObject {
        hasRow = true
        try values(\.gathered)
      } else if name == "geometry", token == .beginObject {
        try members { (reader, name) throws(Wrong) in
          let token = try reader.next()
          if name == "type", token == .string { geometry = reader.scanner.string } else { try reader.skip(token) }
        }
      } else {
        try skip(token)
      }
    }
    guard hasRow else { return }
    let table = tables.gathered.text(of: "@table") ?? (geometry == "LineString" ? "supplies" : "firms")
    guard DataDictionary.standard[table] != nil else {
      let shown = FieldValue.shown(table)
      throw wrong("@table“\(shown)”不是任何一张表；请改正。", "@table “\(shown)” is no table; correct it.")
    }
    tables.takeGathered(as: table)
  }
}
