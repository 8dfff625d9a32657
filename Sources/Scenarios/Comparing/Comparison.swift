public import ClusterAnalysis
public import ClusterModel

/// A network before, and after each of several scenarios: every measure, every finding gained or lost, every gate.
public struct Comparison: Sendable {
  public struct Measure: Sendable {
    public var key: Snapshot.Key
    public var subject: Subject
    public var kind: Snapshot.Kind
    /// `nil`: unknown, or there is no such subject.
    public var before: KnownRange?
    /// One a scenario.
    public var after: [KnownRange?]
    /// Whether there is such a subject, before and after each scenario.
    public var isThere: Bool
    public var isThereAfter: [Bool]

    /// After minus before, certain only where both are; `nil` where either is unknown or without end, or stands on a scale of its own.
    public func difference(_ scenario: Int) -> KnownRange? { kind == .relative ? nil : Comparison.difference(before, after[scenario]) }

    /// Something differs after some scenario: the number, whether it is known, or whether there is such a subject.
    public var isChanged: Bool {
      after.contains { Comparison.differ(before, $0) } || isThereAfter.contains { $0 != isThere }
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
      after.contains { $0?.outcome != before?.outcome || $0?.value != before?.value || $0?.range != before?.range }
    }
  }

  /// A measure of which there are many numbers: those that differ.
  public struct Column: Sendable {
    public struct Row: Sendable {
      public var of: Subject
      /// The target, buyer or cluster that the number is for.
      public var about: Subject?
      /// `nil`: unknown, or there is no such thing.
      public var before: KnownRange?
      /// One a scenario.
      public var after: [KnownRange?]

      /// After minus before, certain only where both are; `nil` where either is unknown or without end.
      public func difference(_ scenario: Int) -> KnownRange? { Comparison.difference(before, after[scenario]) }
    }
    public var measure: String
    public var kind: Snapshot.Kind
    public var isDetail: Bool
    /// The largest change first, what comes or goes with all that it is, from or to without end before all others; ties by id.
    public var rows: [Row]
  }

  public let before: Snapshot
  public let after: [Snapshot]
  /// All measures, in the order of the snapshot before, those that are new at their end.
  public let measures: [Measure]
  /// The findings that differ, in the same order.
  public let findings: [Finding]
  public let gates: [Gate]
  /// In the order of the snapshot before; columns in which nothing differs have no rows.
  public let columns: [Column]

  public init(_ before: Snapshot, _ after: [Snapshot]) {
    self.before = before
    self.after = after
    measures = Self.measures(before, after)
    findings = Self.findings(before, after)
    gates = Self.gates(before, after)
    columns = Self.columns(before, after)
  }

  /// Iterations and decision diagrams end with rounding errors: what agrees to a billionth is the same.
  static func differ(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return (a == nil) != (b == nil) }
    guard a.isFinite, b.isFinite else { return a != b }
    return abs(a - b) > 1e-9 * max(abs(a), abs(b))
  }

  /// Also of what is known in part: where something else is known of it, or where it lies.
  static func differ(_ a: KnownRange?, _ b: KnownRange?) -> Bool {
    guard let a, let b else { return (a == nil) != (b == nil) }
    if a.exact != nil && b.exact != nil { return differ(a.exact, b.exact) }
    return differ(a.value, b.value) || differ(a.low, b.low) || differ(a.high, b.high) || (a.known, a.of) != (b.known, b.of)
  }

  static func difference(_ before: Double?, _ after: Double?) -> Double? {
    guard let before, let after, before.isFinite, after.isFinite else { return nil }
    return after - before
  }

  /// Of two that are certain the difference is; else it lies between the lowest after less the highest before and the highest after less the lowest before, as if
  /// what is unknown on one side had nothing to do with what is on the other. Its parts are those of both sides.
  static func difference(_ before: KnownRange?, _ after: KnownRange?) -> KnownRange? {
    guard let before, let after else { return nil }
    if let old = before.exact, let new = after.exact { return difference(old, new).map { KnownRange($0) } }
    let range = KnownRange(
      value: difference(before.value, after.value), low: difference(before.high, after.low), high: difference(before.low, after.high),
      known: before.known + after.known, of: before.of + after.of)
    return range.value == nil && range.low == nil && range.high == nil ? nil : range
  }

  private static func measures(_ before: Snapshot, _ after: [Snapshot]) -> [Measure] {
    func table(_ snapshot: Snapshot) -> [Snapshot.Key: KnownRange?] {
      Dictionary(snapshot.values.map { ($0.key, $0.range) }) { first, _ in first }
    }
    let (old, new) = (table(before), after.map(table))
    var seen = Set<Snapshot.Key>()
    return ([before] + after).flatMap(\.values).filter { seen.insert($0.key).inserted }.map { value in
      Measure(
        key: value.key, subject: value.subject, kind: value.kind, before: old[value.key] ?? nil,
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

  private static func columns(_ before: Snapshot, _ after: [Snapshot]) -> [Column] {
    var seen = Set<String>()
    return ([before] + after).flatMap(\.columns).filter { seen.insert($0.measure).inserted }.map { column in
      let old = before.columns.first { $0.measure == column.measure }
      let new = after.map { snapshot in snapshot.columns.first { $0.measure == column.measure } }
      let rows = Set(([old] + new).flatMap { $0.map { Array($0.numbers.keys) + Array($0.ranges.keys) } ?? [] })
      let changed = rows.compactMap { place -> (row: Column.Row, change: Double)? in
        let (first, then) = (old?.number(place), new.map { $0?.number(place) })
        guard then.contains(where: { differ(first, $0) }) else { return nil }
        func subject(_ thing: Snapshot.Column.Thing) -> Subject {
          // After the scenario a thing may be called something else: the name before stands.
          let name = ([old] + new).lazy.compactMap { $0?.names[thing] }.first
          return Subject(table: thing.table, id: thing.id, name: name ?? Name())
        }
        func size(_ range: KnownRange?) -> Double { range?.value ?? range?.low ?? 0 }
        let change = then.filter { differ(first, $0) }.map { abs(size($0) - size(first)) }.max() ?? 0
        return (Column.Row(of: subject(place.of), about: place.about.map(subject), before: first, after: then), change)
      }
      return Column(
        measure: column.measure, kind: column.kind, isDetail: column.isDetail,
        rows: changed.sorted { a, b in
          if a.change != b.change { return a.change > b.change }
          return a.row.of != b.row.of ? precedes(a.row.of, b.row.of) : precedes(a.row.about, b.row.about)
        }.map(\.row))
    }
  }

  private static func precedes(_ a: Subject?, _ b: Subject?) -> Bool {
    func key(_ subject: Subject?) -> String { subject.map { $0.id + "\u{1F}" + $0.table } ?? "" }
    return key(a).utf8.lexicographicallyPrecedes(key(b).utf8)
  }
}
