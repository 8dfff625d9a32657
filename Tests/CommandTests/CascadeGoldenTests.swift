import CommandRuns
import Foundation
import Testing

private let shared: String = ProcessInfo.processInfo.environment["CHAINWRIGHT_SHARED"] ?? Command.root + "/../shared"
private let goldens = shared + "/golden/esri"

/// The answers of the authors' programs (GLcascade, fastcascade 0.9.3.1), asked for through the command.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: goldens), "needs golden/esri in CHAINWRIGHT_SHARED"))
struct CascadeGoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var folder: String
    var expected: String
    var options: [String]
    var testDescription: String { "\(folder) \(expected)" }
  }

  static let cases = ["fig11", "rep11", "rep11_leontief", "t15", "s200_mixed", "s200_random", "s2k_d4.5"].flatMap { folder in
    [
      Case(folder: folder, expected: "expected_esri.csv", options: []),
      Case(folder: folder, expected: "expected_esri_nosubst.csv", options: ["--no-replaceability"]),
      Case(folder: folder, expected: "expected_esri_eps1e-6.csv", options: ["--tolerance", "1e-6"]),
    ].filter { FileManager.default.fileExists(atPath: "\(goldens)/\(folder)/\($0.expected)") }
  }

  static func rows(_ text: String) -> [[String]] {
    text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  static func file(_ name: String) throws -> [[String]] {
    Array(rows(try String(contentsOfFile: "\(goldens)/\(name)", encoding: .utf8)).dropFirst())
  }

  /// The case as the two lists that a user has.
  static func network(_ folder: String) throws -> [String: String] {
    var firms = "firm_id,industry_code\n"
    for row in try file("\(folder)/nodes.csv") { firms += "\(row[0]),\(row[1])\n" }
    var supplies = "supplier_id,buyer_id,amount_cny_wan\n"
    for row in try file("\(folder)/edges.csv") { supplies += "\(row[0]),\(row[1]),\(row[2])\n" }
    return ["firms.csv": firms, "supplies.csv": supplies]
  }

  @Test(arguments: cases) func isWhatTheAuthorsProgramsSay(_ test: Case) throws {
    try Command.withFolder(Self.network(test.folder)) { folder in
      let run = try CommandRun.of(
        CommandRun.builtCommand(besides: CommandLine.arguments[0]),
        ["cascade", folder, "--all", "--format", "csv", "--essentiality", "\(goldens)/\(test.folder)/essentiality.csv"] + test.options,
        in: folder, environment: ["LANG": "C"])
      try #require(run.status == 0, "\(run.error)")
      let rows = Self.rows(run.output)
      #expect(rows[0] == ["firm_id", "esri", "esri_down", "esri_up", "iterations"])
      let expected = Dictionary(uniqueKeysWithValues: try Self.file("\(test.folder)/\(test.expected)").map { ($0[0], $0) })
      #expect(rows.count - 1 == expected.count)
      var largest = 0.0
      var otherIterations = 0
      for row in rows.dropFirst() {
        let wanted = try #require(expected[row[0]])
        for column in 1...3 { largest = max(largest, abs((Double(row[column]) ?? .nan) - (Double(wanted[column]) ?? .infinity))) }
        if row[4] != wanted[4] { otherIterations += 1 }
      }
      #expect(largest <= 1e-12 && otherIterations == 0)
    }
  }

  /// `expected_shock_h.csv`: every firm's losses after some mixed and partial shocks of one size in both directions.
  @Test(arguments: ["fig11", "t15", "s200_mixed"]) func lossesOfEachFirm(name: String) throws {
    var shocks: [String: [(firm: String, down: String, up: String)]] = [:]
    for row in try Self.file("\(name)/shocks.csv") { shocks[row[0], default: []].append((row[1], row[2], row[3])) }
    let expected = try Self.file("\(name)/expected_shock_h.csv")
    let totals = try Self.file("\(name)/expected_shock_esri.csv")
    try Command.withFolder(Self.network(name)) { folder in
      for (scenario, entries) in shocks where entries.allSatisfy({ Double($0.down) == Double($0.up) }) {
        let shock = entries.map { "\($0.firm)=\($0.down)" }.joined(separator: ",")
        let run = try CommandRun.of(
          CommandRun.builtCommand(besides: CommandLine.arguments[0]),
          ["cascade", folder, "--shock", shock, "--format", "json", "--essentiality", "\(goldens)/\(name)/essentiality.csv"], in: folder,
          environment: ["LANG": "C"])
        try #require(run.status == 0, "\(run.error)")
        let page = try Command.json(run.output)
        let total = try #require(totals.first { $0[0] == scenario })
        #expect(abs((page["lost_share_output"] as? Double ?? .nan) - (Double(total[1]) ?? .infinity)) <= 1e-12)
        #expect(page["iterations"] as? Int == Int(total[4]))
        let losses = try #require(page["losses"] as? [[String: Any]])
        let byFirm = Dictionary(uniqueKeysWithValues: losses.map { ($0["firm_id"] as? String ?? "", $0) })
        var largest = 0.0
        for row in expected where row[0] == scenario {
          let loss = byFirm[row[1]]
          largest = max(largest, abs((loss?["loss_down"] as? Double ?? 0) - (Double(row[2]) ?? .infinity)))
          largest = max(largest, abs((loss?["loss_up"] as? Double ?? 0) - (Double(row[3]) ?? .infinity)))
        }
        #expect(largest <= 1e-12)
      }
    }
  }

  /// `data/esri_reference`: the 13 published values (github vitelot/Economic-Systemic-Risk c0418e4a, data/test_esri.csv), each sector pair of a
  /// type of its own in test_list.csv, no replaceability.
  @Test func publishedValues() throws {
    let reference = shared + "/data/esri_reference"
    let links = Self.rows(try String(contentsOfFile: reference + "/test_list.csv", encoding: .utf8)).dropFirst()
    let values = Self.rows(try String(contentsOfFile: reference + "/test_esri.csv", encoding: .utf8)).dropFirst()
    var sectors: [String: String] = [:]
    var types: [String: String] = [:]
    var supplies = "supplier_id,buyer_id,amount_cny_wan\n"
    for link in links {
      (sectors[link[0]], sectors[link[1]]) = (link[2], link[3])
      types["\(link[2]),\(link[3])"] = link[5]
      supplies += "\(link[0]),\(link[1]),\(link[4])\n"
    }
    let files = [
      "firms.csv": "firm_id,industry_code\n" + sectors.sorted { $0.key < $1.key }.map { "\($0),\($1)\n" }.joined(),
      "supplies.csv": supplies,
      "types.csv": "supplier_sector,buyer_sector,type\n" + types.sorted { $0.key < $1.key }.map { "\($0),\($1)\n" }.joined(),
    ]
    try Command.withFolder(files) { folder in
      let run = try CommandRun.of(
        CommandRun.builtCommand(besides: CommandLine.arguments[0]),
        ["cascade", folder, "--format", "csv", "--essentiality", "\(folder)/types.csv"], in: folder, environment: ["LANG": "C"])
      try #require(run.status == 0, "\(run.error)")
      let found = Dictionary(uniqueKeysWithValues: Self.rows(run.output).dropFirst().map { ($0[0], Double($0[1]) ?? .nan) })
      #expect(values.count == 13)
      for value in values { #expect(abs((found[value[0]] ?? .nan) - (Double(value[1]) ?? .infinity)) <= 1e-12, "\(value)") }
    }
  }
}
