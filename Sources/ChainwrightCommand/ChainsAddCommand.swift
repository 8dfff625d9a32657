import ArgumentParser
import Chainwright

struct ChainsAddCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "chains-add",
    abstract: "Takes chain templates into a network, whole or some of their stages: all or nothing (chains add).",
    discussion: """
      Rows are put below those of the folder's lists, which stay as they are; --to writes the network with the chain to another folder or workbook. \
      What the network has already of the chain is left alone, so that stages may be taken one after another. An id that means something else there is \
      refused: --as gives the chain another. --from takes the chain out of another network instead of the library.

        chainwright chains add NETWORK cashmere
        chainwright chains add NETWORK cables --stages 绝缘挤出,cables-comp --to with-cables
        chainwright chains add NETWORK TOWEL --from other.xlsx --as towels
      """)

  @OptionGroup var input: NetworkInput
  @Argument(help: ArgumentHelp("Chains of the library, by id or name.", valueName: "chains")) var chains: [String]
  @Option(help: ArgumentHelp("Only these stages, by id or name, with commas between (repeatable).", valueName: "stages")) var stages:
    [String] =
      []
  @Option(name: .customLong("as"), help: ArgumentHelp("The id that the chain gets in the network.", valueName: "id")) var newID: String?
  @Option(help: ArgumentHelp("The network to take the chains from, in place of the library.", valueName: "network")) var from: String?
  @Option(help: ArgumentHelp("The network to write: a folder, or a file that convert can write (.xlsx, …).", valueName: "dir")) var to:
    String?
  @Flag(help: "Only show what would be added.") var dryRun = false
  @OptionGroup var output: PageOutput

  func validate() throws {
    if chains.isEmpty { throw UsageError(zh: "请写出要加入的产业链", en: "name the chains to add") }
    if dryRun && to != nil { throw UsageError(zh: "--dry-run 不与 --to 同用", en: "--dry-run does not go with --to") }
    if let newID, newID.isEmpty || newID.contains(where: { $0.isWhitespace || $0 == "," }) {
      throw UsageError(zh: "--as 的编号不能为空，也不能含空格或逗号", en: "the id that --as gives has no blanks or commas")
    }
  }

  func answer() throws -> Answer {
    let language = output.language
    let network = try NetworkInput.read(input.network, asOf: input.history.asOf, language).network
    let library =
      try from.map { try ChainLibrary.readFolder($0)?.network ?? NetworkInput.load($0, language).network } ?? ChainLibrary.network()
    var question = ChainAddQuestion(chains: chains.flatMap { $0.split(separator: ",").map(String.init) })
    question.stages = stages.flatMap { $0.split(whereSeparator: { ",，、".contains($0) }).map(String.init) }
    question.id = newID
    let made: (network: Network, added: [ChainTemplate.Added])
    do {
      made = try ChainAddQuestion.adding(try question.templates(library), to: network)
    } catch var error as QuestionError where error.code == .badOption && error.remedy.en.contains("another id") {
      error.remedy = LocalText(zh: error.remedy.zh + "（--as 编号）", en: error.remedy.en + " (--as ID)")
      throw error
    }
    if !dryRun { try write(made.network, over: network) }
    return ChainAddQuestion.answer(made.added, in: made.network)
  }

  private func write(_ made: Network, over before: Network) throws {
    if let to {
      if let kind = FileKind(path: to) {
        try ExchangeWriter.write(made, as: kind, to: to, language: output.language, force: output.force)
      } else {
        try NetworkWriter.write(made, to: to, force: output.force)
      }
      return
    }
    let path = input.network
    if FileKind(path: path) == .workbook {
      guard output.force else {
        throw CommandFailure(
          .cannotCreate,
          LocalText(
            zh: "\(safe(path))：工作簿只能整本重写，批注和格式会丢失", en: "\(safe(path)): a workbook can only be written anew, without its notes and formats"),
          remedy: LocalText(
            zh: "用 --to 另写一本，或加 --force 重写这一本", en: "write another with --to, or give --force to write this one anew"))
      }
      return try ExchangeWriter.write(made, as: .workbook, to: path, language: output.language, force: true)
    }
    let first = [
      "chains": before.chains.count, "stages": before.stages.count, "requires": before.requirements.count,
      "products": before.products.count,
    ]
    do {
      try CommandOutput.write(try AppendedRows.files(of: made, from: first, to: path), force: true)
    } catch let error as ClusterIOError where error.code == .occupied || error.code == .unreadable {
      let failure = CommandFailure(error)
      throw CommandFailure(
        .cannotCreate, failure.message,
        remedy: LocalText(zh: "用 --to 把加了产业链的网络写到别处", en: "write the network with the chain elsewhere with --to"))
    }
  }
}
