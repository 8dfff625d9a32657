import ArgumentParser
import Chainwright

/// A share of a command's work.
struct ShardOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do only share I of N of the work, and write a part of the answer: chainwright merge makes the answer of all parts.", valueName: "i/n"
    ))
  var shard: String?

  /// `nil` where the whole is asked for.
  var share: Share? { shard.flatMap { Self.share($0) } }

  private static func share(_ text: String) -> Share? {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1] else { return nil }
    return Share(number, of: count)
  }

  func validate() throws {
    if let shard, share == nil {
      throw UsageError(
        zh: "--shard 形如 2/7（第 2 份，共 7 份），不能取“\(safe(shard))”", en: "--shard takes 2/7, the second of seven, and not \"\(safe(shard))\"")
    }
  }

  /// A part is no page: what says how a page is written goes to those who put it together.
  func check(_ output: PageOutput) throws {
    guard share != nil else { return }
    if output.format != .text || output.table != nil || output.show != nil || output.limit != nil || output.isWorkbook {
      throw UsageError(
        zh: "--shard 写出的是一份中间结果：--format、--table、--show、--limit 和 .xlsx 请给 chainwright merge",
        en: "--shard writes a part, which is no page: --format, --table, --show, --limit and .xlsx belong to chainwright merge")
    }
  }
}

/// A command whose work is items that many processes can share: each writes a part, and `merge` makes of all parts what one process would have written.
protocol ShardingCommand: NetworkCommand {
  associatedtype Work: SharedWork
  var shard: ShardOption { get }
  /// Every option that the answer depends on, but for the network and for how it is written; typed again they ask the same.
  var asked: [PartHead.Option?] { get }
  /// Options that name files, and the files.
  var namedFiles: [(option: String, path: String)] { get }
  /// The work, as the options ask for it.
  func work(_ study: Study) throws -> Work
  /// Writes the answer of all items.
  func write(_ work: Work, _ parts: [Work.Items]) throws
}

extension ShardingCommand {
  var namedFiles: [(option: String, path: String)] { [] }

  func run() throws {
    if let share = shard.share { return try writePart(share) }
    try ask()
  }

  func write(_ work: Work, _ parts: [Work.Items]) throws {
    let answer = try work.answer(parts, work: .onTerminal(output.language))
    StandardStreams.progress("")
    try output.write(answer)
  }

  /// Computes a share, and writes it where the answer would have gone.
  func writePart(_ share: Share) throws {
    try output.check()
    defer { StandardStreams.progress("") }
    let reading = try input.load(output.language)
    let part = try part(share, Study(reading), .onTerminal(output.language))
    StandardStreams.progress("")
    guard let file = output.file else { return part { StandardStreams.out($0) } }
    var bytes: [UInt8] = []
    part { bytes += Array($0.utf8) }
    try CommandOutput.write([(file, bytes)], force: output.force)
    StandardStreams.say(SystemPath.shown(file + "\n"))
  }

  /// Computes a share.
  ///
  /// - Returns: what writes it, piece after piece.
  func part(_ share: Share, _ study: Study, _ budget: WorkBudget) throws -> (@escaping (String) -> Void) -> Void {
    let work = try work(study)
    let head = PartHead(
      program: Version.current, question: Self._commandName, options: asked.compactMap { $0 }, files: try digests(),
      network: NetworkWriter.sha256(study.network), itemCount: work.itemCount)
    let items = try work.items(share.range(of: work.itemCount), work: budget)
    return { head.write(share, items, of: work, to: $0) }
  }

  /// What the files that options name held.
  func digests() throws -> [PartHead.Option] {
    try namedFiles.map { file in
      var digest = SHA256()
      digest.add(try SystemPath.contents(file.path))
      return PartHead.Option(file.option, .one(digest.hex()))
    }
  }

  /// Puts parts together.
  ///
  /// - Parameters:
  ///   - parts: of this command.
  ///   - input: the network that they were made from.
  ///   - output: how the answer is written.
  static func merge(_ parts: Parts, _ input: NetworkInput, _ output: PageOutput) throws {
    guard var command = try? Self.parseAsRoot(parts.head.options.flatMap(\.words) + ["--", input.network]) as? Self,
      command.asked.compactMap({ $0 }) == parts.head.options, command.shard.share == nil
    else {
      throw CommandFailure(
        .badData, LocalText(zh: "各份的选项不是 \(Self._commandName) 的选项", en: "the options of the parts are none of \(Self._commandName)"),
        remedy: LocalText(zh: "用 --shard 重算各份", en: "make the parts anew with --shard"))
    }
    (command.input, command.output) = (input, output)
    let reading = try input.load(output.language)
    try parts.check(network: NetworkWriter.sha256(reading.network))
    guard try command.digests() == parts.head.files else {
      let files = command.namedFiles.map { safe($0.path) }.joined(separator: ", ")
      throw CommandFailure(
        .badData, LocalText(zh: "\(files) 的内容已不是计算各份时的内容", en: "\(files) is not what it was when the parts were made"),
        remedy: LocalText(zh: "放回当时的文件，或重算各份", en: "put the file back, or make the parts anew"))
    }
    let work = try command.work(Study(reading))
    try command.write(work, parts.items(of: work))
  }
}

extension PartHead.Option {
  /// Typed as an option.
  var words: [String] {
    switch value {
    case .flag: ["--\(name)"]
    case .one(let text): ["--\(name)=\(text)"]
    case .several(let texts): texts.map { "--\(name)=\($0)" }
    }
  }
}

/// An option that was given or has a value; `nil` for one that was left out.
extension PartHead.Option {
  static func one(_ name: String, _ value: (some CustomStringConvertible)?) -> Self? { value.map { Self(name, .one("\($0)")) } }

  static func several(_ name: String, _ values: [String]) -> Self? { values.isEmpty ? nil : Self(name, .several(values)) }

  static func flag(_ name: String, _ isGiven: Bool) -> Self? { isGiven ? Self(name, .flag) : nil }
}
