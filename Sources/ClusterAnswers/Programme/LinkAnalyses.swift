import Answers
import ClusterAnalysis
import ClusterModel

/// Analyses of supply links: where to begin, whom to visit, who depends on whom.
extension MeasureAnalyses {
  func spread(_ call: AnalysisCall) -> MeasureAnswer {
    let column = call.column ?? ""
    let answers = FirmColumn(column, yes: call.values, of: network)
    let inside = network.firmsInside()
    // Firms that have it already need nobody's example, and may set one.
    let weights = network.firms.all.map { firm in answers?[firm] == true ? 0.0 : 1.0 }
    var counted = [Double](repeating: 0, count: network.firms.count)
    for firm in inside { counted[firm.row] = weights[firm.row] }
    let order = SupplyNeighbourhoods(network).order(of: inside, weights: counted, limit: call.count ?? 10)
    let reach = order.steps.last?.covered ?? 0
    let open = Sums.ordered(counted)
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "从 \(order.steps.count) 家做起，连同其直接上下游可带动 \(Self.zh.number(reach)) 家（占未采用企业的 \(Self.zh.share(open > 0 ? reach / open : 0))）",
        en:
          "\(Self.en.count(order.steps.count, "", "firm", "firms")) to begin with reach \(Self.en.number(reach)) with their direct suppliers and buyers (\(Self.en.share(open > 0 ? reach / open : 0)) of those without it)"
      ))
    report.numbers = [
      ("firms_reached", .count(Int(reach)), rows(order.steps.map { inside[$0.set] })),
      ("certificate", .share(order.steps.last?.certificate ?? 1), []),
      answers == nil
        ? ("adopters", .unknown, [])
        : ("adopters", .count(inside.count { answers?[$0] == true }), rows(inside.filter { answers?[$0] == true })),
    ]
    report.answer.tables = [
      orderTable(order, inside, ["firms_added", "newly_reached", "reached_so_far", "reached_bound"])
    ]
    if answers == nil { report.missing = [FirmColumn.missing(column, inside.count)] }
    report.answer.notes = [
      LocalText(
        zh: answers == nil ? "尚不知谁已采用：此顺序视为均未采用。" : "列为空的企业视为未采用。",
        en: answers == nil
          ? "who has it already is unknown: the order takes it that nobody has." : "firms whose cell is empty count as without it."),
      Self.greedyNote,
    ]
    return report
  }

  static let greedyNote = LocalText(
    zh: "逐家选新增最多的企业；任何同样多家的组合都不超过“上限”，贪心至少达到最优的 63 %（1 − 1/e）。",
    en:
      "at each step the firm that adds most; no choice of as many firms exceeds the bound, and the order reaches at least 63 % (1 − 1/e) of the best."
  )

  private func orderTable(
    _ order: WeightedCoverage, _ firms: [FirmID], _ columns: [Answer.Column]
  ) -> Answer.Table {
    Answer.Table(
      "order", zh: "顺序", en: "The order",
      ["step"] + Self.firmColumns + columns,
      rows: order.steps.enumerated().map { number, step in
        [.count(number + 1)] + firmCells(firms[step.set])
          + [.count(step.newElements), .number(step.gain), .number(step.covered), .number(step.bound)]
      })
  }

  func visits(_ call: AnalysisCall) -> MeasureAnswer {
    let inside = network.firmsInside()
    let known = facts.weights.known
    var weights = [Double](repeating: 0, count: network.firms.count)
    for firm in inside { weights[firm.row] = known[firm.row] }
    let order = SupplyNeighbourhoods(network).order(of: inside, weights: weights, limit: call.count ?? 10)
    let total = Sums.ordered(weights)
    let covered = order.steps.last?.covered ?? 0
    let unknown = inside.filter { facts.weights.values[$0.row].isNaN }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh:
          "走访 \(order.steps.count) 家，连同其直接上下游覆盖市内\(unknown.isEmpty ? "" : "已知")产出的 \(total > 0 ? Self.zh.share(covered / total) : "比例未知")",
        en:
          "\(order.steps.count) visits cover \(total > 0 ? Self.en.share(covered / total) : "an unknown share") of the region's \(unknown.isEmpty ? "" : "known ")output, direct suppliers and buyers included"
      ))
    report.numbers = [
      ("output_covered", total > 0 || unknown.isEmpty ? .number(covered) : .unknown, rows(order.steps.map { inside[$0.set] })),
      ("covered_share", total > 0 ? .share(covered / total) : .unknown, []),
      ("certificate", total > 0 || unknown.isEmpty ? .share(order.steps.last?.certificate ?? 1) : .unknown, []),
    ]
    report.answer.tables = [
      orderTable(order, inside, ["firms_added", "output_added", "output_covered", "output_bound"])
    ]
    if !unknown.isEmpty { report.missing = [Self.outputMissing(unknown.count)] }
    report.answer.notes = [Self.greedyNote]
    return report
  }

  static func outputMissing(_ count: Int) -> MissingFacts {
    MissingFacts(
      "firms.csv", ["revenue_cny_wan"], LocalText(zh: "\(count) 家企业的营业收入", en: "revenue of \(Self.en.count(count, "", "firm", "firms"))"))
  }

  func integration(_ call: AnalysisCall) -> MeasureAnswer {
    let inside = network.firmsInside()
    let sizes = Dictionary(uniqueKeysWithValues: inside.map { ($0, FirmSetMeasures.isSmall($0, network)) })
    let large = inside.filter { sizes[$0] == .some(false) }
    let small = inside.filter { sizes[$0] == .some(true) }
    let unknown = inside.count - large.count - small.count
    let (isLarge, isSmall) = (Set(large), Set(small))
    var pairs: Set<UInt64> = []
    var links: [Int] = []
    var partners: [FirmID: Set<FirmID>] = [:]
    for link in 0..<network.supplies.count {
      let (a, b) = (network.supplies.supplier(SupplyID(link)), network.supplies.buyer(SupplyID(link)))
      guard (isLarge.contains(a) && isSmall.contains(b)) || (isSmall.contains(a) && isLarge.contains(b)) else { continue }
      links.append(link)
      let (big, little) = isLarge.contains(a) ? (a, b) : (b, a)
      pairs.insert(UInt64(UInt32(big.index)) << 32 | UInt64(UInt32(little.index)))
      partners[big, default: []].insert(little)
    }
    let possible = large.count * small.count
    let density = possible > 0 ? Double(pairs.count) / Double(possible) : nil
    let share = density.map { LocalText(zh: Self.zh.share($0), en: Self.en.share($0)) }
    var report = MeasureAnswer(
      call,
      large.isEmpty
        ? LocalText(
          zh: "市内在册企业中没有已知的大型企业，大中小融通无从衡量",
          en: "no firm of the region is known to be large: links between large and small cannot be measured")
        : LocalText(
          zh: "\(large.count) 家大型企业与 \(small.count) 家中小企业之间有 \(pairs.count) 对供应关系（密度 \(share?.zh ?? "未知")）",
          en:
            "\(Self.en.count(pairs.count, "", "pair", "pairs")) between \(large.count) large and \(small.count) small firms \(pairs.count == 1 ? "supplies" : "supply") each other (density \(share?.en ?? "unknown"))"
        ))
    let missing = MissingFacts(
      "firms.csv", ["employees", "revenue_cny_wan"],
      LocalText(
        zh: "大型企业及其供应关系；\(unknown) 家企业规模未知",
        en: "large firms and their links; the size of \(Self.en.count(unknown, "", "firm", "firms")) is unknown"))
    report.numbers = [
      ("large_firms", .count(large.count, open: unknown, of: inside.count), rows(large)),
      ("small_firms", .count(small.count, open: unknown, of: inside.count), []),
      ("link_density", .share(density), links.map { RowReference("supplies", $0) }),
    ]
    report.answer.tables = [
      Answer.Table(
        "carriers", zh: "大型企业与其中小伙伴", en: "Large firms and their small partners",
        Self.firmColumns + ["small_partners"],
        rows: large.sorted { a, b in
          let (x, y) = (partners[a]?.count ?? 0, partners[b]?.count ?? 0)
          return x != y ? x > y : network.firms.ids.precedes(a.row, b.row)
        }.map { firmCells($0) + [.count(partners[$0]?.count ?? 0)] })
    ]
    if large.isEmpty || unknown > 0 { report.missing = [missing] }
    report.answer.notes = [
      LocalText(
        zh: "大型：从业人员不少于 1000 人且营业收入不少于 4 亿元（工信部联企业〔2011〕300号，工业）。",
        en: "large: 1,000 people or more and 400 million yuan of revenue or more (工信部联企业〔2011〕300号, industry).")
    ]
    return report
  }

  func alliances(_ call: AnalysisCall) -> MeasureAnswer {
    let view = facts.sourcing.view
    var inputs: [ClusterID: Set<ProductID>] = [:]
    for purchase in 0..<view.purchaseCount {
      guard let cluster = network.firms.cluster(FirmID(Int(view.buyers[purchase]))), let product = view.product(view.goods[purchase]) else {
        continue
      }
      inputs[cluster, default: []].insert(product)
    }
    let clusters = inputs.keys.sorted { network.clusters[$0.row].id < network.clusters[$1.row].id }
    var pairs: [(a: ClusterID, b: ClusterID, shared: [ProductID], jaccard: Double)] = []
    for (number, a) in clusters.enumerated() {
      for b in clusters.dropFirst(number + 1) {
        guard let (x, y) = inputs[a].flatMap({ x in inputs[b].map { (x, $0) } }) else { continue }
        let shared = x.intersection(y).sorted()
        if !shared.isEmpty { pairs.append((a, b, shared, Double(shared.count) / Double(x.union(y).count))) }
      }
    }
    pairs.sort { p, q in
      if p.jaccard != q.jaccard { return p.jaccard > q.jaccard }
      return (network.clusters[p.a.row].id, network.clusters[p.b.row].id) < (network.clusters[q.a.row].id, network.clusters[q.b.row].id)
    }
    let first = pairs.first
    var report = MeasureAnswer(
      call,
      first.map { pair in
        LocalText(
          zh:
            "\(pairs.count) 对集群有共同投入；首选\(network.label(pair.a).zh)与\(network.label(pair.b).zh)（共购 \(pair.shared.count) 种，重合 \(Self.zh.share(pair.jaccard))）",
          en:
            "\(pairs.count == 1 ? "1 pair of clusters shares" : "\(pairs.count) pairs of clusters share") inputs; first \(network.label(pair.a).en) and \(network.label(pair.b).en) (\(Self.en.count(pair.shared.count, "", "good", "goods")), overlap \(Self.en.share(pair.jaccard)))"
        )
      } ?? LocalText(zh: "没有共购同一产品的集群", en: "no two clusters buy the same product"))
    report.numbers = [
      (
        "cluster_pairs", .count(pairs.count),
        Set(pairs.flatMap { [RowReference("clusters", $0.a.row), RowReference("clusters", $0.b.row)] }).sorted()
      )
    ]
    report.answer.tables = [
      Answer.Table(
        "pairs", zh: "联盟候选（投入重合多的在前）", en: "Candidates, the largest overlap of inputs first",
        [
          "cluster_id", "other_id",
          "jaccard", "shared_products",
        ],
        rows: pairs.map {
          [
            .text(network.clusters[$0.a.row].id), .text(network.clusters[$0.b.row].id), .share($0.jaccard),
            .list($0.shared.map { network.thing($0) }),
          ]
        })
    ]
    if pairs.isEmpty {
      report.missing = [
        MissingFacts(
          "supplies.csv", ["buyer_id", "product_id"], LocalText(zh: "各集群企业采购的产品", en: "the products that firms of clusters buy"))
      ]
    }
    report.answer.notes = [
      LocalText(zh: "重合度为 Jaccard 指数：共购产品数 / 任一方采购的产品数。", en: "overlap is Jaccard's index: goods both buy by goods either buys.")
    ]
    return report
  }

  func exposure(_ call: AnalysisCall) -> MeasureAnswer {
    let inside = network.firmsInside()
    let measures = FirmMeasures(facts, fields: [.topBuyerShare, .output])
    // Single points of many firms take long: those with most output come first.
    let weights = facts.weights.known
    let buyers = inside.filter { !facts.sourcing.view.purchases(of: $0).isEmpty }.sorted { a, b in
      let (x, y) = (weights[a.row], weights[b.row])
      return x != y ? x > y : network.firms.ids.precedes(a.row, b.row)
    }
    let asked = Array(buyers.prefix(2000))
    let points = WeakLinks(facts.sourcing.view, targets: asked.map { .firm($0, in: network) }).results
    let singles = Dictionary(uniqueKeysWithValues: zip(asked, points.map(\.singlePoints.count)))
    struct Row {
      var firm: FirmID
      var share: Measured
      var toTop: Double?
      var singlePoints: Int?
      var output: Double?
      /// What is lost when the worst single other firm stops: all of it where one stops the firm, else what goes to the largest buyer.
      var risk: Double? { (singlePoints ?? 0) > 0 ? output : toTop }
    }
    let list = inside.map { firm -> Row in
      let share = measures.number(.topBuyerShare, of: firm) ?? .unknown(LocalText(zh: "", en: ""))
      return Row(
        firm: firm, share: share, toTop: measures.topBuyerAmount(firm), singlePoints: singles[firm],
        output: facts.weights.values[firm.row].isNaN ? nil : facts.weights.values[firm.row])
    }.sorted { a, b in
      let (x, y) = (a.risk ?? -1, b.risk ?? -1)
      return x != y ? x > y : network.firms.ids.precedes(a.firm.row, b.firm.row)
    }
    let known = list.filter { $0.risk != nil }
    let half = Threshold(.above, 0.5)
    let verdicts = list.map { row in row.share.range.flatMap { half.holds($0) } }
    let concentrated = zip(list, verdicts).filter { $0.1 == true }.map(\.0)
    // Without any sale on record nothing is asked.
    let mayBe = zip(list, verdicts).count { $0.1 == nil && (measures.number(.buyers, of: $0.0.firm)?.value ?? 0) > 0 }
    let hanging = list.filter { ($0.singlePoints ?? 0) > 0 }
    let largest = known.first
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(concentrated.count) 家过半销售系于一家采购方，\(hanging.count) 家会因另一家停产而停产"
          + (largest.map { "；最大敞口\(network.label($0.firm).zh)，\(Self.zh.amount($0.risk ?? 0))/年" } ?? ""),
        en:
          "\(concentrated.count == 1 ? "1 firm sells" : "\(concentrated.count) firms sell") over half to one buyer, \(hanging.count) \(hanging.count == 1 ? "stops" : "stop") when one other firm does"
          + (largest.map { "; the largest exposure is \(network.label($0.firm).en), \(Self.en.amount($0.risk ?? 0)) a year" } ?? "")))
    report.numbers = [
      ("firms_concentrated", .count(concentrated.count, open: mayBe, of: list.count), rows(concentrated.map(\.firm))),
      ("firms_hanging", .count(hanging.count), rows(hanging.map(\.firm))),
      ("largest_exposure", .number(largest?.risk), rows(known.prefix(1).map(\.firm))),
    ]
    report.answer.tables = [
      Answer.Table(
        "firms", zh: "敞口最大的企业", en: "The largest exposures",
        Self.firmColumns + [
          "exposure_cny_wan", "output_cny_wan",
          "top_buyer_share", "sold_to_top_buyer",
          "single_points",
        ],
        rows: known.map { row in
          firmCells(row.firm) + [
            .number(row.risk), .number(row.output), row.share.share,
            .number(row.toTop), .count(row.singlePoints),
          ]
        })
    ]
    let open = list.count { $0.share.value == nil }
    if open > 0 {
      report.missing = [
        MissingFacts(
          "supplies.csv", ["supplier_id", "buyer_id", "amount_cny_wan"],
          LocalText(zh: "\(open) 家企业的销售及金额", en: "sales and amounts of \(Self.en.count(open, "", "firm", "firms"))"))
      ]
    }
    report.answer.notes = [
      LocalText(
        zh: "敞口：若上游有一家停产即致停产，为全部产出；否则为售予最大采购方的金额。各企业敞口不可相加为同一事件的损失。",
        en:
          "exposure: all output where one firm upstream stops it, else what it sells to its largest buyer. Exposures of firms do not add up to the loss of one event."
      )
    ]
    if asked.count < buyers.count {
      report.answer.notes.append(
        LocalText(
          zh: "上游单点只查产出最大的 \(asked.count) 家（有采购记录的共 \(buyers.count) 家）：其余可能也有。",
          en:
            "single points upstream are looked for in the \(asked.count) firms with most output, of \(buyers.count) that buy something: others may have some too."
        ))
    }
    return report
  }
}
