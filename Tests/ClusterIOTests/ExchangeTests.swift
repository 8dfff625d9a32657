import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

@Suite("Exchange formats") struct ExchangeTests {
  static let graphs = WorkbookWriterTests.graphs

  /// The network as a form holds it: firms and links with what they name, and no more.
  private static func held(_ network: Network, by kind: FileKind) -> Network {
    if kind.holdsAllTables { return network }
    var held = Network(name: network.name, title: network.title)
    held.firms = network.firms
    held.supplies = network.supplies
    // What a column names is known by its id alone, in the order in which it comes up.
    func renumbered(_ column: [Int32], _ keep: (Int) -> Void) -> [Int32] {
      var numbers: [Int32: Int32] = [:]
      return column.map { old in
        guard old >= 0 else { return old }
        if let new = numbers[old] { return new }
        keep(Int(old))
        numbers[old] = Int32(numbers.count)
        return numbers[old]!
      }
    }
    held.firms.counties = renumbered(network.firms.counties) { held.counties.append(County(code: network.counties[$0].code, name: Name())) }
    held.firms.clusters = renumbered(network.firms.clusters) { held.clusters.append(Cluster(id: network.clusters[$0].id, name: Name())) }
    held.supplies.products = renumbered(network.supplies.products) { held.products.append(Product(id: network.products[$0].id)) }
    return held
  }

  static let kinds: [FileKind] = [.graphML, .gexf, .jsonGraph, .geoJSON]

  @Test("there and back: what the form holds is the same", arguments: ["towel-chain", "baoding-2022"], kinds)
  func roundTrip(name: String, kind: FileKind) throws {
    let folder = try TemporaryFolder()
    let network = try NetworkReader.read(Self.graphs + name).network
    let file = folder.path + "/\(network.name).\(kind.rawValue)"
    try ExchangeWriter.write(network, as: kind, to: file)
    let reading = try NetworkReader.read(file)
    var wanted = Self.held(network, by: kind)
    if kind == .gexf { wanted.title = Name() }
    #expect(reading.problems.filter { $0.severity == .error }.isEmpty, "\(reading.problems.first?.message.en ?? "")")
    #expect(NetworkText.of(reading.network) == NetworkText.of(wanted))
    try ExchangeWriter.write(reading.network, as: kind, to: folder.path + "/again.\(kind.rawValue)")
    if kind.holdsAllTables {
      #expect(try folder.text("again.\(kind.rawValue)") == folder.text("\(network.name).\(kind.rawValue)"), "the same bytes")
    }
  }

  /// Random networks whose texts hold what formats take for their own.
  @Test("texts that formats take for their own", arguments: kinds, 0..<25)
  func hardTexts(kind: FileKind, seed: Int) throws {
    var random = UInt64(seed + 1)
    func next(_ count: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % count
    }
    let pieces = ["a", "\"", "<", "&", ">", "\n", "\t", "中", "😀", ",", "'", "]]>", "\\", "{", "=", " x ", "é", "\u{1}"]
    func text() -> String { (0..<next(6)).map { _ in pieces[next(pieces.count - 1)] }.joined() }
    var network = Network(name: "n")
    for at in 0..<(1 + next(8)) {
      network.firms.ids.append("F\(at)\(next(2) == 0 ? "\"<&中" : "")")
      network.firms.namesZh.append(text())
      network.firms.revenue.append(next(3) == 0 ? nil : Double(next(1_000_000)) / [1, 10, 100, 3, 1e7][next(5)], row: at)
    }
    network.firms.revenue.pad(to: network.firms.count)
    network.firms.extra = [("列 \"x\"", TextColumn((0..<network.firms.count).map { $0 == 0 ? "x" : text() }))]
    for at in 0..<next(12) {
      network.supplies.suppliers.append(Int32(next(network.firms.count)))
      network.supplies.buyers.append(Int32(next(network.firms.count)))
      network.supplies.amount.append(next(3) == 0 ? nil : Double(next(1000)) / 8, row: at)
    }
    network.supplies.amount.pad(to: network.supplies.count)
    let folder = try TemporaryFolder()
    let reference = folder.path + "/csv"
    try NetworkWriter.write(network, to: reference)
    let wanted = try NetworkReader.read(reference).network
    let file = folder.path + "/n.\(kind.rawValue)"
    try ExchangeWriter.write(network, as: kind, to: file)
    let back = try NetworkReader.read(file).network
    var expected = NetworkText.of(wanted)
    expected = expected.replacing("csv ", with: "n ", maxReplacements: 1)
    #expect(NetworkText.of(back) == expected)
  }

