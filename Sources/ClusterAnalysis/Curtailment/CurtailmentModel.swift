public import ClusterModel

/// Rules of curtailment applied to a network: what each firm makes as usual, needs for it, and may make at most under an alert.
///
/// - A firm's usual output is its revenue, or its recorded sales where those are more; a firm of which neither is known counts what it buys.
/// - Its capacity is that of `makes.csv`, where given for all it makes and not below the usual output; else the usual output: nothing to spare is assumed.
/// - The order covers firms of the counties and industries that the rules name; without, every firm but those in counties outside the region; never those of
///   exempt industries. A firm whose county or industry is not on record where the rules name some counts as not covered; one whose industry is not on record where
///   the rules exempt some counts as covered, and whether it is, is known only where it has a grade. What is not known so is ``unplaced``.
/// - What is not on record, a grade or whether the order covers a firm at all, is settled at its worst and at its best by ``settled(_:)``.
/// - An unknown amount counts as the mean of the buyer's other suppliers of that good; where none is known, all count alike (``assumedAmounts``).
public struct CurtailmentModel: Sendable {
  /// What a buyer uses in a fixed proportion to what it makes.
  struct Need: Sendable {
    var buyer: Int
    /// Entries of the view, and what flows as usual: suppliers that stand in for one another.
    var entries: [Int]
    var amounts: [Double]
    var total: Double
    /// The option that each entry belongs to, and the largest share that an option may fill; empty where one option may fill all.
    var optionOfEntry: [Int] = []
    var optionShares: [Double] = []
    /// Without it the buyer makes less; else it only takes less when the buyer makes less.
    var isEssential: Bool
  }

  /// A quota of the rules, found in the network.
  public struct Quota: Sendable {
    public var county: CountyID?
    /// Tonnes of coal equivalent a year.
    public var limit: Double
    /// What the firms with energy data use as usual.
    public var usual: Double
    public var firms: [FirmID]
    /// Firms under the quota whose energy use is not known: they are not held by it.
    public var unknown: Int
    public var place: Place
  }

  public let supply: SupplyModel
  public let rules: CurtailmentRules
  public let alert: AlertLevel
  public let weights: FirmWeights
  /// One a firm: what it counts for; 0 where that is unknown, and for a firm of a county outside the region.
  public let values: [Double]
  /// One a firm: what a plan counts it for: ``values``, and each firm alike where all of them are 0, so that there is a plan all the same.
  let planWeights: [Double]
  /// One a firm: its county lies in the region, or is not known to lie elsewhere.
  public let isInside: [Bool]
  /// Firms inside the region that count for nothing because their weight is unknown.
  public let unknownValues: Int
  /// One a firm: it falls under the order.
  public let isCovered: [Bool]
  /// One a firm: the share of its capacity that it gives up unless it is listed; 0 for a firm outside the order.
  public private(set) var cuts: [Double]
  /// One a firm: usual output, 10,000 yuan a year, and capacity as a share of it, at least 1.
  public let usual: [Double]
  package let capacityShares: [Double]
  /// One a firm: the share of its usual output that the rules oblige it to keep.
  public let duties: [Double]
  public let quotas: [Quota]
  /// Firms under the order without a grade.
  public let ungraded: Int
  /// Firms of which it is not known whether the order covers them: the rules name counties or industries, and the firm's own is not on record.
  public let unplaced: Int
  /// Firms that the order covers or may cover, and those of them whose cut is not known: without a grade or ``unplaced``.
  public let concerned: Int
  public let unsettled: Int
  private let coverage: [Coverage]
  public let assumedAmounts: Int
  /// Firms whose recorded capacity is below what they make as usual, beyond rounding; the usual output counts in its place.
  public let shortCapacities: Int
  /// Firms of which neither revenue nor a sale is known.
  package let unknownOutputs: Int
  let needs: [Need]
  /// Firms by id, so that nothing depends on the order of rows; `rank` is the other way round.
  let order: [Int]
  let rank: [Int32]

  public var network: Network { supply.network }

