package import ClusterModel

/// A light of a rule or of what it is about: the colours that it may have. One where that is certain; else unknown, which is grey and never green.
package struct TrafficLight: Sendable, Hashable {
  package enum Colour: Int, Sendable, Comparable, CaseIterable {
    case green, amber, red
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// The best first; never empty.
  package let possible: [Colour]

  /// `nil`: unknown.
  package var colour: Colour? { possible.count == 1 ? possible[0] : nil }
  /// Of what is not there nothing is known, not even by which rules.
  package static let unknown = TrafficLight(Set(Colour.allCases))

  private init(_ possible: Set<Colour>) { self.possible = possible.sorted() }

  /// What a rule says of a figure, wherever in its range it lies.
  package init(_ rule: WatchRules.Rule, _ range: KnownRange?) {
    func holds(_ threshold: Threshold?) -> Bool? { threshold.map { limit in range.flatMap { limit.holds($0) } } ?? .some(false) }
    var possible = Set<Colour>()
    let isRed = holds(rule.red)
    if isRed != false { possible.insert(.red) }
    if isRed != true {
      let isAmber = holds(rule.amber)
      if isAmber != false { possible.insert(.amber) }
      if isAmber != true { possible.insert(.green) }
    }
    self.init(possible)
  }

  /// The worst of several: what it is about is as bad as its worst rule, and no better than any of them may be. Unknown where there is none.
  package init(worstOf lights: some Collection<TrafficLight>) {
    guard let best = lights.compactMap(\.possible.first).max() else {
      self = .unknown
      return
    }
    self.init(Set(lights.flatMap(\.possible)).filter { $0 >= best })
  }
}

/// The lights of everything that rules are about, in one network.
package struct TrafficLights: Sendable {
  package struct Reading: Sendable {
    package var rule: WatchRules.Rule
    package var range: KnownRange?
    package var kind: Snapshot.Kind
    package var light: TrafficLight
  }

  package struct Subject: Sendable {
    package var kind: WatchRules.Kind
    package var subject: ClusterModel.Subject
    /// Those of its rules that can be asked of it.
    package var readings: [Reading]

    package var light: TrafficLight { TrafficLight(worstOf: readings.map(\.light)) }
    package var key: String { "\(kind.rawValue)\u{1F}\(subject.id)" }
  }

  /// Chains, then counties, then leaders, each by id.
  package let subjects: [Subject]
  package let snapshot: Snapshot

  /// - Parameters:
  ///   - network: what is looked at.
  ///   - rules: what is red and amber.
  /// - Complexity: that of a ``Snapshot`` without the numbers of every firm.
  package init(_ network: Network, _ rules: WatchRules) {
    var request = SnapshotRequest()
    request.everyFirm = false
    if !rules.rules.contains(where: { $0.measure == "pairs" }) { request.pairSteps = 1 }
    let snapshot = Snapshot(network, request)
    let values = Dictionary(snapshot.values.map { ($0.key, $0) }) { first, _ in first }
    func table(_ kind: WatchRules.Kind) -> String {
      switch kind {
      case .chain: "cluster"
      case .county: "county"
      case .leader: "firm"
      }
    }
    var found: [Subject] = []
    for kind in WatchRules.Kind.allCases {
      let own = rules.rules.filter { $0.of == kind }
      if own.isEmpty { continue }
      var seen = Set<String>()
      let subjects = snapshot.values.map(\.subject).filter { subject in
        guard subject.table == table(kind), seen.insert(subject.id).inserted else { return false }
        return kind != .chain || network.cluster(id: subject.id).map { network.clusters[$0.row].chain != nil } ?? false
      }
      for subject in subjects.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }) {
        func value(_ measure: String) -> Snapshot.Value? {
          values[Snapshot.Key(table: subject.table, id: subject.id, measure: measure)]
        }
        let isBlank = Self.isBlank(kind, value)
        found.append(
          Subject(
            kind: kind, subject: subject,
            readings: own.map { rule in
              let value = value(rule.measure)
              let range = isBlank(rule.measure) ? nil : value?.range
              return Reading(rule: rule, range: range, kind: value?.kind ?? .count, light: TrafficLight(rule, range))
            }))
      }
    }
    self.snapshot = snapshot
    subjects = found
  }

  private static let supply: Set<String> = [
    "single_points", "pairs", "worst_stopped_firms", "worst_loss_cny_wan", "single_sourced", "single_sourced_share", "direct_suppliers",
    "upstream_firms", "tiers", "goods_bought", "local_supply_ratio", "cluster_supply_ratio",
  ]

  /// Which figures say nothing: those of supply where no purchase is on record, and those of a county without a firm on record. No single point among no suppliers is not known
  /// to be safe.
  private static func isBlank(_ kind: WatchRules.Kind, _ value: (String) -> Snapshot.Value?) -> (String) -> Bool {
    switch kind {
    case .county:
      let hasNoFirm = value("firms")?.range?.exact == 0
      return { _ in hasNoFirm }
    case .chain, .leader:
      let buysNothing = (value("goods_bought")?.range?.exact ?? 0) == 0
      let hasNoFirm = kind == .chain && value("firms")?.range?.exact == 0
      return { measure in hasNoFirm || buysNothing && supply.contains(measure) }
    }
  }
}
