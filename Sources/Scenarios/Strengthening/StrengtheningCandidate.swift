public import ClusterAnalysis
public import ClusterModel

/// Something that could be done against losses, and what it costs.
public struct StrengtheningCandidate: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// `supplier` delivers `good` to `buyer` too.
    case secondSupplier(buyer: FirmID, good: Good, supplier: FirmID)
    /// A firm that is not there yet makes `good`, in `county`, for everyone who buys it on the way to a target.
    case newFirm(good: Good, county: CountyID?)
    /// `buyer` holds a stock of `good`.
    case stock(buyer: FirmID, good: Good, days: Double)
    /// `firm` can make what it makes at another site too.
    case alternateSite(firm: FirmID)
    /// A planned firm comes: it makes `goods` for everyone who buys them on the way to a target. `row` is its first row of the table of projects.
    case project(row: Int, goods: [Good])
  }

  public var kind: Kind
  /// 10,000 yuan.
  public var cost: Double
  /// Kilometres between supplier and buyer; `nil` when unknown or without meaning.
  public var distance: Double?
  /// 0…1: how near what the supplier makes today is to the good; 1 when it makes it.
  public var similarity: Double?

  public init(_ kind: Kind, cost: Double, distance: Double? = nil, similarity: Double? = nil) {
    self.kind = kind
    self.cost = cost
    self.distance = distance
    self.similarity = similarity
  }

  /// The words in files, and the names of the kinds.
  public static let words: [(word: String, label: LocalText)] = [
    (word: "second_supplier", label: LocalText(zh: "第二供应商", en: "second supplier")),
    (word: "new_firm", label: LocalText(zh: "新企业（设想）", en: "new firm (hypothetical)")),
    (word: "stock", label: LocalText(zh: "库存", en: "stock")), (word: "alternate_site", label: LocalText(zh: "备用产地", en: "alternate site")),
    (word: "project", label: LocalText(zh: "招商项目", en: "project")),
  ]

  /// The position in ``words``.
  public var kindNumber: Int {
    switch kind {
    case .secondSupplier: 0
    case .newFirm: 1
    case .stock: 2
    case .alternateSite: 3
    case .project: 4
    }
  }

  /// What is to be done, in a sentence: a proposal, no fact.
  public func sentence(_ view: SupplyView) -> LocalText {
    let firms = view.network.firms
    func name(_ firm: FirmID, _ language: Language) -> String { firms.name(firm, language) }
    switch kind {
    case .secondSupplier(let buyer, let good, let supplier):
      let good = view.name(good)
      return LocalText(
        zh: "为\(name(buyer, .zh))引入\(name(supplier, .zh))供应\(good.zh)",
        en: "win \(name(supplier, .en)) as one more supplier of \(good.en) for \(name(buyer, .en))")
    case .newFirm(let good, let county):
      let (good, place) = (view.name(good), county.map { view.network.counties[$0.row].name })
      return LocalText(
        zh: "设想：在\(place?[.zh] ?? "本区域")新办\(good.zh)企业", en: "found a maker of \(good.en) in \(place?[.en] ?? "the region") (hypothetical)")
    case .stock(let buyer, let good, let days):
      let (good, days) = (view.name(good), Decimals.text(days, 0))
      return LocalText(zh: "为\(name(buyer, .zh))储备 \(days) 天的\(good.zh)", en: "stock \(days) days of \(good.en) at \(name(buyer, .en))")
    case .alternateSite(let firm):
      return LocalText(zh: "为\(name(firm, .zh))备好另一产地", en: "prepare another site for \(name(firm, .en))")
    case .project(let row, let goods):
      let (project, goods) = (view.network.projects[row].name, goods.map { view.name($0) })
      return LocalText(
        zh: "招商项目“\(project[.zh])”投产，供应\(goods.map(\.zh).joined(separator: "、"))",
        en: "bring the project “\(project[.en])” into production, for \(goods.map(\.en).joined(separator: ", "))")
    }
  }

  /// The cells of a candidate file: firm_id (of a project its project_id), product_id, supplier_id, county_code, days. A good without product is named by its supplier's sector.
  public func cells(_ view: SupplyView) -> (firm: String?, good: String?, supplier: String?, county: String?, days: Double?) {
    let network = view.network
    switch kind {
    case .secondSupplier(let buyer, let good, let supplier):
      return (network.firms.id(buyer), view.subject(good).id, network.firms.id(supplier), nil, nil)
    case .newFirm(let good, let county): return (nil, view.subject(good).id, nil, county.map { network.counties[$0.row].code }, nil)
    case .stock(let buyer, let good, let days): return (network.firms.id(buyer), view.subject(good).id, nil, nil, days)
    case .alternateSite(let firm): return (network.firms.id(firm), nil, nil, nil, nil)
    case .project(let row, _): return (network.projects[row].id, nil, nil, nil, nil)
    }
  }
}
