public import Answers
public import ClusterModel
public import CutSets

/// Which basic events of a fault tree make its top gate fail together, or keep it from failing?
public struct FaultTreeQuestion: Sendable {
  /// Cut sets or path sets.
  public var kind = MinimalSets.Kind.cuts
  /// The largest set; `nil` is all.
  public var order: Int?
  /// The sets are counted and left out.
  public var countsOnly = false
  /// The exact probability of the top gate; that of an event without one is taken as 0.
  public var asksProbability = false
  /// The importance of each event, and the probability too.
  public var asksImportance = false
  /// What the clock behind the limits allows in all, to be told to readers.
  public var secondsAllowed: Double?

  public init() {}

  /// The sets, of which any number is listed without being held.
  ///
  /// - Parameters:
  ///   - tree: the fault tree.
  ///   - limits: for what is asked, and for each of the smaller orders that are tried when it is out of reach.
  ///   - exact: for probabilities, which are all or nothing: called when they are asked for.
  /// - Throws: ``QuestionError`` where a list, or not even order 1, is within reach; `CutSetError` where a probability is not.
  public func sets(_ tree: FaultTree, limits: (first: CutSetLimits, fallback: CutSetLimits), exact: () -> CutSetLimits) throws
    -> FaultTreeSets
  {
    let problem = tree.cutSetProblem()
    let found: MinimalSets
    do {
      found = try MinimalSets.withinReach(kind, of: problem, order: order, limits: limits.first, fallback: limits.fallback)
    } catch {
      guard error.code == .orderTooLarge else { throw error }
      throw outOfReach(tree, reached: 0)
    }
    var result = FaultTreeSets(tree: tree, kind: kind, order: found.completeToOrder, counts: found.counts)
    // Counts are worth having as far as they go; a list is whole or not at all.
    if found.completeToOrder != order {
      let error = outOfReach(tree, reached: found.completeToOrder ?? 0)
      guard countsOnly else { throw error }
      result.shortfall = error
    }
    result.hasEmptySet = found.hasEmptySet
    result.sets = countsOnly ? nil : found.sets
    guard asksProbability || asksImportance else { return result }
    let given = tree.events.map { $0.probability ?? 0 }
    if asksImportance {
      let figures = try FailureImportance(of: problem, probabilities: given, limits: exact())
      (result.probability, result.importance) = (figures.probability, figures.events)
    } else {
      result.probability = try FailureProbability(of: problem, probabilities: given, limits: exact()).probability
    }
    return result
  }

  private func outOfReach(_ tree: FaultTree, reached: Int) -> QuestionError {
    .cutSetsOutOfReach(
      kind, order: order, reached: reached, target: tree.gates[tree.top].name, seconds: secondsAllowed, isOneOfSeveral: false)
  }
}

/// Minimal sets of a fault tree, with its probability and the importance of its events where they were asked for.
public struct FaultTreeSets: Sendable {
  public let tree: FaultTree
  public let kind: MinimalSets.Kind
  /// Complete to this order; `nil` is all orders.
  public let order: Int?
  /// Of orders 1, 2, …
  public let counts: [SetCount]
  /// `nil` where they were only counted.
  public internal(set) var sets: SetSequence?
  /// The empty set is the only one.
  public internal(set) var hasEmptySet = false
  public internal(set) var probability: Double?
  /// Vertices of events are their positions in the tree.
  public internal(set) var importance: [EventImportance]?
  /// That not all was counted that was asked for, and what to ask instead.
  public internal(set) var shortfall: QuestionError?

  public var target: String { tree.gates[tree.top].name }
  public var isPaths: Bool { kind == .paths }

  /// What the empty set means, where it is the only one.
  public var emptySetNote: LocalText? {
    if !hasEmptySet { return nil }
    return isPaths
      ? LocalText(
        zh: "无论哪些基本事件发生，顶事件都不会失效；唯一的最小路集是空集。",
        en: "the top gate never fails, whatever happens; the empty set is the only minimal path set.")
      : LocalText(
        zh: "房形事件或常量已使顶事件失效；唯一的最小割集是空集。",
        en: "house events or constants make the top gate fail by themselves; the empty set is the only minimal cut set.")
  }

  /// METRICS M3, each by its name in data.
  ///
  /// - Parameter row: of ``importance``.
  public static func figures(_ row: EventImportance) -> [(name: String, value: Double?)] {
    [
      (name: "birnbaum", value: row.birnbaum), (name: "criticality", value: row.criticality),
      (name: "fussell_vesely", value: row.fussellVesely), (name: "diagnosis", value: row.diagnosis),
    ]
  }

  // MARK: Page

  /// The page for a reader: facts, the tables `counts`, `importance` (by Birnbaum) and `cut_sets` or `path_sets`.
  public var page: Answer {
    let name = SafeText.safe(target)
    var page =
      isPaths ? Answer(zh: "最小路集：\(name)", en: "Minimal path sets: \(name)") : Answer(zh: "最小割集：\(name)", en: "Minimal cut sets: \(name)")
    page.facts = [
      ("set_kind", kind.cell), ("gates", .count(tree.gates.count)), ("events", .count(tree.events.count)),
      ("complete_to_order", order.map { .count($0) } ?? .nothing), ("is_complete", .flag(order == nil)),
      ("sets_count", counts.reduce(SetCount(), +).cell),
      ("smallest_order", counts.firstIndex { $0 > SetCount() }.map { .count($0 + 1) } ?? .nothing),
    ]
    if let probability { page.facts.append(("top_probability", .number(probability))) }
    page.tables = [
      Answer.Table("counts", zh: "各阶个数", en: "How many of each order", ["order", "sets_count"], over: Array(counts.enumerated())) {
        [.count($0.offset + 1), $0.element.cell]
      }
    ]
    if let importance { page.tables.append(importanceTable(importance)) }
    if let sets { page.tables.append(setTable(sets)) }
    page.notes = emptySetNote.map { [$0] } ?? []
    return page
  }

  private func importanceTable(_ importance: [EventImportance]) -> Answer.Table {
    let events = tree.events
    return Answer.Table(
      "importance", zh: "重要度", en: "Importance", ["event_id", "birnbaum", "criticality", "fussell_vesely", "diagnosis"],
      over: importance.sorted { ($1.birnbaum, $0.event) < ($0.birnbaum, $1.event) }, shown: 50
    ) { row in [.text(events[Int(row.event)].name)] + Self.figures(row).map { .number($0.value) } }
  }

  private func setTable(_ sets: SetSequence) -> Answer.Table {
    let events = tree.events
    let total = counts.reduce(SetCount(), +)
    return Answer.Table(
      isPaths ? "path_sets" : "cut_sets", zh: isPaths ? "路集" : "割集", en: isPaths ? "Path sets" : "Cut sets", ["order", "event_ids"],
      count: hasEmptySet ? 1 : Int(clamping: total.exactly ?? .max), shown: 50
    ) {
      var listing = sets.makeIterator()
      return AnyIterator { listing.next().map { set in [.count(set.count), .texts(set.map { events[Int($0)].name })] } }
    }
  }
}
