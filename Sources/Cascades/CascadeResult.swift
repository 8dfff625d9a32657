/// The weighted losses of a cascade, as shares of a weight column's sum; the shocked firms' own losses are in them.
public struct SystemicRisk: Sendable, Equatable {
  /// The economic systemic risk index: each firm counts with the larger of its two losses.
  public var esri: Double
  /// Counting losses of inputs only.
  public var down: Double
  /// Counting losses of sales only.
  public var up: Double

  /// Three shares of one weight column.
  public init(esri: Double, down: Double, up: Double) {
    self.esri = esri
    self.down = down
    self.up = up
  }
}

/// How far one shock went.
public struct CascadeResult: Sendable {
  /// Of each firm, the share of its output lost for want of inputs (1 - h_d), its own shock included.
  public var downstreamLoss: [Double]
  /// Of each firm, the share of its output lost for want of buyers (1 - h_u).
  public var upstreamLoss: [Double]
  /// One for each weight column of the network.
  public var risks: [SystemicRisk]
  /// Iterations done, at least 1.
  public var iterations: Int
  /// False when the iteration limit came first: the losses are then lower bounds.
  public var isConverged: Bool
  /// How the loss came to each firm, where it was asked for.
  public var trace: CascadeTrace?

  /// The loss of a firm: the larger of the two directions.
  @inlinable public func loss(of firm: Int) -> Double { max(downstreamLoss[firm], upstreamLoss[firm]) }
}

/// How a cascade came to each firm.
///
/// Following `downstreamSource` (or `upstreamSource`) from firm to firm ends at a shocked one after as many steps as the first hit says: a tree.
public struct CascadeTrace: Sendable, Equatable {
  /// What limits a firm at the end.
  public enum Limit: Sendable, Equatable {
    /// It has lost nothing.
    case none
    /// Its own shock.
    case shock
    /// The essential inputs of this supplier sector.
    case sector(Int32)
    /// The sum of its non-essential inputs.
    case nonEssentialInputs
    /// The sum of its sales (upstream).
    case sales
  }

  /// The iteration in which a loss of inputs first reached the firm; 0 where it was shocked, -1 where none came.
  public internal(set) var downstreamHit: [Int32]
  /// The same for sales.
  public internal(set) var upstreamHit: [Int32]
  /// The supplier that passed on most of the loss in that iteration; -1 where shocked or not hit. Of equal ones, the first.
  public internal(set) var downstreamSource: [Int32]
  /// The buyer that passed on most of the loss in that iteration.
  public internal(set) var upstreamSource: [Int32]
  /// What binds the firm's production at the end.
  public internal(set) var downstreamLimit: [Limit]
  /// Whether sales or the shock bind at the end.
  public internal(set) var upstreamLimit: [Limit]
  /// The supplier with the largest part in the binding input at the end; -1 where there is none.
  public internal(set) var bindingSupplier: [Int32]
  /// The buyer with the largest part in the lost sales at the end; -1 where there is none.
  public internal(set) var bindingBuyer: [Int32]

  init(firmCount: Int) {
    let nobody = [Int32](repeating: -1, count: firmCount)
    (downstreamHit, upstreamHit, downstreamSource, upstreamSource) = (nobody, nobody, nobody, nobody)
    (bindingSupplier, bindingBuyer) = (nobody, nobody)
    downstreamLimit = [Limit](repeating: .none, count: firmCount)
    upstreamLimit = downstreamLimit
  }
}
