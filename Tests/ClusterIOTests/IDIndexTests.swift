import ChainwrightTesting
import Testing

@testable import ClusterIO

struct IDIndexTests {
  @Test func agreesWithADictionary() {
    var random = SplitMix64(seed: 3)
    var index = IDIndex()
    var twin: [[UInt8]: Int32] = [:]
    for _ in 0..<20_000 {
      // Lengths around 8, 16 and 20, where words end; few letters, so that texts repeat; zero bytes, which padding must not be taken for.
      let length = Int(random.next() % 26)
      let text = (0..<length).map { _ in UInt8([0x00, 0x41, 0x42][Int(random.next() % 3)]) }
      let inserted = text.withUnsafeBufferPointer { index.insert(IDIndex.key($0)) }
      #expect(inserted.isNew == (twin[text] == nil))
      if inserted.isNew { twin[text] = Int32(twin.count) }
      #expect(inserted.position == twin[text])
    }
    #expect(index.count == twin.count)
    for (text, position) in twin {
      // With more to read behind the text than without: the same key.
      let longer = text + [UInt8](repeating: 0xEE, count: 24)
      let found = longer.withUnsafeBufferPointer { index.find(IDIndex.key(Bytes(rebasing: $0[..<text.count]), readable: longer.count)) }
      #expect(found == position)
    }
    #expect([UInt8]("absent".utf8).withUnsafeBufferPointer { index.find(IDIndex.key($0)) } == -1)
  }
}
