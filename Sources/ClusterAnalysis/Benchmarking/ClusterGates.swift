import Answers
public import ClusterModel

/// A cluster before a set of gates (M29): each met, not met, or not measurable, with the missing facts.
public struct ClusterGates: Sendable {
  public enum Outcome: Sendable, Hashable {
    case met, notMet
    /// The missing facts.
    case unmeasured([LocalText])
  }

  public struct Row: Sendable {
    public var gate: GateSet.Gate
    public var outcome: Outcome
    /// The value nearest to failing, in the gate's unit; `nil` when nothing is known, or too little to decide.
    public var value: Double?
    /// How far from met; 0 where met, `nil` where that depends on what is unknown.
    public var distance: Double?
    /// Where the value lies, when a part of it is unknown.
    public var range: KnownRange? = nil
    /// Where the value comes from.
    public var basis: LocalText
    /// Measured from firms of which some are synthetic: for demonstration, about no real cluster.
    public var isSynthetic = false
  }

  public let cluster: ClusterID
  public let rows: [Row]

  /// - Parameters:
  ///   - cluster: what stands before the gates.
  ///   - gates: the rule set.
  ///   - facts: of the network.
  ///   - year: the last year that counts; `nil` takes the latest with a figure.
  public init(_ cluster: ClusterID, _ gates: GateSet, in facts: BenchmarkFacts, year: Int? = nil) {
    self.cluster = cluster
    rows = gates.gates.map { gate in
      switch gate.quantity {
      case .measured(let field): Self.measured(gate, field, cluster, facts)
      case .figure(let attribute, let unit): Self.published(gate, attribute, unit, cluster, facts.network, year)
      }
    }
  }

  /// Every gate met; `nil` where none fails and some cannot be measured.
  public var isPassed: Bool? {
    if rows.contains(where: { $0.outcome == .notMet }) { return false }
    return rows.allSatisfy { $0.outcome == .met } ? true : nil
  }

  private static func measured(_ gate: GateSet.Gate, _ field: FirmSetField, _ cluster: ClusterID, _ facts: BenchmarkFacts) -> Row {
    let measures = FirmSetMeasures(cluster, in: facts)
    let synthetic = measures.syntheticFirms
    var basis = LocalText(zh: "在册企业 \(measures.firms.count) 家", en: "\(measures.firms.count) firms on record")
    if synthetic > 0 { basis = LocalText(zh: basis.zh + "，其中虚构 \(synthetic) 家", en: basis.en + ", \(synthetic) of them synthetic") }
    switch measures.value(field) {
    case .known(let value):
      return Row(
        gate: gate, outcome: gate.threshold.holds(value) ? .met : .notMet, value: value, distance: gate.threshold.distance(value),
        basis: basis, isSynthetic: synthetic > 0)
    case .partly(let range, let missing):
      let outcome: Outcome =
        switch gate.threshold.holds(range) {
        case true?: .met
        case false?: .notMet
        case nil: .unmeasured([missing])
        }
      let distance = outcome == .met ? 0 : outcome == .notMet ? gate.threshold.best(of: range).map { gate.threshold.distance($0) } : nil
      return Row(
        gate: gate, outcome: outcome, value: distance == nil ? nil : gate.threshold.worst(of: range), distance: distance, range: range,
        basis: basis, isSynthetic: synthetic > 0)
    case .unknown(let missing): return Row(gate: gate, outcome: .unmeasured([missing]), value: nil, distance: nil, basis: basis)
    }
  }

  private static func published(
    _ gate: GateSet.Gate, _ attribute: String, _ unit: String, _ cluster: ClusterID, _ network: Network, _ year: Int?
  ) -> Row {
    func row(_ wanted: Int?) -> LocalText {
      let id = network.clusters[cluster.row].id
      let when = wanted.map { " \($0)" } ?? ""
      let zhUnit = unit.isEmpty ? "" : "（\(PublishedName(unit: unit).label.zh)）"
      return LocalText(
        zh: "figures.csv：集群 \(id) 的“\(PublishedName(attribute: attribute).label.zh)”\(wanted.map { " \($0) 年" } ?? "")\(zhUnit)",
        en: "figures.csv: \"\(attribute)\"\(when) of cluster \(id)" + (unit.isEmpty ? "" : " in \(unit)"))
    }
    let wantedUnit = PublishedName(unit: unit)
    let latest = network.clusterFigure(attribute, of: cluster).flatMap { Int($0.year) }
    guard let last = year ?? latest else {
      // A figure without a year serves a gate of one year.
      if gate.years == 1, !gate.isGrowth, let figure = network.clusterFigure(attribute, of: cluster), wantedUnit.isUnit(figure.unit) {
        return decided(gate, [figure.value], missing: [], LocalText(zh: "figures.csv", en: "figures.csv"))
      }
      return Row(gate: gate, outcome: .unmeasured([row(nil)]), value: nil, distance: nil, basis: LocalText(zh: "", en: ""))
    }
    var known: [Int: Double] = [:]
    var missing: [LocalText] = []
    for wanted in (last - gate.years + 1)...last {
      if let figure = network.clusterFigure(attribute, of: cluster, year: String(wanted)), wantedUnit.isUnit(figure.unit) {
        known[wanted] = figure.value
      } else if !gate.isGrowth || wanted == last || wanted == last - gate.years + 1 {
        missing.append(row(wanted))
      }
    }
    let said = known.keys.sorted().map { "\($0)" }
    let basis = LocalText(
      zh: said.isEmpty ? "" : "figures.csv：\(said.joined(separator: "、")) 年",
      en: said.isEmpty ? "" : "figures.csv: \(said.joined(separator: ", "))")
    guard gate.isGrowth else { return decided(gate, known.keys.sorted().compactMap { known[$0] }, missing: missing, basis) }
    guard let first = known[last - gate.years + 1], let end = known[last], first > 0 else {
      return Row(gate: gate, outcome: .unmeasured(missing), value: nil, distance: nil, basis: basis)
    }
    return decided(gate, [yearlyGrowth(from: first, to: end, years: gate.years - 1)], missing: [], basis)
  }

  /// The mean yearly growth, as the root of the quotient; by halving, so that no library decides the last digit.
  static func yearlyGrowth(from first: Double, to end: Double, years: Int) -> Double {
    let quotient = end / first
    if years == 1 { return quotient - 1 }
    var (low, high) = (0.0, max(1, quotient))
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      var power = 1.0
      for _ in 0..<years { power *= middle }
      if power < quotient { low = middle } else { high = middle }
    }
    return high - 1
  }

  /// The gate must hold for every value; a known failure decides, whatever lacks.
  private static func decided(_ gate: GateSet.Gate, _ values: [Double], missing: [LocalText], _ basis: LocalText) -> Row {
    let isUpwards = gate.threshold.comparison == .atLeast || gate.threshold.comparison == .above
    let worst = isUpwards ? values.min() : values.max()
    guard let worst else { return Row(gate: gate, outcome: .unmeasured(missing), value: nil, distance: nil, basis: basis) }
    let outcome: Outcome = !gate.threshold.holds(worst) ? .notMet : missing.isEmpty ? .met : .unmeasured(missing)
    return Row(gate: gate, outcome: outcome, value: worst, distance: gate.threshold.distance(worst), basis: basis)
  }
}
