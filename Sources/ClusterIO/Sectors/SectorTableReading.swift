public import ClusterModel
public import InputOutput

/// How a table of sectors is laid out, where its file does not say.
public struct SectorTableOptions: Sendable {
  /// The row or column with the output of each sector; computed from the rows, else from the columns, when `nil`.
  public var totalOutput: String?
  /// Rows and columns that are left out: subtotals.
  public var ignored: [String] = []
  /// Rows that, with what is bought of the sectors, add up to output; all rows below the square when empty.
  public var primaryInputs: [String] = []
  /// Texts that stand for 0.
  public var zeros: [String] = []
  /// How far, as a share of output, a row or column may be from adding up.
  public var tolerance = 0.01
  /// How many sectors there must be.
  public var sectorCount: Int?

  public init() {}
}

/// What came of reading a table of sectors: the table, or everything that is wrong with it.
public struct SectorTableReading: Sendable {
  /// `nil` when ``findings`` holds an error.
  public var table: SectorTable?
  /// The first 1,000, in the order of the file.
  public var findings: [Finding]
  /// The columns right of the square that were taken as final demand.
  public var finalDemand: [String]
  /// The rows below the square that were taken as primary inputs.
  public var primaryInputs: [String]
  /// The largest distance of a column, and of a row, from adding up, as a share of output; `nil` where there was nothing to check.
  public var columnGap: Double?
  public var rowGap: Double?
}

/// Sums of rows and columns against output: what does not add up becomes a finding.
struct BalanceCheck {
  let ids: [String]
  let output: [Double]
  let tolerance: Double

  /// The largest gap, as a share of output, and a finding for each that is too large.
  ///
  /// - Parameters:
  ///   - sums: what should be the output of each sector.
  ///   - isColumn: the sums run down columns, else along rows.
  ///   - place: where a sector stands.
  func gap(_ sums: [Double], isColumn: Bool, place: (Int) -> Place) -> (largest: Double, findings: [Finding]) {
    var (largest, findings): (Double, [Finding]) = (0, [])
    for sector in ids.indices {
      let difference = sums[sector] - output[sector]
      let gap = difference == 0 ? 0 : abs(difference) / max(abs(output[sector]), abs(sums[sector]))
      largest = max(largest, gap)
      guard gap > tolerance else { continue }
      let percent = "\((gap * 1e5).rounded() / 1e3) %"
      let id = FieldValue.shown(ids[sector])
      var finding = SectorFinding.make(
        isColumn ? "unbalanced-column" : "unbalanced-row", id: ids[sector],
        isColumn
          ? LocalText(
            zh: "列“\(id)”的中间投入与初始投入之和为 \(sums[sector])，产出为 \(output[sector])，相差 \(percent)",
            en: "column “\(id)”: intermediate and primary inputs add up to \(sums[sector]), output is \(output[sector]), \(percent) apart")
          : LocalText(
            zh: "行“\(id)”的中间使用与最终需求之和为 \(sums[sector])，产出为 \(output[sector])，相差 \(percent)",
            en: "row “\(id)”: intermediate sales and final demand add up to \(sums[sector]), output is \(output[sector]), \(percent) apart"),
        LocalText(
          zh: "更正数值；去掉合计行列（作为忽略的行列），指明哪些行是初始投入；或放宽允许的偏差",
          en:
            "correct the figures; leave subtotals out (rows and columns to ignore), name the rows of primary inputs; or allow a larger gap"
        ),
        place(sector))
      finding.figures = [("sum", sums[sector]), ("output", output[sector])]
      findings.append(finding)
    }
    return (largest, findings)
  }
}

extension SectorTableReading {
  /// Output that no table may have, and negative flows, which it may.
  static func findings(of output: [Double], flows: DenseMatrix, ids: [String], place: (Int) -> Place) -> [Finding] {
    var findings: [Finding] = []
    for sector in ids.indices {
      let id = FieldValue.shown(ids[sector])
      if output[sector] < 0 {
        findings.append(
          SectorFinding.make(
            "negative-output", id: ids[sector],
            LocalText(zh: "部门“\(id)”的产出为负：\(output[sector])", en: "the output of sector “\(id)” is negative: \(output[sector])"),
            LocalText(zh: "更正产出，或并入其他部门", en: "correct the output, or merge the sector with another"), place(sector)))
      }
      let trades = ids.indices.contains { flows[sector, $0] != 0 || flows[$0, sector] != 0 }
      if output[sector] == 0 && trades {
        findings.append(
          SectorFinding.make(
            "zero-output", id: ids[sector],
            LocalText(zh: "部门“\(id)”产出为 0，却有买卖", en: "sector “\(id)” makes nothing, yet it buys or sells"),
            LocalText(zh: "更正产出，或将该部门移到初始投入和最终需求", en: "correct the output, or move the sector to primary inputs and final demand"),
            place(sector)))
      }
      let negatives = ids.indices.filter { flows[sector, $0] < 0 }
      if let first = negatives.first {
        findings.append(
          SectorFinding.make(
            "negative-flow", .warning, id: ids[sector],
            LocalText(
              zh: "部门“\(id)”的 \(negatives.count) 项销售为负（例如售给“\(FieldValue.shown(ids[first]))”：\(flows[sector, first])）；按原值计算",
              en:
                "\(negatives.count) sales of sector “\(id)” are negative (to “\(FieldValue.shown(ids[first]))”: \(flows[sector, first])); taken as they are"
            ),
            LocalText(zh: "若非冲减或废料，请更正", en: "correct them unless they are reversals or scrap"), place(sector)))
      }
    }
    return findings
  }
}
