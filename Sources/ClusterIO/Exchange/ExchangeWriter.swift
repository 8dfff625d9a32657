import ClusterModel

/// Writes a network in a form that other programs read.
public enum ExchangeWriter {
  /// Writes `network` to `path` in the form `kind`, whole or not at all; `language` is that of sheets and headers in a workbook.
  ///
  /// Every form holds firms and supply links with all their columns; ``FileKind/holdsAllTables`` says which hold the other tables too. The same
  /// network gives the same bytes. Throws `exists` unless `force` is given, and `unwritable`. O(bytes); memory is that of a piece of 1 MiB and
  /// the escaped ids.
  public static func write(
    _ network: Network, as kind: FileKind, to path: String, language: Language = .en, force: Bool = false
  ) throws(ClusterIOError) {
    if kind == .workbook { return try WorkbookWriter.write(network, to: path, language: language, force: force) }
    try OutputFile.make(path, force: force) { (file) throws(ClusterIOError) in
      try file.write { (sink) throws(ClusterIOError) in
        switch kind {
        case .graphML: try graphML(network, sink)
        case .gexf: try gexf(network, sink)
        case .jsonGraph: try jsonGraph(network, sink)
        case .geoJSON: try geoJSON(network, sink)
        case .dot: try dot(network, sink)
        case .workbook: break
        }
      }
    }
  }

  /// The tables of `network` that have rows and are not in a file of `kind`, with how many rows; in the order of the dictionary.
  public static func tablesLeftOut(_ network: Network, by kind: FileKind) -> [(table: DataDictionary.Table, rows: Int)] {
    if kind.holdsAllTables { return [] }
    return TableText.tables(of: network).filter { $0.table.name != "firms" && $0.table.name != "supplies" }.map { ($0.table, $0.rowCount) }
  }

  typealias Sink = (borrowing [UInt8]) throws(ClusterIOError) -> Void

  /// Begins with `head`, appends row after row, ends with `tail`; a piece at a time.
  static func rows(
    _ count: Int, _ bytes: inout [UInt8], _ sink: Sink, _ append: (Int, inout [UInt8]) -> Void
  ) throws(ClusterIOError) {
    for row in 0..<count {
      append(row, &bytes)
      if bytes.count > 1 << 20 {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
  }

  /// The ids of all firms, escaped, end to end.
  static func ids(_ network: Network, _ escape: Escape) -> TextColumn {
    let ids = network.firms.ids
    var column = TextColumn()
    column.reserve(rows: ids.count, bytes: ids.bytes.count)
    var word: [UInt8] = []
    ids.bytes.withUnsafeBufferPointer { all in
      for row in 0..<ids.count {
        word.removeAll(keepingCapacity: true)
        escape(UnsafeBufferPointer(rebasing: all[Int(ids.offsets[row])..<Int(ids.offsets[row + 1])]), &word)
        word.withUnsafeBufferPointer { column.append(utf8: $0) }
      }
    }
    return column
  }

  @inline(__always)
  static func append(_ ids: TextColumn, _ row: Int, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: ids.bytes[Int(ids.offsets[row])..<Int(ids.offsets[row + 1])])
  }
}

// GraphML and GEXF.
extension ExchangeWriter {
  private static func graphML(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    let ids = ids(network, Escapes.xml)
    let firms = ExchangeColumn.firms(network, Escapes.xml)
    let links = ExchangeColumn.supplies(network, Escapes.xml)
    var head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
    for (columns, letter, element) in [(firms, "n", "node"), (links, "e", "edge")] {
      for (at, column) in columns.enumerated() {
        let type = column.isInteger ? "int" : column.isNumber ? "double" : "string"
        head +=
          "<key id=\"\(letter)\(at)\" for=\"\(element)\" attr.name=\"\(Escapes.text(column.name, Escapes.xml))\" attr.type=\"\(type)\"/>\n"
      }
    }
    let titles = [("t0", "title", network.title.zh), ("t1", "title_en", network.title.en)].filter { !$0.2.isEmpty }
    for (id, name, _) in titles { head += "<key id=\"\(id)\" for=\"graph\" attr.name=\"\(name)\" attr.type=\"string\"/>\n" }
    head += "<graph id=\"\(Escapes.text(network.name, Escapes.xml))\" edgedefault=\"directed\">\n"
    for (id, _, title) in titles { head += "<data key=\"\(id)\">\(Escapes.text(title, Escapes.xml))</data>\n" }
    var bytes = Array(head.utf8)
    func data(_ columns: [ExchangeColumn], _ letter: String) -> [[UInt8]] {
      columns.indices.map { Array("<data key=\"\(letter)\($0)\">".utf8) }
    }
    let after = Array("</data>".utf8)
    let (nodeData, edgeData) = (data(firms, "n"), data(links, "e"))
    let (node, close, nodeEnd) = (Array("<node id=\"".utf8), Array("\">".utf8), Array("</node>\n".utf8))
    try rows(network.firms.count, &bytes, sink) { row, bytes in
      bytes.append(contentsOf: node)
      append(ids, row, to: &bytes)
      bytes.append(contentsOf: close)
      for at in firms.indices { firms[at].append(row, to: &bytes, before: nodeData[at], after: after, Escapes.xml) }
      bytes.append(contentsOf: nodeEnd)
    }
    let (suppliers, buyers) = (network.supplies.suppliers, network.supplies.buyers)
    let (edge, target, edgeEnd) = (Array("<edge source=\"".utf8), Array("\" target=\"".utf8), Array("</edge>\n".utf8))
    try rows(suppliers.count, &bytes, sink) { row, bytes in
      bytes.append(contentsOf: edge)
      append(ids, Int(suppliers[row]), to: &bytes)
      bytes.append(contentsOf: target)
      append(ids, Int(buyers[row]), to: &bytes)
      bytes.append(contentsOf: close)
      for at in links.indices { links[at].append(row, to: &bytes, before: edgeData[at], after: after, Escapes.xml) }
      bytes.append(contentsOf: edgeEnd)
    }
    bytes.append(contentsOf: "</graph>\n</graphml>\n".utf8)
    try sink(bytes)
  }

