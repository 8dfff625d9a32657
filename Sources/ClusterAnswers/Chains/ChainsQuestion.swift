public import Answers
import ClusterAnalysis
import ClusterIO
public import ClusterModel

/// Which chain templates are there, which of them speak of something, and what is one made of?
public struct ChainsQuestion: Sendable {
  /// Only templates in which each of these stands: in a name or id of the chain, of a stage or of a product, in Chinese or English, or as a code.
  public var words: [String] = []
  /// Id or name of the chain that is shown stage by stage; `nil` lists them.
  public var chain: String?

  public init() {}

  /// Of several the table `chains`; of one the facts `chain_id`, `stages`, `requirements`, `products` and `sourced_stages`, and the tables `chain_stages`,
  /// `inputs` and `chain_products`.
  ///
  /// - Parameter library: the templates; `ChainLibrary/network()`, or a network of one's own.
  /// - Throws: ``QuestionError`` where there is no such chain.
  public func answer(_ library: Network) throws -> Answer {
    if let chain { return Self.answer(try library.find(chain: chain), library) }
    let found = library.chains.indices.compactMap { row in places(of: ChainID(row), library).map { (chain: ChainID(row), places: $0) } }
      .sorted { library.chains[$0.chain.row].id < library.chains[$1.chain.row].id }
    let asked = words.map { SafeText.safe($0) }
    var answer =
      words.isEmpty
      ? Answer(zh: "产业链模板：\(found.count) 条", en: "Chain templates: \(found.count)")
      : Answer(
        zh: "含“\(asked.joined(separator: "”“"))”的产业链模板：\(found.count) 条",
        en: "Chain templates with \"\(asked.joined(separator: "\", \""))\": \(found.count)")
    let counts = Counts(library)
    answer.tables = [
      Answer.Table(
        "chains", zh: "产业链模板", en: "Chain templates",
        ["chain_id", "name", "stages", "requirements", "products", "sourced_stages", "found_in"], over: found
      ) { item in
        let (row, chain) = (item.chain.row, library.chains[item.chain.row])
        return [
          .text(chain.id), .name(chain.name), .count(counts.stages[row]), .count(counts.requirements[row]), .count(counts.products[row]),
          .count(counts.sourced[row]), item.places.isEmpty ? .nothing : .names(item.places),
        ]
      }
    ]
    answer.notes = [Self.caveat]
    if found.isEmpty {
      answer.notes.insert(
        LocalText(
          zh: "没有模板含这些词；换一个产品或环节的名称试试，或用自己的提纲起草一条。",
          en: "no template has these words; try the name of a product or a stage, or draft a chain from an outline of your own."), at: 0)
    }
    return answer
  }

  /// What a template is, and is not.
  package static let caveat = LocalText(
    zh: "模板说明一个行业由哪些环节组成，不是关于任何企业的事实；“有出处”的环节读到过指名的文章，其余为按一般工程知识的推断，用前请行业内的人看一遍。",
    en:
      "a template says which stages an industry has; it is no fact about any firm. Sourced stages were read in a named text, the others are inferred from common engineering knowledge: let someone of the trade look through them."
  )

  /// Where the words stand, the chain's own name aside; `nil` where one of them stands nowhere.
  private func places(of chain: ChainID, _ library: Network) -> [Name]? {
    if words.isEmpty { return [] }
    let stages = library.stages(of: chain)
    let kept = Set(stages)
    let own = library.chains[chain.row]
    let rows: [(name: Name, text: String)] =
      stages.map { id in
        let stage = library.stages[id.row]
        return (stage.name, Self.text(stage.name, [stage.industryCode]))
      }
      + library.products.filter { $0.stage.map { kept.contains($0) } ?? false }.map { ($0.name, Self.text($0.name, [])) }
    let head = Self.text(own.name, [own.id])
    var found: [Name] = []
    for word in words {
      let wanted = word.lowercased()
      let at = rows.filter { $0.text.contains(wanted) }.map(\.name)
      if at.isEmpty && !head.contains(wanted) { return nil }
      for name in at where !found.contains(name) { found.append(name) }
    }
    return found
  }

  private static func text(_ name: Name, _ more: [String]) -> String {
    ([name.zh, name.en] + more).joined(separator: "\n").lowercased()
  }

  /// Rows of each chain.
  private struct Counts: Sendable {
    var stages: [Int]
    var sourced: [Int]
    var requirements: [Int]
    var products: [Int]

    init(_ library: Network) {
      let zero = [Int](repeating: 0, count: library.chains.count)
      (stages, sourced, requirements, products) = (zero, zero, zero, zero)
      for stage in library.stages {
        stages[stage.chain.row] += 1
        if stage.provenance.kind == .sourced { sourced[stage.chain.row] += 1 }
      }
      for requirement in library.requirements { requirements[library.stages[requirement.output.row].chain.row] += 1 }
      for product in library.products {
        if let stage = product.stage { products[library.stages[stage.row].chain.row] += 1 }
      }
    }
  }

  /// One chain, whole.
  package static func answer(_ chain: ChainID, _ library: Network) -> Answer {
    let own = library.chains[chain.row]
    let template = ChainTemplate(chain, in: library)
    let shown = LocalText(zh: own.name[.zh].isEmpty ? own.id : own.name[.zh], en: own.name[.en].isEmpty ? own.id : own.name[.en])
    var answer = Answer(zh: "产业链模板：\(shown.zh)", en: "Chain template: \(shown.en)")
    answer.facts = [
      ("chain_id", .text(own.id)), ("stages", .count(template.stages.count)), ("requirements", .count(template.requirements.count)),
      ("products", .count(template.products.count)), ("sourced_stages", .count(template.stages.count { $0.provenance.kind == .sourced })),
    ]
    answer.tables = [stages(template), inputs(template), products(template)]
    answer.notes = [caveat]
    return answer
  }

  package static func stages(_ template: ChainTemplate) -> Answer.Table {
    Answer.Table(
      "chain_stages", zh: "环节", en: "Stages",
      ["stage_id", "name", "stage_column", "weight", "industry_code", "provenance", .data("source")], over: template.stages
    ) { stage in
      [
        .text(stage.id), .name(stage.name), .count(stage.position), .number(stage.weight), .text(Optional(stage.industryCode)),
        stage.provenance.kind.cell, .text(Optional(stage.provenance.source)),
      ]
    }
  }

  package static func inputs(_ template: ChainTemplate) -> Answer.Table {
    let stages = template.stages
    return Answer.Table(
      "inputs", zh: "投入关系", en: "Requirements",
      [
        .data("input_stage_id"), "input_stage", .data("output_stage_id"), "output_stage", "importance", "substitute_group", "confidence",
        "provenance", .data("source"),
      ], over: template.requirements
    ) { requirement in
      let (input, output) = (stages[requirement.input.row], stages[requirement.output.row])
      return [
        .text(input.id), .name(input.name), .text(output.id), .name(output.name), requirement.importance.cell,
        requirement.substituteGroup.isEmpty ? .nothing : .text(requirement.substituteGroup),
        requirement.confidence.map { .share($0) } ?? .nothing, requirement.provenance.kind.cell,
        .text(Optional(requirement.provenance.source)),
      ]
    }
  }

  package static func products(_ template: ChainTemplate) -> Answer.Table {
    let stages = template.stages
    return Answer.Table(
      "chain_products", zh: "产品", en: "Products", ["product_id", "name", .data("stage_id"), "stage", "provenance", .data("source")],
      over: template.products
    ) { product in
      let stage = product.stage.map { stages[$0.row] }
      return [
        .text(product.id), .name(product.name), stage.map { .text($0.id) } ?? .unknown, stage.map { .name($0.name) } ?? .unknown,
        product.provenance.kind.cell, .text(Optional(product.provenance.source)),
      ]
    }
  }
}

extension Importance {
  /// The word of the column `importance`.
  package var cell: Cell {
    switch self {
    case .essential: .word("essential", zh: "必需", en: "essential")
    case .nonEssential: .word("non_essential", zh: "非必需", en: "non-essential")
    case .negligible: .word("negligible", zh: "可忽略", en: "negligible")
    }
  }
}
