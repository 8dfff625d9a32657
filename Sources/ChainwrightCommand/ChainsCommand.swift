import ArgumentParser
import Chainwright

struct ChainsCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "chains", abstract: "The chain templates that come with the program: lists, searches, shows and draws them (产业链模板库).",
    discussion: """
      Words are looked for in the names of chains, stages and products, in Chinese and English, and in industry codes; all of them must stand in a template. \
      --chain shows one stage by stage, with what needs what, where each row was read or that it is inferred; --chart draws it. \
      chains-add takes a template into a network, chains-draft makes one of an industry that is not here. Both may be typed in two words: chains add, chains draft.

        chainwright chains 染料
        chainwright chains --chain cashmere --chart cashmere.svg
        chainwright chains add NETWORK cashmere
      """)

  @Argument(help: ArgumentHelp("Words to look for; all templates when left out.", valueName: "words")) var words: [String] = []
  @Option(help: ArgumentHelp("The template to show, by id or name.", valueName: "chain")) var chain: String?
  @Option(help: ArgumentHelp("Draw the template that --chain names to this file: .svg, .dot, .png or .pdf.", valueName: "file")) var chart:
    String?
  @OptionGroup var output: PageOutput

  var otherFiles: [String] { chart.map { [$0] } ?? [] }

  func validate() throws {
    if chain != nil && !words.isEmpty { throw UsageError(zh: "--chain 与查找的词只能用一种", en: "give words or --chain, not both") }
    guard let chart else { return }
    if chain == nil { throw UsageError(zh: "--chart 须与 --chain 同用", en: "--chart goes with --chain") }
    if MapCommand.format(of: chart) == nil {
      throw UsageError(zh: "\(safe(chart))：图可写成 .dot、.svg、.png 或 .pdf", en: "\(safe(chart)): a map is written as .dot, .svg, .png or .pdf")
    }
  }

  func answer() throws -> Answer {
    let library = ChainLibrary.network()
    var question = ChainsQuestion()
    (question.words, question.chain) = (words, chain)
    let answer = try question.answer(library)
    if let chart, let chain, let format = MapCommand.format(of: chart) {
      let request = MapRequest(.chain(try library.find(chain: chain), inside: nil), language: output.language)
      let drawing = Drawing(request.diagram(of: library))
      try CommandOutput.write([(chart, try drawing.file(format))], force: output.force)
    }
    return answer
  }
}
