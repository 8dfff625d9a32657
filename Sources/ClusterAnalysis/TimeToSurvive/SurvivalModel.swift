public import ClusterModel

/// What is assumed where the data say nothing, and who is served first.
public struct SurvivalOptions: Sendable {
  /// Days that an input lasts where no stock of it is recorded; `nil` counts none, so that times are lower bounds.
  public var defaultStockDays: Double?
  /// Days until a firm runs again where no recovery time is recorded.
  public var defaultRecoveryDays: Double?
  /// Days until any disrupted firm runs again, whatever is recorded.
  public var recoveryDays: Double?
  /// What suppliers send to others may go to the leader as well; else others keep their part of whatever is made.
  public var leaderFirst = false

  public init() {}
}

/// The sites, stocks and flows behind one leader: its upstream part of the network as a ``StockFlow``, 10,000 yuan and days.
///
/// - A firm makes as much as it sells (or its revenue, where that is more), and up to its capacity where `makes` gives one for all it makes; without, or where that is
///   below what it makes as usual (``shortCapacities``), nothing to spare is assumed. Of a capacity to spare the leader's part takes all.
/// - It uses each essential input (as ``SupplyModel`` has it) in proportion to what it makes; inputs of a substitute group stand in for one another, yuan for yuan.
/// - What it makes for others stays in proportion, unless the leader comes first.
/// - An unknown amount counts as the mean of the buyer's other suppliers of that good; where none is known, all count alike (``assumedAmounts``).
public struct SurvivalModel: Sendable {
  /// An input row: a need of a firm.
  public struct Input: Sendable {
    public var firm: FirmID
    /// Several in a substitute group.
    public var goods: [Good]
    /// 10,000 yuan a day.
    public var use: Double
    /// `nil` when not recorded (the default may stand in for it).
    public var recordedDays: Double?
  }

  /// An output row: a good that a firm sends on, or what the leader's own customers take.
  public struct Output: Sendable {
    public var firm: FirmID
    /// `nil` for the demand of the leader's customers.
    public var good: Good?
    /// 10,000 yuan a day, as far as the leader's part takes it.
    public var rate: Double
    public var recordedDays: Double?
  }

  public let model: SupplyModel
  /// Whose customers must be served: one firm, or all of the network.
  public let leaders: [FirmID]
  public var leader: FirmID { leaders[0] }
  public let options: SurvivalOptions
  /// One a site, the leader first, then by supply distance.
  public let firms: [FirmID]
  public let flow: StockFlow
  /// What flows as usual, one a flow.
  package let rates: [Double]
  public let inputs: [Input]
  public let outputs: [Output]
  /// Links whose amount is unknown.
  public let assumedAmounts: Int
  /// Firms whose capacity on record is below what they make as usual, beyond rounding; the usual output counts in its place. 10,000 yuan a year.
  public let shortCapacities: [(firm: FirmID, capacity: Double, usual: Double)]
  /// The leader's output is known, so that losses have a size.
  public let hasOutput: Bool
  /// What is lost of each unit not delivered; 1 (the output itself) where no margin is recorded.
  public let margin: Double?

  private let siteOfFirm: [Int32]

  public var network: Network { model.network }

  /// The site of a firm, `nil` when nothing of it reaches the leader.
  public func site(_ firm: FirmID) -> Int? { siteOfFirm[firm.row] < 0 ? nil : Int(siteOfFirm[firm.row]) }

  /// - Parameters:
  ///   - model: the needs of all firms.
  ///   - leader: whose customers must be served.
  ///   - options: what is assumed.
  /// - Complexity: O(firms + links).
  public init(_ model: SupplyModel, leader: FirmID, options: SurvivalOptions = SurvivalOptions()) {
    self.init(model, leaders: [leader], options: options)
  }

  /// - Parameters:
  ///   - leaders: one or more firms, each once.
  ///   - known: for the customers of the whole network, whose output has a size, one a firm; `nil` for one leader's.
  init(_ model: SupplyModel, leaders: [FirmID], ofWhole known: [Bool]? = nil, options: SurvivalOptions) {
    var plan = SurvivalPlan(model, leaders: leaders, ofWhole: known, options: options)
    plan.findPart()
    plan.addSites()
    plan.addInputs()
    self.model = model
    self.leaders = leaders
    self.options = options
    firms = plan.part
    flow = plan.flow
    rates = plan.rates
    inputs = plan.inputs
    outputs = plan.outputs
    assumedAmounts = plan.assumedAmounts
    shortCapacities = plan.shortCapacities
    hasOutput = plan.hasOutput
    margin = plan.margin
    siteOfFirm = plan.siteOfFirm
  }

  /// ``flow`` with stock without end of every input for which neither the data nor the options give one.
  var flowWithUnknownStocksFull: StockFlow {
    var full = flow
    for at in inputs.indices where inputs[at].recordedDays == nil && options.defaultStockDays == nil {
      full.inputs[at].stock = inputs[at].use * StockFlow.endless
    }
    return full
  }

  /// METRICS M23: the shorter of recovery and bring-up of another site; `nil` when neither is known.
  public func effectiveRecovery(_ firm: FirmID) -> Double? {
    if let days = options.recoveryDays { return days }
    let known = [network.firms.recoveryDays[firm.row], network.firms.alternateSiteDays[firm.row]].compactMap { $0 }
    return known.min() ?? options.defaultRecoveryDays
  }
}
