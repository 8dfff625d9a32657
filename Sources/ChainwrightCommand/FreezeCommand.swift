import ArgumentParser
import Chainwright

struct FreezeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze", abstract: "Reads and checks a network once, and keeps it in one file that every command opens at once.",
    discussion: """
      For networks of hundreds of thousands of firms that are asked many times: the file holds the network as it lies in memory, and gives the answers of the lists byte for byte. It is no copy to keep: it is read by \
      the version of the program that wrote it, and does not follow its lists. Rows with errors are left out, as in every question, and every page says so; --strict stops at any.
      Example: chainwright freeze NETWORK -o network.cw
      """)

  @OptionGroup var input: NetworkInput
  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The file to write.", valueName: "file.cw")) var output: String
  @Option(help: "zh or en: of messages; the locale's when left out.") var lang: Language?
  @Flag(help: "Overwrite what is there.") var force = false
  @Flag(name: [.customShort("q"), .long], help: "Say nothing beside the answer.") var quiet = false

  func validate() throws {
    if FileKind(path: output) != .frozen { throw UsageError(zh: "冻结的网络的文件名须以 .cw 结尾", en: "the name of a frozen network ends with .cw") }
  }

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    try CommandOutput.check([output], force: force)
    let reading = try input.load(language)
    try FrozenNetwork.write(reading, to: output, force: force)
    StandardStreams.say(reading.network.written(to: output, language) + "\n")
  }
}
