/// What may be lost, and what must not stop.
///
/// A cut set is a set of `events` whose joint loss stops `target`. Links, products, stages and common-cause groups are vertices of the
/// structure too, so that any of them can be an event.
///
/// A fault tree is the same thing seen from failure. A gate with n inputs is a vertex that is alive iff
///
/// - OR: all inputs are alive, threshold n;
/// - AND: one is, threshold 1;
/// - at least k of n fail: n - k + 1 are, threshold n - k + 1;
/// - a house event is threshold 1 without inputs (it has happened) or 0 (it has not).
public struct CutSetProblem: Sendable {
  public var structure: SupplyStructure
  /// The vertex that must not stop.
  public var target: Int32
  /// Vertices that may be lost; the target may be one of them. Duplicates count once.
  public var events: [Int32]

  public init(structure: SupplyStructure, target: Int32, events: [Int32]) {
    self.structure = structure
    self.target = target
    self.events = events
  }
}

/// How much memory and work an exact answer may take before it is refused.
public struct CutSetLimits: Sendable {
  /// Nodes of decision diagrams held at once; a node takes about 40 bytes with its share of the tables.
  public var nodes: Int
  /// Operations on pairs of nodes, all attempts together; some ten million take a second.
  public var steps: Int
  /// Asked every few milliseconds; once it says no, the answer is refused.
  public var mayContinue: @Sendable () -> Bool

  public init(nodes: Int = 1 << 25, steps: Int = 2_000_000_000, mayContinue: @escaping @Sendable () -> Bool = { true }) {
    self.nodes = nodes
    self.steps = steps
    self.mayContinue = mayContinue
  }
}

/// Why cut sets cannot be given, and what to do.
public struct CutSetError: Error, Sendable, CustomStringConvertible {
  public struct Code: RawRepresentable, Hashable, Sendable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The order asked for does not fit within the limits.
    public static let orderTooLarge = Code(rawValue: "order_too_large")
    /// A target or an event is no vertex of the structure.
    public static let unknownVertex = Code(rawValue: "unknown_vertex")
    /// An order below 1.
    public static let badOrder = Code(rawValue: "bad_order")
    /// A probability outside 0...1, or not one for each event.
    public static let badProbability = Code(rawValue: "bad_probability")
  }

  public var code: Code
  /// What is wrong and what to do about it.
  public var message: String
  /// The order asked for, where one was; `nil` is all orders.
  public var order: Int?
  /// The limit that was reached, where one was.
  public var limit: Int?

  public init(code: Code, message: String, order: Int? = nil, limit: Int? = nil) {
    self.code = code
    self.message = message
    self.order = order
    self.limit = limit
  }

  public var description: String { message }
}
