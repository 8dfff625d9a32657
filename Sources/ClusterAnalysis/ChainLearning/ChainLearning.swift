public import ClusterModel

/// What the purchases on record teach of a chain: inputs that firms at a stage buy and the template does not have, and stages of firms that have none.
///
/// Only firms at a single stage teach: what a firm at several buys cannot be told apart. A firm without a purchase of a good whose stage is known says
/// nothing. O(links + firms · stages of their neighbours).
public struct ChainLearning: Sendable {
  public struct Settings: Sendable {
    /// Firms that must buy it; partners that must point to a stage.
    public var support = 2
    /// The share of the firms at the stage, with purchases on record, that must buy it, 0…1.
    public var share = 0.5

    public init() {}
  }

  /// A requirement that the template lacks.
  public struct Proposal: Sendable {
    public var input: StageID
    public var output: StageID
    /// Firms at the output stage that buy it, by row.
    public var buyers: [FirmID]
    /// Firms there with purchases on record, and not of it.
    public var exceptions: [FirmID]

    public var share: Double { Double(buyers.count) / Double(buyers.count + exceptions.count) }
  }

  /// How the stage of a firm without one is inferred.
  public enum Evidence: Sendable, Hashable {
    /// One stage alone has the firm's industry code.
    case code
    /// So many of the firm's partners stand at stages that the stage delivers to or is supplied by.
    case partners(Int, of: Int)
  }

  public struct Placement: Sendable {
    public var firm: FirmID
    public var stage: StageID
    public var evidence: Evidence
  }

  /// By output and input.
  public let proposals: [Proposal]
  /// By firm; the surest evidence alone, and nothing where two stages have the same.
  public let placements: [Placement]
  /// Firms without a stage for which nothing speaks, or as much for two.
  public let leftOpen: [FirmID]

  /// - Parameters:
  ///   - network: with a template, and firms at its stages.
  ///   - settings: from when on something is proposed.
  public init(_ network: Network, settings: Settings = Settings()) {
    let stages = FirmStages(network)
    let single = network.firms.all.map { firm in stages[firm].count == 1 ? stages[firm].first : nil }
    var bought = [Set<StageID>](repeating: [], count: network.firms.count)
    for row in 0..<network.supplies.count where network.supplies.provenance.kind(row) != .proposed {
      let link = SupplyID(row)
      let known = network.supplies.product(link).flatMap { network.products[$0.row].stage }
      if let stage = known ?? single[network.supplies.supplier(link).row] { bought[network.supplies.buyer(link).row].insert(stage) }
    }
    proposals = Self.proposals(network, single, bought, settings)
    (placements, leftOpen) = Self.placements(network, stages, single, support: settings.support)
  }

  private static func proposals(
    _ network: Network, _ single: [StageID?], _ bought: [Set<StageID>], _ settings: Settings
  ) -> [Proposal] {
    var teachers = [[FirmID]](repeating: [], count: network.stages.count)
    for firm in network.firms.all {
      if let stage = single[firm.row], !bought[firm.row].subtracting([stage]).isEmpty { teachers[stage.row].append(firm) }
    }
    let known = Set(network.requirements.map { [$0.input, $0.output] })
    var found: [Proposal] = []
    for (row, firms) in teachers.enumerated() {
      let output = StageID(row)
      for input in firms.reduce(into: Set<StageID>(), { $0.formUnion(bought[$1.row]) }).sorted() {
        if input == output || known.contains([input, output]) { continue }
        let proposal = Proposal(
          input: input, output: output, buyers: firms.filter { bought[$0.row].contains(input) },
          exceptions: firms.filter { !bought[$0.row].contains(input) })
        if proposal.buyers.count >= settings.support && proposal.share >= settings.share { found.append(proposal) }
      }
    }
    return found
  }

  private static func placements(
    _ network: Network, _ stages: FirmStages, _ single: [StageID?], support: Int
  ) -> ([Placement], [FirmID]) {
    let unplaced = network.firms.all.filter { stages[$0].isEmpty }
    var byCode: [String: [StageID]] = [:]
    for (row, stage) in network.stages.enumerated() where !stage.industryCode.isEmpty {
      byCode[stage.industryCode, default: []].append(StageID(row))
    }
    var (before, after) = ([StageID: [StageID]](), [StageID: [StageID]]())
    for requirement in network.requirements {
      before[requirement.output, default: []].append(requirement.input)
      after[requirement.input, default: []].append(requirement.output)
    }
    let isUnplaced = Set(unplaced)
    var votes: [FirmID: [StageID: Int]] = [:]
    var partners: [FirmID: Int] = [:]
    for row in 0..<network.supplies.count where network.supplies.provenance.kind(row) != .proposed {
      let link = SupplyID(row)
      let (supplier, buyer) = (network.supplies.supplier(link), network.supplies.buyer(link))
      for (firm, other, next) in [(supplier, buyer, before), (buyer, supplier, after)] where isUnplaced.contains(firm) {
        guard let stage = single[other.row] else { continue }
        partners[firm, default: 0] += 1
        for candidate in next[stage] ?? [] { votes[firm, default: [:]][candidate, default: 0] += 1 }
      }
    }
    var found: [Placement] = []
    var open: [FirmID] = []
    for firm in unplaced {
      let coded = byCode[network.firms.industry[firm.row]] ?? []
      if coded.count == 1 {
        found.append(Placement(firm: firm, stage: coded[0], evidence: .code))
        continue
      }
      // Where several stages have the code, the partners choose among them.
      let own = (votes[firm] ?? [:]).filter { coded.isEmpty || coded.contains($0.key) }
      let most = own.values.max() ?? 0
      let best = own.filter { $0.value == most }.map(\.key)
      if best.count == 1, most >= support, let count = partners[firm] {
        found.append(Placement(firm: firm, stage: best[0], evidence: .partners(most, of: count)))
      } else {
        open.append(firm)
      }
    }
    return (found, open)
  }
}
