import ClusterAnalysis
import ClusterModel

extension Report {
  /// The figures of the report's first page.
  public var headline: [Measure] {
    var measures = [firmCount, leaderCount, revenue]
    if let gap = gaps.first, isSingle { measures.append(completeness(gap)) }
    measures += ChainGaps.Gap.allCases.map { gapCount($0) }
    measures += [singlePointCount, localRatio, boughtOutside]
    return measures
  }

  /// All measures with an id of their own: the headline, each cluster's, each stage's, each step's.
  public var measures: [Measure] {
    headline + (isSingle ? [] : gaps.map { completeness($0) })
      + gaps.flatMap { gap in gap.rows.flatMap { stageMeasures($0, gap) } } + steps.steps.map { exposure($0) }
  }

  var firmCount: Measure {
    Measure(
      "firms", LocalText(zh: "企业（家）", en: "firms"), firms.isEmpty ? .unknown : .count(firms.count),
      Basis(
        "", LocalText(zh: "企业表中属于本报告范围的行数", en: "rows of the table of firms within the report's scope"), rows: rows.firms(firms),
        kinds: rows.kinds(firms: firms)))
  }

  var leaders: [FirmID] { network.leaders().filter { members.contains($0) } }

  var leaderCount: Measure {
    let list = rows.roles(leaders, [.leader, .chainLeader])
    let isListed = network.roles.contains { $0.kind == .leader || $0.kind == .chainLeader }
    return Measure(
      "leaders", LocalText(zh: "领跑者与链主（家）", en: "leaders and chain leaders"), isListed && !firms.isEmpty ? .count(leaders.count) : .unknown,
      Basis(
        "", LocalText(zh: "角色表中的领跑者、链主", en: "firms with the role leader or chain leader"), rows: list, kinds: rows.kinds(firms: leaders)))
  }

  var revenue: Measure {
    let known = firms.filter { network.firms.revenue[$0.row] != nil }
    let total = KnownSum(firms.map { network.firms.revenue[$0.row] ?? .nan })
    var formula = LocalText(zh: "企业营业收入之和", en: "sum of the firms' revenue")
    if total.unknown > 0 {
      formula.zh += "；\(total.unknown) 家未知，未计入"
      formula.en += "; \(total.unknown) unknown, left out"
    }
    return Measure(
      "revenue", LocalText(zh: "营业收入合计（在册）", en: "revenue on record"), firms.isEmpty ? .unknown : Measure.Value(total.range, .amount),
      Basis("", formula, rows: rows.firms(known), kinds: rows.kinds(firms: known)))
  }

  /// The rows that say which stages have firms inside: the template's stages and the firms' makings.
  private func stageRows(_ gap: ChainGaps) -> RowList {
    gap.rows.reduce(rows.stages(gap.rows.map(\.stage))) { $0 + rows.makers($1.inside, at: $1.stage) }
  }

  func completeness(_ gap: ChainGaps) -> Measure {
    Measure(
      isSingle ? "completeness" : "completeness:\(network.clusters[gap.cluster.row].id)",
      LocalText(zh: "产业链完整度（加权）", en: "completeness of the chain (weighted)"), Measure.Value(ratio: gap.completeness),
      Basis(
        "M33",
        LocalText(
          zh: "有集群企业的环节权重之和 ÷ 全部环节权重之和", en: "weight of the stages with a firm inside / weight of all stages"),
        rows: stageRows(gap), kinds: rows.kinds(firms: Set(gap.rows.flatMap(\.inside)))))
  }

  func gapCount(_ kind: ChainGaps.Gap) -> Measure {
    let known = gaps.filter { $0.completeness != nil }
    let found = known.flatMap { gap in gap.rows.filter { $0.gaps.contains(kind) }.map { (gap, $0) } }
    var list = RowList()
    for (gap, row) in found {
      list = list + rows.stages([row.stage]) + rows.requirements(of: [row.stage]) + rows.makers(row.inside, at: row.stage)
      list = list + rows.supplies(links(of: row.stage, buyers: gap.cluster))
    }
    if found.isEmpty { list = known.reduce(list) { $0 + stageRows($1) } }
    let formula =
      switch kind {
      case .missing:
        LocalText(zh: "集群内有需求而无集群企业的环节数", en: "stages in demand inside at which no firm of the cluster is")
      case .broken:
        LocalText(zh: "集群内有企业但未供给集群内下一环节的环节数", en: "stages made inside and not supplied to the next stage inside")
      case .weak:
        LocalText(
          zh: "集群内只有一家企业，或配套率低于 50% 的环节数", en: "stages with one maker inside, or with less than 50 % bought inside")
      case .chokepoint:
        LocalText(zh: "全部购自区域外一家供应商的环节数", en: "stages bought from one supplier outside the region only")
      }
    let name = kind == .chokepoint ? "chokepoints" : "\(kind.label.en) stages"
    return Measure(
      "gaps:\(kind.rawValue)", LocalText(zh: "\(kind.label.zh)环节（个）", en: name),
      known.isEmpty ? .unknown : .count(found.count),
      Basis("M33", formula, rows: list, kinds: rows.kinds(firms: Set(found.flatMap { $0.1.inside + $0.1.suppliers }))))
  }

