import Answers
package import ClusterAnalysis
package import ClusterModel

/// What a reader must know to read the figures right, where several questions say the same.
package enum Notes {
  package static func conventions(_ weakLinks: WeakLinks) -> [LocalText] {
    let first = LocalText(
      zh: "逐个企业检验，单点名单完整；企业所需每种产品只要有一家在册供应商在产即可运行；相互供应的企业只要没有外因就视为在产。",
      en:
        "the list of single points is complete: every firm was tried; a firm runs while each good it needs has a recorded supplier that runs; firms that supply each other run until something else stops them."
    )
    return [first] + model(weakLinks.model) + unknownWeights(weakLinks.weights)
  }

  /// What is to be known about the network and the model made of it.
  package static func model(_ model: SupplyModel) -> [LocalText] {
    var notes = synthetic(model.network)
    let unnamed = model.unnamedSources
    let (goods, purchases, needs) = (model.view.linksWithoutGood, model.purchasesWithoutEffect, model.shortNeeds)
    if goods > 0 {
      notes.append(
        LocalText(
          zh: "\(goods) 条供应关系未注明产品和行业：每家供应商视为不可替代。",
          en: "\(goods) \(goods == 1 ? "link names" : "links name") neither product nor sector: each such supplier counts as irreplaceable."
        ))
    }
    if purchases > 0 {
      notes.append(
        LocalText(
          zh: "\(purchases) 项采购在模板中为非必需，断供不致停产。",
          en:
            "\(purchases) \(purchases == 1 ? "purchase is" : "purchases are") non-essential by the template and \(purchases == 1 ? "stops" : "stop") nobody."
        ))
    }
    if needs > 0 {
      notes.append(
        LocalText(
          zh: "\(needs) 项需求在册来源少于模板要求，尚有 \(unnamed) 个来源待查明入册；查明之前视为未具名且在产，在册的均不可缺。",
          en:
            "\(needs) \(needs == 1 ? "need has" : "needs have") fewer recorded sources than the template asks for: \(unnamed) more must be found on record. Until then they count as unnamed ones that run, and every recorded one is needed."
        ))
    }
    return notes
  }

  /// What every page says of the data it rests on: rows that were left out, and firms that are made up.
  package static func synthetic(_ network: Network) -> [LocalText] { network.remarks + madeUp(network) }

  private static func madeUp(_ network: Network) -> [LocalText] {
    let firms = network.firms
    let synthetic = firms.all.reduce(0) { $0 + (firms.isSynthetic($1) ? 1 : 0) }
    if synthetic == 0 { return [] }
    // Their ids tell it, or only their rows do.
    let areMarked = firms.all.allSatisfy { !firms.isSynthetic($0) || firms.ids[$0.row].hasPrefix("SYN-") }
    let (zh, en) = areMarked ? ("（SYN-）", " (SYN-)") : ("", "")
    return [
      LocalText(
        zh: "含 \(synthetic) 家虚构企业\(zh)，仅供演示，不代表任何真实企业。",
        en: "\(synthetic) \(synthetic == 1 ? "firm is" : "firms are") synthetic\(en): made up for demonstration, about no real firm.")
    ]
  }

  package static func unknownWeights(_ weights: FirmWeights) -> [LocalText] {
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
  package func displayName(_ language: Language) -> String {
    let title = title[language]
    return title.isEmpty ? name : title
  }

  package func firmName(_ firm: FirmID) -> LocalText { LocalText(zh: firms.name(firm, .zh), en: firms.name(firm, .en)) }

  /// `.text(id)` and the name, for the columns `firm_id` and `name`.
  func idAndName(_ firm: FirmID) -> [Cell] { [.text(firms.id(firm)), .words(firmName(firm))] }

  /// For a column of which data hold the id and readers see the name.
  func thing(_ firm: FirmID) -> Cell { .thing(id: firms.id(firm), Name(zh: firms.name(firm, .zh), en: firms.name(firm, .en))) }
  func thing(_ cluster: ClusterID) -> Cell { .thing(id: clusters[cluster.row].id, clusters[cluster.row].name) }
  func thing(_ stage: StageID) -> Cell { .thing(id: stages[stage.row].id, stages[stage.row].name) }
  func thing(_ product: ProductID) -> Cell { .thing(id: products[product.row].id, products[product.row].name) }

  /// For the columns `.data("county_code")` and `county`.
  func county(_ firm: FirmID) -> [Cell] {
    guard let county = firms.county(firm) else { return [.unknown, .unknown] }
    return [.text(counties[county.row].code), .name(counties[county.row].name)]
  }
}
