import ClusterAnalysis
import ClusterModel

/// What a leader cannot do without, as brackets: one for each need of a buyer, its suppliers in it; behind a supplier stand the brackets of its own needs.
struct LeaderTree {
  enum Kind: Int {
    /// Nobody on record supplies it.
    case empty
    /// The loss of one of them fails the need.
    case single
    case any
    /// Its lack stops nobody.
    case optional
  }

  struct Member {
    var firm: FirmID
    /// 10,000 yuan a year.
    var amount: Double?
    /// Its loss alone stops the leader.
    var isPoint: Bool
    var children: [Int] = []
    /// Its brackets stand elsewhere on the page.
    var isAbove = false
    var isFolded = false
    /// It has suppliers of its own.
    var hasSuppliers = false
  }

  struct Bracket {
    var good: String
    var kind: Kind
    var level: Int
    var options: Int
    var needed: Int
    var members: [Member]
    var isHeadOnly = false
    var isJoined = false
    /// Of the goods joined in one bracket: name and number of suppliers.
    var list: [(name: String, count: Int)] = []

    var shown: Int { isHeadOnly ? 0 : members.count > 4 ? 3 : members.count }
    var rest: Int { isHeadOnly ? 0 : members.count - shown }
    var ownHeight: Double {
      if !list.isEmpty { return 18 + Double((list.count + 1) / 2) * 10.5 }
      return 18 + Double(shown + (rest > 0 ? 1 : 0)) * 12.5
    }
  }

  static let gap = 8.0
  private(set) var brackets: [Bracket] = []
  /// The brackets of the leader, from the top.
  private(set) var roots: [Int] = []
  let levels: Int

  private let model: SupplyModel
  private let network: Network
  private let points: Set<FirmID>
  private let language: Language
  private var met = Set<FirmID>()

  init(_ leader: FirmID, _ model: SupplyModel, points: Set<FirmID>, language: Language, levels: Int) {
    self.model = model
    network = model.network
    self.points = points
    self.language = language
    self.levels = levels
    met.insert(leader)
    roots = add(leader, level: 1)
    roots = missing(leader) + roots
    // Breadth first, so that a page that cannot hold all holds what is near.
    var open = roots
    while let bracket = open.first, brackets.count < 300 {
      open.removeFirst()
      guard brackets[bracket].level < levels else { continue }
      for number in 0..<brackets[bracket].shown {
        let firm = brackets[bracket].members[number].firm
        guard brackets[bracket].members[number].hasSuppliers else { continue }
        if !met.insert(firm).inserted {
          brackets[bracket].members[number].isAbove = true
          continue
        }
        let children = add(firm, level: brackets[bracket].level + 1)
        brackets[bracket].members[number].children = children
        open += children
      }
    }
  }

  // MARK: Building

  /// A bracket for each need of a buyer, and for each purchase that is none.
  private mutating func add(_ buyer: FirmID, level: Int) -> [Int] {
    var made: [Bracket] = []
    var used = Set<Int>()
    for number in model.needs(of: buyer) {
      let need = model.needs[number]
      used.formUnion(need.purchases)
      made.append(bracket(need, level))
    }
    for purchase in model.view.purchases(of: buyer) where !used.contains(purchase) {
      var bracket = Bracket(good: name([purchase]), kind: .optional, level: level, options: 0, needed: 0, members: members([purchase]))
      bracket.options = bracket.members.count
      made.append(bracket)
    }
    made.sort { a, b in
      if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
      let (x, y) = (total(a), total(b))
      return x != y ? x > y : a.good < b.good
    }
    let first = brackets.count
    brackets += made
    return Array(first..<brackets.count)
  }

  private func total(_ bracket: Bracket) -> Double { bracket.members.reduce(0) { $0 + ($1.amount ?? 0) } }

  private func bracket(_ need: SupplyModel.Need, _ level: Int) -> Bracket {
    let members = members(need.purchases)
    let inputs = need.inputs.map { purchases in
      Set(purchases.flatMap { model.view.entries($0) }.map { model.view.suppliers[$0] })
    }
    let isLone = need.purchases.count == 1
    let options = isLone ? members.count : inputs.count
    // A supplier fails the need when too few options are left without it.
    let isSingle = members.contains { member in
      let lost = isLone ? 1 : inputs.count { $0 == [member.firm.index] }
      return options - lost < need.atLeast
    }
    return Bracket(
      good: name(need.purchases), kind: isSingle ? .single : .any, level: level, options: options, needed: need.atLeast, members: members)
  }

  private func name(_ purchases: [Int]) -> String {
    purchases.map { model.view.name(model.view.goods[$0])[language] }.joined(separator: language == .zh ? "或" : " or ")
  }

