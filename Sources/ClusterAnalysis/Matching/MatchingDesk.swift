import ClusterModel

/// What buyers of an area buy outside it, and what makers of the area could sell them: the two sides of a matching desk.
struct MatchingDesk {
  let supply: SupplyModel
  let options: MatchingOptions
  let places: Places
  private(set) var demands: [Matching.Demand] = []
  private(set) var offers: [Matching.Offer] = []
  /// Purchases of the buyers from outside that name no product.
  private(set) var withoutProduct = 0
  /// Entries whose supplier's place is not known: neither local nor outside.
  private(set) var unknownPlaces = 0
  private(set) var buyers = 0

  private var network: Network { supply.network }

  init(_ supply: SupplyModel, options: MatchingOptions) {
    self.supply = supply
    self.options = options
    places = Places(network: supply.network, scope: options.scope)
    addDemands()
    addOffers()
  }

  /// The same, where makers with sales of unknown amount have nothing to spare.
  var withLeastOffers: MatchingDesk {
    var desk = self
    for number in desk.offers.indices where desk.offers[number].isAtMost { desk.offers[number].spare = 0 }
    return desk
  }

  private func isAsked(_ buyer: FirmID) -> Bool {
    let firms = network.firms
    if let cluster = options.cluster, firms.cluster(buyer) != cluster { return false }
    if let county = options.county, firms.county(buyer) != county { return false }
    return places.isInside(buyer) == true
  }

  private mutating func addDemands() {
    let view = supply.view
    let substitutes = Substitutes(supply)
    for buyer in network.firms.all where isAsked(buyer) {
      var buys = false
      for purchase in view.purchases(of: buyer) {
        let product = view.product(view.goods[purchase])
        if let wanted = options.product, product != wanted { continue }
        buys = true
        var outside: [FirmID] = []
        var sums: [KnownSum] = []
        for entry in view.entries(purchase) {
          let supplier = FirmID(Int(view.suppliers[entry]))
          guard let isLocal = places.isLocal(supplier, to: buyer) else {
            unknownPlaces += 1
            continue
          }
          if isLocal { continue }
          outside.append(supplier)
          sums.append(view.known(entry))
        }
        if outside.isEmpty { continue }
        guard let product else {
          withoutProduct += 1
          continue
        }
        let ids = network.firms.ids
        demands.append(
          Matching.Demand(
            buyer: buyer, product: product, amount: KnownSum(sums: sums).value, unknownAmounts: sums.count { !$0.isComplete },
            suppliers: outside.sorted { ids.precedes($0.row, $1.row) },
            acceptable: [product] + substitutes.of(product, for: buyer), purchase: purchase))
      }
      if buys { buyers += 1 }
    }
    let ids = network.firms.ids
    let products = network.products
    demands.sort { a, b in
      a.buyer != b.buyer ? ids.precedes(a.buyer.row, b.buyer.row) : products[a.product.row].id < products[b.product.row].id
    }
  }

  /// Makers by `makes.csv` and by what firms are recorded to sell.
  private mutating func addOffers() {
    struct Key: Hashable {
      var firm: FirmID
      var product: ProductID
    }
    let wanted = Set(demands.flatMap(\.acceptable))
    var rows: [Key: (capacity: Double, isKnown: Bool)] = [:]
    var productCounts: [FirmID: Set<ProductID>] = [:]
    let ofStage = Dictionary(grouping: network.products.indices.filter { network.products[$0].stage != nil }) {
      network.products[$0].stage!
    }
    for making in network.makings {
      var product = making.product
      if product == nil, let stage = making.stage, let only = ofStage[stage], only.count == 1 { product = ProductID(only[0]) }
      guard let product else { continue }
      productCounts[making.firm, default: []].insert(product)
      let key = Key(firm: making.firm, product: product)
      let earlier = rows[key] ?? (0, true)
      rows[key] = (earlier.capacity + (making.capacity ?? 0), earlier.isKnown && making.capacity != nil)
    }
    var sold: [Key: (all: Double, local: Double, unknown: Int)] = [:]
    let view = supply.view
    for purchase in 0..<view.purchaseCount {
      guard let product = view.product(view.goods[purchase]) else { continue }
      let buyer = FirmID(Int(view.buyers[purchase]))
      for entry in view.entries(purchase) {
        let key = Key(firm: FirmID(Int(view.suppliers[entry])), product: product)
        productCounts[key.firm, default: []].insert(product)
        var sum = sold[key] ?? (0, 0, 0)
        let amount = view.known(entry)
        sum.unknown += amount.unknown
        sum.all += amount.amount
        if places.isLocal(key.firm, to: buyer) == true { sum.local += amount.amount }
        sold[key] = sum
        if rows[key] == nil { rows[key] = (0, false) }
      }
    }
    let ids = network.firms.ids
    for (key, row) in rows where wanted.contains(key.product) && places.isInside(key.firm) == true {
      let sales = sold[key] ?? (0, 0, 0)
      var offer = Matching.Offer(
        maker: key.firm, product: key.product, capacity: row.isKnown ? row.capacity : nil, sold: sales.all, unknownSales: sales.unknown,
        spare: nil, basis: .unknown)
      if row.isKnown {
        (offer.spare, offer.basis) = (max(0, row.capacity - sales.all), .capacity)
      } else {
        switch options.unknownCapacity {
        case .none: break
        case .asSold:
          if let revenue = network.firms.revenue[key.firm.row], productCounts[key.firm]?.count == 1 {
            (offer.spare, offer.basis) = (max(0, revenue - sales.local), .revenue)
          }
        case .unlimited: (offer.spare, offer.basis) = (.infinity, .unlimited)
        }
      }
      offers.append(offer)
    }
    let products = network.products
    offers.sort { a, b in
      a.maker != b.maker ? ids.precedes(a.maker.row, b.maker.row) : products[a.product.row].id < products[b.product.row].id
    }
  }
}

/// Products that the chain template lets stand in for one another.
struct Substitutes {
  private let supply: SupplyModel
  private var groupsOfInput: [StageID: [SubstituteGroups.Group]] = [:]
  private let products: [StageID: [ProductID]]

  init(_ supply: SupplyModel) {
    self.supply = supply
    let network = supply.network
    for group in SubstituteGroups(network.requirements).all {
      for input in group.inputs { groupsOfInput[input, default: []].append(group) }
    }
    var products: [StageID: [ProductID]] = [:]
    for (number, product) in network.products.enumerated() {
      if let stage = product.stage { products[stage, default: []].append(ProductID(number)) }
    }
    self.products = products
  }

  /// Products of other inputs of the same substitute group, for a stage of the buyer; by id.
  func of(_ product: ProductID, for buyer: FirmID) -> [ProductID] {
    let network = supply.network
    guard let stage = network.products[product.row].stage, let groups = groupsOfInput[stage] else { return [] }
    let own = Set(supply.firmStages[buyer])
    var found: Set<ProductID> = []
    for group in groups where own.contains(group.output) {
      for input in group.inputs where input != stage { found.formUnion(products[input] ?? []) }
    }
    return found.sorted { network.products[$0.row].id < network.products[$1.row].id }
  }
}
