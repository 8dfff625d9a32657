import GraphCore

/// How much work a ``Curtailment`` may take. It is counted and not timed, so that the same input gives the same answer.
public struct CurtailmentLimits: Sendable {
  /// Networks of more links, given a list, are bounded (``Curtailment/Method/bounds``).
  public var exactLinks = 25_000
  /// So are those of more links where the best list is asked for.
  public var exactChoosingLinks = 4_000
  /// Exact: linear programs are solved until their links add up to so many.
  public var programLinks = 2_000_000
  /// Exact: nodes of branch and cut for each 1,000 links.
  public var nodes = 5_000
  /// Exact: of networks of at most so many links, the plan shown spreads the losses, by programs whose links add up to so many.
  public var spreadLinks = 5_000
  public var spreadProgramLinks = 150_000
  /// Bounds: iterations times terms of a program.
  public var termSteps = 3.0e9
  /// Bounds: near enough, as a share of what is kept.
  public var gap = 2e-4
  /// Bounds: how many threads; the answer does not depend on it.
  public var threads = Threads.standard

  public init() {}

  func method(_ model: CurtailmentModel, isChoosing: Bool) -> Curtailment.Method {
    let links = model.needs.reduce(0) { $0 + $1.entries.count }
    return links > (isChoosing ? exactChoosingLinks : exactLinks) ? .bounds : .exact
  }
}
