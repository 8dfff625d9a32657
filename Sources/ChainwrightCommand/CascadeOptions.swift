import ArgumentParser
import Chainwright

/// How a cascade runs: which inputs are essential, what stands in for what, what is counted.
struct CascadeOptions: ParsableArguments {
  enum DirectionChoice: String, ExpressibleByArgument, CaseIterable {
    case both, down, up

    var directions: Set<CascadeLosses.Direction> {
      switch self {
      case .both: [.down, .up]
      case .down: [.down]
      case .up: [.up]
      }
    }
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

  static let iterationLimit = 10_000

  func validate() throws {
    if !(tolerance >= 0 && tolerance < 1) { throw ValidationError("--tolerance takes a number from 0 to less than 1") }
  }

  var settings: CascadeSettings { CascadeSettings(tolerance: tolerance, iterationLimit: Self.iterationLimit) }

  /// What `--essentiality` asks for; a file is read here.
  func inputs(_ language: Language) throws -> EssentialInputs {
    switch essentiality {
    case "linear": return .linear
    case "leontief": return .leontief
    case "generalized": return .generalized
    default:
      let reading = try EssentialityReader.read(essentiality)
      if let table = reading.table { return .table(table) }
      let errors = reading.findings.filter { $0.severity == .error }
      if errors.count == 1 { throw CommandFailure(errors[0]) }
      for finding in errors.prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
      let file = safe(essentiality)
      throw CommandFailure(
        .badData,
        LocalText(
          zh: "\(file)：\(errors.count) 处错误" + (errors.count > 20 ? "，上面列出前 20 处" : ""),
          en: "\(file): \(errors.count) errors" + (errors.count > 20 ? ", the first 20 are above" : "")),
        remedy: LocalText(zh: "改正上面列出的各行", en: "correct the rows named above"))
    }
  }

  /// The network prepared, or what stands in the way.
  func model(
    _ network: Network, language: Language, weights: [String] = ["output"], groups: [(name: String, firms: [Bool])] = []
  ) throws -> CascadeModel {
    let inputs = try inputs(language)
    do throws(CascadeModel.Failure) {
      return try CascadeModel(
        network, inputs: inputs, isReplaceable: !noReplaceability, usesRevenue: revenue, weights: weights, groups: groups)
    } catch {
      throw CommandFailure(error, language)
    }
  }
}

/// A shock as it is written on the command line: `FIRM`, or `FIRM=0.4`, several separated by commas.
enum ShockText {
  /// The firms and their losses; everything that is wrong is told at once.
  static func parsed(_ texts: [String], in network: Network, _ language: Language) throws -> [(firm: FirmID, loss: Double)] {
    var shocked: [(firm: FirmID, loss: Double)] = []
    var failures: [CommandFailure] = []
    var seen = Set<FirmID>()
    for text in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }) {
      do {
        let (firm, loss) = try one(text, in: network)
        guard seen.insert(firm).inserted else {
          throw CommandFailure(
            .badData, LocalText(zh: "--shock 中企业 \(safe(text)) 出现两次", en: "--shock names the firm of \(safe(text)) twice"),
            remedy: LocalText(zh: "每家企业只写一次", en: "name each firm once"))
        }
        shocked.append((firm, loss))
      } catch let failure as CommandFailure {
        failures.append(failure)
      } catch let error as QuestionError {
        failures.append(CommandFailure(.badData, error.message, remedy: error.remedy))
      }
    }
    if failures.count == 1 { throw failures[0] }
    if !failures.isEmpty {
      for failure in failures.prefix(20) { StandardStreams.error(failure.text(language) + "\n") }
      throw CommandFailure(
        .badData, LocalText(zh: "--shock 中有 \(failures.count) 处错误", en: "\(failures.count) errors in --shock"),
        remedy: LocalText(zh: "改正上面列出的各处", en: "correct what is named above"))
    }
    return shocked
  }

  private static func one(_ text: String, in network: Network) throws -> (FirmID, Double) {
    if let firm = network.firm(id: text) { return (firm, 1) }
    guard let sign = text.lastIndex(of: "=") else { return (try network.find(firm: text), 1) }
    let firm = try network.find(firm: String(text[..<sign]))
    let share = String(text[text.index(after: sign)...])
    guard let loss = Double(share), loss >= 0, loss <= 1 else {
      throw CommandFailure(
        .badData, LocalText(zh: "--shock \(safe(text))：冲击须在 0 与 1 之间", en: "--shock \(safe(text)): a shock lies between 0 and 1"),
        remedy: LocalText(zh: "1 为全部停产，0.4 为损失四成", en: "1 is a standstill, 0.4 the loss of 40 %"))
    }
    return (firm, loss)
  }
}

extension CommandFailure {
  init(_ failure: CascadeModel.Failure, _ language: Language) {
    switch failure {
    case .noLinks:
      self.init(
        .badData, LocalText(zh: "网络中没有金额大于 0 的供应关系", en: "the network has no supply link with an amount above 0"),
        remedy: LocalText(
          zh: "在 supplies.csv 填写 supplier_id, buyer_id, amount_cny_wan", en: "give supplier_id, buyer_id, amount_cny_wan in supplies.csv"))
    case .tooManySectors(let count, let limit):
      self.init(
        .badData, LocalText(zh: "行业代码有 \(count) 种，超过 \(limit) 种", en: "\(count) different industry codes, more than \(limit)"),
        remedy: LocalText(
          zh: "按较粗的行业填写 industry_code，或用 --essentiality linear 或 leontief",
          en: "give coarser codes in industry_code, or use --essentiality linear or leontief"))
    case .weights(let errors):
      let failures = errors.map { Self(weight: $0) }
      if failures.count > 1 { for failure in failures.dropLast() { StandardStreams.error(failure.text(language) + "\n") } }
      self = failures[failures.count - 1]
    case .kernel(let error):
      self.init(.badData, LocalText(zh: "无法计算：\(safe(error.description))", en: "cannot be computed: \(safe(error.description))"))
    }
  }

  private init(weight error: CascadeWeightError) {
    switch error {
    case .noSuchColumn(let name, let there):
      let shown = there.map { safe($0) }.joined(separator: ", ")
      self.init(
        .badData, LocalText(zh: "没有名为“\(safe(name))”的权重", en: "there is no weight \"\(safe(name))\""),
        remedy: LocalText(zh: "可用：\(shown)", en: "there are: \(shown)"))
    case .badNumbers(let name, let rows, let count):
      let shown = rows.map { String($0) }.joined(separator: ", ") + (count > rows.count ? ", …" : "")
      self.init(
        .badData,
        LocalText(
          zh: "firms.csv 列 \(safe(name)) 有 \(count) 格不是非负数（第 \(shown) 行）",
          en: "firms.csv, column \(safe(name)): \(count) cells are no numbers of at least 0 (rows \(shown))"),
        remedy: LocalText(zh: "填写数字，未知留空", en: "give numbers, and leave unknown ones empty"))
    case .allUnknown(let name):
      self.init(
        .badData, LocalText(zh: "权重 \(safe(name))：没有一家企业的值已知且大于 0", en: "weight \(safe(name)): of no firm a value above 0 is known"),
        remedy: LocalText(zh: "在 firms.csv 填写该列，或另选 --by", en: "fill the column of firms.csv, or count losses in something else with --by"))
    }
  }
}
