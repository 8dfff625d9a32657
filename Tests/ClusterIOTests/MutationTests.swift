import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterIO

/// Damaged files: whatever is wrong with them, they are refused or read, and what was read is a network like any other.
struct MutationTests {
  @Test(arguments: 0..<8) func damagedNetworksAreReadOrRefused(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let folder = try TemporaryFolder()
    for round in 0..<12 {
      var files = NetworkWriterTests.full.mapValues { Array($0.utf8) }
      for _ in 0...random.below(3) {
        let name = files.keys.sorted()[random.below(files.count)]
        Self.damage(&files[name]!, &random)
      }
      for (name, bytes) in files { try folder.write(name, bytes) }
      let reading: Reading
      do throws(ClusterIOError) {
        reading = try NetworkReader.read(folder.path)
      } catch {
        #expect(!error.text(.zh).isEmpty && !error.text(.en).isEmpty)
        continue
      }
      let report = try Audit.run(reading)
      #expect(report.findings.allSatisfy { !$0.message.en.isEmpty && !$0.places.isEmpty })
      // Every index points into its table, or writing would trap; and what is written reads back without any new problem.
      let copy = folder.path + "/copy-\(round)"
      try NetworkWriter.write(reading.network, to: copy)
      let second = try NetworkReader.read(copy)
      // A column that is kept under a misspelt name is still misspelt, and a lost character still lost.
      #expect(
        second.problems.filter { !["misspelt-column", "garbled-text"].contains($0.rule) }.map(\.message.en) == [],
        "seed \(seed) round \(round)")
      var expected = reading.network
      expected.name = PackageText.slug(expected.name)
      #expect(NetworkText.of(second.network) == NetworkText.of(expected), "seed \(seed) round \(round)")
    }
  }

  /// Takes away, doubles, or overwrites a stretch, with bytes that mean something to CSV or to an encoding.
  static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let start = random.below(bytes.count)
    let end = min(bytes.count, start + 1 + random.below(12))
    let meaningful: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0x2D, 0x39, 0xE3, 0x80, 0xFF, 0x20, 0x2E, 0x53]
    switch random.below(4) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: end)
    case 2: bytes.insert(meaningful[random.below(meaningful.count)], at: start)
    default: bytes[start] = meaningful[random.below(meaningful.count)]
    }
  }
}
