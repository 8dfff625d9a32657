import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterIO

/// A table of supply links read in parts is the same as read at once.
struct SupplyPartTests {
  /// Links with everything that could tell parts apart: quoted line ends, empty lines, bad cells, products and sources that are new later on.
  static func table(lines: Int, seed: UInt64) -> String {
    var random = SplitMix64(seed: seed)
    var text = "supplier_id,buyer_id,product_id,amount_cny_wan,since,provenance,source,note\n"
    for line in 0..<lines {
      let product = random.next() % 5 == 0 ? "" : "P\(random.next() % UInt64(1 + line / 40))"
      let amount = random.next() % 50 == 0 ? "bad" : "\(random.next() % 1000)"
      let source = random.next() % 3 == 0 ? "\"a \(line / 60),\nline\"" : ""
      let note = random.next() % 30 == 0 ? "\"\"\"q\"\"\n\n,x\"" : "n\(random.next() % 9)"
      let supplier = random.next() % 40 == 0 ? "Z" : "F\(random.next() % 20)"
      text += "\(supplier),F\(random.next() % 20),\(product),\(amount),\(line > lines / 2 ? "2020" : ""),sourced,\(source),\(note)\n"
      if random.next() % 25 == 0 { text += random.next() % 2 == 0 ? "\n" : "\r\n" }
    }
    return text
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func partsJoinToTheWhole(seed: UInt64) throws {
    let text = Self.table(lines: 400, seed: seed)
    let table = try CSVTable(FileBytes(copying: text.utf8), shown: "supplies.csv", table: DataDictionary.standard["supplies"]!)
    let firms = try CSVTable(
      FileBytes(copying: ("firm_id\n" + (0..<20).map { "F\($0)\n" }.joined()).utf8), shown: "firms.csv",
      table: DataDictionary.standard["firms"]!)
    func read(_ starts: Int) -> Reading {
      var assembly = NetworkAssembly(name: "n", title: Name(), tables: [firms, table], threads: 2)
      assembly.partSize = starts == 1 ? .max : table.content.count / starts
      assembly.maximumParts = starts
      return assembly.assemble()
    }
    let whole = read(1)
    #expect(whole.network.supplies.count > 300)
    #expect(whole.problems.reduce(0) { $0 + $1.places.count } > 10)
    for parts in [2, 3, 5, 17, 60] {
      let joined = read(parts)
      #expect(NetworkText.of(joined.network) == NetworkText.of(whole.network), "\(parts) parts")
      #expect(joined.network.supplies.rowNumbers == whole.network.supplies.rowNumbers)
      #expect(joined.problems.map(Self.shown) == whole.problems.map(Self.shown))
      #expect(joined.files == whole.files)
    }
  }

  static func shown(_ finding: Finding) -> String { "\(finding.rule) \(finding.places) \(finding.message.en)" }

  @Test func aQuoteThatIsNeverClosedEndsEveryPart() throws {
    let lines = String(repeating: "F1,F2\n", count: 200)
    let text = "supplier_id,buyer_id\n" + lines + "\"F1,F2\n" + lines
    let table = try CSVTable(FileBytes(copying: text.utf8), shown: "supplies.csv", table: DataDictionary.standard["supplies"]!)
    let firms = try CSVTable(FileBytes(copying: "firm_id\nF1\nF2\n".utf8), shown: "firms.csv", table: DataDictionary.standard["firms"]!)
    for parts in [1, 2, 7] {
      var assembly = NetworkAssembly(name: "n", title: Name(), tables: [firms, table], threads: 2)
      assembly.partSize = table.content.count / parts
      assembly.maximumParts = parts
      let reading = assembly.assemble()
      #expect(reading.network.supplies.count == 200, "\(parts) parts")
      #expect(reading.problems.map(\.rule) == ["broken-quote"])
      #expect(reading.problems[0].places[0].row == 202)
    }
  }
}
