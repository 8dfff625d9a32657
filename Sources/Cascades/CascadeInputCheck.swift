/// Collects what is wrong with the columns of a network.
struct CascadeInputCheck {
  let firmCount: Int
  var problems: [CascadeError.Problem] = []

  init(firmCount: Int) {
    self.firmCount = firmCount
    if firmCount < 0 || firmCount >= Int(Int32.max) {
      problems.append(.outOfRange(.firms, row: 0, value: firmCount, limit: Int(Int32.max)))
    }
  }

  func finish() throws(CascadeError) {
    if !problems.isEmpty { throw CascadeError(problems) }
  }

  mutating func links(suppliers: [Int32], buyers: [Int32], amounts: [Double]) {
    numbers(.suppliers, suppliers, limit: firmCount)
    numbers(.buyers, buyers, limit: firmCount)
    length(.buyers, buyers.count, suppliers.count)
    length(.amounts, amounts.count, suppliers.count)
    values(.amounts, amounts, column: 0)
  }

  mutating func sectors(_ sectors: [Int32], sectorCount: Int, essentiality: Essentiality, markets: [Int32]?) {
    length(.sectors, sectors.count, firmCount)
    numbers(.sectors, sectors, limit: sectorCount)
    if case .table(let kinds) = essentiality { length(.essentiality, kinds.count, sectorCount * sectorCount) }
    guard let markets else { return }
    length(.replaceability, markets.count, firmCount)
    // Markets are counted by their largest number; more than firms would be a mistake.
    numbers(.replaceability, markets, limit: max(firmCount, sectorCount))
  }

  mutating func amounts(_ field: CascadeError.Field, _ column: [Double]?) {
    guard let column else { return }
    length(field, column.count, firmCount)
    values(field, column, column: 0)
  }

  mutating func weights(_ values: [Double], column: Int) {
    length(.weights, values.count, firmCount)
    self.values(.weights, values, column: column)
  }

  private mutating func length(_ field: CascadeError.Field, _ count: Int, _ expected: Int) {
    if count != expected { problems.append(.length(field, count: count, expected: expected)) }
  }

  private mutating func numbers(_ field: CascadeError.Field, _ numbers: [Int32], limit: Int) {
    for (row, number) in numbers.enumerated() where number < 0 || Int(number) >= limit {
      problems.append(.outOfRange(field, row: row, value: Int(number), limit: limit))
    }
  }

  private mutating func values(_ field: CascadeError.Field, _ values: [Double], column: Int) {
    for (row, value) in values.enumerated() where !(value >= 0 && value.isFinite) {
      if value.isFinite {
        problems.append(.negative(field, row: row, column: column, value: value))
      } else {
        problems.append(.notFinite(field, row: row, column: column))
      }
    }
  }
}
