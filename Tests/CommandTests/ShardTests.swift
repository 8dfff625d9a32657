import Chainwright
import ChainwrightTesting
import CommandRuns
import Foundation
import Seeds
import Testing

@testable import ChainwrightCommand

/// What many processes have shared is, put together, what one process writes.
@Suite struct ShardTests {
  /// Questions in forms that differ in what a part holds.
  private static let questions: [[String]] = [
    ["cascade", "--by", "output,firms"], ["cascade", "--tolerance", "0.0001", "--essentiality", "leontief", "--no-replaceability"],
    ["survive", "--every", "--default-recovery-days", "30", "--default-stock-days", "2"], ["survive", "--every", "--capacity-lost", "0.5"],
    ["robustness", "--infer", "--worlds", "12", "--sample"],
    ["robustness", "--infer", "--worlds", "9", "--sample", "--survey", "2", "--ranks", "3"],
  ]

  private static func command(_ words: [String], _ network: String) throws -> any ShardingCommand {
    try #require(try ChainwrightCommand.command([words[0], network] + words.dropFirst()) as? any ShardingCommand)
  }

  /// Parts of a question, as texts.
  private static func parts(_ command: any ShardingCommand, _ study: Study, _ count: Int) throws -> [String] {
    try (1...count).map { number in
      var text = ""
      try command.part(#require(Share(number, of: count)), study, WorkBudget())({ text += $0 })
      return text
    }
  }

  private static func whole(_ texts: [String]) throws -> Parts {
    try Parts(texts.enumerated().map { try Part(Array($1.utf8), name: "part \($0 + 1)") }, program: Version.current)
  }

  private static func answer(_ command: some ShardingCommand, _ study: Study, of parts: Parts) throws -> Answer {
    let work = try command.work(study)
    return try work.answer(parts.items(of: work), work: WorkBudget())
  }

  private static func answer(_ command: some ShardingCommand, _ study: Study) throws -> Answer {
    try command.work(study).whole(WorkBudget())
  }

  private static func texts(_ answer: Answer) -> [String] {
    [answer.json(.zh), answer.text(.en), answer.text(.zh, limit: 1000)] + answer.tableNames.map { answer.csv(.en, table: $0) ?? "" }
  }

  private func check(_ words: [String], _ study: Study, shards: [Int]) throws {
    let command = try Self.command(words, "-")
    let expected = Self.texts(try Self.answer(command, study))
    for count in shards {
      let parts = try Self.parts(command, study, count)
      // In any order.
      let merged = try Self.answer(command, study, of: Self.whole(parts.reversed()))
      let isSame = Self.texts(merged) == expected
      #expect(isSame, "\(words) in \(count)")
    }
  }

  private static func study(_ network: String) throws -> Study {
    Study(try NetworkReader.read(Command.root + "/" + network).inOrder())
  }

  @Test(arguments: questions) func shippedNetworks(_ words: [String]) throws {
    try check(words, Self.study("Graphs/towel-chain"), shards: [1, 2, 3, 7, 100])
    try check(words, Self.study("Graphs/baoding-2022"), shards: words.contains("--sample") ? [2] : [7])
  }

  /// Links and a making in doubt; some without an amount, and firms with stocks and times of recovery.
  private static func random(_ seed: Int) -> Network {
    var generator = NetworkGenerator(firms: 18 + seed % 9, links: 40 + seed, seed: UInt64(seed))
    generator.products = 8
    generator.leaders = 2
    generator.hasTemplate = seed % 2 == 0
    generator.unknownAmounts = 0.2
    var network = generator.make().network
    var random = SplitMix64(seed: UInt64(seed) &+ 5)
    let some = Set(random.sample(6, of: Array(0..<network.supplies.count)))
    for row in 0..<network.supplies.count {
      network.supplies.confidence.append(some.contains(row) ? random.unit() * 0.9 + 0.05 : nil, row: row)
    }
    return network
  }

  @Test(arguments: seeds(12)) func randomNetworks(_ number: UInt64) throws {
    let seed = Int(number)
    let study = Study(Self.random(seed))
    let count = study.network.firms.count
    for words in [
      ["cascade", "--essentiality", seed % 2 == 0 ? "linear" : "generalized"], ["survive", "--every", "--default-recovery-days", "20"],
      ["robustness", "--sample", "--worlds", "40", "--seed", "\(seed)"], ["robustness", "--sample", "--worlds", "30", "--survey", "3"],
      // All worlds gone through.
      ["robustness"],
    ] { try check(words, study, shards: [2, 3, 7, count + 5]) }
  }

  @Test func sharesCoverEveryItemOnce() throws {
    #expect(Share(0, of: 3) == nil && Share(4, of: 3) == nil && Share(1, of: 0) == nil)
    for (count, items) in [(1, 0), (3, 10), (7, 7), (10, 3), (1_000_003, Int.max >> 1)] {
      var reached = 0
      for number in count > 1000 ? [1] : Array(1...count) {
        let range = try #require(Share(number, of: count)).range(of: items)
        #expect(range.lowerBound == reached && (range.count == items / count || range.count == items / count + 1))
        reached = range.upperBound
      }
      if count <= 1000 { #expect(reached == items) }
    }
  }

  private func failure(_ body: () throws -> Void) throws -> String {
    do { try body() } catch let error as QuestionError { return "\(error.message.en) → \(error.remedy.en)" }
    return "nothing failed"
  }

  @Test func whatDoesNotGoTogetherIsNamed() throws {
    let study = try Self.study("Graphs/towel-chain")
    let command = try Self.command(["cascade"], "-")
    let parts = try Self.parts(command, study, 4)
    func said(_ texts: [String]) throws -> String {
      try failure { _ = try Self.answer(command, study, of: Self.whole(texts)) }
    }
    #expect(try said([]).contains("there are no parts"))
    #expect(try said([parts[0], parts[2]]).contains("compute shard 2/4, 4/4"))
    #expect(try said(parts + [parts[1]]).contains("part 2 and part 5 both have item"))
    #expect(try said([parts[0]] + Self.parts(command, study, 3)).contains("both have item 1"))
    let other = try Self.parts(Self.command(["cascade", "--tolerance", "0.1"], "-"), study, 4)
    #expect(
      try said(parts.dropLast() + [other[3]]).contains(
        "part 4 does not go with part 1: options differ: tolerance 0.1, and not tolerance 0.01"))
    let elsewhere = try Self.parts(command, Study(Self.random(1)), 4)
    #expect(try said(parts.dropLast() + [elsewhere[3]]).contains("part 4 does not go with part 1: it is of another network"))
    let survive = try Self.parts(Self.command(["survive", "--every"], "-"), study, 4)
    #expect(try said(parts.dropLast() + [survive[3]]).contains("it is of survive, and not of cascade"))
    #expect(try said(parts.map { $0.replacing("\"\(Version.current)\"", with: "\"0.0.1\"") }).contains("part 1 was made by version 0.0.1"))
    #expect(try said(parts.map { $0.replacing("version\": 1", with: "version\": 2") }).contains("format version 2"))
    #expect(try said(["{}"]).contains("part 1 is no part of an answer"))
    #expect(try said([String(parts[0].dropLast(20))] + parts.dropFirst()).contains("part 1: no well-formed JSON, near byte"))
    #expect(
      try said([parts[0].replacing("\"to\": ", with: "\"to\": 1")] + parts.dropFirst()).contains("the range is not that of the shard"))
    let network = try failure { try Self.whole(elsewhere).check(network: NetworkWriter.sha256(study.network)) }
    #expect(network.contains("are of another network than the one given"))
  }

