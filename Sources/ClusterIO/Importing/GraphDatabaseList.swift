import ClusterModel

/// A file of nodes and relationships together, as Neo4j exports its graph: rows with `_id` are nodes, rows with `_start` and `_end` relationships.
///
///     _id,_labels,name,revenue,_start,_end,_type,amount
///     0,:Company,虚构甲厂,100,,,,
///     1,:Company,虚构乙厂,200,,,,
///     ,,,,0,1,SUPPLIES,50
///
/// Nodes are firms, but those whose label says that they are products; relationships between firms are supply links, from a firm to a product what it makes.
/// A relationship whose type says that its start buys from its end is turned round, which is told, as is everything that has no place.
///
/// > Source: APOC, `apoc.export.csv.all`.
struct GraphDatabaseList {
  private var tables = ExchangeTables()
  private let header: [String]
  private let id: Int
  private let labels: Int
  private let start: Int
  private let end: Int
  private let type: Int
  private var products = Set<String>()

  /// `nil` for any other list.
  static func read(_ path: String, threads: Int) throws(ClusterIOError) -> Reading? {
    let shown = FieldValue.shownPath(path)
    let text = try TextEncoding.decode(FileBytes.open(path: path, shown: shown), forced: nil, shown: shown)
    let shape = CSVDialect.shape(text, names: [])
    let base = text.content.start
    var scanner = CSVScanner(base: base, start: shape.start, end: text.end, delimiter: shape.delimiter, rowsBefore: shape.rowsBefore)
    var fields = [CSVField](repeating: CSVField(), count: CSVDialect.columnLimit)
    let count = scanner.next(&fields, capacity: fields.count)
    guard count > 0, count <= fields.count, scanner.fault == nil else { return nil }
    let header = fields[..<count].map { CSVDialect.trimmedHeader(CSVRows.text($0, base)) }
    guard var list = GraphDatabaseList(header) else { return nil }
    // Products first: a relationship may stand before the node that it ends at.
    let body = scanner
    try list.eachRow(body, text, fields, shown) { list, cells in list.noteProduct(cells) }
    try list.eachRow(body, text, fields, shown) { list, cells in list.add(cells) }
    return try list.tables.reading(path, threads: threads)
  }

  private init?(_ header: [String]) {
    func field(_ names: [String]) -> Int? { header.firstIndex { names.contains($0.lowercased()) } }
    guard let id = field(["_id"]), let start = field(["_start"]), let end = field(["_end"]) else { return nil }
    (self.header, self.id, self.start, self.end) = (header, id, start, end)
    labels = field(["_labels", "_label"]) ?? -1
    type = field(["_type"]) ?? -1
  }

  private mutating func eachRow(
    _ scanner: CSVScanner, _ text: DecodedText, _ fields: [CSVField], _ shown: String, _ use: (inout GraphDatabaseList, [String]) -> Void
  ) throws(ClusterIOError) {
    var (scanner, fields) = (scanner, fields)
    while case let count = scanner.next(&fields, capacity: fields.count), count > 0 {
      guard scanner.fault == nil else {
        throw ClusterIOError(
          .badFile, LocalText(zh: "引号没有正确闭合；请检查这一行的引号。", en: "has a quote that is not closed properly; check the quotes of this row."),
          place: Place(file: shown, row: scanner.row))
      }
      var cells = fields[..<min(count, header.count)].map { CSVDialect.trimmedHeader(CSVRows.text($0, text.content.start)) }
      if cells.allSatisfy(\.isEmpty) { continue }
      cells += repeatElement("", count: header.count - cells.count)
      use(&self, cells)
    }
  }

  private func isRelationship(_ cells: [String]) -> Bool { !cells[start].isEmpty || !cells[end].isEmpty }

  private mutating func noteProduct(_ cells: [String]) {
    guard !isRelationship(cells), labels >= 0 else { return }
    let words = cells[labels].lowercased().split { ":;,[]\" ".contains($0) }.map(String.init)
    if words.contains(where: { Self.productLabels.contains($0) }) { products.insert(cells[id]) }
  }

  private mutating func add(_ cells: [String]) {
    if !isRelationship(cells) {
      if products.contains(cells[id]) {
        keep(cells, in: \.gathered, without: [labels], as: [id: "product_id"])
        tables.takeGathered(as: "products")
      } else {
        keep(cells, in: \.gathered, without: [], as: [id: "firm_id"])
        tables.takeGathered(as: "firms")
      }
      return
    }
    let word = type < 0 ? "" : cells[type].lowercased().filter { $0 != "_" && $0 != " " }
    let isTurned = Self.turned.contains(word)
    switch (products.contains(cells[start]), products.contains(cells[end])) {
    case (false, false):
      if isTurned { tables.note(.guessedReading, "supplies", "turned", text: FieldValue.shown(cells[type])) }
      keep(
        cells, in: \.gathered, without: [],
        as: isTurned ? [start: "buyer_id", end: "supplier_id"] : [start: "supplier_id", end: "buyer_id"])
      tables.takeGathered(as: "supplies")
    case (false, true) where Self.makes.contains(word) || type < 0:
      keep(cells, in: \.gathered, without: [type], as: [start: "firm_id", end: "product_id"])
      tables.takeGathered(as: "makes")
    case (true, false) where Self.madeBy.contains(word):
      keep(cells, in: \.gathered, without: [type], as: [start: "product_id", end: "firm_id"])
      tables.takeGathered(as: "makes")
    default:
      tables.note(.leftOutPart, "supplies", "relationship", text: FieldValue.shown(type < 0 ? "" : cells[type]))
    }
  }

  /// Gives a row the cells that are filled, under their headers or the names of `names`.
  private mutating func keep(
    _ cells: [String], in path: WritableKeyPath<ExchangeTables, ExchangeRows>, without left: Set<Int>, as names: [Int: String]
  ) {
    for (at, cell) in cells.enumerated() where !cell.isEmpty && !header[at].isEmpty && !left.contains(at) {
      tables[keyPath: path].keep(Array((names[at] ?? header[at]).utf8), Array(cell.utf8))
    }
  }

  private static let productLabels: Set = ["product", "products", "goods", "material", "rawmaterial", "产品", "商品", "原料", "原材料", "品类"]
  private static let makes: Set = ["makes", "make", "produces", "produce", "manufactures", "生产", "制造", "产出", "主营", "主要产品"]
  private static let madeBy: Set = ["madeby", "producedby", "manufacturedby", "由其生产", "生产商", "生产企业"]
  private static let turned: Set = [
    "buysfrom", "buyfrom", "purchasesfrom", "purchasefrom", "sourcesfrom", "sourcedfrom", "suppliedby", "orderedfrom", "采购自", "购自", "来自供应商",
  ]
}
