public import ClusterModel
import CutSets

/// What to do first for some clusters: their chain gaps and single points, by the output that hangs on each (METRICS M5).
///
/// A step guards against one loss: all suppliers of a stage that the cluster buys from, the makers of a stage that has one, or one firm. What hangs
/// on it is the output of the clusters' firms that stop with that loss, by exact deletion (M1). A single point that is the only source of a
/// stage with a step of its own is part of that step.
public struct PrioritySteps: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// 补链: a stage nobody inside is at.
    case fill
    /// 断链对接: makers inside who sell to nobody inside.
    case connect
    /// 强链: a stage with one maker inside, or with little bought inside.
    case strengthen
    /// 备份来源: a second source for what hangs on one firm.
    case secondSource

    public var label: LocalText {
      switch self {
      case .fill: LocalText(zh: "补链", en: "fill")
      case .connect: LocalText(zh: "对接", en: "connect")
      case .strengthen: LocalText(zh: "强链", en: "strengthen")
      case .secondSource: LocalText(zh: "备份", en: "second source")
      }
    }
  }

  public struct Step: Sendable {
    public var kind: Kind
    public var cluster: ClusterID
    /// The stage or the firm.
    public var subject: Subject
    public var stage: StageID?
    public var firm: FirmID?
    /// The findings that the step answers, the first being the one whose remedy it is.
    public var findings: [Finding]
    /// The firms whose loss it guards against.
    public var guarded: [FirmID]
    /// Firms of the clusters that stop with them.
    public var stopped: [FirmID]
    /// Their output, 10,000 yuan a year, over those whose output is known; `nil` when nobody is recorded to be lost, or no output is known.
    public var exposure: Double?
    /// Firms among ``stopped`` whose output is unknown and not in ``exposure``.
    public var unknown: Int

    /// Nobody stops with what it guards against.
    var isIdle: Bool { !guarded.isEmpty && stopped.isEmpty }

    /// ``exposure`` is at least so much, of so many firms known; `nil` where it is unknown.
    public var exposureRange: KnownRange? {
      exposure.flatMap { KnownSum($0, known: stopped.count - unknown, of: stopped.count).range }
    }
  }

  /// Most at stake first, unknown last; ties by kind and id.
  public let steps: [Step]
  /// What would be a step if anything hung on it: nobody of the clusters stops with the loss that it guards against. In the same order.
  public let idle: [Step]
  public let weights: FirmWeights

  /// - Parameters:
  ///   - gaps: the clusters' gaps.
  ///   - weakLinks: their single points; its targets are clusters.
  ///   - limit: single points that get a step of their own.
  ///
  /// O(steps · cascade).
  public init(_ gaps: [ChainGaps], _ weakLinks: WeakLinks, limit: Int = 30) {
    let network = weakLinks.model.network
    weights = weakLinks.weights
    var clusters = Set(gaps.map(\.cluster))
    for result in weakLinks.results { if case .cluster(let cluster) = result.target.kind { clusters.insert(cluster) } }
    let members = Set(network.firms.all.filter { network.firms.cluster($0).map { clusters.contains($0) } ?? false })
    var steps: [Step] = []
    for gap in gaps {
      let findings = Dictionary(grouping: gap.findings(), by: { $0.subject.id })
      for row in gap.rows where !row.gaps.isEmpty && gap.completeness != nil {
        let subject = network.subject(row.stage)
        steps.append(
          Step(
            kind: Self.kind(row), cluster: gap.cluster, subject: subject, stage: row.stage, findings: findings[subject.id] ?? [],
            guarded: Self.guarded(row), stopped: [], unknown: 0))
      }
    }
    let sole = Set(steps.filter { $0.guarded.count == 1 }.map { $0.guarded[0] })
    for finding in weakLinks.findings(limit: limit + sole.count) {
      guard let firm = network.firm(id: finding.subject.id) else { continue }
      if sole.contains(firm) {
        for at in steps.indices where steps[at].guarded == [firm] { steps[at].findings.append(finding) }
        continue
      }
      guard let target = weakLinks.results.first(where: { $0.singlePoints.contains(firm) })?.target,
        case .cluster(let cluster) = target.kind
      else { continue }
      steps.append(
        Step(
          kind: .secondSource, cluster: cluster, subject: finding.subject, firm: firm, findings: [finding], guarded: [firm], stopped: [],
          unknown: 0))
    }
    var state = Survival(of: weakLinks.model.structure)
    for at in steps.indices { Self.measure(&steps[at], &state, members, weakLinks) }
    let sorted = steps.sorted { a, b in
      if a.exposure != b.exposure { return (a.exposure ?? -1) > (b.exposure ?? -1) }
      if a.kind != b.kind { return Kind.allCases.firstIndex(of: a.kind)! < Kind.allCases.firstIndex(of: b.kind)! }
      return a.subject.id < b.subject.id
    }
    self.steps = sorted.filter { !$0.isIdle }
    idle = sorted.filter(\.isIdle)
  }

  private static func kind(_ row: ChainGaps.Row) -> Kind {
    if row.gaps.contains(.missing) { return .fill }
    if row.gaps.contains(.broken) { return .connect }
    return row.gaps.contains(.chokepoint) && !row.gaps.contains(.weak) ? .secondSource : .strengthen
  }

  /// Whose loss would stop the supply of the stage as it is today: all recorded suppliers of it; where none is recorded, a lone maker inside.
  private static func guarded(_ row: ChainGaps.Row) -> [FirmID] {
    if row.gaps == [.broken] { return [] }
    if row.inside.count == 1 && row.gaps.contains(.weak) { return row.inside }
    return row.suppliers
  }

  private static func measure(_ step: inout Step, _ state: inout Survival, _ members: Set<FirmID>, _ weakLinks: WeakLinks) {
    if step.guarded.isEmpty { return }
    let firmCount = weakLinks.model.network.firms.count
    let mark = state.mark
    for firm in step.guarded { state.stop(firm.index) }
    step.stopped = state.stopped[mark...].filter { Int($0) < firmCount }.map { FirmID(Int($0)) }.filter { members.contains($0) }.sorted()
    state.revert(to: mark)
    let known = step.stopped.map { weakLinks.weights.values[$0.row] }.filter { !$0.isNaN }
    step.unknown = step.stopped.count - known.count
    step.exposure = known.isEmpty && step.unknown > 0 ? nil : known.sorted().reduce(0, +)
  }
}
