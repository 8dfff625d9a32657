import Chainwright

/// The files of an analysis, as bytes.
enum Reports {
  /// `hhi.csv`: one row a buyer and good.
  static func purchases(_ sourcing: Sourcing) -> [UInt8] {
    let view = sourcing.view
    let ids = view.network.firms.ids
    let goods = GoodIDs(view)
    var rows = ByteRows(["buyer_id", "product_id", "suppliers", "hhi", "local_supply_ratio"])
    for purchase in 0..<view.purchaseCount {
      rows.append(ids, Int(view.buyers[purchase]))
      goods.append(view.goods[purchase], to: &rows)
      rows.append(Int(sourcing.supplierCounts[purchase]))
      rows.append(sourcing.hhi[purchase])
      rows.append(sourcing.local(purchase)?.exact)
      rows.endRow()
    }
    return rows.bytes
  }

  /// `single_points.csv`: one row a target and single point, targets in their order, firms heaviest first.
  static func singlePoints(_ weakLinks: WeakLinks) -> [UInt8] {
    let ids = weakLinks.model.network.firms.ids
    var rows = ByteRows(["target_id", "firm_id", "stopped_firms", weakLinks.lossColumn])
    for result in weakLinks.results {
      for firm in result.singlePoints {
        let point = weakLinks.singlePoint(firm)
        rows.append(result.target.subject.id)
        rows.append(ids, firm.row)
        rows.append(point.stoppedFirms)
        rows.append(point.loss)
        rows.endRow()
      }
    }
    return rows.bytes
  }

  /// The ids of goods, products without making a string.
  private struct GoodIDs {
    let view: SupplyView
    let products: TextColumn

    init(_ view: SupplyView) {
      self.view = view
      products = TextColumn(view.network.products.map(\.id))
    }

    func append(_ good: Good, to rows: inout ByteRows) {
      if let product = view.product(good) { rows.append(products, product.row) } else { rows.append(view.subject(good).id) }
    }
  }
}
