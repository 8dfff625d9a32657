import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterIO

struct TextEncodingTests {
  static func firstInvalid(_ bytes: [UInt8]) -> Int? { bytes.withUnsafeBufferPointer { TextEncoding.firstInvalidUTF8($0) } }

  @Test func acceptsWhatIsUTF8() {
    for text in ["", "a", "中文", "é", "😀", String(repeating: "a", count: 100) + "字", "\u{10FFFF}\u{7FF}\u{800}\u{FFFF}"] {
      #expect(Self.firstInvalid(Array(text.utf8)) == nil, "\(text)")
    }
  }

  // Unicode 15, table 3-7: overlong forms, surrogates, above U+10FFFF, cut sequences.
  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
      [0xF5],
      [0xE4, 0xB8], [0xE4, 0x41, 0x41], [0xFF],
    ] as [[UInt8]])
  func refusesWhatIsNot(bytes: [UInt8]) {
    for before in [0, 1, 31, 32, 63] {
      #expect(Self.firstInvalid([UInt8](repeating: 0x61, count: before) + bytes) == before)
      #expect(Self.firstInvalid([UInt8](repeating: 0x61, count: before) + bytes + [UInt8](repeating: 0x61, count: 40)) == before)
    }
  }

  @Test func agreesWithTheStandardLibrary() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<5000 {
      var bytes = Array(String(repeating: "中é😀a", count: Int(random.next() % 12)).utf8)
      for _ in 0..<Int(random.next() % 3) where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      #expect((Self.firstInvalid(bytes) == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
    }
  }

  @Test func readsGB18030() throws {
    // 毛, é and 😀 in GB18030: two bytes, four bytes (é is 0xA8A6 there), four bytes; by iconv.
    let bytes: [UInt8] = [0xC3, 0xAB, 0xA8, 0xA6, 0x94, 0x39, 0xFC, 0x36, 0x0A]
    let decoded = try TextEncoding.decode(FileBytes(copying: bytes), forced: nil, shown: "x.csv")
    #expect(decoded.encoding == .gb18030)
    let text = UnsafeBufferPointer(start: decoded.content.start, count: decoded.end)
    #expect(String(decoding: text, as: UTF8.self) == "毛é😀\n")
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x41, 0x00], "UTF-16"), ([0xFE, 0xFF, 0x00, 0x41], "UTF-16"), ([0x41, 0x0A, 0xFF, 0x41], "byte 3"),
      ([0xEF, 0xBB, 0xBF, 0x41, 0xFF], "byte 5"),
    ] as [([UInt8], String)])
  func refusesOthersAndSaysWhatToDo(bytes: [UInt8], says: String) {
    let error = #expect(throws: ClusterIOError.self) { try TextEncoding.decode(FileBytes(copying: bytes), forced: nil, shown: "x.csv") }
    #expect(error?.code == .encoding)
    #expect(error?.message.en.contains(says) == true)
    #expect(error?.message.en.contains("CSV UTF-8") == true)
    #expect(error?.message.zh.contains("CSV UTF-8") == true)
  }
}
