import ArgumentParser
import Chainwright

struct DescribeCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "What a network holds: counts, shape, provenance, and its columns (--columns).")

  @Argument(
    help: ArgumentHelp(
      "A folder with datapackage.json, or with firms.csv and supplies.csv; or a workbook (.xlsx) or workspace (.sqlite).",
      valueName: "network"))
  var network: String?
  @OptionGroup var history: AsOfOption
  @OptionGroup var output: PageOutput
  @OptionGroup var ageing: AgeOptions
  @Flag(help: "List every table and column of the data dictionary instead.") var columns = false

  func validate() throws {
    if network == nil && !columns { throw ValidationError("name a network, or give --columns") }
  }

  func answer() throws -> Answer {
    guard let network, !columns else { return ColumnsQuestion().answer() }
    var question = OverviewQuestion()
    question.agedTo = ageing.day
    question.halfLife = ageing.halfLife
    return try question.answer(Study(try NetworkInput.load(network, asOf: history.asOf, output.language)))
  }
}
