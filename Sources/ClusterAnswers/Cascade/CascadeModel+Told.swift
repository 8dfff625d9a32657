import Answers
import ClusterAnalysis
import ClusterModel

/// How a cascade was reckoned, and what was not known: what all answers about cascades have in common.
extension CascadeModel {
  /// Size of the network and the assumptions.
  func facts(_ assumptions: CascadeAssumptions) -> [(column: Answer.Column, value: Cell)] {
    [
      ("loss_weights", .list(weights.map(\.word))), ("firms", .count(network.firms.count)), ("links", .count(account.links)),
      ("sectors", .count(account.sectors)), ("firms_without_sales", .count(account.firmsWithoutSales)),
      ("firms_without_inputs", .count(account.firmsWithoutInputs)), ("essentiality", essentiality(assumptions)),
      (
        "replaceability",
        isReplaceable
          ? .word("sector_share", zh: "计入：按同行业产出份额", en: "on: by share of the sector's output") : .word("none", zh: "不计", en: "off")
      ), ("tolerance", .number(assumptions.tolerance)),
    ]
  }

  private func essentiality(_ assumptions: CascadeAssumptions) -> Cell {
    let table = assumptions.inputsName
    return switch inputs {
    case .linear: .word("linear", zh: "均为非必需", en: "none is essential")
    case .leontief: .word("leontief", zh: "均为必需", en: "all are")
    case .generalized: .word("generalized", zh: "实物行业之间为必需，其余为非必需", en: "between physical sectors; all others non-essential")
    case .table:
      table.isEmpty ? .word("table", zh: "按所给的表", en: "from the table given") : .word("table", zh: "按 \(table)", en: "from \(table)")
    }
  }

  /// What was assumed, and what is not in the figures.
  func notes() -> [LocalText] {
    var notes: [LocalText] = []
    if case .generalized = inputs {
      notes.append(
        LocalText(
          zh: "实物行业：GB/T 4754 门类 A–E（大类 01–50），带点的 NACE 代码为 01–43；实际情况不同时，可另给必需投入表。",
          en:
            "physical sectors: GB/T 4754 sections A to E (divisions 01 to 50), for NACE codes with a point 01 to 43; a table of essential inputs says what is true."
        ))
    }
    if weights.contains(where: { $0.name == "output" }) && account.firmsWithoutSales > 0 {
      notes.append(
        LocalText(
          zh: "产出为在册销售之和：\(Self.zh(account.firmsWithoutSales))家无在册销售的企业按 0 计，其真实产出未知；可改按营业收入计。",
          en:
            "output is the sum of recorded sales: \(Self.firms(account.firmsWithoutSales)) without any count 0, their true output is unknown; revenue can be counted instead."
        ))
    }
    if usesRevenue {
      notes.append(
        LocalText(
          zh: "\(Self.zh(account.firmsByRevenue))家企业按营业收入（高于在册销售）计算缺订单的损失，其余按在册销售。",
          en:
            "lost sales of \(Self.firms(account.firmsByRevenue)) are measured by revenue (above the recorded sales), of the others by recorded sales."
        ))
    }
    return notes + amountNotes + sectorNotes + weights.flatMap { Self.notes($0) } + Notes.synthetic(network)
  }

  private var amountNotes: [LocalText] {
    if account.linksWithoutAmount == 0 { return [] }
    if account.isEqualSplit {
      return [
        LocalText(
          zh: "供应关系均无金额：每条按 1 计（平均分摊），产出为供应关系条数。",
          en: "no link has an amount: each counts 1 (equal split), and output is a number of links.")
      ]
    }
    let (count, byBuyer) = (account.linksWithoutAmount, account.linksByBuyer)
    return [
      LocalText(
        zh: "\(Self.zh(count))条供应关系金额未知：\(Self.zh(byBuyer))条按其采购方已知金额的中位数、其余按全部已知金额的中位数估计。",
        en:
          "\(Wording(.en).count(count, "", "link has", "links have")) no amount: \(Wording(.en).count(byBuyer)) taken as the median of the buyer's known ones, the others as the median of all."
      )
    ]
  }

  private var sectorNotes: [LocalText] {
    var notes: [LocalText] = []
    if account.firmsWithoutSector > 0 {
      let isLeontief = if case .leontief = inputs { true } else { false }
      notes.append(
        LocalText(
          zh: "\(Self.zh(account.firmsWithoutSector))家企业行业未知：视为无人可替代" + (isLeontief ? "，各为一种投入。" : "，其供货与采购均按非必需计。"),
          en: "the sector of \(Self.firms(account.firmsWithoutSector)) is unknown: nobody stands in for them"
            + (isLeontief ? ", and each is an input of its own." : ", and their inputs and sales count as non-essential.")))
    }
    if account.firmsWithoutKind > 0 {
      notes.append(
        LocalText(
          zh: "\(Self.zh(account.firmsWithoutKind))家企业的行业代码没有大类，不计为实物行业。",
          en: "the code of \(Self.firms(account.firmsWithoutKind)) names no division, and counts as not physical."))
    }
    if account.sectorsNotInTable > 0 {
      notes.append(
        LocalText(
          zh: "必需投入表中没有网络中的 \(account.sectorsNotInTable) 个行业：其投入与供货按可忽略计。",
          en:
            "\(Wording(.en).count(account.sectorsNotInTable, "", "sector", "sectors")) of the network are not in the table of essential inputs: negligible to all others."
        ))
    }
    return notes
  }

  private static func notes(_ weight: CascadeWeight) -> [LocalText] {
    let unknown = weight.unknownCount
    if unknown == 0 { return [] }
    return [
      LocalText(
        zh: "\(zh(unknown))家企业的\(weight.label.zh)未知，不在该项损失份额之内。",
        en: "the \(weight.label.en) of \(firms(unknown)) is unknown and not in the shares of it.")
    ]
  }

  private static func zh(_ count: Int) -> String { Wording(.zh).count(count) + " " }
  static func firms(_ count: Int) -> String { Wording(.en).count(count, "", "firm", "firms") }
}
