import ArgumentParser
import Chainwright
import Testing

@testable import ChainwrightCommand

/// The short ways from the arguments to a command say and do what the whole tree of commands would.
@Suite struct CommandLineTests {
  /// What comes of the arguments: a command with its values, or the text and exit code that end the run.
  private func outcome(_ read: () throws -> any ParsableCommand) -> String {
    do {
      let command = try read()
      // A call for help is answered by the command that it makes.
      guard !"\(type(of: command))".hasPrefix("Help") else {
        var help = command
        try help.run()
        return "\(help)"
      }
      return "\(command)"
    } catch {
      return "\(ChainwrightCommand.exitCode(for: error).rawValue) \(ChainwrightCommand.fullMessage(for: error, columns: 80))"
    }
  }

  @Test(arguments: ChainwrightCommand.configuration.subcommands.map { $0._commandName })
  func aNamedCommandReadsTheSame(_ name: String) {
    var tails = [["--help"], ["a", "--lang", "zh"], ["--nonsense"], ["a", "--help"]]
    // Building the whole tree takes a good part of a second in a debug build: every turn of phrase for a few commands of different make.
    if ["cut-sets", "map", "import", "report"].contains(name) {
      tails += [
        [], ["-h"], ["--help-hidden"], ["help"], ["--version"], ["a"], ["a", "b"], ["a", "--lang", "tlh"], ["a", "--version"], ["--", "a"],
        ["a", "--format", "json", "--lang"], ["a", "--generate-completion-script"], ["--experimental-dump-help"],
      ]
    }
    for tail in tails {
      let arguments = [name] + tail
      #expect(
        outcome { try ChainwrightCommand.command(arguments) } == outcome { try ChainwrightCommand.parseAsRoot(arguments) }, "\(arguments)")
    }
  }

  @Test func whatNamesNoCommandIsReadByTheTree() {
    let lines = [[], ["--help"], ["--version"], ["help"], ["help", "cut-sets"], ["nonsense"], ["cut-set"], ["--lang", "zh", "cut-sets"]]
    for arguments in lines {
      #expect(
        outcome { try ChainwrightCommand.command(arguments) } == outcome { try ChainwrightCommand.parseAsRoot(arguments) }, "\(arguments)")
    }
  }

  @Test(arguments: [
    "m.xml", "m.xml n.xml", "m.xml --top t", "--top t m.xml", "m.xml --order 3 --format json", "m.xml --count --paths n.xml",
    "m.xml --probability --importance --mission-time 10.5 --limit 0", "m.xml --time-limit 0.5 --lang zh --format csv",
    "m.xml --order 2 --order 4", "m.xml --count --count", "m.xml --mission-time 1e3", "m.xml --time-limit inf", "文件.xml --top 顶",
  ])
  func plainArgumentsMeanTheSame(_ line: String) throws {
    let arguments = line.split(separator: " ").map(String.init)
    let plain = try #require(CutSetsRequest(plain: arguments))
    let parsed = try #require(try ChainwrightCommand.parseAsRoot(["cut-sets"] + arguments) as? CutSetsCommand)
    #expect(plain == parsed.request)
  }

  /// What is wrong, or put in another way, is for the argument parser.
  @Test(arguments: [
    "", "--help", "-h", "m.xml --help", "--count", "m.xml --order", "m.xml --order 0", "m.xml --order three", "m.xml --order -1",
    "m.xml --order=3", "m.xml --orders 3", "m.xml --top --count", "m.xml --format xml", "m.xml --lang tlh", "m.xml --limit -1",
    "m.xml --time-limit nan", "m.xml --mission-time -1", "m.xml --mission-time inf", "-- m.xml", "m.xml --", "m.xml -x", "m.xml --version",
    "- m.xml",
  ])
  func allElseIsLeftToTheParser(_ line: String) {
    #expect(CutSetsRequest(plain: line.split(separator: " ").map(String.init)) == nil)
  }

  @Test func theDefaultsAreThoseOfTheCommand() throws {
    let parsed = try #require(try ChainwrightCommand.parseAsRoot(["cut-sets", "m.xml"]) as? CutSetsCommand)
    #expect(parsed.request == CutSetsRequest(models: ["m.xml"]))
  }

  /// No option of the command is unknown to the plain way.
  @Test func everyOptionIsKnown() throws {
    let help = ChainwrightCommand.helpMessage(for: CutSetsCommand.self, columns: 200)
    var options: Set<String> = []
    for word in help.split(whereSeparator: { " \n[].;,".contains($0) }) where word.hasPrefix("--") { options.insert(String(word)) }
    options.subtract(["--help", "--version"])
    // These are left to the argument parser.
    options.subtract(["--output", "--force", "--table", "--show", "--quiet"])
    #expect(options.count == 11)
    for option in options {
      let values = ["", " 1", " json", " zh"]
      #expect(values.contains { CutSetsRequest(plain: "m.xml \(option)\($0)".split(separator: " ").map(String.init)) != nil }, "\(option)")
    }
  }
}
