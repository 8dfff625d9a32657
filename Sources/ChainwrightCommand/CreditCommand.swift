import ArgumentParser
import Chainwright

struct CreditCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "credit", abstract: "Who defaults when whom stops, through loans and guarantees (信贷担保).",
    discussion: """
      The table credits.csv lists loans with lender, borrower, guarantor and amount. A firm defaults when what it loses, by standing still, by guarantees it \
      is called on for and by loans it gave, exceeds a share of its yearly revenue; then its guarantors are called on, round by round. Without --shock every \
      firm's stop is tried in turn.

      Example: chainwright credit Examples/17-who-falls-with-whom/lists --shock 甲染厂
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("A firm that stops; several separated by commas (repeatable).", valueName: "firm"))
  var shock: [String] = []
  @Option(help: ArgumentHelp("Days that what stops stands still.", valueName: "days")) var days = 90.0
  @Option(help: ArgumentHelp("A firm defaults when its loss exceeds this share of its yearly revenue.", valueName: "share"))
  var lossShare = 0.2
  @Flag(help: "A firm that defaults stops, and with it who cannot run without it.") var defaultsStop = false

  func validate() throws {
    if !(0...365).contains(days) { throw ValidationError("--days takes a number from 0 to 365") }
    if !(lossShare >= 0 && lossShare.isFinite) { throw ValidationError("--loss-share takes a number from 0 on") }
  }

  func answer() throws -> Answer {
    var question = CreditQuestion()
    question.shocks = shock
    question.rule.days = days
    question.rule.share = lossShare
    question.rule.defaultsStop = defaultsStop
    return try question.answer(Study(try input.load(output.language)), work: .onTerminal(output.language))
  }
}
