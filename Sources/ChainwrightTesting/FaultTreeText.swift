public import CutSets

/// A fault tree as Open-PSA XML, plainly: for tests that ask other programs.
public enum FaultTreeText {
  /// The text of a model with one fault tree; names must need no escaping.
  ///
  /// - Parameters:
  ///   - tree: what is written.
  ///   - writesCountingOut: "at least k of n" becomes an OR of all ANDs of k. SCRAM 0.16.2 miscounts some trees with `atleast`
  ///     gates: of 24 random supply networks with such gates 5 came out wrong, against brute force, and right when written out.
  public static func xml(_ tree: FaultTree, writesCountingOut: Bool = false) -> String {
    func name(_ gate: Int) -> String { tree.gates[gate].name.isEmpty ? "gate-\(gate)" : tree.gates[gate].name }
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n<define-fault-tree name=\"tree\">\n"
    for (number, gate) in tree.gates.enumerated() {
      let (element, opening) =
        switch gate.kind {
        case .and: ("and", "and")
        case .or: ("or", "or")
        case .atLeast(let needed): ("atleast", "atleast min=\"\(needed)\"")
        }
      // Other programs take no gate of one input and no "1 of n" or "n of n": these are written as what they mean.
      let plain: (String, String) =
        switch gate.kind {
        case .atLeast(1): ("or", "or")
        case .atLeast(gate.inputs.count): ("and", "and")
        default: (element, opening)
        }
      out += "<define-gate name=\"\(name(number))\">"
      func write(_ input: FaultTree.Input) {
        switch input {
        case .gate(let below): out += "<gate name=\"\(name(below))\"/>"
        case .event(let event): out += "<basic-event name=\"\(tree.events[event].name)\"/>"
        case .house(let house): out += "<house-event name=\"\(tree.houseEvents[house].name)\"/>"
        }
      }
      if writesCountingOut, case .atLeast(let needed) = gate.kind, needed > 1, needed < gate.inputs.count {
        out += "<or>"
        for mask in 0..<(1 << gate.inputs.count) where (mask as Int).nonzeroBitCount == needed {
          out += "<and>"
          for (place, input) in gate.inputs.enumerated() where mask >> place & 1 == 1 { write(input) }
          out += "</and>"
        }
        out += "</or></define-gate>\n"
        continue
      }
      if gate.inputs.count > 1 { out += "<\(plain.1)>" }
      for input in gate.inputs { write(input) }
      if gate.inputs.count > 1 { out += "</\(plain.0)>" }
      out += "</define-gate>\n"
    }
    out += "</define-fault-tree>\n<model-data>\n"
    for event in tree.events {
      out += "<define-basic-event name=\"\(event.name)\">"
      if let probability = event.probability { out += "<float value=\"\(probability)\"/>" }
      out += "</define-basic-event>\n"
    }
    for house in tree.houseEvents {
      out += "<define-house-event name=\"\(house.name)\"><constant value=\"\(house.occurs)\"/></define-house-event>\n"
    }
    return out + "</model-data>\n</opsa-mef>\n"
  }
}

extension NaiveSurvival where Firm == Int {
  /// The stop of `target` as a fault tree: a firm fails when its event `F<n>` occurs or a need fails, a need when too few options are left,
  /// an option when all its suppliers fail.
  ///
  /// - Parameters:
  ///   - target: the firm whose stop is the top event.
  ///   - probabilities: of each firm's own failure.
  /// - Precondition: supply runs in no circle; firms are numbered from 0 without holes.
  public func faultTree(of target: Int, probabilities: [Double]) throws(FaultTreeError) -> FaultTree {
    // Gate `n` is firm `n`; needs and options follow.
    var gates = (0..<firms.count).map { FaultTree.Gate("G\($0)", .or, [.event($0)]) }
    for firm in 0..<firms.count {
      for need in needs[firm] ?? [] {
        var options: [FaultTree.Input] = []
        for suppliers in need.options {
          options.append(.gate(gates.count))
          gates.append(.init("O\(gates.count)", .and, suppliers.map { .gate($0) }))
        }
        gates[firm].inputs.append(.gate(gates.count))
        gates.append(.init("N\(gates.count)", .atLeast(options.count - need.needed + 1), options))
      }
    }
    return try FaultTree(
      gates: gates, events: (0..<firms.count).map { .init("F\($0)", probability: probabilities[$0]) }, top: target
    ).pruned()
  }
}

extension FaultTree {
  /// The same tree without what the top gate does not reach; the top comes first.
  public func pruned() throws(FaultTreeError) -> FaultTree {
    var order = [top]
    var seen: Set = [top]
    var usedEvents: Set<Int> = []
    var usedHouses: Set<Int> = []
    var at = 0
    while at < order.count {
      for input in gates[order[at]].inputs {
        switch input {
        case .gate(let below): if seen.insert(below).inserted { order.append(below) }
        case .event(let event): usedEvents.insert(event)
        case .house(let house): usedHouses.insert(house)
        }
      }
      at += 1
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(order, 0...))
    let (keptEvents, keptHouses) = (usedEvents.sorted(), usedHouses.sorted())
    let eventNumbers = Dictionary(uniqueKeysWithValues: zip(keptEvents, 0...))
    let houseNumbers = Dictionary(uniqueKeysWithValues: zip(keptHouses, 0...))
    return try FaultTree(
      gates: order.map { old in
        .init(
          gates[old].name, gates[old].kind,
          gates[old].inputs.map { input in
            switch input {
            case .gate(let below): .gate(numbers[below]!)
            case .event(let event): .event(eventNumbers[event]!)
            case .house(let house): .house(houseNumbers[house]!)
            }
          })
      },
      events: keptEvents.map { events[$0] }, houseEvents: keptHouses.map { houseEvents[$0] }, top: 0)
  }
}
