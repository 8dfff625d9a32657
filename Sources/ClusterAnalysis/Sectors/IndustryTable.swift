public import ClusterModel
public import InputOutput

/// The firms of a network added up by industry: an input-output table of the region's recorded links.
///
/// Final demand of an industry is what its firms make beyond their recorded sales (sales outside the network); primary inputs are what they make
/// beyond their recorded purchases (value added, and whatever is bought outside). Firms without an industry are outside.
public struct IndustryTable: Sendable {
  /// Ids are codes, cut to the digits asked for; ascending. Accounts: `jobs` and `tax` where every firm's figure is known.
  public let sectors: SectorTable
  /// Firms of each sector.
  public let firmCounts: [Int]
  public let output: FirmOutput
  /// Firms that stand outside: without an industry, or without any figure.
  public let outsideFirms: Int
  /// The known amounts of links with a firm outside, as a share of all known amounts.
  public let outsideShare: Double
  /// Industries that sell, or buy, more than they make.
  public let findings: [Finding]

  /// Adds up. O(firms + links + sectors²).
  ///
  /// - Parameters:
  ///   - network: firms with `industry_code`, links with `amount_cny_wan`.
  ///   - digits: how many digits of a code make a sector: 2 is the division (大类), 3 the group (中类), 4 the class (小类); `nil` takes codes as
  ///     they are. A code that is not digits (after one letter, perhaps) is taken whole.
  /// - Throws: `wrongShape` where no firm has both an industry and a figure, and what `InputOutputTable` throws.
  public init(_ network: Network, digits: Int? = nil) throws(InputOutputError) {
    let output = FirmOutput(network)
    let codes = network.firms.industry
    let ids = codes.values.map { Self.cut($0, to: digits) }
    var used = Set<String>()
    for firm in 0..<network.firms.count where !output.output[firm].isNaN && !codes[firm].isEmpty {
      used.insert(ids[Int(codes.codes[firm])])
    }
    let sectors = used.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !sectors.isEmpty else {
      throw InputOutputError(.wrongShape, "no firm has both an industry_code and a revenue or a link with an amount")
    }
    let position = Dictionary(uniqueKeysWithValues: zip(sectors, sectors.indices))
    let sectorOfCode = ids.map { position[$0] ?? -1 }
    let sectorOf = (0..<network.firms.count).map { firm in
      output.output[firm].isNaN || codes.codes.isEmpty || codes.codes[firm] == 0 ? -1 : sectorOfCode[Int(codes.codes[firm])]
    }
    var flows = DenseMatrix(rows: sectors.count, columns: sectors.count)
    var (all, outside) = (0.0, 0.0)
    let amounts = network.supplies.amount.numbers
    for link in amounts.indices where !amounts[link].isNaN {
      let (seller, buyer) = (sectorOf[Int(network.supplies.suppliers[link])], sectorOf[Int(network.supplies.buyers[link])])
      all += amounts[link]
      if seller >= 0 && buyer >= 0 { flows[seller, buyer] += amounts[link] } else { outside += amounts[link] }
    }
    var totals = [Double](repeating: 0, count: sectors.count)
    var jobs = totals
    var tax = totals
    var counts = [Int](repeating: 0, count: sectors.count)
    for firm in sectorOf.indices where sectorOf[firm] >= 0 {
      let sector = sectorOf[firm]
      totals[sector] += output.output[firm]
      jobs[sector] += network.firms.employees[firm] ?? .nan
      tax[sector] += network.firms.tax[firm] ?? .nan
      counts[sector] += 1
    }
    let table = try InputOutputTable(flows: flows, output: totals)
    let accounts = [("jobs", jobs), ("tax", tax)].filter { !$0.1.contains(where: \.isNaN) }
    self.sectors = SectorTable(ids: sectors, names: sectors, table: table, accounts: accounts.map { (name: $0.0, values: $0.1) })
    firmCounts = counts
    self.output = output
    outsideFirms = sectorOf.count { $0 < 0 }
    outsideShare = all > 0 ? outside / all : 0
    findings = Self.findings(self.sectors)
  }

  /// `C1761` cut to two digits is `C17`.
  static func cut(_ code: String, to digits: Int?) -> String {
    guard let digits else { return code }
    let body = code.utf8.first.map { $0 >= 0x41 && $0 <= 0x5A } == true ? code.dropFirst() : code[...]
    guard !body.isEmpty, body.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return code }
    return String(code.dropLast(max(0, body.count - digits)))
  }

  private static func findings(_ sectors: SectorTable) -> [Finding] {
    var findings: [Finding] = []
    let table = sectors.table
    let (demand, primary) = (table.finalDemand, table.primaryInputs)
    for sector in sectors.ids.indices {
      let id = sectors.ids[sector]
      let slack = -1e-9 * table.output[sector]
      if demand[sector] < slack {
        findings.append(
          Finding(
            rule: "sales-exceed-output", severity: .warning, subject: Subject(table: "sector", id: id),
            message: LocalText(
              zh: "行业 \(id) 的记录销售额比产出多 \(-demand[sector]) 万元", en: "industry \(id) sells \(-demand[sector]) x 10k CNY more than it makes"),
            remedy: LocalText(zh: "核对该行业企业的营业收入与供应金额", en: "check revenues and amounts of the firms of this industry")))
      }
      if primary[sector] < slack {
        findings.append(
          Finding(
            rule: "purchases-exceed-output", severity: .warning, subject: Subject(table: "sector", id: id),
            message: LocalText(
              zh: "行业 \(id) 的记录采购额比产出多 \(-primary[sector]) 万元", en: "industry \(id) buys \(-primary[sector]) x 10k CNY more than it makes"),
            remedy: LocalText(zh: "核对该行业企业的营业收入与采购金额", en: "check revenues and amounts of the firms of this industry")))
      }
    }
    return findings
  }
}
