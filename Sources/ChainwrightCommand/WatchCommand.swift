import ArgumentParser
import Chainwright

struct WatchCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "What turned since a date (红黄绿灯): each chain, county and leader red, amber or green, with the rows that are others.",
    discussion: """
      A workspace is read as it was known at the end of --since, and as it is known now (or at --as-of). Other networks are held against --previous, the lists of then; \
      without it, rows dated later than --since (as_of) count as not on record then. What is unknown is grey, never green. \
      Which figure is red or amber from where is data: --rules takes a file, Rules/watch-default.yaml is the one that holds without it. Format: docs/guides/watch.md.

      Example: chainwright watch Graphs/lanpu-2023 --since 2024-01
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The day, month or year that is held against: its end.", valueName: "date")) var since: String?
  @Option(help: ArgumentHelp("The network of then: lists or a workspace of an earlier date.", valueName: "network")) var previous: String?
  @Option(help: ArgumentHelp("A file of rules: what is red, what amber.", valueName: "rules")) var rules: String?
  @Option(help: ArgumentHelp("Only this chain (by its cluster), county or leader, by id or name (repeatable).", valueName: "name"))
  var only: [String] = []

  func validate() throws {
    if since == nil && previous == nil {
      throw UsageError(
        zh: "请写明自何时起：--since 2026-06，或当时的数据 --previous", en: "say since when: --since 2026-06, or give the lists of then with --previous")
    }
    if let since, CalendarDay(since) == nil {
      throw UsageError(
        zh: "--since 须为日期，如 2026-06、2026-06-30 或 2026，不能取“\(safe(since))”",
        en: "--since takes a date, like 2026-06, 2026-06-30 or 2026, and not \"\(safe(since))\"")
    }
  }

  func answer() throws -> Answer {
    let language = output.language
    let chosen = try rules.map { try RuleInput.rules(RuleFile.watch($0), $0, language) } ?? WatchQuestion.standard()
    let study = Study(try input.load(language))
    var question = WatchQuestion(chosen, earlier: try earlier(language), since: since ?? safe(previous ?? ""))
    question.only = only
    return try question.answer(study)
  }

  private func earlier(_ language: Language) throws -> WatchQuestion.Earlier {
    let path = previous ?? input.network
    if Workspace.isWorkspace(path) {
      return .network(Study(try NetworkInput.load(path, asOf: since, language, isStrict: input.strict)), name: safe(path))
    }
    if let previous { return .network(Study(try NetworkInput.load(previous, language, isStrict: input.strict)), name: safe(previous)) }
    guard let since, let day = CalendarDay(since) else { throw UsageError(zh: "请写明 --since", en: "give --since") }
    return .day(day)
  }
}
