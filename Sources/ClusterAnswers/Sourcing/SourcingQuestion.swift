public import Answers
import ClusterAnalysis
import ClusterModel

/// How concentrated and how local is what the buyers buy?
public struct SourcingQuestion: Sendable {
  /// Only what the firms of these clusters buy, by id or name.
  public var clusters: [String] = []
  /// Only what these firms buy, by id or name.
  public var firms: [String] = []
  /// Every good of every buyer, in place of totals by good.
  public var all = false

  public init() {}

  /// Facts of all purchases that are asked about, and the table `goods`, or `purchases` with ``all``. O(links log links).
  ///
  /// - Throws: ``QuestionError`` where a firm or cluster is not found.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let sourcing = study.sourcing
    let view = sourcing.view
    let clusters = try network.each(clusters) { try network.find(cluster: $0) }
    let firms = try network.each(firms) { try network.find(firm: $0) }
    var buyers: Set<FirmID>?
    if !clusters.isEmpty || !firms.isEmpty {
      buyers = Set(network.firms.all.filter { network.firms.cluster($0).map(clusters.contains) ?? false } + firms)
    }
    let names =
      clusters.map { network.label($0) } + firms.map { network.label($0) }
    func title(_ language: Language) -> String {
      names.isEmpty ? network.displayName(language) : names.map { $0[language] }.joined(separator: language == .zh ? "、" : ", ")
    }
    var answer = Answer(zh: "配套：\(title(.zh))", en: "Sourcing: \(title(.en))")
    let purchases = (0..<view.purchaseCount).filter { buyers?.contains(FirmID(Int(view.buyers[$0]))) ?? true }
    let total = sourcing.total(of: purchases)
    answer.facts = [
      ("goods_bought", .count(total.purchases)), ("single_sourced_goods", .count(total.singleSourced)),
      ("hhi_above_0_25", .count(sourcing.concentrated(above: 0.25, purchases))),
      ("hhi_above_0_4", .count(sourcing.concentrated(above: 0.4, purchases))),
      // Where no purchase is on record, that is not to buy nothing.
      ("bought_cny_wan", .number(total.purchases == 0 ? nil : total.bought.range)), ("local_supply_ratio", .share(total.local)),
      ("leakage", .share(total.leakage)),
    ]
    if let buyers, !clusters.isEmpty {
      answer.facts.append(("cluster_supply_ratio", .share(sourcing.total(of: purchases) { buyers.contains($0) }.local)))
    }
    answer.facts.append(("purchases_left_out", .count(total.unknown)))
    answer.tables = [all ? Self.purchases(sourcing, purchases) : Self.goods(sourcing, buyers)]
    answer.notes =
      study.network.remarks + [
        LocalText(
          zh: "集中度（HHI）为各供应商份额的平方和，0 至 1，1 为单一来源；金额未知的只缺这一笔：给出已知部分的数值、已知笔数和可能的范围；供方份额（share）都有记录时按份额计。",
          en:
            "HHI is the sum of the squares of the suppliers' shares, 0 to 1, 1 for a single source. A blank amount drops itself alone: a figure is that of the known, with how many amounts are known and where it can lie; where the share of every supplier is on record, the shares are taken."
        )
      ]
    return answer
  }

  private static func goods(_ sourcing: Sourcing, _ buyers: Set<FirmID>?) -> Answer.Table {
    Answer.Table(
      "goods", zh: "按产品", en: "By good",
      ["product_id", "name", "buyers", "single_sourced_buyers", "bought_cny_wan", "local_supply_ratio", "leakage"],
      over: sourcing.byGood(buyers: buyers), shown: 30
    ) { row in
      [
        .text(sourcing.view.subject(row.good).id), .words(sourcing.view.name(row.good)), .count(row.total.purchases),
        .count(row.total.singleSourced), .number(row.total.bought.range), .share(row.total.local), .share(row.total.leakage),
      ]
    }
  }

  private static func purchases(_ sourcing: Sourcing, _ purchases: [Int]) -> Answer.Table {
    let view = sourcing.view
    let network = view.network
    return Answer.Table(
      "purchases", zh: "按采购方和产品", en: "By buyer and good",
      ["buyer_id", "buyer", "product_id", "name", "suppliers", "hhi", "bought_cny_wan", "local_supply_ratio"], over: purchases, shown: 30
    ) { purchase in
      let buyer = FirmID(Int(view.buyers[purchase]))
      return [
        .text(network.firms.id(buyer)), .words(network.firmName(buyer)), .text(view.subject(view.goods[purchase]).id),
        .words(view.name(view.goods[purchase])), .count(Int(sourcing.supplierCounts[purchase])), .number(sourcing.concentration(purchase)),
        .number(sourcing.amount(purchase).range), .share(sourcing.local(purchase)),
      ]
    }
  }
}
