import Dispatch

/// A program to minimise and the points of ``FirstOrderSolver``, scaled, end to end in memory: variables by columns, rows by rows.
struct FirstOrderTable: @unchecked Sendable {
  /// Lines of a sparse matrix: the terms of line i are at `starts[i] ..< starts[i + 1]`.
  private struct Lines: @unchecked Sendable {
    let count: Int
    let starts: UnsafeMutablePointer<Int32>
    let places: UnsafeMutablePointer<Int32>
    let factors: UnsafeMutablePointer<Double>

    func terms(_ line: Int) -> Range<Int> { Int(starts[line])..<Int(starts[line + 1]) }

    @inline(__always) func sum(_ line: Int, _ values: UnsafeMutablePointer<Double>) -> Double {
      var sum = 0.0
      for term in terms(line) { sum += factors[term] * values[Int(places[term])] }
      return sum
    }
  }

  /// What is known of each variable (or row; only variables cost something), and where it is: now, at the last restart, after the step, and the step mirrored.
  private struct Side: @unchecked Sendable {
    let count: Int
    let lower: UnsafeMutablePointer<Double>
    let upper: UnsafeMutablePointer<Double>
    let costs: UnsafeMutablePointer<Double>
    let scale: UnsafeMutablePointer<Double>
    let now: UnsafeMutablePointer<Double>
    let anchor: UnsafeMutablePointer<Double>
    let stepped: UnsafeMutablePointer<Double>
    let mirrored: UnsafeMutablePointer<Double>

    init(_ count: Int, _ memory: UnsafeMutablePointer<Double>) {
      self.count = count
      func part(_ number: Int) -> UnsafeMutablePointer<Double> { memory + number * count }
      (lower, upper, costs, scale) = (part(0), part(1), part(2), part(3))
      (now, anchor, stepped, mirrored) = (part(4), part(5), part(6), part(7))
    }
  }

  private static let blocks = 16

  private let threads: Int
  private let numbers: UnsafeMutablePointer<Double>
  private let positions: UnsafeMutablePointer<Int32>
  private let columns: Lines
  private let rows: Lines
  private let x: Side
  private let y: Side
  /// η: it converges for certain below 1 / ‖A‖, and as scaled here ‖A‖ ≤ 1 (Pock and Chambolle, lemma 2).
  private static let stepSize = 0.99
  let startingWeight: Double

  init(_ program: LinearProgram, threads: Int) {
    self.threads = threads
    let (n, m) = (program.variableCount, program.rowCount)
    let matrix = program.columns()
    let terms = matrix.rows.count
    numbers = .allocate(capacity: max(1, 8 * (n + m) + 2 * terms))
    numbers.initialize(repeating: 0, count: max(1, 8 * (n + m) + 2 * terms))
    positions = .allocate(capacity: n + m + 2 + 2 * terms)
    positions.initialize(repeating: 0, count: n + m + 2 + 2 * terms)
    x = Side(n, numbers)
    y = Side(m, numbers + 8 * n)
    let factors = numbers + 8 * (n + m)
    columns = Lines(count: n, starts: positions, places: positions + n + m + 2, factors: factors)
    rows = Lines(count: m, starts: positions + n + 1, places: positions + n + m + 2 + terms, factors: factors + terms)
    Self.fill(columns, rows, matrix)
    let sign: Double = program.direction == .minimise ? 1 : -1
    for at in 0..<n {
      (x.lower[at], x.upper[at]) = (program.lower[at], program.upper[at])
      (x.costs[at], x.scale[at]) = (sign * program.costs[at], 1)
    }
    for row in 0..<m { (y.lower[row], y.upper[row], y.scale[row]) = (program.rowLower[row], program.rowUpper[row], 1) }
    Self.implyBounds(columns, rows, x, y)
    Self.scale(columns, rows, x, y)
    startingWeight = Self.weight(x, y)
  }

  func deallocate() {
    numbers.deallocate()
    positions.deallocate()
  }

  // MARK: Before the first step

