public import ClusterModel

/// Writes a network in a form that other programs read.
public enum ExchangeWriter {
  /// Writes `network` to `path` in the form `kind`, whole or not at all; `language` is that of sheets and headers in a workbook.
  ///
  /// Every form holds firms and supply links with all their columns; ``FileKind/holdsAllTables`` says which hold the other tables too. The same
  /// network gives the same bytes. Throws `exists` unless `force` is given, and `unwritable`. O(bytes); memory is that of a piece of 1 MiB and
  /// the escaped ids. A ``FileKind/frozen`` network is refused (`badFile`): it is written of what was accepted, by ``FrozenNetwork``.
  public static func write(
    _ network: Network, as kind: FileKind, to path: String, language: Language = .en, force: Bool = false
  ) throws(ClusterIOError) {
    if kind == .frozen {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "以 .cw 结尾：这是冻结的网络的名称，须另行冻结；请另取名称。", en: "ends with .cw: a frozen network is written by freezing one; take another name."),
        place: Place(file: FieldValue.shownPath(path)))
    }
    if kind == .workbook { return try WorkbookWriter.write(network, to: path, language: language, force: force) }
    try OutputFile.make(path, force: force) { (file) throws(ClusterIOError) in
      try file.write { (sink) throws(ClusterIOError) in
        switch kind {
        case .graphML: try graphML(network, sink)
        case .gexf: try gexf(network, sink)
        case .jsonGraph: try jsonGraph(network, sink)
        case .geoJSON: try geoJSON(network, sink)
        case .dot: try dot(network, sink)
        case .workbook, .frozen: break
        }
      }
    }
  }

  /// The tables of `network` that have rows and are not in a file of `kind`, with how many rows; in the order of the dictionary.
  public static func tablesLeftOut(_ network: Network, by kind: FileKind) -> [(table: DataDictionary.Table, rows: Int)] {
    if kind.holdsAllTables { return [] }
    return TableText.smallTables(of: network).map { ($0.table, $0.rowCount) }
  }

  typealias Sink = (borrowing [UInt8]) throws(ClusterIOError) -> Void

  /// Appends row after row; a piece at a time goes to `sink`.
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
}

// GraphML, GEXF and DOT.
extension ExchangeWriter {
  private static func graphML(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    let firms = ExchangeColumn.firms(network, .xml)
    let links = ExchangeColumn.supplies(network, .xml)
    var head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
    for (columns, letter, element) in [(firms, "n", "node"), (links, "e", "edge")] {
      for (at, column) in columns.enumerated() {
        let type = column.isInteger ? "int" : column.isNumber ? "double" : "string"
        head += "<key id=\"\(letter)\(at)\" for=\"\(element)\" attr.name=\"\(Escapes.text(column.name, .xml))\" attr.type=\"\(type)\"/>\n"
      }
    }
    let titles = [("t0", "title", network.title.zh), ("t1", "title_en", network.title.en)].filter { !$0.2.isEmpty }
    for (id, name, _) in titles { head += "<key id=\"\(id)\" for=\"graph\" attr.name=\"\(name)\" attr.type=\"string\"/>\n" }
    head += "<graph id=\"\(Escapes.text(network.name, .xml))\" edgedefault=\"directed\">\n"
    for (id, _, title) in titles { head += "<data key=\"\(id)\">\(Escapes.text(title, .xml))</data>\n" }
    func frames(_ columns: [ExchangeColumn], _ letter: String) -> [(before: String, after: String)] {
      columns.indices.map { ("<data key=\"\(letter)\($0)\">", "</data>") }
    }
    try write(network, head, tail: "</graph>\n</graphml>\n", .xml, sink, (firms, frames(firms, "n")), (links, frames(links, "e"))) {
      row, ends, columns, bytes in
      bytes.append("<node id=\"")
      ends.appendFirm(row, to: &bytes)
      bytes.append("\">")
      for column in columns { column.append(row, to: &bytes) }
      bytes.append("</node>\n")
    } link: { row, ends, columns, bytes in
      bytes.append("<edge source=\"")
      ends.appendSupplier(row, to: &bytes)
      bytes.append("\" target=\"")
      ends.appendBuyer(row, to: &bytes)
      bytes.append("\">")
      for column in columns { column.append(row, to: &bytes) }
      bytes.append("</edge>\n")
    }
  }

