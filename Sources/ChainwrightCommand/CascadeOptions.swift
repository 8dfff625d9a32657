import ArgumentParser
import Chainwright

/// How a cascade runs: which inputs are essential, what stands in for what, when it is at rest.
struct CascadeOptions: ParsableArguments {
  enum DirectionChoice: String, ExpressibleByArgument, CaseIterable {
    case both, down, up

    var directions: Set<CascadeLosses.Direction> { self == .both ? [.down, .up] : self == .down ? [.down] : [.up] }
  }

  @Option(
    help: ArgumentHelp(
      "Which inputs a firm cannot do without: linear (none), leontief (all), generalized (what one physical sector buys of another), or a file with supplier_sector,buyer_sector,type.",
      valueName: "kind|file")) var essentiality = "generalized"
  @Flag(help: "Nobody takes over for a firm that is lost, however much its sector makes.") var noReplaceability = false
  @Flag(help: "Measure lost sales by revenue_cny_wan where it is known, so that sales that are not on record soften the loss of a buyer.")
  var revenue = false
  @Option(help: ArgumentHelp("Stop when no firm loses more than this share of its output in an iteration.", valueName: "share"))
  var tolerance = 0.01
  @Option(help: "Which way losses run: both, down (with the goods) or up (to suppliers).") var direction: DirectionChoice = .both

  func validate() throws {
    if !(tolerance >= 0 && tolerance < 1) { throw ValidationError("--tolerance takes a number from 0 to less than 1") }
  }

  private var isFile: Bool { !["linear", "leontief", "generalized"].contains(essentiality) }

  /// The options of a cascade of every firm.
  var asked: [PartHead.Option?] {
    [
      .one("essentiality", essentiality), .flag("no-replaceability", noReplaceability), .flag("revenue", revenue),
      .one("tolerance", tolerance),
    ]
  }

  var namedFiles: [(option: String, path: String)] { isFile ? [("essentiality", essentiality)] : [] }

  /// What the options ask for; a file of essential inputs is read here.
  func assumptions(_ language: Language, weights: [String] = ["output"]) throws -> CascadeAssumptions {
    var assumptions = CascadeAssumptions()
    assumptions.isReplaceable = !noReplaceability
    assumptions.usesRevenue = revenue
    assumptions.tolerance = tolerance
    assumptions.weights = weights
    switch essentiality {
    case "linear": assumptions.inputs = .linear
    case "leontief": assumptions.inputs = .leontief
    case "generalized": assumptions.inputs = .generalized
    default:
      let reading = try EssentialityReader.read(essentiality)
      guard let table = reading.table else {
        let errors = reading.findings.filter { $0.severity == .error }
        throw errors.count == 1 ? CommandFailure(errors[0]) : InputFindings.failure(errors, essentiality, language)
      }
      (assumptions.inputs, assumptions.inputsName) = (.table(table), essentiality)
    }
    return assumptions
  }
}
