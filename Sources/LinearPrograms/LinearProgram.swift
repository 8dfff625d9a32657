/// A linear program, some of whose variables may have to be whole: variables with bounds and costs, rows of terms between bounds.
///
///     maximise  3x + 2y       x = program.addVariable("x", cost: 3)
///     where     x +  y <= 4   program.addRow("hours", [(x, 1), (y, 1)], upper: 4)
///
/// Names are for explanations: of variables and rows that contradict one another (``LinearSolution/conflict``). Building is O(terms).
public struct LinearProgram: Sendable {
  public enum Direction: Sendable, Hashable { case minimise, maximise }

  /// A variable, by its position in ``LinearSolution/values``.
  public struct Variable: Sendable, Hashable {
    public let position: Int
    init(_ position: Int) { self.position = position }
  }

  /// A row, by its position in ``LinearSolution/duals``.
  public struct Row: Sendable, Hashable {
    public let position: Int
    init(_ position: Int) { self.position = position }
  }

  public let direction: Direction
  public private(set) var variableNames: [String] = []
  public private(set) var rowNames: [String] = []
  public private(set) var lower: [Double] = []
  public private(set) var upper: [Double] = []
  public private(set) var costs: [Double] = []
  public private(set) var isWhole: [Bool] = []
  public private(set) var rowLower: [Double] = []
  public private(set) var rowUpper: [Double] = []
  /// The terms of row `r` are at `rowStarts[r] ..< rowStarts[r + 1]`.
  public private(set) var rowStarts: [Int32] = [0]
  public private(set) var termVariables: [Int32] = []
  public private(set) var termFactors: [Double] = []

  public init(_ direction: Direction) { self.direction = direction }

  public var variableCount: Int { costs.count }
  public var rowCount: Int { rowLower.count }
  package var hasWholeVariables: Bool { isWhole.contains(true) }

  /// Adds a variable between `lower` and `upper`, infinite where there is no bound; `cost` is its factor in what is minimised or maximised.
  public mutating func addVariable(
    _ name: String = "", lower: Double = 0, upper: Double = .infinity, cost: Double = 0, isWhole: Bool = false
  ) -> Variable {
    variableNames.append(name)
    self.lower.append(lower)
    self.upper.append(upper)
    costs.append(cost)
    self.isWhole.append(isWhole)
    return Variable(costs.count - 1)
  }

  /// Adds a variable that is 0 or 1.
  public mutating func addChoice(_ name: String = "", cost: Double = 0) -> Variable {
    addVariable(name, upper: 1, cost: cost, isWhole: true)
  }

  /// Adds `lower <= sum of factor · variable <= upper`, infinite where there is no bound. A variable may stand in several terms; they add up.
  @discardableResult
  public mutating func addRow(
    _ name: String = "", _ terms: [(variable: Variable, factor: Double)], lower: Double = -.infinity, upper: Double = .infinity
  ) -> Row {
    for (variable, factor) in terms {
      termVariables.append(Int32(variable.position))
      termFactors.append(factor)
    }
    rowStarts.append(Int32(termVariables.count))
    rowNames.append(name)
    rowLower.append(lower)
    rowUpper.append(upper)
    return Row(rowCount - 1)
  }

  /// Adds `sum of factor · variable == value`.
  @discardableResult
  public mutating func addRow(_ name: String = "", _ terms: [(variable: Variable, factor: Double)], equals value: Double) -> Row {
    addRow(name, terms, lower: value, upper: value)
  }

  /// The variable at a position, the row at a position.
  public func variable(_ position: Int) -> Variable { Variable(position) }
  public func row(_ position: Int) -> Row { Row(position) }

  /// Changes the bounds of a variable.
  public mutating func setBounds(_ variable: Variable, lower: Double, upper: Double) {
    self.lower[variable.position] = lower
    self.upper[variable.position] = upper
  }

  /// Changes the bounds of a row.
  public mutating func setBounds(_ row: Row, lower: Double, upper: Double) {
    rowLower[row.position] = lower
    rowUpper[row.position] = upper
  }

  /// Changes the cost of a variable.
  public mutating func setCost(_ variable: Variable, _ cost: Double) { costs[variable.position] = cost }

  /// What the objective is with these values of the variables. O(variables).
  public func objective(of values: [Double]) -> Double {
    var sum = 0.0
    for (cost, value) in zip(costs, values) { sum += cost * value }
    return sum
  }

  /// How far the values break a bound or a row at worst, in the row's own unit; 0 when they keep all. O(terms).
  public func violation(of values: [Double]) -> Double {
    var worst = 0.0
    for at in 0..<variableCount {
      worst = max(worst, lower[at] - values[at], values[at] - upper[at])
      if isWhole[at] { worst = max(worst, abs(values[at] - values[at].rounded())) }
    }
    for row in 0..<rowCount {
      var sum = 0.0
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) { sum += termFactors[term] * values[Int(termVariables[term])] }
      worst = max(worst, rowLower[row] - sum, sum - rowUpper[row])
    }
    return worst
  }
}
