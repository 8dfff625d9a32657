public import ClusterModel

/// A list of firms made by a rule, and for each firm left out the rule that left it out and how near it was.
public struct Shortlist: Sendable {
  /// A rule that a firm does not meet.
  public struct Failure: Sendable {
    /// Position in the rule's filters.
    public var filter: Int
    /// The firm's value, where it is a number; of a range the end that comes nearest.
    public var value: Double?
    /// How far from the threshold, in its unit; `nil` where there is no distance (yes or no, a text).
    public var distance: Double?
    /// `distance` by the threshold's size.
    public var relative: Double?
  }

  public struct Entry: Sendable {
    public var firm: FirmID
    public var failures: [Failure] = []
    /// Filters that cannot be decided, with the missing facts.
    public var undecided: [(filter: Int, missing: LocalText)] = []
    /// The values of the sort keys, in their order.
    public var keys: [Measured] = []
  }

  public let rule: ShortlistRule
  public let measures: FirmMeasures
  /// In the order of the rule, at most its limit.
  public let chosen: [Entry]
  /// Those that meet every filter and come after the limit, in order.
  public let beyondLimit: [Entry]
  /// Those that fail a filter: fewest filters failed or undecided first, then fewest failed, then the nearest, ties by id.
  public let leftOut: [Entry]
  /// Those that fail none and of which something needed is unknown, by fewest unknowns, then in the order of the rule.
  public let undecided: [Entry]

  /// - Parameters:
  ///   - rule: the filters, order and limit.
  ///   - firms: the candidates.
  ///   - facts: of the network, with output as the measure.
  public init(_ rule: ShortlistRule, of firms: [FirmID], in facts: BenchmarkFacts) {
    self.init(rule, of: firms, measures: FirmMeasures(facts, fields: Set(rule.filters.map(\.field) + rule.order.map(\.field))))
  }

  /// The same with measures that are there already; they hold the rule's fields.
  public init(_ rule: ShortlistRule, of firms: [FirmID], measures: FirmMeasures) {
    let rule = rule.settled(in: measures.facts.network)
    self.rule = rule
    self.measures = measures
    let entries = firms.map { firm in
      var entry = Entry(firm: firm)
      for (number, filter) in rule.filters.enumerated() { Self.hold(&entry, against: filter, number, measures) }
      entry.keys = rule.order.map { Self.key($0, firm, measures) }
      return entry
    }
    let ids = measures.facts.network.firms.ids
    func comesFirst(_ a: Entry, _ b: Entry) -> Bool {
      for (number, key) in rule.order.enumerated() {
        let (x, y) = (a.keys[number].value, b.keys[number].value)
        if x == y { continue }
        // Unknown comes last, whichever way the key runs.
        guard let x, let y else { return x != nil }
        return key.isDescending ? x > y : x < y
      }
      return ids.precedes(a.firm.row, b.firm.row)
    }
    let accepted = entries.filter { $0.failures.isEmpty && $0.undecided.isEmpty }.sorted(by: comesFirst)
    chosen = Array(accepted.prefix(rule.limit ?? .max))
    beyondLimit = Array(accepted.dropFirst(rule.limit ?? .max))
    leftOut = entries.filter { !$0.failures.isEmpty }.sorted { a, b in
      let (open, other) = (a.failures.count + a.undecided.count, b.failures.count + b.undecided.count)
      if open != other { return open < other }
      if a.failures.count != b.failures.count { return a.failures.count < b.failures.count }
      let (x, y) = (Self.nearness(a), Self.nearness(b))
      return x != y ? x < y : ids.precedes(a.firm.row, b.firm.row)
    }
    undecided = entries.filter { $0.failures.isEmpty && !$0.undecided.isEmpty }.sorted { a, b in
      a.undecided.count != b.undecided.count ? a.undecided.count < b.undecided.count : comesFirst(a, b)
    }
  }