  /// - Throws: ``CurtailmentError`` with everything in the rules that does not fit the network, and amounts more than twelve powers of ten apart.
  public init(_ supply: SupplyModel, rules: CurtailmentRules, alert: AlertLevel, measure: LossMeasure = .output) throws(CurtailmentError) {
    let network = supply.network
    let firms = network.firms
    let ids = firms.ids
    self.supply = supply
    self.rules = rules
    self.alert = alert
    let weights = FirmWeights(measure, of: network)
    let isInside = firms.all.map { firm in firms.county(firm).map { network.counties[$0.row].isInside } ?? true }
    self.weights = weights
    self.isInside = isInside
    values = zip(weights.known, isInside).map { $1 ? $0 : 0 }
    planWeights = values.contains { $0 > 0 } ? values : [Double](repeating: 1, count: values.count)
    unknownValues = zip(weights.values, isInside).count { $0.isNaN && $1 }
    order = (0..<firms.count).sorted { ids.precedes($0, $1) }
    var rank = [Int32](repeating: 0, count: firms.count)
    for (position, firm) in order.enumerated() { rank[firm] = Int32(position) }
    self.rank = rank
    var plan = NeedAmounts(supply, rank: rank)
    plan.collect()
    needs = plan.needs
    assumedAmounts = plan.assumed
    var found = RuleTargets(rules, network)
    let coverage = found.coverage()
    self.coverage = coverage
    let covered = coverage.map(\.isTakenAsCovered)
    isCovered = covered
    let grades = firms.all.map { firms.emissionGrade($0) }
    cuts = firms.all.map { covered[$0.row] ? rules.cut(grades[$0.row] ?? rules.ungraded, at: alert) : 0 }
    ungraded = firms.all.count { covered[$0.row] && grades[$0.row] == nil }
    unplaced = coverage.count { $0.isOpen }
    concerned = coverage.count { $0 != .no }
    unsettled = firms.all.count { coverage[$0.row] != .no && (coverage[$0.row].isOpen || grades[$0.row] == nil) }
    let bought = plan.bought
    var unknown = 0
    usual = firms.all.map { firm in
      let made = max(firms.revenue[firm.row] ?? 0, plan.sold[firm.row])
      if firms.revenue[firm.row] == nil && plan.sold[firm.row] == 0 { unknown += 1 }
      return made > 0 ? made : max(bought[firm.row], 1)
    }
    unknownOutputs = unknown
    var short = 0
    let capacities = Capacities(network).total
    capacityShares = zip(capacities, usual).map { capacity, usual in
      guard let capacity else { return 1 }
      if CapacityRecord.contradicts(capacity, usual: usual) { short += 1 }
      return max(1, capacity / usual)
    }
    shortCapacities = short
    found.checkAmounts(plan.needs, usual, supply.view)
    duties = found.duties()
    quotas = found.quotas(covered)
    if !found.problems.isEmpty { throw CurtailmentError(problems: found.problems) }
  }

