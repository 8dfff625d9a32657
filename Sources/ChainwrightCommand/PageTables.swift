import Chainwright

/// What a reader must know to read the figures right.
enum PageNotes {
  static func conventions(_ weakLinks: WeakLinks) -> [LocalText] {
    let first = [
      LocalText(
        zh: "割集阶数 1，完整；企业所需每种产品只要有一家在册供应商在产即可运行；循环供应取最大不动点。",
        en:
          "cut sets complete to order 1; a firm runs while each good it needs has a recorded supplier that runs; circles by the greatest fixed point."
      )
    ]
    return first + model(weakLinks.model) + unknownWeights(weakLinks.weights)
  }

  /// What is to be known about the network and the model made of it.
  static func model(_ model: SupplyModel) -> [LocalText] {
    var notes = synthetic(model.network)
    if model.view.linksWithoutGood > 0 {
      notes.append(
        LocalText(
          zh: "\(model.view.linksWithoutGood) 条供应关系未注明产品和行业：每家供应商视为不可替代。",
          en: "\(model.view.linksWithoutGood) links name neither product nor sector: each such supplier counts as irreplaceable."))
    }
    if model.purchasesWithoutEffect > 0 {
      notes.append(
        LocalText(
          zh: "\(model.purchasesWithoutEffect) 项采购在模板中为非必需，断供不致停产。",
          en: "\(model.purchasesWithoutEffect) purchases are non-essential by the template and stop nobody."))
    }
    if model.shortNeeds > 0 {
      notes.append(
        LocalText(
          zh: "\(model.shortNeeds) 项需求在册供应商少于模板要求，按在册数计。",
          en: "\(model.shortNeeds) needs have fewer recorded suppliers than the template asks for; the recorded number is used."))
    }
    return notes
  }

  static func synthetic(_ network: Network) -> [LocalText] {
    let synthetic = network.firms.all.reduce(0) { $0 + (network.firms.isSynthetic($1) ? 1 : 0) }
    if synthetic == 0 { return [] }
    return [
      LocalText(
        zh: "含 \(synthetic) 家虚构企业（SYN-），仅供演示，不代表任何真实企业。",
        en: "\(synthetic) firms are synthetic (SYN-): made up for demonstration, about no real firm.")
    ]
  }

  static func unknownWeights(_ weights: FirmWeights) -> [LocalText] {
    let unknown = weights.unknownCount
    if unknown == 0 { return [] }
    let what =
      switch weights.measure {
      case .jobs: LocalText(zh: "从业人数", en: "headcount")
      case .tax: LocalText(zh: "税收", en: "tax")
      case .output, .firms: LocalText(zh: "产出", en: "output")
      }
    return [
      LocalText(
        zh: "\(unknown) 家企业的\(what.zh)未知，未计入损失。",
        en: "the \(what.en) of \(unknown == 1 ? "1 firm" : "\(unknown) firms") is unknown and not in the losses.")
    ]
  }
}

extension Network {
  func countyCell(_ firm: FirmID) -> Page.Cell {
    guard let county = firms.county(firm) else { return .unknown }
    let name = counties[county.row].name
    return .local(LocalText(zh: name[.zh], en: name[.en]))
  }
}
