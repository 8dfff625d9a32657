import ArgumentParser
import Chainwright
import ChainwrightTesting
import ClusterIO
import ClusterModel
import Foundation
import Seeds
import Synchronization

@testable import ChainwrightCommand

/// A network, and copies of it with the rows of every table in another order.
final class ShuffledNetwork: @unchecked Sendable {
  enum Kind: Sendable { case towel, baoding, lanpu, random }

  let kind: Kind
  let name: String
  /// What `{leader}`, `{cluster}`, … stand for.
  let terms: [String: String]
  /// Folders by shuffle; the first is as it was.
  private let folders: [String]
  /// The first of them, frozen.
  private let frozen: String
  /// For each shuffle and file, the row that each row was before, both counted from 0 without the header.
  private let origins: [[String: [Int]]]
  var shuffles: Range<Int> { 1..<folders.count }

  static let all: [ShuffledNetwork] = {
    let root = FileManager.default.temporaryDirectory.appending(path: "chainwright-shuffles-\(UUID().uuidString)").path
    atexit { ShuffledNetwork.sweep() }
    sweeping.withLock { $0 = root }
    return
      [
        ShuffledNetwork(.towel, "towel-chain", copying: Command.root + "/Graphs/towel-chain", root, 3),
        ShuffledNetwork(.lanpu, "lanpu-2023", copying: Command.root + "/Graphs/lanpu-2023", root, 2),
        ShuffledNetwork(.baoding, "baoding-2022", copying: Command.root + "/Graphs/baoding-2022", root, 1),
      ]
      + seeds(20).map { seed in
        ShuffledNetwork(.random, "random \(seed)", copying: random(seed, root), root, 2)
      }
  }()

  private init(_ kind: Kind, _ name: String, copying folder: String, _ root: String, _ shuffles: Int) {
    self.kind = kind
    self.name = name
    folders = (0...shuffles).map { "\(root)/\(name)-\($0)" }
    // Nothing here can go wrong but the disk.
    origins = folders.enumerated().map { number, copy in try! Self.copy(folder, to: copy, seed: number == 0 ? nil : UInt64(number)) }
    frozen = "\(root)/\(name).cw"
    try! FrozenNetwork.write(NetworkInput.load(folders[0], .zh), to: frozen)
    var terms = Self.terms(try! NetworkReader.read(folder).network)
    if let leader = terms["leader"] {
      for (term, text) in [("scenario", Self.scenario(leader)), ("change", Self.change(leader))] {
        terms[term] = "\(root)/\(name)-\(term).yaml"
        try! text.write(toFile: terms[term]!, atomically: true, encoding: .utf8)
      }
    }
    self.terms = terms
  }

  /// The answer as JSON, or every text file that the command wrote, or `error: ` and what it said.
  func page(_ words: [String], shuffled number: Int?) throws -> String { try page(words, of: folders[number ?? 0]) }

  /// The same of the frozen network.
  func frozenPage(_ words: [String]) throws -> String { try page(words, of: frozen) }

  private func page(_ words: [String], of folder: String) throws -> String {
    let out = folder + "-out-\(UUID().uuidString)"
    defer {
      try? FileManager.default.removeItem(atPath: out)
      try? FileManager.default.removeItem(atPath: out + ".dot")
    }
    var words = words.map { word -> String in
      let word = word.replacing("{network}", with: folder).replacing("{out}", with: out)
      return word.hasPrefix("Rules/") || word.hasPrefix("Examples/") ? Command.root + "/" + word : word
    }
    if !words.contains("--lang") { words += ["--lang", "zh"] }
    var text: String
    do {
      var command = try ChainwrightCommand.command(words)
      if let answering = command as? any AnsweringCommand {
        text = try answering.answer().json(.zh)
      } else {
        try command.run()
        text = try Self.texts(at: out)
      }
    } catch {
      text = "error: \(error)"
    }
    return text.replacing(out, with: "OUT").replacing(folder, with: "NETWORK")
  }