  @Test("every column of the dictionary is written", arguments: kinds + [.dot])
  func everyColumn(kind: FileKind) throws {
    func value(_ column: DataDictionary.Column) -> String {
      switch column.type {
      case .choice, .flag: column.values[0]
      case .year, .date: "2022"
      case .share: "0.5"
      case .number, .amount, .integer: "3"
      case .id, .text, .code, .reference: "A"
      }
    }
    let tables = ["firms", "supplies"].map { DataDictionary.standard[$0]! }
    let folder = try TemporaryFolder(
      Dictionary(
        uniqueKeysWithValues: tables.map { table in
          (
            "\(table.name).csv",
            table.columns.map(\.name).joined(separator: ",") + "\n" + table.columns.map(value).joined(separator: ",") + "\n"
          )
        }))
    try ExchangeWriter.write(try NetworkReader.read(folder.path).network, as: kind, to: folder.path + "/n.\(kind.rawValue)")
    let text = try folder.text("n.\(kind.rawValue)")
    for column in tables.flatMap(\.columns) where !["firm_id", "supplier_id", "buyer_id", "name"].contains(column.name) {
      #expect(text.contains("\"\(column.name)\""), "\(column.name)")
    }
  }

  @Test func numbersReadBack() {
    var random: UInt64 = 7
    for _ in 0..<20_000 {
      random = random &* 6_364_136_223_846_793_005 &+ 1
      let bits = Double(bitPattern: random)
      for number in [bits, Double(Int(random >> 40)) / 100, Double(Int(random >> 44)) / 7, -Double(random >> 50) / 1000]
      where number.isFinite {
        var bytes: [UInt8] = []
        NumberBytes.append(number, to: &bytes)
        #expect(Double(String(decoding: bytes, as: UTF8.self)) == number)
      }
    }
  }

  @Test func dotIsDrawnByGraphviz() throws {
    let folder = try TemporaryFolder()
    let network = try NetworkReader.read(Self.graphs + "towel-chain").network
    try ExchangeWriter.write(network, as: .dot, to: folder.path + "/n.dot")
    let text = try folder.text("n.dot")
    #expect(text.hasPrefix("digraph \"towel-chain\" {\n") && text.contains("\" -> \"") && text.contains("\"label\"=\""))
    let error = #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/n.dot") }
    #expect(error?.code == .badFile)
  }
}

@Suite("Exchange formats that mean harm") struct HostileExchangeTests {
  private static let graph = #"<graph edgedefault="directed"><node id="a"/><node id="b"/><edge source="a" target="b"/></graph>"#
  private static let deep = String(repeating: "[", count: 500)

