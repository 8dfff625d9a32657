import ChainwrightTesting
import ClusterModel
import Foundation
import Seeds
import Testing

@testable import ClusterIO

/// A frozen network is the reading that it was made of, or refused.
@Suite struct FrozenNetworkTests {
  private func bytes(_ reading: Reading, _ folder: TemporaryFolder, _ name: String = "n.cw") throws -> [UInt8] {
    try FrozenNetwork.write(reading, to: folder.path + "/" + name, force: true)
    return [UInt8](try Data(contentsOf: URL(filePath: folder.path + "/" + name)))
  }

  private static let lists = FrictionlessTests.graphs.map { String($0.dropLast("/datapackage.json".count)) }

  @Test(arguments: lists) func itIsTheReadingThatItWasMadeOf(_ folder: String) throws {
    let made = try TemporaryFolder()
    let reading = try NetworkReader.read(folder).inOrder()
    let file = try bytes(reading, made)
    let again = try NetworkReader.read(made.path + "/n.cw")
    #expect(again.isPrepared && again.inOrder().isPrepared)
    #expect(NetworkText.of(again.network) == NetworkText.of(reading.network))
    #expect(again.files == reading.files && again.problemCount == reading.problemCount)
    let (first, second) = (try Audit.run(reading), try Audit.run(again))
    #expect(first.findings.map { "\($0)" } == second.findings.map { "\($0)" })
    for (table, count) in [
      ("firms", reading.network.firms.count), ("supplies", reading.network.supplies.count), ("makes", reading.network.makings.count),
      ("stages", reading.network.stages.count),
    ] {
      for row in 0..<count { #expect(again.place(table, row) == reading.place(table, row), "\(table) \(row)") }
    }
    // Whatever it holds, it holds it all: frozen again it is the same file.
    #expect(try bytes(again, made, "again.cw") == file)
  }

  /// Empty cells of every column, a row that is left out, columns that nobody knows, a workbook's cells.
  @Test func listsWithFaultsKeepThem() throws {
    let made = try TemporaryFolder([
      "firms.csv": "firm_id,name_zh,county,revenue_cny_wan,备注\n甲厂,甲织造厂,,12.5,老厂\n甲厂,再来一次,,1,\n乙厂,,,,\n丙厂,丙厂,,万,看\n",
      "supplies.csv": "supplier_id,buyer_id,amount_cny_wan,share\n甲厂,乙厂,3,0.5\n甲厂,丁厂,,\n乙厂,丙厂,-1,2\n",
    ])
    let reading = try NetworkReader.read(made.path)
    try WorkbookWriter.write(reading.network, to: made.path + "/w.xlsx", language: .zh)
    for source in [made.path, made.path + "/w.xlsx"] {
      let read = try NetworkReader.read(source).inOrder()
      let file = try bytes(read, made)
      let again = try NetworkReader.read(made.path + "/n.cw")
      #expect(again.problems.map { "\($0)" } == read.problems.map { "\($0)" })
      #expect(try Audit.run(again).findings.map { "\($0)" } == Audit.run(read).findings.map { "\($0)" })
      #expect(again.network.firms.extra.map(\.name) == read.network.firms.extra.map(\.name))
      #expect(try bytes(again, made, "again.cw") == file)
    }
    #expect(reading.problemCount > 0)
  }

  /// Who changes what is written raises `FrozenNetwork.format` and this sum with it: a file of before is refused then, and not misread.
  @Test func theFormatIsThatOfItsNumber() throws {
    let made = try TemporaryFolder([
      "lists/firms.csv": "firm_id,name_zh,revenue_cny_wan\n甲厂,甲织造厂,12.5\n乙厂,,\n",
      "lists/supplies.csv": "supplier_id,buyer_id,amount_cny_wan\n甲厂,乙厂,3\n",
    ])
    var digest = SHA256()
    digest.add(FrozenNetwork.body(try bytes(NetworkReader.read(made.path + "/lists").inOrder(), made)))
    #expect(digest.hex() == "70f09d19d9d9b32a355fd183d79a6fbcb0605001a69abd4447745cb80cd31933" && FrozenNetwork.format == 1)
  }

  @Test func whatIsCutChangedOrOfAnotherVersionIsRefused() throws {
    let made = try TemporaryFolder()
    let folder = try #require(Self.lists.first { $0.hasSuffix("towel-chain") })
    let whole = try bytes(NetworkReader.read(folder).inOrder(), made)
    func refused(_ bytes: [UInt8]) throws -> Bool {
      try Data(bytes).write(to: URL(filePath: made.path + "/other.cw"))
      do {
        _ = try NetworkReader.read(made.path + "/other.cw")
        return false
      } catch { return error.code == .badFile }
    }
    #expect(try !refused(whole))
    for length in [0, 1, 29, 30, 39, 40, 55, 56, 57, whole.count / 2, whole.count - 1] { #expect(try refused(Array(whole[..<length]))) }
    #expect(try refused(whole + [0]))
    var random = SplitMix64(seed: 5)
    for _ in 0..<200 {
      var changed = whole
      changed[Int(random.next() % UInt64(whole.count))] ^= UInt8(1 << (random.next() % 8))
      #expect(try refused(changed))
    }
    // A list under that name is told from a file of another version.
    try made.write("list.cw", Array("firm_id\n甲厂\n".utf8))
    #expect {
      try NetworkReader.read(made.path + "/list.cw")
    } throws: {
      ($0 as? ClusterIOError)?.message.en.contains("no frozen network") == true
    }
    // As another version would write it.
    var other = whole
    other[32] &+= 1
    try Data(other).write(to: URL(filePath: made.path + "/other.cw"))
    #expect { try NetworkReader.read(made.path + "/other.cw") } throws: {
      ($0 as? ClusterIOError)?.message.en.contains("another version") == true
    }
  }

