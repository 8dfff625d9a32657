import ClusterIO
import ClusterModel
import InputOutput
import Testing

@Suite struct SectorTableReaderTests {
  static let table = """
    ,name,A,B,households,exports,sum
    A,农业,5,20,70,5,100
    B,工业,22,11,60,7,100
    wages,,50,60,,,
    surplus,,23,9,,,
    jobs,,4,,,,
    """

  static func read(_ text: String, _ change: (inout SectorTableOptions) -> Void = { _ in }) throws -> SectorTableReading {
    var options = SectorTableOptions()
    change(&options)
    return try SectorTableReader.read(bytes: Array(text.utf8), name: "t.csv", options: options)
  }

  static func rules(_ text: String, _ change: (inout SectorTableOptions) -> Void = { _ in }) throws -> [String] {
    let reading = try read(text, change)
    #expect((reading.table == nil) == reading.findings.contains { $0.severity == .error })
    return reading.findings.map(\.rule)
  }

  static func layout(_ options: inout SectorTableOptions) {
    options.totalOutput = "sum"
    options.primaryInputs = ["wages", "surplus"]
  }

  @Test("a column or row called output is output, not demand", arguments: ["output", "Total output", "总产出"])
  func outputByName(name: String) throws {
    let text = Self.table.replacing("sum", with: name)
    let table = try #require(try Self.read(text) { $0.primaryInputs = ["wages", "surplus"] }.table)
    #expect(table.table.output == [100, 100])
    // Output of A that its row does not add up to: 5 + 20 + 70 + 5 = 100.
    #expect(try Self.rules(text.replacing("5,100", with: "5,120")) { $0.primaryInputs = ["wages", "surplus"] }.contains("unbalanced-row"))
  }

  @Test func readsATable() throws {
    let reading = try Self.read(Self.table, Self.layout)
    let table = try #require(reading.table)
    #expect(table.ids == ["A", "B"] && table.names == ["农业", "工业"])
    #expect(table.table.flows.elements == [5, 20, 22, 11] && table.table.output == [100, 100])
    #expect(reading.finalDemand == ["households", "exports"] && reading.primaryInputs == ["wages", "surplus"])
    #expect(reading.columnGap == 0 && reading.rowGap == 0 && reading.findings.isEmpty)
    #expect(table.account("wages") == [50, 60])
    // Unknown is not zero: an account that is no primary input may have gaps.
    let jobs = try #require(table.account("jobs"))
    #expect(jobs[0] == 4 && jobs[1].isNaN)
  }

  @Test func rowsMayStandInAnyOrder() throws {
    let lines = Self.table.split(separator: "\n")
    let moved = [lines[0], lines[2], lines[1], lines[3], lines[5], lines[4]].joined(separator: "\n")
    let (a, b) = (try Self.read(Self.table, Self.layout), try Self.read(moved, Self.layout))
    #expect(a.table?.table == b.table?.table && a.table?.ids == b.table?.ids && a.table?.names == b.table?.names)
  }

  @Test func outputIsAddedUpWhereItIsNotGiven() throws {
    #expect(try Self.read(",A,B,fd\nA,5,20,75\nB,22,11,67").table?.table.output == [100, 100])
    #expect(try Self.read(",A,B\nA,5,20\nB,22,11\nva,73,69").table?.table.output == [100, 100])
    #expect(try Self.rules(",A,B\nA,5,20\nB,22,11") == ["no-output"])
    #expect(try Self.read(",A,sum\nA,5,10\nsum,5,5") { $0.ignored = ["sum"] }.findings.map(\.rule) == ["no-output"])
  }

