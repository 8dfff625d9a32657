import ArgumentParser
import Chainwright

@main struct ChainwrightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chainwright",
    abstract: "Finds the missing and weak links of supply chains, proves them, and draws them. 链匠：找出产业链的缺链、弱链，说明理由，画成图。",
    discussion: """
      NETWORK is a folder of lists: datapackage.json and CSV tables, or just firms.csv (firm_id) and supplies.csv (supplier_id, buyer_id); or an Excel workbook (.xlsx) with a sheet of each list; or a workspace (.sqlite), which remembers what it was told before.
      Exit codes: 0 done; 1 the audit found errors; 64 wrong usage; 65 wrong data; 66 input not readable; 73 output not writable.
      """,
    version: "0.1.0",
    subcommands: [
      WeakLinksCommand.self, WorstGroupCommand.self, ImportanceCommand.self, GapsCommand.self, SourcingCommand.self, TiersCommand.self,
      CascadeCommand.self, SimulateCommand.self, SurviveCommand.self, RobustnessCommand.self, InferLinksCommand.self,
      StrengthenCommand.self, BenchmarkCommand.self, GatesCommand.self, LeadersCommand.self, ShortlistCommand.self, WhatIfCommand.self,
      DescribeCommand.self, MapCommand.self, AnalyseCommand.self, CutSetsCommand.self, KeySectorsCommand.self, AuditCommand.self,
      ImportCommand.self, ConvertCommand.self, TemplateCommand.self, CurtailCommand.self, MatchCommand.self, ProgrammeCommand.self,
      ScorecardCommand.self, DossierCommand.self, ComplexityCommand.self, HistoryCommand.self, ReportCommand.self,
    ])

  static func main() {
    do {
      let arguments = CommandLine.arguments.dropFirst()
      if arguments.first == CutSetsCommand.configuration.commandName, let request = CutSetsRequest(plain: arguments.dropFirst()) {
        return try request.run()
      }
      var command = try command(Array(arguments))
      try command.run()
    } catch let failure as CommandFailure {
      fail(failure)
    } catch let error as QuestionError {
      fail(CommandFailure(.badData, error.message, remedy: error.remedy))
    } catch let error as ClusterIOError {
      fail(CommandFailure(error))
    } catch let error as CutSetError {
      fail(CommandFailure(error))
    } catch let error as LinearProgramError {
      fail(CommandFailure(error))
    } catch let error as DrawingError {
      fail(CommandFailure(error))
    } catch {
      exit(withError: error)
    }
  }

  /// The command that is asked for. One that is named first is read by its own options alone, which is sooner done than by the whole tree of commands;
  /// what it does not take, a call for help among it, is left to the tree, which knows what to say.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if let named = configuration.subcommands.first(where: { $0._commandName == arguments.first }),
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  static func fail(_ failure: CommandFailure) -> Never {
    let language = PageOutput.language(arguments: CommandLine.arguments) ?? PageOutput.environmentLanguage
    StandardStreams.error("chainwright: \(failure.text(language))\n")
    exit(withError: ExitCode(failure.code.rawValue))
  }
}
