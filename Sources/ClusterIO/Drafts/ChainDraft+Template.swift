public import ClusterModel
import GraphAlgorithms

/// A code that a step may have, because a stage of a known template has its name.
public struct CodeCandidate: Sendable {
  /// Position of the step in the template that was made.
  public var stage: Int
  public var code: String
  /// The stage of the library that has the code.
  public var like: StageID
  /// The whole name is the same, not a part of it.
  public var isWhole: Bool
}

extension ChainDraft {
  /// The draft as a template: a stage and a product for each step, all inferred, in columns from upstream to downstream.
  ///
  /// A step without inputs stands in the column before its first use; steps that need each other in a circle stand as if the link that closes it were
  /// not there. Groups hold only where an output has two inputs of the group.
  ///
  /// - Parameters:
  ///   - id: of the chain; ids of stages are made of it and a number.
  ///   - asOf: the day it was drafted; empty for none.
  public func template(id: String, asOf: String = "") -> ChainTemplate {
    let columns = columns()
    let order = steps.indices.sorted { (columns[$0], $0) < (columns[$1], $1) }
    var place = [Int](repeating: 0, count: steps.count)
    for (at, step) in order.enumerated() { place[step] = at }
    func inferred(_ source: String) -> Provenance { Provenance(.inferred, source: source, asOf: asOf) }
    let digits = String(max(10, steps.count)).count
    let stages = order.enumerated().map { at, step -> Stage in
      let number = String(repeating: "0", count: digits - String(at + 1).count) + String(at + 1)
      return Stage(
        id: "\(id)-\(number)", chain: ChainID(0), name: steps[step].name, position: columns[step], industryCode: steps[step].industryCode,
        provenance: inferred(steps[step].source))
    }
    var products: [Product] = []
    for (at, step) in order.enumerated() {
      let names = steps[step].products.isEmpty ? [steps[step].name] : steps[step].products.map { ChainDraft.name($0) }
      for (number, name) in names.enumerated() {
        let id = "P-" + stages[at].id + (names.count > 1 ? "-\(number + 1)" : "")
        products.append(Product(id: id, name: name, stage: StageID(at), provenance: inferred(steps[step].source)))
      }
    }
    var members: [String: Int] = [:]
    for link in links where !link.group.isEmpty { members["\(link.output) \(link.group)", default: 0] += 1 }
    let requirements = links.map { link in
      Requirement(
        input: StageID(place[link.input]), output: StageID(place[link.output]), importance: link.importance,
        substituteGroup: members["\(link.output) \(link.group)", default: 0] > 1 ? link.group : "", confidence: link.confidence,
        provenance: inferred(link.source))
    }.sorted { ($0.output, $0.input) < ($1.output, $1.input) }
    let named = name.zh.isEmpty && name.en.isEmpty ? Name(zh: id) : name
    return ChainTemplate(
      chain: Chain(id: id, name: named, provenance: inferred(steps.first?.source ?? "")), stages: stages, requirements: requirements,
      products: products)
  }

  /// A text as a name: Chinese where it has a Chinese character, English else.
  static func name(_ text: String) -> Name {
    let isChinese = text.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) || (0x20000...0x3FFFF).contains($0.value) }
    return isChinese ? Name(zh: text) : Name(en: text)
  }

  /// The column of each step. O(steps · links).
  private func columns() -> [Int] {
    var column = [Int](repeating: 0, count: steps.count)
    let closing = Set(
      ClosingEdges.all(vertexCount: steps.count, sources: links.map { Int32($0.input) }, targets: links.map { Int32($0.output) }))
    let forward = links.indices.filter { !closing.contains($0) }.map { links[$0] }
    // The longest way from a step without inputs; without circles it is at most as long as there are steps.
    for _ in steps.indices {
      var isSettled = true
      for link in forward where column[link.output] <= column[link.input] {
        column[link.output] = column[link.input] + 1
        isSettled = false
      }
      if isSettled { break }
    }
    for step in steps.indices where !forward.contains(where: { $0.output == step }) {
      if let first = forward.filter({ $0.input == step }).map({ column[$0.output] }).min() { column[step] = max(0, first - 1) }
    }
    return column
  }
}

extension ChainTemplate {
  /// Codes for the stages that have none, by words: those of stages of `library` that have the same name, or a product of it; then of those in whose name,
  /// or product's, the whole name of three characters and more stands.
  ///
  /// - Parameter library: templates with codes.
  /// - Returns: by stage, the whole names first, each code once a stage; at most three a stage.
  /// - Complexity: O(stages · rows of the library).
  public func codeCandidates(_ library: Network) -> [CodeCandidate] {
    var words: [(key: String, stage: StageID)] = []
    for (row, stage) in library.stages.enumerated() where !stage.industryCode.isEmpty {
      for name in [stage.name.zh, stage.name.en] where name.count > 1 { words.append((ChainDraft.key(name), StageID(row))) }
    }
    for product in library.products {
      guard let stage = product.stage, !library.stages[stage.row].industryCode.isEmpty else { continue }
      for name in [product.name.zh, product.name.en] where name.count > 1 { words.append((ChainDraft.key(name), stage)) }
    }
    var found: [CodeCandidate] = []
    for (at, stage) in stages.enumerated() where stage.industryCode.isEmpty {
      let own = [stage.name.zh, stage.name.en] + products.filter { $0.stage == StageID(at) }.flatMap { [$0.name.zh, $0.name.en] }
      let keys = Set(own.filter { $0.count > 1 }.map { ChainDraft.key($0) })
      let whole = words.filter { keys.contains($0.key) }
      let part = words.filter { word in !keys.contains(word.key) && keys.contains { $0.count > 2 && word.key.contains($0) } }
      var codes = Set<String>()
      for (word, isWhole) in whole.map({ ($0, true) }) + part.map({ ($0, false) }) where codes.count < 3 {
        let code = library.stages[word.stage.row].industryCode
        if codes.insert(code).inserted { found.append(CodeCandidate(stage: at, code: code, like: word.stage, isWhole: isWhole)) }
      }
    }
    return found
  }

  /// Gives stages without a code the one candidate whose whole name is theirs, where there is one alone.
  ///
  /// - Parameter candidates: of ``codeCandidates(_:)``.
  public mutating func take(_ candidates: [CodeCandidate]) {
    for at in stages.indices where stages[at].industryCode.isEmpty {
      let whole = candidates.filter { $0.stage == at && $0.isWhole }
      if whole.count == 1 { stages[at].industryCode = whole[0].code }
    }
  }
}
