import ClusterAnalysis
import ClusterModel

/// A network before, and after each of several scenarios: every measure, every finding gained or lost, every gate.
public struct Comparison: Sendable {
  public struct Measure: Sendable {
    public var key: Snapshot.Key
    public var subject: Subject
    public var label: LocalText
    public var kind: Snapshot.Kind
    /// `nil`: unknown, or there is no such subject.
    public var before: Double?
    /// One a scenario.
    public var after: [Double?]
    /// Whether there is such a subject, before and after each scenario.
    public var isThere: Bool
    public var isThereAfter: [Bool]

    /// After minus before; `nil` where either is unknown.
    public func difference(_ scenario: Int) -> Double? {
      guard let before, let after = after[scenario] else { return nil }
      return after - before
    }

    /// Something differs after some scenario: the number, whether it is known, or whether there is such a subject.
    public var isChanged: Bool {
      after.contains { $0 != before } || isThereAfter.contains { $0 != isThere }
    }
  }

  /// A finding that does not hold both before and after some scenario.
  public struct Finding: Sendable {
    public var held: Snapshot.Held
    public var before: Bool
    /// One a scenario.
    public var after: [Bool]
  }

  public struct Gate: Sendable {
    public var cluster: Subject
    public var set: String
    public var gate: GateSet.Gate
    public var before: ClusterGates.Row?
    public var after: [ClusterGates.Row?]
    /// The outcome or the value differs after some scenario.
    public var isChanged: Bool {
      after.contains { $0?.outcome != before?.outcome || $0?.value != before?.value }
    }
  }

  /// A firm whose stop costs more or less than before.
  public struct Risk: Sendable {
    public var firm: Subject
    /// `nil`: there is no such firm.
    public var before: Double?
    public var after: [Double?]
  }

  public let before: Snapshot
  public let after: [Snapshot]
  /// All measures, in the order of the snapshot before, those that are new at their end.
  public let measures: [Measure]
  /// The findings that differ, in the same order.
  public let findings: [Finding]
  public let gates: [Gate]

  public init(_ before: Snapshot, _ after: [Snapshot]) {
    self.before = before
    self.after = after
    measures = Self.measures(before, after)
    findings = Self.findings(before, after)
    gates = Self.gates(before, after)
  }

  private static func measures(_ before: Snapshot, _ after: [Snapshot]) -> [Measure] {
    func table(_ snapshot: Snapshot) -> [Snapshot.Key: Double?] {
      Dictionary(snapshot.values.map { ($0.key, $0.value) }) { first, _ in first }
    }
    let (old, new) = (table(before), after.map(table))
    var seen = Set<Snapshot.Key>()
    return ([before] + after).flatMap(\.values).filter { seen.insert($0.key).inserted }.map { value in
      Measure(
        key: value.key, subject: value.subject, label: value.label, kind: value.kind, before: old[value.key] ?? nil,
        after: new.map { $0[value.key] ?? nil }, isThere: before.contains(value.subject),
        isThereAfter: after.map { $0.contains(value.subject) })
    }
  }

  private static func findings(_ before: Snapshot, _ after: [Snapshot]) -> [Finding] {
    let (old, new) = (Set(before.held.map(\.key)), after.map { Set($0.held.map(\.key)) })
    var seen = Set<String>()
    return ([before] + after).flatMap(\.held).filter { seen.insert($0.key).inserted }.compactMap { held in
      let finding = Finding(held: held, before: old.contains(held.key), after: new.map { $0.contains(held.key) })
      return finding.after.allSatisfy { $0 == finding.before } ? nil : finding
    }
  }

  private static func gates(_ before: Snapshot, _ after: [Snapshot]) -> [Gate] {
    func table(_ snapshot: Snapshot) -> [String: Snapshot.Gate] {
      Dictionary(snapshot.gates.map { ($0.key, $0) }) { first, _ in first }
    }
    let (old, new) = (table(before), after.map(table))
    var seen = Set<String>()
    return ([before] + after).flatMap(\.gates).filter { seen.insert($0.key).inserted }.map { gate in
      Gate(
        cluster: gate.cluster, set: gate.set, gate: gate.row.gate, before: old[gate.key]?.row, after: new.map { $0[gate.key]?.row })
    }
  }

  /// The `count` firms whose systemic risk changes most after some scenario, those that come and go among them; the largest change first, ties
  /// by id. Empty where it was not computed.
  ///
  /// - Parameters:
  ///   - count: how many at most.
  ///   - names: the firms of all the networks, by id.
  public func risks(_ count: Int, names: [String: Subject]) -> [Risk] {
    guard let old = before.risks else { return [] }
    let new = after.map { $0.risks ?? [:] }
    let ids = Set(old.keys).union(new.flatMap(\.keys))
    func change(_ id: String) -> Double { new.map { abs(($0[id] ?? 0) - (old[id] ?? 0)) }.max() ?? 0 }
    let changed = ids.map { ($0, change($0)) }.filter { $0.1 > 0 }.sorted { a, b in
      a.1 != b.1 ? a.1 > b.1 : a.0.utf8.lexicographicallyPrecedes(b.0.utf8)
    }
    return changed.prefix(max(0, count)).map { id, _ in
      Risk(firm: names[id] ?? Subject(table: "firm", id: id), before: old[id], after: new.map { $0[id] })
    }
  }
}
