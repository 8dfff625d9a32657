import ClusterModel

// JSON Graph Format and GeoJSON.
extension ExchangeWriter {
  /// The tables besides firms and links, cell by cell; these are small.
  private struct SmallTable {
    var name: String
    var rowCount: Int
    var columns: [(key: [UInt8], isNumber: Bool, write: (Int, inout [UInt8]) -> Void)]

    static func all(_ network: Network) -> [SmallTable] {
      TableText.smallTables(of: network).map { table in
        SmallTable(
          name: table.table.name, rowCount: table.rowCount,
          columns: table.columns.map {
            (Array("\"\(Escapes.text($0.name, .json))\":".utf8), $0.definition?.isNumber == true, $0.write)
          })
      }
    }

    /// The members of a row's object, without its braces.
    func append(_ row: Int, to bytes: inout [UInt8], first: Bool) {
      var cell: [UInt8] = []
      var isFirst = first
      for column in columns {
        cell.removeAll(keepingCapacity: true)
        column.write(row, &cell)
        if cell.isEmpty { continue }
        if cell[0] == 0x22 { cell = CellText.unquoted(cell) }
        if !isFirst { bytes.append(0x2C) }
        isFirst = false
        bytes.append(contentsOf: column.key)
        if column.isNumber {
          bytes.append(contentsOf: cell)
        } else {
          bytes.append(0x22)
          cell.withUnsafeBufferPointer { Escapes.json($0, &bytes) }
          bytes.append(0x22)
        }
      }
    }
  }

  /// The members of a firm's or link's object, each with a comma before it.
  private static func members(_ columns: [ExchangeColumn]) -> Framed {
    (columns, columns.map { (",\"\(Escapes.text($0.name, .json))\":" + ($0.isNumber ? "" : "\""), $0.isNumber ? "" : "\"") })
  }

  /// The members as an object of their own.
  @inline(__always)
  private static func appendObject(_ columns: ArraySlice<ColumnWriter>, _ row: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    for column in columns { column.append(row, to: &bytes) }
    if bytes.count == start { return bytes.append("{}") }
    bytes[start] = 0x7B
    bytes.append(0x7D)
  }

  private static func quoted(_ text: String) -> String { "\"" + Escapes.text(text, .json) + "\"" }

  static func jsonGraph(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    let all = ExchangeColumn.firms(network, .json)
    let labels = all.filter { $0.name == "name" }.map { ExchangeColumn(name: "label", values: $0.values) }
    let firms = members(labels + all.filter { $0.name != "name" })
    let links = members(ExchangeColumn.supplies(network, .json))
    var bytes = Array("{\"graph\":{\"id\":\(quoted(network.name)),\"directed\":true,\"type\":\"supply network\"".utf8)
    if !network.title.zh.isEmpty { bytes += Array(",\"label\":\(quoted(network.title.zh))".utf8) }
    bytes += Array(",\"metadata\":{\"title_en\":\(quoted(network.title.en)),\"tables\":{".utf8)
    for (at, table) in SmallTable.all(network).enumerated() {
      bytes += Array("\(at > 0 ? "," : "")\n\"\(table.name)\":[".utf8)
      try rows(table.rowCount, &bytes, sink) { row, bytes in
        bytes.append(contentsOf: (row > 0 ? ",\n{" : "\n{").utf8)
        table.append(row, to: &bytes, first: true)
        bytes.append(0x7D)
      }
      bytes.append(0x5D)
    }
    bytes += Array("}},\n\"nodes\":{".utf8)
    try sink(bytes)
    try write(network, "", middle: "},\n\"edges\":[", tail: "]}}\n", .json, sink, firms, links) { row, ends, columns, bytes in
      bytes.append(row > 0 ? ",\n\"" : "\n\"")
      ends.appendFirm(row, to: &bytes)
      bytes.append("\":{\"metadata\":")
      appendObject(columns.dropFirst(labels.count), row, to: &bytes)
      for column in columns.prefix(labels.count) { column.append(row, to: &bytes) }
      bytes.append("}")
    } link: { row, ends, columns, bytes in
      bytes.append(row > 0 ? ",\n{\"source\":\"" : "\n{\"source\":\"")
      ends.appendSupplier(row, to: &bytes)
      bytes.append("\",\"target\":\"")
      ends.appendBuyer(row, to: &bytes)
      bytes.append("\",\"relation\":\"supplies\",\"metadata\":")
      appendObject(columns[...], row, to: &bytes)
      bytes.append("}")
    }
  }

