import Answers
import Cascades
public import ClusterAnalysis
package import ClusterModel

/// How a cascade runs, and what its losses are counted in.
public struct CascadeAssumptions: Sendable {
  /// Which inputs a firm cannot do without.
  public var inputs = EssentialInputs.generalized
  /// What a table of essential inputs is called, for readers.
  public var inputsName = ""
  /// Others of a firm's sector take over for it, by their share of the sector's output.
  public var isReplaceable = true
  /// Lost sales are measured by revenue where it is known and above the recorded sales.
  public var usesRevenue = false
  /// At rest when no firm loses more than this share of its output in an iteration.
  public var tolerance = 0.01
  /// What losses are counted in: `output`, `jobs`, `tax`, `revenue`, `firms`, or a column of `firms.csv`. The first leads.
  public var weights = ["output"]

  /// Iterations after which a cascade that has not come to rest is broken off.
  public static let iterationLimit = 10_000

  public init() {}

  var settings: CascadeSettings { CascadeSettings(tolerance: tolerance, iterationLimit: Self.iterationLimit) }

  /// - Throws: ``QuestionError`` where the tolerance is outside 0..<1, or a weight has no name or stands twice.
  public func check() throws {
    if !(tolerance >= 0 && tolerance < 1) {
      throw QuestionError(.badOption, zh: "收敛容差须不小于 0 且小于 1", en: "the tolerance is a number from 0 to less than 1")
    }
    if weights.isEmpty || weights.contains("") || Set(weights).count < weights.count {
      throw QuestionError(
        .badOption, zh: "损失按何计：每项须有名称，且只写一次", en: "what losses are counted in has names, each once")
    }
  }

  /// The network made ready for cascades. O(links + firms + sectors²).
  ///
  /// - Parameters:
  ///   - network: firms, their sectors, and supply links.
  ///   - groups: for each further weight its name, and of each firm whether it is of the group.
  /// - Throws: ``QuestionError`` where there is no link, a weight is not to be had, or an assumption is outside its range.
  package func model(_ network: Network, groups: [(name: String, firms: [Bool])] = []) throws -> CascadeModel {
    try check()
    do throws(CascadeModel.Failure) {
      return try CascadeModel(
        network, inputs: inputs, isReplaceable: isReplaceable, usesRevenue: usesRevenue, weights: weights, groups: groups)
    } catch {
      throw QuestionError(error)
    }
  }

  /// Lets a shock run through the network.
  ///
  /// - Parameters:
  ///   - shocks: firms, and the share of its business that each loses, 0…1.
  ///   - model: the network made ready.
  ///   - directions: the ways in which losses run.
  /// - Throws: ``QuestionError`` with what the kernel refuses.
  package func losses(
    _ shocks: [(firm: FirmID, loss: Double)], in model: CascadeModel, _ directions: Set<CascadeLosses.Direction>
  ) throws -> CascadeLosses {
    do throws(CascadeError) {
      return try CascadeLosses(model, shocked: shocks, directions: directions, settings: settings)
    } catch {
      throw QuestionError(.kernel(error))
    }
  }
}

extension QuestionError {
  /// Several errors as one, a line each, with what to do about each behind it; one alone stays as it is.
  init(all errors: [QuestionError], _ what: LocalText, remedy: LocalText) {
    if errors.count == 1 {
      self = errors[0]
      return
    }
    let shown = errors.prefix(20)
    self.init(
      errors[0].code,
      zh: "\(what.zh)有 \(errors.count) 处错误" + shown.map { "\n  \($0.message.zh)（\($0.remedy.zh)）" }.joined(),
      en: "\(errors.count) errors in \(what.en)" + shown.map { "\n  \($0.message.en) (\($0.remedy.en))" }.joined(), remedy: remedy)
  }

  init(_ failure: CascadeModel.Failure) {
    switch failure {
    case .noLinks:
      self.init(
        .missingData, zh: "网络中没有金额大于 0 的供应关系", en: "the network has no supply link with an amount above 0",
        remedy: LocalText(
          zh: "在 supplies.csv 填写 supplier_id, buyer_id, amount_cny_wan", en: "give supplier_id, buyer_id, amount_cny_wan in supplies.csv"))
    case .tooManySectors(let count, let limit):
      self.init(
        .outOfReach, zh: "行业代码有 \(count) 种，超过 \(limit) 种", en: "\(count) different industry codes, more than \(limit)",
        remedy: LocalText(
          zh: "按较粗的行业填写 industry_code，或把投入都算作必需，或都算作非必需",
          en: "give coarser codes in industry_code, or take all inputs for essential, or none"))
    case .weights(let errors):
      self.init(
        all: errors.map { QuestionError($0) }, LocalText(zh: "损失的计量", en: "what losses are counted in"),
        remedy: LocalText(zh: "改正上面列出的各处", en: "correct what is named above"))
    case .kernel(let error):
      let reason = SafeText.safe(error.description)
      self.init(.badOption, zh: "无法计算：\(reason)", en: "cannot be computed: \(reason)")
    }
  }

  private init(_ error: CascadeWeightError) {
    switch error {
    case .noSuchColumn(let name, let there):
      let shown = there.map { SafeText.safe($0) }.joined(separator: ", ")
      self.init(
        .unknownID, zh: "没有名为“\(SafeText.safe(name))”的权重", en: "there is no weight \"\(SafeText.safe(name))\"",
        remedy: LocalText(zh: "可用：\(shown)", en: "there are: \(shown)"))
    case .badNumbers(let name, let rows, let count):
      let shown = rows.map { String($0) }.joined(separator: ", ") + (count > rows.count ? ", …" : "")
      self.init(
        .missingData, zh: "firms.csv 列 \(SafeText.safe(name)) 有 \(count) 格不是非负数（第 \(shown) 行）",
        en: "firms.csv, column \(SafeText.safe(name)): \(count) cells are no numbers of at least 0 (rows \(shown))",
        remedy: LocalText(zh: "填写数字，未知留空", en: "give numbers, and leave unknown ones empty"))
    case .allUnknown(let name):
      self.init(
        .missingData, zh: "权重 \(SafeText.safe(name))：没有一家企业的值已知且大于 0",
        en: "weight \(SafeText.safe(name)): of no firm a value above 0 is known",
        remedy: LocalText(zh: "在 firms.csv 填写该列，或改按别的计损失", en: "fill the column of firms.csv, or count losses in something else"))
    }
  }
}
