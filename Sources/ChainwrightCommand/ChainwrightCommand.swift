import ArgumentParser
import Chainwright

@main struct ChainwrightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chainwright",
    abstract: "Finds the missing and weak links of supply chains, proves them, and draws them.",
    discussion: """
      NETWORK is a folder of lists: datapackage.json and CSV tables, or just firms.csv (firm_id) and supplies.csv (supplier_id, buyer_id); or an Excel workbook (.xlsx) with a sheet of each list; or a workspace (.sqlite), which remembers what it was told before.
      NETWORK may be -: a workbook, graph file or list that comes in on standard input. Settings for every run: ~/.config/chainwright/config, or CHAINWRIGHT_LANG, CHAINWRIGHT_PAGER (docs/guides/shell.md).
      Exit codes: 0 done; 1 the audit found errors; 64 wrong usage; 65 wrong data; 66 input not readable; 73 output not writable.
      """,
    version: Version.current,
    groupedSubcommands: [
      CommandGroup(
        name: "Ask",
        subcommands: [
          WeakLinksCommand.self, WorstGroupCommand.self, ImportanceCommand.self, GapsCommand.self, SourcingCommand.self, TiersCommand.self,
          CriticalityCommand.self,
          CascadeCommand.self, SurviveCommand.self, CreditCommand.self, ProjectsCommand.self, RobustnessCommand.self,
          KeySectorsCommand.self,
          ComplexityCommand.self,
          BenchmarkCommand.self, GatesCommand.self, LeadersCommand.self, ShortlistCommand.self, ScorecardCommand.self, DossierCommand.self,
          ProgrammeCommand.self, WatchCommand.self, CutSetsCommand.self, MergeCommand.self, PipeCommand.self,
        ]),
      CommandGroup(name: "Draw and report", subcommands: [MapCommand.self, ReportCommand.self, AnalyseCommand.self, ServeCommand.self]),
      CommandGroup(
        name: "Change",
        subcommands: [WhatIfCommand.self, SimulateCommand.self, StrengthenCommand.self, CurtailCommand.self, MatchCommand.self]),
      CommandGroup(
        name: "Data",
        subcommands: [
          DescribeCommand.self, AuditCommand.self, TemplateCommand.self, ConvertCommand.self, FreezeCommand.self, ImportCommand.self,
          HistoryCommand.self,
          InferLinksCommand.self, ChainsCommand.self, ChainsAddCommand.self,
          ChainsDraftCommand.self, ChainsLearnCommand.self,
        ]),
    ])

  static func main() {
    Ending.watch(program: "chainwright", language: PageOutput.languageOfRun, unreadable: CommandFailure.Code.noInput.rawValue)
    if let problem = Settings.ofRun.problem { fail(problem) }
    if let threads = Settings.ofRun.threads { Threads.use(threads) }
    do {
      let arguments = joined(Array(Arguments.all.dropFirst()))[...]
      if arguments.first == Completion.word {
        return StandardStreams.out(Completion(Array(arguments.dropFirst()), language: PageOutput.environmentLanguage).lines)
      }
      if arguments.first == "--generate-completion-script", let script = CompletionScript.text(arguments.dropFirst().first ?? "bash") {
        return StandardStreams.out(script)
      }
      if arguments.first == CutSetsCommand.configuration.commandName, let request = CutSetsRequest(plain: arguments.dropFirst()) {
        return try request.run()
      }
      var command = try command(Array(arguments))
      try command.run()
    } catch {
      if let failure = CommandFailure(any: error) { fail(failure) }
      end(error)
    }
  }

  /// A call for help, wrong usage, or an error of no name: said in the language of the run.
  private static func end(_ error: any Error) -> Never {
    let arguments = joined(Array(Arguments.all.dropFirst()))
    let language = PageOutput.languageOfRun
    let named = command(named: arguments)
    let message = fullMessage(for: error)
    let page = HelpPage(language: language)
    if exitCode(for: error) == .success && message.hasPrefix("OVERVIEW:") {
      StandardStreams.out(named.map { page.command($0, of: _commandName) } ?? page.program(self))
      exit()
    }
    if exitCode(for: error) == .success && !message.isEmpty {
      StandardStreams.out(message + "\n")
      exit()
    }
    guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
    let options = named.flatMap { CommandOptions.of($0) }
    let typed = (options?.arguments ?? []).flatMap { $0.names ?? [] }.map(\.typed)
    let words = UsageMessage(language: language, commands: configuration.subcommands.map { $0._commandName }, options: typed)
    let said = words.said(
      self.message(for: error), arguments.first == "help" ? Array(arguments.dropFirst()) : arguments, hasCommand: named != nil)
    let usage = options.map { page.usage($0, of: _commandName) + "\n" } ?? ""
    let line = [_commandName, named?._commandName].compactMap { $0 }.joined(separator: " ") + " --help"
    StandardStreams.error("chainwright: \(said)\n\(usage)" + (language == .zh ? "详细用法：\(line)\n" : "More: \(line)\n"))
    exit(withError: ExitCode.validationFailure)
  }

  /// What is typed as two words and is one command: `chains add`, `chains draft`, with `chain` for `chains` too; after `help` as well.
  static func joined(_ arguments: [String]) -> [String] {
    let start = arguments.first == "help" ? 1 : 0
    guard arguments.count > start, ["chain", "chains"].contains(arguments[start]) else { return arguments }
    var joined = arguments
    joined[start] = "chains"
    guard arguments.count > start + 1, ["add", "draft", "learn"].contains(arguments[start + 1]) else { return joined }
    joined[start] = "chains-" + arguments[start + 1]
    joined.remove(at: start + 1)
    return joined
  }

  /// The command that the arguments name, first or after `help`.
  private static func command(named arguments: [String]) -> (any ParsableCommand.Type)? {
    let word = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
    return configuration.subcommands.first { $0._commandName == word }
  }

  /// The command that is asked for. One that is named first is read by its own options alone, which is sooner done than by the whole tree of commands;
  /// what it does not take, a call for help among it, is left to the tree, which knows what to say.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if let named = configuration.subcommands.first(where: { $0._commandName == arguments.first }),
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
    {
      return command
    }
    if arguments.first == "help", let word = arguments.dropFirst().first, !word.hasPrefix("-"), self.command(named: [word]) == nil {
      throw ValidationError("there is no command \(word)")
    }
    guard arguments.first == "help", let lang = arguments.firstIndex(where: { $0 == "--lang" || $0.hasPrefix("--lang=") }) else {
      return try parseAsRoot(arguments)
    }
    // The language of help is ours: ArgumentParser knows no option of its command.
    return try parseAsRoot(Array(arguments[..<lang] + arguments[lang...].dropFirst(arguments[lang] == "--lang" ? 2 : 1)))
  }

  static func fail(_ failure: CommandFailure) -> Never {
    let language = PageOutput.language(arguments: Arguments.all) ?? PageOutput.environmentLanguage
    StandardStreams.error("chainwright: \(failure.text(language))\n")
    exit(withError: ExitCode(failure.code.rawValue))
  }
}
