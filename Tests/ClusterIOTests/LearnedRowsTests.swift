import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterIO

/// Elements that are read by what was learned from others say what they say when each is taken apart.
@Suite("Learned rows") struct LearnedRowsTests {
  /// What a graph came to: its tables as text, or what was wrong; `nil` where it is left to the parser.
  private static func read(_ text: [UInt8], learns: Bool, threads: Int = 2) -> [String]? {
    var reader = GraphXMLReader(isGEXF: false)
    reader.learned.isOn = learns
    reader.learned.threads = threads
    guard PlainXML.read(&reader, FileBytes(copying: text)) else { return nil }
    if let problem = reader.problem { return [problem.en] }
    return [reader.tables.firms, reader.tables.supplies].map { rows in
      let text = rows.text()
      return "\(rows.count) " + String(decoding: Bytes(start: text.start, count: text.count), as: UTF8.self)
    }
  }

  /// A graph of `edges` edges in the ways of different programs.
  private static func graph(_ random: inout SplitMix64, edges: Int) -> String {
    let keys = ["product_id", "amount_cny_wan", "own"]
    let newline = ["\n", "", "\r\n", "\n  "].randomElement(using: &random)!
    let blank = [" ", "  ", "\n"].randomElement(using: &random)!
    var text = "<graphml>" + newline
    for (at, key) in keys.enumerated() {
      text += "<key id=\"d\(at)\" for=\"edge\" attr.name=\"\(key)\" attr.type=\"\(at == 2 ? "double" : "string")\"/>"
    }
    text += "<key id=\"n\" for=\"node\" attr.name=\"name\"/><graph edgedefault=\"directed\">" + newline
    let values = ["P1", "", "2.5", "é", "中", "a,b", "a\"b", "x y", "&amp;", "1e3", " 7 ", "''", "&#65;", "]]", "\t"]
    for node in 0..<edges / 4 {
      text += "<node id=\"N\(node)\">"
      if Int.random(in: 0..<8, using: &random) > 0 { text += "<data key=\"n\">\(values.randomElement(using: &random)!)</data>" }
      text += "</node>" + newline
    }
    let hasID = Bool.random(using: &random)
    let isTurned = Int.random(in: 0..<6, using: &random) == 0
    for edge in 0..<edges {
      let ends = ["source=\"N\(edge / 5)\"", "target='N\(edge / 7)'"]
      text += "<edge\(blank)" + (hasID ? "id=\"e\(edge)\" " : "") + (isTurned ? ends.reversed() : ends).joined(separator: blank)
      if Int.random(in: 0..<9, using: &random) == 0 {
        text += "/>" + newline
        continue
      }
      text += ">"
      for (at, _) in keys.enumerated() where Int.random(in: 0..<7, using: &random) > 0 {
        let value = at == 2 ? ["1.5", "7", "", "-2"].randomElement(using: &random)! : values.randomElement(using: &random)!
        text += value.isEmpty && Bool.random(using: &random) ? "<data key=\"d\(at)\"/>" : "<data key=\"d\(at)\">\(value)</data>"
      }
      text += "</edge>" + newline
      if Int.random(in: 0..<40, using: &random) == 0 { text += "<!-- <edge source=\"N1\" target=\"N2\"/> -->" }
    }
    return text + "</graph></graphml>"
  }

  @Test(arguments: 0..<60) func sayWhatTheySaidBefore(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let text = Array(Self.graph(&random, edges: 120).utf8)
    let wanted = Self.read(text, learns: false)
    #expect(Self.read(text, learns: true) == wanted)
    // And with damage anywhere: bytes changed, taken out, put in twice.
    for _ in 0..<20 {
      var broken = text
      let at = Int.random(in: 0..<broken.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: broken[at] = Array("<>\"'&/= \u{1}e".utf8).randomElement(using: &random)!
      case 1: broken.removeSubrange(at..<min(broken.count, at + Int.random(in: 1..<60, using: &random)))
      default: broken.insert(contentsOf: broken[at..<min(broken.count, at + Int.random(in: 1..<60, using: &random))], at: at)
      }
      #expect(Self.read(broken, learns: true) == Self.read(broken, learns: false))
    }
  }

  /// Two threads take stretches of a megabyte; a comment may lie where the second begins.
  @Test func sayTheSameOnTwoThreads() {
    var text = "<graphml><key id=\"d\" for=\"edge\" attr.name=\"amount_cny_wan\"/><graph>\n"
    for edge in 0..<60_000 {
      if edge % 9_000 == 8_999 { text += "<!-- \(String(repeating: "<edge source=\"A\" target=\"B\"/>\n", count: 3_000)) -->" }
      text += "<edge source=\"SYN-\(edge)\" target=\"SYN-\(edge / 3)\"><data key=\"d\">\(edge)</data></edge>\n"
    }
    let bytes = Array((text + "</graph></graphml>").utf8)
    #expect(bytes.count > 4 << 20)
    let wanted = Self.read(bytes, learns: false)
    #expect(wanted?[1].hasPrefix("60000 ") == true)
    #expect(Self.read(bytes, learns: true, threads: 1) == wanted)
    #expect(Self.read(bytes, learns: true, threads: 2) == wanted)
  }
}
