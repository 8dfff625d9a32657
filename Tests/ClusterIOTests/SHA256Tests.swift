import ChainwrightTesting
import Foundation
import Testing

@testable import ClusterIO

@Suite("SHA-256") struct SHA256Tests {
  /// FIPS 180-2, appendix B, and the digest of nothing.
  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ]) func isThatOfTheStandard(text: String, digest: String) {
    var hash = SHA256()
    hash.add(Array(text.utf8))
    #expect(hash.hex() == digest)
  }

  /// Against `sha256sum`, in pieces of any size.
  @Test func isThatOfThePrograms() throws {
    var random = SplitMix64(seed: 1)
    for length in [1, 55, 56, 63, 64, 65, 1000, 4097] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      var hash = SHA256()
      var at = 0
      while at < length {
        let end = min(length, at + Int.random(in: 1...130, using: &random))
        hash.add(Array(bytes[at..<end]))
        at = end
      }
      let folder = try TemporaryFolder()
      try folder.write("x", bytes)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/sha256sum")
      process.arguments = [folder.path + "/x"]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(said.prefix(64) == hash.hex(), "\(length)")
    }
  }
}