  /// The largest relative distance; without one (yes or no, a text) the firm is as far as can be.
  static func nearness(_ entry: Entry) -> Double { entry.failures.map { $0.relative ?? .infinity }.max() ?? 0 }

  private static func hold(_ entry: inout Entry, against filter: ShortlistRule.Filter, _ number: Int, _ measures: FirmMeasures) {
    switch filter.test {
    case .number(let threshold):
      switch measures.number(filter.field, of: entry.firm) {
      case .known(let value)?:
        if threshold.holds(value) { return }
        fail(&entry, threshold, number, best: value)
      case .partly(let range, let missing)?:
        switch threshold.holds(range) {
        case true?: return
        case false?: fail(&entry, threshold, number, best: threshold.best(of: range) ?? threshold.value)
        case nil: entry.undecided.append((number, missing))
        }
      case .unknown(let missing)?: entry.undecided.append((number, missing))
      case nil: break
      }
    case .flag(let wanted):
      guard let (value, missing) = measures.flag(filter.field, of: entry.firm) else { return }
      if let value {
        if value != wanted { entry.failures.append(Failure(filter: number)) }
      } else {
        entry.undecided.append((number, missing ?? LocalText(zh: "", en: "")))
      }
    case .oneOf(let wanted), .noneOf(let wanted):
      let texts = measures.texts(filter.field, of: entry.firm)
      if texts.isEmpty {
        entry.undecided.append(
          (number, LocalText(zh: "\(filter.field.label.zh)（\(filter.field.rawValue)）", en: "\(filter.field.rawValue)")))
        return
      }
      let isIn = texts.contains { text in wanted.contains { filter.field == .industry ? text.hasPrefix($0) : text == $0 } }
      if case .oneOf = filter.test {
        if !isIn { entry.failures.append(Failure(filter: number)) }
      } else if isIn {
        entry.failures.append(Failure(filter: number))
      }
    }
  }

  /// - Parameter best: the firm's value, or where it lies in a range the end that comes nearest to the threshold.
  private static func fail(_ entry: inout Entry, _ threshold: Threshold, _ number: Int, best: Double) {
    let distance = threshold.distance(best)
    entry.failures.append(
      Failure(filter: number, value: best, distance: distance, relative: threshold.value == 0 ? distance : distance / abs(threshold.value)))
  }

  private static func key(_ key: ShortlistRule.Key, _ firm: FirmID, _ measures: FirmMeasures) -> Measured {
    if let number = measures.number(key.field, of: firm) { return number }
    if let (value, missing) = measures.flag(key.field, of: firm) {
      return value.map { .known($0 ? 1 : 0) } ?? .unknown(missing ?? LocalText(zh: "", en: ""))
    }
    // By id: the same for all, so that the tie is broken by id.
    return .known(0)
  }
}

extension ShortlistRule {
  /// With ids where the rule names counties, clusters, stages or firms by their names; what is no name of one stays.
  package func settled(in network: Network) -> ShortlistRule {
    var rule = self
    for at in filters.indices {
      let field = filters[at].field
      func id(_ text: String) -> String { network.id(field, called: text) ?? text }
      switch filters[at].test {
      case .oneOf(let texts): rule.filters[at].test = .oneOf(texts.map(id))
      case .noneOf(let texts): rule.filters[at].test = .noneOf(texts.map(id))
      default: break
      }
    }
    return rule
  }
}

extension Network {
  /// The id that a field of firms has for what a text names; `nil` where there is no such thing. Industries are codes, and stay what they are.
  package func id(_ field: FirmField, called text: String) -> String? {
    switch field {
    case .county: county(called: text).map { counties[$0.row].code }
    case .cluster: cluster(called: text).map { clusters[$0.row].id }
    case .stage: stage(called: text).map { stages[$0.row].id }
    case .firm: firm(called: text).map { firms.id($0) }
    default: text
    }
  }
}
