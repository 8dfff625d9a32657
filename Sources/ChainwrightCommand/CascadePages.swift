import Chainwright

/// What the pages of cascades have in common: how they were reckoned, and what was not known.
enum CascadePages {
  static func label(_ weight: String) -> LocalText {
    switch weight {
    case "output": LocalText(zh: "产出", en: "output")
    case "jobs": LocalText(zh: "岗位", en: "jobs")
    case "tax": LocalText(zh: "税收", en: "tax")
    case "revenue": LocalText(zh: "营业收入", en: "revenue")
    case "firms": LocalText(zh: "企业数", en: "firms")
    case "inside": LocalText(zh: "内部产出", en: "output inside")
    case "outside": LocalText(zh: "外部产出", en: "output outside")
    default: LocalText(zh: weight, en: weight)
    }
  }

  /// The unit of a weight, where it has one.
  static func unit(_ weight: String) -> LocalText {
    switch weight {
    case "output", "tax", "revenue": LocalText(zh: "（万元/年）", en: " (10k CNY/yr)")
    default: LocalText(zh: "", en: "")
    }
  }

  /// Size of the network and the settings.
  static func facts(_ model: CascadeModel, _ options: CascadeOptions) -> [(name: String, label: LocalText, value: Page.Cell)] {
    let account = model.account
    return [
      ("firms", LocalText(zh: "企业", en: "firms"), .integer(model.network.firms.count)),
      ("links", LocalText(zh: "供应关系", en: "supply links"), .integer(account.links)),
      ("sectors", LocalText(zh: "行业", en: "sectors"), .integer(account.sectors)),
      (
        "firms_without_sales", LocalText(zh: "无在册销售的企业", en: "firms without sales on record"), .integer(account.firmsWithoutSales)
      ),
      (
        "firms_without_inputs", LocalText(zh: "无在册采购的企业", en: "firms without inputs on record"),
        .integer(account.firmsWithoutInputs)
      ),
      ("essentiality", LocalText(zh: "必需投入", en: "essential inputs"), .local(essentiality(model, options))),
      (
        "replaceability", LocalText(zh: "同业替代", en: "replaceability"),
        .local(
          model.isReplaceable
            ? LocalText(zh: "计入：按同行业产出份额", en: "on: by share of the sector's output") : LocalText(zh: "不计", en: "off"))
      ),
      ("tolerance", LocalText(zh: "收敛容差", en: "tolerance"), .number(options.tolerance)),
    ]
  }

  private static func essentiality(_ model: CascadeModel, _ options: CascadeOptions) -> LocalText {
    switch model.inputs {
    case .linear: LocalText(zh: "linear：均为非必需", en: "linear: none is essential")
    case .leontief: LocalText(zh: "leontief：均为必需", en: "leontief: all are")
    case .generalized:
      LocalText(
        zh: "generalized：实物行业之间为必需，其余为非必需", en: "generalized: between physical sectors; all others non-essential")
    case .table: LocalText(zh: "按 \(options.essentiality)", en: "from \(options.essentiality)")
    }
  }

  /// What was assumed, and what is not in the figures.
  static func notes(_ model: CascadeModel, _ options: CascadeOptions) -> [LocalText] {
    var notes: [LocalText] = []
    if case .generalized = model.inputs {
      notes.append(
        LocalText(
          zh: "实物行业：GB/T 4754 门类 A–E（大类 01–50），带点的 NACE 代码为 01–43；用 --essentiality FILE 给出实际情况。",
          en:
            "physical sectors: GB/T 4754 sections A to E (divisions 01 to 50), for NACE codes with a point 01 to 43; give what is true with --essentiality FILE."
        ))
    }
    if model.weights.contains(where: { $0.name == "output" }) && model.account.firmsWithoutSales > 0 {
      let count = model.account.firmsWithoutSales
      notes.append(
        LocalText(
          zh: "产出为在册销售之和：\(count) 家无在册销售的企业按 0 计，其真实产出未知；可用 --by revenue。",
          en:
            "output is the sum of recorded sales: \(firms(count)) without any count 0, their true output is unknown; --by revenue counts revenue."
        ))
    }
    if options.revenue {
      let count = model.account.firmsByRevenue
      notes.append(
        LocalText(
          zh: "\(count) 家企业按营业收入（高于在册销售）计算缺订单的损失，其余按在册销售。",
          en: "lost sales of \(firms(count)) are measured by revenue (above the recorded sales), of the others by recorded sales."))
    }
    return notes + amounts(model.account) + sectors(model) + model.weights.flatMap { weights($0) } + Notes.synthetic(model.network)
  }

  private static func amounts(_ account: CascadeModel.Account) -> [LocalText] {
    let count = account.linksWithoutAmount
    if count == 0 { return [] }
    if account.isEqualSplit {
      return [
        LocalText(
          zh: "供应关系均无金额：每条按 1 计（平均分摊），产出为供应关系条数。",
          en: "no link has an amount: each counts 1 (equal split), and output is a number of links.")
      ]
    }
    return [
      LocalText(
        zh: "\(count) 条供应关系金额未知：\(account.linksByBuyer) 条按其采购方已知金额的中位数、其余按全部已知金额的中位数估计。",
        en:
          "\(count == 1 ? "1 link has" : "\(count) links have") no amount: \(account.linksByBuyer) taken as the median of the buyer's known ones, the others as the median of all."
      )
    ]
  }

  private static func sectors(_ model: CascadeModel) -> [LocalText] {
    let account = model.account
    var notes: [LocalText] = []
    if account.firmsWithoutSector > 0 {
      let isLeontief = if case .leontief = model.inputs { true } else { false }
      notes.append(
        LocalText(
          zh: "\(account.firmsWithoutSector) 家企业行业未知：视为无人可替代" + (isLeontief ? "，各为一种投入。" : "，其供货与采购均按非必需计。"),
          en: "the sector of \(firms(account.firmsWithoutSector)) is unknown: nobody stands in for them"
            + (isLeontief ? ", and each is an input of its own." : ", and their inputs and sales count as non-essential.")))
    }
    if account.firmsWithoutKind > 0 {
      notes.append(
        LocalText(
          zh: "\(account.firmsWithoutKind) 家企业的行业代码没有大类，不计为实物行业。",
          en: "the code of \(firms(account.firmsWithoutKind)) names no division, and counts as not physical."))
    }
    if account.sectorsNotInTable > 0 {
      notes.append(
        LocalText(
          zh: "必需投入表中没有网络中的 \(account.sectorsNotInTable) 个行业：其投入与供货按可忽略计。",
          en:
            "\(account.sectorsNotInTable == 1 ? "1 sector" : "\(account.sectorsNotInTable) sectors") of the network are not in the table of essential inputs: negligible to all others."
        ))
    }
    return notes
  }

  private static func weights(_ weight: CascadeWeight) -> [LocalText] {
    let unknown = weight.unknownCount
    if unknown == 0 { return [] }
    let what = label(weight.name)
    return [
      LocalText(
        zh: "\(unknown) 家企业的\(what.zh)未知，不在该项损失份额之内。",
        en: "the \(what.en) of \(firms(unknown)) is unknown and not in the shares of it.")
    ]
  }

  static func firms(_ count: Int) -> String { count == 1 ? "1 firm" : "\(count) firms" }
}
