import ClusterAnalysis
import ClusterModel
import CutSets
import GraphCore

/// A plan as a scenario file: changes of the network's tables, each with its reason, all of them `proposed`: no facts, and no records.
///
/// A new firm gets an id `NEW-…` that the network does not have, the goods that it is taken to need, and the buyers that it is taken to supply.
public struct StrengtheningScenario: Sendable {
  private let strengthening: Strengthening
  private let steps: [Strengthening.Step]
  private let plan: StrengtheningPlan
  private var lines: [String] = []

  /// - Parameters:
  ///   - strengthening: what the plan was made for.
  ///   - plan: the plan; ``text`` says its loss and its bound.
  ///   - steps: its steps, which give the order of the changes.
  public init(_ strengthening: Strengthening, plan: StrengtheningPlan, steps: [Strengthening.Step]) {
    self.strengthening = strengthening
    self.plan = plan
    self.steps = steps
    write()
  }

  /// YAML, UTF-8.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  private var network: Network { strengthening.model.network }
  private var view: SupplyView { strengthening.model.view }

  private var description: String {
    "objective \(strengthening.objective.rawValue): \(plan.before) today, \(plan.loss) with this plan, no plan below \(plan.bound); "
      + "cost \(plan.cost) of \(plan.budget)"
  }

  private mutating func write() {
    let names = Language.allCases.map { network.title[$0].isEmpty ? network.name : network.title[$0] }
    lines = [
      "# A plan against weak links: proposals, not facts. Costs are in 10,000 CNY.",
      "name: \(quoted("strengthen-\(strengthening.objective.rawValue)-\(network.name)"))",
      "title: \(quoted("强链补链：\(names[0])"))", "title_en: \(quoted("Strengthening: \(names[1])"))",
      "description: \(quoted(description))",
      "provenance: proposed", "source: \(quoted("Chainwright, strengthening plan"))", "changes:",
    ]
    let upstream = strengthening.model.structure.upstream(of: strengthening.search.problem.targets.map(\.vertex))
    var taken: Set<String> = []
    for step in steps {
      for action in step.actions {
        let candidate = strengthening.candidates[action]
        let sentence = candidate.sentence(view)
        let reason = "\(sentence.zh) / \(sentence.en) (\(candidate.cost))"
        switch candidate.kind {
        case .secondSupplier(let buyer, let good, let supplier):
          addSupply(network.firms.id(supplier), network.firms.id(buyer), good, reason)
        case .newFirm(let good, let county):
          let name = view.name(good)
          guard let product = view.product(good) else { break }
          addFirm(
            "NEW-\(network.products[product.row].id)", Name(zh: "设想·\(name.zh)", en: "Hypothetical \(name.en)"), [good], county, nil,
            upstream,
            reason, &taken)
        case .project(let row, let goods):
          let project = network.projects[row]
          let county = project.county ?? project.cluster.flatMap { network.clusters[$0.row].county }
          addFirm(project.id, project.name, goods, county, project.cluster, nil, reason, &taken)
        case .stock(let buyer, let good, let days): addStock(buyer, good, days, reason)
        case .alternateSite(let firm):
          change("change", "firms", [("where", [("firm_id", network.firms.id(firm))]), ("set", [("alternate_site_days", "1")])], reason)
        }
      }
    }
    // An empty list is a list.
    if steps.isEmpty { lines[lines.count - 1] = "changes: []" }
  }

  private mutating func addSupply(_ supplier: String, _ buyer: String, _ good: Good, _ reason: String) {
    var row = [("supplier_id", supplier), ("buyer_id", buyer)]
    if let product = view.product(good) { row.append(("product_id", network.products[product.row].id)) }
    change("add", "supplies", [("row", row + [("provenance", "proposed")])], reason)
  }

  private mutating func addFirm(
    _ stem: String, _ name: Name, _ goods: [Good], _ county: CountyID?, _ cluster: ClusterID?, _ upstream: BitSet?, _ reason: String,
    _ taken: inout Set<String>
  ) {
    var (id, number) = (stem, 2)
    while taken.contains(id) || network.firm(id: id) != nil {
      id = "\(stem)-\(number)"
      number += 1
    }
    taken.insert(id)
    var row = [("firm_id", id), ("name", name.zh)]
    if !name.en.isEmpty { row.append(("name_en", name.en)) }
    if let county { row.append(("county_code", network.counties[county.row].code)) }
    if let cluster { row.append(("cluster_id", network.clusters[cluster.row].id)) }
    change("add", "firms", [("row", row + [("provenance", "proposed")])], reason)
    for good in goods {
      guard let product = view.product(good) else { continue }
      change(
        "add", "makes", [("row", [("firm_id", id), ("product_id", network.products[product.row].id), ("provenance", "proposed")])], reason)
    }
    let recipes = Recipes(strengthening.model)
    var inputs: [Good: Set<Int32>] = [:]
    for input in goods.flatMap({ recipes.recipe(of: $0).inputs }) { inputs[input.good, default: []].formUnion(input.suppliers) }
    for good in inputs.keys.sorted() {
      for supplier in inputs[good]!.sorted() { addSupply(network.firms.id(FirmID(Int(supplier))), id, good, reason) }
    }
    let options = PurchaseOptions(strengthening.model)
    for good in goods {
      for purchase in options.purchases(of: good)
      where upstream?.contains(Int(view.buyers[purchase])) ?? true && !options.vertices[purchase].isEmpty {
        addSupply(id, network.firms.id(FirmID(Int(view.buyers[purchase]))), good, reason)
      }
    }
  }

  private mutating func addStock(_ buyer: FirmID, _ good: Good, _ days: Double, _ reason: String) {
    let product = view.product(good)
    var key = [("firm_id", network.firms.id(buyer))]
    if let product { key.append(("product_id", network.products[product.row].id)) }
    key.append(("kind", "material"))
    let days = Decimals.exact(days)
    if network.stocks.contains(where: { $0.firm == buyer && $0.product == product && $0.kind == .material }) {
      change("change", "stocks", [("where", key), ("set", [("days", days)])], reason)
    } else {
      change("add", "stocks", [("row", key + [("days", days), ("provenance", "proposed")])], reason)
    }
  }

  private mutating func change(_ verb: String, _ table: String, _ parts: [(String, [(String, String)])], _ reason: String) {
    lines.append("  - \(verb): \(table)")
    for (name, cells) in parts {
      lines.append("    \(name): {\(cells.map { "\($0): \(isNumber($0, $1) ? $1 : quoted($1))" }.joined(separator: ", "))}")
    }
    lines.append("    reason: \(quoted(reason))")
    lines.append("    provenance: proposed")
  }

  private func isNumber(_ column: String, _ text: String) -> Bool { column == "days" || column == "alternate_site_days" }

  /// A double-quoted scalar, the same in YAML and JSON.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        // Control characters, and line separators that YAML breaks lines at.
        if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x85 || scalar.value == 0x2028 || scalar.value == 0x2029 {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
