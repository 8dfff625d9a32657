public import ClusterAnalysis
public import ClusterIO
public import ClusterModel

/// Rows of a candidate file, looked up in a network.
public struct CandidateRows: Sendable {
  /// Empty when ``findings`` is not.
  public private(set) var candidates: [StrengtheningCandidate] = []
  /// Everything that does not fit the network, in the order of rows.
  public private(set) var findings: [Finding] = []

  private let view: SupplyView
  private let makers: Makers
  private var firms: [String: FirmID] = [:]
  private let projects: [PlannedFirms.Firm]

  /// O(firms + rows × purchases of one firm).
  public init(_ rows: [CandidateRow], in view: SupplyView) {
    self.view = view
    makers = Makers(view)
    let network = view.network
    projects = rows.contains { $0.action == .project } ? PlannedFirms(network).firms : []
    let wanted = Set(rows.flatMap { [$0.firm, $0.supplier] })
    for firm in network.firms.all {
      let id = network.firms.id(firm)
      if wanted.contains(id) { firms[id] = firm }
    }
    var first: [StrengtheningCandidate.Kind: Int] = [:]
    var found: [StrengtheningCandidate] = []
    for row in rows {
      guard let candidate = candidate(row) else { continue }
      if let earlier = first[candidate.kind] {
        report(
          row, "", LocalText(zh: "同一措施已在第 \(earlier) 行给出", en: "the same action is given in row \(earlier)"),
          LocalText(zh: "每项措施只留一行", en: "keep one row for each action"))
        continue
      }
      first[candidate.kind] = row.place.row ?? 0
      found.append(candidate)
    }
    if findings.isEmpty { candidates = found }
  }

  private mutating func report(_ row: CandidateRow, _ column: String, _ message: LocalText, _ remedy: LocalText) {
    findings.append(
      Finding(
        rule: "bad-candidate", severity: .error, subject: Subject(table: "candidates", id: "row \(row.place.row ?? 0)"), message: message,
        remedy: remedy, places: [Place(file: row.place.file, row: row.place.row, column: column)]))
  }

  private mutating func firm(_ id: String, _ column: String, _ row: CandidateRow) -> FirmID? {
    if let firm = firms[id] { return firm }
    report(
      row, column, LocalText(zh: "网络中没有企业“\(id)”", en: "there is no firm “\(id)” in the network"),
      LocalText(zh: "填 firms.csv 中的编号", en: "give an id of firms.csv"))
    return nil
  }

  /// The good that `buyer` buys under this id.
  private mutating func good(of buyer: FirmID, _ row: CandidateRow) -> Good? {
    let bought = view.purchases(of: buyer).map { view.goods[$0] }
    if let good = bought.first(where: { view.subject($0).id == row.product }) { return good }
    let list = bought.prefix(8).map { view.subject($0).id }.joined(separator: ", ")
    report(
      row, "product_id", LocalText(zh: "\(row.firm) 没有采购“\(row.product)”的记录", en: "\(row.firm) is not recorded to buy “\(row.product)”"),
      list.isEmpty
        ? LocalText(zh: "该企业没有采购记录", en: "the firm has no recorded purchases") : LocalText(zh: "它采购：\(list)", en: "it buys \(list)"))
    return nil
  }

  private mutating func candidate(_ row: CandidateRow) -> StrengtheningCandidate? {
    switch row.action {
    case .secondSupplier:
      let (buyer, supplier) = (firm(row.firm, "firm_id", row), firm(row.supplier, "supplier_id", row))
      guard let buyer, let supplier, let good = good(of: buyer, row) else { return nil }
      let purchase = view.purchases(of: buyer).first { view.goods[$0] == good }!
      if buyer == supplier || view.entries(purchase).contains(where: { view.suppliers[$0] == supplier.index }) {
        report(
          row, "supplier_id",
          LocalText(
            zh: "\(row.supplier) 已向 \(row.firm) 供应该产品，或就是它自己", en: "\(row.supplier) supplies it to \(row.firm) already, or is the same firm"
          ),
          LocalText(zh: "填另一家企业", en: "give another firm"))
        return nil
      }
      let similarity = makers.candidates(for: good).first { $0.firm == supplier.index }?.similarity
      return StrengtheningCandidate(
        .secondSupplier(buyer: buyer, good: good, supplier: supplier), cost: row.cost,
        distance: makers.distance(supplier.index, buyer.index), similarity: similarity)
    case .newFirm:
      var county: CountyID?
      if !row.county.isEmpty {
        county = view.network.county(code: row.county)
        if county == nil {
          report(
            row, "county_code", LocalText(zh: "没有县区“\(row.county)”", en: "there is no county “\(row.county)”"),
            LocalText(zh: "填 counties.csv 中的代码，或留空", en: "give a code of counties.csv, or nothing"))
        }
      }
      guard let good = view.goods.first(where: { view.product($0) != nil && view.subject($0).id == row.product }) else {
        report(
          row, "product_id", LocalText(zh: "没有企业采购产品“\(row.product)”", en: "nobody buys a product “\(row.product)”"),
          LocalText(zh: "填 products.csv 中有人采购的产品", en: "give a product of products.csv that somebody buys"))
        return nil
      }
      return StrengtheningCandidate(.newFirm(good: good, county: county), cost: row.cost)
    case .stock:
      guard let buyer = firm(row.firm, "firm_id", row), let good = good(of: buyer, row) else { return nil }
      return StrengtheningCandidate(.stock(buyer: buyer, good: good, days: row.days ?? 1), cost: row.cost)
    case .alternateSite:
      return firm(row.firm, "firm_id", row).map { StrengtheningCandidate(.alternateSite(firm: $0), cost: row.cost) }
    case .project:
      guard let project = projects.first(where: { $0.id == row.firm }) else {
        report(
          row, "firm_id", LocalText(zh: "没有招商项目“\(row.firm)”", en: "there is no project “\(row.firm)”"),
          LocalText(zh: "填 projects.csv 中的项目编号", en: "give a project_id of projects.csv"))
        return nil
      }
      let candidate = ProjectPortfolio.candidate(project, in: view, cost: row.cost)
      if candidate == nil {
        report(
          row, "firm_id", LocalText(zh: "没有企业采购项目“\(row.firm)”的产品", en: "nobody buys what the project “\(row.firm)” is to make"),
          LocalText(zh: "去掉这一行", en: "leave the row out"))
      }
      return candidate
    }
  }
}
