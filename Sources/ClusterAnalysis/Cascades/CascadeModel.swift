public import Cascades
public import ClusterModel

/// Which inputs a firm cannot do without.
public enum EssentialInputs: Sendable {
  /// Every input is non-essential: the losses of a firm's inputs add up.
  case linear
  /// Every input is essential: a firm makes no more than its scarcest input allows.
  case leontief
  /// What one physical sector buys of another is essential, everything else is not.
  case generalized
  /// As a table of sectors says; what it does not list is negligible.
  case table(EssentialityTable)
}

/// A network as the cascade kernel takes it, with an account of everything that was not known and had to be assumed.
///
/// A firm's sector is its `industry_code`, as an exact text. A firm without one is not known to be like any other: nobody can take its place, its
/// inputs and sales are non-essential (under Leontief each such supplier is an input of its own). Repeated rows of one supplier, buyer and good are one
/// link, and count with what is known of them. A link without any amount counts as an average one of its buyer: as the median of the buyer's known links,
/// else of all; where no amount is known at all, every link counts 1.
public struct CascadeModel: Sendable {
  public let network: Network
  public let inputs: EssentialInputs
  public let isReplaceable: Bool
  public let usesRevenue: Bool
  public let kernel: CascadeNetwork
  /// The first is what the iterations are watched by; in the order asked for.
  public let weights: [CascadeWeight]
  /// One number for each firm; the names are ``sectorNames``.
  public let sectors: [Int32]
  /// Empty for the sector of firms without a code.
  public let sectorNames: [String]
  /// The amount of every supply link, in the order of the table, with what was assumed.
  public let amounts: [Double]
  public let account: Account

  /// What was not known.
  public struct Account: Sendable {
    public var links = 0
    public var linksWithoutAmount = 0
    /// Of those, the ones that took the median of their buyer's known amounts.
    public var linksByBuyer = 0
    /// No link has an amount: every one counts the same.
    public var isEqualSplit = false
    public var firmsWithoutSector = 0
    /// Sectors (codes) that firms have.
    public var sectors = 0
    /// Firms whose code names no division, where essentiality goes by division.
    public var firmsWithoutKind = 0
    /// Sectors of firms that the table of essential inputs does not name.
    public var sectorsNotInTable = 0
    public var firmsWithoutSales = 0
    public var firmsWithoutInputs = 0
    /// Firms with neither: no cascade reaches them, and none starts there.
    public var isolatedFirms = 0
    /// Firms whose revenue counts, and not their recorded sales.
    public var firmsByRevenue = 0
  }

  /// Why there is no model.
  public enum Failure: Error, Sendable {
    /// No supply link at all, or only links of amount 0.
    case noLinks
    /// More sectors than a table of pairs can hold.
    case tooManySectors(Int, limit: Int)
    /// Weights that cannot be had, all of them.
    case weights([CascadeWeightError])
    /// What the kernel refused.
    case kernel(CascadeError)
  }

  /// Sectors, beyond which a table of pairs is refused.
  public static let sectorLimit = 8192

