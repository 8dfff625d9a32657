extension CascadeNetwork {
  /// The cascade of one shock, with every firm's losses.
  ///
  /// Both directions advance together, and a firm's state follows from the state of all others one iteration before.
  ///
  /// - Parameters:
  ///   - shock: firms and shares lost.
  ///   - settings: when the cascade is at rest.
  ///   - trace: whether to note how the loss came to each firm.
  /// - Throws: ``CascadeError`` with all problems of shock and settings.
  /// - Complexity: O((firms + links) × iterations), with 4 numbers per firm of memory.
  public func cascade(_ shock: Shock, settings: CascadeSettings = CascadeSettings(), trace: Bool = false) throws(CascadeError)
    -> CascadeResult
  {
    let problems = shock.problems(firmCount: firmCount) + settings.problems
    if !problems.isEmpty { throw CascadeError(problems) }

    // h, psi: remaining and at most remaining capacity, as in the paper; d, u: down, up; S: weighted loss.
    var psiDown = [Double](repeating: 1, count: firmCount)
    var psiUp = psiDown
    for (firm, loss) in shock.downstream { psiDown[firm] = 1 - loss }
    for (firm, loss) in shock.upstream { psiUp[firm] = 1 - loss }
    var state = State(down: psiDown, up: psiUp)
    var record = trace ? CascadeTrace(firmCount: firmCount) : nil
    record?.start(state)
    var sum = risk(of: state, weight: 0).esri
    var passed = [Double](repeating: 0, count: firmCount)
    var iterations = 0
    var goesOn = true
    while goesOn && iterations < settings.iterationLimit {
      pass(state.down, into: &passed)
      let next = State(
        down: psiDown.indices.map { firm in max(0, min(psiDown[firm], 1 - down.loss(of: firm, passed))) },
        up: psiUp.indices.map { firm in max(0, min(psiUp[firm], 1 - up.loss(of: firm, state.up))) })
      iterations += 1
      record?.note(self, iteration: iterations, passed: passed, before: state, after: next)
      var change = 0.0
      for firm in 0..<firmCount {
        change = max(change, state.down[firm] - next.down[firm], state.up[firm] - next.up[firm])
      }
      let sumBefore = sum
      sum = risk(of: next, weight: 0).esri
      goesOn = settings.goesOn(change: change, before: sumBefore, after: sum)
      state = next
    }
    pass(state.down, into: &passed)
    record?.finish(self, passed: passed, state: state, psi: State(down: psiDown, up: psiUp))
    return CascadeResult(
      downstreamLoss: state.down.map { 1 - $0 }, upstreamLoss: state.up.map { 1 - $0 },
      risks: weights.indices.map { risk(of: state, weight: $0) }, iterations: iterations, isConverged: !goesOn, trace: record)
  }

  /// Remaining capacity of every firm, by direction.
  struct State {
    var down: [Double]
    var up: [Double]
  }

  /// What each firm's loss means to its buyers: its own loss, times the part of it that no other firm of its market can take over.
  ///
  /// That part is 1 where a whole market has failed: nobody is left to take over. (The reference divides by 1 unit of money there.)
  func pass(_ remaining: [Double], into passed: inout [Double]) {
    guard let markets else {
      for firm in 0..<firmCount { passed[firm] = 1 - remaining[firm] }
      return
    }
    var available = [Double](repeating: 0, count: marketCount)
    for firm in 0..<firmCount { available[Int(markets[firm])] += remaining[firm] * sales[firm] }
    for firm in 0..<firmCount {
      let market = available[Int(markets[firm])]
      let sigma = market > 0 ? min(1, sales[firm] / market) : 1
      passed[firm] = sigma * (1 - remaining[firm])
    }
  }

  /// Weighted losses of a state.
  func risk(of state: State, weight column: Int) -> SystemicRisk {
    var risk = SystemicRisk(esri: 0, down: 0, up: 0)
    weights[column].withUnsafeBufferPointer { weights in
      for firm in 0..<firmCount {
        let (down, up) = (state.down[firm], state.up[firm])
        risk.esri += weights[firm] * (1 - min(down, up))
        risk.down += weights[firm] * (1 - down)
        risk.up += weights[firm] * (1 - up)
      }
    }
    return risk
  }
}

extension UpstreamRows {
  /// The share of a firm's sales that its buyers no longer take.
  @inline(__always) func loss(of firm: Int, _ remaining: [Double]) -> Double {
    var loss = 0.0
    for link in offsets[firm]..<offsets[firm + 1] { loss += shares[link] * (1 - remaining[Int(buyers[link])]) }
    return loss
  }
}

extension DownstreamRows {
  /// The loss of a firm's worst input.
  @inline(__always) func loss(of firm: Int, _ passed: [Double]) -> Double {
    var worst = 0.0
    for input in inputOffsets[firm]..<inputOffsets[firm + 1] { worst = max(worst, loss(ofInput: input, passed)) }
    return worst
  }

  /// The share of one input that does not come.
  @inline(__always) func loss(ofInput input: Int, _ passed: [Double]) -> Double {
    var loss = 0.0
    for link in linkOffsets[input]..<linkOffsets[input + 1] { loss += shares[link] * passed[Int(suppliers[link])] }
    return loss
  }
}