  /// The needs of a buyer, by number.
  func needs(of buyer: Int) -> Range<Int> {
    func first(_ isPast: (Int32) -> Bool) -> Int {
      var (low, high) = (0, needs.count)
      while low < high {
        let middle = (low + high) / 2
        if isPast(rank[needs[middle].buyer]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let place = rank[buyer]
    return first { $0 >= place }..<first { $0 > place }
  }

  /// Most of the firms that the order concerns have a cut that is not known: what is kept is then no figure but a range.
  public var isMostlyUnsettled: Bool { 2 * unsettled > concerned }

  /// How what is not on record is settled.
  public enum Settling: Sendable, Hashable {
    /// Every firm without a grade is cut as the grade that is cut most, and every firm that the order may cover is covered.
    case worst
    /// As the grade that is cut least, and it is not covered.
    case best
  }

  /// The same network with every cut that is not known at its largest or smallest: what is kept under any grades lies between the two. Energy quotas hold the
  /// firms that they held.
  public func settled(_ settling: Settling) -> CurtailmentModel {
    let all = EmissionGrade.allCases.map { rules.cut($0, at: alert) }
    let unknown = (settling == .worst ? all.max() : all.min()) ?? 0
    var model = self
    model.cuts = network.firms.all.map { firm in
      switch coverage[firm.row] {
      case .no: 0
      case .openTakenAsNot, .openTakenAsCovered:
        settling == .best ? 0 : network.firms.emissionGrade(firm).map { rules.cut($0, at: alert) } ?? unknown
      case .yes: network.firms.emissionGrade(firm).map { rules.cut($0, at: alert) } ?? unknown
      }
    }
    return model
  }

  /// The largest share of its usual output that a firm may make.
  public func cap(_ firm: FirmID, isListed: Bool) -> Double {
    let cut = isListed ? 0 : cuts[firm.row]
    return max((1 - cut) * capacityShares[firm.row], duties[firm.row])
  }

  /// Firms that the order cuts: those that can be listed, by id.
  public var cutFirms: [FirmID] {
    order.lazy.map { FirmID($0) }.filter { cap($0, isListed: false) < cap($0, isListed: true) }
  }
}

/// Whether an order covers a firm.
private enum Coverage: Sendable {
  case no, yes
  /// The firm's county or its industry is not on record, and the rules name some.
  case openTakenAsNot, openTakenAsCovered

  var isOpen: Bool { self == .openTakenAsNot || self == .openTakenAsCovered }
  var isTakenAsCovered: Bool { self == .yes || self == .openTakenAsCovered }
}

/// Rules that do not fit the network, or amounts that cannot be reckoned with.
public struct CurtailmentError: Error, Sendable {
  /// All of them, each with the line of its file and a remedy.
  public var problems: [Finding]

  public init(problems: [Finding]) { self.problems = problems }
}

/// Finds in the network what rules name.
private struct RuleTargets {
  let rules: CurtailmentRules
  let network: Network
  var problems: [Finding] = []

  init(_ rules: CurtailmentRules, _ network: Network) {
    self.rules = rules
    self.network = network
  }

  private mutating func add(_ place: Place, _ message: LocalText, _ remedy: LocalText) {
    problems.append(
      Finding(
        rule: "curtailment-rule", severity: .error, subject: Subject(table: "network", id: network.name), message: message, remedy: remedy,
        places: place.file.isEmpty ? [] : [place]))
  }

  /// Amounts so far apart that no program can hold both in one row: a unit was mistaken.
  mutating func checkAmounts(_ needs: [CurtailmentModel.Need], _ usual: [Double], _ view: SupplyView) {
    var told: Set<Int> = []
    for need in needs {
      for entry in need.entries where need.total / usual[Int(view.suppliers[entry])] > Self.widestRatio {
        let supplier = Int(view.suppliers[entry])
        guard told.insert(supplier).inserted else { continue }
        let (seller, buyer) = (network.subject(FirmID(supplier)), network.subject(FirmID(need.buyer)))
        problems.append(
          Finding(
            rule: "amounts-far-apart", severity: .error, subject: seller,
            message: LocalText(
              zh: "\(seller.display(.zh))全年产出 \(usual[supplier]) 万元，而其客户\(buyer.display(.zh))的这项需求为 \(need.total) 万元，相差一万亿倍以上，无法核算",
              en:
                "\(seller.display(.en)) makes \(usual[supplier]) (10,000 CNY a year), and what its buyer \(buyer.display(.en)) needs is \(need.total): more than a trillion times as much, which cannot be reckoned with"
            ),
            remedy: LocalText(zh: "核对两者金额的单位（万元）", en: "check the unit of both amounts: 10,000 CNY a year"),
            places: view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])].prefix(4).map {
              network.supplies.rowNumbers.place(of: Int($0), table: "supplies", column: "amount_cny_wan")
            }))
      }
    }
  }

  private static let widestRatio = 1e12

  private mutating func county(_ code: String, _ place: Place) -> CountyID? {
    if let county = network.county(called: code) { return county }
    let codes = network.counties.prefix(6).map(\.code).joined(separator: ", ")
    add(
      place, LocalText(zh: "网络中没有县区 \(shortened(code))", en: "there is no county \(shortened(code)) in the network"),
      LocalText(zh: "代码形如：\(codes)", en: "codes look like: \(codes)"))
    return nil
  }