  private static func texts(at path: String) throws -> String {
    for file in [path, path + ".dot"] {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else { continue }
      if !isFolder.boolValue { return try String(contentsOfFile: file, encoding: .utf8) }
      let names = try FileManager.default.contentsOfDirectory(atPath: file).filter { !$0.hasSuffix(".xlsx") }.sorted()
      return names.map { "# \($0)\n" + ((try? String(contentsOfFile: file + "/" + $0, encoding: .utf8)) ?? "") }.joined(separator: "\n")
    }
    return "error: nothing was written"
  }

  /// Where a page names rows of files, those that they were before the shuffle: `firms.csv:7` and the member `row` of places.
  func withRowsAsTheyWere(_ page: String, shuffled number: Int) -> String {
    func row(_ file: Substring, _ row: Substring) -> Int {
      let rows = origins[number][String(file)] ?? []
      let at = (Int(row) ?? 0) - 2
      return rows.indices.contains(at) ? rows[at] + 2 : at + 2
    }
    // A document gives the first few stretches of rows and how many there are: which these are depends on where the rows stand.
    if page.hasPrefix("# ") { return page.replacing(/[a-z]+\.csv:[^<"|\n]*/, with: "ROWS") }
    // A message that names a row of its own file says nothing of which file.
    let places = page.replacing(/\brow [0-9]+/, with: "row N").replacing(/"file": "([a-z]+\.csv)", "row": ([0-9]+)/) { found in
      "\"file\": \"\(found.1)\", \"row\": \(row(found.1, found.2))"
    }
    // A list of rows, some joined to 13-14, stands by row: it is taken apart and sorted again.
    return places.replacing(/[a-z]+\.csv:[0-9]+(?:-[0-9]+)?(?:(?:", "|、|, |,|，)(?:[a-z]+\.csv:)?[0-9]+(?:-[0-9]+)?)*/) { found in
      var file: Substring = ""
      var rows: [String] = []
      for piece in found.output.matches(of: /(?:([a-z]+\.csv):)?([0-9]+)(?:-([0-9]+))?/) {
        file = piece.1 ?? file
        let (first, last) = (Int(piece.2) ?? 0, Int(piece.3 ?? piece.2) ?? 0)
        for number in first...max(first, last) { rows.append("\(file):\(row(file, Substring(String(number))))") }
      }
      return rows.sorted().joined(separator: " ")
    }
  }

  private static func copy(_ folder: String, to copy: String, seed: UInt64?) throws -> [String: [Int]] {
    var origins: [String: [Int]] = [:]
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    var random = SplitMix64(seed: seed ?? 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard name.hasSuffix(".csv") || name == "datapackage.json" else { continue }
      var text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      if seed != nil, name.hasSuffix(".csv") {
        // No cell of these tables holds a line end.
        var rows = text.split(separator: "\n").map { String($0) }
        let header = rows.removeFirst()
        var order = Array(rows.indices)
        random.shuffle(&order)
        origins[name] = order
        text = ([header] + order.map { rows[$0] }).joined(separator: "\n") + "\n"
      }
      try text.write(toFile: copy + "/" + name, atomically: true, encoding: .utf8)
    }
    return origins
  }

  /// The leader stops for two weeks.
  private static func scenario(_ leader: String) -> String {
    """
    name: gone
    provenance: synthetic
    source: a test
    events:
      - firms: \(leader)
        loss: 1
        start: 1
        duration: 14

    """
  }

  /// The leader is gone for good.
  private static func change(_ leader: String) -> String {
    "name: gone\nprovenance: synthetic\nsource: a test\nchanges:\n  - shut: {firms: \(leader)}\n"
  }

  /// The first by id of what there is to ask about.
  private static func terms(_ network: Network) -> [String: String] {
    var terms: [String: String] = [:]
    let leaders = Set(network.roles.filter { $0.kind == .leader }.map { network.firms.ids[$0.firm.row] }).sorted()
    terms["leader"] = leaders.first
    terms["second"] = leaders.count > 1 ? leaders[1] : nil
    let clusters = network.clusters.filter { $0.chain != nil }.map(\.id).sorted()
    terms["cluster"] = clusters.first
    terms["peer"] = clusters.count > 1 ? clusters[1] : nil
    terms["county"] = network.counties.map(\.code).sorted().first
    return terms
  }

  private static let sweeping = Mutex("")
  private static func sweep() { sweeping.withLock { try? FileManager.default.removeItem(atPath: $0) } }
}

extension ShuffledNetwork {
  /// A small network full of ties: amounts of three sizes, many of them unknown, revenue of two sizes, repeated links, stocks, capacities and grades.
  private static func random(_ seed: UInt64, _ root: String) -> String {
    var random = SplitMix64(seed: seed &+ 77)
    var generator = NetworkGenerator(firms: random.within(12...40), links: random.within(30...100), seed: seed)
    generator.hasTemplate = true
    generator.counties = 4
    generator.clusters = 3
    generator.leaders = 3
    generator.products = random.within(5...9)
    generator.plantedSinglePoints = random.within(0...3)
    generator.unknownAmounts = [0, 0.3, 0.6][random.below(3)]
    var network = generator.make().network
    for row in network.clusters.indices { network.clusters[row].chain = ChainID(0) }
    let amounts = (0..<network.supplies.count).map { network.supplies.amount[$0].map { $0 > 120 ? 300 : $0 > 60 ? 100 : 10.0 } ?? .nan }
    network.supplies.amount = NumberColumn(amounts)
    let firms = network.firms.count
    func column(_ chance: Double, _ values: [Double]) -> NumberColumn {
      NumberColumn((0..<firms).map { _ in random.chance(chance) ? random.pick(values) : .nan })
    }
    network.firms.revenue = column(0.75, [200, 1000])
    network.firms.recoveryDays = column(0.4, [10, 20, 40])
    network.firms.researchSpending = column(0.3, [10, 20])
    network.firms.energy = column(0.5, [50])
    network.firms.emissionGrades = (0..<firms).map { _ in random.chance(0.6) ? Int32(random.below(4)) : -1 }
    for row in network.makings.indices where random.chance(0.3) { network.makings[row].capacity = 1500 }
    for number in 0..<min(4, network.supplies.count) { repeatLink(of: &network, amount: Double(71 + number), &random) }
    // A template with circles is an error of the data.
    network.requirements.removeAll { $0.input.row >= $0.output.row }
    // A group needs no more inputs than it has left.
    for row in network.requirements.indices {
      let own = network.requirements[row]
      let group = network.requirements.filter { $0.output == own.output && $0.substituteGroup == own.substituteGroup }
      if !own.substituteGroup.isEmpty { network.requirements[row].needs = min(own.needs, Set(group.map(\.input)).count) }
    }
    let folder = root + "/made-\(seed)"
    try! NetworkWriter.write(network, to: folder)
    return folder
  }

  /// A link once more with another amount, and a stock of what it brings.
  private static func repeatLink(of network: inout Network, amount: Double, _ random: inout SplitMix64) {
    let row = random.below(network.supplies.count)
    let links = network.supplies
    let made = network.products[0].provenance
    network.supplies.suppliers.append(links.suppliers[row])
    network.supplies.buyers.append(links.buyers[row])
    network.supplies.products.append(links.products[row])
    network.supplies.amount.append(amount, row: links.count)
    network.supplies.provenance.append(made, row: links.count)
    let buyer = FirmID(Int(links.buyers[row]))
    let product = ProductID(Int(links.products[row]))
    if !network.stocks.contains(where: { $0.firm == buyer && $0.product == product }) {
      network.stocks.append(Stock(firm: buyer, product: product, kind: .material, days: 5, provenance: made))
    }
  }
}
