import Chainwright

/// Tables that more than one command shows.
enum PageTables {
  /// One row a target: how many single points, and how well each good it buys is covered.
  static func targets(_ weakLinks: WeakLinks, sourcing: Sourcing, limit: Int) -> Page.Table {
    let network = weakLinks.model.network
    return Page.Table(
      name: "targets", title: LocalText(zh: "目标", en: "Targets"),
      columns: [
        ("target_id", LocalText(zh: "编号", en: "target")), ("name", LocalText(zh: "名称", en: "name")),
        ("kind", LocalText(zh: "类别", en: "kind")), ("single_points", LocalText(zh: "单点", en: "single points")),
        ("goods_bought", LocalText(zh: "采购产品", en: "goods bought")),
        ("single_sourced_goods", LocalText(zh: "单一来源", en: "single-sourced")),
        ("local_supply_ratio", LocalText(zh: "本县配套率", en: "local supply")),
      ],
      rows: weakLinks.results.prefix(limit).map { result in
        let subject = result.target.subject
        let name = Page.Cell.local(LocalText(zh: subject.name[.zh], en: subject.name[.en]))
        guard case .firm(let firm) = result.target.kind else {
          return [
            .text(subject.id), name,
            .local(subject.table == "chain" ? LocalText(zh: "产业链", en: "chain") : LocalText(zh: "集群", en: "cluster")),
            .integer(result.singlePoints.count), .unknown, .unknown, .unknown,
          ]
        }
        let total = sourcing.total(of: sourcing.view.purchases(of: firm))
        let kinds = Set(network.roles.filter { $0.firm == firm }.map(\.kind))
        let kind =
          kinds.contains(.leader)
          ? LocalText(zh: "领跑者", en: "leader")
          : kinds.contains(.chainLeader) ? LocalText(zh: "链主", en: "chain leader") : LocalText(zh: "企业", en: "firm")
        return [
          .text(subject.id), name, .local(kind), .integer(result.singlePoints.count), .integer(total.purchases),
          .integer(total.singleSourced), .ratio(total.localRatio),
        ]
      }, omitted: max(0, weakLinks.results.count - limit))
  }

  /// One row a cluster: completeness and its gaps by class.
  static func gaps(_ gaps: [ChainGaps], _ network: Network) -> Page.Table {
    Page.Table(
      name: "chains", title: LocalText(zh: "集群产业链（对照模板）", en: "Chains of the clusters, against their templates"),
      columns: [
        ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("name", LocalText(zh: "名称", en: "name")),
        ("completeness", LocalText(zh: "完整度", en: "completeness")),
      ] + ChainGaps.Gap.allCases.map { ($0.rawValue, $0.label) },
      rows: gaps.map { gap in
        let cluster = network.clusters[gap.cluster.row]
        let lists = ChainGaps.Gap.allCases.map { kind -> Page.Cell in
          if gap.completeness == nil { return .unknown }
          return .names(gap.rows.filter { $0.gaps.contains(kind) }.map { network.stages[$0.stage.row].name })
        }
        return [.text(cluster.id), .local(LocalText(zh: cluster.name[.zh], en: cluster.name[.en])), .ratio(gap.completeness)] + lists
      })
  }
}

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