  private static func gexf(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    let ids = ids(network, Escapes.xml)
    var firms = ExchangeColumn.firms(network, Escapes.xml)
    let label = firms.first { $0.name == "name" }
    firms.removeAll { $0.name == "name" }
    let links = ExchangeColumn.supplies(network, Escapes.xml)
    var head = """
      <?xml version="1.0" encoding="UTF-8"?>
      <gexf xmlns="http://gexf.net/1.3" version="1.3">
      <meta><creator>Chainwright</creator></meta>
      <graph defaultedgetype="directed" mode="static">

      """
    for (columns, element) in [(firms, "node"), (links, "edge")] where !columns.isEmpty {
      head += "<attributes class=\"\(element)\">\n"
      for (at, column) in columns.enumerated() {
        let type = column.isInteger ? "integer" : column.isNumber ? "double" : "string"
        head += "<attribute id=\"\(at)\" title=\"\(Escapes.text(column.name, Escapes.xml))\" type=\"\(type)\"/>\n"
      }
      head += "</attributes>\n"
    }
    var bytes = Array((head + "<nodes>\n").utf8)
    func values(_ columns: [ExchangeColumn]) -> [[UInt8]] { columns.indices.map { Array("<attvalue for=\"\($0)\" value=\"".utf8) } }
    let after = Array("\"/>".utf8)
    let (nodeValues, edgeValues) = (values(firms), values(links))
    let (labelBefore, quote) = (Array(" label=\"".utf8), Array("\"".utf8))
    try rows(network.firms.count, &bytes, sink) { row, bytes in
      bytes.append(contentsOf: "<node id=\"".utf8)
      append(ids, row, to: &bytes)
      bytes.append(0x22)
      label?.append(row, to: &bytes, before: labelBefore, after: quote, Escapes.xml)
      bytes.append(contentsOf: "><attvalues>".utf8)
      for at in firms.indices { firms[at].append(row, to: &bytes, before: nodeValues[at], after: after, Escapes.xml) }
      bytes.append(contentsOf: "</attvalues></node>\n".utf8)
    }
    bytes.append(contentsOf: "</nodes>\n<edges>\n".utf8)
    let (suppliers, buyers) = (network.supplies.suppliers, network.supplies.buyers)
    try rows(suppliers.count, &bytes, sink) { row, bytes in
      bytes.append(contentsOf: "<edge id=\"".utf8)
      NumberBytes.append(row, to: &bytes)
      bytes.append(contentsOf: "\" source=\"".utf8)
      append(ids, Int(suppliers[row]), to: &bytes)
      bytes.append(contentsOf: "\" target=\"".utf8)
      append(ids, Int(buyers[row]), to: &bytes)
      bytes.append(contentsOf: "\"><attvalues>".utf8)
      for at in links.indices { links[at].append(row, to: &bytes, before: edgeValues[at], after: after, Escapes.xml) }
      bytes.append(contentsOf: "</attvalues></edge>\n".utf8)
    }
    bytes.append(contentsOf: "</edges>\n</graph>\n</gexf>\n".utf8)
    try sink(bytes)
  }

  private static func dot(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    let ids = ids(network, Escapes.dot)
    let firms = ExchangeColumn.firms(network, Escapes.dot)
    let links = ExchangeColumn.supplies(network, Escapes.dot)
    var bytes = Array("digraph \"\(Escapes.text(network.name, Escapes.dot))\" {\n".utf8)
    func names(_ columns: [ExchangeColumn]) -> [[UInt8]] {
      columns.map { Array("\"\(Escapes.text($0.name == "name" ? "label" : $0.name, Escapes.dot))\"=\"".utf8) }
    }
    let after = Array("\" ".utf8)
    let (firmNames, linkNames) = (names(firms), names(links))
    try rows(network.firms.count, &bytes, sink) { row, bytes in
      bytes.append(0x22)
      append(ids, row, to: &bytes)
      bytes.append(contentsOf: "\" [".utf8)
      for at in firms.indices { firms[at].append(row, to: &bytes, before: firmNames[at], after: after, Escapes.dot) }
      bytes.append(contentsOf: "]\n".utf8)
    }
    let (suppliers, buyers) = (network.supplies.suppliers, network.supplies.buyers)
    try rows(suppliers.count, &bytes, sink) { row, bytes in
      bytes.append(0x22)
      append(ids, Int(suppliers[row]), to: &bytes)
      bytes.append(contentsOf: "\" -> \"".utf8)
      append(ids, Int(buyers[row]), to: &bytes)
      bytes.append(contentsOf: "\" [".utf8)
      for at in links.indices { links[at].append(row, to: &bytes, before: linkNames[at], after: after, Escapes.dot) }
      bytes.append(contentsOf: "]\n".utf8)
    }
    bytes.append(contentsOf: "}\n".utf8)
    try sink(bytes)
  }
}
