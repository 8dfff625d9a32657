public import Answers
public import ClusterAnalysis
import ClusterModel
public import CutSets

/// What must be lost together to stop a target, or what together keeps it running whatever else is lost?
public struct CutSetsQuestion: Sendable {
  public var targets = TargetChoice()
  /// By which the largest firms are found, where they are the targets.
  public var measure = LossMeasure.output
  /// Cut sets or path sets.
  public var sets = MinimalSets.Kind.cuts
  /// What may be lost.
  public var kinds = EventKinds.firms
  /// The largest set; `nil` is all.
  public var order: Int?
  /// The sets are counted and left out.
  public var countsOnly = false
  /// What the clock behind `limits` allows in all, to be told to readers.
  public var secondsAllowed: Double?

  public init() {}

  /// Every minimal set of up to `order` events, or as many as are within reach: ``CutSetsAnswer/shortfall`` tells.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - limits: asked for each target, with the number of targets left.
  /// - Throws: ``QuestionError`` where a target is not found; `CutSetError` where the order is below 1.
  public func sets(_ study: Study, limits: (_ targetsLeft: Int) -> TargetCutSets.Limits = { _ in (CutSetLimits(), nil) }) throws
    -> CutSetsAnswer
  {
    let targets = try targets.targets(study, by: measure)
    let found = try TargetCutSets(study.view, targets: targets, sets: sets, kinds: kinds, order: order, limits: limits)
    var answer = CutSetsAnswer(found: found, countsOnly: countsOnly)
    if let short = found.results.first(where: { $0.found.completeToOrder != order }) {
      answer.shortfall = .cutSetsOutOfReach(
        sets, order: order, reached: short.found.completeToOrder ?? 0, target: short.target.subject.id, seconds: secondsAllowed,
        isOneOfSeveral: targets.count > 1)
    }
    return answer
  }
}

/// Minimal sets of some targets, of which any number is listed without being held.
public struct CutSetsAnswer: Sendable {
  public let found: TargetCutSets
  let countsOnly: Bool
  /// That not all is there that was asked for, and what to ask instead.
  public internal(set) var shortfall: QuestionError?

  private var network: Network { found.model.network }
  private var isPaths: Bool { found.kind == .paths }

  /// Facts of the sets, and the tables `cut_sets` or `path_sets` (unless they are only counted), `target_list` and `counts`.
  public var page: Answer {
    let (zh, en) = (network.displayName(.zh), network.displayName(.en))
    var page = isPaths ? Answer(zh: "最小路集：\(zh)", en: "Minimal path sets: \(en)") : Answer(zh: "最小割集：\(zh)", en: "Minimal cut sets: \(en)")
    page.facts = [
      ("set_kind", found.kind.cell), ("targets_count", .count(found.results.count)),
      ("event_kinds", .list(EventKinds.named.filter { found.kinds.contains($0.kind) }.map { $0.kind.cell(named: $0.name) })),
      ("sets_count", total.cell),
    ]
    page.tables = (countsOnly ? [] : [setTable]) + [targetTable, countTable]
    page.notes = notes
    return page
  }

  private var total: SetCount { found.results.flatMap(\.found.counts).reduce(SetCount(), +) }

  // MARK: Tables

  /// Smaller sets first, and of one size target by target: what a reader is shown first are the single points of all.
  private var setTable: Answer.Table {
    let columns: [Answer.Column] = ["order", .data("target_id"), .readers("target"), .data("event_ids"), .readers("set_events")]
    let (found, isPaths) = (found, isPaths)
    return Answer.Table(
      isPaths ? "path_sets" : "cut_sets", zh: isPaths ? "路集（只要其中各项在产，目标就在产）" : "割集（共同失去即致目标停产）",
      en: isPaths ? "Path sets: while all of one run, the target runs" : "Cut sets: lost together they stop the target",
      columns + (isPaths ? [] : ["why"]), count: Int(clamping: total.exactly ?? .max), shown: 40
    ) {
      var state = found.startState()
      let orders = found.results.map(\.found.counts.count).max() ?? 0
      var places = (1..<(orders + 1)).lazy.flatMap { order in
        found.results.lazy.filter { order <= $0.found.counts.count && $0.found.counts[order - 1] != SetCount() }.map { (order, $0) }
      }.makeIterator()
      var current: TargetCutSets.Result?
      var sets: SetSequence.Iterator?
      return AnyIterator {
        while true {
          if let current, let set = sets?.next() { return Self.row(set, of: current, in: found, isPaths, &state) }
          guard let (order, result) = places.next() else { return nil }
          (current, sets) = (result, result.found.sets.only(order: order).makeIterator())
        }
      }
    }
  }

  private static func row(
    _ set: [Int32], of result: TargetCutSets.Result, in found: TargetCutSets, _ isPaths: Bool, _ state: inout Survival
  ) -> [Cell] {
    let events = found.events(set)
    let target = result.target.subject
    let begin: [Cell] = [
      .count(set.count), .text(target.id), .thing(id: target.id, target.name), .texts(events.map { found.names.id($0) }),
      .list(events.map { .thing(id: found.names.id($0), found.model.subject($0).name) }),
    ]
    if isPaths { return begin }
    // A proof of one or two losses is a sentence; of more it is none that anybody reads.
    let why = set.count <= 2 ? found.sentence(set, of: result, state: &state) : nil
    return begin + [why.map { .words($0) } ?? .nothing]
  }

  private var targetTable: Answer.Table {
    Answer.Table(
      "target_list", zh: "目标", en: "Targets",
      ["target_id", "name", isPaths ? "smallest_order" : "redundancy_depth", "complete_to_order", "is_complete"], over: found.results,
      shown: 40
    ) { result in
      let subject = result.target.subject
      let order = result.found.completeToOrder
      let depth: Cell =
        result.found.smallestOrder.map { .count($0) }
        ?? order.map { .range(KnownRange(low: Double($0 + 1), high: nil, known: 0, of: 0)) } ?? .nothing
      return [.text(subject.id), .name(subject.name), depth, order.map { .count($0) } ?? .nothing, .flag(order == nil)]
    }
  }

  private var countTable: Answer.Table {
    let rows = found.results.flatMap { result in
      result.found.counts.enumerated().map { (subject: result.target.subject, order: $0 + 1, count: $1) }
    }
    return Answer.Table(
      "counts", zh: "各阶个数", en: "How many of each order", [.data("target_id"), .readers("target"), "order", "sets_count"], over: rows,
      shown: 40
    ) { row in [.text(row.subject.id), .thing(id: row.subject.id, row.subject.name), .count(row.order), row.count.cell] }
  }
}

extension MinimalSets.Kind {
  var cell: Cell {
    switch self {
    case .cuts: .word("cut_sets", zh: "割集", en: "cut sets")
    case .paths: .word("path_sets", zh: "路集", en: "path sets")
    }
  }
}

extension SetCount {
  /// Exact as far as whole numbers of a machine go.
  var cell: Cell { exactly.flatMap { Int(exactly: $0) }.map { .count($0) } ?? .number(Double(description) ?? .infinity) }
}

extension EventKinds {
  func cell(named code: String) -> Cell {
    switch self {
    case .firms: .word(code, zh: "企业", en: "firms")
    case .links: .word(code, zh: "供应关系", en: "links")
    case .products: .word(code, zh: "产品", en: "products")
    case .stages: .word(code, zh: "环节", en: "stages")
    default: .word(code, zh: "共因组", en: "common-cause groups")
    }
  }
}
