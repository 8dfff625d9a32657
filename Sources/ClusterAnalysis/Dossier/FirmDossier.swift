public import ClusterModel

/// 企业档案: what is on record about one firm, what it hangs on, who is like it, and which figures are unknown.
public struct FirmDossier: Sendable {
  /// A supplier or buyer, direct or one further on.
  public struct Partner: Sendable {
    public var firm: FirmID
    /// 1 or 2.
    public var tier: Int
    /// What passes between it and the firm a year, 10,000 yuan; `nil` at tier 2, and where an amount is unknown.
    public var amount: Double?
  }

  public let firm: FirmID
  /// By tier, then the larger amount, ties by id.
  public let suppliers: [Partner]
  public let buyers: [Partner]
  /// Firms whose loss alone stops it, heaviest first.
  public let singlePoints: [FirmID]
  public let topSupplierShare: Measured
  public let topBuyerShare: Measured
  /// Firms of the region that share a stage with it, else its industry code, largest output first, unknown last, ties by id.
  public let peers: [FirmID]
  /// Its place among itself and its peers by output, from 1; `nil` where its output is unknown.
  public let rank: Int?
  /// Figures that are unknown, with the missing facts.
  public let gaps: [(field: FirmField, missing: LocalText)]
  public let fields: [(field: FirmField, value: Measured)]

  /// What a dossier tells of a firm.
  public static let told: [FirmField] = [
    .revenue, .research, .researchShare, .employees, .revenuePerEmployee, .tax, .suppliers, .buyers, .singleSourced, .localSupply,
    .topSupplierShare, .topBuyerShare,
  ]
  /// What a bank or an exchange asks for first.
  public static let disclosed: [FirmField] = [.revenue, .research, .employees, .tax, .topSupplierShare, .topBuyerShare]

  /// - Parameters:
  ///   - firm: whose dossier.
  ///   - measures: with the fields of ``told``.
  ///   - singlePoints: from ``WeakLinks``, when they are there already.
  public init(_ firm: FirmID, in measures: FirmMeasures, singlePoints: [FirmID]? = nil) {
    let network = measures.facts.network
    self.firm = firm
    let ids = network.firms.ids
    suppliers = Self.partners(of: firm, network, isSupplier: true)
    buyers = Self.partners(of: firm, network, isSupplier: false)
    self.singlePoints =
      singlePoints ?? WeakLinks(measures.facts.sourcing.view, targets: [.firm(firm, in: network)]).results[0].singlePoints
    fields = Self.told.map { ($0, measures.number($0, of: firm) ?? .unknown(LocalText(zh: "", en: ""))) }
    gaps = Self.told.compactMap { field in measures.number(field, of: firm)?.missing.map { (field, $0) } }
    topSupplierShare = measures.number(.topSupplierShare, of: firm) ?? .unknown(LocalText(zh: "", en: ""))
    topBuyerShare = measures.number(.topBuyerShare, of: firm) ?? .unknown(LocalText(zh: "", en: ""))
    let stages = Set(measures.facts.firmStages[firm])
    let code = network.firms.industry[firm.row]
    let output = measures.facts.weights.values
    func weight(_ firm: FirmID) -> Double { output[firm.row].isNaN ? -1 : output[firm.row] }
    let peers = network.firms.all.filter { other in
      guard other != firm, network.counties.isEmpty || network.isInside(other) == true else { return false }
      if stages.isEmpty { return !code.isEmpty && network.firms.industry[other.row] == code }
      return measures.facts.firmStages[other].contains { stages.contains($0) }
    }.sorted { weight($0) != weight($1) ? weight($0) > weight($1) : ids.precedes($0.row, $1.row) }
    self.peers = peers
    rank = output[firm.row].isNaN ? nil : 1 + peers.count { weight($0) > weight(firm) }
  }

  private static func partners(of firm: FirmID, _ network: Network, isSupplier: Bool) -> [Partner] {
    let (near, far) =
      isSupplier ? (network.supplies.buyers, network.supplies.suppliers) : (network.supplies.suppliers, network.supplies.buyers)
    var direct: [FirmID: Double] = [:]
    for link in near.indices where near[link] == firm.index && far[link] != firm.index {
      direct[FirmID(Int(far[link])), default: 0] += network.supplies.amount[link] ?? .nan
    }
    var isDirect = [Bool](repeating: false, count: network.firms.count)
    for partner in direct.keys { isDirect[partner.row] = true }
    var further: Set<FirmID> = []
    for link in near.indices where isDirect[Int(near[link])] {
      let other = FirmID(Int(far[link]))
      if other != firm && !isDirect[other.row] { further.insert(other) }
    }
    let all =
      direct.map { Partner(firm: $0.key, tier: 1, amount: $0.value.isNaN ? nil : $0.value) }
      + further.map { Partner(firm: $0, tier: 2, amount: nil) }
    let ids = network.firms.ids
    return all.sorted { a, b in
      if a.tier != b.tier { return a.tier < b.tier }
      let (x, y) = (a.amount ?? -1, b.amount ?? -1)
      return x != y ? x > y : ids.precedes(a.firm.row, b.firm.row)
    }
  }
}
