/// The links by supplier, then buyer, each pair once: the order in which the input came leaves no trace.
struct SupplierSortedLinks {
  /// The links of supplier i are `offsets[i] ..< offsets[i + 1]`.
  var offsets: [Int]
  var buyers: [Int32] = []
  var amounts: [Double] = []

  init(firmCount: Int, suppliers: [Int32], buyers: [Int32], amounts: [Double]) {
    let byBuyer = Self.stableOrder(Array(buyers.indices), by: buyers, count: firmCount)
    let order = Self.stableOrder(byBuyer, by: suppliers, count: firmCount)
    offsets = [Int](repeating: 0, count: firmCount + 1)
    self.buyers.reserveCapacity(order.count)
    self.amounts.reserveCapacity(order.count)
    var start = 0
    while start < order.count {
      let (supplier, buyer) = (suppliers[order[start]], buyers[order[start]])
      var end = start + 1
      while end < order.count, suppliers[order[end]] == supplier, buyers[order[end]] == buyer { end += 1 }
      // Sorted before they are added, so that rounding does not follow the order of rows.
      let amount =
        end - start == 1 ? amounts[order[start]] : order[start..<end].map { amounts[$0] }.sorted().reduce(0, +)
      if amount > 0 {
        self.buyers.append(buyer)
        self.amounts.append(amount)
        offsets[Int(supplier) + 1] += 1
      }
      start = end
    }
    for firm in 0..<firmCount { offsets[firm + 1] += offsets[firm] }
  }

  /// What each firm sells.
  var sales: [Double] {
    (0..<offsets.count - 1).map { firm in amounts[offsets[firm]..<offsets[firm + 1]].reduce(0, +) }
  }

  /// What each firm buys.
  func purchases(firmCount: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: firmCount)
    for (link, buyer) in buyers.enumerated() { sums[Int(buyer)] += amounts[link] }
    return sums
  }

  /// Counting sort of the items by a key below `count`; equal keys keep their order.
  static func stableOrder(_ items: [Int], by keys: [Int32], count: Int) -> [Int] {
    var next = [Int](repeating: 0, count: count + 1)
    for key in keys { next[Int(key) + 1] += 1 }
    for key in 0..<count { next[key + 1] += next[key] }
    var order = [Int](repeating: 0, count: items.count)
    for item in items {
      order[next[Int(keys[item])]] = item
      next[Int(keys[item])] += 1
    }
    return order
  }
}
