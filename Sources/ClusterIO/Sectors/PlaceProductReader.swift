import ClusterModel
import InputOutput

/// A table of who makes how much of what, read from a list.
public struct PlaceProductReading: Sendable {
  /// Ascending, each once.
  public var places: [String]
  public var products: [String]
  /// places × products; a pair that is not listed is 0.
  public var amounts: DenseMatrix
  public var rows: Int
  /// Everything that is wrong; there is no use in the amounts then.
  public var findings: [Finding]
}

/// Reads lists of place, product and value: trade statistics, tax records by county and product.
public enum PlaceProductReader {
  /// The most entries of a matrix that are taken on: places × products, and products × products.
  public static let entryLimit = 40_000_000

  /// Reads a CSV with a header; the columns are the first three, or those named.
  ///
  /// Rows of the same place and product are added. Memory is that of the file and the matrix.
  ///
  /// - Throws: ``ClusterIOError`` when the file cannot be read, lacks a column, or is too large.
  public static func read(_ path: String, place: String? = nil, product: String? = nil, value: String? = nil) throws(ClusterIOError)
    -> PlaceProductReading
  {
    var grid = try SectorGrid.read(path)
    var fields: [Int] = []
    for (number, name) in [place, product, value].enumerated() {
      guard let field = name.map({ grid.header.firstIndex(of: $0) }) ?? (number < grid.header.count ? number : nil) else {
        let shown = SectorFinding.list(grid.header)
        let wanted = FieldValue.shown(name ?? "\(number + 1)")
        throw ClusterIOError(
          .wrongColumn,
          LocalText(
            zh: "没有列“\(wanted)”；需要地点、产品、数值三列，现有：\(shown)。",
            en: "has no column “\(wanted)”; it takes place, product and value, and there are: \(shown)."),
          place: Place(file: grid.file, row: 1))
      }
      fields.append(field)
    }
    var entries: [(place: String, product: String, value: Double)] = []
    for row in grid.rows {
      let (a, b) = (row.fields[fields[0]], row.fields[fields[1]])
      for (text, field) in [(a, fields[0]), (b, fields[1])] where text.isEmpty {
        grid.add(
          SectorFinding.make(
            "missing-key", id: "", LocalText(zh: "地点或产品为空", en: "the place or the product is blank"),
            LocalText(zh: "填入，或删去这一行", en: "fill it in, or take the row out"), grid.place(row, field)))
      }
      guard let number = grid.number(row, fields[2], zeros: []) else { continue }
      if number < 0 {
        grid.add(
          SectorFinding.make(
            "negative-amount", id: a, LocalText(zh: "数额为负", en: "the amount is below zero"),
            LocalText(zh: "应为 0 或正数", en: "give 0 or more"), grid.place(row, fields[2])))
      }
      entries.append((a, b, number))
    }
    let places = Set(entries.map(\.place)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let products = Set(entries.map(\.product)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard places.count * products.count <= entryLimit, products.count * products.count <= entryLimit else {
      throw ClusterIOError(
        .tooLarge,
        LocalText(
          zh: "有 \(places.count) 个地点、\(products.count) 种产品，超出限额；请按较粗的分类汇总产品。",
          en:
            "has \(places.count) places and \(products.count) products, more than can be compared; add products up to a coarser classification."
        ),
        place: Place(file: grid.file))
    }
    var amounts = DenseMatrix(rows: places.count, columns: products.count)
    let rowOf = Dictionary(uniqueKeysWithValues: zip(places, places.indices))
    let columnOf = Dictionary(uniqueKeysWithValues: zip(products, products.indices))
    for entry in entries {
      if let row = rowOf[entry.place], let column = columnOf[entry.product] { amounts[row, column] += entry.value }
    }
    return PlaceProductReading(places: places, products: products, amounts: amounts, rows: entries.count, findings: grid.findings)
  }
}