  static func geoJSON(_ network: Network, _ sink: Sink) throws(ClusterIOError) {
    let (firms, links) = (members(ExchangeColumn.firms(network, .json)), members(ExchangeColumn.supplies(network, .json)))
    // Where a county's seat is known, and it is on the earth.
    let seats: [[UInt8]?] = network.counties.map { county in
      guard let longitude = county.longitude, let latitude = county.latitude, abs(longitude) <= 180, abs(latitude) <= 90 else { return nil }
      var text: [UInt8] = [0x5B]
      NumberBytes.append(longitude, to: &text)
      text.append(0x2C)
      NumberBytes.append(latitude, to: &text)
      return text + [0x5D]
    }
    func seat(_ firm: Int) -> [UInt8]? { network.firms.county(FirmID(firm)).flatMap { seats[$0.row] } }
    var bytes = Array("{\"type\":\"FeatureCollection\",\"name\":\(quoted(network.name))".utf8)
    if !network.title.zh.isEmpty { bytes += Array(",\"title\":\(quoted(network.title.zh))".utf8) }
    if !network.title.en.isEmpty { bytes += Array(",\"title_en\":\(quoted(network.title.en))".utf8) }
    bytes += Array(",\"features\":[".utf8)
    var isFirst = true
    func begin(_ table: String, _ type: String, _ points: [[UInt8]?], _ bytes: inout [UInt8]) {
      bytes.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
      isFirst = false
      bytes.append(contentsOf: "{\"type\":\"Feature\",\"geometry\":".utf8)
      let known = points.compactMap(\.self)
      if known.isEmpty || known.count < points.count {
        bytes.append(contentsOf: "null".utf8)
      } else {
        bytes.append(contentsOf: "{\"type\":\"\(type)\",\"coordinates\":\(type == "Point" ? "" : "[")".utf8)
        for (at, point) in known.enumerated() {
          if at > 0 { bytes.append(0x2C) }
          bytes.append(contentsOf: point)
        }
        bytes.append(contentsOf: (type == "Point" ? "}" : "]}").utf8)
      }
      bytes.append(contentsOf: ",\"properties\":{\"@table\":\"\(table)\"".utf8)
    }
    for table in SmallTable.all(network) {
      try rows(table.rowCount, &bytes, sink) { row, bytes in
        begin(table.name, "Point", table.name == "counties" ? [seats[row]] : [], &bytes)
        table.append(row, to: &bytes, first: false)
        bytes.append(contentsOf: "}}".utf8)
      }
    }
    try sink(bytes)
    let (suppliers, buyers) = (network.supplies.suppliers, network.supplies.buyers)
    try write(network, "", tail: "\n]}\n", .json, sink, firms, links) { row, ends, columns, bytes in
      begin("firms", "Point", [seat(row)], &bytes)
      bytes.append(",\"firm_id\":\"")
      ends.appendFirm(row, to: &bytes)
      bytes.append("\"")
      for column in columns { column.append(row, to: &bytes) }
      bytes.append("}}")
    } link: { row, ends, columns, bytes in
      begin("supplies", "LineString", [seat(Int(suppliers[row])), seat(Int(buyers[row]))], &bytes)
      bytes.append(",\"supplier_id\":\"")
      ends.appendSupplier(row, to: &bytes)
      bytes.append("\",\"buyer_id\":\"")
      ends.appendBuyer(row, to: &bytes)
      bytes.append("\"")
      for column in columns { column.append(row, to: &bytes) }
      bytes.append("}}")
    }
  }
}
