import Answers
import ArgumentParser
import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ChainwrightCommand

/// Machine formats are a contract: the same data whatever the reader's language, figures that the dictionary knows, and no change that nobody saw.
@Suite struct ContractTests {
  private static let isRecording = ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1"

  @Test(arguments: ContractCase.names) func dataAreTheSameInEveryLanguage(_ name: String) throws {
    var schema = AnswerSchema()
    for contract in ContractCase.all where contract.name == name { schema.add(try Self.check(contract)) }
    try Self.compare(schema.json("chainwright \(name)"), with: Self.root.appending(path: "docs/schemas/\(name).schema.json"))
  }

  private static func check(_ contract: ContractCase) throws -> Answer {
    let place = "\(contract)"
    let zh = try answer(contract, .zh)
    let en = try answer(contract, .en)
    #expect(zh.mismatches() == [], "\(place): figures.csv and the cells")
    let json = (zh.json(.zh), en.json(.en))
    #expect(try differences(object(json.0), object(json.1), at: "") == [], "\(place)")
    #expect(zh.tableNames == en.tableNames)
    var csv = ("", "")
    for table in zh.tableNames {
      let texts = (try #require(zh.csv(.zh, table: table)), try #require(en.csv(.en, table: table)))
      #expect(differences(csv: texts.0, texts.1) == [], "\(place), table \(table)")
      csv.0 += "# \(table)\n\(texts.0)"
      csv.1 += "# \(table)\n\(texts.1)"
    }
    #expect(codes(in: zh.text(.zh)) == [], "\(place): codes in a page for readers of Chinese")
    let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    for (text, ending) in [(json.0, "zh.json"), (json.1, "en.json"), (csv.0, "zh.csv"), (csv.1, "en.csv")] {
      try compare(text, with: golden.appending(path: "\(contract.network.name)/\(contract.name).\(ending)"))
    }
    return zh
  }

  /// Of every command that answers with a page there is a case.
  @Test func everyAnswerIsHeld() throws {
    let answering = ChainwrightCommand.configuration.allCommands.filter { $0 is any AnsweringCommand.Type }.map { $0._commandName }
    try #require(answering.count > 20)
    let held = Set(ContractCase.all.map { $0.arguments[0] })
    #expect(answering.filter { !held.contains($0) } == [])
  }

  static func answer(_ contract: ContractCase, _ language: Language) throws -> Answer {
    let command = try ChainwrightCommand.command(contract.words + ["--lang", language.rawValue])
    return try #require(command as? any AnsweringCommand, "\(contract.words[0]) answers with a page").answer()
  }

  // MARK: Comparing

  private static func object(_ json: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(json.utf8)) }

  /// What readers see in their language: everything else is data.
  private static func isInLanguage(_ key: String) -> Bool {
    ["title", "notes", "message", "remedy", "text", "name"].contains(key) || FigureEntry.known(key)?.kind.isInLanguage == true
  }

  private static func differences(_ a: Any, _ b: Any, at place: String) -> [String] {
    switch (a, b) {
    case (let a as [String: Any], let b as [String: Any]):
      if Set(a.keys) != Set(b.keys) { return ["\(place): other keys"] }
      return a.keys.sorted().filter { !isInLanguage($0) }.flatMap { differences(a[$0]!, b[$0]!, at: "\(place).\($0)") }
    case (let a as [Any], let b as [Any]):
      if a.count != b.count { return ["\(place): \(a.count) and \(b.count) elements"] }
      return zip(a, b).enumerated().flatMap { differences($1.0, $1.1, at: "\(place)[\($0)]") }
    default:
      return (a as? NSObject) == (b as? NSObject) ? [] : ["\(place): \(a) and \(b)"]
    }
  }

  private static func differences(csv a: String, _ b: String) -> [String] {
    let (a, b) = (records(a), records(b))
    guard a.count == b.count, let header = a.first, header == b.first else { return ["other rows or columns"] }
    let compared = header.indices.filter { !isInLanguage(header[$0]) && header[$0] != "witness" }
    return zip(a, b).enumerated().flatMap { number, rows in
      compared.filter { rows.0[$0] != rows.1[$0] }.map { "row \(number), \(header[$0]): \(rows.0[$0]) and \(rows.1[$0])" }
    }
  }

  /// RFC 4180, by a reader of its own.
  private static func records(_ text: String) -> [[String]] {
    var records: [[String]] = [[""]]
    var isQuoted = false
    for character in text {
      let row = records.count - 1
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: records[row].append("")
      case "\n" where !isQuoted: records.append([""])
      default: records[row][records[row].count - 1].append(character)
      }
    }
    records.removeLast()
    return records
  }

  /// Names of columns and the words that stand in them, which a reader knows from the lists themselves.
  private static let wordsOfLists: Set<String> = {
    let files = ["Sources/ClusterIO/Resources/dictionary.csv", "Rules/programme-baoding-2022.yaml"]
    let text = files.map { (try? String(contentsOf: root.appending(path: $0), encoding: .utf8)) ?? "" }.joined()
    return Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { String($0) })
  }()

  /// Words with an underscore, and names of rules in brackets, which only programs should see; ids, file names and columns of lists may be named.
  private static func codes(in text: String) -> [String] {
    let ruleNames = text.matches(of: /\[[a-z]+(-[a-z]+)+\]/).map { String($0.output.0) }
    let words = text.split {
      !($0.isLetter || $0.isNumber || "_.-/:".contains($0)) || $0.isWholeNumber == false && $0.isLetter && !$0.isASCII
    }
    return ruleNames
      + words.filter { $0.wholeMatch(of: /[a-z]+(_[a-z]+)+/) != nil }.map { String($0) }.filter {
        !wordsOfLists.contains($0) && !isOfData($0)
      }
  }

  /// An id or a part of one, as the shipped networks have them.
  private static func isOfData(_ word: String) -> Bool { idsOfNetworks.contains(word) }
  private static let idsOfNetworks: Set<String> = {
    let text =
      ["towel-chain", "baoding-2022"].map {
        (try? String(contentsOf: root.appending(path: "Graphs/\($0)/chains.csv"), encoding: .utf8)) ?? ""
      } + [(try? String(contentsOf: root.appending(path: "Sources/ClusterIO/Resources/library/chains.csv"), encoding: .utf8)) ?? ""]
    return Set(text.joined().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { String($0) })
  }()

  private static let root = URL(filePath: Command.root)

  private static func compare(_ text: String, with file: URL) throws {
    let name = file.path.dropFirst(root.path.count + 1)
    if isRecording {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      if (try? String(contentsOf: file, encoding: .utf8)) == text { return }
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    let golden = try #require(try? String(contentsOf: file, encoding: .utf8), "no golden file \(name): run `make golden`")
    if golden != text {
      let lines = zip(golden.split(separator: "\n"), text.split(separator: "\n"))
      let first = lines.first { $0 != $1 }.map { "\n- \($0)\n+ \($1)" } ?? " (other length)"
      Issue.record("\(name) differs:\(first.prefix(600))")
    }
  }
}

extension CommandConfiguration {
  var allCommands: [any ParsableCommand.Type] { subcommands + groupedSubcommands.flatMap(\.subcommands) }
}
