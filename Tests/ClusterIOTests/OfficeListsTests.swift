import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Graphs/lanpu-2023: an invented county whose lists look as an office keeps them.
struct OfficeListsTests {
  static let folder = PythonEnvironment.root + "/Graphs/lanpu-2023"
  static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileManager.default.isExecutableFile(atPath: $0) }

  /// A workbook has no title of the network; everything else is the same, to the last digit.
  @Test func folderAndWorkbookAreTheSameNetwork() throws {
    let tables = try NetworkReader.read(Self.folder)
    var book = try NetworkReader.read(Self.folder + "/岚浦县重点产业名单.xlsx").network
    book.name = tables.network.name
    book.title = tables.network.title
    let (a, b) = (NetworkText.of(tables.network).split(separator: "\n"), NetworkText.of(book).split(separator: "\n"))
    #expect(a.count == b.count)
    for (one, other) in zip(a, b) where one != other { Issue.record("tables: \(one)\nworkbook: \(other)") }
  }

  /// The only warnings are those that SOURCE.md says are meant: contracts of different dates, amounts without a unit, capacities below the revenue.
  @Test(arguments: ["", "/岚浦县重点产业名单.xlsx"]) func theAuditHasNothingElse(file: String) throws {
    let report = try Audit.run(try NetworkReader.read(Self.folder + file))
    #expect(Set(report.findings.filter { $0.severity > .note }.map(\.rule)) == ["missing-unit", "repeated-link", "short-capacity"])
  }

  /// Codes that could be, in divisions that are not: made up by their row, not by their id.
  @Test func codesAreValidAndNobodys() throws {
    let network = try NetworkReader.read(Self.folder).network
    // By hand, GB 11714: MATYBTK9 weighs 22·3 + 10·7 + 29·9 + 34·10 + 11·5 + 29·8 + 20·4 + 9·2 = 1122 = 102 · 11, so 0.
    #expect(network.firms.ids[8].contains("MATYBTK90"))
    for firm in network.firms.all {
      let id = network.firms.ids[firm.row]
      #expect(UnifiedSocialCreditCode.check(id) == .valid, "\(id)")
      // Third and fourth digit of the division: no city of Anhui, Zhejiang or Jiangsu has 59 (GB/T 2260).
      #expect(Array(id.utf8)[4..<6].elementsEqual("59".utf8), "\(id)")
      #expect(!id.hasPrefix("SYN-") && network.firms.isSynthetic(firm), "\(id)")
    }
    for county in network.counties { #expect(Array(county.code.utf8)[2..<4].elementsEqual("59".utf8)) }
    let kinds = Set(
      network.firms.all.map { network.firms.provenance.kind($0.row) } + network.makings.map(\.provenance.kind)
        + network.roles.map(\.provenance.kind)
        + network.stocks.map(\.provenance.kind) + network.counties.map(\.provenance.kind) + network.clusters.map(\.provenance.kind)
        + (0..<network.supplies.count).map { network.supplies.provenance.kind($0) })
    #expect(kinds == [.synthetic])
  }

  /// What real lists have, so that what is unknown, repeated or doubled is met by every test over this network.
  @Test func itLooksAsListsDo() throws {
    let network = try NetworkReader.read(Self.folder).network
    let (firms, links) = (network.firms, network.supplies)
    func share(_ count: Int, _ of: Int) -> Double { Double(count) / Double(of) }
    #expect(firms.count == 120 && links.count > 300)
    #expect((0.65...0.75).contains(share(firms.all.count { firms.revenue[$0.row] != nil }, 120)))
    #expect((0.8...0.9).contains(share(firms.all.count { firms.employees[$0.row] != nil }, 120)))
    #expect((0.2...0.3).contains(share(firms.all.count { firms.researchSpending[$0.row] != nil }, 120)))
    #expect((0.5...0.6).contains(share((0..<links.count).count { links.amount[$0] != nil }, links.count)))
    #expect(network.counties.count { $0.longitude != nil } == 3)
    #expect(Dictionary(grouping: network.makings, by: \.firm).values.count { $0.count > 1 } == 13)
    #expect(network.requirements.contains { $0.needs > 1 } && network.requirements.contains { !$0.substituteGroup.isEmpty })
    #expect(
      network.requirements.contains { $0.importance == .nonEssential } && network.requirements.contains { $0.importance == .negligible })
    #expect(!network.stocks.isEmpty && !network.groups.isEmpty)
    let leading = Set(network.roles.filter { $0.kind == .leader }.map { firms.clusters[$0.firm.row] })
    #expect(leading == [0, 1])
  }

  /// The committed tables are what the generator makes, byte for byte.
  @Test(.enabled(if: OfficeListsTests.python != nil, "no python3")) func theGeneratorMakesIt() throws {
    let made = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python!)
    process.arguments = ["-B", PythonEnvironment.root + "/scripts/lanpu/generate.py", made.path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: made.path).sorted()
    #expect(names.count == 14)
    for name in names {
      #expect(
        FileManager.default.contents(atPath: made.path + "/" + name) == FileManager.default.contents(atPath: Self.folder + "/" + name),
        "\(name)")
    }
  }
}
