import ClusterModel

/// The links of a ``CurtailmentModel`` end to end, need after need, and by the firms that send: what a program's variables z stand for, in this order.
struct CurtailmentLinks: Sendable {
  /// One a link.
  let suppliers: [Int32]
  let buyers: [Int32]
  /// One a link: the need's usual amount as a share of what the supplier makes as usual. So much of its output it takes to fill the need alone.
  let factors: [Double]
  /// Links of need n: `needOffsets[n] ..< needOffsets[n + 1]`.
  let needOffsets: [Int32]
  /// Links that firm f sends on: `ofFirm[firmOffsets[f] ..< firmOffsets[f + 1]]`, ascending.
  let firmOffsets: [Int32]
  let ofFirm: [Int32]
  /// One a firm: the share of its usual output that goes elsewhere than to recorded buyers.
  let elsewhere: [Double]

  var count: Int { suppliers.count }

  /// O(firms + links).
  init(_ model: CurtailmentModel) {
    let view = model.supply.view
    let firmCount = model.network.firms.count
    var suppliers: [Int32] = []
    var buyers: [Int32] = []
    var factors: [Double] = []
    var needOffsets: [Int32] = [0]
    var sold = [Double](repeating: 0, count: firmCount)
    var offsets = [Int32](repeating: 0, count: firmCount + 1)
    for need in model.needs {
      for (entry, amount) in zip(need.entries, need.amounts) {
        let supplier = Int(view.suppliers[entry])
        suppliers.append(Int32(supplier))
        buyers.append(Int32(need.buyer))
        factors.append(need.total / model.usual[supplier])
        sold[supplier] += amount
        offsets[supplier + 1] += 1
      }
      needOffsets.append(Int32(suppliers.count))
    }
    for firm in 0..<firmCount { offsets[firm + 1] += offsets[firm] }
    var next = offsets
    var ofFirm = [Int32](repeating: 0, count: suppliers.count)
    for (link, supplier) in suppliers.enumerated() {
      ofFirm[Int(next[Int(supplier)])] = Int32(link)
      next[Int(supplier)] += 1
    }
    // Usual sales are summed in another order than the usual output: the last bits must not cut anything.
    elsewhere = zip(model.usual, sold).map { usual, sold in max(1e-12, max(0, usual - sold) / usual) }
    self.suppliers = suppliers
    self.buyers = buyers
    self.factors = factors
    self.needOffsets = needOffsets
    firmOffsets = offsets
    self.ofFirm = ofFirm
  }

  func ofNeed(_ need: Int) -> Range<Int> { Int(needOffsets[need])..<Int(needOffsets[need + 1]) }
  func sent(by firm: Int) -> ArraySlice<Int32> { ofFirm[Int(firmOffsets[firm])..<Int(firmOffsets[firm + 1])] }
}
