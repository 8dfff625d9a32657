/// One chain by itself: its stages, what they need of each other, and their products, to be taken from one network into another.
public struct ChainTemplate: Sendable {
  /// A row of a network that has the id of a row of the template and says something else.
  public struct Clash: Sendable, Hashable {
    /// `chain`, `stage` or `product`.
    public var table: String
    public var id: String
    /// What the network calls it.
    public var name: Name
  }

  /// What was added to a network.
  public struct Added: Sendable {
    public var chain: ChainID
    /// Rows of the network that are new.
    public var stages: [StageID] = []
    public var products: [ProductID] = []
    public var requirements: [Int] = []
    /// Stages of the template that the network had.
    public var known = 0
    /// The chain itself is new.
    public var isNew = false

    init(chain: ChainID) { self.chain = chain }
  }

  public var chain: Chain
  /// By position, then as the network had them. Their chain counts for nothing here.
  public var stages: [Stage]
  /// The ends are positions in ``stages``.
  public var requirements: [Requirement]
  /// The stage is a position in ``stages``.
  public var products: [Product]

  /// - Parameters:
  ///   - chain: its id, name and provenance.
  ///   - stages: the steps.
  ///   - requirements: with ends that are positions in `stages`.
  ///   - products: with stages that are positions in `stages`.
  public init(chain: Chain, stages: [Stage], requirements: [Requirement], products: [Product]) {
    (self.chain, self.stages, self.requirements, self.products) = (chain, stages, requirements, products)
  }

  /// The chain of a network, or some of its stages with what they need of each other.
  ///
  /// - Parameters:
  ///   - id: the chain.
  ///   - network: where it stands.
  ///   - chosen: stages of it; all where `nil`.
  /// - Complexity: O(rows of the template tables).
  public init(_ id: ChainID, in network: Network, stages chosen: Set<StageID>? = nil) {
    let kept = network.stages(of: id).filter { chosen?.contains($0) ?? true }
    let position = Dictionary(kept.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    chain = network.chains[id.row]
    stages = kept.map { network.stages[$0.row] }
    requirements = network.requirements.compactMap { requirement in
      guard let input = position[requirement.input], let output = position[requirement.output] else { return nil }
      var requirement = requirement
      (requirement.input, requirement.output) = (StageID(input), StageID(output))
      return requirement
    }
    products = network.products.compactMap { product in
      guard let stage = product.stage, let place = position[stage] else { return nil }
      var product = product
      product.stage = StageID(place)
      return product
    }
  }

  /// The template under another id: ids of stages and products that are made of the chain's are made of the new one.
  ///
  /// - Parameter id: the new id of the chain.
  public func renamed(_ id: String) -> ChainTemplate {
    let old = chain.id
    func made(_ name: String) -> String {
      for head in ["", "P-"] where name.hasPrefix(head + old + "-") { return head + id + name.dropFirst((head + old).count) }
      return id + "-" + name
    }
    var copy = self
    copy.chain.id = id
    for row in copy.stages.indices { copy.stages[row].id = made(stages[row].id) }
    for row in copy.products.indices { copy.products[row].id = made(products[row].id) }
    return copy
  }
}

extension Network {
  /// What stands in the way of a template: rows with the ids of its rows that say something else.
  ///
  /// A row with the same id and name is the same: a chain may be taken in parts, one after another.
  ///
  /// - Parameter template: what is to be added.
  /// - Returns: by table, in the order of the template; empty where it can be added.
  public func clashes(with template: ChainTemplate) -> [ChainTemplate.Clash] {
    var found: [ChainTemplate.Clash] = []
    if let row = chain(id: template.chain.id)?.row, chains[row].name != template.chain.name {
      found.append(.init(table: "chain", id: template.chain.id, name: chains[row].name))
    }
    let stageRows = rows(stages.map(\.id))
    for stage in template.stages {
      guard let row = stageRows[stage.id] else { continue }
      let isSame = stages[row].name == stage.name && chains[stages[row].chain.row].id == template.chain.id
      if !isSame { found.append(.init(table: "stage", id: stage.id, name: stages[row].name)) }
    }
    let productRows = rows(products.map(\.id))
    for product in template.products {
      guard let row = productRows[product.id] else { continue }
      let stage = products[row].stage.map { stages[$0.row].id }
      let isSame = products[row].name == product.name && stage == product.stage.map { template.stages[$0.row].id }
      if !isSame { found.append(.init(table: "product", id: product.id, name: products[row].name)) }
    }
    return found
  }

  /// Adds what a template has and the network has not. Ask ``clashes(with:)`` first: a row with an id of the template is taken to be the same.
  ///
  /// - Parameter template: what is to be added.
  /// - Returns: what is new.
  /// - Complexity: O(rows of the template tables).
  @discardableResult
  public mutating func add(_ template: ChainTemplate) -> ChainTemplate.Added {
    let known = chain(id: template.chain.id)
    if known == nil { chains.append(template.chain) }
    var added = ChainTemplate.Added(chain: known ?? ChainID(chains.count - 1))
    added.isNew = known == nil
    let stageRows = rows(stages.map(\.id))
    var place: [StageID] = []
    for var stage in template.stages {
      if let row = stageRows[stage.id] {
        added.known += 1
        place.append(StageID(row))
        continue
      }
      stage.chain = added.chain
      place.append(StageID(stages.count))
      added.stages.append(StageID(stages.count))
      stages.append(stage)
    }
    var pairs = Set(requirements.map { [$0.input.row, $0.output.row] })
    for var requirement in template.requirements {
      (requirement.input, requirement.output) = (place[requirement.input.row], place[requirement.output.row])
      guard pairs.insert([requirement.input.row, requirement.output.row]).inserted else { continue }
      added.requirements.append(requirements.count)
      requirements.append(requirement)
    }
    let productRows = rows(products.map(\.id))
    for var product in template.products where productRows[product.id] == nil {
      product.stage = product.stage.map { place[$0.row] }
      added.products.append(ProductID(products.count))
      products.append(product)
    }
    return added
  }

  private func rows(_ ids: [String]) -> [String: Int] {
    Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
