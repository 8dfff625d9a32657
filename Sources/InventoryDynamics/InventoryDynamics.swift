/// How producers live off their stocks, ration and reorder after a shock, step by step (METRICS M17).
///
/// One ``advance(losses:demand:)`` is one step of ``Settings/daysPerStep`` days, in this order, every quantity a rate per day:
///
/// 1. *Demand* of a producer: the orders placed on it at the end of the step before, and its final demand.
/// 2. *Overproduction* (not in the first step): α ← max(1, α + (α_max − α) ζ h/τ_α), where ζ = (demand − last output) / demand.
/// 3. *Capacity* = α (1 − loss) × undisturbed output; *wanted* = min(demand, capacity).
/// 4. *Output* = wanted × min(1, stock / required) over the essential inputs, where required = ψ × stock days × the use that the wanted
///    output makes, and at least what the step itself uses.
/// 5. *Rationing*: every order, and final demand, gets the same share output / demand. Unmet final demand is lost, not postponed.
/// 6. *Stock* ← stock + h (received − used).
/// 7. *Orders* for an input = used + max(0, stock days × use of the wanted output − stock) / τ, shared among its suppliers by undisturbed
///    amount × present capacity (with ``Settings/canSwitch``; else by undisturbed amount alone).
///
/// Everything is kept relative to the undisturbed state, in which every ratio is 1: without a shock nothing changes, to the last bit.
/// With stocks of less than a step's use, goods are used in the step they arrive, so stock days count as at least one step.
///
/// A step takes O(producers + purchases) time and no memory.
///
/// > Source: S. Hallegatte, “An adaptive regional input-output model and its application to the assessment of the economic cost of Katrina”,
/// > Risk Analysis 28 (2008); “Modeling the role of inventories and heterogeneity in the assessment of the economic costs of natural
/// > disasters”, Risk Analysis 34 (2014); orders by present capacity: D. Guan et al., Nature Human Behaviour 4 (2020). The order of the steps is
/// > that of BoARIO 0.7.2, with whose results ours agree to 1e-12. BoARIO's documentation lets α relax to 1 within τ_α; the program does
/// > not, and neither does this.
public struct InventoryDynamics: Sendable {
  public struct Settings: Sendable {
    /// ψ: the share of its goal below which a stock holds production back; 0…1.
    public var threshold = 0.8
    /// τ: days in which a gap in a stock is reordered.
    public var restockingDays = 60.0
    /// α_max: output with overtime and spare machines, as a multiple of undisturbed output.
    public var overproductionLimit = 1.25
    /// τ_α: days that it takes to get there.
    public var overproductionDays = 365.0
    /// Whether orders go to those suppliers of the same good that have capacity.
    public var canSwitch = true
    /// h: days of one step.
    public var daysPerStep = 1

    public init() {}
  }

  public let network: InventoryNetwork
  public let settings: Settings
  /// Steps made.
  public private(set) var stepCount = 0
  /// Output of the last step as a share of undisturbed output, one a producer; 1 for a producer that sells nothing.
  public private(set) var output: [Double]
  /// Days of undisturbed use in stock after the last step, one an input.
  public private(set) var stock: [Double]
  /// Share of every order and of final demand served in the last step, one a producer.
  public private(set) var served: [Double]
  /// The essential input that held the last step's output back, or -1; one a producer.
  public private(set) var limitingInput: [Int32]

  // α, one a producer.
  private var overproduction: [Double]
  // κ: capacity as a share of undisturbed output when the orders were placed, by which they were shared; 1 throughout without switching.
  private var preference: [Double]
  // Wanted output as a share of undisturbed output.
  private var wanted: [Double]
  // An input's order as a share of its undisturbed use, over its suppliers' mean κ.
  private var orders: [Double]
  // κ × share served.
  private var delivery: [Double]
  // Stock days, at least a step's, and days required for full output.
  private let goals: [Double]
  private let required: [Double]

