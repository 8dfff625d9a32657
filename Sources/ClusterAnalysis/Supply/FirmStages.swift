public import ClusterModel

/// Which stages each firm works at: those its `makes` rows name, else those of the products it is recorded to sell.
///
/// A proposed sale does not change where a firm works today; only a firm that is itself proposed works where its plan says.
public struct FirmStages: Sendable {
  /// Firm `f` works at `stages[offsets[f] ..< offsets[f + 1]]`, ascending, each once.
  public let offsets: [Int32]
  public let stages: [StageID]

  public init(_ network: Network) {
    var pairs: [UInt64] = []
    func add(_ firm: Int, _ stage: StageID) { pairs.append(UInt64(UInt32(firm)) << 32 | UInt64(UInt32(stage.index))) }
    var hasMakings = [Bool](repeating: false, count: network.firms.count)
    for making in network.makings {
      hasMakings[making.firm.row] = true
      if let stage = making.stage ?? making.product.flatMap({ network.products[$0.row].stage }) { add(making.firm.row, stage) }
    }
    if network.products.contains(where: { $0.stage != nil }) {
      let supplies = network.supplies
      let hasProposals = supplies.provenance.kinds.contains(ProvenanceKind.proposed.rawValue)
      for link in 0..<supplies.products.count where supplies.products[link] >= 0 && !hasMakings[Int(supplies.suppliers[link])] {
        if hasProposals, supplies.provenance.kind(link) == .proposed,
          network.firms.provenance.kind(Int(supplies.suppliers[link])) != .proposed
        {
          continue
        }
        if let stage = network.products[Int(supplies.products[link])].stage { add(Int(supplies.suppliers[link]), stage) }
      }
    }
    pairs.sort()
    var offsets: [Int32] = [0]
    var stages: [StageID] = []
    var last: UInt64?
    for pair in pairs where pair != last {
      let firm = Int(pair >> 32)
      while offsets.count <= firm { offsets.append(Int32(stages.count)) }
      stages.append(StageID(Int(pair & 0xFFFF_FFFF)))
      last = pair
    }
    while offsets.count <= network.firms.count { offsets.append(Int32(stages.count)) }
    self.offsets = offsets
    self.stages = stages
  }

  /// The stages of `firm`, ascending.
  public subscript(firm: FirmID) -> ArraySlice<StageID> { stages[Int(offsets[firm.row])..<Int(offsets[firm.row + 1])] }
}

extension FirmStages {
  /// A trade or service, which makes nothing: by the firm's own industry code, else where each of its stages is one.
  ///
  /// - Parameters:
  ///   - firm: of the network.
  ///   - network: that the stages are of.
  package func isTradeOrService(_ firm: FirmID, in network: Network) -> Bool {
    let own = network.firms.industry[firm.row]
    if IndustryCode.hasForm(own) { return IndustryCode.isService(own) }
    let stages = self[firm]
    return !stages.isEmpty && stages.allSatisfy { network.stages[$0.row].isService }
  }
}
