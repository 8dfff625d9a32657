public import ClusterModel
public import LinearPrograms

/// The program of the guide's formula (METRICS M24) written down once more: in yuan instead of shares, by dictionaries of ids, for networks without a chain template.
///
///     maximise   Σ K_i                             what is kept of the usual output x_i
///     where      K_i <= x_i,  K_i <= M_i           M_i = x_i (k_i + s_i), all that is made
///                M_i <= (1 − r_i) C_i              the cut, the capacity
///                Σ_e f_en = a_n M_j / x_j          each need n of each buyer j
///                0 <= M_i − Σ f_i <= F_i           every firm: F_i is what it sells beyond recorded links as usual, all of x_i where none is recorded
public struct NaiveCurtailment {
  public private(set) var program = LinearProgram(.maximise)
  /// K of each firm, by id.
  public private(set) var kept: [String: LinearProgram.Variable] = [:]
  private var made: [String: LinearProgram.Variable] = [:]

  /// - Parameters:
  ///   - network: every link with a product and an amount; every firm with a revenue at least its sales.
  ///   - cuts: the share of its capacity that each firm gives up, by id; 0 where it is not named.
  ///   - capacities: what each firm can make, 10,000 yuan, by id; its revenue where it is not named.
  public init(_ network: Network, cuts: [String: Double], capacities: [String: Double] = [:]) {
    let firms = network.firms
    var usual: [String: Double] = [:]
    for firm in firms.all {
      let id = firms.id(firm)
      let x = firms.revenue[firm.row]!
      usual[id] = x
      kept[id] = program.addVariable("kept \(id)", upper: x, cost: 1)
      made[id] = program.addVariable("made \(id)", upper: (1 - (cuts[id] ?? 0)) * max(x, capacities[id] ?? x))
      program.addRow("kept is made \(id)", [(kept[id]!, 1), (made[id]!, -1)], upper: 0)
    }
    // What runs on each link, and how much a buyer spends on a product.
    var sold: [String: [LinearProgram.Variable]] = [:]
    var usualSales: [String: Double] = [:]
    var bought: [String: (buyer: String, amount: Double, links: [LinearProgram.Variable])] = [:]
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let (supplier, buyer) = (firms.id(network.supplies.supplier(link)), firms.id(network.supplies.buyer(link)))
      let product = network.products[network.supplies.product(link)!.row].id
      let amount = network.supplies.amount[row]!
      let flow = program.addVariable("\(supplier) > \(buyer) \(product)")
      sold[supplier, default: []].append(flow)
      usualSales[supplier, default: 0] += amount
      var need = bought["\(buyer) \(product)"] ?? (buyer, 0, [])
      need.amount += amount
      need.links.append(flow)
      bought["\(buyer) \(product)"] = need
    }
    for need in bought.values {
      program.addRow("need", need.links.map { ($0, 1) } + [(made[need.buyer]!, -need.amount / usual[need.buyer]!)], equals: 0)
    }
    for firm in firms.all {
      let id = firms.id(firm)
      let others = usual[id]! - (usualSales[id] ?? 0)
      program.addRow("sales \(id)", [(made[id]!, 1)] + (sold[id] ?? []).map { ($0, -1) }, lower: 0, upper: max(0, others))
    }
  }

  /// The largest share of its usual output that any firm loses, of all plans that keep at least `value`: 1 less what this program has as its most.
  ///
  /// - Parameter value: what must be kept.
  public func smallestLargestLoss(keeping value: Double) -> LinearProgram {
    var program = program
    program.addRow("kept", kept.values.map { ($0, 1) }, lower: value)
    for variable in kept.values { program.setCost(variable, 0) }
    let least = program.addVariable("least share", upper: 1, cost: 1)
    for variable in kept.values { program.addRow("least", [(variable, 1), (least, -program.upper[variable.position])], lower: 0) }
    return program
  }
}
