import ChainwrightTesting
import ClusterIO
import ClusterModel

/// Scenarios with every kind of change, made up for a network at random; most of them fit it.
struct RandomScenario {
  var random: SplitMix64
  let rows: NetworkRows
  let network: Network

  init(_ network: Network, seed: UInt64) {
    random = SplitMix64(seed: seed)
    rows = NetworkRows(network)
    self.network = network
  }

  mutating func number(_ bound: Int) -> Int { Int(random.next() % UInt64(max(1, bound))) }

  mutating func scenario(_ changes: Int) -> Scenario {
    var scenario = Scenario(name: "random", place: Place(file: "random.yaml", row: 1))
    for number in 0..<changes {
      guard let action = action() else { continue }
      scenario.changes.append(
        ScenarioChange(
          action, reason: number % 2 == 0 ? "试，\"引号\"" : "", provenance: Provenance(.synthetic, source: "test", asOf: "2022"),
          place: Place(file: "random.yaml", row: number + 2)))
    }
    return scenario
  }

  private mutating func id(_ table: String, _ column: String) -> String? {
    rows.count(table) == 0 ? nil : rows.cell(table, number(rows.count(table)), column)
  }

  /// The cells that name some row of a table.
  private mutating func key(_ table: String) -> [ScenarioChange.Cell]? {
    guard rows.count(table) > 0 else { return nil }
    let row = number(rows.count(table))
    return RandomScenario.identity(table).map { ScenarioChange.Cell($0, rows.cell(table, row, $0)) }
  }

  static func identity(_ table: String) -> [String] {
    switch table {
    case "supplies": ["supplier_id", "buyer_id", "product_id"]
    case "makes": ["firm_id", "product_id"]
    case "roles": ["firm_id", "role"]
    case "figures": ["table", "subject_id", "attribute", "unit", "year"]
    case "groups": ["group_id", "firm_id"]
    case "stocks": ["firm_id", "product_id", "kind"]
    case "requires": ["input_stage_id", "output_stage_id"]
    default: [DataDictionary.standard[table]!.key!.name]
    }
  }

  private mutating func action() -> ScenarioChange.Action? {
    let tables = DataDictionary.standard.tables.map(\.name)
    let table = tables[number(tables.count)]
    switch number(13) {
    case 0, 1, 2: return new(table)
    case 3, 4: return key(table).map { .remove(table: table, key: $0) }
    case 5, 6, 7: return altered(table)
    case 8: return id("firms", "firm_id").map { .shut(FirmSelector(firms: [$0])) }
    case 9: return id("firms", "firm_id").map { .curtail(FirmSelector(firms: [$0]), loss: Double(number(100)) / 100) }
    case 10: return id("firms", "county_code").flatMap { $0.isEmpty ? nil : .curtail(FirmSelector(county: $0), loss: 0.3) }
    case 11:
      return id("stages", "stage_id").map { .share(FirmSelector(stage: $0), plant: SharedPlant(id: "SYN-PLANT-\(number(1000))")) }
    default:
      guard rows.count("supplies") > 0 else { return nil }
      let link = number(rows.count("supplies"))
      return .delay(
        supplier: rows.cell("supplies", link, "supplier_id"), buyer: rows.cell("supplies", link, "buyer_id"), product: nil,
        days: Double(number(30)))
    }
  }

  private mutating func new(_ table: String) -> ScenarioChange.Action? {
    guard let definition = DataDictionary.standard[table] else { return nil }
    var cells: [ScenarioChange.Cell] = []
    for column in definition.columns.dropLast(3) where column.isRequired || number(3) > 0 {
      let text: String? =
        switch column.type {
        case .id, .code: "SYN-NEW-\(number(1000))"
        case .text: ["新，值", "a \"b\"", "=1+1", "x"][number(4)]
        case .number, .amount, .integer: String(number(500))
        case .share: "0.\(number(10))"
        case .year: "2022"
        case .date: "2022-09"
        case .flag, .choice: column.values[number(column.values.count)]
        case .reference(let target): id(target, DataDictionary.standard[target]!.key!.name)
        }
      if let text, !text.isEmpty { cells.append(ScenarioChange.Cell(column.name, text)) }
    }
    return .add(table: table, row: cells)
  }

  private mutating func altered(_ table: String) -> ScenarioChange.Action? {
    guard let key = key(table), let definition = DataDictionary.standard[table] else { return nil }
    let columns = definition.columns.dropLast(3).filter { !Self.identity(table).contains($0.name) }
    if columns.isEmpty { return nil }
    let column = columns[number(columns.count)]
    guard case .add(_, let cells)? = new(table), let cell = cells.first(where: { $0.column == column.name }) else { return nil }
    return .change(table: table, key: key, set: [cell])
  }
}
