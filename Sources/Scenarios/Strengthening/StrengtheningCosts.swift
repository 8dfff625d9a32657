public import ClusterModel

/// What actions are taken to cost where no candidate file says it, 10,000 yuan: round numbers to begin with, from no price list.
public struct StrengtheningCosts: Sendable {
  /// Finding, sampling and qualifying another supplier.
  public var qualification = 20.0
  /// Each kilometre between the counties of supplier and buyer.
  public var perKilometre = 0.1
  /// Kilometres where one of the counties, or its place, is unknown.
  public var unknownDistance = 200.0
  /// Retooling a maker of something else altogether; less by the similarity of what it makes.
  public var retooling = 300.0
  /// A new firm at a stage.
  public var newFirm = 2000.0
  /// Another site, as a share of the firm's revenue a year; at least, and where the revenue is unknown.
  public var siteShare = 0.1
  public var siteLeast = 100.0
  public var siteUnknown = 500.0
  /// A stock costs what lies in it; where the amount bought is unknown.
  public var stockUnknown = 50.0
  /// Days of a stock.
  public var stockDays = 30.0
  /// Days until a supplier runs again, where firms.csv does not say.
  public var recoveryDays = 30.0

  public init() {}

  /// To a tenth of 10,000 yuan.
  static func rounded(_ cost: Double) -> Double { (cost * 10).rounded() / 10 }

  func supplier(distance: Double?, similarity: Double) -> Double {
    Self.rounded(qualification + perKilometre * (distance ?? unknownDistance) + retooling * (1 - similarity))
  }

  func site(revenue: Double?) -> Double { Self.rounded(revenue.map { max(siteLeast, siteShare * $0) } ?? siteUnknown) }

  func stock(amount: Double?, days: Double) -> Double {
    max(0.1, Self.rounded(amount.map { $0 * days / 365 } ?? stockUnknown * days / stockDays))
  }

  /// The table in a sentence.
  public var text: LocalText {
    func number(_ value: Double) -> String { Decimals.exact(value) }
    return LocalText(
      zh: "默认成本（万元）：认证一家供应商 \(number(qualification))，每公里 \(number(perKilometre))，转产最多 \(number(retooling))（按产品相似度递减）；"
        + "新企业 \(number(newFirm))；备用产地为年营业收入的 \(number(siteShare * 100)) %（至少 \(number(siteLeast))，未知 \(number(siteUnknown))）；"
        + "\(number(stockDays)) 天库存为采购额（未知 \(number(stockUnknown))）。均为示意整数，非报价；请以候选措施表给出实际成本。",
      en:
        "default costs (10k CNY): qualifying a supplier \(number(qualification)), each km \(number(perKilometre)), retooling up to \(number(retooling)) "
        + "(less by similarity); a new firm \(number(newFirm)); another site \(number(siteShare * 100)) % of revenue (at least \(number(siteLeast)), "
        + "unknown \(number(siteUnknown))); \(number(stockDays)) days of stock what is bought then (unknown \(number(stockUnknown))). "
        + "Round numbers to begin with, no quotes: give yours in a list of candidate actions.")
  }
}