  private func members(_ purchases: [Int]) -> [Member] {
    var amounts: [FirmID: Double] = [:]
    for entry in purchases.flatMap({ model.view.entries($0) }) {
      amounts[FirmID(Int(model.view.suppliers[entry])), default: 0] += model.view.amounts[entry]
    }
    let members = amounts.map { firm, amount in
      Member(
        firm: firm, amount: amount.isNaN ? nil : amount, isPoint: points.contains(firm),
        hasSuppliers: !model.view.purchases(of: firm).isEmpty)
    }
    return members.sorted { a, b in
      if a.isPoint != b.isPoint { return a.isPoint }
      let (x, y) = (a.amount ?? -1, b.amount ?? -1)
      return x != y ? x > y : network.firms.ids.precedes(a.firm.row, b.firm.row)
    }
  }

  /// Essential inputs of the leader's stages of which it buys nothing, nor anything in their place.
  private mutating func missing(_ leader: FirmID) -> [Int] {
    let bought = Set(model.view.purchases(of: leader).compactMap { model.view.stage(model.view.goods[$0]) })
    let stages = Set(model.firmStages[leader])
    let own = network.requirements.filter { stages.contains($0.output) && $0.importance == .essential && !stages.contains($0.input) }
    var seen = Set<StageID>()
    let first = brackets.count
    for need in own where !bought.contains(need.input) && seen.insert(need.input).inserted {
      let isReplaced =
        !need.substituteGroup.isEmpty
        && own.contains { $0.output == need.output && $0.substituteGroup == need.substituteGroup && bought.contains($0.input) }
      if isReplaced { continue }
      brackets.append(
        Bracket(good: network.label(need.input)[language], kind: .empty, level: 1, options: 0, needed: 1, members: []))
    }
    return Array(first..<brackets.count)
  }

  // MARK: Height and folding

  func height(_ bracket: Int) -> Double {
    let children = self.children(bracket)
    let behind = children.reduce(0) { $0 + height($1) } + Double(max(children.count - 1, 0)) * Self.gap
    return max(brackets[bracket].ownHeight, behind)
  }

  var height: Double { roots.reduce(0) { $0 + height($1) } + Double(max(roots.count - 1, 0)) * Self.gap }

  /// The brackets drawn behind the firms of a bracket, from the top.
  func children(_ bracket: Int) -> [Int] {
    brackets[bracket].members.prefix(brackets[bracket].shown).flatMap { $0.isFolded ? [] : $0.children }
  }

  private func hasPoint(_ bracket: Int) -> Bool {
    brackets[bracket].kind.rawValue <= Kind.single.rawValue || brackets[bracket].members.contains { $0.isPoint }
      || brackets[bracket].members.contains { $0.children.contains { hasPoint($0) } }
  }

  /// All brackets that are drawn.
  var drawn: [Int] {
    var all: [Int] = []
    var open = roots
    while let next = open.popLast() {
      all.append(next)
      open += children(next)
    }
    return all.sorted()
  }

  /// Folds until the page holds the tree: what stops nobody first, the farthest and largest before the others.
  mutating func fold(to room: Double) {
    func order(_ a: Int, _ b: Int) -> Bool {
      let (x, y) = (brackets[a], brackets[b])
      if x.level != y.level { return x.level > y.level }
      return x.ownHeight != y.ownHeight ? x.ownHeight > y.ownHeight : a < b
    }
    for bracket in drawn.sorted(by: order) {
      if height <= room { return }
      if brackets[bracket].level > 1 && !hasPoint(bracket) { brackets[bracket].isHeadOnly = true }
    }
    for hasPoints in [false, true] {
      for bracket in drawn.sorted(by: order) {
        for number in 0..<brackets[bracket].shown where !brackets[bracket].members[number].children.isEmpty {
          if height <= room { return }
          if brackets[bracket].members[number].children.contains(where: { hasPoint($0) }) == hasPoints {
            brackets[bracket].members[number].isFolded = true
          }
        }
      }
    }
    join(room)
    for bracket in roots.sorted(by: order) where brackets[bracket].kind != .empty {
      if height <= room { return }
      brackets[bracket].isHeadOnly = true
    }
    // Still too high: the smallest are left out, and the page says so.
    while height > room, roots.count > 1 {
      leftOut += 1
      roots.removeLast()
    }
  }

  private(set) var leftOut = 0

  /// The goods of the leader with a second supplier, and nothing drawn behind, as names in one bracket.
  private mutating func join(_ room: Double) {
    if height <= room { return }
    let plain = roots.filter { brackets[$0].kind.rawValue >= Kind.any.rawValue && children($0).isEmpty }
    if plain.count < 2 { return }
    var joined = Bracket(good: "", kind: .any, level: 1, options: plain.count, needed: plain.count, members: [])
    joined.list = plain.map { (brackets[$0].good, brackets[$0].members.count) }
    joined.isJoined = true
    brackets.append(joined)
    roots.removeAll { plain.contains($0) }
    roots.append(brackets.count - 1)
  }
}
