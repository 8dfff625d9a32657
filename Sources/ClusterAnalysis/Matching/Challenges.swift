public import ClusterModel
import CutSets

/// Needs to publish so that solvers come forward (揭榜挂帅): products that firms of the region need and nobody in it makes, the one that would stop most output first.
///
/// What is at risk is found by losing every delivery of the product from outside to firms inside, and following the supply (METRICS M1, M5): a firm stops when it can get
/// none of it and nothing may stand in for it. A stage that the chain template requires, that nobody inside works at and nobody inside is recorded to buy from, is listed too: what
/// is at risk there is unknown.
public struct Challenges: Sendable {
  public struct Challenge: Sendable {
    /// A product, or a stage none of whose products is bought on record.
    public var subject: Subject
    public var product: ProductID?
    public var stage: StageID?
    /// Firms inside that buy it, or that need the stage; by id.
    public var buyers: [FirmID]
    /// Bought outside, 10,000 yuan a year; `nil` when nothing is on record.
    public var bought: KnownSum?
    /// Who delivers it now; by id.
    public var suppliers: [FirmID]
    /// Firms inside that stop without it, in the order in which they do; `nil` where no supply is on record.
    public var stopped: [FirmID]?
    /// Their weight, as far as known; `nil` likewise.
    public var atRisk: KnownSum?
    public var leadersStopped: Int
    /// Who might solve it, the nearest to it first; empty when the data know nobody.
    public var solvers: [Solver]
  }

  /// A firm that might make it, and why it comes to mind.
  public struct Solver: Sendable {
    public enum Reason: Int, Sendable, CaseIterable {
      /// Makes another product of the same stage, inside.
      case sameStage
      /// Makes what may stand in for it, inside.
      case substitute
      /// Of the industry of those who make it, inside.
      case sameIndustry
      /// Works at the stage before or after, inside, with research or a technology honour on record.
      case neighbourStage
      /// Makes it elsewhere, and does not deliver to the region yet.
      case makesElsewhere
    }
    public var firm: FirmID
    public var reason: Reason
  }

  public let model: SupplyModel
  public let weights: FirmWeights
  /// The most at risk first, unknown last, ties by id.
  public let challenges: [Challenge]
  /// Solvers listed for one challenge.
  package static let solverLimit = 6

  public var network: Network { model.network }

  /// - Parameters:
  ///   - view: the purchases of the whole network.
  ///   - cluster: only what its firms buy; `nil` is every firm of the region.
  ///   - county: only what its firms buy, likewise.
  ///   - measure: what counts as lost.
  /// - Complexity: one cascade for each product that nobody inside makes.
  public init(_ view: SupplyView, cluster: ClusterID? = nil, county: CountyID? = nil, measure: LossMeasure = .output) {
    let network = view.network
    let model = SupplyModel(view, events: .links)
    self.model = model
    weights = FirmWeights(measure, of: network)
    let places = Places(network: network, scope: .region)
    // Without any county every firm is inside; one of unknown county is no outsider.
    let isInside = network.firms.all.map { places.isInside($0) ?? true }
    let isAsked = network.firms.all.map { firm in
      isInside[firm.row] && (cluster == nil || network.firms.cluster(firm) == cluster)
        && (county == nil || network.firms.county(firm) == county)
    }
    let desk = SolverDesk(model, isInside: isInside)
    var state = Survival(of: model.structure)
    var found: [Challenge] = []
    for (product, entries) in Self.outsideEntries(view, isInside: isInside, isAsked: isAsked) where !desk.isMade(product) {
      found.append(
        Self.challenge(product, entries, model, isInside, weights.values, desk, &state))
    }
    found += desk.unrecordedStages(isAsked: isAsked)
    challenges = found.sorted { a, b in
      // What is lost of firms of unknown weight is not nothing: it comes before what stops nobody.
      let (x, y) = (a.atRisk?.amount ?? -1, b.atRisk?.amount ?? -1)
      if x != y { return x > y }
      let (many, few) = (a.stopped?.count ?? 0, b.stopped?.count ?? 0)
      return many != few ? many > few : a.subject.id < b.subject.id
    }
  }

