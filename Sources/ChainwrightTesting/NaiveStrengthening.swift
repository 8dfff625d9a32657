/// The loss that every set of actions leaves, each set tried: the twin of the search for plans.
///
/// An action is a vertex that is lost as long as it is not taken. Up to 12 actions or so; for risk, 16 actions and events together.
public struct NaiveStrengthening: Sendable {
  public enum Objective: String, Sendable, CaseIterable { case spof, risk, output }

  public var rows: ThresholdRows
  public var actions: [(vertex: Int, cost: Double, failure: Double)] = []
  public var events: [(vertex: Int, probability: Double)] = []
  /// `own` is an event that does not count against the target.
  public var targets: [(vertex: Int, weight: Double, own: Int?)] = []
  /// Of the vertices `0 ..< weights.count`.
  public var weights: [Double] = []

  public init(rows: ThresholdRows) { self.rows = rows }

  /// Bit `a` of a subset's number says that action `a` is taken.
  public func losses(_ objective: Objective) -> [Double] {
    let subsets = 1 << actions.count
    var sums = [Double](repeating: 0, count: subsets)
    func add(_ vertex: Int, _ weight: Double, down event: Int) {
      let table = NaiveCutSets(rows.without([event]), target: vertex, events: actions.map(\.vertex))
      // The table counts lost actions, in the order of their vertices, which is that of the actions.
      for subset in 0..<subsets where table.stops[subsets - 1 - subset] { sums[subset] += weight }
    }
    switch objective {
    case .spof:
      for event in events { for target in targets where target.own != event.vertex { add(target.vertex, 1, down: event.vertex) } }
    case .output:
      for event in events { for (vertex, weight) in weights.enumerated() where weight > 0 { add(vertex, weight, down: event.vertex) } }
    case .risk:
      for target in targets {
        let lost = events.filter { $0.vertex != target.own }
        let table = NaiveCutSets(rows, target: target.vertex, events: lost.map(\.vertex) + actions.map(\.vertex))
        for subset in 0..<subsets {
          var failing = [Int: Double](uniqueKeysWithValues: lost.map { ($0.vertex, $0.probability) })
          for (bit, action) in actions.enumerated() { failing[action.vertex] = subset >> bit & 1 == 1 ? action.failure : 1 }
          sums[subset] += target.weight * table.probability(table.events.map { failing[$0]! })
        }
      }
    }
    return sums
  }

  /// What the actions of a subset cost, added up in their order.
  public func cost(_ subset: Int) -> Double {
    actions.enumerated().reduce(0) { $0 + (subset >> $1.offset & 1 == 1 ? $1.element.cost : 0) }
  }

  /// The least loss within a budget, from ``losses(_:)``.
  public func least(_ losses: [Double], budget: Double) -> Double {
    losses.indices.filter { cost($0) <= budget }.map { losses[$0] }.min()!
  }

  /// A random net with random actions: further suppliers of an option, sources of it that need nothing, second sites of a firm.
  ///
  /// Costs are whole; the last two firms are the targets, and every firm is an event.
  public static func random(firms: Int, actions count: Int, seed: UInt64) -> NaiveStrengthening {
    var random = SplitMix64(seed: seed &* 7919 &+ 17)
    var shape = RandomNeeds(firmCount: firms)
    shape.suppliers = 2
    let base = shape.make(seed: seed).thresholdRows()
    var inputs = (0..<base.vertexCount).map { Array(base.sources[Int(base.offsets[$0])..<Int(base.offsets[$0 + 1])]) }
    var thresholds = base.thresholds
    // Options are the vertices that firms supply directly.
    let options = (firms..<base.vertexCount).filter { vertex in inputs[vertex].contains { Int($0) < firms } }
    var actions: [(vertex: Int, cost: Double, failure: Double)] = []
    var eventOfFirm = Array(0..<firms)
    func add(_ sources: [Int], _ threshold: Int) -> Int {
      inputs.append(sources.map { Int32($0) })
      thresholds.append(Int32(threshold))
      return thresholds.count - 1
    }
    for _ in 0..<(options.isEmpty ? 0 : count) {
      let action = add([], 0)
      let kind = random.below(5)
      if kind == 0 {
        let firm = random.below(firms)
        if eventOfFirm[firm] == firm {
          eventOfFirm[firm] = add([], 0)
          let either = add([eventOfFirm[firm], action], 1)
          inputs[firm].append(Int32(either))
          thresholds[firm] += 1
        } else {
          inputs[Int(inputs[firm].last!)].append(Int32(action))
        }
      } else {
        let option = options[random.below(options.count)]
        let source = kind == 1 ? action : add([random.below(firms), action], 2)
        inputs[option].append(Int32(source))
      }
      actions.append((action, Double(random.within(1...9)), kind == 1 ? Double(random.within(0...5)) / 10 : 0))
    }
    var offsets: [Int32] = [0]
    for row in inputs { offsets.append(offsets[offsets.count - 1] + Int32(row.count)) }
    var made = NaiveStrengthening(rows: ThresholdRows(offsets: offsets, sources: inputs.flatMap { $0 }, thresholds: thresholds))
    made.actions = actions
    made.events = eventOfFirm.map { ($0, Double(random.within(0...30)) / 100) }
    made.targets = (max(0, firms - 2)..<firms).map { ($0, Double(random.within(1...9)), eventOfFirm[$0]) }
    made.weights = (0..<firms).map { _ in Double(random.below(20)) }
    return made
  }
}

extension ThresholdRows {
  /// The same with some vertices gone for good.
  func without(_ lost: [Int]) -> ThresholdRows {
    var copy = self
    for vertex in lost { copy.thresholds[vertex] = offsets[vertex + 1] - offsets[vertex] + 1 }
    return copy
  }
}
