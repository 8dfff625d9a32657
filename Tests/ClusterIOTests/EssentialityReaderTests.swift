import ClusterIO
import ClusterModel
import Testing

@Suite struct EssentialityReaderTests {
  private func read(_ text: String) throws -> EssentialityReading {
    try EssentialityReader.read(bytes: text.utf8, name: "essentiality.csv")
  }

  @Test func aTable() throws {
    let reading = try read("type,supplier_sector,buyer_sector\n2,0022,1711\n1,1711,0022\n0,1711,1711\n")
    let table = try #require(reading.table)
    #expect(reading.findings.isEmpty && table.types.count == 3)
    #expect(table["0022", "1711"] == .essential && table["1711", "0022"] == .nonEssential)
    #expect(table["22", "1711"] == .negligible, "leading zeros live; absent is negligible")
    #expect(table.sectors == ["0022", "1711"])
  }

  @Test func chineseHeadersAndNoRows() throws {
    let reading = try read("供应商行业,采购方行业,类型\n")
    #expect(reading.table?.types.isEmpty == true)
  }

  @Test func allThatIsWrongAtOnce() throws {
    let reading = try read("supplier_sector,buyer_sector,type\nA,B,2\nA,B,1\n,B,1\nA,C,3\nA,D,essential\nA,E\nB,B,\n")
    #expect(reading.table == nil)
    #expect(
      reading.findings.map { "\($0.rule) \($0.places[0].row ?? 0)" } == [
        "duplicate-row 3", "missing-key 4", "unknown-value 5", "unknown-value 6", "unknown-value 7", "short-row 7",
        "unknown-value 8",
      ])
    #expect(reading.findings[0].places.map(\.row) == [3, 2])
    #expect(reading.findings.allSatisfy { !$0.message.zh.isEmpty && !$0.remedy.en.isEmpty })
  }

  @Test(arguments: ["", "supplier_sector,type\nA,1\n", "a;b;c\n"]) func notATable(text: String) {
    #expect(throws: ClusterIOError.self) { try read(text) }
  }
}