  private func shortened(_ text: String) -> String { "“\(text.prefix(40))”" }

  mutating func coverage() -> [Coverage] {
    let counties = rules.counties.compactMap { county($0, rules.place) }
    let firms = network.firms
    return firms.all.map { firm in
      let home = firms.county(firm)
      let isPlaced =
        rules.counties.isEmpty ? home.map { network.counties[$0.row].isInside } ?? true : home.map { counties.contains($0) } ?? true
      guard isPlaced else { return .no }
      let industry = firms.industry[firm.row]
      if rules.exemptIndustries.contains(where: { industry.hasPrefix($0) }) { return .no }
      let isNamed = rules.industries.isEmpty || rules.industries.contains { industry.hasPrefix($0) }
      // A code shorter than the one that the rules name says neither yes nor no.
      guard isNamed || rules.industries.contains(where: { $0.hasPrefix(industry) }) else { return .no }
      if !isNamed || (!rules.counties.isEmpty && home == nil) { return .openTakenAsNot }
      // Grades are given to those whom such orders concern.
      let mayBeExempt = firms.emissionGrade(firm) == nil && rules.exemptIndustries.contains { $0.hasPrefix(industry) }
      return mayBeExempt ? .openTakenAsCovered : .yes
    }
  }

  mutating func duties() -> [Double] {
    var duties = [Double](repeating: 0, count: network.firms.count)
    for duty in rules.duties {
      guard let firm = network.firm(called: duty.firm) else {
        add(
          duty.place, LocalText(zh: "网络中没有企业 \(shortened(duty.firm))", en: "there is no firm \(shortened(duty.firm)) in the network"),
          LocalText(zh: "核对 must_keep 的企业编号", en: "check the firm ids under must_keep"))
        continue
      }
      duties[firm.row] = max(duties[firm.row], duty.share)
    }
    return duties
  }

  mutating func quotas(_ covered: [Bool]) -> [CurtailmentModel.Quota] {
    var quotas: [CurtailmentModel.Quota] = []
    let firms = network.firms
    for rule in rules.quotas {
      var home: CountyID?
      if let code = rule.county {
        guard let county = county(code, rule.place) else { continue }
        home = county
      }
      let under = firms.all.filter { covered[$0.row] && (home == nil || firms.county($0) == home) }
      let known = under.filter { firms.energy[$0.row] != nil }
      if known.isEmpty {
        let place = rule.county.map { shortened($0) }
        add(
          rule.place,
          LocalText(
            zh: "用能限额无法核算：\(place ?? "全部企业")管控范围内 \(under.count) 家企业均无 energy_tce",
            en: "the energy quota cannot be held: none of the \(under.count) firms under it (\(place ?? "all")) has energy_tce"),
          LocalText(zh: "在 firms.csv 填写 energy_tce，或删去这一限额", en: "fill energy_tce in firms.csv, or take the quota out"))
        continue
      }
      let usual = known.map { firms.energy[$0.row]! }.sorted().reduce(0, +)
      let limit: Double
      switch rule.limit {
      case .share(let share): limit = share * usual
      case .tonnes(let tonnes): limit = tonnes
      }
      quotas.append(
        .init(
          county: home, limit: limit, usual: usual, firms: known.sorted { firms.ids.precedes($0.row, $1.row) },
          unknown: under.count - known.count, place: rule.place))
    }
    return quotas
  }
}

/// The needs of all firms with amounts, buyers and suppliers by id.
private struct NeedAmounts {
  let supply: SupplyModel
  let rank: [Int32]
  var needs: [CurtailmentModel.Need] = []
  var sold: [Double]
  var bought: [Double]
  var assumed = 0
  /// Purchases that serve several needs and have been met once.
  private var counted: Set<Int> = []

  init(_ supply: SupplyModel, rank: [Int32]) {
    self.supply = supply
    self.rank = rank
    sold = [Double](repeating: 0, count: rank.count)
    bought = sold
  }