  static let cases: [(name: String, text: String, says: String)] = [
    (
      "bomb.graphml",
      "<!DOCTYPE g [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]><graphml><key id=\"&b;\"/>\(graph)</graphml>", "entities"
    ),
    ("outside.graphml", "<!DOCTYPE g [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><graphml>&a;\(graph)</graphml>", "entities"),
    ("deep.graphml", "<graphml>" + String(repeating: "<a>", count: 100), "too deep"),
    ("cut.graphml", "<graphml><graph edgedefault=\"directed\"><node id=", "well-formed"),
    ("empty.graphml", "", "well-formed"),
    ("other.graphml", "<html/>", "graphml"),
    ("undirected.graphml", "<graphml>\(graph.replacing("\"directed\"", with: "\"undirected\""))</graphml>", "direction"),
    ("two.graphml", "<graphml>\(graph)\(graph)</graphml>", "several graphs"),
    ("hyper.graphml", "<graphml><graph><hyperedge/></graph></graphml>", "hyperedges"),
    ("undeclared.graphml", "<graphml><graph><node id=\"a\"><data key=\"x\">1</data></node></graph></graphml>", "not declared"),
    (
      "twice.graphml",
      "<graphml><key id=\"x\" for=\"node\"/><graph><node id=\"a\"><data key=\"x\">1</data><data key=\"x\">2</data></node></graph></graphml>",
      "twice"
    ),
    (
      "type.graphml",
      "<graphml><key id=\"x\" for=\"node\" attr.type=\"double\"/><graph><node id=\"a\"><data key=\"x\">viel</data></node></graph></graphml>",
      "number"
    ),
    ("keys.graphml", "<graphml><key id=\"x\" for=\"node\"/><key id=\"x\" for=\"node\"/><graph/></graphml>", "declared twice"),
    ("noid.graphml", "<graphml><graph><node/></graph></graphml>", "no id"),
    ("inside.graphml", "<graphml><graph><node id=\"a\"><node id=\"b\"/></node></graph></graphml>", "outside the graph or in each other"),
    (
      "undirected.gexf", "<gexf><graph defaultedgetype=\"undirected\"><edges><edge source=\"a\" target=\"b\"/></edges></graph></gexf>",
      "direction"
    ),
    ("edge.gexf", "<gexf><graph><nodes/><edges><edge source=\"a\"/></edges></graph></gexf>", "no target"),
    ("deep.jgf", "{\"graph\":{\"x\":" + deep, "deeper"),
    ("cut.jgf", "{\"graph\":{", "well-formed"),
    ("empty.jgf", "", "well-formed"),
    ("tail.jgf", "{\"graph\":{}} x", "well-formed"),
    ("number.jgf", "{\"graph\":{\"x\":1x}}", "well-formed"),
    ("nodes.jgf", "{\"graph\":{\"nodes\":7}}", "wrong type"),
    ("none.jgf", "{}", "no “graph”"),
    ("twice.jgf", "{\"graph\":{\"id\":\"a\",\"id\":\"b\"}}", "twice"),
    ("key.jgf", "{\"graph\":{\"nodes\":{\"a\":{\"metadata\":{\"x\":1,\"x\":2}}}}}", "twice"),
    ("nested.jgf", "{\"graph\":{\"nodes\":{\"a\":{\"metadata\":{\"x\":[1]}}}}}", "list or an object"),
    ("undirected.jgf", "{\"graph\":{\"directed\":false}}", "directed"),
    ("surrogate.jgf", "{\"graph\":{\"id\":\"\\uD8\"}}", "well-formed"),
    ("feature.geojson", "{\"type\":\"Feature\"}", "FeatureCollection"),
    ("table.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"@table\":\"x\"}}]}", "no table"),
    ("list.geojson", "{\"type\":\"FeatureCollection\",\"features\":[1]}", "no object"),
  ]

  @Test("each is refused with a sentence", arguments: cases.map(\.name))
  func refused(name: String) throws {
    let one = try #require(Self.cases.first { $0.name == name })
    let folder = try TemporaryFolder([name: one.text])
    let error = #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/" + name) }
    #expect(error?.message.en.contains(one.says) == true, "\(error?.description ?? "")")
    #expect(error?.code == .badFile && error?.message.zh.isEmpty == false)
  }

  @Test("cut and changed anywhere, never a crash", arguments: ExchangeTests.kinds)
  func damaged(kind: FileKind) throws {
    let folder = try TemporaryFolder()
    let network = try NetworkReader.read(ExchangeTests.graphs + "towel-chain").network
    let file = folder.path + "/n.\(kind.rawValue)"
    try ExchangeWriter.write(network, as: kind, to: file)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    for at in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
      try folder.write("x.\(kind.rawValue)", Array(bytes[..<at]))
      #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/x.\(kind.rawValue)") }
      var changed = bytes
      changed[at] ^= UInt8(1 + at % 250)
      try folder.write("x.\(kind.rawValue)", changed)
      if let reading = try? NetworkReader.read(folder.path + "/x.\(kind.rawValue)") { _ = try Audit.run(reading) }
    }
  }

  @Test func unknownAndDoubleIDsAreFindings() throws {
    let folder = try TemporaryFolder([
      "a.graphml": "<graphml><graph><node id=\"a\"/><node id=\"a\"/><edge source=\"a\" target=\"z\"/></graph></graphml>",
      "a.json": "{\"graph\":{\"nodes\":{\"a\":{},\"a\":{}},\"edges\":[{\"source\":\"a\",\"target\":\"z\"}]}}",
    ])
    for name in ["a.graphml", "a.json"] {
      let report = try Audit.run(try NetworkReader.read(folder.path + "/" + name))
      #expect(Set(report.fatalRules.map(\.id)) == ["duplicate-id", "unknown-reference"])
    }
  }
}