  /// Prepares a network. O(links + firms + sectors²).
  ///
  /// - Parameters:
  ///   - network: firms, their sectors, and supply links with amounts.
  ///   - inputs: which inputs are essential.
  ///   - isReplaceable: a firm is missed the less the more of its sector's output is made by others.
  ///   - usesRevenue: a lost buyer is missed by its share of the revenue, where that is known and above the recorded sales.
  ///   - names: weights (``CascadeWeight/named(_:of:sales:)``), the first leads.
  ///   - groups: for each further weight, its name and the firms it is about: their output, as the first weight counts it.
  public init(
    _ network: Network, inputs: EssentialInputs = .generalized, isReplaceable: Bool = true, usesRevenue: Bool = false,
    weights names: [String] = ["output"], groups: [(name: String, firms: [Bool])] = []
  ) throws(Failure) {
    self.network = network
    self.inputs = inputs
    self.isReplaceable = isReplaceable
    self.usesRevenue = usesRevenue
    var account = Account()
    amounts = Self.amounts(network, &account)
    guard amounts.contains(where: { $0 > 0 }) else { throw .noLinks }
    let firmCount = network.firms.count
    let split = SectorSplit(network, ownSectors: { if case .leontief = inputs { true } else { false } }())
    (sectors, sectorNames) = (split.sectors, split.names)
    account.sectors = split.codeCount
    account.firmsWithoutSector = split.firmsWithoutCode
    let essentiality = try split.essentiality(inputs, &account)
    let revenue = usesRevenue ? network.firms.revenue.numbers.map { $0.isNaN ? 0 : $0 } : []
    let (amounts, sectors, sectorCount) = (amounts, sectors, split.names.count)
    func made(_ weights: [[Double]]) throws(Failure) -> CascadeNetwork {
      do throws(CascadeError) {
        return try CascadeNetwork(
          firmCount: firmCount, suppliers: network.supplies.suppliers, buyers: network.supplies.buyers, amounts: amounts, sectors: sectors,
          sectorCount: sectorCount, essentiality: essentiality, replaceability: isReplaceable ? split.markets : nil, weights: weights,
          revenue: revenue.isEmpty ? nil : revenue)
      } catch {
        throw .kernel(error)
      }
    }
    // The kernel adds up sales in an order that does not depend on the order of rows.
    let bySales = try made([])
    for firm in 0..<firmCount {
      let (sells, buys) = (bySales.sales[firm] > 0, bySales.purchases[firm] > 0)
      if !sells { account.firmsWithoutSales += 1 }
      if !buys { account.firmsWithoutInputs += 1 }
      if !sells && !buys { account.isolatedFirms += 1 }
      if !revenue.isEmpty && revenue[firm] > bySales.sales[firm] { account.firmsByRevenue += 1 }
    }
    self.account = account
    let weights = try Self.weights(names, groups, network, bySales.sales)
    self.weights = weights
    kernel = names == ["output"] && groups.isEmpty ? bySales : try made(weights.map(\.known))
  }

  /// The sum of each firm's sales, assumed amounts among them.
  public var sales: [Double] { kernel.sales }

  private static func weights(
    _ names: [String], _ groups: [(name: String, firms: [Bool])], _ network: Network, _ sales: [Double]
  ) throws(Failure) -> [CascadeWeight] {
    var weights: [CascadeWeight] = []
    var errors: [CascadeWeightError] = []
    for name in names {
      do throws(CascadeWeightError) {
        weights.append(try .named(name, of: network, sales: sales))
      } catch {
        errors.append(error)
      }
    }
    if let lead = weights.first?.values {
      for group in groups {
        let weight = CascadeWeight(name: group.name, values: zip(lead, group.firms).map { $1 ? $0 : 0 })
        if weight.total > 0 { weights.append(weight) } else { errors.append(.allUnknown(group.name)) }
      }
    }
    if !errors.isEmpty { throw .weights(errors) }
    return weights
  }