  typealias AppendRow = (_ row: Int, _ ends: LinkEnds, _ columns: [ColumnWriter], _ bytes: inout [UInt8]) -> Void
  typealias Framed = (columns: [ExchangeColumn], frames: [(before: String, after: String)])

  /// Writes `head`, the firms, `middle`, the links and `tail`, a piece at a time.
  static func write(
    _ network: Network, _ head: String, middle: String = "", tail: String, _ escape: Escape, _ sink: Sink, _ firms: Framed, _ links: Framed,
    firm: AppendRow, link: AppendRow
  ) throws(ClusterIOError) {
    var bytes = Array(head.utf8)
    try LinkEnds.with(network, escape) { (ends) throws(ClusterIOError) in
      try ColumnWriter.with(firms.columns, frames: firms.frames, escape) { (columns) throws(ClusterIOError) in
        try rows(network.firms.count, &bytes, sink) { row, bytes in firm(row, ends, columns, &bytes) }
      }
      bytes.append(contentsOf: middle.utf8)
      try ColumnWriter.with(links.columns, frames: links.frames, escape) { (columns) throws(ClusterIOError) in
        try rows(network.supplies.count, &bytes, sink) { row, bytes in link(row, ends, columns, &bytes) }
      }
    }
    bytes.append(contentsOf: tail.utf8)
    try sink(bytes)
  }

  private static func gexf(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    var firms = ExchangeColumn.firms(network, .xml)
    let names = firms.filter { $0.name == "name" }
    firms.removeAll { $0.name == "name" }
    let links = ExchangeColumn.supplies(network, .xml)
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
        head += "<attribute id=\"\(at)\" title=\"\(Escapes.text(column.name, .xml))\" type=\"\(type)\"/>\n"
      }
      head += "</attributes>\n"
    }
    func frames(_ columns: [ExchangeColumn]) -> [(before: String, after: String)] {
      columns.indices.map { ("<attvalue for=\"\($0)\" value=\"", "\"/>") }
    }
    let label = names.map { _ in (before: " label=\"", after: "\"") }
    try write(
      network, head + "<nodes>\n", middle: "</nodes>\n<edges>\n", tail: "</edges>\n</graph>\n</gexf>\n", .xml, sink,
      (names + firms, label + frames(firms)), (links, frames(links))
    ) { row, ends, columns, bytes in
      bytes.append("<node id=\"")
      ends.appendFirm(row, to: &bytes)
      bytes.append("\"")
      for column in columns.prefix(names.count) { column.append(row, to: &bytes) }
      bytes.append("><attvalues>")
      for column in columns.dropFirst(names.count) { column.append(row, to: &bytes) }
      bytes.append("</attvalues></node>\n")
    } link: { row, ends, columns, bytes in
      bytes.append("<edge id=\"")
      NumberBytes.append(row, to: &bytes)
      bytes.append("\" source=\"")
      ends.appendSupplier(row, to: &bytes)
      bytes.append("\" target=\"")
      ends.appendBuyer(row, to: &bytes)
      bytes.append("\"><attvalues>")
      for column in columns { column.append(row, to: &bytes) }
      bytes.append("</attvalues></edge>\n")
    }
  }

  private static func dot(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    let firms = ExchangeColumn.firms(network, .dot)
    let links = ExchangeColumn.supplies(network, .dot)
    func frames(_ columns: [ExchangeColumn]) -> [(before: String, after: String)] {
      columns.map { ("\"\(Escapes.text($0.name == "name" ? "label" : $0.name, .dot))\"=\"", "\" ") }
    }
    let head = "digraph \"\(Escapes.text(network.name, .dot))\" {\n"
    try write(network, head, tail: "}\n", .dot, sink, (firms, frames(firms)), (links, frames(links))) { row, ends, columns, bytes in
      bytes.append("\"")
      ends.appendFirm(row, to: &bytes)
      bytes.append("\" [")
      for column in columns { column.append(row, to: &bytes) }
      bytes.append("]\n")
    } link: { row, ends, columns, bytes in
      bytes.append("\"")
      ends.appendSupplier(row, to: &bytes)
      bytes.append("\" -> \"")
      ends.appendBuyer(row, to: &bytes)
      bytes.append("\" [")
      for column in columns { column.append(row, to: &bytes) }
      bytes.append("]\n")
    }
  }
}
