public import ClusterModel
import CutSets
import GraphCore

/// What may be lost, in a question about losses.
public struct EventKinds: OptionSet, Sendable, Hashable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A firm stops.
  public static let firms = EventKinds(rawValue: 1)
  /// What a firm supplies of one good to one buyer does not come, although both run.
  public static let links = EventKinds(rawValue: 2)
  /// No firm that makes or sells the product runs.
  public static let products = EventKinds(rawValue: 4)
  /// No firm that works at the stage runs.
  public static let stages = EventKinds(rawValue: 8)
  /// All members of a common-cause group stop.
  public static let groups = EventKinds(rawValue: 16)

  /// The words in commands and files, in the order of ids.
  public static let named: [(name: String, kind: EventKinds)] = [
    ("firms", .firms), ("links", .links), ("products", .products), ("stages", .stages), ("groups", .groups),
  ]

  /// The kinds named in `words`, parted by commas; `nil` when a word is none, or there is no word.
  public init?(words: String) {
    self = []
    for word in words.split(separator: ",", omittingEmptySubsequences: false) {
      guard let known = Self.named.first(where: { $0.name == word }) else { return nil }
      insert(known.kind)
    }
    if isEmpty { return nil }
  }
}

/// Something that may be lost: a vertex of a ``SupplyModel`` with what it stands for.
public enum SupplyEvent: Hashable, Sendable {
  case firm(FirmID)
  /// An entry of ``SupplyView``: one supplier of one purchase.
  case link(entry: Int)
  case product(ProductID)
  case stage(StageID)
  case group(GroupID)

  public var kind: EventKinds {
    switch self {
    case .firm: .firms
    case .link: .links
    case .product: .products
    case .stage: .stages
    case .group: .groups
    }
  }
}

/// Where the vertices of the events that are not firms stand: one run each for entries, products, stages and groups.
struct EventRanges: Sendable {
  let links: Range<Int>
  let products: Range<Int>
  let stages: Range<Int>
  let groups: Range<Int>

  init(_ kinds: EventKinds, of view: SupplyView, from first: Int) {
    var next = first
    func run(_ kind: EventKinds, _ count: Int) -> Range<Int> {
      let start = next
      next += kinds.contains(kind) ? count : 0
      return start..<next
    }
    links = run(.links, view.suppliers.count)
    products = run(.products, view.network.products.count)
    stages = run(.stages, view.network.stages.count)
    groups = run(.groups, view.network.groups.count)
  }

  var count: Int { groups.upperBound - links.lowerBound }

  /// The event of a vertex; `nil` for a need, an input of a substitute group, or a target.
  func event(_ vertex: Int) -> SupplyEvent? {
    if links.contains(vertex) { return .link(entry: vertex - links.lowerBound) }
    if products.contains(vertex) { return .product(ProductID(vertex - products.lowerBound)) }
    if stages.contains(vertex) { return .stage(StageID(vertex - stages.lowerBound)) }
    if groups.contains(vertex) { return .group(GroupID(vertex - groups.lowerBound)) }
    return nil
  }
}

extension SupplyModel {
  /// The event that a vertex is; `nil` for a need, an input of a substitute group, or a target.
  public func event(_ vertex: Int32) -> SupplyEvent? {
    vertex < Int32(network.firms.count) ? .firm(FirmID(Int(vertex))) : ranges.event(Int(vertex))
  }

  /// The vertex of an event whose kind the model was made with.
  public func vertex(_ event: SupplyEvent) -> Int32? {
    let vertex =
      switch event {
      case .firm(let firm): firm.row
      case .link(let entry): ranges.links.lowerBound + entry
      case .product(let product): ranges.products.lowerBound + product.row
      case .stage(let stage): ranges.stages.lowerBound + stage.row
      case .group(let group): ranges.groups.lowerBound + group.row
      }
    return self.event(Int32(vertex)) == event ? Int32(vertex) : nil
  }

  /// The events that can matter to `target`, ascending vertices: those upstream of it, without the target's own firm, and without the products
  /// and stages that the target's firm itself makes or works at, whose loss is the target's by definition.
  public func events(for target: Int32, kinds: EventKinds) -> [Int32] {
    let upstream = structure.upstream(of: [target])
    let own = target < Int32(network.firms.count) ? Set(structure.graph.inNeighbors(of: VertexID(Int(target)))) : []
    func candidates(_ kind: EventKinds, _ range: Range<Int>) -> [Int32] {
      guard kinds.contains(kind) else { return [] }
      return range.lazy.filter { upstream.contains($0) }.map { Int32($0) }
    }
    var events = candidates(.firms, 0..<network.firms.count).filter { $0 != target }
    events += candidates(.links, ranges.links)
    events += (candidates(.products, ranges.products) + candidates(.stages, ranges.stages)).filter { !own.contains($0) }
    return events + candidates(.groups, ranges.groups)
  }

  /// What an event is called, and the table it stands in.
  public func subject(_ event: SupplyEvent) -> Subject {
    switch event {
    case .firm(let firm): return network.subject(firm)
    case .product(let product):
      let row = network.products[product.row]
      return Subject(table: "product", id: row.id, name: row.name)
    case .stage(let stage): return network.subject(stage)
    case .group(let group):
      let row = network.groups[group.row]
      return Subject(table: "group", id: row.id, name: row.name)
    case .link(let entry):
      let purchase = purchase(ofEntry: entry)
      let (from, to) = (FirmID(Int(view.suppliers[entry])), FirmID(Int(view.buyers[purchase])))
      let good = view.goods[purchase]
      func name(_ language: Language) -> String {
        "\(network.firms.name(from, language)) → \(network.firms.name(to, language))" + (language == .zh ? "（" : " (")
          + view.name(good)[language] + (language == .zh ? "）" : ")")
      }
      return Subject(
        table: "supply", id: "\(network.firms.id(from))→\(network.firms.id(to)):\(view.subject(good).id)",
        name: Name(zh: name(.zh), en: name(.en)))
    }
  }

  /// The purchase that an entry of the view belongs to. O(log purchases).
  public func purchase(ofEntry entry: Int) -> Int {
    var (low, high) = (0, view.purchaseCount)
    while low + 1 < high {
      let middle = (low + high) / 2
      if Int(view.entryOffsets[middle]) <= entry { low = middle } else { high = middle }
    }
    return low
  }
}

/// The ids of events in files: the id of the firm, product, stage or group, and `supplier→buyer:product` for a link.
///
/// Where things of different kinds have one id, those that are not firms are told apart by their table: `stage:dye`.
public struct EventNames: Sendable {
  private let model: SupplyModel
  private let ambiguous: Set<String>

  public init(_ model: SupplyModel, kinds: EventKinds) {
    self.model = model
    let network = model.network
    var seen: Set<String> = []
    var twice: Set<String> = []
    if !kinds.isSubset(of: [.firms, .links]) {
      var ids: [String] = network.firms.all.map { network.firms.id($0) }
      if kinds.contains(.products) { ids += network.products.map(\.id) }
      if kinds.contains(.stages) { ids += network.stages.map(\.id) }
      if kinds.contains(.groups) { ids += network.groups.map(\.id) }
      for id in ids where !seen.insert(id).inserted { twice.insert(id) }
    }
    ambiguous = twice
  }

  public func id(_ event: SupplyEvent) -> String {
    let subject = model.subject(event)
    return subject.table != "firm" && ambiguous.contains(subject.id) ? "\(subject.table):\(subject.id)" : subject.id
  }
}