  var singlePointCount: Measure {
    let points = singlePoints
    let bought = firms.flatMap { rows.links(sourcing.view.purchases(of: $0), in: sourcing.view) }
    let list = points.reduce(rows.supplies(bought)) { $0 + RowList((finding($1.point.firm)?.places ?? [])) }
    let hasTarget = weakLinks.results.contains {
      if case .cluster(let cluster) = $0.target.kind { clusters.contains(cluster) } else { false }
    }
    let isKnown = hasTarget && !bought.isEmpty
    return Measure(
      "single-points", LocalText(zh: "致集群停产的单点（家）", en: "firms that alone stop a cluster"), isKnown ? .count(points.count) : .unknown,
      Basis(
        "M2",
        LocalText(
          zh: "逐一停产每家上游企业，能使集群产出中断的企业数（与或供给，精确）", en: "firms whose loss alone stops a cluster's output, by deleting each (AND/OR, exact)"),
        rows: list, kinds: rows.kinds(firms: points.map(\.point.firm), links: bought)))
  }

  /// What firms of the report buy, all of it; local is what comes from firms of the report.
  var purchases: Sourcing.Total {
    let own = members
    return sourcing.total(of: firms.flatMap { sourcing.view.purchases(of: $0) }) { own.contains($0) }
  }

  private var purchaseBasis: (RowList, Set<ProvenanceKind>) {
    let links = firms.flatMap { rows.links(sourcing.view.purchases(of: $0), in: sourcing.view) }.filter {
      network.supplies.amount[$0.row] != nil
    }
    return (rows.supplies(links), rows.kinds(firms: [FirmID](), links: links))
  }

  var localRatio: Measure {
    let (list, kinds) = purchaseBasis
    let unknown = purchases.unknown
    return Measure(
      "local-supply", LocalText(zh: "本地配套率", en: "local supply ratio"), Measure.Value(purchases.local, .ratio),
      Basis(
        "M13",
        LocalText(
          zh: "范围内企业购自范围内企业的金额 ÷ 其全部采购金额" + (unknown > 0 ? "；\(unknown) 项有金额未知，只计已知部分" : ""),
          en: "bought from firms within the scope / all bought by firms within it"
            + (unknown > 0 ? "; \(unknown) with unknown amounts count with what is known" : "")),
        rows: list, kinds: kinds))
  }

  var boughtOutside: Measure {
    let (list, kinds) = purchaseBasis
    let total = purchases
    return Measure(
      "bought-outside", LocalText(zh: "外购金额（年）", en: "bought outside a year"),
      Measure.Value(total.boughtOutside, .amount),
      Basis(
        "M13", LocalText(zh: "全部已知采购金额 − 购自范围内企业的金额", en: "all known purchases less those from firms within the scope"), rows: list,
        kinds: kinds))
  }

  // MARK: Stages

  /// The purchases of a stage's goods by firms of a cluster.
  func purchases(of stage: StageID, buyers cluster: ClusterID) -> [Int] {
    firms.filter { network.firms.cluster($0) == cluster }.flatMap { firm in
      sourcing.view.purchases(of: firm).filter { sourcing.view.stage(sourcing.view.goods[$0]) == stage }
    }
  }

  func links(of stage: StageID, buyers cluster: ClusterID) -> [SupplyID] {
    rows.links(purchases(of: stage, buyers: cluster), in: sourcing.view)
  }

