import Testing

@testable import ClusterIO

/// The events of a text, neighbouring pieces of text joined.
private struct EventLog: XMLEvents {
  var lines: [String] = []
  var text = ""
  var hasStopped: Bool { false }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    endText()
    lines.append("<" + name.text + attributes.map { " \($0.name.text)=\(String(decoding: $0.value, as: UTF8.self))" }.joined())
  }

  mutating func end(_ name: XMLName) {
    endText()
    lines.append("</" + name.text)
  }

  mutating func text(_ bytes: Bytes) { text += String(decoding: bytes, as: UTF8.self) }

  mutating func endText() {
    if !text.isEmpty { lines.append(text) }
    text = ""
  }
}

@Suite("Plain XML") struct PlainXMLTests {
  /// By the whole parser; `nil` where the text is refused.
  private static func parsed(_ bytes: [UInt8]) throws -> [String]? {
    var log = EventLog()
    var at = 0
    let failure = try XMLStream.read(&log) { (buffer, room) throws(ClusterIOError) in
      let count = min(room, bytes.count - at)
      bytes[at..<at + count].withUnsafeBytes { buffer.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(buffer), byteCount: count) }
      at += count
      return count
    }
    return failure == nil ? log.lines : nil
  }

  private static func plain(_ bytes: [UInt8]) -> [String]? {
    var log = EventLog()
    return PlainXML.read(&log, FileBytes(copying: bytes)) ? log.lines : nil
  }

  static let texts = [
    "<a/>", "<a></a>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b='1' c=\"2\"><x:d e:f=\"&lt;中&#65;&#x4E2D;\"/>t&amp;u<!-- c --> ]] > </a>\n",
    "<!-- made by --><g><n i=\"1\"/>\n\t<n\n i=\"2\"\n/></g>",
  ]

  @Test(arguments: texts) func readsWhatProgramsWrite(text: String) throws {
    let wanted = try #require(try Self.parsed(Array(text.utf8)))
    #expect(Self.plain(Array(text.utf8)) == wanted)
  }

  /// What it leaves to the parser: what is not XML, and what is not plain.
  @Test(arguments: [
    "", " ", "x", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "</a>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a b=\"<\"/>", "<a>&x;</a>",
    "<a>&</a>", "<a>]]></a>",
    "<a b=\"1\"c=\"2\"/>", "<1/>", "<a>\u{1}</a>", "<!DOCTYPE a><a/>", "<a><![CDATA[x]]></a>", "<a><?p q?></a>", "<a>\r\n</a>",
    "<a b=\"1\n\"/>", "<a><!-- -- --></a>",
    "<?xml version=\"1.0\" encoding=\"GBK\"?><a/>", "<a>&#0;</a>", "<a>&#+65;</a>", "<a>&#xD800;</a>", "<é/>",
  ])
  func leavesTheRestToTheParser(text: String) { #expect(Self.plain(Array(text.utf8)) == nil) }

  /// Damaged texts: what it reads the parser reads, and the same.
  @Test(arguments: 0..<40) func neverReadsAnythingAnotherWay(seed: Int) throws {
    var random = UInt64(seed + 1)
    func next(_ count: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % count
    }
    let pieces = "<>/=\"'&;#x! -?[]ab1:\n中\u{FFFF}".unicodeScalars.map { Array(String($0).utf8) }
    var read = 0
    for _ in 0..<400 {
      var bytes = Array(Self.texts[next(Self.texts.count)].utf8)
      for _ in 0..<(1 + next(3)) {
        let at = next(bytes.count + 1)
        switch next(3) {
        case 0: bytes.insert(contentsOf: pieces[next(pieces.count)], at: at)
        case 1: if at < bytes.count { bytes.remove(at: at) }
        default: if at < bytes.count { bytes[at] = UInt8(next(256)) }
        }
        if bytes.isEmpty { bytes = [0x3C] }
      }
      guard let plain = Self.plain(bytes) else { continue }
      read += 1
      #expect(try Self.parsed(bytes) == plain, "\(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(read > 0)
  }
}