  /// Every link's amount, the unknown ones assumed.
  private static func amounts(_ network: Network, _ account: inout Account) -> [Double] {
    let supplies = network.supplies
    account.links = supplies.count
    var amounts = supplies.amount.numbers
    if amounts.isEmpty { amounts = [Double](repeating: .nan, count: supplies.count) }
    if !amounts.contains(where: { $0.isNaN }) { return amounts }
    let view = SupplyView(network)
    func rows(_ entry: Int) -> ArraySlice<Int32> { view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])] }
    let sums = view.suppliers.indices.map { entry -> Double in
      let known = rows(entry).map { amounts[Int($0)] }.filter { !$0.isNaN }
      return known.isEmpty ? .nan : Sums.ordered(known)
    }
    let middle = median(sums.filter { !$0.isNaN })
    account.isEqualSplit = middle == nil
    for buyer in network.firms.all {
      let purchases = view.purchases(of: buyer)
      if purchases.isEmpty { continue }
      let entries = view.entries(purchases.lowerBound).lowerBound..<view.entries(purchases.upperBound - 1).upperBound
      let own = entries.contains { sums[$0].isNaN } ? median(sums[entries].filter { !$0.isNaN }) : nil
      for entry in entries {
        let links = rows(entry)
        let assumed = sums[entry].isNaN ? (own ?? middle ?? 1) / Double(links.count) : 0
        for link in links where amounts[Int(link)].isNaN { amounts[Int(link)] = assumed }
        if !sums[entry].isNaN { continue }
        account.linksWithoutAmount += links.count
        if own != nil { account.linksByBuyer += links.count }
      }
    }
    return amounts
  }

  private static func median(_ numbers: [Double]) -> Double? {
    if numbers.isEmpty { return nil }
    let sorted = numbers.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

/// The firms of a network by sector.
struct SectorSplit {
  /// One number a firm.
  var sectors: [Int32]
  var names: [String]
  /// Whose output stands in for whose: sectors, but every firm without a code is a market of its own.
  var markets: [Int32]
  var codeCount: Int
  var firmsWithoutCode = 0

  /// With `ownSectors` every firm without a code is a sector of its own too; else they share one.
  ///
  /// Sectors are numbered by their names, so that the order of rows changes nothing.
  init(_ network: Network, ownSectors: Bool) {
    let codes = network.firms.industry
    let used = Set(codes.codes).subtracting([0])
    let order = used.sorted { codes.values[Int($0)].utf8.lexicographicallyPrecedes(codes.values[Int($1)].utf8) }
    var numberOf = [Int32](repeating: -1, count: codes.values.count)
    for (number, code) in order.enumerated() { numberOf[Int(code)] = Int32(number) }
    names = order.map { codes.values[Int($0)] }
    codeCount = names.count
    sectors = []
    markets = []
    var nextOwn = Int32(codeCount)
    for firm in 0..<network.firms.count {
      let number = codes.codes.isEmpty ? -1 : numberOf[Int(codes.codes[firm])]
      if number >= 0 {
        sectors.append(number)
        markets.append(number)
        continue
      }
      sectors.append(ownSectors ? nextOwn : Int32(codeCount))
      markets.append(nextOwn)
      nextOwn += 1
      firmsWithoutCode += 1
    }
    if firmsWithoutCode > 0 { names += [String](repeating: "", count: ownSectors ? firmsWithoutCode : 1) }
  }

  /// What the kernel is told of each pair of sectors.
  func essentiality(
    _ inputs: EssentialInputs, _ account: inout CascadeModel.Account
  ) throws(CascadeModel.Failure) -> Essentiality {
    switch inputs {
    case .linear: return .linear
    case .leontief: return .leontief
    case .generalized:
      try checkCount()
      let kinds = names.map { SectorKind(code: $0) }
      for sector in sectors where !names[Int(sector)].isEmpty && kinds[Int(sector)] == .unknown { account.firmsWithoutKind += 1 }
      return .table(
        kinds: kinds.flatMap { supplier in
          kinds.map { buyer in supplier == .physical && buyer == .physical ? .essential : .nonEssential }
        })
    case .table(let table):
      try checkCount()
      let listed = table.sectors
      account.sectorsNotInTable = names.count { !$0.isEmpty && !listed.contains($0) }
      return .table(
        kinds: names.flatMap { supplier in
          names.map { buyer -> Essentiality.Kind in
            // A sector that is not known is not the same as a pair that the table leaves out.
            if supplier.isEmpty || buyer.isEmpty { return .nonEssential }
            switch table[supplier, buyer] {
            case .negligible: return .negligible
            case .nonEssential: return .nonEssential
            case .essential: return .essential
            }
          }
        })
    }
  }

  private func checkCount() throws(CascadeModel.Failure) {
    if names.count > CascadeModel.sectorLimit { throw .tooManySectors(names.count, limit: CascadeModel.sectorLimit) }
  }
}
