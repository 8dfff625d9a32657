public import Cascades
public import ClusterModel

/// What one shock costs each firm, and how the loss came to it.
public struct CascadeLosses: Sendable {
  /// Which way a loss runs.
  public enum Direction: String, Sendable, CaseIterable {
    /// With the goods: a firm lacks inputs.
    case down
    /// Against the goods: a firm lacks buyers.
    case up
  }

  /// What holds a firm down at the end.
  public enum Limit: Sendable, Equatable {
    /// Its own shock.
    case shock
    /// The essential inputs of a sector; empty for firms of unknown sector.
    case sector(String)
    /// All inputs that are not essential, taken together.
    case otherInputs
    /// Its sales.
    case sales
  }

  /// A firm that lost something.
  public struct Row: Sendable {
    public var firm: FirmID
    /// Share of its output lost for want of inputs.
    public var down: Double
    /// Share of its output lost for want of buyers.
    public var up: Double
    /// The larger of the two directions; ``Direction/down`` where they are equal.
    public var direction: Direction
    /// What binds in that direction.
    public var limit: Limit
    /// The supplier or the buyer with the largest part in it.
    public var partner: FirmID?
    /// What the firm buys of that supplier, or sells to that buyer, on record; ascending, each once.
    public var products: [ProductID]
    /// The iteration in which a loss first came, 0 for a shocked firm.
    public var firstHit: Int
    /// The direction in which it came.
    public var hitDirection: Direction
    /// The supplier or the buyer that passed on most of that first loss: the firm's parent in the tree; `nil` for a shocked firm.
    public var parent: FirmID?

    public var loss: Double { max(down, up) }
  }

  public let model: CascadeModel
  public let shocked: [(firm: FirmID, loss: Double)]
  public let result: CascadeResult
  /// Firms with a loss, the largest first; ties by lost output, then by id.
  public let rows: [Row]

  /// Lets a shock run through a network. Throws what the kernel refuses: shocks outside 0...1, firms given twice, a bad tolerance.
  ///
  /// - Parameters:
  ///   - model: the network prepared.
  ///   - shocked: firms and the share of their business that is lost, in 0...1.
  ///   - directions: the directions in which the loss runs; empty is neither.
  ///   - settings: tolerance and iteration limit.
  public init(
    _ model: CascadeModel, shocked: [(firm: FirmID, loss: Double)], directions: Set<Direction> = [.down, .up],
    settings: CascadeSettings = CascadeSettings()
  ) throws(CascadeError) {
    self.model = model
    self.shocked = shocked
    result = try model.kernel.cascade(model.shock(shocked, directions: directions), settings: settings, trace: true)
    let trace = result.trace
    let ids = model.network.firms.ids
    var rows: [Row] = []
    for firm in 0..<model.network.firms.count {
      let (down, up) = (result.downstreamLoss[firm], result.upstreamLoss[firm])
      guard down > 0 || up > 0, let trace else { continue }
      rows.append(Self.row(firm, down: down, up: up, trace, model))
    }
    Self.addProducts(&rows, model.network)
    let sales = model.sales
    self.rows = rows.sorted { a, b in
      if a.loss != b.loss { return a.loss > b.loss }
      let (x, y) = (a.loss * sales[a.firm.row], b.loss * sales[b.firm.row])
      return x != y ? x > y : ids.precedes(a.firm.row, b.firm.row)
    }
  }

  private static func row(_ firm: Int, down: Double, up: Double, _ trace: CascadeTrace, _ model: CascadeModel) -> Row {
    let direction: Direction = down >= up ? .down : .up
    let (downHit, upHit) = (Int(trace.downstreamHit[firm]), Int(trace.upstreamHit[firm]))
    // The direction that came first; of two at once, the one that cost more.
    let hitDirection: Direction = downHit < 0 ? .up : upHit < 0 ? .down : downHit != upHit ? (downHit < upHit ? .down : .up) : direction
    let limit: Limit =
      switch direction == .down ? trace.downstreamLimit[firm] : trace.upstreamLimit[firm] {
      case .shock, .none: .shock
      case .sector(let sector): .sector(model.sectorNames[Int(sector)])
      case .nonEssentialInputs: .otherInputs
      case .sales: .sales
      }
    return Row(
      firm: FirmID(firm), down: down, up: up, direction: direction, limit: limit,
      partner: limit == .shock ? nil : firmID(direction == .down ? trace.bindingSupplier[firm] : trace.bindingBuyer[firm]), products: [],
      firstHit: hitDirection == .down ? downHit : upHit, hitDirection: hitDirection,
      parent: firmID(hitDirection == .down ? trace.downstreamSource[firm] : trace.upstreamSource[firm]))
  }

  private static func firmID(_ number: Int32) -> FirmID? { number < 0 ? nil : FirmID(Int(number)) }

  /// Names the products between each firm and its partner. O(links).
  private static func addProducts(_ rows: inout [Row], _ network: Network) {
    let supplies = network.supplies
    if supplies.products.isEmpty { return }
    // By supplier and buyer; a firm has one partner, so a pair belongs to two firms at most.
    var wanted: [UInt64: [Int]] = [:]
    for (position, row) in rows.enumerated() {
      guard let partner = row.partner else { continue }
      let (supplier, buyer) = row.direction == .down ? (partner, row.firm) : (row.firm, partner)
      wanted[UInt64(UInt32(supplier.index)) << 32 | UInt64(UInt32(buyer.index)), default: []].append(position)
    }
    for link in 0..<supplies.count {
      let key = UInt64(UInt32(supplies.suppliers[link])) << 32 | UInt64(UInt32(supplies.buyers[link]))
      guard let positions = wanted[key], let product = supplies.product(SupplyID(link)) else { continue }
      for position in positions where !rows[position].products.contains(product) { rows[position].products.append(product) }
    }
    for position in rows.indices { rows[position].products.sort() }
  }
}

extension CascadeModel {
  /// The shock as the kernel takes it.
  public func shock(_ shocked: [(firm: FirmID, loss: Double)], directions: Set<CascadeLosses.Direction>) -> Shock {
    let firms = shocked.map { (firm: $0.firm.row, loss: $0.loss) }
    return Shock(downstream: directions.contains(.down) ? firms : [], upstream: directions.contains(.up) ? firms : [])
  }
}
