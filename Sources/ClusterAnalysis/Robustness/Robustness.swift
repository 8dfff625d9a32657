public import ClusterModel
import GraphCore

/// How far findings hold when facts are in doubt (METRICS M35): the share of worlds in which each holds, ranks with intervals, and the facts
/// whose answer would change the ranking most.
///
/// With few uncertain facts, in a network that is not large, all worlds are gone through, each with its probability; else worlds are drawn, fact `f` of world `w` by number
/// `w · facts + f` of a seeded generator, so that neither the number of threads nor the order of rows changes anything.
public struct Robustness: Sendable {
  public struct Settings: Sendable {
    /// Worlds drawn, where not all are gone through.
    public var worlds = 1000
    public var seed: UInt64 = 1
    /// All worlds are gone through up to this many uncertain facts; at most 24, and fewer where a world is dear (``exactWork``).
    public var exactLimit = 20
    /// All worlds are gone through where they come to no more rows than this, all taken together: some ten seconds of a desktop computer. Rows are counted, and not
    /// seconds, so that the same lists are answered in the same way everywhere.
    public var exactWork = 1 << 24
    /// Length of the ranking that ``surveys`` is about.
    public var top = 10
    /// Facts that are asked about, each in several drawn worlds; the most promising of more. 0 asks about none where worlds are drawn; with all worlds at hand
    /// nothing more is asked.
    public var surveyed = 64
    public var threads = Threads.standard

    public init() {}
  }

  public struct Result: Sendable {
    public var statement: Statement
    /// It holds in the network as it stands.
    public var holdsNow: Bool
    public var estimate: ShareEstimate
  }

  /// A firm in the ranking of single points by loss.
  public struct Rank: Sendable {
    public var firm: FirmID
    /// Its rank in the network as it stands, from 1; `nil` when it is no single point there.
    public var now: Int?
    /// The rank that 5, 50 and 95 % of worlds do not exceed; `nil`: beyond the last, it is no single point in so many.
    public var low: Int?
    public var median: Int?
    public var high: Int?
    /// The share of worlds in which it is among the first ``Settings/top``.
    public var isTop: ShareEstimate
  }

  public struct Survey: Sendable {
    /// A position in ``UncertainFacts/facts``.
    public var fact: Int
    /// How many of the first ``Settings/top`` differ, on average over worlds, between yes and no.
    public var change: Double
    /// `change` times the probability that the likelier answer is wrong: what is expected to be wrong with the ranking for want of this answer.
    public var worth: Double
  }

  public let facts: UncertainFacts
  public let question: WorldQuestion
  public let settings: Settings
  public let isExact: Bool
  public let worlds: Int
  /// Every statement that holds now or in some world, ascending.
  public let results: [Result]
  /// The firms that are among the first now or in some world: by rank now, then by share of worlds, then id.
  public let ranks: [Rank]
  /// The largest worth first; facts without any effect are left out.
  public let surveys: [Survey]

  /// Goes through the worlds. O(worlds x one analysis); memory O(worlds x top + statements).
  ///
  /// - Parameters:
  ///   - facts: the rows in doubt.
  ///   - question: what is asked of every world.
  ///   - settings: how many worlds, and which.
  ///   - progress: told how many worlds are done of how many, now and then.
  public init(
    _ facts: UncertainFacts, asking question: WorldQuestion, settings: Settings = Settings(), progress: (Int, Int) -> Void = { _, _ in }
  ) {
    let run = WorldRun(facts, asking: question, settings: settings)
    let planned = Self.planned(run)
    self.init(run, run.tally(0..<run.itemCount) { progress($0, planned) }, progress: progress)
  }

  /// Worlds that are asked in all.
  private static func planned(_ run: WorldRun) -> Int {
    run.isExact ? run.worlds : run.worlds + WorldSurvey.flips(run.facts.facts.count, run.settings)
  }

  /// What the worlds say, by whichever processes they were asked.
  ///
  /// - Parameters:
  ///   - run: what was asked.
  ///   - tally: of all of its items.
  ///   - progress: told how many worlds are done of how many, where facts still have to be turned over.
  package init(_ run: WorldRun, _ tally: WorldTally, progress: (Int, Int) -> Void = { _, _ in }) {
    (facts, question, settings) = (run.facts, run.question, run.settings)
    (isExact, worlds) = (run.isExact, run.worlds)
    let (isExact, worlds) = (run.isExact, run.worlds)
    let now = question.ask(facts.asRecorded)
    func estimate(_ seen: WorldTally.Seen) -> ShareEstimate {
      if !isExact { return ShareEstimate(seen.worlds, of: worlds) }
      // Many small weights add up to 1 but for rounding.
      return ShareEstimate(exactly: seen.worlds == worlds ? 1 : seen.weight)
    }
    let holding = Set(now.statements)
    results = holding.union(tally.statements.keys).sorted().map {
      Result(statement: $0, holdsNow: holding.contains($0), estimate: estimate(tally.statements[$0] ?? WorldTally.Seen()))
    }
    ranks = tally.ranks(now: now.ranking, total: isExact ? 1 : Double(worlds), in: facts.network, estimate)
    let planned = Self.planned(run)
    surveys = WorldSurvey(run: run, tally: tally).surveys { progress(worlds + $0, planned) }
  }

  /// Whether all worlds are gone through: they are few, and each is a network of so many rows, with so much for every target, that they are soon done.
  static func isExact(_ facts: UncertainFacts, asking question: WorldQuestion, _ settings: Settings) -> Bool {
    let count = facts.facts.count
    guard count <= min(settings.exactLimit, 24) else { return false }
    return (32 + facts.rowCount + 8 * question.targets.count) << count <= settings.exactWork
  }
}