/// Python with NetworkX: CHAINWRIGHT_PYTHON, else the one that scripts/setup.sh made, else python3, where it is installed.
enum NetworkX {
  static let python: String? = {
    let asked = ProcessInfo.processInfo.environment["CHAINWRIGHT_PYTHON"]
    let places = asked.map { [$0] } ?? [PythonEnvironment.folder + "/python", "/usr/bin/python3", "/usr/local/bin/python3"]
    return places.first { run($0, "import networkx") == 0 }
  }()

  static func run(_ python: String, _ script: String, _ arguments: String...) -> Int32? {
    guard FileManager.default.isExecutableFile(atPath: python) else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", script] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus
  }
}

@Suite(
  "NetworkX",
  .enabled(
    if: NetworkX.python != nil, "NetworkX is not installed: scripts/setup.sh tests, or name a python that has it in CHAINWRIGHT_PYTHON"))
struct NetworkXTests {
  /// NetworkX 3 reads what we write, with names and numbers, and we read what it writes.
  @Test(arguments: [FileKind.graphML, .gexf])
  func readsOursAndWeReadIts(kind: FileKind) throws {
    let folder = try TemporaryFolder()
    let network = try NetworkReader.read(ExchangeTests.graphs + "towel-chain").network
    try ExchangeWriter.write(network, as: kind, to: folder.path + "/n.\(kind.rawValue)")
    let script = """
      import sys, networkx as nx
      kind, folder, firms, links, name = sys.argv[1:]
      g = getattr(nx, 'read_' + kind)(f'{folder}/n.{kind}')
      assert g.is_directed() and len(g) == int(firms) and g.number_of_edges() == int(links), (len(g), g.number_of_edges())
      assert name in [d.get('name') or d.get('label') for _, d in g.nodes(data=True)]
      assert all(isinstance(d['amount_cny_wan'], float) for _, _, d in g.edges(data=True) if 'amount_cny_wan' in d)
      getattr(nx, 'write_' + kind)(g, f'{folder}/theirs.{kind}')
      """
    let status = NetworkX.run(
      try #require(NetworkX.python), script, kind.rawValue, folder.path, String(network.firms.count), String(network.supplies.count),
      network.firms.namesZh[0])
    #expect(status == 0)
    let theirs = try NetworkReader.read(folder.path + "/theirs.\(kind.rawValue)")
    #expect(theirs.problems.filter { $0.severity == .error }.isEmpty, "\(theirs.problems.first?.message.en ?? "")")
    func pairs(_ network: Network) -> [String] {
      (0..<network.supplies.count).map { row in
        let link = SupplyID(row)
        let ends = network.firms.id(network.supplies.supplier(link)) + " " + network.firms.id(network.supplies.buyer(link))
        return "\(ends) \(network.supplies.amount[row] ?? -1)"
      }.sorted()
    }
    #expect(pairs(theirs.network) == pairs(network))
  }

  @Test(
    "GEXF follows Gephi's schema",
    .enabled(if: Self.schema != nil, "no schema of GEXF: name Gephi's gexf.rng or gexf.xsd in CHAINWRIGHT_GEXF_SCHEMA"))
  func gephisSchema() throws {
    let folder = try TemporaryFolder()
    let network = try NetworkReader.read(ExchangeTests.graphs + "towel-chain").network
    try ExchangeWriter.write(network, as: .gexf, to: folder.path + "/n.gexf")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/xmllint")
    process.arguments = [
      "--noout", Self.schema?.hasSuffix(".rng") == true ? "--relaxng" : "--schema", try #require(Self.schema), folder.path + "/n.gexf",
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  static let schema = ProcessInfo.processInfo.environment["CHAINWRIGHT_GEXF_SCHEMA"].flatMap {
    FileManager.default.fileExists(atPath: $0) ? $0 : nil
  }
}