  /// Deliveries from outside to firms inside, by product, of products that somebody asked about buys.
  private static func outsideEntries(
    _ view: SupplyView, isInside: [Bool], isAsked: [Bool]
  ) -> [(product: ProductID, entries: [Int])] {
    var entries: [ProductID: [Int]] = [:]
    var asked: Set<ProductID> = []
    for purchase in 0..<view.purchaseCount {
      let buyer = Int(view.buyers[purchase])
      guard isInside[buyer], let product = view.product(view.goods[purchase]) else { continue }
      let outside = view.entries(purchase).filter { !isInside[Int(view.suppliers[$0])] }
      if outside.isEmpty { continue }
      entries[product, default: []] += outside
      if isAsked[buyer] { asked.insert(product) }
    }
    return entries.filter { asked.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func challenge(
    _ product: ProductID, _ entries: [Int], _ model: SupplyModel, _ isInside: [Bool], _ weights: [Double], _ desk: SolverDesk,
    _ state: inout Survival
  ) -> Challenge {
    let (network, view) = (model.network, model.view)
    let ids = network.firms.ids
    let before = state.mark
    for entry in entries { state.stop(model.vertex(.link(entry: entry))!) }
    let firmCount = Int32(network.firms.count)
    let stopped = state.stopped[before...].filter { $0 < firmCount && isInside[Int($0)] }.map { FirmID(Int($0)) }
    state.revert(to: before)
    let suppliers = Set(entries.map { FirmID(Int(view.suppliers[$0])) }).sorted { ids.precedes($0.row, $1.row) }
    let leaders = Set(network.leaders())
    let row = network.products[product.row]
    return Challenge(
      subject: Subject(table: "product", id: row.id, name: row.name), product: product, stage: row.stage,
      buyers: Set(entries.map { FirmID(Int(view.buyers[model.purchase(ofEntry: $0)])) }).sorted { ids.precedes($0.row, $1.row) },
      bought: KnownSum(sums: entries.map { view.known($0) }), suppliers: suppliers, stopped: stopped,
      atRisk: KnownSum(stopped.map { weights[$0.row] }), leadersStopped: stopped.count { leaders.contains($0) },
      solvers: desk.solvers(product: product, stage: row.stage, suppliers: suppliers))
  }
}

extension Challenges {
  /// Findings, one a challenge that would stop somebody, with the firms that stop.
  public func findings() -> [Finding] {
    challenges.filter { !($0.stopped ?? []).isEmpty }.map { challenge in
      let subject = challenge.subject
      let stopped = challenge.stopped!
      var finding = Finding(
        rule: "no-maker-inside", severity: .warning, subject: subject,
        message: LocalText(
          zh: "本地无人生产\(subject.display(.zh))；外部断供则 \(stopped.count) 家企业停产",
          en:
            "nobody in the region makes \(subject.display(.en)); without supply from outside \(stopped.count) \(stopped.count == 1 ? "firm stops" : "firms stop")"
        ),
        remedy: challenge.solvers.isEmpty
          ? LocalText(zh: "张榜征集；数据中尚无已知的揭榜方", en: "publish it; no solver is known in the data")
          : LocalText(
            zh: "张榜征集，可先邀\(challenge.solvers.prefix(3).map { network.firms.name($0.firm, .zh) }.joined(separator: "、"))",
            en: "publish it, and ask \(challenge.solvers.prefix(3).map { network.firms.name($0.firm, .en) }.joined(separator: ", ")) first"),
        figures: [("firms_stopped", Double(stopped.count))] + (challenge.atRisk?.value.map { [(weights.lossColumn, $0)] } ?? []))
      finding.witness = stopped.prefix(20).map { firm in
        let name = network.subject(firm)
        let isDirect = challenge.buyers.contains(firm)
        return WitnessStep(
          isDirect
            ? LocalText(
              zh: "\(name.display(.zh))停产：断供\(subject.display(.zh))", en: "\(name.display(.en)) stops: no \(subject.display(.en))")
            : LocalText(zh: "\(name.display(.zh))停产：其供应商停产", en: "\(name.display(.en)) stops: its suppliers have stopped"),
          subjects: [name])
      }
      return finding
    }
  }
}
