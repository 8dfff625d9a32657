public import ClusterModel

/// A firm beside another, field by field: values and differences, no score.
public struct LeaderComparison: Sendable {
  public static let fields: [FirmField] = [
    .revenue, .employees, .revenuePerEmployee, .tax, .research, .researchShare, .technologyHonours, .clusterShare, .suppliers, .buyers,
    .partnersInside, .upstreamFirms, .goodsBought, .singleSourced, .highestHHI, .localSupply, .topSupplierShare, .topBuyerShare,
  ]

  public struct Row: Sendable {
    public var field: FirmField
    public var own: Measured
    public var peer: Measured
    /// Peer minus own; `nil` where one is unknown.
    public var difference: Double? { own.value.flatMap { a in peer.value.map { $0 - a } } }
  }

  public let own: FirmID
  public let peer: FirmID
  public let rows: [Row]
  /// Firms whose loss alone stops each (M2).
  public let singlePoints: (own: [FirmID], peer: [FirmID])

  public init(_ own: FirmID, against peer: FirmID, in facts: BenchmarkFacts) {
    self.own = own
    self.peer = peer
    let measures = FirmMeasures(facts, fields: Set(Self.fields))
    rows = Self.fields.map { field in
      let none = Measured.unknown(LocalText(zh: "", en: ""))
      return Row(field: field, own: measures.number(field, of: own) ?? none, peer: measures.number(field, of: peer) ?? none)
    }
    let results = WeakLinks(facts.sourcing.view, targets: [own, peer].map { .firm($0, in: facts.network) }).results
    singlePoints = (results[0].singlePoints, results[1].singlePoints)
  }
}