  mutating func collect() {
    let view = supply.view
    var isNeeded = [Bool](repeating: false, count: view.purchaseCount)
    for need in supply.needs {
      for purchase in need.purchases { isNeeded[purchase] = true }
      // All of a group are needed: each is a need of its own.
      if need.purchases.count > 1 && need.atLeast == need.purchases.count {
        for purchase in need.purchases { add([[purchase]], atLeast: 1, isEssential: true) }
      } else {
        add(need.inputs, atLeast: need.atLeast, isEssential: true)
      }
    }
    for purchase in 0..<view.purchaseCount where !isNeeded[purchase] { add([[purchase]], atLeast: 1, isEssential: false) }
    // The same order for any order of rows: buyers by id, then what they need.
    let keys = needs.map { need in need.entries.map(good).min() ?? "" }
    let sorted = needs.indices.sorted { a, b in
      let (x, y) = (rank[needs[a].buyer], rank[needs[b].buyer])
      if x != y { return x < y }
      if keys[a] != keys[b] { return keys[a] < keys[b] }
      let (p, q) = (needs[a].entries.map(supplierRank), needs[b].entries.map(supplierRank))
      return p != q ? p.lexicographicallyPrecedes(q) : needs[a].amounts.lexicographicallyPrecedes(needs[b].amounts)
    }
    needs = sorted.map { needs[$0] }
    for need in needs {
      for (entry, amount) in zip(need.entries, need.amounts) {
        sold[Int(view.suppliers[entry])] += amount
        bought[need.buyer] += amount
      }
    }
  }

  private func supplierRank(_ entry: Int) -> Int32 { rank[Int(supply.view.suppliers[entry])] }

  private func good(_ entry: Int) -> String { supply.view.subject(supply.view.goods[supply.purchase(ofEntry: entry)]).id }

  /// `inputs`: the purchases of each input of a group, or one purchase.
  private mutating func add(_ inputs: [[Int]], atLeast: Int, isEssential: Bool) {
    let view = supply.view
    let purchases = Array(inputs.joined())
    let inputOf = inputs.indices.flatMap { number in inputs[number].map { _ in number } }
    var entries: [(entry: Int, option: Int, amount: Double)] = []
    for (number, purchase) in zip(inputOf, purchases) {
      // What is bought for several needs serves them in equal parts.
      let share = supply.share(ofPurchase: purchase)
      let isFirst = share == 1 || counted.insert(purchase).inserted
      let known = view.entries(purchase).map { view.amounts[$0] }.filter { !$0.isNaN }
      let mean = known.isEmpty ? 1 / Double(view.entries(purchase).count) : known.sorted().reduce(0, +) / Double(known.count)
      for entry in view.entries(purchase) {
        let amount = view.amounts[entry]
        if amount.isNaN && isFirst { assumed += 1 }
        entries.append((entry, purchases.count == 1 ? entries.count : number, (amount.isNaN ? mean : amount) * share))
      }
    }
    let total = entries.map(\.amount).sorted().reduce(0, +)
    if total <= 0 { return }
    var need = CurtailmentModel.Need(
      buyer: Int(view.buyers[purchases[0]]), entries: [], amounts: [], total: total, isEssential: isEssential)
    if atLeast > 1 {
      // From so many suppliers at least, none fills more than its part; or than it does as usual.
      let options = purchases.count == 1 ? entries.count : inputs.count
      var shares = [Double](repeating: 0, count: options)
      for entry in entries { shares[entry.option] += entry.amount / total }
      need.optionShares = shares.map { max($0, 1 / Double(atLeast)) }
    }
    let sorted = entries.sorted { a, b in
      let (x, y) = (supplierRank(a.entry), supplierRank(b.entry))
      // One supplier may sell several inputs of a group.
      return x != y ? x < y : purchases.count > 1 && good(a.entry) < good(b.entry)
    }
    for entry in sorted {
      need.entries.append(entry.entry)
      need.amounts.append(entry.amount)
      if atLeast > 1 { need.optionOfEntry.append(entry.option) }
    }
    needs.append(need)
  }
}
