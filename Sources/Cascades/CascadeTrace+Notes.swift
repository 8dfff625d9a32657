extension CascadeTrace {
  /// Notes the shocked firms.
  mutating func start(_ state: CascadeNetwork.State) {
    for firm in downstreamHit.indices {
      if state.down[firm] < 1 { downstreamHit[firm] = 0 }
      if state.up[firm] < 1 { upstreamHit[firm] = 0 }
    }
  }

  /// Notes the firms that an iteration reached first, and through whom.
  mutating func note(
    _ network: CascadeNetwork, iteration: Int, passed: [Double], before: CascadeNetwork.State, after: CascadeNetwork.State
  ) {
    for firm in downstreamHit.indices {
      if downstreamHit[firm] < 0 && after.down[firm] < 1 {
        downstreamHit[firm] = Int32(iteration)
        downstreamSource[firm] = network.down.worst(of: firm, passed).supplier
      }
      if upstreamHit[firm] < 0 && after.up[firm] < 1 {
        upstreamHit[firm] = Int32(iteration)
        upstreamSource[firm] = network.up.worstBuyer(of: firm, before.up)
      }
    }
  }

  /// Notes what binds in the last state.
  mutating func finish(_ network: CascadeNetwork, passed: [Double], state: CascadeNetwork.State, psi: CascadeNetwork.State) {
    for firm in downstreamHit.indices {
      if state.down[firm] < 1 {
        let worst = network.down.worst(of: firm, passed)
        // A firm's own shock binds unless its inputs have taken more.
        if state.down[firm] < psi.down[firm], let sector = worst.sector {
          downstreamLimit[firm] = sector == DownstreamRows.nonEssential ? .nonEssentialInputs : .sector(sector)
          bindingSupplier[firm] = worst.supplier
        } else {
          downstreamLimit[firm] = .shock
        }
      }
      if state.up[firm] < 1 {
        let isShock = state.up[firm] >= psi.up[firm]
        upstreamLimit[firm] = isShock ? .shock : .sales
        if !isShock { bindingBuyer[firm] = network.up.worstBuyer(of: firm, state.up) }
      }
    }
  }
}

extension DownstreamRows {
  /// The input of a firm with the largest loss, and in it the supplier with the largest part.
  func worst(of firm: Int, _ passed: [Double]) -> (sector: Int32?, supplier: Int32) {
    var (worst, loss) = (-1, 0.0)
    for input in inputOffsets[firm]..<inputOffsets[firm + 1] {
      let inputLoss = self.loss(ofInput: input, passed)
      if inputLoss > loss { (worst, loss) = (input, inputLoss) }
    }
    if worst < 0 { return (nil, -1) }
    var (supplier, part): (Int32, Double) = (-1, 0)
    for link in linkOffsets[worst]..<linkOffsets[worst + 1] where shares[link] * passed[Int(suppliers[link])] > part {
      (supplier, part) = (suppliers[link], shares[link] * passed[Int(suppliers[link])])
    }
    return (inputSectors[worst], supplier)
  }
}

extension UpstreamRows {
  /// The buyer that takes the largest part of a firm's lost sales.
  func worstBuyer(of firm: Int, _ remaining: [Double]) -> Int32 {
    var (buyer, part): (Int32, Double) = (-1, 0)
    for link in offsets[firm]..<offsets[firm + 1] where shares[link] * (1 - remaining[Int(buyers[link])]) > part {
      (buyer, part) = (buyers[link], shares[link] * (1 - remaining[Int(buyers[link])]))
    }
    return buyer
  }
}