  private static func fill(_ columns: Lines, _ rows: Lines, _ matrix: LinearProgram.Columns) {
    for (at, start) in matrix.starts.enumerated() { columns.starts[at] = start }
    for term in matrix.rows.indices {
      (columns.places[term], columns.factors[term]) = (matrix.rows[term], matrix.factors[term])
      rows.starts[Int(matrix.rows[term]) + 1] += 1
    }
    for row in 0..<rows.count { rows.starts[row + 1] += rows.starts[row] }
    var next = (0..<rows.count).map { rows.starts[$0] }
    for column in 0..<columns.count {
      for term in columns.terms(column) {
        let row = Int(columns.places[term])
        (rows.places[Int(next[row])], rows.factors[Int(next[row])]) = (Int32(column), columns.factors[term])
        next[row] += 1
      }
    }
  }

  /// Bounds for variables without one, from the rows they stand in and the bounds of the others there: for a sum Σ a x ≤ b with least sum s of the others,
  /// x ≤ (b - s) / a. Without bounds, prices that are a little off prove nothing.
  private static func implyBounds(_ columns: Lines, _ rows: Lines, _ x: Side, _ y: Side) {
    var (lower, upper) = ((0..<x.count).map { x.lower[$0] }, (0..<x.count).map { x.upper[$0] })
    for row in 0..<rows.count {
      for side in [1.0, -1] {
        let limit = side > 0 ? y.upper[row] : -y.lower[row]
        if limit == .infinity { continue }
        func least(_ term: Int) -> Double {
          let factor = side * rows.factors[term]
          let at = Int(rows.places[term])
          return factor == 0 ? 0 : factor * (factor > 0 ? x.lower[at] : x.upper[at])
        }
        var (sum, endless, place) = (0.0, 0, 0)
        for term in rows.terms(row) {
          let part = least(term)
          if part == -.infinity { (endless, place) = (endless + 1, term) } else { sum += part }
        }
        for term in rows.terms(row) where endless == 0 || (endless == 1 && term == place) {
          let (factor, at) = (side * rows.factors[term], Int(rows.places[term]))
          let bound = (limit - (endless == 0 ? sum - least(term) : sum)) / factor
          // A hair wider: the sums are rounded.
          let room = 1e-9 * max(1, abs(bound))
          if factor > 0 && x.upper[at] == .infinity { upper[at] = min(upper[at], bound + room) }
          if factor < 0 && x.lower[at] == -.infinity { lower[at] = max(lower[at], bound - room) }
        }
      }
    }
    // Of a program without any solution they may cross.
    for at in 0..<x.count where lower[at] <= upper[at] { (x.lower[at], x.upper[at]) = (lower[at], upper[at]) }
  }

  /// Ten times by the largest factor of each line (Ruiz), then once by the sums of rows and of columns (Pock and Chambolle), which makes the largest singular value at most 1.
  ///
  /// > Source: T. Pock, A. Chambolle, Diagonal preconditioning for first order primal-dual algorithms in convex optimization, ICCV 2011.
  private static func scale(_ columns: Lines, _ rows: Lines, _ x: Side, _ y: Side) {
    for pass in 0...10 {
      var byRow = [Double](repeating: 0, count: rows.count)
      for column in 0..<columns.count {
        var whole = 0.0
        for term in columns.terms(column) {
          let row = Int(columns.places[term])
          let size = abs(columns.factors[term]) * x.scale[column] * y.scale[row]
          whole = pass < 10 ? max(whole, size) : whole + size
          byRow[row] = pass < 10 ? max(byRow[row], size) : byRow[row] + size
        }
        if whole > 0 { x.scale[column] /= whole.squareRoot() }
      }
      for row in 0..<rows.count where byRow[row] > 0 { y.scale[row] /= byRow[row].squareRoot() }
    }
    for column in 0..<columns.count {
      for term in columns.terms(column) { columns.factors[term] *= x.scale[column] * y.scale[Int(columns.places[term])] }
      x.costs[column] *= x.scale[column]
      x.lower[column] /= x.scale[column]
      x.upper[column] /= x.scale[column]
    }
    for row in 0..<rows.count {
      for term in rows.terms(row) { rows.factors[term] *= y.scale[row] * x.scale[Int(rows.places[term])] }
      y.lower[row] *= y.scale[row]
      y.upper[row] *= y.scale[row]
    }
  }

  /// How large costs are against bounds.
  private static func weight(_ x: Side, _ y: Side) -> Double {
    func size(_ side: Side) -> Double {
      (0..<side.count).reduce(0) { sum, at in
        let finite = [side.lower[at], side.upper[at]].filter(\.isFinite).map(abs).max() ?? 0
        return sum + finite * finite
      }
    }
    let (cost, bounds) = ((0..<x.count).reduce(0) { $0 + x.costs[$1] * x.costs[$1] }, size(x) + size(y))
    return cost > 0 && bounds > 0 ? (cost / bounds).squareRoot() : 1
  }

