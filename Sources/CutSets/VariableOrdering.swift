/// How the variables of a formula are put in order; no one way is good for all formulas.
struct VariableOrdering: Sendable, Equatable {
  /// In which order the children of a gate are visited when levels are given out.
  enum Children: Sendable {
    case asGiven
    /// Those with fewer leaves below first.
    case lightFirst
    case heavyFirst
    /// Those that more gates have as an input first.
    case sharedFirst
  }

  var children: Children
  /// Whether variables that meet in gates are then drawn together.
  var isDrawnTogether = false

  static let automatic = VariableOrdering(children: .lightFirst)

  /// What is tried, the most promising first.
  static let all = [
    automatic, VariableOrdering(children: .asGiven), VariableOrdering(children: .sharedFirst),
    VariableOrdering(children: .lightFirst, isDrawnTogether: true), VariableOrdering(children: .heavyFirst),
    VariableOrdering(children: .asGiven, isDrawnTogether: true),
  ]
}

extension FormulaPlan {
  /// Moves the variables of one module, which have the levels from `begin` on, to where the gates that they are in lie on average, again and
  /// again, and keeps the order in which gates span least.
  ///
  /// O(rounds x (inputs + n log n)) for the module.
  /// > Source: F. A. Aloul, I. L. Markov, K. A. Sakallah, FORCE: a fast and easy-to-implement variable-ordering heuristic, GLSVLSI 2003.
  mutating func drawTogether(below root: Int32, from begin: Int) {
    let items = Array(nodeOfLevel[begin...])
    guard items.count > 2 else { return }
    var (offsets, rows, points) = gatesAndPlaces(below: root, items: items)
    var best = items.indices.map { Int32($0) }
    var least = Double.infinity
    var rank = [Int32](repeating: 0, count: points.count)
    var sinceBest = 0
    for _ in 0..<100 {
      let order = points.indices.sorted { points[$0] != points[$1] ? points[$0] < points[$1] : $0 < $1 }
      for (place, point) in order.enumerated() { rank[point] = Int32(place) }
      // A round moves every point to the mean of the means of its gates.
      var span = 0.0
      var pull = [Double](repeating: 0, count: points.count)
      var count = [Double](repeating: 0, count: points.count)
      for gate in 0..<offsets.count - 1 {
        let row = rows[offsets[gate]..<offsets[gate + 1]]
        var (low, high, sum) = (Int32.max, Int32.min, 0.0)
        for point in row {
          low = min(low, rank[Int(point)])
          high = max(high, rank[Int(point)])
          sum += Double(rank[Int(point)])
        }
        span += Double(high - low)
        for point in row {
          pull[Int(point)] += sum / Double(row.count)
          count[Int(point)] += 1
        }
      }
      sinceBest += 1
      if span < least {
        least = span
        sinceBest = 0
        best = order.compactMap { $0 < items.count ? Int32($0) : nil }
      }
      if sinceBest == 8 { break }
      for point in points.indices { points[point] = count[point] > 0 ? pull[point] / count[point] : points[point] }
    }
    for (place, item) in best.enumerated() {
      let node = items[Int(item)]
      nodeOfLevel[begin + place] = node
      if node < variableCount {
        levelOfVariable[Int(node)] = Int32(begin + place)
      } else {
        levelOfModule[Int(node) - variableCount] = Int32(begin + place)
      }
    }
  }

  /// The gates of a module with their inputs as points: first the items, then the gates themselves, and where each point starts.
  private func gatesAndPlaces(below root: Int32, items: [Int32]) -> (offsets: [Int], rows: [Int32], places: [Double]) {
    let base = Int32(variableCount)
    var point: [Int32: Int32] = [:]
    for (number, item) in items.enumerated() { point[item] = Int32(number) }
    var places = items.indices.map { Double($0) }
    var gates = [root]
    point[base + root] = Int32(places.count)
    places.append(0)
    var (offsets, rows) = ([0], [Int32]())
    var head = 0
    while head < gates.count {
      let gate = gates[head]
      head += 1
      var (sum, count) = (0.0, 0.0)
      if gate != root { rows.append(point[base + gate]!) }
      for place in row(Int(gate)) {
        let child = children[place]
        if point[child] == nil {
          point[child] = Int32(places.count)
          places.append(places[Int(point[base + gate]!)])
          gates.append(child - base)
        }
        rows.append(point[child]!)
        if point[child]! < items.count {
          sum += places[Int(point[child]!)]
          count += 1
        }
      }
      if count > 0 { places[Int(point[base + gate]!)] = sum / count }
      offsets.append(rows.count)
    }
    return (offsets, rows, places)
  }
}