  /// With a checksum that fits, a body that somebody changed is refused, or is a network that can be asked and written.
  @Test(arguments: seeds(24)) func whatWasTamperedWithDoesNoHarm(_ seed: UInt64) throws {
    let made = try TemporaryFolder()
    var random = SplitMix64(seed: seed)
    let folder = Self.lists[Int(seed % UInt64(Self.lists.count))]
    let body = FrozenNetwork.body(try bytes(NetworkReader.read(folder).inOrder(), made))
    for _ in 0..<(body.count < 100_000 ? 60 : 6) {
      var changed = body
      for _ in 0...random.next() % 3 {
        let at = Int(random.next() % UInt64(changed.count))
        switch random.next() % 4 {
        case 0: changed[at] = [0, 1, 0x7F, 0x80, 0xFF][Int(random.next() % 5)]
        case 1: changed[at] ^= UInt8(1 << (random.next() % 8))
        case 2: changed.removeSubrange(at..<min(changed.count, at + Int(random.next() % 9)))
        default: changed.insert(contentsOf: changed[at..<min(changed.count, at + 8)], at: at)
        }
      }
      try Data(FrozenNetwork.sealed(changed)).write(to: URL(filePath: made.path + "/other.cw"))
      guard let reading = try? NetworkReader.read(made.path + "/other.cw") else { continue }
      _ = try Audit.run(reading)
      _ = reading.problems
      try NetworkWriter.write(reading.network, to: made.path + "/out", force: true)
      _ = try bytes(reading, made, "again.cw")
    }
  }

  @Test func aWorkspaceTakesTheListsThemselves() throws {
    let made = try TemporaryFolder()
    _ = try bytes(NetworkReader.read(Self.lists[0]).inOrder(), made)
    let lists = Workspace.Lists(try NetworkReader.read(made.path + "/n.cw"), path: "n.cw", who: "", at: "2024-01-01")
    #expect { try Workspace.take(lists, into: made.path + "/w.sqlite") } throws: { ($0 as? ClusterIOError)?.code == .badFile }
  }
}
