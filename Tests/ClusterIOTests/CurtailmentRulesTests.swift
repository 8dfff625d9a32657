import ClusterIO
import ClusterModel
import Testing

/// Curtailment rules and lists of firms as files.
@Suite struct CurtailmentRulesTests {
  private func read(_ text: String) -> RuleReading<CurtailmentRules> { RuleFile.curtailment(bytes: Array(text.utf8), name: "rules.yaml") }

  @Test func rulesWithQuotasAndDuties() throws {
    let reading = read(
      """
      name: plan
      title: 预案
      source: 文件
      as_of: 2022-11
      ungraded: C
      counties: ['130628']
      industries: [17, '26']
      cuts:
        - {alert: orange, A: 0, B: 0.25, C: 0.5, D: 1}
      energy:
        - share: 0.9
        - {county: '130628', tce: 12000}
      must_keep:
        - firm: SYN-H1
        - {firm: SYN-X1, share: 0.5}
      """)
    #expect(reading.findings.isEmpty)
    let rules = try #require(reading.rules)
    #expect(rules.cuts == [.orange: [0, 0.25, 0.5, 1]] && rules.ungraded == .c)
    #expect(rules.cut(.b, at: .orange) == 0.25 && rules.cut(.d, at: .red) == 0)
    #expect(rules.counties == ["130628"] && rules.industries == ["17", "26"])
    #expect(rules.quotas.map(\.limit) == [.share(0.9), .tonnes(12000)] && rules.quotas.map(\.county) == [nil, "130628"])
    #expect(rules.duties.map(\.share) == [1, 0.5] && rules.duties[1].place.row == 15)
    #expect(rules.provenance == Provenance(.sourced, source: "文件", asOf: "2022-11"))
  }

  @Test func everythingWrongIsToldAtOnceWithLines() {
    let reading = read(
      """
      title: 无名
      ungraded: E
      provenance: hearsay
      cuts:
        - {alert: blue, A: 0, B: 0, C: 0, D: 0}
        - {alert: red, A: 0, B: 0, C: 1.5}
        - {alert: red, A: 0, B: 0, C: 0, D: 0}
      energy:
        - {share: 0.5, tce: 3}
        - {share: -1}
      must_keep:
        - {share: 1}
      grade: A
      """)
    #expect(reading.rules == nil)
    // In the order in which they are met: the unknown field, the name, provenance, ungraded, then item by item.
    #expect(reading.findings.map { $0.places[0].row! } == [13, 1, 3, 2, 5, 6, 6, 7, 9, 10, 12])
    #expect(read("name: x\n").findings.count == 1)
  }

  private func list(_ text: String) throws -> FirmListReading {
    var network = Network(name: "n")
    for id in ["A", "B", "甲"] { network.firms.ids.append(id) }
    return try FirmListReader.read(bytes: Array(text.utf8), name: "list.csv", of: network)
  }

  @Test func aListOfFirms() throws {
    #expect(try list("firm_id\nB\nA\n").firms == [FirmID(1), FirmID(0)])
    #expect(try list("name,企业编号\r\nx,甲\r\n").firms == [FirmID(2)])
    #expect(try list("firm_id\n").firms == [])
    let wrong = try list("firm_id\nC\nA\n=1+1\nA\n")
    #expect(wrong.firms == nil && wrong.findings.map(\.rule) == ["unknown-reference", "unknown-reference", "duplicate-id"])
    #expect(wrong.findings.map { $0.places[0].row } == [2, 4, 5])
    #expect(throws: ClusterIOError.self) { try list("id\nA\n") }
  }
}
