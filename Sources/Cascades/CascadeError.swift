/// Everything that is wrong with the input of a cascade, found in one pass.
///
/// The kernel knows firms and links by their numbers only; the caller puts the names, rows and remedies.
public struct CascadeError: Error, Equatable, Sendable {
  /// The column of the input in which a problem lies.
  public enum Field: String, Sendable {
    case suppliers, buyers, amounts, sectors, essentiality, replaceability, weights, revenue, costs, shock, tolerance, iterationLimit, firms
  }

  /// One thing that is wrong.
  public enum Problem: Equatable, Sendable {
    /// A column has not the length it must have.
    case length(Field, count: Int, expected: Int)
    /// A firm or sector number outside `0 ..< limit`, at place `row` of the column.
    case outOfRange(Field, row: Int, value: Int, limit: Int)
    /// A number below zero, at place `row` of the column (for weights, of column `column`).
    case negative(Field, row: Int, column: Int, value: Double)
    /// Not a number, or infinite.
    case notFinite(Field, row: Int, column: Int)
    /// A weight column whose sum is zero: shares of it are not defined.
    case noWeight(column: Int)
    /// A shock outside 0...1.
    case shockOutOfRange(firm: Int, value: Double)
    /// A firm that stands twice in one direction of a shock.
    case repeatedShock(firm: Int)
    /// A tolerance that is negative or not finite, or an iteration limit below 1.
    case setting(Field, value: Double)
  }

  /// All problems, in the order of the columns and of the rows in them; never empty.
  public var problems: [Problem]

  /// The error of these problems.
  public init(_ problems: [Problem]) { self.problems = problems }
}

extension CascadeError: CustomStringConvertible {
  public var description: String {
    problems.map { problem in
      switch problem {
      case .length(let field, let count, let expected): "\(field.rawValue): \(count) values instead of \(expected)"
      case .outOfRange(let field, let row, let value, let limit): "\(field.rawValue), row \(row): \(value) is not in 0 ..< \(limit)"
      case .negative(let field, let row, let column, let value): "\(field.rawValue) \(column), row \(row): \(value) is negative"
      case .notFinite(let field, let row, let column): "\(field.rawValue) \(column), row \(row): not a finite number"
      case .noWeight(let column): "weights \(column): the sum is zero"
      case .shockOutOfRange(let firm, let value): "shock of firm \(firm): \(value) is not in 0...1"
      case .repeatedShock(let firm): "shock of firm \(firm): given twice"
      case .setting(let field, let value): "\(field.rawValue): \(value) is not allowed"
      }
    }.joined(separator: "; ")
  }
}
