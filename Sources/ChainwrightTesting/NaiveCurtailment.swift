import ClusterModel
import LinearPrograms

/// The program of METRICS M24 written down once more: in yuan instead of shares, by dictionaries of ids, for networks without a chain template.
public struct NaiveCurtailment {
  public private(set) var program = LinearProgram(.maximise)

  /// - Parameters:
  ///   - network: every link with a product and an amount; every firm with a revenue at least its sales.
  ///   - caps: what each firm may make at most, as a share of its revenue, by id.
  public init(_ network: Network, caps: [String: Double]) {
    let firms = network.firms
    // What each firm makes, 10,000 yuan.
    var made: [String: LinearProgram.Variable] = [:]
    for firm in firms.all {
      let id = firms.id(firm)
      made[id] = program.addVariable("made \(id)", upper: min(1, caps[id] ?? 1) * firms.revenue[firm.row]!, cost: 1)
    }
    // What runs on each link, and how much of its revenue a buyer spends on a product.
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
      let revenue = firms.revenue[network.firm(id: need.buyer)!.row]!
      program.addRow("need", need.links.map { ($0, 1) } + [(made[need.buyer]!, -need.amount / revenue)], equals: 0)
    }
    for firm in firms.all {
      let id = firms.id(firm)
      guard let flows = sold[id] else { continue }
      let others = firms.revenue[firm.row]! - usualSales[id]!
      program.addRow("sales", [(made[id]!, 1)] + flows.map { ($0, -1) }, lower: 0, upper: others)
    }
  }
}
