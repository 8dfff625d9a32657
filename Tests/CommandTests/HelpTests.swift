import ArgumentParser
import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

@Suite struct HelpTests {
  private var commands: [any ParsableCommand.Type] { ChainwrightCommand.configuration.subcommands }

  /// What the table must tell: every abstract, discussion, option and argument, under the key that tells it.
  private func wanted() throws -> [(command: String, item: String)] {
    var wanted = [("chainwright", "abstract"), ("chainwright", "discussion")]
    wanted += ChainwrightCommand.configuration.groupedSubcommands.map { ("group", $0.name) }
    for command in commands {
      let options = try #require(CommandOptions.of(command))
      wanted.append((options.commandName, "abstract"))
      if options.discussion?.isEmpty == false { wanted.append((options.commandName, "discussion")) }
      for option in options.shown {
        wanted.append((options.commandName, option.key))
        if option.kind != .flag, let value = option.valueName { wanted.append(("value", value.replacing(",", with: " "))) }
        if let title = option.sectionTitle { wanted.append(("section", title)) }
      }
    }
    return wanted
  }

  @Test func allIsSaidInChinese() throws {
    let texts = HelpTexts()
    let lacking = try wanted().filter { texts[$0.command, $0.item] == nil }.map { "\($0.command) \($0.item)" }
    #expect(lacking.isEmpty, "help.zh.csv lacks: \(lacking.joined(separator: "\n"))")
  }

  @Test func theTableTellsNothingThatIsGone() throws {
    let texts = HelpTexts()
    let used = Set(try wanted().compactMap { texts.key($0.command, $0.item) })
    let examples = Set(commands.map { "\($0._commandName) example" })
    let rest = texts.rows.keys.filter { !used.contains($0) && !examples.contains($0) && $0 != "* --version" }.sorted()
    #expect(rest.isEmpty, "help.zh.csv has, and nothing uses: \(rest.joined(separator: "\n"))")
    let table = try String(contentsOfFile: Command.root + "/Sources/ChainwrightCommand/Resources/help.zh.csv", encoding: .utf8)
    let keys = table.split(separator: "\n").compactMap { $0.split(separator: ",").first }
    let repeated = Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(repeated.isEmpty, "help.zh.csv says twice: \(repeated.joined(separator: ", "))")
  }

  @Test(arguments: ChainwrightCommand.configuration.subcommands.map { $0._commandName })
  func everyCommandHasAnExampleAndHelpInBothLanguages(_ name: String) throws {
    let command = try #require(commands.first { $0._commandName == name })
    for language in Language.allCases {
      let text = HelpPage(language: language).command(command, of: "chainwright")
      #expect(text.contains("\(language == .zh ? "例：" : "Example: ")chainwright \(name) "))
      #expect(text.contains(language == .zh ? "用法：chainwright \(name)" : "Usage: chainwright \(name)"))
      let lines = text.split(separator: "\n").filter { !$0.contains("chainwright ") }
      for line in lines { #expect(HelpPage.columns(line) <= HelpPage.width + 2, "\(line)") }
    }
  }

  @Test func theProgramsHelpGroupsItsCommands() throws {
    let english = try Command.run("--help")
    #expect(english.status == 0 && english.output.contains("\nDraw and report:\n") && english.output.contains("\n  weak-links "))
    let chinese = try Command.run(language: "zh_CN.UTF-8")
    #expect(chinese.status == 0 && chinese.output.contains("\n制图与报告：\n") && !chinese.output.contains("Finds"))
    #expect(try Command.run("--help", "--lang", "zh").output == chinese.output)
    #expect(try Command.run("help", "gaps", language: "zh_CN.UTF-8").output == Command.run("gaps", "--help", "--lang", "zh").output)
    let named = commands.map { $0._commandName }
    #expect(Set(named).count == named.count)
  }

  @Test(arguments: [
    ("Unknown option '--ordr'. Did you mean '--order'?", "没有选项 --ordr。是不是 --order？"),
    ("Unknown option '-x'", "没有选项 -x。"),
    ("Missing value for '--leader <firm>'", "--leader <firm> 后面缺少值。"),
    ("Missing expected argument '<network>'", "缺少 <network>。"),
    ("Missing expected argument '--leader <firm>'", "缺少 --leader <firm>。"),
    ("Unexpected argument 'b'", "多出一个参数“b”。"),
    ("2 unexpected arguments: 'b', 'c'", "多出 2 个参数：b、c。"),
    ("The value 'tlh' is invalid for '--lang <lang>'. Please provide one of 'zh' and 'en'.", "--lang <lang> 不能取“tlh”，可选：zh、en。"),
    ("The value 'x' is invalid for '--limit <n>'", "--limit <n> 不能取“x”。"),
    ("The option '--force' does not take any value, but '3' was specified.", "选项 --force 后面不带值，却写了“3”。"),
    ("something new", "something new"),
  ])
  func usageIsSaidInChinese(_ english: String, _ chinese: String) {
    #expect(UsageMessage.chinese(english) == chinese)
  }

  @Test(arguments: [("weaklinks", "weak-links"), ("gap", "gaps"), ("weka-links", "weak-links"), ("Tiers", "tiers"), ("what_if", "what-if")])
  func aMisspeltCommandIsGuessed(_ typed: String, _ meant: String) throws {
    #expect(UsageMessage.nearest(typed, commands.map { $0._commandName }) == meant)
    let run = try Command.run(typed, "--lang", "zh")
    #expect(run.status == 64 && run.error.contains("没有名为“\(typed)”的命令。是不是 \(meant)？"))
    #expect(try Command.run(typed).error.contains("Did you mean \(meant)?"))
  }

  @Test func wrongUsageIsSaidInTheLanguageOfTheRun() throws {
    #expect(UsageMessage.nearest("zzzzzz", commands.map { $0._commandName }) == nil)
    let run = try Command.run("tiers", Command.towel, "--lang", "zh")
    #expect(
      run.status == 64 && run.error.contains("缺少 --leader <企业>。")
        && run.error.contains("用法：chainwright tiers <网络> --leader <企业> [选项]"))
    // What is misspelt is told before what lacks for it.
    for (language, said) in [("zh", "没有选项 --leadr。是不是 --leader？"), ("en", "Unknown option '--leadr'. Did you mean '--leader'?")] {
      let misspelt = try Command.run("tiers", Command.towel, "--leadr", "SYN-L1", "--lang", language)
      #expect(misspelt.status == 64 && misspelt.error.contains(said), "\(misspelt.error)")
    }
    let limit = try Command.run("gaps", Command.towel, "--limit=-1", language: "zh_CN.UTF-8")
    #expect(limit.status == 64 && limit.error.contains("--limit 须为 0 或更大的数"))
    #expect(try Command.run("gaps", Command.towel, "--limit=-1").error.contains("--limit takes a number from 0 on"))
  }
}