  /// Parts come from other machines: whatever is wrong with one, it is refused or read, and nothing else happens.
  @Test(arguments: [["cascade"], ["survive", "--every"], ["robustness", "--sample", "--worlds", "5", "--survey", "9"]])
  func brokenPartsDoNoHarm(_ words: [String]) throws {
    let study = Study(Self.random(3))
    let command = try Self.command(words, "-")
    let bytes = Array(try Self.parts(command, study, 1)[0].utf8)
    var random = SplitMix64(seed: 9)
    var refused = 0
    for _ in 0..<150 {
      var broken = bytes
      switch random.below(4) {
      case 0: broken.removeSubrange(random.below(broken.count)...)
      case 1: broken[random.below(broken.count)] = UInt8(random.below(256))
      case 2: broken.insert(contentsOf: Array("9999999999".utf8.prefix(1 + random.below(9))), at: random.below(broken.count))
      default: broken.remove(at: random.below(broken.count))
      }
      do { _ = try Self.answer(command, study, of: Parts([Part(broken, name: "broken")], program: Version.current)) } catch {
        let error = try #require(error as? QuestionError)
        #expect(error.message.en.contains("broken"))
        refused += 1
      }
    }
    // A digit that is another one is read.
    #expect(refused > 75)
  }

  @Test func theCommandsWriteTheSameBytes() throws {
    try Command.withFolder([:]) { folder in
      let network = Command.root + "/Graphs/towel-chain"
      let files = ["1.json", "2.json", "3.json"]
      for (number, file) in files.enumerated() {
        let run = try Command.run("cascade", network, "--all", "--shard", "\(number + 1)/3", "-o", file, in: folder)
        #expect(run.status == 0 && run.output == file + "\n", "\(run.error)")
      }
      for format in ["text", "json", "csv", "html"] {
        let one = try Command.run("cascade", network, "--all", "--format", format, in: folder)
        let merged = try Command.run(arguments: ["merge", network] + files + ["--format", format], in: folder)
        #expect(one.status == 0 && merged.status == 0 && one.output == merged.output, "\(format): \(merged.error)")
      }
      #expect(try Command.run("cascade", network, "--format", "csv", "-o", "one.csv", in: folder).status == 0)
      let merged = try Command.run(arguments: ["merge", network] + files + ["--format", "csv", "-o", "all.csv"], in: folder)
      #expect(merged.status == 0, "\(merged.error)")
      let bytes = try ["one.csv", "all.csv"].map { try Data(contentsOf: URL(filePath: folder + "/" + $0)) }
      #expect(bytes[0] == bytes[1])
      // The network it was, and no other.
      let other = try Command.run(arguments: ["merge", Command.root + "/Graphs/baoding-2022"] + files, in: folder)
      #expect(other.status == 65 && other.error.contains("another network"))
      #expect(try Command.run("merge", network, "4.json", in: folder).status == 66)
    }
  }