  /// Begins at a point in the program's own units.
  func start(values: [Double], duals: [Double]) {
    for at in 0..<x.count {
      let value = at < values.count ? values[at] / x.scale[at] : 0
      x.now[at] = min(max(value, x.lower[at]), x.upper[at])
      x.anchor[at] = x.now[at]
      x.stepped[at] = x.now[at]
    }
    for row in 0..<y.count {
      y.now[row] = row < duals.count ? duals[row] / y.scale[row] : 0
      y.anchor[row] = y.now[row]
      y.stepped[row] = y.now[row]
    }
  }

  // MARK: Steps

  /// Deals lines out in blocks; sums what each gives in the order of blocks.
  private func sum(_ count: Int, _ body: @Sendable (Range<Int>) -> Double) -> Double {
    let blocks = Self.blocks
    if threads <= 1 || count < 20_000 { return (0..<blocks).reduce(0) { $0 + body(count * $1 / blocks..<count * ($1 + 1) / blocks) } }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: blocks) { sums in
      nonisolated(unsafe) let sums = sums
      DispatchQueue.concurrentPerform(iterations: blocks) { sums[$0] = body(count * $0 / blocks..<count * ($0 + 1) / blocks) }
      return sums.reduce(0, +)
    }
  }

  /// One step, the `count`-th since the last restart; how far x and y moved, squared.
  func step(_ count: Int, weight: Double) -> (x: Double, y: Double) {
    let (tau, sigma) = (Self.stepSize / weight, Self.stepSize * weight)
    let (forth, back) = (Double(count + 1) / Double(count + 2), 1 / Double(count + 2))
    let (x, y, columns, rows) = (x, y, columns, rows)
    let byColumn = sum(x.count) { range in
      var moved = 0.0
      for at in range {
        let now = x.now[at]
        let stepped = min(max(now - tau * (x.costs[at] - columns.sum(at, y.now)), x.lower[at]), x.upper[at])
        let mirrored = 2 * stepped - now
        moved += (stepped - now) * (stepped - now)
        x.stepped[at] = stepped
        x.mirrored[at] = mirrored
        x.now[at] = forth * mirrored + back * x.anchor[at]
      }
      return moved
    }
    let byRow = sum(y.count) { range in
      var moved = 0.0
      for row in range {
        let now = y.now[row]
        let wish = now / sigma - rows.sum(row, x.mirrored)
        let stepped = sigma * (wish - min(max(wish, -y.upper[row]), -y.lower[row]))
        moved += (stepped - now) * (stepped - now)
        y.stepped[row] = stepped
        y.now[row] = forth * (2 * stepped - now) + back * y.anchor[row]
      }
      return moved
    }
    return (byColumn, byRow)
  }

  /// Begins anew where the last step led; how far that is from the last beginning, squared.
  func restart() -> (x: Double, y: Double) {
    func restart(_ side: Side) -> Double {
      sum(side.count) { range in
        var gone = 0.0
        for at in range {
          let way = side.stepped[at] - side.anchor[at]
          gone += way * way
          side.now[at] = side.stepped[at]
          side.anchor[at] = side.stepped[at]
        }
        return gone
      }
    }
    return (restart(x), restart(y))
  }

  // MARK: What is known

  /// What the last prices prove: no values cost less. -∞ where they prove nothing.
  func bound() -> Double {
    let (x, y, columns) = (x, y, columns)
    let byRow = sum(y.count) { range in
      range.reduce(0) { sum, row in
        let price = y.stepped[row]
        return price == 0 ? sum : sum + price * (price > 0 ? y.lower[row] : y.upper[row])
      }
    }
    let byColumn = sum(x.count) { range in
      range.reduce(0) { sum, at in
        let reduced = x.costs[at] - columns.sum(at, y.stepped)
        return reduced == 0 ? sum : sum + reduced * (reduced > 0 ? x.lower[at] : x.upper[at])
      }
    }
    return (byRow + byColumn).isNaN ? -.infinity : byRow + byColumn
  }

  /// In the program's own units.
  func values() -> [Double] { (0..<x.count).map { x.stepped[$0] * x.scale[$0] } }
  func duals() -> [Double] { (0..<y.count).map { y.stepped[$0] * y.scale[$0] } }
}
