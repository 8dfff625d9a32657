import ArgumentParser
import Chainwright

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "The answer of a question that many processes have shared, of their parts.",
    discussion: """
      cascade --all, robustness and survive --every take --shard 2/7: they do the second of seven shares of the work and write a part. Parts can be computed on any machines that have the \
      same network, options and version, in any order, and again where one fails. merge checks that they go together and that nothing lacks or is there twice, \
      and writes what one process would have written, byte by byte. Which question it is, and with which options, the parts say; how it is written, say --format, -o and so on here. \
      A file that an option names is read again, where the part says it was.

      Example: chainwright merge NETWORK part-1.json part-2.json --format csv
      """)

  @OptionGroup var input: NetworkInput
  @Argument(help: ArgumentHelp("The parts, in any order.", valueName: "part")) var parts: [String]
  @OptionGroup var output: PageOutput

  /// The commands that know `--shard`.
  static let sharing: [any ShardingCommand.Type] = [CascadeCommand.self, RobustnessCommand.self, SurviveCommand.self]

  func run() throws {
    try output.check()
    defer { StandardStreams.progress("") }
    let read = try parts.map { try Part(SystemPath.contents($0), name: SystemPath.shown($0)) }
    let whole = try Parts(read, program: Version.current)
    guard let command = Self.sharing.first(where: { $0._commandName == whole.head.question }) else {
      throw CommandFailure(
        .badData,
        LocalText(zh: "没有可分份计算的命令 \(safe(whole.head.question))", en: "there is no command \(safe(whole.head.question)) that knows --shard"),
        remedy: LocalText(zh: "用 --shard 重算各份", en: "make the parts anew with --shard"))
    }
    try command.merge(whole, input, output)
  }
}
