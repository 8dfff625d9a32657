import ClusterAnalysis
import ClusterIO
import ClusterModel

/// Which products, inputs and other steps belong to a step that firms hand over.
struct Sharing {
  /// What becomes of a purchase.
  enum Input { case stays, moves, both }

  let network: Network
  let stage: StageID
  let firms: [FirmID]
  /// The products of the step that one of the firms makes or sells, by row.
  let products: [ProductID]
  private let firmStages: FirmStages
  private let isInput: [StageID: Set<StageID>]
  private let productRows: [String: ProductID]
  private let made: [FirmID: Set<ProductID>]

  init(_ network: Network, stage: StageID, firms: [FirmID]) {
    self.network = network
    self.stage = stage
    self.firms = firms
    firmStages = FirmStages(network)
    var inputs: [StageID: Set<StageID>] = [:]
    for requirement in network.requirements where requirement.importance != .negligible {
      inputs[requirement.output, default: []].insert(requirement.input)
    }
    isInput = inputs
    productRows = Dictionary(network.products.indices.map { (network.products[$0].id, ProductID($0)) }) { first, _ in first }
    let members = Set(firms)
    var made: [FirmID: Set<ProductID>] = [:]
    for making in network.makings where members.contains(making.firm) {
      if let product = making.product { made[making.firm, default: []].insert(product) }
    }
    let links = network.supplies
    for row in 0..<links.count where members.contains(links.supplier(SupplyID(row))) {
      if let product = links.product(SupplyID(row)) { made[links.supplier(SupplyID(row)), default: []].insert(product) }
    }
    self.made = made
    products = Set(made.values.joined()).filter { network.products[$0.row].stage == stage }.sorted()
  }

  /// The steps that stay with a firm.
  func remaining(_ firm: FirmID) -> [StageID] { firmStages[firm].filter { $0 != stage } }

  func requires(_ input: StageID, _ output: StageID) -> Bool { isInput[output]?.contains(input) ?? false }

  func isProduct(_ id: String) -> Bool { productRows[id].map { network.products[$0.row].stage == stage } ?? false }

  /// Whether a row of makes is about the step.
  func isOfStage(makes row: Int, _ rows: NetworkRows) -> Bool {
    let (product, stage) = (rows.cell("makes", row, "product_id"), rows.cell("makes", row, "stage_id"))
    return stage.isEmpty ? isProduct(product) : stage == network.stages[self.stage.row].id
  }

  /// The ids of what a firm makes at a stage; where nothing is recorded the only product of the stage, or a link without product.
  func products(of firm: FirmID, at stage: StageID) -> [String] {
    let own = (made[firm] ?? []).filter { network.products[$0.row].stage == stage }.sorted()
    if !own.isEmpty { return own.map { network.products[$0.row].id } }
    let all = network.products.filter { $0.stage == stage }
    return [all.count == 1 ? all[0].id : ""]
  }

  /// What becomes of a firm's purchase of a product: a firm without another step needs nothing more; else what the step takes in by the template moves, and is
  /// shared where another of its steps takes it in too.
  func input(_ product: String, of firm: FirmID) -> Input {
    let rest = remaining(firm)
    if rest.isEmpty { return .moves }
    guard let of = productRows[product].flatMap({ network.products[$0.row].stage }), requires(of, stage) else { return .stays }
    return rest.contains { requires(of, $0) } ? .both : .moves
  }
}
