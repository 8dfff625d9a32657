import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterIO

/// Rows that are looked for often are found by an index, which must say what going through the table says, whatever was done to it.
@Suite struct RowIndexTests {
  private static func network() throws -> Network {
    let firms = (0..<12).map { "F\($0),n\($0 % 3),\($0 % 2 == 0 ? "10" : "")\n" }.joined()
    let links = (0..<20).map { "F\($0 % 12),F\(($0 * 5 + 1) % 12),\($0 % 4 == 0 ? "P" : "")\n" }.joined()
    let tables = try [("firms", "firm_id,name,revenue_cny_wan\n" + firms), ("supplies", "supplier_id,buyer_id,product_id\n" + links)].map {
      name, text in
      try CSVTable(FileBytes(copying: Array(text.utf8)), shown: name + ".csv", table: try #require(DataDictionary.standard[name]))
    }
    var assembly = NetworkAssembly(name: "n", title: Name(), tables: tables, threads: 1)
    return assembly.assemble().network
  }

  @Test(arguments: 1...60) func theIndexSaysWhatTheTableSays(_ seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var rows = NetworkRows(try Self.network())
    func pick(_ count: Int) -> Int { Int(random.next() % UInt64(max(1, count))) }
    var asked = 0
    for step in 0..<80 {
      let table = ["firms", "supplies"][pick(2)]
      let columns = rows.columns(of: table)
      func cells() -> [String] {
        columns.map { column in
          switch column {
          case "firm_id": "N\(step)"
          case "supplier_id", "buyer_id": "F\(pick(12))"
          case "name": "n\(pick(3))"
          case "revenue_cny_wan": ["", "10", "10.0", "7"][pick(4)]
          default: ""
          }
        }
      }
      let count = rows.count(table)
      switch pick(4) {
      case 0: rows.apply(RowEdit(.insert, table: table, columns: columns, rows: [.init(position: count, after: cells())]))
      case 1: rows.apply(RowEdit(.insert, table: table, columns: columns, rows: [.init(position: pick(count + 1), after: cells())]))
      case 2 where count > 0:
        let row = pick(count)
        rows.apply(
          RowEdit(.replace, table: table, columns: columns, rows: [.init(position: row, before: rows.cells(table, row), after: cells())]))
      case 3 where count > 3:
        let row = pick(count)
        rows.apply(RowEdit(.delete, table: table, columns: columns, rows: [.init(position: row, before: rows.cells(table, row))]))
      default: break
      }
      let questions: [(String, [(column: String, text: String)])] = [
        ("firms", [("firm_id", "F\(pick(12))")]), ("firms", [("name", "n\(pick(3))"), ("revenue_cny_wan", "10")]),
        ("firms", [("revenue_cny_wan", "")]),
        ("supplies", [("supplier_id", "F\(pick(12))"), ("buyer_id", "F\(pick(12))")]), ("supplies", [("no_such", "x")]), ("supplies", []),
      ]
      for (table, key) in questions {
        #expect(rows.find(table, where: key) == rows.rows(table, where: key), "seed \(seed), step \(step), \(key)")
        asked += 1
      }
      let some: Set = ["F\(pick(12))", "F\(pick(12))", "N\(pick(80))"]
      #expect(rows.find("supplies", column: "buyer_id", in: some) == rows.rows("supplies", column: "buyer_id", in: some))
    }
    #expect(asked == 480)
  }
}

/// Names of files as bytes.
@Suite struct SystemPathTests {
  @Test(arguments: 1...200) func bytesComeBackAsTheyWere(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let bytes = (0..<Int(random.next() % 24)).flatMap { _ -> [UInt8] in
      switch random.next() % 5 {
      case 0: [UInt8(0x80 + random.next() % 0x80)]
      case 1: Array("企".utf8)
      // The characters that stand for bytes: they stand for themselves too.
      case 2: Array("\u{10FE85}".utf8)
      case 3: Array("𠮷/".utf8)
      default: [UInt8(1 + random.next() % 0x7E)]
      }
    }
    #expect(SystemPath.bytes(SystemPath.text(bytes)) == bytes, "\(bytes)")
    #expect(
      !SystemPath.shown(SystemPath.text(bytes)).unicodeScalars.contains { (0x10FE00...0x10FEFF).contains($0.value) } || bytes.contains(0xF4)
    )
  }

  @Test func whatIsTextIsTheTextItself() {
    for path in ["", "a", "/网络/firms.csv", "é"] { #expect(SystemPath.text(Array(path.utf8)) == path) }
    #expect(SystemPath.shown(SystemPath.text([0x61, 0xC6])) == "a\u{FFFD}")
  }
}
