/// When a cascade is said to have come to rest.
public struct CascadeSettings: Sendable, Equatable {
  /// What is compared with the tolerance after each iteration.
  public enum Convergence: Sendable {
    /// The largest loss that any firm added in either direction: go on while it is *above* the tolerance. The published method's default.
    case change
    /// The weighted loss S of the first weight column: go on while S / S before is above 1 + tolerance.
    case ratio
  }

  /// Default 0.01, the published choice: the reported loss is that of the first iteration that adds at most this to every firm.
  public var tolerance: Double
  /// Default ``Convergence/change``.
  public var convergence: Convergence
  /// Iterations after which a cascade is cut off and reported as not converged.
  public var iterationLimit: Int

  /// Settings; the defaults are those of the published method.
  ///
  /// - Parameters:
  ///   - tolerance: finite and not negative; 0 asks for the exact fixed point of the arithmetic, which may take very long.
  ///   - convergence: what is compared with it.
  ///   - iterationLimit: at least 1.
  public init(tolerance: Double = 0.01, convergence: Convergence = .change, iterationLimit: Int = 10_000) {
    self.tolerance = tolerance
    self.convergence = convergence
    self.iterationLimit = iterationLimit
  }

  var problems: [CascadeError.Problem] {
    var found: [CascadeError.Problem] = []
    if !(tolerance >= 0 && tolerance.isFinite) { found.append(.setting(.tolerance, value: tolerance)) }
    if iterationLimit < 1 { found.append(.setting(.iterationLimit, value: Double(iterationLimit))) }
    return found
  }

  /// Whether another iteration follows one that changed firms by at most `change` and the weighted loss from `before` to `after`.
  ///
  /// By ratio, a first loss out of nothing (x / 0) goes on and no loss at all (0 / 0) stops, as IEEE division has it.
  @inline(__always) func goesOn(change: Double, before: Double, after: Double) -> Bool {
    switch convergence {
    case .change: change > tolerance
    case .ratio: after / before > 1 + tolerance
    }
  }
}
