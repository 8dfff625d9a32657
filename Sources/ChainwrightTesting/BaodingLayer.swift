public import ClusterModel

/// The synthetic firm layer of `Graphs/baoding-2022`: invented firms and links on the sourced clusters and chain templates.
///
/// Every row says `synthetic` and names the seed; ids are `SYN-…`, names begin with 虚构. No row touches a real firm. The numbers of firms
/// follow the published ones where there are some (see `SOURCE.md` there); everything else is drawn. The same seed gives the same bytes.
public struct BaodingLayer: Sendable {
  public static let seed: UInt64 = 2022

  /// CSV lines without line ends, in the columns of the committed files, by file name: `firms.csv`, `makes.csv`, `roles.csv`, `products.csv`,
  /// `supplies.csv`.
  public private(set) var lines: [String: [String]] = [:]

  let network: Network
  private var random: SplitMix64
  private var firms: [Firm] = []
  /// Positions in `firms` by cluster key and stage (or good) key: inside, and elsewhere.
  private var inside: [String: [Int]] = [:]
  private var elsewhere: [String: [Int]] = [:]

  private struct Firm {
    var id: String
    var good: String
    var stage: String
    var size: Double
    var cluster: String
  }

  /// - Parameters:
  ///   - network: the sourced part; its stages and requirements are read, nothing else.
  ///   - seed: another seed makes another layer.
  public init(on network: Network, seed: UInt64 = BaodingLayer.seed) {
    self.network = network
    random = SplitMix64(seed: seed)
    tail = "synthetic,\"synthetic layer, seed \(seed)\","
    for good in Self.goodsWithoutStage {
      add("products.csv", [good.id, "虚构·\(good.zh)", "Invented \(good.en)", ""])
    }
    for plan in Self.plans { makeFirms(plan) }
    for plan in Self.plans { makeLinks(plan) }
    for plan in Self.plans { makeLeaders(plan) }
  }

  private let tail: String

  private mutating func add(_ file: String, _ fields: [String]) {
    lines[file, default: []].append((fields + [tail]).joined(separator: ","))
  }

  // MARK: firms

  private mutating func makeFirms(_ plan: Plan) {
    for (good, count) in plan.inside {
      for number in 1...count {
        inside[plan.key(good), default: []].append(makeFirm(plan, good, number, county: plan.county, isInside: true))
      }
    }
    for (good, home, count) in plan.elsewhere {
      for number in 1...count { elsewhere[plan.key(good), default: []].append(makeFirm(plan, good, number, county: home, isInside: false)) }
    }
    for (good, home) in plan.broken {
      let stage = network.requirements.first { network.stages[$0.input.row].id == plan.stageID(good) }
      let buyerGood = stage.map { String(network.stages[$0.output.row].id.dropFirst(plan.chain.utf8.count + 1)) } ?? good
      elsewhere[plan.key("buys " + good)] = [makeFirm(plan, buyerGood, 1, county: home, isInside: false, mark: "X")]
    }
  }

  private mutating func makeFirm(
    _ plan: Plan, _ good: String, _ number: Int, county: String, isInside: Bool, mark: String = ""
  ) -> Int {
    let stageID = plan.stageID(good)
    let stage = network.stages.first { $0.id == stageID }
    let own = Self.goodsWithoutStage.first { $0.id == good }
    let word = Name(zh: stage?.name.zh ?? own?.zh ?? good, en: stage?.name.en ?? own?.en ?? good)
    let size = 2000 + random.amount(median: 2500).rounded()
    let place = isInside ? "" : "OUT-"
    let firm = Firm(
      id: "SYN-\(plan.tag)-\(place)\(shortKey(good))-\(mark)\(pad(number))", good: stage == nil ? good : "P-" + stageID,
      stage: stage == nil ? "" : stageID, size: size, cluster: isInside ? plan.cluster : "")
    let home = isInside ? Name(zh: plan.town.zh, en: plan.town.en) : Self.place(county)
    let label = "\(mark.isEmpty ? "" : "采购·")\(Self.short(word.zh)) \(pad(number))"
    let labelEn = "\(mark.isEmpty ? "" : "buyer, ")\(Self.short(word.en)) \(pad(number))"
    add(
      "firms.csv",
      [
        firm.id, "虚构·\(home.zh)\(label)", quoted("Invented \(home.en) \(labelEn)"), county, firm.cluster, stage?.industryCode ?? "",
        whole(size), whole((size / 45).rounded()), "2022",
      ])
    add("makes.csv", [firm.id, firm.good, firm.stage])
    firms.append(firm)
    return firms.count - 1
  }

  // MARK: links

