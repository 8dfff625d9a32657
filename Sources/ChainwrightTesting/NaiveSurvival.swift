/// Something a firm cannot run without: at least `needed` of the options, an option being served by any one of its suppliers.
///
/// A product with two suppliers is one need of one option; “two of three suppliers” is one need of three options, `needed` 2;
/// products that replace each other are the options of one need.
public struct NaiveNeed<Firm: Hashable & Comparable & Sendable>: Sendable {
  public var options: [[Firm]]
  public var needed: Int

  public init(options: [[Firm]], needed: Int = 1) {
    self.options = options
    self.needed = needed
  }

  /// Any one of the suppliers is enough.
  public static func anyOf(_ suppliers: [Firm]) -> Self { Self(options: [suppliers]) }
}

/// AND/OR survival (M1) as slow and plain as it can be: dictionaries, sets, and rounds until nothing changes.
///
/// The twin that kernels are tested against; O(firms × links) a run.
public struct NaiveSurvival<Firm: Hashable & Comparable & Sendable>: Sendable {
  public var firms: Set<Firm>
  /// A firm without an entry needs nothing.
  public var needs: [Firm: [NaiveNeed<Firm>]]

  public init(firms: Set<Firm>, needs: [Firm: [NaiveNeed<Firm>]]) {
    self.firms = firms
    self.needs = needs
  }

  /// The firms that run when those of `down` do not: the greatest fixed point, so a loop of firms that feed each other runs.
  public func survivors(down: Set<Firm> = []) -> Set<Firm> {
    var alive = firms.subtracting(down)
    while true {
      let still = alive.filter { firm in
        (needs[firm] ?? []).allSatisfy { need in
          need.options.filter { suppliers in suppliers.contains { alive.contains($0) } }.count >= need.needed
        }
      }
      if still.count == alive.count { return alive }
      alive = still
    }
  }

  /// The firms whose single loss stops `target`, ascending, the target itself left out; `nil` when it does not run even without a loss.
  public func singlePoints(of target: Firm) -> [Firm]? {
    guard survivors().contains(target) else { return nil }
    return firms.sorted().filter { $0 != target && !survivors(down: [$0]).contains(target) }
  }

  /// All minimal sets of up to `order` firms whose loss stops `target`, the set of the target alone included, in ascending order.
  public func minimalCutSets(of target: Firm, order: Int) -> [[Firm]] {
    let all = firms.sorted()
    var found: [Set<Firm>] = []
    var sets: [[Firm]] = [[]]
    for _ in 0..<order {
      sets = sets.flatMap { set in
        all.filter { firm in set.last.map { $0 < firm } ?? true }.map { set + [$0] }
      }
      for set in sets where !found.contains(where: { $0.isSubset(of: set) }) && !survivors(down: Set(set)).contains(target) {
        found.append(Set(set))
      }
    }
    return found.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The firms that stop when `down` is lost, those of `down` not counted: the blast radius (M5) with every weight 1.
  public func stopped(down: Set<Firm>) -> Set<Firm> {
    survivors().subtracting(survivors(down: down)).subtracting(down)
  }
}