  @Test func everyBadCellIsNamed() throws {
    let reading = try Self.read(",A,B,fd\nA,5,,75\nB,1 00,nan,67\nva,73,x,\n")
    #expect(reading.table == nil)
    #expect(reading.findings.map(\.rule) == ["blank-cell", "bad-number", "bad-number", "bad-number"])
    #expect(
      reading.findings.map { $0.places[0] } == [
        Place(file: "t.csv", row: 2, column: "B"), Place(file: "t.csv", row: 3, column: "A"), Place(file: "t.csv", row: 3, column: "B"),
        Place(file: "t.csv", row: 4, column: "B"),
      ])
    #expect(try Self.read(",A,B,fd\nA,5,---,95\nB,,11,89") { $0.zeros = ["---", ""] }.table?.table.flows.elements == [5, 0, 0, 11])
  }

  @Test func sumsThatDoNotAddUp() throws {
    let reading = try Self.read(Self.table.replacing("50,60", with: "55,60"), Self.layout)
    #expect(reading.findings.map(\.rule) == ["unbalanced-column"] && reading.table == nil)
    #expect(reading.findings[0].message.en.contains("add up to 105.0, output is 100.0") && reading.findings[0].places[0].column == "A")
    let allowed = try Self.read(Self.table.replacing("50,60", with: "55,60")) {
      Self.layout(&$0)
      $0.tolerance = 0.06
    }
    #expect(allowed.table != nil && allowed.columnGap == 5.0 / 105)
    #expect(try Self.rules(Self.table.replacing("70,5,100", with: "70,9,100"), Self.layout) == ["unbalanced-row"])
  }

  @Test(arguments: [
    (",A,B,fd\nA,5,20,75\nC,22,11,67", "unknown-sector"), (",A,X,B,fd\nA,5,1,20,75\nB,22,1,11,67", "unknown-sector"),
    (",A,A,fd\nA,5,20,75\nB,22,11,67", "duplicate-sector"), (",A,B,fd\nA,5,20,75\nB,22,11,67\nB,1,2,3", "duplicate-sector"),
    (",X,Y\nA,5,20\nB,22,11", "not-square"), (",A,B,fd\nA,5,20\nB,22,11,67", "ragged-row"),
    (",A,B,fd\nA,5,20,-75\nB,22,11,67", "negative-output"),
    (",A,B,fd\nA,5,20,-25\nB,22,11,67", "zero-output"), (",A,B,fd\nA,5,\"2\"0,75\nB,22,11,67", "broken-quote"),
  ])
  func malformedTables(text: String, rule: String) throws {
    let reading = try Self.read(text) { $0.sectorCount = 2 }
    #expect(reading.table == nil && reading.findings.contains { $0.rule == rule || (rule == "unknown-sector" && $0.rule == "not-square") })
  }

  @Test func negativeFlowsAreToldAndKept() throws {
    let reading = try Self.read(",A,B,fd\nA,5,-20,75\nB,22,11,67")
    #expect(reading.findings.map(\.rule) == ["negative-flow"] && reading.table?.table.flows[0, 1] == -20)
  }

  @Test func unknownOptions() throws {
    #expect(
      try Self.rules(Self.table) {
        $0.totalOutput = "total"
        $0.ignored = ["nothing", "sum"]
        $0.primaryInputs = ["A"]
      }.filter { $0 == "unknown-name" }.count == 3)
  }

  @Test func emptyFiles() {
    #expect(throws: ClusterIOError.self) { try Self.read("") }
    #expect(throws: ClusterIOError.self) { try Self.read("\n\n") }
  }

  static let make = "industry,C0,C1\nI0,90,10\nI1,0,100"
  static let use = "commodity,I0,I1,fd\nC0,5,20,65\nC1,22,11,77\nva,73,69,"
  static let makeList = "industry,commodity,value\nI1,C1,100\nI0,C0,90\nI0,C1,10"
  static let useList = "commodity,buyer,value\nC0,I0,5\nC0,I1,20\nC1,I0,22\nC1,I1,11\nC0,fd,65\nva,I0,73\nva,I1,69"

  /// The hand calculation is in LeontiefModelTests: Z = [[7, 21], [20, 10]].
  @Test(arguments: [(make, use), (makeList, useList), (make, useList), (makeList, use)])
  func makeAndUse(make: String, use: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("make.csv", Array((make).utf8))
    try folder.write("use.csv", Array((use).utf8))
    let reading = try SectorTableReader.read(make: folder.path + "/make.csv", use: folder.path + "/use.csv")
    let table = try #require(reading.table)
    #expect(table.ids == ["I0", "I1"] && table.table.output == [100, 100] && reading.columnGap == 0)
    #expect(zip(table.table.flows.elements, [7, 21, 20, 10]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(reading.finalDemand == ["fd"] && reading.primaryInputs == ["va"])
  }

  @Test func makeAndUseThatDoNotFit() throws {
    let folder = try TemporaryFolder()
    try folder.write("make.csv", Array((Self.make.replacing("I1", with: "I9")).utf8))
    try folder.write("use.csv", Array((Self.use).utf8))
    let reading = try SectorTableReader.read(make: folder.path + "/make.csv", use: folder.path + "/use.csv")
    #expect(reading.table == nil && reading.findings.contains { $0.rule == "unknown-sector" })
    try folder.write("make.csv", Array((Self.makeList + "\nI0,C1,10").utf8))
    let twice = try SectorTableReader.read(make: folder.path + "/make.csv", use: folder.path + "/use.csv")
    #expect(twice.findings.map(\.rule) == ["duplicate-row"])
  }
}

