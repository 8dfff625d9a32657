public import Answers
import ClusterAnalysis
public import ClusterIO
import ClusterModel
public import InputOutput

/// Which sectors pull and push most, how far from final use does each stand, and what is lost without them?
public struct KeySectorsQuestion: Sendable {
  /// Digits of an industry code that make a sector of a network: 2, 3 or 4; whole codes when `nil`.
  public var digits: Int?
  public var forward = ForwardLinkage.ghosh
  /// Rows, or sums of rows, whose effects are wanted: `wages`, `gva=wages+surplus`; in a network `jobs` or `tax`.
  public var effects: [String] = []
  /// Ids of sectors that are taken out together, or several with commas between.
  public var extracted: [String] = []
  /// Find so many sectors whose joint extraction costs most.
  public var groupSize: Int?

  public init() {}

  /// Of a network, whose firms are added up by industry: the table `sectors` (what is lost without it first), and `effects` and `groups` where they are asked for.
  ///
  /// O(firms + links + sectors³); the worst group by branch and bound.
  /// - Throws: ``QuestionError`` where an id or a row is unknown, no firm has an industry and a figure, or the table has no solution.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let industries: IndustryTable
    do {
      industries = try IndustryTable(network, digits: digits)
    } catch {
      throw QuestionError(error, names: [])
    }
    var answer = try SectorAnswer(self, industries.sectors, firmCounts: industries.firmCounts).answer(
      LocalText(zh: "关键行业：\(network.displayName(.zh))", en: "Key sectors: \(network.displayName(.en))"))
    answer.findings = industries.findings
    answer.notes +=
      network.remarks + Notes.outside(industries) + [
        LocalText(zh: "产出与抽除损失以万元/年计。", en: "output and what is lost are in 10,000 CNY a year.")
      ]
    return answer
  }

  /// Of an input-output table: the same, with what was taken as what, and how far the table is from adding up.
  ///
  /// O(sectors³).
  /// - Parameters:
  ///   - sectors: the table of `reading`.
  ///   - reading: how it was read.
  ///   - name: what it is called.
  /// - Throws: ``QuestionError`` where an id or a row is unknown, or the table has no solution.
  public func answer(_ sectors: SectorTable, _ reading: SectorTableReading, name: String) throws -> Answer {
    var answer = try SectorAnswer(self, sectors, firmCounts: nil).answer(LocalText(zh: "关键部门：\(name)", en: "Key sectors: \(name)"))
    answer.facts += [
      ("final_demand", .texts(reading.finalDemand)), ("primary_inputs", .texts(reading.primaryInputs)),
      ("column_gap", .share(reading.columnGap)), ("row_gap", .share(reading.rowGap)),
    ]
    answer.findings = reading.findings
    if reading.columnGap == nil {
      answer.notes.append(
        LocalText(zh: "表中没有初始投入，列是否平衡无法核对。", en: "the table has no primary inputs, so its columns could not be checked."))
    }
    return answer
  }
}

extension QuestionError {
  /// A refusal of the kernel, with the sectors or firms by name.
  init(_ error: InputOutputError, names: [String]) {
    let shown = error.sectors.prefix(12).map { names.indices.contains($0) ? SafeText.safe(names[$0]) : "\($0)" }.joined(separator: ", ")
    let list = shown.isEmpty ? "" : error.sectors.count > 12 ? "\(shown), …" : shown
    let zh: String =
      switch error.code {
      case .singular: "投入系数矩阵无解：这些部门把全部产出卖给彼此"
      case .unproductive: "这些部门消耗的彼此产品多于所产"
      case .notConverged: "迭代没有收敛：这些企业几乎把全部产出卖给彼此"
      case .zeroOutput: "产出为 0，却有买卖"
      case .negativeOutput: "产出为负"
      case .notANumber: "流量或产出不是数值"
      default: "没有企业既有行业代码又有营业收入或供应金额"
      }
    self.init(
      .missingData, zh: zh + (list.isEmpty ? "" : "：\(list)"), en: error.message + (list.isEmpty ? "" : ": \(list)"),
      remedy: error.code == .wrongShape
        ? LocalText(
          zh: "在 firms.csv 填写 industry_code 和 revenue_cny_wan，或在 supplies.csv 填写 amount_cny_wan",
          en: "fill in industry_code and revenue_cny_wan of firms.csv, or amount_cny_wan of supplies.csv")
        : LocalText(zh: "核对这些部门的产出与相互买卖的金额", en: "check their output and the amounts they buy and sell"))
  }
}
