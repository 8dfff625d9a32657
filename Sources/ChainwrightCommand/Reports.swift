import Chainwright

/// Rows of CSV as bytes, for tables of a million rows: no string is made for a number or an id.
struct ByteRows {
  private(set) var bytes: [UInt8] = []
  private var isFirst = true

  init(_ columns: [String]) { bytes = Array(CSVText.line(columns).utf8) }

  /// Rows that go under a header written elsewhere.
  init() {}

  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
  }

  mutating func endRow() {
    bytes.append(0x0A)
    isFirst = true
  }

  /// A cell of text, quoted and made harmless to spreadsheets as in ``CSVText.line(_:)`` where it has to be.
  mutating func append(_ column: TextColumn, _ row: Int) {
    let range = Int(column.offsets[row])..<Int(column.offsets[row + 1])
    let isPlain = column.bytes.withUnsafeBufferPointer { buffer in
      guard let first = buffer[range].first else { return true }
      // "=", "+", "-", "@", tab and return begin a formula; below 0x2D come the quote, the comma and the line ends.
      return first != 0x3D && first != 0x40 && first > 0x2D && buffer[range].allSatisfy { $0 > 0x2C }
    }
    if isPlain {
      separate()
      bytes.append(contentsOf: column.bytes[range])
    } else {
      append(column[row])
    }
  }

  mutating func append(_ text: String) {
    separate()
    bytes.append(contentsOf: CSVText.line([text]).utf8.dropLast())
  }

  mutating func append(_ integer: Int) {
    separate()
    var digits = integer.magnitude
    let begin = bytes.count
    repeat {
      bytes.append(UInt8(0x30 + digits % 10))
      digits /= 10
    } while digits > 0
    if integer < 0 { bytes.append(0x2D) }
    bytes[begin...].reverse()
  }

  /// Unknown is the empty cell. Shortest digits that read back as the same number.
  mutating func append(_ number: Double?) {
    guard let number, number.isFinite else { return separate() }
    if number == number.rounded(), abs(number) < 1e15 { return append(Int(number)) }
    separate()
    var text = number.description
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}

/// The files of an analysis, as bytes.
enum Reports {
  /// `hhi.csv`: one row a buyer and good.
  static func purchases(_ sourcing: Sourcing) -> [UInt8] {
    let view = sourcing.view
    let ids = view.network.firms.ids
    let goods = GoodIDs(view)
    var rows = ByteRows(["buyer_id", "product_id", "suppliers", "hhi", "local_supply_ratio"])
    for purchase in 0..<view.purchaseCount {
      rows.append(ids, Int(view.buyers[purchase]))
      goods.append(view.goods[purchase], to: &rows)
      rows.append(Int(sourcing.supplierCounts[purchase]))
      rows.append(sourcing.hhi[purchase])
      rows.append(sourcing.local(purchase)?.exact)
      rows.endRow()
    }
    return rows.bytes
  }

  /// `single_points.csv`: one row a target and single point, targets in their order, firms heaviest first.
  static func singlePoints(_ weakLinks: WeakLinks) -> [UInt8] {
    let ids = weakLinks.model.network.firms.ids
    var rows = ByteRows(["target_id", "firm_id", "stopped_firms", weakLinks.lossColumn])
    for result in weakLinks.results {
      for firm in result.singlePoints {
        let point = weakLinks.singlePoint(firm)
        rows.append(result.target.subject.id)
        rows.append(ids, firm.row)
        rows.append(point.stoppedFirms)
        rows.append(point.loss)
        rows.endRow()
      }
    }
    return rows.bytes
  }

  /// The ids of goods, products without making a string.
  private struct GoodIDs {
    let view: SupplyView
    let products: TextColumn

    init(_ view: SupplyView) {
      self.view = view
      products = TextColumn(view.network.products.map(\.id))
    }

    func append(_ good: Good, to rows: inout ByteRows) {
      if let product = view.product(good) { rows.append(products, product.row) } else { rows.append(view.subject(good).id) }
    }
  }
}
