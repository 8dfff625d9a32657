extension FormulaSimplification {
  /// Where a shared node decides gates above it, it is put there, and goes from where it then has no say.
  ///
  /// When x makes gate g true, g is "x or g without x"; when x is what g cannot be true without, "x and g with x". Of all gates that x decides, those
  /// count that the top reaches without passing another. Inputs x below nothing but such gates become constants.
  ///
  /// For each shared node, a pass over the gates above it.
  mutating func decide() {
    var parents = parents(order())
    let shared = parents.indices.filter { parents[$0].count > 1 }
    var walk = Ancestors(nodes: parents.count)
    for node in shared {
      for makesTrue in [true, false] where parents[node].count > 1 {
        if budget <= 0 { return }
        decide(Int32(node), makesTrue: makesTrue, &parents, &walk)
      }
    }
  }

  private mutating func decide(_ x: Int32, makesTrue: Bool, _ parents: inout [[Int32]], _ walk: inout Ancestors) {
    walk.collect(above: x, variableCount, parents)
    budget -= walk.edgeCount
    // decided[i]: the gate follows from x alone. Gates are in order, inputs first.
    var isAny = false
    for place in walk.gates.indices {
      let gate = Int(walk.gates[place])
      var (sure, hopeless) = (0, 0)
      for child in rows[gate] {
        let isSure = child == x ? makesTrue : child == Self.yes || walk.isDecided(child, variableCount) && makesTrue
        let isHopeless = child == x ? !makesTrue : child == Self.no || walk.isDecided(child, variableCount) && !makesTrue
        sure += isSure ? 1 : 0
        hopeless += isHopeless ? 1 : 0
      }
      budget -= rows[gate].count
      walk.decided[place] = makesTrue ? sure >= Int(needs[gate]) : rows[gate].count - hopeless < Int(needs[gate])
      isAny = isAny || walk.decided[place]
    }
    guard isAny else { return }
    // From the top down: what the top reaches without passing a gate that x decides.
    for place in walk.gates.indices.reversed() {
      let gate = Int(walk.gates[place])
      walk.isReached[place] =
        node(gate) == top
        || parents[Int(node(gate))].contains { parent in
          let above = walk.place(Int(parent))
          return above >= 0 && walk.isReached[above] && !walk.decided[above]
        }
    }
    let edges = parents[Int(x)]
    let isKept = edges.map { gate in
      let place = walk.place(Int(gate))
      return walk.isReached[place] && !walk.decided[place]
    }
    let boundary = walk.gates.indices.filter { walk.isReached[$0] && walk.decided[$0] }.map { Int(walk.gates[$0]) }
    guard isKept.count(where: { $0 }) + boundary.count < edges.count else { return }
    let constant = makesTrue ? Self.no : Self.yes
    for (number, gate) in edges.enumerated() where !isKept[number] {
      for place in rows[Int(gate)].indices where rows[Int(gate)][place] == x { rows[Int(gate)][place] = constant }
    }
    var above = zip(edges, isKept).filter { $0.1 }.map { $0.0 }
    for gate in boundary {
      // The gate keeps its number, for those that look at it; what it was moves below.
      let inner = add(need: needs[gate], rows[gate])
      parents.append([Int32(gate)])
      for child in rows[gate] where child >= 0 {
        for place in parents[Int(child)].indices where parents[Int(child)][place] == Int32(gate) {
          parents[Int(child)][place] = Int32(self.gate(inner))
        }
      }
      rows[gate] = [x, inner]
      needs[gate] = makesTrue ? 1 : 2
      above.append(Int32(gate))
    }
    parents[Int(x)] = above
    walk.grow(nodes: parents.count)
  }
}

/// The gates above one node, inputs first, with notes on each.
private struct Ancestors {
  private(set) var gates: [Int32] = []
  var decided: [Bool] = []
  var isReached: [Bool] = []
  private(set) var edgeCount = 0
  /// For each gate its place in ``gates``, when `stamp` is the current one.
  private var places: [Int32]
  private var stamps: [Int32]
  private var stamp: Int32 = 0

  init(nodes: Int) {
    places = [Int32](repeating: 0, count: nodes)
    stamps = places
  }

  mutating func grow(nodes: Int) {
    while places.count < nodes {
      places.append(0)
      stamps.append(0)
    }
  }

  /// The gate's place; -1 when it is not above the node.
  func place(_ gate: Int) -> Int { stamps[gate] == stamp ? Int(places[gate]) : -1 }

  func isDecided(_ child: Int32, _ variableCount: Int32) -> Bool {
    guard child >= variableCount else { return false }
    let place = place(Int(child - variableCount))
    return place >= 0 && decided[place]
  }

  mutating func collect(above node: Int32, _ variableCount: Int32, _ parents: [[Int32]]) {
    stamp += 1
    gates.removeAll(keepingCapacity: true)
    edgeCount = 0
    // Depth first, upwards: a gate is done once all above it are, so that the done ones reversed have inputs first.
    var stack: [(node: Int, next: Int)] = [(Int(node), 0)]
    while let step = stack.last {
      if step.next == parents[step.node].count {
        stack.removeLast()
        if !stack.isEmpty { gates.append(Int32(step.node) - variableCount) }
        continue
      }
      stack[stack.count - 1].next += 1
      edgeCount += 1
      let gate = Int(parents[step.node][step.next])
      if stamps[gate] != stamp {
        stamps[gate] = stamp
        stack.append((gate + Int(variableCount), 0))
      }
    }
    gates.reverse()
    for (place, gate) in gates.enumerated() { places[Int(gate)] = Int32(place) }
    decided = [Bool](repeating: false, count: gates.count)
    isReached = decided
  }
}