  /// A stage as a cluster has it: makers inside, suppliers, amount bought, local supply, share from outside the region, concentration.
  func stageMeasures(_ row: ChainGaps.Row, _ gap: ChainGaps) -> [Measure] {
    let id = "\(network.clusters[gap.cluster.row].id):\(network.stages[row.stage.row].id)"
    let bought = purchases(of: row.stage, buyers: gap.cluster)
    let links = rows.links(bought, in: sourcing.view)
    let list = rows.supplies(links)
    let kinds = rows.kinds(firms: [FirmID](), links: links)
    let mix = SupplierMix(bought, sourcing.view)
    func measure(_ name: String, _ label: LocalText, _ value: Measure.Value, _ metric: String, _ formula: LocalText) -> Measure {
      Measure("\(name):\(id)", label, value, Basis(metric, formula, rows: list, kinds: kinds))
    }
    return [
      Measure(
        "inside:\(id)", LocalText(zh: "集群内企业", en: "firms inside"), gap.completeness == nil ? .unknown : .count(row.inside.count),
        Basis(
          "M33", LocalText(zh: "在该环节的集群企业数", en: "firms of the cluster at the stage"),
          rows: row.inside.isEmpty ? rows.stages([row.stage]) : rows.makers(row.inside, at: row.stage) + rows.firms(row.inside),
          kinds: rows.kinds(firms: row.inside)
        )),
      measure(
        "suppliers", LocalText(zh: "供应商", en: "suppliers"), bought.isEmpty ? .unknown : .count(row.suppliers.count), "M4",
        LocalText(zh: "向集群企业供应该环节产品的在册企业数", en: "recorded suppliers of the stage's goods to firms of the cluster")),
      measure(
        "bought", LocalText(zh: "采购额", en: "bought"), Measure.Value(mix.total, .amount), "",
        LocalText(zh: "集群企业对该环节产品的年采购额", en: "what firms of the cluster buy of the stage's goods a year")),
      measure(
        "local", LocalText(zh: "配套率", en: "bought inside"), Measure.Value(row.sourcing.local, .ratio), "M13",
        LocalText(zh: "购自集群内企业的金额 ÷ 该环节采购额", en: "bought from firms of the cluster / all bought of the stage")),
      measure(
        "beyond", LocalText(zh: "区域外比例", en: "from outside the region"),
        Measure.Value(mix.share { supplier in network.firms.county(supplier).map { !network.counties[$0.row].isInside } }, .ratio), "M13",
        LocalText(
          zh: "购自区域外供应商的金额 ÷ 该环节采购额；供应商所在县未知的，只计入上下限",
          en:
            "bought from suppliers outside the region / all bought of the stage; a supplier whose county is unknown counts in the bounds only"
        )),
      measure(
        "hhi", LocalText(zh: "供应商集中度", en: "supplier concentration"), Measure.Value(mix.hhi, .number), "M11",
        LocalText(
          zh: "集群对该环节各供应商采购份额的平方和（HHI，1 为独家）",
          en: "sum of the squared shares of the cluster's suppliers of the stage (HHI; 1 is a single source)")),
    ]
  }

  // MARK: Steps

  func exposure(_ step: PrioritySteps.Step) -> Measure {
    let known = step.stopped.filter { !steps.weights.values[$0.row].isNaN }
    let sales = known.filter { network.firms.revenue[$0.row] == nil }
    let sold = (0..<network.supplies.count).map { SupplyID($0) }.filter { sales.contains(network.supplies.supplier($0)) }
    var formula = LocalText(
      zh: "该来源（\(step.guarded.count) 家）同时停产时，范围内停产企业的年产出之和",
      en:
        "yearly output of the firms within the scope that stop when its \(step.guarded.count) \(step.guarded.count == 1 ? "source stops" : "sources stop") together"
    )
    if step.unknown > 0 {
      formula.zh += "；\(step.unknown) 家产出未知，未计入"
      formula.en += "; \(step.unknown) of unknown output left out"
    }
    return Measure(
      "exposure:\(network.clusters[step.cluster.row].id):\(step.subject.id)",
      LocalText(zh: "集群内涉及产出（年）", en: "output of the cluster at stake a year"),
      step.guarded.isEmpty ? .unknown : Measure.Value(step.exposureRange, .amount),
      Basis(
        "M5", formula, rows: rows.firms(known) + rows.supplies(sold) + RowList(step.findings.flatMap(\.places)),
        kinds: rows.kinds(firms: step.stopped + step.guarded)))
  }
}

/// Who sells some goods, and how much of them, as far as known. Sums do not depend on the order of rows.
struct SupplierMix {
  private var amounts: [FirmID: [KnownSum]] = [:]

  init(_ purchases: [Int], _ view: SupplyView) {
    for purchase in purchases {
      for entry in view.entries(purchase) { amounts[FirmID(Int(view.suppliers[entry])), default: []].append(view.known(entry)) }
    }
  }

  /// What is bought, 10,000 yuan; `nil` when nothing is bought or no amount is known.
  var total: KnownRange? { amounts.isEmpty ? nil : KnownSum(sums: amounts.values.joined()).range }

  /// That of a single supplier is 1 whatever the amounts are.
  var hhi: KnownRange? { Concentration.hhi(amounts.values.map { KnownSum(sums: $0) }) }

  /// The share of suppliers of which `holds`.
  func share(_ holds: (FirmID) -> Bool?) -> KnownRange? {
    var share = KnownMean()
    for (firm, sums) in amounts { share.add(KnownMean.side(holds(firm)), weight: KnownSum(sums: sums)) }
    return share.range
  }
}
