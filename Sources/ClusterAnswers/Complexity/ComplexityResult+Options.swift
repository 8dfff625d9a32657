import Answers
import ClusterAnalysis
import ClusterModel
import InputOutput

extension ComplexityResult {
  /// What could come next in one place, with the reasons.
  func options(of place: Int) -> Answer {
    let (item, name) = (amounts.places[place], amounts.places[place].name)
    var answer = Answer(zh: "\(name.zh)：下一步适合发展什么", en: "\(name.en): what could come next")
    answer.facts =
      head + [
        ("place_id", .text(item.id)), ("diversity", .count(complexity.advantage.map { Int($0.diversity[place]) })),
        ("eci", .number(complexity.places[place])),
      ]
    let gaps =
      facts.map { facts in
        facts.network.clusters.indices.compactMap { ChainGaps(of: ClusterID($0), in: facts.sourcing, firmStages: facts.firmStages) }
      } ?? []
    let county =
      facts?.network.county(code: item.id) ?? facts?.network.cluster(id: item.id).flatMap { facts?.network.clusters[$0.row].county }
    let options = EntryOptions(for: place, in: complexity, facts: facts, gaps: gaps, county: county).options
    answer.tables = [optionTable(options), presentTable(place)].map { $0.withoutUnknown }
    answer.notes = notes
    return answer
  }

  private func optionTable(_ options: [EntryOptions.Option]) -> Answer.Table {
    let amounts = amounts
    // Only stages of a network have inputs and gaps.
    let network = amounts.stages.contains { $0 != nil } ? facts?.network : nil
    let reasons: [Answer.Column] = [
      "inputs_here", "inputs_region", "inputs_outside", .data("fills_clusters"), .data("fills_gaps"), .readers("fills"),
    ]
    @Sendable func product(_ at: Int) -> Cell {
      let item = amounts.products[at]
      return .thing(id: item.id, Name(zh: item.name.zh, en: item.name.en))
    }
    return Answer.Table(
      "options", zh: "可考虑的新产品（相关度高的在前）", en: "What it has no advantage in yet, nearest first",
      ["product_id", "name", "rca", "density", "pci", "cog", "related_ids"] + (network == nil ? [] : reasons), over: options, shown: 20
    ) { option in
      let cells: [Cell] = [
        .text(amounts.products[option.product].id), .words(amounts.products[option.product].name), .number(option.advantage),
        .number(option.density), .number(option.complexity), .number(option.gain), .list(option.related.map { product($0.product) }),
      ]
      guard let network else { return cells }
      let inputs = [EntryOptions.Input.Source.county, .region, .outside].map { source in
        Cell.list(option.inputs.filter { $0.source == source }.map { network.thing($0.stage) })
      }
      let fills = option.gaps.map { gap in
        let cluster = network.label(gap.cluster)
        return Cell.words(zh: "\(cluster[.zh])·\(gap.gap.label.zh)", en: "\(cluster[.en]): \(gap.gap.label.en)")
      }
      return cells + inputs + [
        .list(option.gaps.map { network.thing($0.cluster) }), .list(option.gaps.map { .text($0.gap.rawValue) }), .list(fills),
      ]
    }
  }

  private func presentTable(_ place: Int) -> Answer.Table {
    let complexity = complexity
    let has = (complexity.advantage.map { Array($0.products(of: place)) } ?? []).map(Int.init).sorted { a, b in
      let (x, y) = (complexity.advantage?.values[place, a] ?? 0, complexity.advantage?.values[place, b] ?? 0)
      return x != y ? x > y : amounts.products[a].id < amounts.products[b].id
    }
    return Answer.Table(
      "present", zh: "已有优势的产品", en: "What it has an advantage in", ["product_id", "name", "rca", "density", "pci"], over: has, shown: 20
    ) { at in
      let item = complexity.amounts.products[at]
      return [
        .text(item.id), .words(item.name), .number(complexity.advantage?.values[place, at]), .number(complexity.density[place, at]),
        .number(complexity.products[at]),
      ]
    }
  }
}