/// Headers of two rows and names of two columns, in the ways in which they come.
@Suite("Tables of sectors with two rows of header") struct JoinedSectorTableTests {
  /// Flows 1 2 / 3 4 of the sectors A and B, whose rows and columns sum to output: 1 + 2 + 7 = 10, 3 + 4 + 3 = 10.
  private func expect(_ text: String, _ ids: [String], finals: [String], _ change: (inout SectorTableOptions) -> Void = { _ in }) throws {
    let reading = try SectorTableReaderTests.read(text, change)
    #expect(reading.table?.ids == ids && reading.table?.table.flows.elements == [1, 2, 3, 4], "\(reading.findings)")
    #expect(reading.table?.table.output == [10, 10] && reading.finalDemand == finals)
    #expect(reading.findings.map(\.rule) == ["joined-header"])
  }

  @Test func regionsOverSectors() throws {
    try expect(",,R1,R2,R1\n,,A,A,use\nR1,A,1,2,7\nR2,A,3,4,3\n", ["R1-A", "R2-A"], finals: ["R1-use"])
    // The name of a group stands over its first column, and beside its first row.
    try expect("region,sector,R1,,final\n,,A,B,use\nR1,A,1,2,7\n,B,3,4,3\n", ["R1-A", "R1-B"], finals: ["final-use"])
  }

  /// 中间使用 over the sectors and 中间投入 beside them: the names of the sectors are what both have.
  @Test func groupsOfOneSideOnly() throws {
    try expect(
      "投入\\产出,中间使用,,最终使用\n,农业,工业,消费\n农业,\"1\",2,7\n工业,3,4,3\n", ["农业", "工业"], finals: ["消费"])
    try expect(
      "投入\\产出,,中间使用,,最终使用\n,,农业,工业,消费\n中间投入,农业,1,2,7\n,工业,3,4,3\n", ["农业", "工业"], finals: ["消费"])
  }

  @Test func namesInTwoColumnsUnderOneHeader() throws {
    try expect("region,sector,R1_A,R2_A,use\nR1,A,1,2,7\nR2,A,3,4,3\n", ["R1_A", "R2_A"], finals: ["use"])
  }

  /// 总投入 sums up the inputs: it is no input of its own, and the output where no column has it.
  @Test func totalInputs() throws {
    // 1 + 3 + 6 = 10, 2 + 4 + 4 = 10.
    let text = "s,A,B,use,总产出\nA,1,2,7,10\nB,3,4,3,10\n增加值,6,4,,\n总投入,10,10,,\n"
    let reading = try SectorTableReaderTests.read(text)
    #expect(
      reading.table?.table.output == [10, 10] && reading.primaryInputs == ["增加值"] && reading.findings.map(\.rule) == ["left-out-total"])
    let alone = try SectorTableReaderTests.read("s,A,B\nA,1,2\nB,3,4\n增加值,6,4\n总投入,10,10\n")
    #expect(alone.table?.table.output == [10, 10] && alone.findings.isEmpty)
  }

  @Test func plainTablesStayAsTheyAre() throws {
    #expect(try SectorTableReaderTests.read(SectorTableReaderTests.table, SectorTableReaderTests.layout).findings.isEmpty)
    // A sector that sells nothing has no second header.
    let reading = try SectorTableReaderTests.read("s,A,B,use\nA,-,-,7\nB,3,4,3\n") { $0.zeros = ["-"] }
    #expect(reading.table?.ids == ["A", "B"] && reading.findings.isEmpty)
  }
}
