import Answers
import ClusterAnalysis
import ClusterModel

/// Analyses of what is bought: which inputs many stages share, and how much comes from outside.
extension MeasureAnalyses {
  func sharedInputs(_ call: AnalysisCall) -> MeasureAnswer {
    struct Input {
      var product: ProductID
      var stages: Set<StageID> = []
      var buyers = 0
      var makers: Set<FirmID> = []
      var links: [Int32] = []
    }
    let view = facts.sourcing.view
    let inside = Set(network.firmsInside())
    var inputs: [ProductID: Input] = [:]
    for purchase in 0..<view.purchaseCount {
      let buyer = FirmID(Int(view.buyers[purchase]))
      guard inside.contains(buyer), let product = view.product(view.goods[purchase]) else { continue }
      var input = inputs[product] ?? Input(product: product)
      input.stages.formUnion(facts.firmStages[buyer])
      input.buyers += 1
      for entry in view.entries(purchase) {
        let supplier = FirmID(Int(view.suppliers[entry]))
        if inside.contains(supplier) { input.makers.insert(supplier) }
        input.links += view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])]
      }
      inputs[product] = input
    }
    for making in network.makings where inside.contains(making.firm) {
      if let product = making.product { inputs[product]?.makers.insert(making.firm) }
    }
    let order = inputs.values.filter { $0.stages.count > 1 }.sorted { a, b in
      // Many stages, few makers.
      if a.makers.count * b.stages.count != b.makers.count * a.stages.count {
        return a.makers.count * b.stages.count < b.makers.count * a.stages.count
      }
      if a.stages.count != b.stages.count { return a.stages.count > b.stages.count }
      return network.products[a.product.row].id < network.products[b.product.row].id
    }
    let scarce = order.filter { $0.makers.count <= 1 }
    func name(_ product: ProductID) -> LocalText {
      let (id, name) = (network.products[product.row].id, network.products[product.row].name)
      if name[.zh].isEmpty { return LocalText(zh: id, en: id) }
      // Chains may have products of the same name.
      let isShared = order.contains { $0.product != product && network.products[$0.product.row].name == name }
      return isShared ? LocalText(zh: "\(name[.zh])（\(id)）", en: "\(name[.en]) (\(id))") : LocalText(zh: name[.zh], en: name[.en])
    }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh:
          "\(order.count) 种投入品为两个以上环节所需，其中 \(scarce.count) 种市内至多一家生产\(scarce.isEmpty ? "" : "：\(list(scarce.map { name($0.product) }).zh)")",
        en:
          "\(order.count == 1 ? "1 good is" : "\(order.count) goods are") bought by two or more stages, \(scarce.count) of them with at most one maker in the region\(scarce.isEmpty ? "" : ": \(list(scarce.map { name($0.product) }).en)")"
      ))
    report.numbers = [
      ("shared_inputs", .count(order.count), order.map { RowReference("products", $0.product.row) }),
      ("scarce_inputs", .count(scarce.count), scarce.map { RowReference("products", $0.product.row) }),
    ]
    report.answer.tables = [
      Answer.Table(
        "goods", zh: "共性投入（需者多、供者少的在前）", en: "Shared inputs, many stages and few makers first",
        [
          "product_id", "name",
          "stages_needing", "buyers",
          "makers_inside",
        ],
        rows: order.map { input in
          [
            .text(network.products[input.product.row].id), .words(name(input.product)), .count(input.stages.count),
            .count(input.buyers),
            .count(input.makers.count),
          ]
        })
    ]
    return report
  }

  func outsideSupply(_ call: AnalysisCall) -> MeasureAnswer {
    let view = facts.sourcing.view
    let inside = Set(network.firmsInside())
    func code(_ supplier: FirmID, _ good: Good) -> String {
      let own = network.firms.industry[supplier.row]
      return own.isEmpty ? view.stage(good).map { network.stages[$0.row].industryCode } ?? "" : own
    }
    var bought: [StageID?: (all: [Double], outside: [Double], links: [Int32])] = [:]
    var (unknown, seen) = (0, 0)
    var share = KnownMean()
    for purchase in 0..<view.purchaseCount where inside.contains(FirmID(Int(view.buyers[purchase]))) {
      let good = view.goods[purchase]
      for entry in view.entries(purchase) {
        let supplier = FirmID(Int(view.suppliers[entry]))
        guard call.industries.isEmpty || call.industries.contains(where: { code(supplier, good).hasPrefix($0) }) else { continue }
        seen += 1
        let amount = view.known(entry)
        let isInside = network.isInside(supplier)
        share.add(KnownMean.side(isInside.map { !$0 }), weight: amount)
        if !amount.isComplete || isInside == nil { unknown += 1 }
        guard amount.known > 0, let isInside else { continue }
        var sum = bought[view.stage(good)] ?? ([], [], [])
        sum.all.append(amount.amount)
        if !isInside { sum.outside.append(amount.amount) }
        sum.links += view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])]
        bought[view.stage(good)] = sum
      }
    }
    let all = Sums.ordered(bought.values.flatMap(\.all))
    let outside = Sums.ordered(bought.values.flatMap(\.outside))
    let codes = call.industries.joined(separator: ", ")
    guard all > 0 else {
      var report = MeasureAnswer(
        call,
        call.industries.isEmpty
          ? LocalText(zh: "无法衡量：没有金额已知的采购", en: "cannot be measured: no purchase with a known amount")
          : LocalText(zh: "无法衡量：没有行业代码 \(codes) 的采购记录", en: "cannot be measured: no purchase of industries \(codes) is on record"))
      report.missing = [
        MissingFacts(
          "supplies.csv", ["supplier_id", "buyer_id", "product_id", "amount_cny_wan"],
          call.industries.isEmpty
            ? LocalText(zh: "采购及金额", en: "purchases with their amounts")
            : LocalText(
              zh: "装备采购及金额，供应商 industry_code 以 \(codes) 开头",
              en: "purchases of equipment with their amounts, from suppliers whose industry_code begins with \(codes)"))
      ]
      return report
    }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(call.industries.isEmpty ? "采购" : "装备采购（行业 \(codes)）")的 \(Self.zh.share(outside / all)) 来自市外",
        en:
          "\(Self.en.share(outside / all)) of \(call.industries.isEmpty ? "what is bought" : "the equipment bought (industries \(codes))") comes from outside the region"
      ))
    let links = bought.values.flatMap(\.links).map { RowReference("supplies", Int($0)) }.sorted()
    report.numbers = [("outside_share", .share(share.range), links)]
    let order = bought.filter { $0.key != nil }.map {
      (stage: $0.key!, all: Sums.ordered($0.value.all), outside: Sums.ordered($0.value.outside))
    }
    .sorted { $0.outside != $1.outside ? $0.outside > $1.outside : network.stages[$0.stage.row].id < network.stages[$1.stage.row].id }
    report.answer.tables = [
      Answer.Table(
        "stages", zh: "各环节产品的外部依赖", en: "Dependence by stage of the good",
        [
          "stage_id", "name",
          "bought_cny_wan", "outside_cny_wan",
          "outside_share",
        ],
        rows: order.map {
          [
            .text(network.stages[$0.stage.row].id), .words(network.label($0.stage)), .number($0.all), .number($0.outside),
            $0.all > 0 ? .share($0.outside / $0.all) : .unknown,
          ]
        })
    ]
    if unknown > 0 {
      report.missing = [
        MissingFacts(
          "supplies.csv, firms.csv", ["amount_cny_wan", "county_code"],
          LocalText(
            zh: "\(seen) 条中 \(unknown) 条的金额或供应商县区未知，未计入", en: "\(unknown) of \(seen): amount or the supplier's county is unknown, left out")
        )
      ]
    }
    return report
  }
}