  /// A rule file is known by what it holds.
  @Test func filesThatOptionsNameAreHeld() throws {
    let table = "supplier_sector,buyer_sector,type\nC17,C17,2\n"
    try Command.withFolder(["e.csv": table]) { folder in
      let network = Command.root + "/Graphs/towel-chain"
      let run = try Command.run("cascade", network, "--essentiality", "e.csv", "--shard", "1/1", "-o", "p.json", in: folder)
      try #require(run.status == 0, "\(run.error)")
      #expect(try Command.run("merge", network, "p.json", in: folder).status == 0)
      try Data((table + "C18,C18,1\n").utf8).write(to: URL(filePath: folder + "/e.csv"))
      let changed = try Command.run("merge", network, "p.json", in: folder)
      #expect(changed.status == 65 && changed.error.contains("e.csv is not what it was"))
    }
  }

  @Test(arguments: [
    (["cascade", "--shard", "0/3"], "--shard takes 2/7"), (["cascade", "--shard", "4/3"], "--shard takes 2/7"),
    (["cascade", "--shard", "2"], "--shard takes 2/7"), (["cascade", "--shock", "SYN-L1", "--shard", "1/2"], "--shard belongs to --all"),
    (["survive", "--shard", "1/2"], "--shard goes with --every"),
    (["robustness", "--shard", "1/2", "--format", "json"], "belong to chainwright merge"),
  ])
  func wrongUsageIsTold(_ words: [String], _ said: String) throws {
    let run = try Command.run(arguments: [words[0], Command.towel] + words.dropFirst())
    #expect(run.status == 64 && run.error.contains(said), "\(run.error)")
  }
}