  private mutating func makeLinks(_ plan: Plan) {
    var inputs: [String: [(good: String, weight: Double)]] = [:]
    for requirement in network.requirements {
      let (input, output) = (network.stages[requirement.input.row].id, network.stages[requirement.output.row].id)
      guard input.hasPrefix(plan.chain + "-"), !plan.chain.isEmpty else { continue }
      let prefix = plan.chain.utf8.count + 1
      inputs[String(output.dropFirst(prefix)), default: []].append(
        (String(input.dropFirst(prefix)), requirement.importance == .essential ? 1 : 0.1))
    }
    for (input, output) in plan.moreInputs { inputs[output, default: []].append((input, 0.3)) }
    for (good, _) in plan.inside {
      for buyer in inside[plan.key(good)] ?? [] {
        let needed = (inputs[good] ?? []).filter { canBuy($0.good, plan) }
        let whole = max(1, needed.reduce(0) { $0 + $1.weight })
        for input in needed { buy(input.good, by: buyer, plan, part: input.weight / whole) }
      }
    }
    for (good, _) in plan.broken {
      guard let buyer = elsewhere[plan.key("buys " + good)]?.first else { continue }
      for seller in inside[plan.key(good)] ?? [] { link(seller, buyer, amount: random.amount(median: 90)) }
    }
  }

  private func canBuy(_ good: String, _ plan: Plan) -> Bool {
    let isSoldInside = inside[plan.key(good)] != nil && !plan.broken.contains { $0.good == good }
    return isSoldInside || elsewhere[plan.key(good)] != nil
  }

  /// One to four suppliers, larger ones more often; outside with the plan's leakage.
  private mutating func buy(_ good: String, by buyer: Int, _ plan: Plan, part share: Double) {
    let isBroken = plan.broken.contains { $0.good == good }
    let near = isBroken ? [] : inside[plan.key(good)] ?? []
    let far = elsewhere[plan.key(good)] ?? []
    let leakage = plan.leakage[good] ?? (near.isEmpty ? 1 : far.isEmpty ? 0 : 0.15)
    let count = random.pick([1, 1, 2, 2, 2, 3, 3, 4])
    var chosen: [Int] = []
    for _ in 0..<count {
      let pool = far.isEmpty || (!near.isEmpty && !random.chance(leakage)) ? near : far
      let supplier = pool[WeightedChoice(weights: pool.map { firms[$0].size }).draw(&random)]
      if supplier != buyer && !chosen.contains(supplier) { chosen.append(supplier) }
    }
    // Inputs take about three fifths of revenue, the first supplier the most.
    let budget = firms[buyer].size * 0.6 * share
    for (rank, supplier) in chosen.sorted().enumerated() {
      let part = budget / Double(chosen.count) * (0.5 + random.unit()) * (rank == 0 ? 1.2 : 0.9)
      link(supplier, buyer, amount: random.chance(0.04) ? nil : part.rounded())
    }
  }

  private mutating func link(_ supplier: Int, _ buyer: Int, amount: Double?) {
    add("supplies.csv", [firms[supplier].id, firms[buyer].id, firms[supplier].good, amount.map { whole($0.rounded()) } ?? ""])
  }

  /// The two largest firms of the cluster's last stages.
  private mutating func makeLeaders(_ plan: Plan) {
    let ends = plan.leading.flatMap { inside[plan.key($0)] ?? [] }
    let largest = ends.sorted { (firms[$1].size, $0) < (firms[$0].size, $1) }.prefix(2)
    for (rank, firm) in largest.enumerated() { add("roles.csv", [firms[firm].id, "leader", rank == 0 ? "province" : "city", "2022"]) }
  }

  // MARK: text

  /// A stage's name for a firm: no list, no brackets, nothing before a colon (“成膜物质:树脂与乳液” gives “树脂”).
  private static func short(_ name: String) -> Substring {
    let end = name.split(separator: ":").last ?? ""
    let first = end.split(separator: " and ").first ?? end
    let begin = first.prefix { !["(", ",", "与"].contains($0) }.drop { $0 == " " }
    return begin.last == " " ? begin.dropLast() : begin
  }

  private func pad(_ number: Int) -> String { number < 10 ? "00\(number)" : number < 100 ? "0\(number)" : "\(number)" }
  private func whole(_ number: Double) -> String { String(Int(number)) }
  private func quoted(_ text: String) -> String { text.contains(",") ? "\"\(text)\"" : text }
  private func shortKey(_ good: String) -> String { (good.hasPrefix("P-SYN-") ? String(good.dropFirst(6)) : good).uppercased() }

  /// A committed file with its synthetic rows replaced by this layer's: rows that do not begin with a synthetic id or name one stay as they are.
  public func refreshed(_ text: String, file: String) -> String {
    let kept = text.split(separator: "\n", omittingEmptySubsequences: true).filter { !$0.contains(",synthetic,\"synthetic layer, seed") }
    return (kept.map(String.init) + (lines[file] ?? [])).joined(separator: "\n") + "\n"
  }
}
