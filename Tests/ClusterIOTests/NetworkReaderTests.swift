import ClusterModel
import Testing

@testable import ClusterIO

struct NetworkReaderTests {
  @Test func readsTheSmallestNetwork() throws {
    let folder = try TemporaryFolder([
      "firms.csv": "firm_id\nA\nB\n", "supplies.csv": "supplier_id,buyer_id\nA,B\n",
    ])
    let reading = try NetworkReader.read(folder.path)
    #expect(reading.problems.isEmpty)
    #expect(reading.network.firms.count == 2)
    #expect(reading.network.firms.id(FirmID(1)) == "B")
    #expect(reading.network.supplies.suppliers == [0])
    #expect(reading.network.supplies.buyers == [1])
    #expect(reading.files.map(\.path) == ["firms.csv", "supplies.csv"])
    #expect(reading.files.map(\.rows) == [2, 1])
  }

  @Test func readsChineseHeadersAndGB18030() throws {
    let folder = try TemporaryFolder()
    // “企业编号,企业名称,营业收入（万元）\nF1,高阳毛巾,12.5\n” in GB18030, by iconv.
    let firms: [UInt8] =
      [0xC6, 0xF3, 0xD2, 0xB5, 0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xC6, 0xF3, 0xD2, 0xB5, 0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xD3, 0xAA, 0xD2, 0xB5]
      + [
        0xCA, 0xD5, 0xC8, 0xEB, 0xA3, 0xA8, 0xCD, 0xF2, 0xD4, 0xAA, 0xA3, 0xA9, 0x0A, 0x46, 0x31, 0x2C, 0xB8, 0xDF, 0xD1, 0xF4, 0xC3, 0xAB,
      ]
      + [0xBD, 0xED, 0x2C, 0x31, 0x32, 0x2E, 0x35, 0x0A]
    try folder.write("firms.csv", firms)
    try folder.write("supplies.csv", Array("\u{FEFF}供应商；".replacing("；", with: ";").utf8) + Array("采购方;金额\r\nF1;F1;3\r\n".utf8))
    let reading = try NetworkReader.read(folder.path)
    // The delimiter and the encoding are guessed, and 金额 names no unit; all that is said.
    #expect(reading.problems.map(\.rule) == ["missing-unit", "guessed-reading", "guessed-reading"])
    #expect(reading.network.firms.name(FirmID(0), .zh) == "高阳毛巾")
    #expect(reading.network.firms.revenue[0] == 12.5)
    #expect(reading.network.supplies.amount[0] == 3)
    #expect(reading.files[0].encoding == .gb18030)
  }

  @Test func saysEverythingThatIsWrongAtOnce() throws {
    let folder = try TemporaryFolder([
      "firms.csv":
        "firm_id,name,employees,year,provenance\nA,甲,12,2022,sourced\n\nA,again,,,\nB,\"乙\n厂\",x,20x2,guess\n,nobody,,,\nC,丙,-5,,\n",
      "supplies.csv": "supplier_id,buyer_id,share\nA,B,0.5\nA,Z,1\nB,A,35\nB,A\n,A,1\n",
    ])
    let reading = try NetworkReader.read(folder.path)
    let shown = reading.problems.map { "\($0.rule) \($0.places[0].file):\($0.places[0].row ?? 0):\($0.places[0].column)" }.sorted()
    // Rows by hand: the empty line is row 3, and the quoted line end does not begin a row.
    #expect(
      shown == [
        "bad-number firms.csv:5:employees", "duplicate-id firms.csv:4:firm_id", "impossible-year firms.csv:5:year",
        "missing-key firms.csv:6:firm_id", "missing-key supplies.csv:6:supplier_id", "negative-amount firms.csv:7:employees",
        "share-range supplies.csv:4:share", "short-row supplies.csv:5:", "unknown-reference supplies.csv:3:buyer_id",
        "unknown-value firms.csv:5:provenance",
      ])
    #expect(reading.network.firms.count == 3)
    #expect(reading.network.supplies.count == 3)
    #expect(reading.network.supplies.rowNumbers[2] == 5)
    #expect(reading.network.firms.rowNumbers[1] == 5)
    #expect(reading.network.firms.namesZh[1] == "乙\n厂")
  }
}