  /// The undisturbed state.
  ///
  /// - Parameters:
  ///   - network: who buys what of whom.
  ///   - settings: the model's numbers; threshold 0…1, days > 0, overproduction limit ≥ 1.
  public init(_ network: InventoryNetwork, settings: Settings = Settings()) {
    precondition(settings.daysPerStep >= 1 && settings.restockingDays > 0 && settings.overproductionDays > 0)
    precondition(settings.overproductionLimit >= 1 && (0...1).contains(settings.threshold))
    self.network = network
    self.settings = settings
    let step = Double(settings.daysPerStep)
    let producers = network.producerCount
    output = [Double](repeating: 1, count: producers)
    served = output
    overproduction = output
    preference = output
    wanted = output
    delivery = output
    limitingInput = [Int32](repeating: -1, count: producers)
    goals = network.stockDays.map { max($0, step) }
    required = goals.map { max(settings.threshold * $0, step) }
    stock = goals
    orders = [Double](repeating: 1, count: network.inputCount)
  }

  /// Inputs whose stock is less than one step's use, and was counted as that.
  public var raisedStockCount: Int { network.stockDays.reduce(0) { $0 + ($1 < Double(settings.daysPerStep) ? 1 : 0) } }

  /// Unmet final demand of a producer in the last step, money a day.
  ///
  /// - Parameters:
  ///   - producer: its number.
  ///   - demand: final demand as it was given to the step, relative to the undisturbed one.
  public func unmetFinalDemand(_ producer: Int, demand: Double = 1) -> Double {
    network.finalDemand[producer] * demand * (1 - served[producer])
  }

  /// Makes one step.
  ///
  /// - Parameters:
  ///   - losses: the share of its capacity that each producer has lost, 0…1.
  ///   - demand: final demand relative to the undisturbed one, ≥ 0; one a producer.
  /// - Precondition: both have one number a producer.
  public mutating func advance(losses: [Double], demand: [Double]) {
    precondition(losses.count == network.producerCount && demand.count == network.producerCount)
    produce(losses, demand)
    receiveAndOrder()
    stepCount += 1
  }

  // Steps 1 to 5.
  private mutating func produce(_ losses: [Double], _ demand: [Double]) {
    let haste = min(1, Double(settings.daysPerStep) / settings.overproductionDays)
    for producer in 0..<network.producerCount {
      let undisturbed = network.output[producer]
      if undisturbed <= 0 { continue }
      var asked = 0.0
      for sale in Int(network.saleOffsets[producer])..<Int(network.saleOffsets[producer + 1]) {
        asked += network.saleAmounts[sale] * orders[Int(network.saleInputs[sale])]
      }
      let demanded = (asked * preference[producer] + network.finalDemand[producer] * demand[producer]) / undisturbed
      var alpha = overproduction[producer]
      if stepCount > 0 && demanded > 0 {
        let scarcity = (demanded - output[producer]) / demanded
        alpha = max(1, alpha + (settings.overproductionLimit - alpha) * scarcity * haste)
        overproduction[producer] = alpha
      }
      let able = alpha * (1 - losses[producer])
      let goal = min(demanded, able)
      var share = 1.0
      var limiting: Int32 = -1
      for input in Int(network.inputOffsets[producer])..<Int(network.inputOffsets[producer + 1]) where network.isEssential[input] {
        let needed = required[input] * goal
        if stock[input] < needed * share {
          share = stock[input] / needed
          limiting = Int32(input)
        }
      }
      let made = goal * share
      served[producer] = demanded > 0 ? made / demanded : 1
      delivery[producer] = preference[producer] * served[producer]
      output[producer] = made
      wanted[producer] = goal
      if settings.canSwitch { preference[producer] = able }
      limitingInput[producer] = limiting
    }
  }

  // Steps 6 and 7.
  private mutating func receiveAndOrder() {
    let step = Double(settings.daysPerStep)
    let restocking = max(settings.restockingDays, step)
    for producer in 0..<network.producerCount {
      let used = output[producer]
      let goal = wanted[producer]
      for input in Int(network.inputOffsets[producer])..<Int(network.inputOffsets[producer + 1]) {
        var delivered = 0.0
        var able = 0.0
        for purchase in Int(network.purchaseOffsets[input])..<Int(network.purchaseOffsets[input + 1]) {
          let supplier = Int(network.suppliers[purchase])
          delivered += network.amounts[purchase] * delivery[supplier]
          able += network.amounts[purchase] * preference[supplier]
        }
        let received = delivered * orders[input] / network.uses[input]
        let left = max(0, stock[input] + step * (received - used))
        stock[input] = left
        let order = used + max(0, goals[input] * goal - left) / restocking
        let mean = able / network.uses[input]
        orders[input] = mean > 0 ? order / mean : 0
      }
    }
  }
}
