import ClusterModel
import Testing

@testable import ClusterIO

/// What we write as GEXF follows the grammar of GEXF 1.3 that Gephi publishes: elements in their places and order, attributes and their types.
///
/// Source of the tables: https://github.com/gephi/gexf, 1.3/gexf.rnc, and for `mode` 1.3/dynamics.rnc, read 2026-11-28; only what a static graph
/// without hierarchy may hold.
@Suite("GEXF grammar") struct GEXFGrammarTests {
  /// For each element: its children in their order, its attributes, and those that must be there.
  private static let grammar: [String: (children: [String], attributes: [String], needed: [String])] = [
    "": (["gexf"], [], []),
    "gexf": (["meta", "graph"], ["version", "variant", "xmlns"], ["version"]),
    "meta": (["creator", "keywords", "description"], ["lastmodifieddate"], []),
    "creator": ([], [], []),
    "graph": (["attributes", "nodes", "edges"], ["defaultedgetype", "idtype", "mode"], []),
    "attributes": (["attribute"], ["class"], ["class"]),
    "attribute": (["default", "options"], ["id", "title", "type"], ["id", "title", "type"]),
    "nodes": (["node"], ["count"], []),
    "node": (["attvalues"], ["id", "label"], ["id"]),
    "edges": (["edge"], ["count"], []),
    "edge": (["attvalues"], ["id", "type", "label", "source", "target", "weight", "kind"], ["source", "target"]),
    "attvalues": (["attvalue"], [], []),
    "attvalue": ([], ["for", "value"], ["for", "value"]),
  ]
  private static let types = ["integer", "long", "double", "float", "boolean", "string"]

  /// Checks elements as they come.
  private struct Checker: XMLEvents {
    var wrong: [String] = []
    var elements = 0
    private var open = [""]
    private var last = [0]
    private var declared: [String: Set<String>] = ["node": [], "edge": []]
    private var declaring = ""
    var hasStopped: Bool { false }

    mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
      elements += 1
      let word = name.text
      let parent = open[open.count - 1]
      let pairs = Dictionary(attributes.map { ($0.name.text, String(decoding: $0.value, as: UTF8.self)) }) { first, _ in first }
      if let place = grammar[parent]?.children.firstIndex(of: word) {
        if place < last[last.count - 1] { wrong.append("<\(word)> comes too late in <\(parent)>") }
        last[last.count - 1] = place
      } else {
        wrong.append("<\(word)> in <\(parent)>")
      }
      let rule = grammar[word]
      for key in pairs.keys where rule?.attributes.contains(key) != true { wrong.append("\(word) \(key)") }
      for key in rule?.needed ?? [] where pairs[key] == nil { wrong.append("\(word) without \(key)") }
      check(word, pairs, parent)
      open.append(word)
      last.append(0)
    }

    private mutating func check(_ word: String, _ pairs: [String: String], _ parent: String) {
      switch word {
      case "gexf":
        if pairs["version"] != "1.3" { wrong.append("version") }
        if pairs["xmlns"] != "http://gexf.net/1.3" { wrong.append("xmlns") }
      case "graph": if pairs["defaultedgetype"] != "directed" || pairs["mode"] != "static" { wrong.append("graph") }
      case "attributes":
        declaring = pairs["class"] ?? ""
        if declared[declaring] == nil { wrong.append("class \(declaring)") }
      case "attribute":
        if !types.contains(pairs["type"] ?? "") { wrong.append("type \(pairs["type"] ?? "")") }
        if declared[declaring]?.insert(pairs["id"] ?? "").inserted != true { wrong.append("attribute \(pairs["id"] ?? "") twice") }
      case "attvalue":
        let owner = open[open.count - 2]
        if declared[owner]?.contains(pairs["for"] ?? "") != true { wrong.append("attvalue for \(pairs["for"] ?? "")") }
      default: break
      }
    }

    mutating func end(_ name: XMLName) {
      open.removeLast()
      last.removeLast()
    }

    mutating func text(_ bytes: Bytes) {
      let isBlank = bytes.allSatisfy { $0 == 0x20 || $0 == 0x0A }
      if !isBlank, open.last != "creator" { wrong.append("text in <\(open.last ?? "")>") }
    }
  }

  @Test(arguments: ["towel-chain", "baoding-2022"]) func isKept(name: String) throws {
    let folder = try TemporaryFolder()
    let network = try NetworkReader.read(ExchangeTests.graphs + name).network
    try ExchangeWriter.write(network, as: .gexf, to: folder.path + "/n.gexf")
    let bytes = Array(try folder.text("n.gexf").utf8)
    var checker = Checker()
    var at = 0
    let failure = try XMLStream.read(&checker) { (buffer, room) throws(ClusterIOError) in
      let count = min(room, bytes.count - at)
      bytes[at..<at + count].withUnsafeBytes { buffer.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(buffer), byteCount: count) }
      at += count
      return count
    }
    #expect(failure == nil)
    #expect(checker.wrong == [])
    #expect(checker.elements > network.firms.count + network.supplies.count)
  }
}
