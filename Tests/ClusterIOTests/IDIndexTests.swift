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

  @Test func findsManyAtOnce() {
    var random = SplitMix64(seed: 5)
    let texts = (0..<3000).map { _ in Array(((random.next() % 4 == 0 ? "a longer id of a firm " : "SYN-") + "\(random.next() % 4000)").utf8)
    }
    var index = IDIndex(expected: 100)
    for text in texts.prefix(2000) { text.withUnsafeBufferPointer { _ = index.insert(IDIndex.key($0)) } }
    let all = texts.flatMap { $0 }
    all.withUnsafeBufferPointer { buffer in
      var keys: [IDIndex.Key] = []
      var start = 0
      for text in texts {
        keys.append(IDIndex.key(Bytes(rebasing: buffer[start..<start + text.count]), readable: buffer.count - start))
        start += text.count
      }
      var found = [Int32](repeating: 0, count: keys.count)
      index.find(keys, count: keys.count, into: &found)
      #expect(found == keys.map { index.find($0) })
      #expect(found.contains(-1) && found.filter { $0 >= 0 }.count >= 2000)
    }
  }
}
