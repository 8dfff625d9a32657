/// Who buys what of whom in a year without disturbance, in flat arrays: firms with their links, or the sectors of an input-output table.
///
/// Producers are `0 ..< producerCount`. Input `i` belongs to one producer and holds one stock; producer `p` has the inputs
/// `inputOffsets[p] ..< inputOffsets[p + 1]`, and input `i` is bought in the purchases `purchaseOffsets[i] ..< purchaseOffsets[i + 1]`
/// of `suppliers` and `amounts`. Amounts are money a day, in any unit; suppliers of one input stand in for each other.
///
///     supplier ──amount──▶ input (stock) ──▶ producer ──▶ buyers, final demand
public struct InventoryNetwork: Sendable {
  /// Producer `p` has the inputs `inputOffsets[p] ..< inputOffsets[p + 1]`.
  public let inputOffsets: [Int32]
  /// Input `i` has the purchases `purchaseOffsets[i] ..< purchaseOffsets[i + 1]`.
  public let purchaseOffsets: [Int32]
  /// The producer sold by, one a purchase.
  public let suppliers: [Int32]
  /// Money a day, one a purchase, all > 0.
  public let amounts: [Double]
  /// Sold outside the network, money a day, one a producer.
  public let finalDemand: [Double]
  /// Days of undisturbed use in stock at the start, which is also the goal; one an input.
  public let stockDays: [Double]
  /// Whether production stops without the input; one an input.
  public let isEssential: [Bool]
  /// Money a day in a year without disturbance: sales inside and final demand; one a producer.
  public let output: [Double]

  // The same purchases by supplier: producer `p` sells `sales[saleOffsets[p] ..< saleOffsets[p + 1]]`.
  let saleOffsets: [Int32]
  let saleInputs: [Int32]
  let saleAmounts: [Double]
  /// Sum of amounts, one an input.
  let uses: [Double]

  public var producerCount: Int { finalDemand.count }
  public var inputCount: Int { stockDays.count }

  /// Takes the arrays as described at the properties.
  ///
  /// - Parameters:
  ///   - inputOffsets: producers + 1 numbers, ascending from 0.
  ///   - purchaseOffsets: inputs + 1 numbers, strictly ascending from 0: an input without purchase is none.
  ///   - suppliers: producer numbers.
  ///   - amounts: money a day, > 0 and finite.
  ///   - finalDemand: money a day, ≥ 0 and finite.
  ///   - stockDays: ≥ 0 and finite.
  ///   - isEssential: whether production stops without the input.
  /// - Precondition: the arrays fit each other and hold such numbers. O(producers + purchases).
  public init(
    inputOffsets: [Int32], purchaseOffsets: [Int32], suppliers: [Int32], amounts: [Double], finalDemand: [Double], stockDays: [Double],
    isEssential: [Bool]
  ) {
    precondition(inputOffsets.count == finalDemand.count + 1 && Int(inputOffsets.last!) == stockDays.count)
    precondition(purchaseOffsets.count == stockDays.count + 1 && Int(purchaseOffsets.last!) == suppliers.count)
    precondition(suppliers.count == amounts.count && isEssential.count == stockDays.count)
    precondition(amounts.allSatisfy { $0 > 0 && $0.isFinite } && finalDemand.allSatisfy { $0 >= 0 && $0.isFinite })
    precondition(stockDays.allSatisfy { $0 >= 0 && $0.isFinite })
    self.inputOffsets = inputOffsets
    self.purchaseOffsets = purchaseOffsets
    self.suppliers = suppliers
    self.amounts = amounts
    self.finalDemand = finalDemand
    self.stockDays = stockDays
    self.isEssential = isEssential
    var offsets = [Int32](repeating: 0, count: finalDemand.count + 1)
    for supplier in suppliers { offsets[Int(supplier) + 1] += 1 }
    for producer in finalDemand.indices { offsets[producer + 1] += offsets[producer] }
    var cursor = offsets
    var saleInputs = [Int32](repeating: 0, count: suppliers.count)
    var saleAmounts = [Double](repeating: 0, count: suppliers.count)
    var uses = [Double](repeating: 0, count: stockDays.count)
    for input in stockDays.indices {
      for purchase in Int(purchaseOffsets[input])..<Int(purchaseOffsets[input + 1]) {
        let place = Int(cursor[Int(suppliers[purchase])])
        cursor[Int(suppliers[purchase])] += 1
        saleInputs[place] = Int32(input)
        saleAmounts[place] = amounts[purchase]
        uses[input] += amounts[purchase]
      }
      precondition(uses[input] > 0)
    }
    output = finalDemand.indices.map { producer in
      // In the order in which a run adds up demand, so that undisturbed demand equals this to the last bit.
      var sum = 0.0
      for sale in Int(offsets[producer])..<Int(offsets[producer + 1]) { sum += saleAmounts[sale] }
      return sum + finalDemand[producer]
    }
    saleOffsets = offsets
    self.saleInputs = saleInputs
    self.saleAmounts = saleAmounts
    self.uses = uses
  }

  /// The sectors of an input-output table of one or more regions.
  ///
  /// - Parameters:
  ///   - flows: row = seller, column = buyer, row-major, n × n, money a day, ≥ 0.
  ///   - finalDemand: n numbers, money a day.
  ///   - goods: which good each sector makes: sectors of the same good in different regions stand in for each other.
  ///   - stockDays: for every good number, the days of use that each buyer of it has in stock.
  /// - Precondition: the arrays fit each other. O(n²).
  public init(flows: [Double], finalDemand: [Double], goods: [Int], stockDays: [Double]) {
    let count = finalDemand.count
    precondition(flows.count == count * count && goods.count == count && goods.allSatisfy { stockDays.indices.contains($0) })
    let sellers = (0..<count).sorted { (goods[$0], $0) < (goods[$1], $1) }
    var inputOffsets: [Int32] = [0]
    var purchaseOffsets: [Int32] = [0]
    var suppliers: [Int32] = []
    var amounts: [Double] = []
    var days: [Double] = []
    for buyer in 0..<count {
      var good: Int?
      for seller in sellers where flows[seller * count + buyer] > 0 {
        if good != goods[seller] {
          if good != nil { purchaseOffsets.append(Int32(suppliers.count)) }
          good = goods[seller]
          days.append(stockDays[goods[seller]])
        }
        suppliers.append(Int32(seller))
        amounts.append(flows[seller * count + buyer])
      }
      if good != nil { purchaseOffsets.append(Int32(suppliers.count)) }
      inputOffsets.append(Int32(days.count))
    }
    self.init(
      inputOffsets: inputOffsets, purchaseOffsets: purchaseOffsets, suppliers: suppliers, amounts: amounts, finalDemand: finalDemand,
      stockDays: days, isEssential: [Bool](repeating: true, count: days.count))
  }
}
