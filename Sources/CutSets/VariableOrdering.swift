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
    let (offsets, rows, places) = gatesAndPlaces(below: root, items: items)
    var drawing = Drawing(offsets: offsets, rows: rows, points: places)
    let best = drawing.best(items: items.count)
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

/// Points on a line, and the gates that hold them together.
private struct Drawing {
  /// The points of gate `g` are `rows[offsets[g] ..< offsets[g + 1]]`.
  let offsets: [Int]
  let rows: [Int32]
  /// Where each point is: finite and not below 0.
  var points: [Double]
  private var order: PointOrder
  private var rank: [Int32]
  private var pull: [Double]
  /// How many gates each point is in.
  private let gates: [Double]

  init(offsets: [Int], rows: [Int32], points: [Double]) {
    (self.offsets, self.rows, self.points) = (offsets, rows, points)
    order = PointOrder(points.count)
    rank = [Int32](repeating: 0, count: points.count)
    pull = [Double](repeating: 0, count: points.count)
    var gates = pull
    for point in rows { gates[Int(point)] += 1 }
    self.gates = gates
  }

  /// The first `items` points in the order in which gates span least, of those that a hundred rounds come to, fewer where eight in turn gain nothing.
  mutating func best(items: Int) -> [Int32] {
    var best = (0..<Int32(items)).map { $0 }
    var least = Double.infinity
    var sinceBest = 0
    for _ in 0..<100 {
      order.sort(points)
      order.rank(&rank)
      let span = draw()
      sinceBest += 1
      if span < least {
        least = span
        sinceBest = 0
        best = order.points.filter { $0 < items }
      }
      if sinceBest == 8 { break }
      for point in points.indices where gates[point] > 0 { points[point] = pull[point] / gates[point] }
    }
    return best
  }

  /// A round: every point is drawn to the mean of the means of its gates; how far the gates span before it.
  private mutating func draw() -> Double {
    for point in pull.indices { pull[point] = 0 }
    let (count, offsets, rows) = (offsets.count - 1, offsets, rows)
    return rank.withUnsafeBufferPointer { rank in
      pull.withUnsafeMutableBufferPointer { pull in
        rows.withUnsafeBufferPointer { rows in
          var span = 0.0
          for gate in 0..<count {
            var (low, high, sum) = (Int32.max, Int32.min, 0.0)
            let row = offsets[gate]..<offsets[gate + 1]
            for place in row {
              let place = rank[Int(rows[place])]
              low = min(low, place)
              high = max(high, place)
              sum += Double(place)
            }
            span += Double(high - low)
            let mean = sum / Double(row.count)
            for place in row { pull[Int(rows[place])] += mean }
          }
          return span
        }
      }
    }
  }
}

/// Points by where they are, those at one place by number. Many are sorted by the bits of their places, eleven at a time, in O(points).
struct PointOrder {
  private(set) var points: [Int32]
  private var keys: [UInt64]
  private var otherPoints: [Int32]
  private var otherKeys: [UInt64]
  /// So few are sorted sooner by comparing.
  private static let few = 1024

  init(_ count: Int) {
    points = [Int32](repeating: 0, count: count)
    keys = [UInt64](repeating: 0, count: count)
    (otherPoints, otherKeys) = (points, keys)
  }

  /// - Parameter places: finite and not below 0, whose bits ascend with them.
  mutating func sort(_ places: [Double]) {
    if places.count < Self.few {
      for point in places.indices { points[point] = Int32(point) }
      points.sort { a, b in places[Int(a)] != places[Int(b)] ? places[Int(a)] < places[Int(b)] : a < b }
      return
    }
    let (width, digits) = (11, 6)
    var counts = [Int32](repeating: 0, count: digits << width)
    for point in places.indices {
      points[point] = Int32(point)
      let key = (places[point] + 0).bitPattern
      keys[point] = key
      for digit in 0..<digits { counts[digit << width | Int(key >> UInt64(digit * width) & 2047)] += 1 }
    }
    for digit in 0..<digits {
      var sum: Int32 = 0
      var isOne = false
      for value in digit << width..<(digit + 1) << width {
        let count = counts[value]
        isOne = isOne || Int(count) == places.count
        counts[value] = sum
        sum += count
      }
      if isOne { continue }
      for number in keys.indices {
        let slot = digit << width | Int(keys[number] >> UInt64(digit * width) & 2047)
        let place = Int(counts[slot])
        counts[slot] += 1
        otherKeys[place] = keys[number]
        otherPoints[place] = points[number]
      }
      swap(&keys, &otherKeys)
      swap(&points, &otherPoints)
    }
  }

  /// For each point its place in the order.
  func rank(_ rank: inout [Int32]) {
    for place in points.indices { rank[Int(points[place])] = Int32(place) }
  }
}
