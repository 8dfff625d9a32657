import Answers
import ClusterAnalysis
import ClusterModel
import InputOutput

extension ComplexityResult {
  /// All places and products, the most complex first; where that is not determined, places by diversity.
  var overview: Answer {
    var answer = Answer(zh: "复杂度", en: "Complexity")
    answer.facts = head
    answer.tables = [placeTable, productTable].map { $0.withoutUnknown }
    answer.notes = notes
    return answer
  }

  private var placeTable: Answer.Table {
    let complexity = complexity
    let order = amounts.places.indices.sorted { a, b in
      let (x, y) = (complexity.places[a], complexity.places[b])
      if x.isNaN != y.isNaN { return y.isNaN }
      if !x.isNaN && x != y { return x > y }
      let (k, l) = (complexity.advantage?.diversity[a] ?? 0, complexity.advantage?.diversity[b] ?? 0)
      return k != l ? k > l : amounts.places[a].id < amounts.places[b].id
    }
    return Answer.Table(
      "places", zh: "地点", en: "Places", ["place_id", "name", "diversity", "eci", "coi", "fitness"], over: order, shown: 20
    ) { at in
      let place = complexity.amounts.places[at]
      return [
        .text(place.id), .words(place.name), .count(complexity.advantage.map { Int($0.diversity[at]) }), .number(complexity.places[at]),
        .number(complexity.standardisedOutlook[at]), .number(complexity.fitness?.fitness[at]),
      ]
    }
  }

  private var productTable: Answer.Table {
    let complexity = complexity
    let order = amounts.products.indices.sorted { a, b in
      let (x, y) = (complexity.products[a], complexity.products[b])
      if x.isNaN != y.isNaN { return y.isNaN }
      return !x.isNaN && x != y ? x > y : amounts.products[a].id < amounts.products[b].id
    }
    return Answer.Table(
      "products", zh: "产品（环节、行业）", en: "Products (stages, industries)", ["product_id", "name", "ubiquity", "pci", "fitness_complexity"],
      over: order, shown: 20
    ) { at in
      let product = complexity.amounts.products[at]
      return [
        .text(product.id), .words(product.name), .count(complexity.advantage.map { Int($0.ubiquity[at]) }),
        .number(complexity.products[at]),
        .number(complexity.fitness?.complexity[at]),
      ]
    }
  }
}

extension Answer.Table {
  /// Readers are spared what is refused; the notes say why.
  var withoutUnknown: Self {
    var table = self
    table.hidesUnknown = true
    return table
  }
}
