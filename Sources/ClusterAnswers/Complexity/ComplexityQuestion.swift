public import Answers
public import ClusterAnalysis
import ClusterModel

/// What are places good at, how complex is that, and what could come next in one of them (产业复杂度)?
public struct ComplexityQuestion: Sendable {
  /// Who makes it.
  public var places: RegionalAmounts.Places = .county
  /// What is made.
  public var goods: RegionalAmounts.Kind = .stage
  /// A place, by id or name, of which is asked what could come next there; all places where it is `nil`.
  public var place: String?

  public init() {}

  /// Without a place the tables `places` and `products`; with one `options` (what it has no advantage in yet, nearest first) and `present`.
  /// O(products² · places).
  ///
  /// - Throws: ``QuestionError`` where no amount is known, or none of the place.
  public func answer(_ study: Study) throws -> Answer { try result(study).answer }

  /// The same of any table of places, products and amounts.
  public func answer(of amounts: RegionalAmounts) throws -> Answer { try result(of: amounts).answer }

  package func result(_ study: Study) throws -> ComplexityResult {
    let facts = study.facts()
    return try result(of: RegionalAmounts(facts, places: places, by: goods), facts)
  }

  package func result(of amounts: RegionalAmounts, _ facts: BenchmarkFacts? = nil) throws -> ComplexityResult {
    if amounts.places.isEmpty {
      throw QuestionError(
        .missingData, zh: "没有数额已知的地点", en: "no amount of any place is known",
        remedy: LocalText(
          zh: "在 firms.csv 填写 county_code（或 cluster_id）、revenue_cny_wan，在 makes.csv 填写产品或环节",
          en: "give county_code (or cluster_id) and revenue_cny_wan in firms.csv, and products or stages in makes.csv"))
    }
    let row = try place.map { try position(of: $0, amounts, facts?.network) }
    return ComplexityResult(complexity: RegionalComplexity(amounts), facts: facts, place: row)
  }

  private func position(of wanted: String, _ amounts: RegionalAmounts, _ network: Network?) throws -> Int {
    func row(_ id: String) -> Int? { amounts.places.firstIndex { $0.id == id } }
    if let row = row(wanted) { return row }
    if let network {
      let id =
        switch places {
        case .county: network.counties[try network.find(county: wanted).row].code
        case .cluster: network.clusters[try network.find(cluster: wanted).row].id
        }
      if let row = row(id) { return row }
    }
    let ids = amounts.places.prefix(12).map { SafeText.safe($0.id) }
    throw QuestionError(
      .missingData, zh: "“\(SafeText.safe(wanted))”没有已知的数额", en: "no amount of \"\(SafeText.safe(wanted))\" is known",
      remedy: LocalText(zh: "可选：\(ids.joined(separator: "、"))", en: "one of: \(ids.joined(separator: ", "))"))
  }
}

/// The complexity of places and products, for the answer and for a list of proximities.
package struct ComplexityResult: Sendable {
  package let complexity: RegionalComplexity
  /// `nil` for a foreign table.
  let facts: BenchmarkFacts?
  /// Position in the places.
  let place: Int?

  var amounts: RegionalAmounts { complexity.amounts }

  package var answer: Answer { place.map { options(of: $0) } ?? overview }

  /// The eigenvalues say how well ECI is determined: for data, since readers are told when it is not.
  var head: [(column: Answer.Column, value: Cell)] {
    [
      ("places_count", .count(amounts.places.count)), ("products_count", .count(amounts.products.count)),
      (.data("eigenvalue"), .number(complexity.eigenvalue)), (.data("eigen_gap"), .number(complexity.gap)),
    ]
  }

  var notes: [LocalText] {
    var notes: [LocalText] = []
    if let refusal = complexity.refusal {
      notes.append(
        LocalText(
          zh: "未给出地点复杂度（ECI）、产品复杂度（PCI）与前景：\(refusal.zh)。",
          en: "the complexity of places (ECI) and products (PCI) and the outlooks are not given: \(refusal.en)."))
    }
    notes.append(
      LocalText(
        zh:
          "比较优势（RCA）为该地在某产品中的份额与其在全部产品中的份额之比，不小于 1 即有优势，以表中全部地点为参照。相近度对角线为 1；ECI 取总体标准差、与多样性同号；前景由未减均值的 PCI 算出并标准化；适应度迭代 19 步。",
        en:
          "the advantage (RCA) is a place's share of a product by its share of everything, against all places here; from 1 on it has one. Proximity has diagonal 1; ECI has the population's deviation and the sign of diversity; outlooks are from PCI before its mean is taken off, then standardised; fitness after 19 steps."
      ))
    guard let facts else { return notes }
    let (output, product) = (amounts.firmsWithoutOutput, amounts.firmsWithoutProduct)
    let wording = Wording(.en)
    notes.append(
      LocalText(
        zh: "企业产出由其各产品（环节）均分；\(output) 家产出未知、\(product) 家产品未知，未计入。相关不等于可行，土地、能耗、市场均未考虑。",
        en:
          "a firm's output is shared equally by what it makes; \(wording.count(output, "", "firm", "firms")) of unknown output and \(wording.count(product, "", "firm", "firms")) of unknown products are left out. Near is not feasible: land, energy and markets are not looked at."
      ))
    return notes + Notes.synthetic(facts.network)
  }
}
