/// Why an input-output question has no answer, and whom it concerns.
public struct InputOutputError: Error, Sendable, Hashable, CustomStringConvertible {
  /// An open list of kinds, so that new ones break nobody's `switch`.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Arrays whose lengths do not fit together, or a table without sectors.
    public static let wrongShape = Code(rawValue: "wrong_shape")
    /// A number that is none, or is infinite.
    public static let notANumber = Code(rawValue: "not_a_number")
    /// A sector's output is below zero.
    public static let negativeOutput = Code(rawValue: "negative_output")
    /// A sector without output buys or sells: its coefficients are not defined.
    public static let zeroOutput = Code(rawValue: "zero_output")
    /// I - A has no inverse: some sectors sell all they make to each other.
    public static let singular = Code(rawValue: "singular")
    /// Some sectors use up more of each other's goods than they make; the inverse has negative entries.
    public static let unproductive = Code(rawValue: "unproductive")
    /// The iteration ended before it reached its tolerance.
    public static let notConverged = Code(rawValue: "not_converged")
    /// The graph of places and products falls into parts that cannot be compared.
    public static let disconnected = Code(rawValue: "disconnected")
    /// The second eigenvalue is not separate from its neighbour: its vector is not determined.
    public static let eigenGap = Code(rawValue: "eigen_gap")
  }

  public var code: Code
  /// What is wrong.
  public var message: String
  /// The sectors (or firms, places, products) that cause it, ascending.
  public var sectors: [Int]
  /// The figure that led to the refusal, where there is one: residual, or gap.
  public var figure: Double?

  public init(_ code: Code, _ message: String, sectors: [Int] = [], figure: Double? = nil) {
    self.code = code
    self.message = message
    self.sectors = sectors
    self.figure = figure
  }

  public var description: String { sectors.isEmpty ? message : "\(message) (\(sectors.map { "\($0)" }.joined(separator: ", ")))" }
}
