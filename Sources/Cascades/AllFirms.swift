public import GraphCore

/// The systemic risk of one firm after another: what its stop does to all.
public struct FirmRisks: Sendable {
  /// The firms, in order.
  public var firms: Range<Int>
  /// Weight columns of the network.
  public var weightCount: Int
  /// `risks[(firm - firms.lowerBound) * weightCount + weight]`.
  public var risks: [SystemicRisk]
  /// Iterations of each firm's cascade.
  public var iterations: [Int32]
  /// Firms whose cascade was cut off at the iteration limit, ascending; their risks are lower bounds.
  public var unconverged: [Int32]

  /// The risks of a range of firms, as they were computed before.
  ///
  /// - Parameters:
  ///   - firms: the firms, in order.
  ///   - weightCount: weight columns of the network.
  ///   - risks: `firms.count * weightCount` of them, firm by firm.
  ///   - iterations: one a firm.
  ///   - unconverged: firms of lower bounds, ascending.
  public init(firms: Range<Int>, weightCount: Int, risks: [SystemicRisk], iterations: [Int32], unconverged: [Int32]) {
    self.firms = firms
    self.weightCount = weightCount
    self.risks = risks
    self.iterations = iterations
    self.unconverged = unconverged
  }

  /// The risk of a firm by one weight column.
  @inlinable public func risk(of firm: Int, weight: Int = 0) -> SystemicRisk {
    risks[(firm - firms.lowerBound) * weightCount + weight]
  }
}

extension CascadeNetwork {
  /// More threads than any machine here has cores.
  private static let mostThreads = 256

  /// The risk of each firm of a range, block by block in order.
  ///
  /// A run that was broken off goes on with the first firm that is missing. The numbers do not depend on blocks, ranges or threads: each cascade
  /// is computed by itself.
  ///
  /// - Parameters:
  ///   - settings: when a cascade is at rest.
  ///   - firms: whose stop is tried; all firms when `nil`.
  ///   - threads: how many share the work.
  ///   - blockLength: firms between two calls of `receive`.
  ///   - receive: takes a finished block; `false` ends the run.
  /// - Throws: ``CascadeError`` when settings or range are not allowed.
  public func allFirms(
    _ settings: CascadeSettings = CascadeSettings(), firms: Range<Int>? = nil, threads: Int = Threads.standard, blockLength: Int = 8192,
    receive: (FirmRisks) -> Bool
  ) throws(CascadeError) {
    var problems = settings.problems
    let firms = firms ?? 0..<firmCount
    if firms.lowerBound < 0 || firms.upperBound > firmCount {
      problems.append(.outOfRange(.firms, row: 0, value: firms.lowerBound < 0 ? firms.lowerBound : firms.upperBound, limit: firmCount + 1))
    }
    if !problems.isEmpty { throw CascadeError(problems) }
    // Each thread has memory of its own as large as the network: more of them than firms, or than machines have cores, only cost.
    var survey = CascadeSurvey(self, settings: settings, threads: min(threads, firms.count, Self.mostThreads))
    defer { survey.free() }
    var start = firms.lowerBound
    while start < firms.upperBound {
      let end = min(firms.upperBound, start + max(1, blockLength))
      if !receive(survey.risks(of: start..<end)) { return }
      start = end
    }
  }

  /// The risk of each firm, all at once.
  public func allFirms(_ settings: CascadeSettings = CascadeSettings(), threads: Int = Threads.standard) throws(CascadeError) -> FirmRisks {
    var all = FirmRisks(firms: 0..<firmCount, weightCount: weights.count, risks: [], iterations: [], unconverged: [])
    try allFirms(settings, threads: threads) { block in
      all.risks += block.risks
      all.iterations += block.iterations
      all.unconverged += block.unconverged
      return true
    }
    return all
  }
}
